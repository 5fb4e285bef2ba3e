-- grain: agency_id, fiscal_year, scope, outcome (current reports only; several rows where reasons tie)
CREATE OR REPLACE VIEW top_reasons AS
WITH reason_cells AS (
    SELECT
        figure_cells.form,
        figure_cells.row_code AS outcome,
        figure_cells.position
    FROM figure_cells
    INNER JOIN metrics ON figure_cells.figure = metrics.numerator
    WHERE metrics.computed_in = 'top_reasons'
),

reasons AS (
    SELECT
        readings.agency_id,
        readings.fiscal_year,
        readings.scope,
        readings.report_id,
        reason_cells.outcome,
        readings.cell_values[reason_cells.position] AS requests,
        readings.cell_statuses[reason_cells.position] = enum_code('missing'::STATUS_CODE) AS is_missing,
        readings.cell_statuses[reason_cells.position] = enum_code('blank'::STATUS_CODE) AS is_blank
    FROM settled_readings AS readings
    INNER JOIN reason_cells ON readings.form = reason_cells.form
),

compared AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        report_id,
        outcome,
        requests,
        max(requests) OVER report AS most,
        bool_or(is_missing) OVER report AS is_open,
        count(*) FILTER (WHERE is_blank) OVER report AS n_blank
    FROM reasons
    WINDOW report AS (PARTITION BY agency_id, fiscal_year, scope, report_id)
)

SELECT
    agency_id,
    fiscal_year,
    scope,
    outcome,
    report_id,
    requests,
    count(*) OVER (PARTITION BY agency_id, fiscal_year, scope, report_id) AS n_tied,
    n_blank
FROM compared
WHERE NOT is_open AND requests = most AND requests > 0;

COMMENT ON VIEW top_reasons IS
'Grain: agency_id, fiscal_year, scope, outcome. The most frequent reason for not disclosing, with all that tie. No '
'row where a reason is missing (it could be the most frequent) or none was used.';
COMMENT ON COLUMN top_reasons.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN top_reasons.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN top_reasons.scope IS 'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN top_reasons.outcome IS 'The reason.';
COMMENT ON COLUMN top_reasons.report_id IS 'The current report.';
COMMENT ON COLUMN top_reasons.requests IS 'Requests to which it was applied.';
COMMENT ON COLUMN top_reasons.n_tied IS 'Reasons with that same number, this one included.';
COMMENT ON COLUMN top_reasons.n_blank IS 'Reasons left blank in the report.';
