-- grain: report_id
CREATE TABLE IF NOT EXISTS reports (
    report_id UUID NOT NULL,
    agency_id VARCHAR NOT NULL,
    agency_name VARCHAR NOT NULL,
    fiscal_year INTEGER NOT NULL,
    form VARCHAR NOT NULL,
    title VARCHAR,
    published_on DATE,
    region_code VARCHAR,
    province VARCHAR,
    prefecture VARCHAR,
    county VARCHAR,
    admin_level VARCHAR,
    sector VARCHAR,
    scope VARCHAR NOT NULL,
    agency_basis VARCHAR NOT NULL,
    year_basis VARCHAR NOT NULL,
    source_uri VARCHAR NOT NULL,
    source_sha256 VARCHAR NOT NULL,
    part INTEGER NOT NULL,
    media_type VARCHAR NOT NULL,
    encoding VARCHAR,
    script VARCHAR NOT NULL,
    source_state VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL,
    cells_expected INTEGER NOT NULL,
    cells_reported INTEGER NOT NULL,
    cells_blank INTEGER NOT NULL,
    cells_derived INTEGER NOT NULL,
    cells_missing INTEGER NOT NULL,
    checks_failed INTEGER NOT NULL,
    hard_checks_failed INTEGER NOT NULL,
    parser_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL
);

COMMENT ON TABLE reports IS
'One row for each report loaded; is_current picks one for each agency and year (and for the system under it).';
COMMENT ON COLUMN reports.report_id IS
'Made of the digest of the document and the part: the same on every machine.';
COMMENT ON COLUMN reports.agency_id IS 'The agency; stable over the years.';
COMMENT ON COLUMN reports.agency_name IS 'Full name of the agency as it names itself, in simplified Chinese.';
COMMENT ON COLUMN reports.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN reports.form IS 'The form of its tables.';
COMMENT ON COLUMN reports.title IS 'Title of the report.';
COMMENT ON COLUMN reports.published_on IS 'Day of publication, where told.';
COMMENT ON COLUMN reports.region_code IS 'GB/T 2260 code of the lowest place named.';
COMMENT ON COLUMN reports.province IS 'Province.';
COMMENT ON COLUMN reports.prefecture IS 'Prefecture.';
COMMENT ON COLUMN reports.county IS 'County.';
COMMENT ON COLUMN reports.admin_level IS 'central, province, prefecture, county or township.';
COMMENT ON COLUMN reports.sector IS 'What the agency does.';
COMMENT ON COLUMN reports.scope IS 'own: the office itself; system: all under it; unknown.';
COMMENT ON COLUMN reports.agency_basis IS
'What tells the agency: title, preamble, signature, metadata or inferred.';
COMMENT ON COLUMN reports.year_basis IS 'What tells the year: title, preamble, signature, metadata or inferred.';
COMMENT ON COLUMN reports.source_uri IS 'Where the document was found; other places are in document_sources.';
COMMENT ON COLUMN reports.source_sha256 IS 'Hex digest of the bytes of the document.';
COMMENT ON COLUMN reports.part IS '1-based place of the report in its document.';
COMMENT ON COLUMN reports.media_type IS 'IANA media type.';
COMMENT ON COLUMN reports.encoding IS 'Character encoding; NULL where the format has none of its own.';
COMMENT ON COLUMN reports.script IS 'simplified or traditional.';
COMMENT ON COLUMN reports.source_state IS
'present, superseded by other content at the same place, or withdrawn from its source.';
COMMENT ON COLUMN reports.is_current IS
'True for the one report that speaks for its agency, year and scope (docs/warehouse.md has the rule).';
COMMENT ON COLUMN reports.cells_expected IS 'Cells of the form.';
COMMENT ON COLUMN reports.cells_reported IS 'Cells with a printed number.';
COMMENT ON COLUMN reports.cells_blank IS 'Cells printed empty.';
COMMENT ON COLUMN reports.cells_derived IS 'Cells settled by the arithmetic of the form.';
COMMENT ON COLUMN reports.cells_missing IS 'Cells that cannot be told.';
COMMENT ON COLUMN reports.checks_failed IS 'Rows of report_checks, hard and soft, that do not hold.';
COMMENT ON COLUMN reports.hard_checks_failed IS 'Hard identities of the form that do not hold.';
COMMENT ON COLUMN reports.parser_version IS 'Version of the reading rules.';
COMMENT ON COLUMN reports.run_id IS 'The run that loaded it.';
COMMENT ON COLUMN reports.loaded_at IS 'When that run began to load.';
