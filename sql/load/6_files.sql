-- grain: uri (what each file read looked like)
DELETE FROM files
WHERE uri IN (SELECT uri FROM read_files);

INSERT INTO files
WITH counted AS (
    SELECT
        fates.container_uri,
        count(*) AS document_count,
        count(*) FILTER (WHERE documents.outcome = 'quarantined') AS quarantined_count
    FROM fates
    INNER JOIN documents ON fates.sha256 = documents.sha256
    GROUP BY fates.container_uri
)

SELECT
    read_files.uri,
    read_files.size,
    read_files.mtime_ns,
    read_files.ctime_ns,
    read_files.inode,
    getvariable('parser_version') AS parser_version,
    counted.document_count,
    counted.quarantined_count,
    'present' AS state
FROM read_files
INNER JOIN counted ON read_files.uri = counted.container_uri
ORDER BY read_files.uri;

UPDATE files
SET state = 'withdrawn'
WHERE uri IN (SELECT uri FROM withdrawn_files);
