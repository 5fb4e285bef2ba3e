-- grain: report_id, check_name, scope
CREATE OR REPLACE VIEW checks AS
SELECT
    report_id,
    check_name,
    scope,
    severity,
    lhs,
    rhs,
    passed,
    message
FROM report_checks;

COMMENT ON VIEW checks IS 'What must add up, evaluated on what was printed and never repaired.';
COMMENT ON COLUMN checks.report_id IS 'The report.';
COMMENT ON COLUMN checks.check_name IS 'The identity.';
COMMENT ON COLUMN checks.scope IS 'Row or column it is evaluated for.';
COMMENT ON COLUMN checks.severity IS 'hard: an identity of the form; soft: news for the analyst.';
COMMENT ON COLUMN checks.lhs IS 'Left side.';
COMMENT ON COLUMN checks.rhs IS 'Right side.';
COMMENT ON COLUMN checks.passed IS 'NULL where a cell that is not told leaves it unassessable.';
COMMENT ON COLUMN checks.message IS 'What differs.';
