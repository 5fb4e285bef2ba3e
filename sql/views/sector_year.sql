-- grain: fiscal_year, scope, sector, admin_level, metric, member (current reports only)
CREATE OR REPLACE VIEW sector_year AS
WITH pooled AS (
    SELECT
        fiscal_year,
        scope,
        coalesce(sector, '') AS sector,
        coalesce(admin_level, '') AS admin_level,
        metric,
        member,
        kind,
        kind NOT IN ('count', 'change', 'money') AS is_rate,
        count(*) AS n_agencies,
        count(value) AS n_with_value,
        sum(numerator) FILTER (WHERE value IS NOT NULL) AS sum_numerator,
        sum(denominator) FILTER (WHERE value IS NOT NULL) AS sum_denominator,
        avg(value) AS mean_of_values,
        sum(n_blank)::BIGINT AS n_blank,
        sum(n_missing)::BIGINT AS n_missing
    FROM agency_year_metrics
    GROUP BY fiscal_year, scope, coalesce(sector, ''), coalesce(admin_level, ''), metric, member, kind
)

SELECT
    fiscal_year,
    scope,
    sector,
    admin_level,
    metric,
    member,
    kind,
    n_agencies,
    n_with_value,
    sum_numerator,
    sum_denominator,
    CASE WHEN is_rate THEN sum_numerator / nullif(sum_denominator, 0) END AS pooled_rate,
    CASE WHEN is_rate THEN mean_of_values END AS mean_of_rates,
    CASE WHEN NOT is_rate THEN mean_of_values END AS mean,
    n_blank,
    n_missing
FROM pooled;

COMMENT ON VIEW sector_year IS
'Grain: fiscal_year, scope, sector, admin_level, metric, member. Every metric over all agencies of a sector and '
'level: pooled, and as a mean of rates.';
COMMENT ON COLUMN sector_year.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN sector_year.scope IS
'own, system or unknown: a system report sums own reports, so never add the two.';
COMMENT ON COLUMN sector_year.metric IS 'The metric (metrics.metric).';
COMMENT ON COLUMN sector_year.member IS 'The member of a family; empty for a single metric.';
COMMENT ON COLUMN sector_year.kind IS 'count, change, money, proportion, ratio or indicator.';
COMMENT ON COLUMN sector_year.sector IS 'What the agencies do; empty where not known.';
COMMENT ON COLUMN sector_year.admin_level IS
'central, province, prefecture, county or township; empty where not known.';
COMMENT ON COLUMN sector_year.n_agencies IS
'Agencies with the metric on their form, that is rows of agency_year_metrics.';
COMMENT ON COLUMN sector_year.n_with_value IS
'Agencies among them whose value is known: only these are pooled and averaged.';
COMMENT ON COLUMN sector_year.sum_numerator IS 'Sum of the numerators; of a count, the sum of the counts.';
COMMENT ON COLUMN sector_year.sum_denominator IS 'Sum of the denominators; NULL for a count.';
COMMENT ON COLUMN sector_year.pooled_rate IS
'sum_numerator by sum_denominator: every request weighs the same. NULL for a count.';
COMMENT ON COLUMN sector_year.mean_of_rates IS
'Mean of the rates of the agencies: every agency weighs the same. NULL for a count.';
COMMENT ON COLUMN sector_year.mean IS 'Mean of a count over the agencies; NULL for a rate.';
COMMENT ON COLUMN sector_year.n_blank IS 'Blank cells behind the figures of all the agencies.';
COMMENT ON COLUMN sector_year.n_missing IS 'Missing cells behind the figures of all the agencies.';
