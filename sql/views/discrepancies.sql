-- grain: report_id, check_name, scope (failed checks only)
CREATE OR REPLACE VIEW discrepancies AS
WITH failed AS (
    SELECT
        checks.report_id,
        checks.check_name,
        checks.scope,
        checks.severity,
        checks.lhs,
        checks.rhs,
        checks.message
    FROM checks
    WHERE NOT checks.passed
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

cells AS (
    SELECT
        failed.report_id,
        failed.check_name,
        failed.scope,
        terms.side,
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

evidence AS (
    SELECT
        report_id,
        check_name,
        scope,
        list(
            {
                'side': side,
                'relation': relation,
                'row_code': row_code,
                'column_code': column_code,
                'printed': printed,
                'status': status,
                'raw': raw,
                'source_line': source_line
            }
            ORDER BY side, relation, row_code, column_code
        ) AS cells,
        list(DISTINCT source_line ORDER BY source_line) FILTER (WHERE source_line IS NOT NULL) AS source_lines
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
'The cells of both sides: side, relation, row and column codes, printed figure, status, raw text, source line; '
'NULL where the check is not one of cells.';
COMMENT ON COLUMN discrepancies.source_lines IS 'Lines of the source where the cells stand, in order.';
COMMENT ON COLUMN discrepancies.source_uri IS 'Where the document was found.';
