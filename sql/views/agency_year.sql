-- grain: agency_id, fiscal_year, scope (current reports only)
CREATE OR REPLACE TABLE agency_year AS
WITH current_reports AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope,
        agency_name,
        form,
        title,
        published_on,
        region_code,
        province,
        prefecture,
        county,
        admin_level,
        sector,
        cells_expected,
        cells_reported,
        cells_blank,
        cells_derived,
        cells_missing,
        checks_failed
    FROM reports
    WHERE is_current
),

long_metrics AS (
    SELECT
        report_id,
        metric,
        member,
        numerator,
        denominator,
        value,
        n_blank,
        n_missing,
        n_corrected
    FROM agency_year_metrics
),

wide_metrics AS (
    SELECT
        report_id,
        max(value) FILTER (WHERE metric = 'received') AS received,
        max(value) FILTER (WHERE metric = 'carried_in') AS carried_in,
        max(value) FILTER (WHERE metric = 'handled_load') AS handled_load,
        max(value) FILTER (WHERE metric = 'concluded') AS concluded,
        max(value) FILTER (WHERE metric = 'carried_out') AS carried_out,
        max(value) FILTER (WHERE metric = 'backlog_change') AS backlog_change,
        max(numerator) FILTER (WHERE metric = 'grant_rate') AS granted,
        max(numerator) FILTER (WHERE metric = 'partial_rate') AS granted_in_part,
        max(numerator) FILTER (WHERE metric = 'denial_rate') AS denied,
        max(numerator) FILTER (WHERE metric = 'unavailable_rate') AS unavailable,
        max(numerator) FILTER (WHERE metric = 'declined_rate') AS declined,
        max(numerator) FILTER (WHERE metric = 'other_rate') AS other,
        max(value) FILTER (WHERE metric = 'reviews') AS reviews,
        max(value) FILTER (WHERE metric = 'suits') AS suits,
        max(value) FILTER (WHERE metric = 'conclusion_rate') AS conclusion_rate,
        max(numerator) FILTER (WHERE metric = 'conclusion_rate') AS conclusion_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'conclusion_rate') AS conclusion_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'conclusion_rate') AS conclusion_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'conclusion_rate') AS conclusion_rate_n_missing,
        max(value) FILTER (WHERE metric = 'carry_rate') AS carry_rate,
        max(numerator) FILTER (WHERE metric = 'carry_rate') AS carry_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'carry_rate') AS carry_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'carry_rate') AS carry_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'carry_rate') AS carry_rate_n_missing,
        max(value) FILTER (WHERE metric = 'grant_rate') AS grant_rate,
        max(numerator) FILTER (WHERE metric = 'grant_rate') AS grant_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'grant_rate') AS grant_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'grant_rate') AS grant_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'grant_rate') AS grant_rate_n_missing,
        max(value) FILTER (WHERE metric = 'disclosure_rate') AS disclosure_rate,
        max(numerator) FILTER (WHERE metric = 'disclosure_rate') AS disclosure_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'disclosure_rate') AS disclosure_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'disclosure_rate') AS disclosure_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'disclosure_rate') AS disclosure_rate_n_missing,
        max(value) FILTER (WHERE metric = 'partial_rate') AS partial_rate,
        max(numerator) FILTER (WHERE metric = 'partial_rate') AS partial_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'partial_rate') AS partial_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'partial_rate') AS partial_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'partial_rate') AS partial_rate_n_missing,
        max(value) FILTER (WHERE metric = 'denial_rate') AS denial_rate,
        max(numerator) FILTER (WHERE metric = 'denial_rate') AS denial_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'denial_rate') AS denial_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'denial_rate') AS denial_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'denial_rate') AS denial_rate_n_missing,
        max(value) FILTER (WHERE metric = 'unavailable_rate') AS unavailable_rate,
        max(numerator) FILTER (WHERE metric = 'unavailable_rate') AS unavailable_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'unavailable_rate') AS unavailable_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'unavailable_rate') AS unavailable_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'unavailable_rate') AS unavailable_rate_n_missing,
        max(value) FILTER (WHERE metric = 'declined_rate') AS declined_rate,
        max(numerator) FILTER (WHERE metric = 'declined_rate') AS declined_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'declined_rate') AS declined_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'declined_rate') AS declined_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'declined_rate') AS declined_rate_n_missing,
        max(value) FILTER (WHERE metric = 'other_rate') AS other_rate,
        max(numerator) FILTER (WHERE metric = 'other_rate') AS other_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'other_rate') AS other_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'other_rate') AS other_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'other_rate') AS other_rate_n_missing,
        max(value) FILTER (WHERE metric = 'natural_person_share') AS natural_person_share,
        max(numerator) FILTER (WHERE metric = 'natural_person_share') AS natural_person_share_numerator,
        max(denominator) FILTER (WHERE metric = 'natural_person_share') AS natural_person_share_denominator,
        max(n_blank) FILTER (WHERE metric = 'natural_person_share') AS natural_person_share_n_blank,
        max(n_missing) FILTER (WHERE metric = 'natural_person_share') AS natural_person_share_n_missing,
        max(value) FILTER (WHERE metric = 'review_correction_rate') AS review_correction_rate,
        max(numerator) FILTER (WHERE metric = 'review_correction_rate') AS review_correction_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'review_correction_rate') AS review_correction_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'review_correction_rate') AS review_correction_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'review_correction_rate') AS review_correction_rate_n_missing,
        max(value) FILTER (WHERE metric = 'suit_correction_rate') AS suit_correction_rate,
        max(numerator) FILTER (WHERE metric = 'suit_correction_rate') AS suit_correction_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'suit_correction_rate') AS suit_correction_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'suit_correction_rate') AS suit_correction_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'suit_correction_rate') AS suit_correction_rate_n_missing,
        max(value) FILTER (WHERE metric = 'dispute_rate') AS dispute_rate,
        max(numerator) FILTER (WHERE metric = 'dispute_rate') AS dispute_rate_numerator,
        max(denominator) FILTER (WHERE metric = 'dispute_rate') AS dispute_rate_denominator,
        max(n_blank) FILTER (WHERE metric = 'dispute_rate') AS dispute_rate_n_blank,
        max(n_missing) FILTER (WHERE metric = 'dispute_rate') AS dispute_rate_n_missing,
        max(value) FILTER (WHERE metric = 'decisions' AND member = 'license') AS license_decisions,
        max(value) FILTER (WHERE metric = 'decisions' AND member = 'penalty') AS penalty_decisions,
        max(value) FILTER (WHERE metric = 'decisions' AND member = 'coercion') AS coercion_decisions,
        max(value) FILTER (WHERE metric = 'issued' AND member = 'regulation') AS regulations_issued,
        max(value) FILTER (WHERE metric = 'repealed' AND member = 'regulation') AS regulations_repealed,
        max(value) FILTER (WHERE metric = 'in_force' AND member = 'regulation') AS regulations_in_force,
        max(value) FILTER (WHERE metric = 'issued' AND member = 'normative_document') AS normative_documents_issued,
        max(value) FILTER (WHERE metric = 'repealed' AND member = 'normative_document') AS normative_documents_repealed,
        max(value) FILTER (WHERE metric = 'in_force' AND member = 'normative_document') AS normative_documents_in_force,
        max(denominator) FILTER (WHERE metric = 'newly_disclosed_share' AND member = 'regulation') AS regulations_made,
        max(numerator) FILTER (WHERE metric = 'newly_disclosed_share' AND member = 'regulation') AS regulations_newly_disclosed,
        max(denominator) FILTER (WHERE metric = 'newly_disclosed_share' AND member = 'normative_document') AS normative_documents_made,
        max(numerator) FILTER (WHERE metric = 'newly_disclosed_share' AND member = 'normative_document') AS normative_documents_newly_disclosed,
        max(value) FILTER (WHERE metric = 'fee_yuan') AS fee_yuan,
        max(numerator) FILTER (WHERE metric = 'avg_purchase') AS purchase_amount_yuan,
        max(denominator) FILTER (WHERE metric = 'avg_purchase') AS purchase_count,
        max(value) FILTER (WHERE metric = 'completeness') AS completeness,
        max(value) FILTER (WHERE metric = 'checks_passed') AS checks_passed,
        max(value) FILTER (WHERE metric = 'on_time') AS on_time,
        max(value) FILTER (WHERE metric = 'zero_request_share') AS zero_requests,
        max(value) FILTER (WHERE metric = 'carry_over_ok') AS carry_over_ok,
        max(n_corrected) AS n_corrected
    FROM long_metrics
    GROUP BY report_id
)

