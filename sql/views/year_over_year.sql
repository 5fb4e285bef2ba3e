-- grain: agency_id, fiscal_year, scope, metric, member (only where the year before has the metric too)
CREATE OR REPLACE VIEW year_over_year AS
WITH pairs AS (
    SELECT
        later.agency_id,
        later.fiscal_year,
        later.scope,
        later.metric,
        later.member,
        later.agency_name,
        later.kind,
        later.form,
        earlier.form AS prior_form,
        later.value,
        earlier.value AS prior_value,
        later.kind IN ('count', 'money') AS is_amount,
        later.kind = 'proportion' AS is_share,
        later.n_blank + earlier.n_blank AS n_blank,
        later.n_missing + earlier.n_missing AS n_missing
    FROM agency_year_metrics AS later
    INNER JOIN agency_year_metrics AS earlier
        ON
            later.agency_id = earlier.agency_id
            AND later.scope = earlier.scope
            AND later.metric = earlier.metric
            AND later.member = earlier.member
            AND later.fiscal_year = earlier.fiscal_year + 1
)

SELECT
    agency_id,
    fiscal_year,
    scope,
    metric,
    member,
    agency_name,
    kind,
    form,
    prior_form,
    value,
    prior_value,
    value - prior_value AS change,
    CASE WHEN is_amount THEN 100 * (value - prior_value) / nullif(prior_value, 0) END AS change_percent,
    CASE WHEN is_share THEN 100 * (value - prior_value) END AS change_points,
    form <> prior_form AS form_changed,
    n_blank,
    n_missing
FROM pairs;

COMMENT ON VIEW year_over_year IS
'Grain: agency_id, fiscal_year, scope, metric, member. Change of every metric against the year before, where both '
'years have it: counts and money also in per cent, shares in percentage points. Corrected values where there are '
'any, else printed.';
COMMENT ON COLUMN year_over_year.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN year_over_year.fiscal_year IS 'The later of the two years.';
COMMENT ON COLUMN year_over_year.scope IS 'own, system or unknown; both years have the same.';
COMMENT ON COLUMN year_over_year.metric IS 'The metric (metrics.metric).';
COMMENT ON COLUMN year_over_year.member IS 'The member of a family; empty for a single metric.';
COMMENT ON COLUMN year_over_year.agency_name IS 'Name of the agency in the report of the later year.';
COMMENT ON COLUMN year_over_year.kind IS 'count, change, money, proportion, ratio or indicator.';
COMMENT ON COLUMN year_over_year.form IS 'The form of the later year.';
COMMENT ON COLUMN year_over_year.prior_form IS 'The form of the year before.';
COMMENT ON COLUMN year_over_year.value IS 'The value of the later year.';
COMMENT ON COLUMN year_over_year.prior_value IS 'The value of the year before.';
COMMENT ON COLUMN year_over_year.change IS 'value less prior_value, in the unit of the metric.';
COMMENT ON COLUMN year_over_year.change_percent IS
'Change in per cent of the year before; counts and money only; NULL where the year before is 0 or unknown.';
COMMENT ON COLUMN year_over_year.change_points IS 'Change in percentage points; proportions only.';
COMMENT ON COLUMN year_over_year.form_changed IS 'Whether the two years use different forms.';
COMMENT ON COLUMN year_over_year.n_blank IS 'Blank cells behind both values.';
COMMENT ON COLUMN year_over_year.n_missing IS 'Missing cells behind both values.';
