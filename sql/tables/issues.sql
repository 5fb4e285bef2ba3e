-- grain: report_id, position
CREATE TABLE IF NOT EXISTS issues (
    report_id UUID NOT NULL,
    position INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    source_line INTEGER,
    text VARCHAR NOT NULL
);

COMMENT ON TABLE issues IS 'What in a text a person should look at: labels nobody knows, numbers nobody claims.';
COMMENT ON COLUMN issues.report_id IS 'The report, loaded or in quarantine.';
COMMENT ON COLUMN issues.position IS 'Order of finding, from 1.';
COMMENT ON COLUMN issues.code IS 'Kind of finding.';
COMMENT ON COLUMN issues.source_line IS '1-based line of the document.';
COMMENT ON COLUMN issues.text IS 'The text itself.';
