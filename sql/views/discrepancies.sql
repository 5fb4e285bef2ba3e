-- grain: report_id, check_name, scope (failed checks only)
CREATE OR REPLACE VIEW discrepancies AS
WITH every_check AS (
    SELECT
        report_id,
        check_name,
        scope,
        severity,
        lhs,
        rhs,
        passed,
        message
    FROM report_checks
    UNION ALL
    SELECT
        report_id,
        check_name,
        scope,
        severity,
        lhs,
        rhs,
        passed,
        message
    FROM soft_checks
),

failed AS (
    SELECT
        report_id,
        check_name,
        scope,
        severity,
        lhs,
        rhs,
        message
    FROM every_check
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

identity_cells AS (
    SELECT
        failed.report_id,
        failed.check_name,
        failed.scope,
        terms.side,
        report_cells.report_id AS cell_report_id,
        report_cells.relation,
        report_cells.row_code,
        report_cells.column_code,
        report_cells.printed,
        report_cells.status,
        report_cells.raw,
        report_cells.source_line
    FROM failed
    INNER JOIN described ON failed.report_id = described.report_id
    INNER JOIN terms ON failed.check_name = terms.check_name AND described.form = terms.form
    INNER JOIN report_cells
        ON
            failed.report_id = report_cells.report_id
            AND terms.relation = report_cells.relation
            AND CASE WHEN terms.runs_along_row THEN failed.scope ELSE terms.code END = report_cells.row_code
            AND CASE WHEN terms.runs_along_row THEN terms.code ELSE failed.scope END = report_cells.column_code
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

continuity_cells AS (
    SELECT
        pairs.report_id,
        pairs.check_name,
        pairs.member AS scope,
        continuity_terms.side,
        report_cells.report_id AS cell_report_id,
        report_cells.relation,
        report_cells.row_code,
        report_cells.column_code,
        report_cells.printed,
        report_cells.status,
        report_cells.raw,
        report_cells.source_line
    FROM pairs
    INNER JOIN continuity_terms ON pairs.check_name = continuity_terms.check_name
    INNER JOIN report_cells
        ON
            CASE continuity_terms.years_before WHEN '0' THEN pairs.report_id ELSE pairs.prior_report_id END
            = report_cells.report_id
            AND continuity_terms.relation = report_cells.relation
            AND CASE continuity_terms.axis WHEN 'row' THEN pairs.member ELSE continuity_terms.row_code END
            = report_cells.row_code
            AND CASE continuity_terms.axis WHEN 'row' THEN continuity_terms.column_code ELSE pairs.member END
            = report_cells.column_code
),

prose_cells AS (
    SELECT
        failed.report_id,
        failed.check_name,
        failed.scope,
        'rhs' AS side,
        report_cells.report_id AS cell_report_id,
        report_cells.relation,
        report_cells.row_code,
        report_cells.column_code,
        report_cells.printed,
        report_cells.status,
        report_cells.raw,
        report_cells.source_line
    FROM failed
    INNER JOIN prose_terms ON failed.scope = prose_terms.figure
    INNER JOIN report_cells
        ON
            failed.report_id = report_cells.report_id
            AND prose_terms.relation = report_cells.relation
            AND prose_terms.row_code = report_cells.row_code
            AND prose_terms.column_code = report_cells.column_code
    WHERE failed.check_name = 'prose'
),

-- A sentence is no cell: it has no relation, row or column.
sentences AS (
    SELECT
        failed.report_id,
        failed.check_name,
        failed.scope,
        'lhs' AS side,
        prose_figures.report_id AS cell_report_id,
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

cells AS (
    SELECT
        report_id,
        check_name,
        scope,
        side,
        cell_report_id,
        relation,
        row_code,
        column_code,
        printed,
        status,
        raw,
        source_line
    FROM identity_cells
    UNION ALL
    SELECT
        report_id,
        check_name,
        scope,
        side,
        cell_report_id,
        relation,
        row_code,
        column_code,
        printed,
        status,
        raw,
        source_line
    FROM continuity_cells
    UNION ALL
    SELECT
        report_id,
        check_name,
        scope,
        side,
        cell_report_id,
        relation,
        row_code,
        column_code,
        printed,
        status,
        raw,
        source_line
    FROM prose_cells
    UNION ALL
    SELECT
        report_id,
        check_name,
        scope,
        side,
        cell_report_id,
        relation,
        row_code,
        column_code,
        printed,
        status,
        raw,
        source_line
    FROM sentences
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
