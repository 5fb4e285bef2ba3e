-- grain: uri (a file found in a source: a document, or a corpus or archive of documents)
CREATE TABLE IF NOT EXISTS files (
    uri VARCHAR NOT NULL,
    size BIGINT,
    mtime_ns BIGINT,
    ctime_ns BIGINT,
    inode UBIGINT,
    parser_version VARCHAR NOT NULL,
    document_count BIGINT NOT NULL,
    quarantined_count BIGINT NOT NULL,
    state VARCHAR NOT NULL
);

COMMENT ON TABLE files IS
'The manifest: what each file looked like when it was last read, so that it is read again only if it changed.';
COMMENT ON COLUMN files.uri IS 'Where the file is.';
COMMENT ON COLUMN files.size IS 'Bytes.';
COMMENT ON COLUMN files.mtime_ns IS
'Time of last modification, nanoseconds since 1970; NULL where the source has none.';
COMMENT ON COLUMN files.ctime_ns IS 'Time of last change of content or metadata, nanoseconds since 1970.';
COMMENT ON COLUMN files.inode IS 'Number of the file on its disk.';
COMMENT ON COLUMN files.parser_version IS 'Version of the reading rules that read it.';
COMMENT ON COLUMN files.document_count IS 'Documents found in it.';
COMMENT ON COLUMN files.quarantined_count IS 'Those among them that were not loaded.';
COMMENT ON COLUMN files.state IS 'present or withdrawn.';
