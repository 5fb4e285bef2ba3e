-- grain: agency_id, fiscal_year, scope, metric, member, peer_group
CREATE OR REPLACE VIEW agency_ranking AS
WITH placed AS (
    SELECT
        reports.report_id,
        reports.fiscal_year,
        reports.province,
        reports.admin_level,
        reports.sector
    FROM reports
    WHERE reports.is_current
),

valued AS (
    SELECT
        agency_year_metrics.agency_id,
        agency_year_metrics.fiscal_year,
        agency_year_metrics.scope,
        agency_year_metrics.metric,
        agency_year_metrics.member,
        placed.province,
        placed.admin_level,
        placed.sector,
        agency_year_metrics.numerator,
        agency_year_metrics.denominator,
        agency_year_metrics.value
    FROM agency_year_metrics
    -- The year is that of the report: said again, so that a filter on it reaches the reports.
    INNER JOIN placed
        ON agency_year_metrics.report_id = placed.report_id AND agency_year_metrics.fiscal_year = placed.fiscal_year
),

-- The fewest agencies that make a group of peers.
threshold AS (
    SELECT 5 AS least_peers
),

peer_groups AS (
    SELECT unnest(['nation', 'province']) AS peer_group
),

grouped AS (
    SELECT
        valued.agency_id,
        valued.fiscal_year,
        valued.scope,
        valued.metric,
        valued.member,
        peer_groups.peer_group,
        valued.admin_level,
        valued.sector,
        CASE WHEN peer_groups.peer_group = 'province' THEN valued.province END AS province,
        valued.numerator,
        valued.denominator,
        valued.value
    FROM valued
    CROSS JOIN peer_groups
),

candidates AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        member,
        peer_group,
        admin_level,
        sector,
        province,
        numerator,
        denominator,
        value,
        value IS NOT NULL
        AND admin_level IS NOT NULL AND sector IS NOT NULL
        AND (peer_group = 'nation' OR province IS NOT NULL) AS is_comparable
    FROM grouped
),

ranked AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        member,
        peer_group,
        admin_level,
        sector,
        province,
        numerator,
        denominator,
        value,
        is_comparable,
        rank() OVER from_the_greatest AS peer_rank,
        cume_dist() OVER from_the_greatest AS share_from_the_greatest,
        count(*) OVER peers AS n_peers,
        quantile_cont(value, [0.1, 0.25, 0.5, 0.75, 0.9]) OVER peers AS points
    FROM candidates
    WINDOW
        peers AS (
            PARTITION BY
                fiscal_year, metric, member, scope, peer_group, admin_level, sector, province, is_comparable
        ),
        from_the_greatest AS (
            PARTITION BY
                fiscal_year, metric, member, scope, peer_group, admin_level, sector, province, is_comparable
            ORDER BY value DESC
        )
),

judged AS (
    SELECT
        ranked.agency_id,
        ranked.fiscal_year,
        ranked.scope,
        ranked.metric,
        ranked.member,
        ranked.peer_group,
        ranked.admin_level,
        ranked.sector,
        ranked.province,
        ranked.numerator,
        ranked.denominator,
        ranked.value,
        CASE WHEN ranked.is_comparable THEN ranked.n_peers END AS n_peers,
        ranked.is_comparable AND ranked.n_peers >= threshold.least_peers AS has_peers,
        ranked.peer_rank,
        -- One order serves both ranks: who is neither greater nor equal is smaller.
        (ranked.n_peers - round(ranked.share_from_the_greatest * ranked.n_peers)) / nullif(ranked.n_peers - 1, 0)
            AS peer_percent_rank,
        ranked.points
    FROM ranked
    CROSS JOIN threshold
)

SELECT
    agency_id,
    fiscal_year,
    scope,
    metric,
    member,
    peer_group,
    admin_level,
    sector,
    province,
    numerator,
    denominator,
    value,
    n_peers,
    CASE WHEN has_peers THEN peer_rank END AS rank,
    CASE WHEN has_peers THEN peer_percent_rank END AS percent_rank,
    CASE WHEN has_peers THEN points[1] END AS p10,
    CASE WHEN has_peers THEN points[2] END AS p25,
    CASE WHEN has_peers THEN points[3] END AS p50,
    CASE WHEN has_peers THEN points[4] END AS p75,
    CASE WHEN has_peers THEN points[5] END AS p90
FROM judged;

COMMENT ON VIEW agency_ranking IS
'Grain: agency_id, fiscal_year, scope, metric, member, peer_group. Where an agency stands among its peers: the '
'same year, scope, level and sector, over the nation and within the province. Rank and quantiles are NULL below '
'five peers with a value, and where the value, the level, the sector (or the province) is not known. A rank is a '
'place in an order, not a judgement.';
COMMENT ON COLUMN agency_ranking.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN agency_ranking.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN agency_ranking.scope IS 'own, system or unknown; peers have the same.';
COMMENT ON COLUMN agency_ranking.metric IS 'The metric (metrics.metric).';
COMMENT ON COLUMN agency_ranking.member IS 'The member of a family; empty for a single metric.';
COMMENT ON COLUMN agency_ranking.peer_group IS
'nation: the same year, scope, level and sector; province: the same province as well.';
COMMENT ON COLUMN agency_ranking.admin_level IS 'Level shared with the peers.';
COMMENT ON COLUMN agency_ranking.sector IS 'Sector shared with the peers.';
COMMENT ON COLUMN agency_ranking.province IS 'Province shared with the peers; NULL for the peers over the nation.';
COMMENT ON COLUMN agency_ranking.numerator IS 'Numerator of the value.';
COMMENT ON COLUMN agency_ranking.denominator IS 'Denominator of the value.';
COMMENT ON COLUMN agency_ranking.value IS 'The value ranked.';
COMMENT ON COLUMN agency_ranking.n_peers IS
'Agencies of the group with a value, this one included; NULL where it is not comparable.';
COMMENT ON COLUMN agency_ranking.rank IS 'Place from the greatest value down; ties share the better place.';
COMMENT ON COLUMN agency_ranking.percent_rank IS
'Share of the peers below this value, 0 for the smallest and 1 for the greatest.';
COMMENT ON COLUMN agency_ranking.p10 IS 'Tenth percentile of the peers.';
COMMENT ON COLUMN agency_ranking.p25 IS 'Lower quartile of the peers.';
COMMENT ON COLUMN agency_ranking.p50 IS 'Median of the peers.';
COMMENT ON COLUMN agency_ranking.p75 IS 'Upper quartile of the peers.';
COMMENT ON COLUMN agency_ranking.p90 IS 'Ninetieth percentile of the peers.';
