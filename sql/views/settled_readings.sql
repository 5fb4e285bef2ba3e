-- grain: report_id (current reports only)
CREATE OR REPLACE VIEW settled_readings AS
WITH current_reports AS (
    SELECT
        report_id,
        scope,
        agency_name,
        province,
        admin_level,
        sector,
        cells_blank + cells_missing > 0 AS is_open
    FROM reports
    WHERE is_current
),

readings AS (
    SELECT
        packed_readings.report_id,
        packed_readings.agency_id,
        packed_readings.fiscal_year,
        current_reports.scope,
        current_reports.agency_name,
        current_reports.province,
        current_reports.admin_level,
        current_reports.sector,
        current_reports.is_open,
        packed_readings.form,
        packed_readings.cell_values,
        packed_readings.cell_statuses
    FROM packed_readings
    INNER JOIN current_reports ON packed_readings.report_id = current_reports.report_id
),

replaced AS (
    SELECT
        report_id,
        map_from_entries(list(row(position, value) ORDER BY position)) AS new_values,
        map_from_entries(list(row(position, status) ORDER BY position)) AS new_statuses,
        count(*) FILTER (WHERE is_correction)::INTEGER AS n_corrected
    FROM settled_cells
    GROUP BY report_id
)

SELECT
    readings.report_id,
    readings.agency_id,
    readings.fiscal_year,
    readings.scope,
    readings.agency_name,
    readings.province,
    readings.admin_level,
    readings.sector,
    readings.form,
    readings.is_open,
    CASE
        WHEN replaced.report_id IS NULL THEN readings.cell_values
        ELSE [coalesce(replaced.new_values[place], printed) FOR printed, place IN readings.cell_values]
    END AS cell_values,
    CASE
        WHEN replaced.report_id IS NULL THEN readings.cell_statuses
        ELSE [coalesce(replaced.new_statuses[place], printed) FOR printed, place IN readings.cell_statuses]
    END AS cell_statuses,
    coalesce(replaced.n_corrected, 0) AS n_corrected
FROM readings
LEFT JOIN replaced ON readings.report_id = replaced.report_id;

COMMENT ON VIEW settled_readings IS
'Grain: report_id. The cells of every current report as the metrics take them: what a person corrected in place of '
'what was printed, and where the total of requests received was left blank (metric_terms.if_blank), the sum of its '
'printed parts, unless one of these is missing. Lists run parallel to the cells of the form.';
COMMENT ON COLUMN settled_readings.report_id IS 'The report.';
COMMENT ON COLUMN settled_readings.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN settled_readings.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN settled_readings.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN settled_readings.agency_name IS 'Name of the agency in this report.';
COMMENT ON COLUMN settled_readings.province IS 'Province of the agency.';
COMMENT ON COLUMN settled_readings.admin_level IS 'central, province, prefecture, county or township.';
COMMENT ON COLUMN settled_readings.sector IS 'What the agency does.';
COMMENT ON COLUMN settled_readings.form IS 'The form of the tables.';
COMMENT ON COLUMN settled_readings.is_open IS 'Whether any cell is printed blank or missing.';
COMMENT ON COLUMN settled_readings.cell_values IS 'Counts as they are, money in fen; NULL where not known.';
COMMENT ON COLUMN settled_readings.cell_statuses IS
'Place of the status in status_code, from 0. A corrected cell counts as reported; a blank total stays blank.';
COMMENT ON COLUMN settled_readings.n_corrected IS 'Cells corrected by a person.';
