-- grain: agency_id, fiscal_year, scope (current reports only)
CREATE OR REPLACE TABLE agency_year AS
WITH hard_checks AS (
    SELECT
        report_id,
        count(*) FILTER (WHERE passed) AS passed,
        count(passed) AS assessable,
        count(*) FILTER (WHERE passed IS NULL) AS open
    FROM report_checks
    WHERE severity = 'hard'
    GROUP BY report_id
),

-- What was carried over from the year before, where a report of that year has the same scope.
carried AS (
    SELECT
        report_id,
        passed
    FROM continuity
    WHERE check_name = 'carry_over' AND member = 'total'
)

SELECT
    figures.agency_id,
    figures.fiscal_year,
    figures.scope,
    figures.report_id,
    reports.agency_name,
    reports.form,
    reports.title,
    reports.published_on,
    reports.region_code,
    reports.province,
    reports.prefecture,
    reports.county,
    reports.admin_level,
    reports.sector,
    figures.received.value AS received,
    figures.carried_in.value AS carried_in,
    figures.handled_load.value AS handled_load,
    figures.concluded.value AS concluded,
    figures.carried_out.value AS carried_out,
    figures.backlog_change.value AS backlog_change,
    figures.granted.value AS granted,
    figures.granted_in_part.value AS granted_in_part,
    figures.denied.value AS denied,
    figures.unavailable.value AS unavailable,
    figures.declined.value AS declined,
    figures.other.value AS other,
    figures.reviews.value AS reviews,
    figures.suits.value AS suits,
    figures.concluded.value / nullif(figures.handled_load.value, 0) AS conclusion_rate,
    figures.concluded.value AS conclusion_rate_numerator,
    figures.handled_load.value AS conclusion_rate_denominator,
    figures.concluded.n_blank + figures.handled_load.n_blank AS conclusion_rate_n_blank,
    figures.concluded.n_missing + figures.handled_load.n_missing AS conclusion_rate_n_missing,
    figures.carried_out.value / nullif(figures.handled_load.value, 0) AS carry_rate,
    figures.carried_out.value AS carry_rate_numerator,
    figures.handled_load.value AS carry_rate_denominator,
    figures.carried_out.n_blank + figures.handled_load.n_blank AS carry_rate_n_blank,
    figures.carried_out.n_missing + figures.handled_load.n_missing AS carry_rate_n_missing,
    figures.granted.value / nullif(figures.concluded.value, 0) AS grant_rate,
    figures.granted.value AS grant_rate_numerator,
    figures.concluded.value AS grant_rate_denominator,
    figures.granted.n_blank + figures.concluded.n_blank AS grant_rate_n_blank,
    figures.granted.n_missing + figures.concluded.n_missing AS grant_rate_n_missing,
    figures.disclosed.value / nullif(figures.concluded.value, 0) AS disclosure_rate,
    figures.disclosed.value AS disclosure_rate_numerator,
    figures.concluded.value AS disclosure_rate_denominator,
    figures.disclosed.n_blank + figures.concluded.n_blank AS disclosure_rate_n_blank,
    figures.disclosed.n_missing + figures.concluded.n_missing AS disclosure_rate_n_missing,
    figures.granted_in_part.value / nullif(figures.concluded.value, 0) AS partial_rate,
    figures.granted_in_part.value AS partial_rate_numerator,
    figures.concluded.value AS partial_rate_denominator,
    figures.granted_in_part.n_blank + figures.concluded.n_blank AS partial_rate_n_blank,
    figures.granted_in_part.n_missing + figures.concluded.n_missing AS partial_rate_n_missing,
    figures.denied.value / nullif(figures.concluded.value, 0) AS denial_rate,
    figures.denied.value AS denial_rate_numerator,
    figures.concluded.value AS denial_rate_denominator,
    figures.denied.n_blank + figures.concluded.n_blank AS denial_rate_n_blank,
    figures.denied.n_missing + figures.concluded.n_missing AS denial_rate_n_missing,
    figures.unavailable.value / nullif(figures.concluded.value, 0) AS unavailable_rate,
    figures.unavailable.value AS unavailable_rate_numerator,
    figures.concluded.value AS unavailable_rate_denominator,
    figures.unavailable.n_blank + figures.concluded.n_blank AS unavailable_rate_n_blank,
    figures.unavailable.n_missing + figures.concluded.n_missing AS unavailable_rate_n_missing,
    figures.declined.value / nullif(figures.concluded.value, 0) AS declined_rate,
    figures.declined.value AS declined_rate_numerator,
    figures.concluded.value AS declined_rate_denominator,
    figures.declined.n_blank + figures.concluded.n_blank AS declined_rate_n_blank,
    figures.declined.n_missing + figures.concluded.n_missing AS declined_rate_n_missing,
    figures.other.value / nullif(figures.concluded.value, 0) AS other_rate,
    figures.other.value AS other_rate_numerator,
    figures.concluded.value AS other_rate_denominator,
    figures.other.n_blank + figures.concluded.n_blank AS other_rate_n_blank,
    figures.other.n_missing + figures.concluded.n_missing AS other_rate_n_missing,
    figures.received_natural_person.value / nullif(figures.received.value, 0) AS natural_person_share,
    figures.received_natural_person.value AS natural_person_share_numerator,
    figures.received.value AS natural_person_share_denominator,
    figures.received_natural_person.n_blank + figures.received.n_blank AS natural_person_share_n_blank,
    figures.received_natural_person.n_missing + figures.received.n_missing AS natural_person_share_n_missing,
    figures.review_corrected.value / nullif(figures.reviews.value, 0) AS review_correction_rate,
    figures.review_corrected.value AS review_correction_rate_numerator,
    figures.reviews.value AS review_correction_rate_denominator,
    figures.review_corrected.n_blank + figures.reviews.n_blank AS review_correction_rate_n_blank,
    figures.review_corrected.n_missing + figures.reviews.n_missing AS review_correction_rate_n_missing,
    figures.suit_corrected.value / nullif(figures.suits.value, 0) AS suit_correction_rate,
    figures.suit_corrected.value AS suit_correction_rate_numerator,
    figures.suits.value AS suit_correction_rate_denominator,
    figures.suit_corrected.n_blank + figures.suits.n_blank AS suit_correction_rate_n_blank,
    figures.suit_corrected.n_missing + figures.suits.n_missing AS suit_correction_rate_n_missing,
    figures.disputes.value / nullif(figures.received.value, 0) AS dispute_rate,
    figures.disputes.value AS dispute_rate_numerator,
    figures.received.value AS dispute_rate_denominator,
    figures.disputes.n_blank + figures.received.n_blank AS dispute_rate_n_blank,
    figures.disputes.n_missing + figures.received.n_missing AS dispute_rate_n_missing,
    figures.decisions_license.value AS license_decisions,
    figures.decisions_penalty.value AS penalty_decisions,
    figures.decisions_coercion.value AS coercion_decisions,
    figures.issued_regulation.value AS regulations_issued,
    figures.repealed_regulation.value AS regulations_repealed,
    figures.in_force_regulation.value AS regulations_in_force,
    figures.issued_normative_document.value AS normative_documents_issued,
    figures.repealed_normative_document.value AS normative_documents_repealed,
    figures.in_force_normative_document.value AS normative_documents_in_force,
    figures.made_regulation.value AS regulations_made,
    figures.newly_disclosed_regulation.value AS regulations_newly_disclosed,
    figures.made_normative_document.value AS normative_documents_made,
    figures.newly_disclosed_normative_document.value AS normative_documents_newly_disclosed,
    (figures.fee_yuan.value * 0.01)::DECIMAL(18, 2) AS fee_yuan,
    (figures.purchase_amount.value * 0.01)::DECIMAL(18, 2) AS purchase_amount_yuan,
    figures.purchase_count.value AS purchase_count,
    reports.cells_reported / nullif(reports.cells_expected, 0) AS completeness,
    hard_checks.passed / nullif(hard_checks.assessable, 0) AS checks_passed,
    coalesce(hard_checks.passed, 0) AS hard_checks_passed,
    coalesce(hard_checks.assessable, 0) AS hard_checks_assessable,
    coalesce(hard_checks.open, 0) AS hard_checks_open,
    (reports.published_on <= make_date(figures.fiscal_year + 1, 1, 31))::INTEGER AS on_time,
    (figures.received.value = 0)::INTEGER AS zero_requests,
    carried.passed::INTEGER AS carry_over_ok,
    CASE WHEN carried.report_id IS NOT NULL THEN (carried.passed IS NULL)::INTEGER END AS carry_over_n_missing,
    figures.n_corrected,
    reports.cells_expected,
    reports.cells_reported,
    reports.cells_blank,
    reports.cells_derived,
    reports.cells_missing,
    reports.checks_failed