SELECT
    current_reports.agency_id,
    current_reports.fiscal_year,
    current_reports.scope,
    current_reports.report_id,
    current_reports.agency_name,
    current_reports.form,
    current_reports.title,
    current_reports.published_on,
    current_reports.region_code,
    current_reports.province,
    current_reports.prefecture,
    current_reports.county,
    current_reports.admin_level,
    current_reports.sector,
    try_cast(wide_metrics.received AS BIGINT) AS received,
    try_cast(wide_metrics.carried_in AS BIGINT) AS carried_in,
    try_cast(wide_metrics.handled_load AS BIGINT) AS handled_load,
    try_cast(wide_metrics.concluded AS BIGINT) AS concluded,
    try_cast(wide_metrics.carried_out AS BIGINT) AS carried_out,
    try_cast(wide_metrics.backlog_change AS BIGINT) AS backlog_change,
    try_cast(wide_metrics.granted AS BIGINT) AS granted,
    try_cast(wide_metrics.granted_in_part AS BIGINT) AS granted_in_part,
    try_cast(wide_metrics.denied AS BIGINT) AS denied,
    try_cast(wide_metrics.unavailable AS BIGINT) AS unavailable,
    try_cast(wide_metrics.declined AS BIGINT) AS declined,
    try_cast(wide_metrics.other AS BIGINT) AS other,
    try_cast(wide_metrics.reviews AS BIGINT) AS reviews,
    try_cast(wide_metrics.suits AS BIGINT) AS suits,
    wide_metrics.conclusion_rate,
    try_cast(wide_metrics.conclusion_rate_numerator AS BIGINT) AS conclusion_rate_numerator,
    try_cast(wide_metrics.conclusion_rate_denominator AS BIGINT) AS conclusion_rate_denominator,
    wide_metrics.conclusion_rate_n_blank,
    wide_metrics.conclusion_rate_n_missing,
    wide_metrics.carry_rate,
    try_cast(wide_metrics.carry_rate_numerator AS BIGINT) AS carry_rate_numerator,
    try_cast(wide_metrics.carry_rate_denominator AS BIGINT) AS carry_rate_denominator,
    wide_metrics.carry_rate_n_blank,
    wide_metrics.carry_rate_n_missing,
    wide_metrics.grant_rate,
    try_cast(wide_metrics.grant_rate_numerator AS BIGINT) AS grant_rate_numerator,
    try_cast(wide_metrics.grant_rate_denominator AS BIGINT) AS grant_rate_denominator,
    wide_metrics.grant_rate_n_blank,
    wide_metrics.grant_rate_n_missing,
    wide_metrics.disclosure_rate,
    try_cast(wide_metrics.disclosure_rate_numerator AS BIGINT) AS disclosure_rate_numerator,
    try_cast(wide_metrics.disclosure_rate_denominator AS BIGINT) AS disclosure_rate_denominator,
    wide_metrics.disclosure_rate_n_blank,
    wide_metrics.disclosure_rate_n_missing,
    wide_metrics.partial_rate,
    try_cast(wide_metrics.partial_rate_numerator AS BIGINT) AS partial_rate_numerator,
    try_cast(wide_metrics.partial_rate_denominator AS BIGINT) AS partial_rate_denominator,
    wide_metrics.partial_rate_n_blank,
    wide_metrics.partial_rate_n_missing,
    wide_metrics.denial_rate,
    try_cast(wide_metrics.denial_rate_numerator AS BIGINT) AS denial_rate_numerator,
    try_cast(wide_metrics.denial_rate_denominator AS BIGINT) AS denial_rate_denominator,
    wide_metrics.denial_rate_n_blank,
    wide_metrics.denial_rate_n_missing,
    wide_metrics.unavailable_rate,
    try_cast(wide_metrics.unavailable_rate_numerator AS BIGINT) AS unavailable_rate_numerator,
    try_cast(wide_metrics.unavailable_rate_denominator AS BIGINT) AS unavailable_rate_denominator,
    wide_metrics.unavailable_rate_n_blank,
    wide_metrics.unavailable_rate_n_missing,
    wide_metrics.declined_rate,
    try_cast(wide_metrics.declined_rate_numerator AS BIGINT) AS declined_rate_numerator,
    try_cast(wide_metrics.declined_rate_denominator AS BIGINT) AS declined_rate_denominator,
    wide_metrics.declined_rate_n_blank,
    wide_metrics.declined_rate_n_missing,
    wide_metrics.other_rate,
    try_cast(wide_metrics.other_rate_numerator AS BIGINT) AS other_rate_numerator,
    try_cast(wide_metrics.other_rate_denominator AS BIGINT) AS other_rate_denominator,
    wide_metrics.other_rate_n_blank,
    wide_metrics.other_rate_n_missing,
    wide_metrics.natural_person_share,
    try_cast(wide_metrics.natural_person_share_numerator AS BIGINT) AS natural_person_share_numerator,
    try_cast(wide_metrics.natural_person_share_denominator AS BIGINT) AS natural_person_share_denominator,
    wide_metrics.natural_person_share_n_blank,
    wide_metrics.natural_person_share_n_missing,
    wide_metrics.review_correction_rate,
    try_cast(wide_metrics.review_correction_rate_numerator AS BIGINT) AS review_correction_rate_numerator,
    try_cast(wide_metrics.review_correction_rate_denominator AS BIGINT) AS review_correction_rate_denominator,
    wide_metrics.review_correction_rate_n_blank,
    wide_metrics.review_correction_rate_n_missing,
    wide_metrics.suit_correction_rate,
    try_cast(wide_metrics.suit_correction_rate_numerator AS BIGINT) AS suit_correction_rate_numerator,
    try_cast(wide_metrics.suit_correction_rate_denominator AS BIGINT) AS suit_correction_rate_denominator,
    wide_metrics.suit_correction_rate_n_blank,
    wide_metrics.suit_correction_rate_n_missing,
    wide_metrics.dispute_rate,
    try_cast(wide_metrics.dispute_rate_numerator AS BIGINT) AS dispute_rate_numerator,
    try_cast(wide_metrics.dispute_rate_denominator AS BIGINT) AS dispute_rate_denominator,
    wide_metrics.dispute_rate_n_blank,
    wide_metrics.dispute_rate_n_missing,
    try_cast(wide_metrics.license_decisions AS BIGINT) AS license_decisions,
    try_cast(wide_metrics.penalty_decisions AS BIGINT) AS penalty_decisions,
    try_cast(wide_metrics.coercion_decisions AS BIGINT) AS coercion_decisions,
    try_cast(wide_metrics.regulations_issued AS BIGINT) AS regulations_issued,
    try_cast(wide_metrics.regulations_repealed AS BIGINT) AS regulations_repealed,
    try_cast(wide_metrics.regulations_in_force AS BIGINT) AS regulations_in_force,
    try_cast(wide_metrics.normative_documents_issued AS BIGINT) AS normative_documents_issued,
    try_cast(wide_metrics.normative_documents_repealed AS BIGINT) AS normative_documents_repealed,
    try_cast(wide_metrics.normative_documents_in_force AS BIGINT) AS normative_documents_in_force,
    try_cast(wide_metrics.regulations_made AS BIGINT) AS regulations_made,
    try_cast(wide_metrics.regulations_newly_disclosed AS BIGINT) AS regulations_newly_disclosed,
    try_cast(wide_metrics.normative_documents_made AS BIGINT) AS normative_documents_made,
    try_cast(wide_metrics.normative_documents_newly_disclosed AS BIGINT) AS normative_documents_newly_disclosed,
    try_cast(wide_metrics.fee_yuan AS DECIMAL(18, 2)) AS fee_yuan,
    try_cast(wide_metrics.purchase_amount_yuan AS DECIMAL(18, 2)) AS purchase_amount_yuan,
    try_cast(wide_metrics.purchase_count AS BIGINT) AS purchase_count,
    wide_metrics.completeness,
    wide_metrics.checks_passed,
    wide_metrics.on_time,
    wide_metrics.zero_requests,
    wide_metrics.carry_over_ok,
    wide_metrics.n_corrected,
    current_reports.cells_expected,
    current_reports.cells_reported,
    current_reports.cells_blank,
    current_reports.cells_derived,
    current_reports.cells_missing,
    current_reports.checks_failed
