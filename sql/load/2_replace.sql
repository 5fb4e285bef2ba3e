-- grain: report_id (what an earlier reading of the same content left, to make room for the new one)
CREATE TEMP TABLE replaced AS
SELECT
    report_id,
    agency_id,
    fiscal_year,
    NULL::TIMESTAMPTZ AS first_seen_at
FROM reports
WHERE source_sha256 IN (SELECT sha256 FROM taken)
UNION ALL
SELECT
    report_id,
    NULL AS agency_id,
    NULL AS fiscal_year,
    first_seen_at
FROM quarantine
WHERE source_sha256 IN (SELECT sha256 FROM taken);

DELETE FROM reports
WHERE report_id IN (SELECT report_id FROM replaced);

DELETE FROM packed_readings
WHERE report_id IN (SELECT report_id FROM replaced);

DELETE FROM quarantine
WHERE report_id IN (SELECT report_id FROM replaced);

DELETE FROM packed_quarantine
WHERE report_id IN (SELECT report_id FROM replaced);

DELETE FROM report_checks
WHERE report_id IN (SELECT report_id FROM replaced);

DELETE FROM prose_figures
WHERE report_id IN (SELECT report_id FROM replaced);

DELETE FROM issues
WHERE report_id IN (SELECT report_id FROM replaced);

DELETE FROM documents
WHERE sha256 IN (SELECT sha256 FROM taken);