FROM agency_year_figures AS figures
INNER JOIN reports ON figures.report_id = reports.report_id
LEFT JOIN hard_checks ON figures.report_id = hard_checks.report_id
LEFT JOIN carried ON figures.report_id = carried.report_id
ORDER BY figures.agency_id, figures.fiscal_year, figures.scope;

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
COMMENT ON COLUMN agency_year.hard_checks_passed IS 'Hard checks that hold.';
COMMENT ON COLUMN agency_year.hard_checks_assessable IS 'Hard checks that could be assessed.';
COMMENT ON COLUMN agency_year.hard_checks_open IS 'Hard checks that a missing cell leaves open.';
COMMENT ON COLUMN agency_year.on_time IS
'1 where published by 31 January of the next year, 0 where later, NULL without a date.';
COMMENT ON COLUMN agency_year.zero_requests IS
'1 where no request was received, 0 where some were, NULL where not known.';
COMMENT ON COLUMN agency_year.carry_over_ok IS
'1 where last year carried out what this year carried in, 0 where not, NULL where not known.';
COMMENT ON COLUMN agency_year.carry_over_n_missing IS
'1 where a cell leaves carry_over_ok open, else 0; NULL without a report of the year before.';
COMMENT ON COLUMN agency_year.n_corrected IS
'Cells of the report corrected by a person; 0 means that the whole row is as printed.';
COMMENT ON COLUMN agency_year.cells_expected IS 'Cells of the form.';
COMMENT ON COLUMN agency_year.cells_reported IS 'Cells with a printed figure.';
COMMENT ON COLUMN agency_year.cells_blank IS 'Cells left blank by the agency.';
COMMENT ON COLUMN agency_year.cells_derived IS 'Cells told by the form''s own arithmetic.';
COMMENT ON COLUMN agency_year.cells_missing IS 'Cells that could not be read.';
COMMENT ON COLUMN agency_year.checks_failed IS 'Checks that failed on what was printed.';
