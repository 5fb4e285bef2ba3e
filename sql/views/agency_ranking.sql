-- grain: agency_id, fiscal_year, scope, metric, member, peer_group (only agencies that can be compared)
CREATE OR REPLACE VIEW agency_ranking AS
WITH peer_groups AS (
    SELECT unnest(['nation', 'province']) AS peer_group
),

-- Whoever cannot be compared is left out before anything is put in order: often the most, who were asked for nothing.
candidates AS (
    SELECT
        valued.agency_id,
        valued.fiscal_year,
        valued.scope,
        valued.metric,
        valued.member,
        peer_groups.peer_group,
        valued.agency_name,
        valued.admin_level,
        valued.sector,
        CASE WHEN peer_groups.peer_group = 'province' THEN valued.province END AS province,
        valued.numerator,
        valued.denominator,
        valued.value
    FROM agency_year_metrics AS valued
    CROSS JOIN peer_groups
    WHERE
        valued.value IS NOT NULL
        AND valued.admin_level IS NOT NULL
        AND valued.sector IS NOT NULL
        AND (peer_groups.peer_group = 'nation' OR valued.province IS NOT NULL)
),

ranked AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        member,
        peer_group,
        agency_name,
        admin_level,
        sector,
        province,
        numerator,
        denominator,
        value,
        rank() OVER from_the_greatest AS peer_rank,
        cume_dist() OVER from_the_greatest AS share_from_the_greatest,
        count(*) OVER peers AS n_peers,
        quantile_cont(value, [0.1, 0.25, 0.5, 0.75, 0.9]) OVER peers AS points,
        -- The fewest agencies that make a group of peers.
        5 AS least_peers
    FROM candidates
    WINDOW
        peers AS (PARTITION BY fiscal_year, metric, member, scope, peer_group, admin_level, sector, province),
        from_the_greatest AS (
            PARTITION BY fiscal_year, metric, member, scope, peer_group, admin_level, sector, province
            ORDER BY value DESC
        )
),

judged AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        metric,
        member,
        peer_group,
        agency_name,
        admin_level,
        sector,
        province,
        numerator,
        denominator,
        value,
        peer_rank,
        n_peers,
        points,
        n_peers >= least_peers AS has_peers,
        -- One order serves both ranks: who is neither greater nor equal is smaller.
        (n_peers - round(share_from_the_greatest * n_peers)) / nullif(n_peers - 1, 0) AS peer_percent_rank
    FROM ranked
)

SELECT
    agency_id,
    fiscal_year,
    scope,
    metric,
    member,
    peer_group,
    agency_name,
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
'five peers. No row where the value, the level, the sector (or the province) is not known: agency_year_metrics has '
'those. A rank is a place in an order, not a judgement.';
COMMENT ON COLUMN agency_ranking.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN agency_ranking.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN agency_ranking.scope IS 'own, system or unknown; peers have the same.';
COMMENT ON COLUMN agency_ranking.metric IS 'The metric (metrics.metric).';
COMMENT ON COLUMN agency_ranking.member IS 'The member of a family; empty for a single metric.';
COMMENT ON COLUMN agency_ranking.peer_group IS
'nation: the same year, scope, level and sector; province: the same province as well.';
COMMENT ON COLUMN agency_ranking.agency_name IS 'Name of the agency in the report of that year.';
COMMENT ON COLUMN agency_ranking.admin_level IS 'Level shared with the peers.';
COMMENT ON COLUMN agency_ranking.sector IS 'Sector shared with the peers.';
COMMENT ON COLUMN agency_ranking.province IS 'Province shared with the peers; NULL for the peers over the nation.';
COMMENT ON COLUMN agency_ranking.numerator IS 'Numerator of the value.';
COMMENT ON COLUMN agency_ranking.denominator IS 'Denominator of the value.';
COMMENT ON COLUMN agency_ranking.value IS 'The value ranked.';
COMMENT ON COLUMN agency_ranking.n_peers IS
'Agencies of the group with a value, this one included.';
COMMENT ON COLUMN agency_ranking.rank IS 'Place from the greatest value down; ties share the better place.';
COMMENT ON COLUMN agency_ranking.percent_rank IS
'Share of the peers below this value, 0 for the smallest and 1 for the greatest.';
COMMENT ON COLUMN agency_ranking.p10 IS 'Tenth percentile of the peers.';
COMMENT ON COLUMN agency_ranking.p25 IS 'Lower quartile of the peers.';
COMMENT ON COLUMN agency_ranking.p50 IS 'Median of the peers.';
COMMENT ON COLUMN agency_ranking.p75 IS 'Upper quartile of the peers.';
COMMENT ON COLUMN agency_ranking.p90 IS 'Ninetieth percentile of the peers.';
