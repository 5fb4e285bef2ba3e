-- grain: agency_id, fiscal_year, scope, metric, member (current reports only)
-- load/figures.py writes the call out: a SELECT a metric, so that a filter on the metric reads its figures alone.
CREATE OR REPLACE VIEW agency_year_metrics AS
WITH sides AS (
    SELECT
        cells.agency_id,
        cells.fiscal_year,
        cells.scope,
        cells.metric,
        cells.member,
        cells.report_id,
        cells.agency.name AS agency_name,
        cells.agency.province AS province, -- noqa: AL09
        cells.agency.admin_level AS admin_level, -- noqa: AL09
        cells.agency.sector AS sector, -- noqa: AL09
        cells.form,
        cells.kind,
        cells.numerator.value / cells.numerator_units AS numerator,
        cells.denominator.value / cells.denominator_units AS denominator,
        cells.numerator.n_blank + coalesce(cells.denominator.n_blank, 0) AS n_blank,
        cells.numerator.n_missing + coalesce(cells.denominator.n_missing, 0) AS n_missing,
        cells.n_corrected
    FROM metric_sides() AS cells
    UNION ALL
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        '' AS member,
        report_id,
        agency_name,
        province,
        admin_level,
        sector,
        form,
        kind,
        numerator,
        denominator,
        n_blank,
        n_missing,
        n_corrected
    FROM agency_year_indicators
),

valued AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        member,
        report_id,
        agency_name,
        province,
        admin_level,
        sector,
        form,
        kind,
        numerator,
        denominator,
        n_blank,
        n_missing,
        n_corrected,
        CASE
            WHEN kind IN ('count', 'change', 'money') THEN numerator
            ELSE numerator / nullif(denominator, 0)
        END AS value,
        kind = 'proportion' AND denominator > 0 AND numerator BETWEEN 0 AND denominator AS has_interval,
        -- The standard normal quantile of a two-sided interval of 95 per cent.
        1.959963984540054 AS z
    FROM sides
),

wilson AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        member,
        report_id,
        agency_name,
        province,
        admin_level,
        sector,
        form,
        kind,
        numerator,
        denominator,
        value,
        has_interval,
        n_blank,
        n_missing,
        n_corrected,
        (value + z ^ 2 / (2 * denominator)) / (1 + z ^ 2 / denominator) AS centre,
        z * sqrt(greatest(value * (1 - value), 0) / denominator + z ^ 2 / (4 * denominator ^ 2))
        / (1 + z ^ 2 / denominator) AS half_width
    FROM valued
)

SELECT
    agency_id,
    fiscal_year,
    scope,
    metric,
    member,
    report_id,
    agency_name,
    province,
    admin_level,
    sector,
    form,
    kind,
    numerator,
    denominator,
    value,
    CASE WHEN has_interval THEN greatest(centre - half_width, 0) END AS interval_low,
    CASE WHEN has_interval THEN least(centre + half_width, 1) END AS interval_high,
    n_blank,
    n_missing,
    n_corrected
FROM wilson;

COMMENT ON VIEW agency_year_metrics IS
'Grain: agency_id, fiscal_year, scope, metric, member. Every metric of the dictionary that is told of one agency '
'and year, from current reports. A row is there where the form has the cells; its value is NULL where numerator or '
'denominator is unknown or the denominator is 0. Corrected values where there are any, else printed.';
COMMENT ON COLUMN agency_year_metrics.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN agency_year_metrics.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN agency_year_metrics.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN agency_year_metrics.metric IS 'The metric (metrics.metric).';
COMMENT ON COLUMN agency_year_metrics.member IS
'The member of a family: the outcome, outcome group, applicant or category that metrics.member names; empty for a '
'single metric.';
COMMENT ON COLUMN agency_year_metrics.report_id IS 'The current report the figures stand in.';
COMMENT ON COLUMN agency_year_metrics.agency_name IS 'Name of the agency in that report.';
COMMENT ON COLUMN agency_year_metrics.province IS 'Province of the agency; NULL where not known.';
COMMENT ON COLUMN agency_year_metrics.admin_level IS
'central, province, prefecture, county or township; NULL where not known.';
COMMENT ON COLUMN agency_year_metrics.sector IS 'What the agency does; NULL where not known.';
COMMENT ON COLUMN agency_year_metrics.form IS 'The form of the tables.';
COMMENT ON COLUMN agency_year_metrics.kind IS
'count, change, money, proportion (a part of a whole), ratio (may exceed 1) or indicator (1 or 0).';
COMMENT ON COLUMN agency_year_metrics.numerator IS 'The numerator; for a count, the count itself; money in yuan.';
COMMENT ON COLUMN agency_year_metrics.denominator IS 'The denominator; NULL for a count and where unknown.';
COMMENT ON COLUMN agency_year_metrics.value IS
'Numerator by denominator, as a share and not per cent; for a count, the count.';
COMMENT ON COLUMN agency_year_metrics.interval_low IS
'Lower end of the Wilson interval of 95 per cent; proportions only.';
COMMENT ON COLUMN agency_year_metrics.interval_high IS
'Upper end of the Wilson interval of 95 per cent; proportions only.';
COMMENT ON COLUMN agency_year_metrics.n_blank IS
'Cells behind numerator and denominator that the agency left blank (a cell on both sides counts twice).';
COMMENT ON COLUMN agency_year_metrics.n_missing IS
'Cells behind numerator and denominator that could not be read (a cell on both sides counts twice).';
COMMENT ON COLUMN agency_year_metrics.n_corrected IS
'Cells of the whole report corrected by a person; 0 means that everything is as printed.';
