-- grain: agency_id, report_id, position (current reports only; only cells that the metrics take otherwise than printed)
CREATE OR REPLACE TABLE settled_cells AS
WITH current_reports AS (
    SELECT report_id
    FROM reports
    WHERE is_current
),

readings AS (
    SELECT
        packed_readings.report_id,
        packed_readings.agency_id,
        packed_readings.form,
        packed_readings.cell_values,
        packed_readings.cell_statuses
    FROM packed_readings
    SEMI JOIN current_reports ON packed_readings.report_id = current_reports.report_id
),

corrected AS (
    SELECT
        readings.agency_id,
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
        readings.agency_id,
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
        agency_id,
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
        agency_id,
        report_id,
        position,
        value,
        status,
        is_correction
    FROM corrected
    UNION ALL
    SELECT
        sums_of_parts.agency_id,
        sums_of_parts.report_id,
        sums_of_parts.position,
        sums_of_parts.value,
        sums_of_parts.status,
        sums_of_parts.is_correction
    FROM sums_of_parts
    ANTI JOIN corrected
        ON sums_of_parts.report_id = corrected.report_id AND sums_of_parts.position = corrected.position
)

SELECT
    agency_id,
    report_id,
    position,
    value,
    status,
    is_correction = 1 AS is_correction
FROM replacements
ORDER BY agency_id, report_id, position;

COMMENT ON TABLE settled_cells IS
'Grain: agency_id, report_id, position. The cells of current reports that the metrics take otherwise than printed: '
'corrected by a person, or the total of requests received, left blank, as the sum of its printed parts.';
COMMENT ON COLUMN settled_cells.agency_id IS 'Agency of the report.';
COMMENT ON COLUMN settled_cells.report_id IS 'The report.';
COMMENT ON COLUMN settled_cells.position IS 'Place of the cell in the packed lists, from 1.';
COMMENT ON COLUMN settled_cells.value IS 'The value taken; money in fen.';
COMMENT ON COLUMN settled_cells.status IS
'Place of the status in status_code, from 0: reported for a correction, blank for a sum of parts.';
COMMENT ON COLUMN settled_cells.is_correction IS 'Whether a person corrected it.';
