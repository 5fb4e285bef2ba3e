-- grain: report_id, outcome, applicant
CREATE OR REPLACE VIEW application_outcomes AS
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
        row_code::outcome_code AS outcome,
        column_code::applicant_code AS applicant,
        row_group::outcome_group_code AS outcome_group
    FROM forms
    WHERE relation = 'application_outcomes'
)

SELECT
    readings.report_id,
    cells.outcome,
    cells.applicant,
    readings.agency_id,
    readings.fiscal_year,
    readings.form,
    cells.outcome_group,
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

COMMENT ON VIEW application_outcomes IS 'Section 三 of every report: requests received and how they were handled.';
COMMENT ON COLUMN application_outcomes.report_id IS 'The report.';
COMMENT ON COLUMN application_outcomes.outcome IS 'Row of the form.';
COMMENT ON COLUMN application_outcomes.applicant IS
'Column of the form; total is the sum of the others as printed.';
COMMENT ON COLUMN application_outcomes.agency_id IS 'Agency of the report.';
COMMENT ON COLUMN application_outcomes.fiscal_year IS 'Year of the report.';
COMMENT ON COLUMN application_outcomes.form IS 'Form of the report.';
COMMENT ON COLUMN application_outcomes.outcome_group IS
'Group of outcomes; intake, concluded and carried_out are no outcomes.';
COMMENT ON COLUMN application_outcomes.value IS 'Number of requests; NULL where blank or missing.';
COMMENT ON COLUMN application_outcomes.status IS 'reported, blank, derived or missing.';
COMMENT ON COLUMN application_outcomes.raw IS 'Text as printed; NULL where nothing could be read.';
COMMENT ON COLUMN application_outcomes.source_line IS '1-based line of the document.';
COMMENT ON COLUMN application_outcomes.source_place IS 'Table and row, for formats that have tables; else NULL.';
