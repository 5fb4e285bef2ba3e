-- grain: source_uri, sha256
CREATE TABLE IF NOT EXISTS document_sources (
    source_uri VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    container_uri VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

COMMENT ON TABLE document_sources IS 'Every place at which a content was found, now or before.';
COMMENT ON COLUMN document_sources.source_uri IS
'The place; a record of a corpus or a member of an archive follows a #.';
COMMENT ON COLUMN document_sources.sha256 IS 'Content found there.';
COMMENT ON COLUMN document_sources.container_uri IS 'The file that holds the place.';
COMMENT ON COLUMN document_sources.state IS 'present, superseded by other content, or withdrawn.';
COMMENT ON COLUMN document_sources.run_id IS 'The run that first found this content there.';
