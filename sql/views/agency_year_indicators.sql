-- grain: report_id, metric (current reports only; metrics that count agencies, cells and checks instead of figures)
CREATE OR REPLACE VIEW agency_year_indicators AS
WITH current_reports AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope,
        form,
        published_on,
        cells_expected,
        cells_reported,
        cells_blank,
        cells_missing
    FROM reports
    WHERE is_current
),

zero_requests AS (
    SELECT
        report_id,
        'zero_request_share' AS metric,
        CASE WHEN value IS NULL THEN NULL ELSE (value = 0)::INTEGER END AS numerator,
        CASE WHEN value IS NULL THEN NULL ELSE 1 END AS denominator,
        n_blank,
        n_missing
    FROM report_figures
    WHERE figure = 'received'
),

punctuality AS (
    SELECT
        report_id,
        'on_time' AS metric,
        (published_on <= make_date(fiscal_year + 1, 1, 31))::INTEGER AS numerator,
        CASE WHEN published_on IS NULL THEN NULL ELSE 1 END AS denominator,
        0 AS n_blank,
        (published_on IS NULL)::INTEGER AS n_missing
    FROM current_reports
),

completeness AS (
    SELECT
        report_id,
        'completeness' AS metric,
        cells_reported AS numerator,
        cells_expected AS denominator,
        cells_blank AS n_blank,
        cells_missing AS n_missing
    FROM current_reports
),

hard_checks AS (
    SELECT
        current_reports.report_id,
        'checks_passed' AS metric,
        count(*) FILTER (WHERE checks.passed) AS numerator,
        count(checks.passed) AS denominator,
        0 AS n_blank,
        count(*) FILTER (WHERE checks.check_name IS NOT NULL AND checks.passed IS NULL) AS n_missing
    FROM current_reports
    LEFT JOIN report_checks AS checks
        ON current_reports.report_id = checks.report_id AND checks.severity = 'hard'
    GROUP BY current_reports.report_id
),

carry_over AS (
    SELECT
        report_id,
        'carry_over_ok' AS metric,
        passed::INTEGER AS numerator,
        CASE WHEN passed IS NULL THEN NULL ELSE 1 END AS denominator,
        0 AS n_blank,
        (passed IS NULL)::INTEGER AS n_missing
    FROM continuity
    WHERE check_name = 'carry_over' AND member = 'total'
),

indicators AS (
    SELECT
        report_id,
        metric,
        numerator,
        denominator,
        n_blank,
        n_missing
    FROM zero_requests
    UNION ALL
    SELECT
        report_id,
        metric,
        numerator,
        denominator,
        n_blank,
        n_missing
    FROM punctuality
    UNION ALL
    SELECT
        report_id,
        metric,
        numerator,
        denominator,
        n_blank,
        n_missing
    FROM completeness
    UNION ALL
    SELECT
        report_id,
        metric,
        numerator,
        denominator,
        n_blank,
        n_missing
    FROM hard_checks
    UNION ALL
    SELECT
        report_id,
        metric,
        numerator,
        denominator,
        n_blank,
        n_missing
    FROM carry_over
)

SELECT
    current_reports.report_id,
    current_reports.agency_id,
    current_reports.fiscal_year,
    current_reports.scope,
    current_reports.form,
    indicators.metric,
    indicators.numerator::DOUBLE AS numerator,
    indicators.denominator::DOUBLE AS denominator,
    indicators.n_blank,
    indicators.n_missing
FROM current_reports
INNER JOIN indicators ON current_reports.report_id = indicators.report_id;

COMMENT ON VIEW agency_year_indicators IS
'Grain: report_id, metric. Metrics of a current report that count agencies, cells or checks: zero_request_share, '
'on_time, completeness, checks_passed, carry_over_ok. An agency counts 1 in the denominator only where the answer '
'is known.';
COMMENT ON COLUMN agency_year_indicators.report_id IS 'The report.';
COMMENT ON COLUMN agency_year_indicators.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN agency_year_indicators.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN agency_year_indicators.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN agency_year_indicators.form IS 'The form of the tables.';
COMMENT ON COLUMN agency_year_indicators.metric IS 'The metric (metrics.metric).';
COMMENT ON COLUMN agency_year_indicators.numerator IS
'1 or 0 for a yes-or-no metric, else cells or checks counted; NULL where not known.';
COMMENT ON COLUMN agency_year_indicators.denominator IS
'1 where the answer is known, else cells or checks of the whole; NULL where not known.';
COMMENT ON COLUMN agency_year_indicators.n_blank IS 'Blank cells behind the metric.';
COMMENT ON COLUMN agency_year_indicators.n_missing IS 'Cells, dates or checks behind the metric that are not known.';
