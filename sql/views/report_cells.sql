-- grain: report_id, relation, row_code, column_code (every cell of every report, current or not)
CREATE OR REPLACE VIEW report_cells AS
WITH items AS (
    SELECT
        report_id,
        'disclosure_items' AS relation,
        category::VARCHAR AS row_code,
        measure::VARCHAR AS column_code,
        value::DOUBLE AS printed,
        status::VARCHAR AS status,
        raw,
        source_line
    FROM disclosure_items
),

outcomes AS (
    SELECT
        report_id,
        'application_outcomes' AS relation,
        outcome::VARCHAR AS row_code,
        applicant::VARCHAR AS column_code,
        value::DOUBLE AS printed,
        status::VARCHAR AS status,
        raw,
        source_line
    FROM application_outcomes
),

proceedings AS (
    SELECT
        report_id,
        'review_litigation' AS relation,
        proceeding::VARCHAR AS row_code,
        result::VARCHAR AS column_code,
        value::DOUBLE AS printed,
        status::VARCHAR AS status,
        raw,
        source_line
    FROM review_litigation
),

cells AS (
    SELECT
        report_id,
        relation,
        row_code,
        column_code,
        printed,
        status,
        raw,
        source_line
    FROM items
    UNION ALL
    SELECT
        report_id,
        relation,
        row_code,
        column_code,
        printed,
        status,
        raw,
        source_line
    FROM outcomes
    UNION ALL
    SELECT
        report_id,
        relation,
        row_code,
        column_code,
        printed,
        status,
        raw,
        source_line
    FROM proceedings
),

corrected AS (
    SELECT
        report_id,
        relation,
        row_code,
        column_code,
        corrected_value::DOUBLE AS corrected_value
    FROM corrections
)

SELECT
    cells.report_id,
    cells.relation,
    cells.row_code,
    cells.column_code,
    cells.printed,
    corrected.corrected_value AS corrected,
    coalesce(corrected.corrected_value, cells.printed) AS value,
    cells.status,
    cells.raw,
    cells.source_line
FROM cells
LEFT JOIN corrected
    ON
        cells.report_id = corrected.report_id
        AND cells.relation = corrected.relation
        AND cells.row_code = corrected.row_code
        AND cells.column_code = corrected.column_code;

COMMENT ON VIEW report_cells IS
'Grain: report_id, relation, row_code, column_code. The three tables of every report, current or not, as one list '
'of cells; value is the corrected figure where a person corrected it, else the printed one.';
COMMENT ON COLUMN report_cells.report_id IS 'The report the cell stands in.';
COMMENT ON COLUMN report_cells.relation IS
'Which of the three tables: disclosure_items, application_outcomes or review_litigation.';
COMMENT ON COLUMN report_cells.row_code IS 'The row: category, outcome or proceeding.';
COMMENT ON COLUMN report_cells.column_code IS 'The column: measure, applicant or result.';
COMMENT ON COLUMN report_cells.printed IS
'The figure as printed or derived, counts as they are, money in yuan; NULL where blank or missing.';
COMMENT ON COLUMN report_cells.corrected IS
'The figure a person put in its place, from the corrections file; NULL where none.';
COMMENT ON COLUMN report_cells.value IS 'The corrected figure where there is one, else the printed one.';
COMMENT ON COLUMN report_cells.status IS 'How the printed cell was read: reported, blank, derived or missing.';
COMMENT ON COLUMN report_cells.raw IS 'The text as printed.';
COMMENT ON COLUMN report_cells.source_line IS 'The 1-based line of the source where it stands.';
