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
FROM report_checks
UNION ALL
SELECT
    report_id,
    check_name,
    scope,
    severity,
    lhs,
    rhs,
    passed,
    message
FROM soft_checks;

COMMENT ON VIEW checks IS
'Grain: report_id, check_name, scope. What must add up, evaluated on what was printed: identities within one '
'report, of every report (report_checks), and what should agree across years or with the prose, of'
' current ones (soft_checks).';
COMMENT ON COLUMN checks.report_id IS 'The report; across years, the later one.';
COMMENT ON COLUMN checks.check_name IS 'The identity.';
COMMENT ON COLUMN checks.scope IS 'Row, column, category or figure it is evaluated for.';
COMMENT ON COLUMN checks.severity IS 'hard: an identity of the form; soft: news for the analyst.';
COMMENT ON COLUMN checks.lhs IS 'Left side.';
COMMENT ON COLUMN checks.rhs IS 'Right side.';
COMMENT ON COLUMN checks.passed IS 'NULL where a cell that is not told leaves it unassessable.';
COMMENT ON COLUMN checks.message IS 'What differs.';
