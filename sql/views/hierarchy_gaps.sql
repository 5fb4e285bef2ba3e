-- grain: agency_id, fiscal_year, metric (agencies whose report sums the system under them)
CREATE OR REPLACE VIEW hierarchy_gaps AS
WITH counts AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        report_id,
        value
    FROM agency_year_metrics
    WHERE kind = 'count' AND member = ''
),

parents AS (
    SELECT
        counts.agency_id,
        counts.fiscal_year,
        counts.metric,
        counts.report_id,
        counts.value,
        reports.sector,
        reports.region_code,
        -- A code of GB/T 2260 ends in zeros for the levels that it does not tell.
        regexp_replace(reports.region_code, '(00){1,3}$', '') AS region_prefix
    FROM counts
    INNER JOIN reports ON counts.report_id = reports.report_id
    WHERE counts.scope = 'system' AND reports.region_code IS NOT NULL AND reports.sector IS NOT NULL
),

children AS (
    SELECT
        parents.agency_id,
        parents.fiscal_year,
        parents.metric,
        agencies.agency_id AS child_agency_id
    FROM parents
    INNER JOIN agencies
        ON parents.sector = agencies.sector AND starts_with(agencies.region_code, parents.region_prefix)
),

told AS (
    SELECT
        children.agency_id,
        children.fiscal_year,
        children.metric,
        count(*) AS n_children,
        count(*) FILTER (WHERE counts.value IS NULL) AS n_children_missing,
        sum(counts.value) AS children_sum
    FROM children
    LEFT JOIN counts
        ON
            children.child_agency_id = counts.agency_id
            AND children.fiscal_year = counts.fiscal_year
            AND children.metric = counts.metric
            AND counts.scope = 'own'
    GROUP BY children.agency_id, children.fiscal_year, children.metric
)

SELECT
    parents.agency_id,
    parents.fiscal_year,
    parents.metric,
    parents.report_id,
    parents.sector,
    parents.region_code,
    parents.value,
    told.children_sum,
    parents.value - told.children_sum AS gap,
    told.n_children,
    told.n_children_missing
FROM parents
INNER JOIN told
    ON
        parents.agency_id = told.agency_id
        AND parents.fiscal_year = told.fiscal_year
        AND parents.metric = told.metric;

COMMENT ON VIEW hierarchy_gaps IS
'Grain: agency_id, fiscal_year, metric. Counts of a report that sums the system under it, against the sum of the '
'own reports of the known agencies of its sector in its place (its own office is one of them). With children '
'missing, the gap is theirs as well.';
COMMENT ON COLUMN hierarchy_gaps.agency_id IS 'The agency that reports on its system.';
COMMENT ON COLUMN hierarchy_gaps.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN hierarchy_gaps.metric IS 'A metric that is a count.';
COMMENT ON COLUMN hierarchy_gaps.report_id IS 'The report on the system.';
COMMENT ON COLUMN hierarchy_gaps.sector IS 'The sector shared with the children.';
COMMENT ON COLUMN hierarchy_gaps.region_code IS 'GB/T 2260 code of the place that holds the children.';
COMMENT ON COLUMN hierarchy_gaps.value IS 'The count of the system.';
COMMENT ON COLUMN hierarchy_gaps.children_sum IS 'Sum over the children whose count is known; NULL where none is.';
COMMENT ON COLUMN hierarchy_gaps.gap IS 'value less children_sum.';
COMMENT ON COLUMN hierarchy_gaps.n_children IS 'Known agencies of the sector in the place.';
COMMENT ON COLUMN hierarchy_gaps.n_children_missing IS 'Children among them without a known count in that year.';
