-- grain: agency_id, fiscal_year, scope (current reports only)
-- Three columns for each figure of the dictionary: load/figures.py writes them out in place of the call.
CREATE OR REPLACE TABLE agency_year_figures AS
SELECT
    agency_id,
    fiscal_year,
    scope,
    report_id,
    {
        'name': agency_name,
        'province': province,
        'admin_level': admin_level,
        'sector': sector
    } AS agency,
    form,
    n_corrected,
    figure_columns() -- noqa: AL03
FROM settled_readings
ORDER BY agency_id, fiscal_year, scope;

COMMENT ON TABLE agency_year_figures IS
'Grain: agency_id, fiscal_year, scope. Every figure that the metric dictionary divides, of every current report, with '
'the blank and missing cells behind it: what agency_year, agency_year_metrics and the views on them read. A figure is '
'a signed sum of cells: a missing cell leaves it open; a blank one counts 0 only in a sum where another is printed, '
'and never in a difference. Corrected values where there are any, else printed.';
COMMENT ON COLUMN agency_year_figures.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN agency_year_figures.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN agency_year_figures.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN agency_year_figures.report_id IS 'The current report.';
COMMENT ON COLUMN agency_year_figures.agency IS
'Name, province, level and sector of the agency, as this report tells them.';
COMMENT ON COLUMN agency_year_figures.form IS 'The form of the tables.';
COMMENT ON COLUMN agency_year_figures.n_corrected IS 'Cells of the whole report corrected by a person.';
