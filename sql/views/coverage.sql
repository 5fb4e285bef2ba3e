-- grain: agency_id, fiscal_year (every known agency, every year of which any report is loaded)
CREATE OR REPLACE VIEW coverage AS
WITH years AS (
    SELECT DISTINCT fiscal_year
    FROM reports
),

known AS (
    SELECT
        agencies.agency_id,
        agencies.agency_name,
        agencies.region_code,
        agencies.province,
        agencies.prefecture,
        agencies.county,
        agencies.admin_level,
        agencies.sector,
        years.fiscal_year
    FROM agencies
    CROSS JOIN years
),

present AS (
    SELECT
        agency_id,
        fiscal_year,
        count(*) AS n_reports
    FROM reports
    GROUP BY agency_id, fiscal_year
),

-- A refused document has no agency_id: it is known by the name it tells, in the place it tells.
refused AS (
    SELECT
        agencies.agency_id,
        quarantine.fiscal_year,
        count(DISTINCT quarantine.report_id) AS n_quarantined,
        list(DISTINCT quarantine.reason ORDER BY quarantine.reason) AS reasons
    FROM quarantine
    INNER JOIN agencies
        ON
            quarantine.agency_name = agencies.agency_name
            AND coalesce(quarantine.region_code, agencies.region_code, '') = coalesce(agencies.region_code, '')
    WHERE quarantine.source_state = 'present'
    GROUP BY agencies.agency_id, quarantine.fiscal_year
)

SELECT
    known.agency_id,
    known.fiscal_year,
    known.agency_name,
    known.region_code,
    known.province,
    known.prefecture,
    known.county,
    known.admin_level,
    known.sector,
    CASE
        WHEN present.n_reports > 0 THEN 'present'
        WHEN refused.n_quarantined > 0 THEN 'quarantined'
        ELSE 'absent'
    END AS status,
    coalesce(present.n_reports, 0) AS n_reports,
    coalesce(refused.n_quarantined, 0) AS n_quarantined,
    refused.reasons
FROM known
LEFT JOIN present ON known.agency_id = present.agency_id AND known.fiscal_year = present.fiscal_year
LEFT JOIN refused ON known.agency_id = refused.agency_id AND known.fiscal_year = refused.fiscal_year;

COMMENT ON VIEW coverage IS
'Grain: agency_id, fiscal_year. Whether a report of each known agency is loaded for each year: known are the '
'agencies of which any report is loaded, years are those of which any report is loaded. An agency never seen is in '
'no row.';
COMMENT ON COLUMN coverage.agency_id IS 'The agency.';
COMMENT ON COLUMN coverage.fiscal_year IS 'The year.';
COMMENT ON COLUMN coverage.agency_name IS 'Full name of the agency.';
COMMENT ON COLUMN coverage.region_code IS 'GB/T 2260 code of the lowest place named.';
COMMENT ON COLUMN coverage.province IS 'Province.';
COMMENT ON COLUMN coverage.prefecture IS 'Prefecture.';
COMMENT ON COLUMN coverage.county IS 'County.';
COMMENT ON COLUMN coverage.admin_level IS 'central, province, prefecture, county or township.';
COMMENT ON COLUMN coverage.sector IS 'What the agency does.';
COMMENT ON COLUMN coverage.status IS
'present: a report is loaded; quarantined: only refused documents name the agency and year; absent: neither.';
COMMENT ON COLUMN coverage.n_reports IS 'Reports loaded, of every scope and version.';
COMMENT ON COLUMN coverage.n_quarantined IS
'Documents refused that name the agency and year and still stand in their source.';
COMMENT ON COLUMN coverage.reasons IS 'Why they were refused; NULL where none was.';
