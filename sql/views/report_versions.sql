-- grain: report_id, later_report_id, relation, row_code, column_code (only cells that differ)
CREATE OR REPLACE VIEW report_versions AS
WITH told AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope,
        is_current,
        loaded_at,
        source_uri
    FROM reports
),

several AS (
    SELECT
        agency_id,
        fiscal_year,
        scope
    FROM told
    GROUP BY agency_id, fiscal_year, scope
    HAVING count(*) > 1
),

-- The current report comes last whenever it was loaded: the others are what it is set against.
versions AS (
    SELECT
        told.report_id,
        told.agency_id,
        told.fiscal_year,
        told.scope,
        told.source_uri,
        lead(told.report_id) OVER agency_year AS later_report_id,
        lead(told.source_uri) OVER agency_year AS later_source_uri
    FROM told
    INNER JOIN several
        ON
            told.agency_id = several.agency_id
            AND told.fiscal_year = several.fiscal_year
            AND told.scope = several.scope
    WINDOW
        agency_year AS (
            PARTITION BY told.agency_id, told.fiscal_year, told.scope
            ORDER BY told.is_current, told.loaded_at, told.report_id
        )
),

pairs AS (
    SELECT
        report_id,
        later_report_id,
        agency_id,
        fiscal_year,
        scope,
        source_uri,
        later_source_uri
    FROM versions
    WHERE later_report_id IS NOT NULL
),

cells AS (
    SELECT
        packed_readings.report_id,
        forms.relation,
        forms.row_code,
        forms.column_code,
        forms.quantity = 'money' AS is_money,
        packed_readings.cell_values[forms.position] AS value,
        enum_range(NULL::STATUS_CODE)[packed_readings.cell_statuses[forms.position] + 1]::VARCHAR AS status,
        packed_readings.cell_lines[forms.position] AS source_line
    FROM packed_readings
    INNER JOIN forms ON packed_readings.form = forms.form
    WHERE
        packed_readings.report_id IN (SELECT pairs.report_id FROM pairs)
        OR packed_readings.report_id IN (SELECT pairs.later_report_id FROM pairs)
),

earlier AS (
    SELECT
        pairs.report_id,
        pairs.later_report_id,
        cells.relation,
        cells.row_code,
        cells.column_code,
        cells.is_money,
        cells.value,
        cells.status,
        cells.source_line
    FROM pairs
    INNER JOIN cells ON pairs.report_id = cells.report_id
),

later AS (
    SELECT
        pairs.report_id,
        pairs.later_report_id,
        cells.relation,
        cells.row_code,
        cells.column_code,
        cells.is_money,
        cells.value,
        cells.status,
        cells.source_line
    FROM pairs
    INNER JOIN cells ON pairs.later_report_id = cells.report_id
),

compared AS (
    SELECT
        coalesce(earlier.report_id, later.report_id) AS report_id,
        coalesce(earlier.later_report_id, later.later_report_id) AS later_report_id,
        coalesce(earlier.relation, later.relation) AS relation,
        coalesce(earlier.row_code, later.row_code) AS row_code,
        coalesce(earlier.column_code, later.column_code) AS column_code,
        CASE WHEN coalesce(earlier.is_money, later.is_money) THEN 100 ELSE 1 END AS units_packed,
        earlier.value,
        later.value AS later_value,
        earlier.status,
        later.status AS later_status,
        earlier.source_line,
        later.source_line AS later_source_line
    FROM earlier
    FULL OUTER JOIN later
        ON
            earlier.report_id = later.report_id
            AND earlier.later_report_id = later.later_report_id
            AND earlier.relation = later.relation
            AND earlier.row_code = later.row_code
            AND earlier.column_code = later.column_code
)

SELECT
    compared.report_id,
    compared.later_report_id,
    compared.relation,
    compared.row_code,
    compared.column_code,
    pairs.agency_id,
    pairs.fiscal_year,
    pairs.scope,
    compared.value / compared.units_packed AS value,
    compared.later_value / compared.units_packed AS later_value,
    compared.status,
    compared.later_status,
    compared.source_line,
    compared.later_source_line,
    pairs.source_uri,
    pairs.later_source_uri
FROM compared
INNER JOIN pairs ON compared.report_id = pairs.report_id AND compared.later_report_id = pairs.later_report_id
WHERE
    compared.value IS DISTINCT FROM compared.later_value
    OR compared.status IS DISTINCT FROM compared.later_status;

COMMENT ON VIEW report_versions IS
'Grain: report_id, later_report_id, relation, row_code, column_code. Where one agency, year and scope has several '
'reports: the cells in which each differs from the next, the current one last. On what was printed.';
COMMENT ON COLUMN report_versions.report_id IS 'The one version.';
COMMENT ON COLUMN report_versions.later_report_id IS 'The version it is set against: loaded later, or the current one.';
COMMENT ON COLUMN report_versions.relation IS 'The table the cell stands in.';
COMMENT ON COLUMN report_versions.row_code IS 'The row.';
COMMENT ON COLUMN report_versions.column_code IS 'The column.';
COMMENT ON COLUMN report_versions.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN report_versions.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN report_versions.scope IS 'own, system or unknown; both versions have the same.';
COMMENT ON COLUMN report_versions.value IS 'Value in the one version; money in yuan.';
COMMENT ON COLUMN report_versions.later_value IS 'Value in the other version; money in yuan.';
COMMENT ON COLUMN report_versions.status IS 'Status in the one version; NULL where its form has no such cell.';
COMMENT ON COLUMN report_versions.later_status IS 'Status in the other version; NULL where its form has no such cell.';
COMMENT ON COLUMN report_versions.source_line IS 'Line of the one source.';
COMMENT ON COLUMN report_versions.later_source_line IS 'Line of the other source.';
COMMENT ON COLUMN report_versions.source_uri IS 'Source of the one version.';
COMMENT ON COLUMN report_versions.later_source_uri IS 'Source of the other version.';
