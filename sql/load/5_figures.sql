-- grain: report_id (figures and findings of what was taken)
CREATE TEMP TABLE kept AS
SELECT
    staged_reports.report_id,
    staged_reports.batch
FROM staged_reports
INNER JOIN taken ON staged_reports.source_sha256 = taken.sha256 AND staged_reports.batch = taken.batch
UNION ALL
SELECT
    staged_quarantine.report_id,
    staged_quarantine.batch
FROM staged_quarantine
INNER JOIN taken ON staged_quarantine.source_sha256 = taken.sha256 AND staged_quarantine.batch = taken.batch;

-- The frames name two of their columns as SQL names its words.
-- noqa: disable=RF06
-- Agency and year side by side: the history of one agency is then a handful of blocks, and ids pack into runs.
INSERT INTO packed_readings
SELECT
    report_id::UUID AS report_id,
    agency_id,
    fiscal_year,
    form,
    "values" AS cell_values,
    statuses AS cell_statuses,
    raws AS cell_raws,
    lines AS cell_lines,
    tables AS cell_tables,
    "rows" AS cell_rows,
    units AS money_units
FROM staged_readings
WHERE (report_id, batch) IN (SELECT (report_id, batch) FROM kept)
ORDER BY agency_id, fiscal_year, report_id;

INSERT INTO packed_quarantine
SELECT
    report_id::UUID AS report_id,
    form,
    "values" AS cell_values,
    statuses AS cell_statuses,
    raws AS cell_raws,
    lines AS cell_lines,
    tables AS cell_tables,
    "rows" AS cell_rows,
    units AS money_units
FROM staged_quarantined_readings
WHERE (report_id, batch) IN (SELECT (report_id, batch) FROM kept)
ORDER BY report_id;

INSERT INTO report_checks
SELECT
    report_id::UUID AS report_id,
    check_name,
    scope,
    severity,
    lhs,
    rhs,
    passed,
    message
FROM staged_checks
WHERE (report_id, batch) IN (SELECT (report_id, batch) FROM kept);

INSERT INTO prose_figures
SELECT
    report_id::UUID AS report_id,
    position,
    figure,
    value,
    sentence,
    source_line
FROM staged_prose_figures
WHERE (report_id, batch) IN (SELECT (report_id, batch) FROM kept);

INSERT INTO issues
SELECT
    report_id::UUID AS report_id,
    position,
    code,
    source_line,
    text
FROM staged_issues
WHERE (report_id, batch) IN (SELECT (report_id, batch) FROM kept);
