-- grain: report_id, relation, row_code, column_code (corrections that no longer match what was printed: none may be)
WITH corrected_reports AS (
    SELECT report_id
    FROM corrections
    WHERE is_applicable
),

printed AS (
    SELECT
        report_id,
        'disclosure_items' AS relation,
        category::VARCHAR AS row_code,
        measure::VARCHAR AS column_code,
        value
    FROM disclosure_items
    WHERE report_id IN (SELECT report_id FROM corrected_reports)
    UNION ALL
    SELECT
        report_id,
        'application_outcomes' AS relation,
        outcome::VARCHAR AS row_code,
        applicant::VARCHAR AS column_code,
        value
    FROM application_outcomes
    WHERE report_id IN (SELECT report_id FROM corrected_reports)
    UNION ALL
    SELECT
        report_id,
        'review_litigation' AS relation,
        proceeding::VARCHAR AS row_code,
        result::VARCHAR AS column_code,
        value
    FROM review_litigation
    WHERE report_id IN (SELECT report_id FROM corrected_reports)
)

SELECT
    corrections.report_id,
    corrections.relation,
    corrections.row_code,
    corrections.column_code,
    corrections.printed_value,
    printed.value,
    printed.report_id IS NOT NULL AS is_cell
FROM corrections
LEFT JOIN printed
    ON
        corrections.report_id = printed.report_id
        AND corrections.relation = printed.relation
        AND corrections.row_code = printed.row_code
        AND corrections.column_code = printed.column_code
WHERE
    corrections.is_applicable
    AND (printed.report_id IS NULL OR corrections.printed_value IS DISTINCT FROM printed.value)
ORDER BY corrections.report_id, corrections.relation, corrections.row_code, corrections.column_code;
