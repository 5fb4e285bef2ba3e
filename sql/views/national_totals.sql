-- grain: fiscal_year, scope, form, outcome, applicant (current reports only)
CREATE OR REPLACE TABLE national_totals AS
WITH cells AS (
    SELECT
        form,
        position,
        row_code::OUTCOME_CODE AS outcome,
        column_code::APPLICANT_CODE AS applicant,
        row_group::OUTCOME_GROUP_CODE AS outcome_group
    FROM forms
    WHERE relation = 'application_outcomes'
),

readings AS (
    SELECT
        fiscal_year,
        scope,
        form,
        cell_values,
        CASE WHEN is_open THEN cell_statuses END AS cell_statuses
    FROM settled_readings
),

totals AS (
    SELECT
        readings.fiscal_year,
        readings.scope,
        readings.form,
        cells.position,
        sum(readings.cell_values[cells.position])::BIGINT AS value,
        count(*) AS n_reports,
        count(readings.cell_values[cells.position]) AS n_known,
        count(*) FILTER (WHERE readings.cell_statuses[cells.position] = enum_code('blank'::STATUS_CODE)) AS n_blank,
        count(*) FILTER (WHERE readings.cell_statuses[cells.position] = enum_code('missing'::STATUS_CODE))
            AS n_missing
    FROM readings
    INNER JOIN cells ON readings.form = cells.form
    GROUP BY readings.fiscal_year, readings.scope, readings.form, cells.position
)

SELECT
    totals.fiscal_year,
    totals.scope,
    totals.form,
    cells.outcome,
    cells.applicant,
    cells.outcome_group,
    totals.value,
    totals.n_reports,
    totals.n_known,
    totals.n_blank,
    totals.n_missing
FROM totals
INNER JOIN cells ON totals.form = cells.form AND totals.position = cells.position
ORDER BY totals.fiscal_year, totals.scope, totals.form, cells.outcome, cells.applicant;

COMMENT ON TABLE national_totals IS
'Grain: fiscal_year, scope, form, outcome, applicant. Section 三 summed over the current reports of all agencies: '
'corrected values where there are any, else printed. The sum leaves out what is blank or missing, and says of how '
'many reports. Totals and parts are rows of their own, as on the form; add neither these nor the scopes together.';
COMMENT ON COLUMN national_totals.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN national_totals.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN national_totals.form IS 'The form of the reports; rows of the two are not the same concepts.';
COMMENT ON COLUMN national_totals.outcome IS 'Row of the form.';
COMMENT ON COLUMN national_totals.applicant IS
'Column of the form; total is the sum of the others as printed.';
COMMENT ON COLUMN national_totals.outcome_group IS
'Group of outcomes; intake, concluded and carried_out are no outcomes.';
COMMENT ON COLUMN national_totals.value IS 'Sum over the reports that tell the cell; NULL where none does.';
COMMENT ON COLUMN national_totals.n_reports IS 'Current reports that have the cell.';
COMMENT ON COLUMN national_totals.n_known IS 'Of these, reports whose figure is in the sum.';
COMMENT ON COLUMN national_totals.n_blank IS 'Of these, reports that leave it blank.';
COMMENT ON COLUMN national_totals.n_missing IS 'Of these, reports in which it cannot be read.';
