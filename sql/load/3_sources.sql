-- grain: source_uri, sha256 (where each content was found, and is no more)
CREATE TEMP TABLE moved AS
SELECT
    known.source_uri,
    known.sha256,
    CASE
        WHEN fates.source_uri IS NULL THEN 'withdrawn'
        WHEN fates.sha256 = known.sha256 THEN 'present'
        ELSE 'superseded'
    END AS state
FROM document_sources AS known
LEFT JOIN fates ON known.source_uri = fates.source_uri
WHERE
    fates.source_uri IS NOT NULL
    OR (
        known.state = 'present'
        AND known.container_uri IN (
            SELECT uri FROM withdrawn_files
            UNION ALL
            SELECT again.container_uri FROM fates AS again
        )
    );

-- What stays as it was is no move: an unchanged source leaves no trace in these relations.
DELETE FROM moved
USING document_sources AS known
WHERE
    moved.source_uri = known.source_uri
    AND moved.sha256 = known.sha256
    AND moved.state = known.state;

UPDATE document_sources
SET state = moved.state
FROM moved
WHERE document_sources.source_uri = moved.source_uri AND document_sources.sha256 = moved.sha256;

INSERT INTO document_sources
SELECT
    source_uri,
    sha256,
    container_uri,
    'present' AS state,
    getvariable('run_id') AS run_id
FROM fates
WHERE NOT is_known
ORDER BY source_uri;

INSERT INTO documents
SELECT
    sha256,
    source_uri,
    outcome,
    'present' AS state,
    media_type,
    encoding,
    script,
    line_count,
    images,
    getvariable('parser_version') AS parser_version,
    getvariable('run_id') AS run_id
FROM taken
ORDER BY source_uri;

CREATE TEMP TABLE changed_states AS
WITH touched AS (
    SELECT sha256 FROM moved
    UNION
    SELECT sha256 FROM fates
),

states AS (
    SELECT
        sha256,
        CASE
            WHEN bool_or(state = 'present') THEN 'present'
            WHEN bool_or(state = 'superseded') THEN 'superseded'
            ELSE 'withdrawn'
        END AS state
    FROM document_sources
    WHERE sha256 IN (SELECT sha256 FROM touched)
    GROUP BY sha256
)

SELECT
    states.sha256,
    states.state
FROM states
INNER JOIN documents ON states.sha256 = documents.sha256
WHERE states.state <> documents.state;

UPDATE documents
SET state = changed_states.state
FROM changed_states
WHERE documents.sha256 = changed_states.sha256;

UPDATE reports
SET source_state = changed_states.state
FROM changed_states
WHERE reports.source_sha256 = changed_states.sha256;

UPDATE quarantine
SET source_state = changed_states.state
FROM changed_states
WHERE quarantine.source_sha256 = changed_states.sha256;
