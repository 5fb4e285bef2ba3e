-- grain: report_id, proceeding, result
CREATE OR REPLACE VIEW review_litigation AS
WITH readings AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        form,
        cell_values,
        cell_statuses,
        cell_raws,
        cell_lines,
        cell_tables,
        cell_rows,
        money_units
    FROM packed_readings
),

cells AS (
    SELECT
        form,
        position,
        row_code::proceeding_code AS proceeding,
        column_code::result_code AS result
    FROM forms
    WHERE relation = 'review_litigation'
)

SELECT
    readings.report_id,
    cells.proceeding,
    cells.result,
    readings.agency_id,
    readings.fiscal_year,
    readings.form,
    readings.cell_values[cells.position] AS value,
    enum_range(NULL::status_code)[readings.cell_statuses[cells.position] + 1]::status_code AS status,
    coalesce(
        readings.cell_raws[cells.position],
        CASE readings.cell_statuses[cells.position]
            WHEN 0 THEN readings.cell_values[cells.position]::varchar
            WHEN 1 THEN ''
        END
    ) AS raw,
    readings.cell_lines[cells.position] AS source_line,
    'table ' || readings.cell_tables[cells.position] || ' row ' || readings.cell_rows[cells.position] AS source_place
FROM readings
INNER JOIN cells ON readings.form = cells.form;

COMMENT ON VIEW review_litigation IS 'Section 四 of every report: administrative review and litigation.';
COMMENT ON COLUMN review_litigation.report_id IS 'The report.';
COMMENT ON COLUMN review_litigation.proceeding IS 'Review, suit brought at once, or suit after review.';
COMMENT ON COLUMN review_litigation.result IS 'Result; total is the sum of the others as printed.';
COMMENT ON COLUMN review_litigation.agency_id IS 'Agency of the report.';
COMMENT ON COLUMN review_litigation.fiscal_year IS 'Year of the report.';
COMMENT ON COLUMN review_litigation.form IS 'Form of the report.';
COMMENT ON COLUMN review_litigation.value IS 'Number of cases; NULL where blank or missing.';
COMMENT ON COLUMN review_litigation.status IS 'reported, blank, derived or missing.';
COMMENT ON COLUMN review_litigation.raw IS 'Text as printed; NULL where nothing could be read.';
COMMENT ON COLUMN review_litigation.source_line IS '1-based line of the document.';
COMMENT ON COLUMN review_litigation.source_place IS 'Table and row, for formats that have tables; else NULL.';
