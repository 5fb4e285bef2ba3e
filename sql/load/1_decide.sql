-- grain: source_uri (what becomes of each document staged)
-- A content seen before by the same reader is not taken again, unless it was in quarantine and now can be loaded, or
-- the run was asked to retry it, or to read everything again. Of several copies in one run the loaded one is taken,
-- then the first by its place.
CREATE TEMP TABLE staged AS
SELECT DISTINCT ON (source_uri)
    source_uri,
    container_uri,
    sha256,
    outcome,
    media_type,
    encoding,
    script,
    line_count,
    images,
    batch
FROM staged_documents
ORDER BY source_uri, batch;

CREATE TEMP TABLE decided AS
WITH candidates AS (
    SELECT DISTINCT ON (sha256)
        source_uri,
        container_uri,
        sha256,
        outcome,
        media_type,
        encoding,
        script,
        line_count,
        images,
        batch
    FROM staged
    WHERE outcome <> 'duplicate'
    ORDER BY sha256, outcome <> 'loaded', source_uri
)

SELECT
    candidates.source_uri,
    candidates.container_uri,
    candidates.sha256,
    candidates.outcome,
    candidates.media_type,
    candidates.encoding,
    candidates.script,
    candidates.line_count,
    candidates.images,
    candidates.batch,
    known.sha256 IS NULL
    OR known.parser_version <> getvariable('parser_version')
    OR getvariable('reread')
    OR (known.outcome = 'quarantined' AND (candidates.outcome = 'loaded' OR getvariable('retry'))) AS is_taken
FROM candidates
LEFT JOIN documents AS known ON candidates.sha256 = known.sha256;

CREATE TEMP TABLE fates AS
SELECT
    staged.source_uri,
    staged.container_uri,
    staged.sha256,
    CASE
        WHEN decided.is_taken AND decided.source_uri = staged.source_uri THEN decided.outcome
        WHEN NOT decided.is_taken AND known.source_uri IS NOT NULL THEN 'unchanged'
        ELSE 'duplicate'
    END AS fate,
    known.source_uri IS NOT NULL AS is_known
FROM staged
LEFT JOIN decided ON staged.sha256 = decided.sha256
LEFT JOIN document_sources AS known
    ON staged.source_uri = known.source_uri AND staged.sha256 = known.sha256;

CREATE TEMP TABLE taken AS
SELECT
    source_uri,
    container_uri,
    sha256,
    outcome,
    media_type,
    encoding,
    script,
    line_count,
    images,
    batch
FROM decided
WHERE is_taken;

CREATE TEMP TABLE corrected_before AS
SELECT
    report_id,
    relation,
    row_code,
    column_code,
    corrected_value
FROM corrections;
