-- grain: agency_id
CREATE OR REPLACE VIEW agencies AS
WITH described AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY agency_id ORDER BY fiscal_year DESC, is_current DESC, report_id ASC) AS recency
    FROM reports
),

counted AS (
    SELECT
        agency_id,
        min(fiscal_year) AS first_year,
        max(fiscal_year) AS last_year,
        count(*) AS report_count
    FROM reports
    GROUP BY agency_id
)

SELECT
    described.agency_id,
    described.agency_name,
    described.region_code,
    described.province,
    described.prefecture,
    described.county,
    described.admin_level,
    described.sector,
    counted.first_year,
    counted.last_year,
    counted.report_count
FROM described
INNER JOIN counted ON described.agency_id = counted.agency_id
WHERE described.recency = 1;

COMMENT ON VIEW agencies IS 'Every agency of which a report was loaded, as its latest report tells it.';
COMMENT ON COLUMN agencies.agency_id IS 'The agency.';
COMMENT ON COLUMN agencies.agency_name IS 'Full name in simplified Chinese.';
COMMENT ON COLUMN agencies.region_code IS 'GB/T 2260 code of the lowest place named.';
COMMENT ON COLUMN agencies.province IS 'Province.';
COMMENT ON COLUMN agencies.prefecture IS 'Prefecture.';
COMMENT ON COLUMN agencies.county IS 'County.';
COMMENT ON COLUMN agencies.admin_level IS 'central, province, prefecture, county or township.';
COMMENT ON COLUMN agencies.sector IS 'What the agency does.';
COMMENT ON COLUMN agencies.first_year IS 'First year reported on.';
COMMENT ON COLUMN agencies.last_year IS 'Last year reported on.';
COMMENT ON COLUMN agencies.report_count IS 'Reports loaded, of all versions.';
