-- grain: report_id, check_name, scope
CREATE TABLE IF NOT EXISTS report_checks (
    report_id UUID NOT NULL,
    check_name VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    lhs BIGINT,
    rhs BIGINT,
    passed BOOLEAN,
    message VARCHAR
);

COMMENT ON TABLE report_checks IS 'Identities within one report, evaluated when it was read.';
COMMENT ON COLUMN report_checks.report_id IS 'The report.';
COMMENT ON COLUMN report_checks.check_name IS 'The identity.';
COMMENT ON COLUMN report_checks.scope IS 'Row or column it is evaluated for.';
COMMENT ON COLUMN report_checks.severity IS 'hard: an identity of the form; soft: news for the analyst.';
COMMENT ON COLUMN report_checks.lhs IS 'Left side.';
COMMENT ON COLUMN report_checks.rhs IS 'Right side.';
COMMENT ON COLUMN report_checks.passed IS 'NULL where a cell that is not told leaves it unassessable.';
COMMENT ON COLUMN report_checks.message IS 'What differs.';
