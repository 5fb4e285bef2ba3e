-- grain: sha256 (distinct bytes; a copy elsewhere is a row of document_sources)
CREATE TABLE IF NOT EXISTS documents (
    sha256 VARCHAR NOT NULL,
    source_uri VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    media_type VARCHAR,
    encoding VARCHAR,
    script VARCHAR,
    line_count INTEGER,
    images INTEGER,
    parser_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

COMMENT ON TABLE documents IS 'Every document ever read, one row for each distinct content.';
COMMENT ON COLUMN documents.sha256 IS 'Hex digest of its bytes.';
COMMENT ON COLUMN documents.source_uri IS 'Where the copy that was read was found.';
COMMENT ON COLUMN documents.outcome IS 'loaded or quarantined.';
COMMENT ON COLUMN documents.state IS
'present; superseded: all its places now hold other content; withdrawn: gone from its sources.';
COMMENT ON COLUMN documents.media_type IS 'IANA media type; NULL where the bytes gave no text.';
COMMENT ON COLUMN documents.encoding IS 'Character encoding.';
COMMENT ON COLUMN documents.script IS 'simplified or traditional.';
COMMENT ON COLUMN documents.line_count IS 'Lines of the document as read.';
COMMENT ON COLUMN documents.images IS 'Images that could hold a table.';
COMMENT ON COLUMN documents.parser_version IS 'Version of the reading rules that read it last.';
COMMENT ON COLUMN documents.run_id IS 'The run that read it last.';
