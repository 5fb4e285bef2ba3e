-- grain: agency_id, fiscal_year, scope, metric, member (current reports only)
CREATE OR REPLACE VIEW agency_year_metrics AS
WITH families AS (
    SELECT DISTINCT figure
    FROM metric_terms
    WHERE member <> ''
),

definitions AS (
    SELECT
        metrics.metric,
        metrics.kind,
        metrics.numerator,
        metrics.denominator,
        families.figure IS NOT NULL AS by_member
    FROM metrics
    LEFT JOIN families ON metrics.denominator = families.figure
    WHERE metrics.computed_in = 'agency_year_metrics'
),

figures AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope,
        form,
        figure,
        member,
        value,
        n_blank,
        n_missing,
        n_corrected
    FROM report_figures
),

numerators AS (
    SELECT
        figures.report_id,
        figures.agency_id,
        figures.fiscal_year,
        figures.scope,
        figures.form,
        definitions.metric,
        definitions.kind,
        figures.member,
        definitions.denominator AS denominator_figure,
        CASE WHEN definitions.by_member THEN figures.member ELSE '' END AS denominator_member,
        figures.value,
        figures.n_blank,
        figures.n_missing,
        figures.n_corrected
    FROM figures
    INNER JOIN definitions ON figures.figure = definitions.numerator
),

sides AS (
    SELECT
        numerators.report_id,
        numerators.agency_id,
        numerators.fiscal_year,
        numerators.scope,
        numerators.form,
        numerators.metric,
        numerators.kind,
        numerators.member,
        numerators.value AS numerator,
        denominators.value AS denominator,
        numerators.n_blank + coalesce(denominators.n_blank, 0) AS n_blank,
        numerators.n_missing + coalesce(denominators.n_missing, 0) AS n_missing,
        numerators.n_corrected + coalesce(denominators.n_corrected, 0) AS n_corrected
    FROM numerators
    LEFT JOIN figures AS denominators
        ON
            numerators.report_id = denominators.report_id
            AND numerators.denominator_figure = denominators.figure
            AND numerators.denominator_member = denominators.member
    UNION ALL
    SELECT
        agency_year_indicators.report_id,
        agency_year_indicators.agency_id,
        agency_year_indicators.fiscal_year,
        agency_year_indicators.scope,
        agency_year_indicators.form,
        agency_year_indicators.metric,
        definitions.kind,
        '' AS member,
        agency_year_indicators.numerator,
        agency_year_indicators.denominator,
        agency_year_indicators.n_blank,
        agency_year_indicators.n_missing,
        0 AS n_corrected
    FROM agency_year_indicators
    INNER JOIN definitions ON agency_year_indicators.metric = definitions.metric
),

valued AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope,
        form,
        metric,
        kind,
        member,
        numerator,
        denominator,
        CASE
            WHEN kind IN ('count', 'change', 'money') THEN numerator
            ELSE numerator / nullif(denominator, 0)
        END AS value,
        kind = 'proportion' AND denominator > 0 AND numerator BETWEEN 0 AND denominator AS has_interval,
        n_blank,
        n_missing,
        n_corrected
    FROM sides
),

-- The standard normal quantile of a two-sided interval of 95 per cent.
confidence AS (
    SELECT 1.959963984540054 AS z
),

wilson AS (
    SELECT
        valued.report_id,
        valued.agency_id,
        valued.fiscal_year,
        valued.scope,
        valued.form,
        valued.metric,
        valued.kind,
        valued.member,
        valued.numerator,
        valued.denominator,
        valued.value,
        valued.has_interval,
        (valued.value + confidence.z ^ 2 / (2 * valued.denominator))
        / (1 + confidence.z ^ 2 / valued.denominator) AS centre,
        confidence.z * sqrt(
            greatest(valued.value * (1 - valued.value), 0) / valued.denominator
            + confidence.z ^ 2 / (4 * valued.denominator ^ 2)
        ) / (1 + confidence.z ^ 2 / valued.denominator) AS half_width,
        valued.n_blank,
        valued.n_missing,
        valued.n_corrected
    FROM valued
    CROSS JOIN confidence
)

SELECT
    agency_id,
    fiscal_year,
    scope,
    metric,
    member,
    report_id,
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
COMMENT ON COLUMN agency_year_metrics.n_corrected IS 'Cells behind numerator and denominator corrected by a person.';
