-- grain: report_id (the reports taken, and which report of each agency and year is current)
CREATE TEMP TABLE incoming AS
WITH failed AS (
    SELECT
        report_id,
        batch,
        count(*) AS checks_failed
    FROM staged_checks
    WHERE NOT passed
    GROUP BY report_id, batch
)

SELECT
    -- The staged frame is checked against its declared schema before it is loaded.
    staged.*, -- noqa: AM04
    taken.source_uri,
    taken.media_type,
    taken.encoding,
    coalesce(failed.checks_failed, 0) AS checks_failed
FROM staged_reports AS staged
INNER JOIN taken ON staged.source_sha256 = taken.sha256 AND staged.batch = taken.batch
LEFT JOIN failed ON staged.report_id = failed.report_id AND staged.batch = failed.batch;

CREATE TEMP TABLE affected AS
SELECT
    agency_id,
    fiscal_year
FROM incoming
UNION
SELECT
    agency_id,
    fiscal_year
FROM replaced
WHERE agency_id IS NOT NULL
UNION
SELECT
    reports.agency_id,
    reports.fiscal_year
FROM reports
INNER JOIN changed_states ON reports.source_sha256 = changed_states.sha256;

CREATE TEMP TABLE standings AS
WITH rivals AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope,
        source_state,
        cells_missing,
        hard_checks_failed,
        published_on,
        is_current
    FROM reports
    WHERE (agency_id, fiscal_year) IN (SELECT (agency_id, fiscal_year) FROM affected)
    UNION ALL
    SELECT
        report_id::UUID AS report_id,
        agency_id,
        fiscal_year,
        scope,
        'present' AS source_state,
        cells_missing,
        hard_checks_failed,
        published_on,
        NULL AS is_current
    FROM incoming
)

SELECT
    report_id,
    is_current AS was_current,
    row_number() OVER (
        PARTITION BY agency_id, fiscal_year, scope = 'system'
        ORDER BY
            source_state = 'superseded',
            cells_missing ASC,
            hard_checks_failed ASC,
            published_on DESC NULLS LAST,
            report_id ASC
    ) = 1 AS is_current
FROM rivals;

UPDATE reports
SET is_current = standings.is_current
FROM standings
WHERE reports.report_id = standings.report_id AND standings.was_current <> standings.is_current;

INSERT INTO reports
SELECT
    incoming.report_id::UUID AS report_id,
    incoming.agency_id,
    incoming.agency_name,
    incoming.fiscal_year,
    incoming.form,
    incoming.title,
    incoming.published_on,
    incoming.region_code,
    incoming.province,
    incoming.prefecture,
    incoming.county,
    incoming.admin_level,
    incoming.sector,
    incoming.scope,
    incoming.agency_basis,
    incoming.year_basis,
    incoming.source_uri,
    incoming.source_sha256,
    incoming.part,
    incoming.media_type,
    incoming.encoding,
    incoming.script,
    'present' AS source_state,
    standings.is_current,
    incoming.cells_expected,
    incoming.cells_reported,
    incoming.cells_blank,
    incoming.cells_derived,
    incoming.cells_missing,
    incoming.checks_failed,
    incoming.hard_checks_failed,
    getvariable('parser_version') AS parser_version,
    getvariable('run_id') AS run_id,
    getvariable('started_at') AS loaded_at
FROM incoming
INNER JOIN standings ON incoming.report_id::UUID = standings.report_id
ORDER BY incoming.agency_id, incoming.fiscal_year, incoming.report_id;

INSERT INTO quarantine
SELECT
    refused.report_id::UUID AS report_id,
    taken.source_uri,
    refused.source_sha256,
    refused.part,
    refused.reason,
    refused.detail,
    refused.agency_name,
    refused.fiscal_year,
    refused.region_code,
    refused.province,
    refused.prefecture,
    refused.county,
    refused.admin_level,
    refused.sector,
    refused.scope,
    refused.title,
    refused.published_on,
    'present' AS source_state,
    coalesce(replaced.first_seen_at, getvariable('started_at')) AS first_seen_at,
    getvariable('started_at') AS last_seen_at,
    getvariable('run_id') AS run_id
FROM staged_quarantine AS refused
INNER JOIN taken ON refused.source_sha256 = taken.sha256 AND refused.batch = taken.batch
LEFT JOIN replaced ON refused.report_id::UUID = replaced.report_id
ORDER BY taken.source_uri, refused.part;
