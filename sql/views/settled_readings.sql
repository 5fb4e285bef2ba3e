-- grain: report_id (current reports only)
CREATE OR REPLACE VIEW settled_readings AS
WITH current_reports AS (
    SELECT
        report_id,
        scope,
        cells_blank + cells_missing > 0 AS is_open
    FROM reports
    WHERE is_current
),

-- Named several times: kept open to the filters of whoever reads this view.
readings AS NOT MATERIALIZED (
    SELECT
        packed_readings.report_id,
        packed_readings.agency_id,
        packed_readings.fiscal_year,
        current_reports.scope,
        current_reports.is_open,
        packed_readings.form,
        packed_readings.cell_values,
        packed_readings.cell_statuses
    FROM packed_readings
    INNER JOIN current_reports ON packed_readings.report_id = current_reports.report_id
),

corrected AS (
    SELECT
        corrections.report_id,
        forms.position,
        (corrections.corrected_value * CASE WHEN forms.quantity = 'money' THEN 100 ELSE 1 END)::BIGINT AS value,
        enum_code('reported'::STATUS_CODE) AS status,
        1 AS is_correction
    FROM corrections
    INNER JOIN readings ON corrections.report_id = readings.report_id
    INNER JOIN forms
        ON
            readings.form = forms.form
            AND corrections.relation = forms.relation
            AND corrections.row_code = forms.row_code
            AND corrections.column_code = forms.column_code
    WHERE corrections.corrected_value IS NOT NULL
),

totals AS (
    SELECT DISTINCT
        form,
        relation,
        row_code,
        column_code,
        position
    FROM figure_cells
    WHERE if_blank = 'parts'
),

row_sums AS (
    SELECT
        totals.form,
        totals.position,
        list(parts.position ORDER BY parts.position) AS part_positions
    FROM totals
    INNER JOIN identities AS sums
        ON totals.form = sums.form AND totals.relation = sums.relation AND totals.column_code = sums.code
    INNER JOIN identities AS terms
        ON sums.form = terms.form AND sums.check_name = terms.check_name
    INNER JOIN forms AS parts
        ON
            totals.form = parts.form
            AND totals.relation = parts.relation
            AND totals.row_code = parts.row_code
            AND terms.code = parts.column_code
    WHERE sums.side = 'rhs' AND terms.side = 'lhs'
    GROUP BY totals.form, totals.position
),

parts_of_blank_totals AS (
    SELECT
        readings.report_id,
        row_sums.position,
        [readings.cell_values[place] FOR place IN row_sums.part_positions] AS part_values,
        [readings.cell_statuses[place] FOR place IN row_sums.part_positions] AS part_statuses
    FROM readings
    INNER JOIN row_sums ON readings.form = row_sums.form
    WHERE readings.cell_statuses[row_sums.position] = enum_code('blank'::STATUS_CODE)
),

sums_of_parts AS (
    SELECT
        report_id,
        position,
        list_sum(part_values)::BIGINT AS value,
        enum_code('blank'::STATUS_CODE) AS status,
        0 AS is_correction
    FROM parts_of_blank_totals
    WHERE NOT list_contains(part_statuses, enum_code('missing'::STATUS_CODE))
),

replacements AS (
    SELECT
        report_id,
        position,
        value,
        status,
        is_correction
    FROM corrected
    UNION ALL
    SELECT
        sums_of_parts.report_id,
        sums_of_parts.position,
        sums_of_parts.value,
        sums_of_parts.status,
        sums_of_parts.is_correction
    FROM sums_of_parts
    ANTI JOIN corrected
        ON sums_of_parts.report_id = corrected.report_id AND sums_of_parts.position = corrected.position
),

replaced AS (
    SELECT
        report_id,
        map_from_entries(list(row(position, value) ORDER BY position)) AS new_values,
        map_from_entries(list(row(position, status) ORDER BY position)) AS new_statuses,
        sum(is_correction)::INTEGER AS n_corrected
    FROM replacements
    GROUP BY report_id
)

SELECT
    readings.report_id,
    readings.agency_id,
    readings.fiscal_year,
    readings.scope,
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
COMMENT ON COLUMN settled_readings.form IS 'The form of the tables.';
COMMENT ON COLUMN settled_readings.is_open IS 'Whether any cell is printed blank or missing.';
COMMENT ON COLUMN settled_readings.cell_values IS 'Counts as they are, money in fen; NULL where not known.';
COMMENT ON COLUMN settled_readings.cell_statuses IS
'Place of the status in status_code, from 0. A corrected cell counts as reported; a blank total stays blank.';
COMMENT ON COLUMN settled_readings.n_corrected IS 'Cells corrected by a person.';
