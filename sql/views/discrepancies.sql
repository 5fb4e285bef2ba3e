-- grain: report_id, check_name, scope (failed checks only)
CREATE OR REPLACE VIEW discrepancies AS
WITH failed AS (
    SELECT
        report_id,
        check_name,
        scope,
        severity,
        lhs,
        rhs,
        message
    FROM checks
    WHERE NOT passed
),

described AS (
    SELECT
        report_id,
        agency_id,
        agency_name,
        fiscal_year,
        form,
        scope AS report_scope,
        is_current,
        source_uri
    FROM reports
),

-- The codes of one axis are what a check adds up; its scope names the code of the other axis.
terms AS (
    SELECT
        form,
        check_name,
        relation,
        axis IN ('applicant', 'result', 'measure') AS runs_along_row,
        side,
        code
    FROM identities
),

pairs AS (
    SELECT
        report_id,
        prior_report_id,
        check_name,
        member
    FROM continuity
    WHERE NOT passed
),

-- Which cells each check adds up: of an identity, of two years, of a sentence and its table.
pointers AS (
    SELECT
        failed.report_id,
        failed.check_name,
        failed.scope,
        terms.side,
        failed.report_id AS cell_report_id,
        terms.relation,
        CASE WHEN terms.runs_along_row THEN failed.scope ELSE terms.code END AS row_code,
        CASE WHEN terms.runs_along_row THEN terms.code ELSE failed.scope END AS column_code
    FROM failed
    INNER JOIN described ON failed.report_id = described.report_id
    INNER JOIN terms ON failed.check_name = terms.check_name AND described.form = terms.form
    UNION ALL
    SELECT
        pairs.report_id,
        pairs.check_name,
        pairs.member AS scope,
        continuity_terms.side,
        CASE continuity_terms.years_before WHEN '0' THEN pairs.report_id ELSE pairs.prior_report_id END
            AS cell_report_id,
        continuity_terms.relation,
        CASE continuity_terms.axis WHEN 'row' THEN pairs.member ELSE continuity_terms.row_code END AS row_code,
        CASE continuity_terms.axis WHEN 'row' THEN continuity_terms.column_code ELSE pairs.member END AS column_code
    FROM pairs
    INNER JOIN continuity_terms ON pairs.check_name = continuity_terms.check_name
    UNION ALL
    SELECT
        failed.report_id,
        failed.check_name,
        failed.scope,
        'rhs' AS side,
        failed.report_id AS cell_report_id,
        prose_terms.relation,
        prose_terms.row_code,
        prose_terms.column_code
    FROM failed
    INNER JOIN prose_terms ON failed.scope = prose_terms.figure
    WHERE failed.check_name = 'prose'
),

cells AS (
    SELECT
        pointers.report_id,
        pointers.check_name,
        pointers.scope,
        pointers.side,
        pointers.cell_report_id,
        pointers.relation,
        pointers.row_code,
        pointers.column_code,
        report_cells.printed,
        report_cells.status,
        report_cells.raw,
        report_cells.source_line
    FROM pointers
    INNER JOIN report_cells
        ON
            pointers.cell_report_id = report_cells.report_id
            AND pointers.relation = report_cells.relation
            AND pointers.row_code = report_cells.row_code
            AND pointers.column_code = report_cells.column_code
    UNION ALL
    -- A sentence is no cell: it has no relation, row or column.
    SELECT
        failed.report_id,
        failed.check_name,
        failed.scope,
        'lhs' AS side,
        failed.report_id AS cell_report_id,
        NULL AS relation,
        NULL AS row_code,
        NULL AS column_code,
        prose_figures.value AS printed,
        NULL AS status,
        prose_figures.sentence AS raw,
        prose_figures.source_line
    FROM failed
    INNER JOIN prose_figures ON failed.report_id = prose_figures.report_id AND failed.scope = prose_figures.figure
    WHERE failed.check_name = 'prose'
),

evidence AS (
    SELECT
        report_id,
        check_name,
        scope,
        list(
            {
                'side': side,
                'report_id': cell_report_id,
                'relation': relation,
                'row_code': row_code,
                'column_code': column_code,
                'printed': printed,
                'status': status,
                'raw': raw,
                'source_line': source_line
            }
            ORDER BY side, cell_report_id, relation, row_code, column_code
        ) AS cells,
        list(DISTINCT source_line ORDER BY source_line)
        FILTER (WHERE source_line IS NOT NULL AND cell_report_id = report_id) AS source_lines
    FROM cells
    GROUP BY report_id, check_name, scope
)

SELECT
    failed.report_id,
    failed.check_name,
    failed.scope,
    failed.severity,
    described.agency_id,
    described.agency_name,
    described.fiscal_year,
    described.report_scope,
    described.is_current,
    failed.lhs,
    failed.rhs,
    failed.lhs - failed.rhs AS difference,
    failed.message,
    evidence.cells,
    evidence.source_lines,
    described.source_uri
FROM failed
INNER JOIN described ON failed.report_id = described.report_id
LEFT JOIN evidence
    ON
        failed.report_id = evidence.report_id
        AND failed.check_name = evidence.check_name
        AND failed.scope = evidence.scope;

COMMENT ON VIEW discrepancies IS
'Grain: report_id, check_name, scope. Every failed check of every report with both sides, the cells it adds up and '
'the lines of the source where they stand. On what was printed, never on corrected values.';
COMMENT ON COLUMN discrepancies.report_id IS 'The report.';
COMMENT ON COLUMN discrepancies.check_name IS 'The check that failed.';
COMMENT ON COLUMN discrepancies.scope IS 'The row or column the check was evaluated for.';
COMMENT ON COLUMN discrepancies.severity IS 'hard: the form itself demands it; soft: news for the analyst.';
COMMENT ON COLUMN discrepancies.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN discrepancies.agency_name IS 'Full name of the agency.';
COMMENT ON COLUMN discrepancies.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN discrepancies.report_scope IS 'Scope of the report: own, system or unknown.';
COMMENT ON COLUMN discrepancies.is_current IS 'Whether the report is the current one of its agency and year.';
COMMENT ON COLUMN discrepancies.lhs IS 'The one side as printed.';
COMMENT ON COLUMN discrepancies.rhs IS 'The other side as printed.';
COMMENT ON COLUMN discrepancies.difference IS 'lhs less rhs.';
COMMENT ON COLUMN discrepancies.message IS 'What does not add up, in words.';
COMMENT ON COLUMN discrepancies.cells IS
'The evidence of both sides: side, report (across years the cells stand in two), relation, row and column codes, '
'printed figure, status, raw text, source line; for prose, the sentence on the left.';
COMMENT ON COLUMN discrepancies.source_lines IS 'Lines of the source of this report where they stand, in order.';
COMMENT ON COLUMN discrepancies.source_uri IS 'Where the document was found.';
