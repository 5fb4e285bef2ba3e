-- grain: report_id, metric (current reports only; metrics that count agencies, cells and checks instead of figures)
CREATE OR REPLACE VIEW agency_year_indicators AS
WITH indicators AS (
    SELECT
        figures.agency_id,
        figures.fiscal_year,
        figures.scope,
        figures.report_id,
        figures.agency.name AS agency_name,
        figures.agency.province AS province, -- noqa: AL09
        figures.agency.admin_level AS admin_level, -- noqa: AL09
        figures.agency.sector AS sector, -- noqa: AL09
        figures.form,
        'zero_request_share' AS metric,
        'indicator' AS kind,
        (figures.received.value = 0)::INTEGER AS numerator,
        CASE WHEN figures.received.value IS NOT NULL THEN 1 END AS denominator,
        figures.received.n_blank AS n_blank, -- noqa: AL09
        figures.received.n_missing AS n_missing, -- noqa: AL09
        figures.n_corrected
    FROM agency_year_figures AS figures
    UNION ALL
    SELECT
        agency_id,
        fiscal_year,
        scope,
        report_id,
        agency_name,
        province,
        admin_level,
        sector,
        form,
        'on_time' AS metric,
        'indicator' AS kind,
        on_time AS numerator,
        CASE WHEN on_time IS NOT NULL THEN 1 END AS denominator,
        0 AS n_blank,
        (on_time IS NULL)::INTEGER AS n_missing,
        n_corrected
    FROM agency_year
    UNION ALL
    SELECT
        agency_id,
        fiscal_year,
        scope,
        report_id,
        agency_name,
        province,
        admin_level,
        sector,
        form,
        'completeness' AS metric,
        'ratio' AS kind,
        cells_reported AS numerator,
        cells_expected AS denominator,
        cells_blank AS n_blank,
        cells_missing AS n_missing,
        n_corrected
    FROM agency_year
    UNION ALL
    SELECT
        agency_id,
        fiscal_year,
        scope,
        report_id,
        agency_name,
        province,
        admin_level,
        sector,
        form,
        'checks_passed' AS metric,
        'ratio' AS kind,
        hard_checks_passed AS numerator,
        hard_checks_assessable AS denominator,
        0 AS n_blank,
        hard_checks_open AS n_missing,
        n_corrected
    FROM agency_year
    UNION ALL
    SELECT
        agency_id,
        fiscal_year,
        scope,
        report_id,
        agency_name,
        province,
        admin_level,
        sector,
        form,
        'carry_over_ok' AS metric,
        'indicator' AS kind,
        carry_over_ok AS numerator,
        CASE WHEN carry_over_ok IS NOT NULL THEN 1 END AS denominator,
        0 AS n_blank,
        carry_over_n_missing AS n_missing,
        n_corrected
    FROM agency_year
    WHERE carry_over_n_missing IS NOT NULL
)

SELECT
    report_id,
    agency_id,
    fiscal_year,
    scope,
    agency_name,
    province,
    admin_level,
    sector,
    form,
    metric,
    kind,
    numerator::DOUBLE AS numerator,
    denominator::DOUBLE AS denominator,
    n_blank,
    n_missing,
    n_corrected
FROM indicators;

COMMENT ON VIEW agency_year_indicators IS
'Grain: report_id, metric. Metrics of a current report that count agencies, cells or checks: zero_request_share, '
'on_time, completeness, checks_passed, carry_over_ok. An agency counts 1 in the denominator only where the answer '
'is known.';
COMMENT ON COLUMN agency_year_indicators.report_id IS 'The report.';
COMMENT ON COLUMN agency_year_indicators.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN agency_year_indicators.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN agency_year_indicators.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN agency_year_indicators.agency_name IS 'Name of the agency in that report.';
COMMENT ON COLUMN agency_year_indicators.province IS 'Province of the agency.';
COMMENT ON COLUMN agency_year_indicators.admin_level IS 'central, province, prefecture, county or township.';
COMMENT ON COLUMN agency_year_indicators.sector IS 'What the agency does.';
COMMENT ON COLUMN agency_year_indicators.form IS 'The form of the tables.';
COMMENT ON COLUMN agency_year_indicators.metric IS 'The metric (metrics.metric).';
COMMENT ON COLUMN agency_year_indicators.kind IS 'indicator (1 or 0) or ratio.';
COMMENT ON COLUMN agency_year_indicators.numerator IS
'1 or 0 for a yes-or-no metric, else cells or checks counted; NULL where not known.';
COMMENT ON COLUMN agency_year_indicators.denominator IS
'1 where the answer is known, else cells or checks of the whole; NULL where not known.';
COMMENT ON COLUMN agency_year_indicators.n_blank IS 'Blank cells behind the metric.';
COMMENT ON COLUMN agency_year_indicators.n_missing IS 'Cells, dates or checks behind the metric that are not known.';
COMMENT ON COLUMN agency_year_indicators.n_corrected IS 'Cells of the whole report corrected by a person.';
