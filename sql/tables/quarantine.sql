-- grain: report_id (a document, or a part of one, that is not loaded)
CREATE TABLE IF NOT EXISTS quarantine (
    report_id UUID NOT NULL,
    source_uri VARCHAR NOT NULL,
    source_sha256 VARCHAR NOT NULL,
    part INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    agency_name VARCHAR,
    fiscal_year INTEGER,
    region_code VARCHAR,
    province VARCHAR,
    prefecture VARCHAR,
    county VARCHAR,
    admin_level VARCHAR,
    sector VARCHAR,
    scope VARCHAR NOT NULL,
    title VARCHAR,
    published_on DATE,
    source_state VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    run_id VARCHAR NOT NULL
);

COMMENT ON TABLE quarantine IS 'Every document, or part of one, that was read and not loaded, with the reason.';
COMMENT ON COLUMN quarantine.report_id IS 'Id it would have as a report; key to quarantined_figures and issues.';
COMMENT ON COLUMN quarantine.source_uri IS 'Where it was found.';
COMMENT ON COLUMN quarantine.source_sha256 IS 'Hex digest of the bytes of the document.';
COMMENT ON COLUMN quarantine.part IS '1-based place in the document.';
COMMENT ON COLUMN quarantine.reason IS 'Why it is not loaded, from a closed list.';
COMMENT ON COLUMN quarantine.detail IS 'What a person can do about it.';
COMMENT ON COLUMN quarantine.agency_name IS 'Agency, as far as told.';
COMMENT ON COLUMN quarantine.fiscal_year IS 'Year, as far as told.';
COMMENT ON COLUMN quarantine.region_code IS 'GB/T 2260 code, as far as told.';
COMMENT ON COLUMN quarantine.province IS 'Province, as far as told.';
COMMENT ON COLUMN quarantine.prefecture IS 'Prefecture, as far as told.';
COMMENT ON COLUMN quarantine.county IS 'County, as far as told.';
COMMENT ON COLUMN quarantine.admin_level IS 'Level, as far as told.';
COMMENT ON COLUMN quarantine.sector IS 'Sector, as far as told.';
COMMENT ON COLUMN quarantine.scope IS 'own, system or unknown.';
COMMENT ON COLUMN quarantine.title IS 'Title, as far as told.';
COMMENT ON COLUMN quarantine.published_on IS 'Day of publication, as far as told.';
COMMENT ON COLUMN quarantine.source_state IS
'present, superseded by other content at the same place, or withdrawn from its source.';
COMMENT ON COLUMN quarantine.first_seen_at IS 'Start of the run that first refused it.';
COMMENT ON COLUMN quarantine.last_seen_at IS 'Start of the run that last read and refused it.';
COMMENT ON COLUMN quarantine.run_id IS 'The run that last read it.';
