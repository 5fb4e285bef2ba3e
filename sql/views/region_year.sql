-- grain: fiscal_year, scope, region_level, region_code, metric, member (current reports only)
CREATE OR REPLACE VIEW region_year AS
WITH placed AS (
    SELECT
        agency_year_metrics.fiscal_year,
        agency_year_metrics.scope,
        agency_year_metrics.metric,
        agency_year_metrics.member,
        agency_year_metrics.kind,
        agency_year_metrics.numerator,
        agency_year_metrics.denominator,
        agency_year_metrics.value,
        agency_year_metrics.n_blank,
        agency_year_metrics.n_missing,
        reports.province,
        reports.prefecture,
        reports.county,
        reports.region_code
    FROM agency_year_metrics
    INNER JOIN reports ON agency_year_metrics.report_id = reports.report_id
),

knowns AS (
    SELECT
        coverage.fiscal_year,
        'own' AS scope,
        metrics.metric,
        '' AS member,
        metrics.kind,
        (coverage.status = 'present')::DOUBLE AS numerator,
        1.0 AS denominator,
        (coverage.status = 'present')::DOUBLE AS value,
        0 AS n_blank,
        0 AS n_missing,
        coverage.province,
        coverage.prefecture,
        coverage.county,
        coverage.region_code
    FROM coverage
    INNER JOIN metrics ON metrics.computed_in = 'region_year'
),

everything AS (
    SELECT
        fiscal_year,
        scope,
        metric,
        member,
        kind,
        numerator,
        denominator,
        value,
        n_blank,
        n_missing,
        province,
        prefecture,
        county,
        region_code
    FROM placed
    UNION ALL
    SELECT
        fiscal_year,
        scope,
        metric,
        member,
        kind,
        numerator,
        denominator,
        value,
        n_blank,
        n_missing,
        province,
        prefecture,
        county,
        region_code
    FROM knowns
),

-- A place named on a lower level lies in those above it: the first digits of its code tell which.
levels AS (
    SELECT
        'nation' AS region_level,
        0 AS digits
    UNION ALL
    SELECT
        'province' AS region_level,
        2 AS digits
    UNION ALL
    SELECT
        'prefecture' AS region_level,
        4 AS digits
    UNION ALL
    SELECT
        'county' AS region_level,
        6 AS digits
),

regional AS (
    SELECT
        everything.fiscal_year,
        everything.scope,
        levels.region_level,
        rpad(left(coalesce(everything.region_code, ''), levels.digits), 6, '0') AS region_code,
        CASE WHEN levels.digits >= 2 THEN everything.province END AS province,
        CASE WHEN levels.digits >= 4 THEN everything.prefecture END AS prefecture,
        CASE WHEN levels.digits >= 6 THEN everything.county END AS county,
        everything.metric,
        everything.member,
        everything.kind,
        everything.numerator,
        everything.denominator,
        everything.value,
        everything.n_blank,
        everything.n_missing
    FROM everything
    CROSS JOIN levels
    WHERE
        levels.region_level = 'nation'
        OR (levels.region_level = 'province' AND everything.province IS NOT NULL)
        OR (levels.region_level = 'prefecture' AND everything.prefecture IS NOT NULL)
        OR (levels.region_level = 'county' AND everything.county IS NOT NULL)
),

pooled AS (
    SELECT
        fiscal_year,
        scope,
        region_level,
        region_code,
        metric,
        member,
        kind,
        kind NOT IN ('count', 'change', 'money') AS is_rate,
        min(province) AS province,
        min(prefecture) AS prefecture,
        min(county) AS county,
        count(*) AS n_agencies,
        count(value) AS n_with_value,
        sum(numerator) FILTER (WHERE value IS NOT NULL) AS sum_numerator,
        sum(denominator) FILTER (WHERE value IS NOT NULL) AS sum_denominator,
        avg(value) AS mean_of_values,
        sum(n_blank)::BIGINT AS n_blank,
        sum(n_missing)::BIGINT AS n_missing
    FROM regional
    GROUP BY fiscal_year, scope, region_level, region_code, metric, member, kind
)

SELECT
    fiscal_year,
    scope,
    region_level,
    region_code,
    metric,
    member,
    province,
    prefecture,
    county,
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

COMMENT ON VIEW region_year IS
'Grain: fiscal_year, scope, region_level, region_code, metric, member. Every metric over all agencies of a place '
'and the places within it: pooled, and as a mean of rates. Each level counts all agencies below it, so levels are '
'never added; agencies whose place is not told are in the nation alone. A government that sums its subordinates in '
'its own report is counted beside them.';
COMMENT ON COLUMN region_year.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN region_year.scope IS
'own, system or unknown: a system report sums own reports, so never add the two.';
COMMENT ON COLUMN region_year.metric IS
'The metric (metrics.metric). coverage: agencies with a report of the agencies known (region_year only).';
COMMENT ON COLUMN region_year.member IS 'The member of a family; empty for a single metric.';
COMMENT ON COLUMN region_year.kind IS 'count, change, money, proportion, ratio or indicator.';
COMMENT ON COLUMN region_year.region_level IS 'nation, province, prefecture or county.';
COMMENT ON COLUMN region_year.region_code IS
'GB/T 2260 code of the place: the key to join figures from outside; 000000 for the nation.';
COMMENT ON COLUMN region_year.province IS 'Province; NULL for the nation.';
COMMENT ON COLUMN region_year.prefecture IS 'Prefecture; NULL above it.';
COMMENT ON COLUMN region_year.county IS 'County; NULL above it.';
COMMENT ON COLUMN region_year.n_agencies IS
'Agencies with the metric on their form, that is rows of agency_year_metrics.';
COMMENT ON COLUMN region_year.n_with_value IS
'Agencies among them whose value is known: only these are pooled and averaged.';
COMMENT ON COLUMN region_year.sum_numerator IS 'Sum of the numerators; of a count, the sum of the counts.';
COMMENT ON COLUMN region_year.sum_denominator IS 'Sum of the denominators; NULL for a count.';
COMMENT ON COLUMN region_year.pooled_rate IS
'sum_numerator by sum_denominator: every request weighs the same. NULL for a count.';
COMMENT ON COLUMN region_year.mean_of_rates IS
'Mean of the rates of the agencies: every agency weighs the same. NULL for a count.';
COMMENT ON COLUMN region_year.mean IS 'Mean of a count over the agencies; NULL for a rate.';
COMMENT ON COLUMN region_year.n_blank IS 'Blank cells behind the figures of all the agencies.';
COMMENT ON COLUMN region_year.n_missing IS 'Missing cells behind the figures of all the agencies.';