FROM current_reports
LEFT JOIN wide_metrics ON current_reports.report_id = wide_metrics.report_id
ORDER BY current_reports.agency_id, current_reports.fiscal_year, current_reports.scope;

COMMENT ON TABLE agency_year IS
'Grain: agency_id, fiscal_year, scope. One wide row for each agency, year and scope, from its current report: '
'headline figures, and rates with their numerators, denominators and the blank and missing cells behind them. '
'Corrected values where there are any, else printed.';
COMMENT ON COLUMN agency_year.agency_id IS 'The publishing agency, stable over the years.';
COMMENT ON COLUMN agency_year.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN agency_year.scope IS 'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN agency_year.report_id IS 'The current report behind the row.';
COMMENT ON COLUMN agency_year.agency_name IS 'Full name of the agency as it names itself, in simplified characters.';
COMMENT ON COLUMN agency_year.form IS
'The form of the tables: figures of the two forms that are not the same concept stand in different columns.';
COMMENT ON COLUMN agency_year.title IS 'Title of the report.';
COMMENT ON COLUMN agency_year.published_on IS 'Date of publication; NULL where not told.';
COMMENT ON COLUMN agency_year.region_code IS 'GB/T 2260 code of the lowest place named.';
COMMENT ON COLUMN agency_year.province IS 'Province.';
COMMENT ON COLUMN agency_year.prefecture IS 'Prefecture.';
COMMENT ON COLUMN agency_year.county IS 'County.';
COMMENT ON COLUMN agency_year.admin_level IS 'central, province, prefecture, county or township.';
COMMENT ON COLUMN agency_year.sector IS 'What the agency does.';
COMMENT ON COLUMN agency_year.received IS 'Requests received in the year.';
COMMENT ON COLUMN agency_year.carried_in IS 'Requests carried in from the year before.';
COMMENT ON COLUMN agency_year.handled_load IS 'Received and carried in.';
COMMENT ON COLUMN agency_year.concluded IS 'Requests concluded, as printed in the row of totals.';
COMMENT ON COLUMN agency_year.carried_out IS 'Requests carried out to the next year.';
COMMENT ON COLUMN agency_year.backlog_change IS 'Carried out less carried in.';
COMMENT ON COLUMN agency_year.granted IS 'Requests granted in full.';
COMMENT ON COLUMN agency_year.granted_in_part IS 'Requests granted in part.';
COMMENT ON COLUMN agency_year.denied IS 'Requests denied, over all reasons of the form.';
COMMENT ON COLUMN agency_year.unavailable IS 'Requests for what could not be provided.';
COMMENT ON COLUMN agency_year.declined IS 'Requests declined to handle.';
COMMENT ON COLUMN agency_year.other IS 'Other handling: one row on form 2019, three on form 2021.';
COMMENT ON COLUMN agency_year.reviews IS 'Administrative reviews.';
COMMENT ON COLUMN agency_year.suits IS 'Suits, brought directly and after review.';
COMMENT ON COLUMN agency_year.conclusion_rate IS
'Concluded by requests on hand, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.conclusion_rate_numerator IS 'Numerator of conclusion_rate.';
COMMENT ON COLUMN agency_year.conclusion_rate_denominator IS 'Denominator of conclusion_rate.';
COMMENT ON COLUMN agency_year.conclusion_rate_n_blank IS 'Blank cells behind conclusion_rate.';
COMMENT ON COLUMN agency_year.conclusion_rate_n_missing IS 'Missing cells behind conclusion_rate.';
COMMENT ON COLUMN agency_year.carry_rate IS
'Carried out by requests on hand, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.carry_rate_numerator IS 'Numerator of carry_rate.';
COMMENT ON COLUMN agency_year.carry_rate_denominator IS 'Denominator of carry_rate.';
COMMENT ON COLUMN agency_year.carry_rate_n_blank IS 'Blank cells behind carry_rate.';
COMMENT ON COLUMN agency_year.carry_rate_n_missing IS 'Missing cells behind carry_rate.';
COMMENT ON COLUMN agency_year.grant_rate IS
'Disclosed in full by concluded, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.grant_rate_numerator IS 'Numerator of grant_rate.';
COMMENT ON COLUMN agency_year.grant_rate_denominator IS 'Denominator of grant_rate.';
COMMENT ON COLUMN agency_year.grant_rate_n_blank IS 'Blank cells behind grant_rate.';
COMMENT ON COLUMN agency_year.grant_rate_n_missing IS 'Missing cells behind grant_rate.';
COMMENT ON COLUMN agency_year.disclosure_rate IS
'Disclosed in full or in part by concluded: the headline rate, as a share; NULL where either is unknown or the '
'denominator is 0.';
COMMENT ON COLUMN agency_year.disclosure_rate_numerator IS 'Numerator of disclosure_rate.';
COMMENT ON COLUMN agency_year.disclosure_rate_denominator IS 'Denominator of disclosure_rate.';
COMMENT ON COLUMN agency_year.disclosure_rate_n_blank IS 'Blank cells behind disclosure_rate.';
COMMENT ON COLUMN agency_year.disclosure_rate_n_missing IS 'Missing cells behind disclosure_rate.';
COMMENT ON COLUMN agency_year.partial_rate IS
'Disclosed in part by concluded, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.partial_rate_numerator IS 'Numerator of partial_rate.';
COMMENT ON COLUMN agency_year.partial_rate_denominator IS 'Denominator of partial_rate.';
COMMENT ON COLUMN agency_year.partial_rate_n_blank IS 'Blank cells behind partial_rate.';
COMMENT ON COLUMN agency_year.partial_rate_n_missing IS 'Missing cells behind partial_rate.';
COMMENT ON COLUMN agency_year.denial_rate IS
'Denied by concluded, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.denial_rate_numerator IS 'Numerator of denial_rate.';
COMMENT ON COLUMN agency_year.denial_rate_denominator IS 'Denominator of denial_rate.';
COMMENT ON COLUMN agency_year.denial_rate_n_blank IS 'Blank cells behind denial_rate.';
COMMENT ON COLUMN agency_year.denial_rate_n_missing IS 'Missing cells behind denial_rate.';
COMMENT ON COLUMN agency_year.unavailable_rate IS
'Could not be provided by concluded, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.unavailable_rate_numerator IS 'Numerator of unavailable_rate.';
COMMENT ON COLUMN agency_year.unavailable_rate_denominator IS 'Denominator of unavailable_rate.';
COMMENT ON COLUMN agency_year.unavailable_rate_n_blank IS 'Blank cells behind unavailable_rate.';
COMMENT ON COLUMN agency_year.unavailable_rate_n_missing IS 'Missing cells behind unavailable_rate.';
COMMENT ON COLUMN agency_year.declined_rate IS
'Declined to handle by concluded, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.declined_rate_numerator IS 'Numerator of declined_rate.';
COMMENT ON COLUMN agency_year.declined_rate_denominator IS 'Denominator of declined_rate.';
COMMENT ON COLUMN agency_year.declined_rate_n_blank IS 'Blank cells behind declined_rate.';
COMMENT ON COLUMN agency_year.declined_rate_n_missing IS 'Missing cells behind declined_rate.';
COMMENT ON COLUMN agency_year.other_rate IS
'Other handling by concluded, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.other_rate_numerator IS 'Numerator of other_rate.';
COMMENT ON COLUMN agency_year.other_rate_denominator IS 'Denominator of other_rate.';
COMMENT ON COLUMN agency_year.other_rate_n_blank IS 'Blank cells behind other_rate.';
COMMENT ON COLUMN agency_year.other_rate_n_missing IS 'Missing cells behind other_rate.';
COMMENT ON COLUMN agency_year.natural_person_share IS
'Received from natural persons by received, as a share; NULL where either is unknown or the denominator is 0.';
COMMENT ON COLUMN agency_year.natural_person_share_numerator IS 'Numerator of natural_person_share.';
COMMENT ON COLUMN agency_year.natural_person_share_denominator IS 'Denominator of natural_person_share.';
COMMENT ON COLUMN agency_year.natural_person_share_n_blank IS 'Blank cells behind natural_person_share.';
COMMENT ON COLUMN agency_year.natural_person_share_n_missing IS 'Missing cells behind natural_person_share.';
COMMENT ON COLUMN agency_year.review_correction_rate IS
'Reviews corrected by all reviews, pending ones included, as a share; NULL where either is unknown or the '
'denominator is 0.';
COMMENT ON COLUMN agency_year.review_correction_rate_numerator IS 'Numerator of review_correction_rate.';
COMMENT ON COLUMN agency_year.review_correction_rate_denominator IS 'Denominator of review_correction_rate.';
COMMENT ON COLUMN agency_year.review_correction_rate_n_blank IS 'Blank cells behind review_correction_rate.';
COMMENT ON COLUMN agency_year.review_correction_rate_n_missing IS 'Missing cells behind review_correction_rate.';
COMMENT ON COLUMN agency_year.suit_correction_rate IS
'Suits corrected by all suits, pending ones included, as a share; NULL where either is unknown or the denominator '
'is 0.';
COMMENT ON COLUMN agency_year.suit_correction_rate_numerator IS 'Numerator of suit_correction_rate.';
COMMENT ON COLUMN agency_year.suit_correction_rate_denominator IS 'Denominator of suit_correction_rate.';
COMMENT ON COLUMN agency_year.suit_correction_rate_n_blank IS 'Blank cells behind suit_correction_rate.';
COMMENT ON COLUMN agency_year.suit_correction_rate_n_missing IS 'Missing cells behind suit_correction_rate.';
COMMENT ON COLUMN agency_year.dispute_rate IS
'Reviews and suits by requests received; can exceed 1, as a share; NULL where either is unknown or the denominator '
'is 0.';
COMMENT ON COLUMN agency_year.dispute_rate_numerator IS 'Numerator of dispute_rate.';
COMMENT ON COLUMN agency_year.dispute_rate_denominator IS 'Denominator of dispute_rate.';
COMMENT ON COLUMN agency_year.dispute_rate_n_blank IS 'Blank cells behind dispute_rate.';
COMMENT ON COLUMN agency_year.dispute_rate_n_missing IS 'Missing cells behind dispute_rate.';
COMMENT ON COLUMN agency_year.license_decisions IS 'Licence decisions.';
COMMENT ON COLUMN agency_year.penalty_decisions IS 'Penalty decisions.';
COMMENT ON COLUMN agency_year.coercion_decisions IS 'Coercion decisions.';
COMMENT ON COLUMN agency_year.regulations_issued IS 'Regulations issued (form 2021).';
COMMENT ON COLUMN agency_year.regulations_repealed IS 'Regulations repealed (form 2021).';
COMMENT ON COLUMN agency_year.regulations_in_force IS 'Regulations in force (form 2021).';
COMMENT ON COLUMN agency_year.normative_documents_issued IS 'Normative documents issued (form 2021).';
COMMENT ON COLUMN agency_year.normative_documents_repealed IS 'Normative documents repealed (form 2021).';
COMMENT ON COLUMN agency_year.normative_documents_in_force IS 'Normative documents in force (form 2021).';
COMMENT ON COLUMN agency_year.regulations_made IS 'Regulations newly made (form 2019).';
COMMENT ON COLUMN agency_year.regulations_newly_disclosed IS 'Regulations newly disclosed (form 2019).';
COMMENT ON COLUMN agency_year.normative_documents_made IS 'Normative documents newly made (form 2019).';
COMMENT ON COLUMN agency_year.normative_documents_newly_disclosed IS 'Normative documents newly disclosed (form 2019).';
COMMENT ON COLUMN agency_year.fee_yuan IS 'Fees collected, in yuan (form 2021).';
COMMENT ON COLUMN agency_year.purchase_amount_yuan IS 'Centralised procurement, in yuan (form 2019).';
COMMENT ON COLUMN agency_year.purchase_count IS 'Centralised procurement projects (form 2019).';
COMMENT ON COLUMN agency_year.completeness IS 'Cells reported by cells of the form.';
COMMENT ON COLUMN agency_year.checks_passed IS 'Hard checks passed by those assessable; NULL where none is.';
COMMENT ON COLUMN agency_year.on_time IS
'1 where published by 31 January of the next year, 0 where later, NULL without a date.';
COMMENT ON COLUMN agency_year.zero_requests IS
'1 where no request was received, 0 where some were, NULL where not known.';
COMMENT ON COLUMN agency_year.carry_over_ok IS
'1 where last year carried out what this year carried in, 0 where not, NULL where not known.';
COMMENT ON COLUMN agency_year.n_corrected IS
'Cells corrected by a person behind the figure of this row that has most of them; 0 means that the whole row is as '
'printed.';
COMMENT ON COLUMN agency_year.cells_expected IS 'Cells of the form.';
COMMENT ON COLUMN agency_year.cells_reported IS 'Cells with a printed figure.';
COMMENT ON COLUMN agency_year.cells_blank IS 'Cells left blank by the agency.';
COMMENT ON COLUMN agency_year.cells_derived IS 'Cells told by the form''s own arithmetic.';
COMMENT ON COLUMN agency_year.cells_missing IS 'Cells that could not be read.';
COMMENT ON COLUMN agency_year.checks_failed IS 'Checks that failed on what was printed.';
