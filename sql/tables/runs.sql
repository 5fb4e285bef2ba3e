-- grain: run_id
CREATE TABLE IF NOT EXISTS runs (
    run_id VARCHAR PRIMARY KEY,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    found BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    duplicate BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    parser_version VARCHAR NOT NULL,
    gongkai_version VARCHAR NOT NULL,
    duckdb_version VARCHAR NOT NULL,
    polars_version VARCHAR NOT NULL,
    python_version VARCHAR NOT NULL,
    message VARCHAR,
    CHECK (found = loaded + unchanged + duplicate + quarantined)
);

COMMENT ON TABLE runs IS
'One row a run. Counts are of documents: found = loaded + unchanged + duplicate + quarantined.';
COMMENT ON COLUMN runs.run_id IS 'The run: its start in UTC and six random characters.';
COMMENT ON COLUMN runs.started_at IS 'When the run began.';
COMMENT ON COLUMN runs.finished_at IS 'When the run had written its figures.';
COMMENT ON COLUMN runs.outcome IS
'completed; incomplete: a source could not be listed, the rest is loaded; failed: nothing is kept but this row.';
COMMENT ON COLUMN runs.found IS 'Documents found in the sources.';
COMMENT ON COLUMN runs.loaded IS 'Documents of which at least one report was loaded, for the first time or anew.';
COMMENT ON COLUMN runs.unchanged IS 'Documents whose content and reader are those of an earlier run.';
COMMENT ON COLUMN runs.duplicate IS 'Documents whose very bytes were found elsewhere.';
COMMENT ON COLUMN runs.quarantined IS 'Documents read and not loaded.';
COMMENT ON COLUMN runs.withdrawn IS
'Documents gone from their source since an earlier run; not among those found.';
COMMENT ON COLUMN runs.parser_version IS 'Version of the reading rules.';
COMMENT ON COLUMN runs.gongkai_version IS 'Version of this program.';
COMMENT ON COLUMN runs.duckdb_version IS 'Version of DuckDB.';
COMMENT ON COLUMN runs.polars_version IS 'Version of Polars.';
COMMENT ON COLUMN runs.python_version IS 'Version of Python.';
COMMENT ON COLUMN runs.message IS 'Why a run failed or is incomplete; NULL for a completed one.';
