-- grain: agency_id, fiscal_year, scope (current reports only)
CREATE OR REPLACE TABLE agency_year AS
WITH places AS (
    SELECT
        form,
        any_value(positions) FILTER (WHERE figure = 'received') AS received,
        any_value(positions) FILTER (WHERE figure = 'carried_in') AS carried_in,
        any_value(positions) FILTER (WHERE figure = 'handled_load') AS handled_load,
        any_value(positions) FILTER (WHERE figure = 'concluded') AS concluded,
        any_value(positions) FILTER (WHERE figure = 'carried_out') AS carried_out,
        any_value(positions) FILTER (WHERE figure = 'granted') AS granted,
        any_value(positions) FILTER (WHERE figure = 'granted_in_part') AS granted_in_part,
        any_value(positions) FILTER (WHERE figure = 'disclosed') AS disclosed,
        any_value(positions) FILTER (WHERE figure = 'denied') AS denied,
        any_value(positions) FILTER (WHERE figure = 'unavailable') AS unavailable,
        any_value(positions) FILTER (WHERE figure = 'declined') AS declined,
        any_value(positions) FILTER (WHERE figure = 'other') AS other,
        any_value(positions) FILTER (WHERE figure = 'received_natural_person') AS received_natural_person,
        any_value(positions) FILTER (WHERE figure = 'reviews') AS reviews,
        any_value(positions) FILTER (WHERE figure = 'review_corrected') AS review_corrected,
        any_value(positions) FILTER (WHERE figure = 'suits') AS suits,
        any_value(positions) FILTER (WHERE figure = 'suit_corrected') AS suit_corrected,
        any_value(positions) FILTER (WHERE figure = 'disputes') AS disputes,
        any_value(positions) FILTER (WHERE figure = 'fee_yuan') AS fee_yuan,
        any_value(positions) FILTER (WHERE figure = 'purchase_amount') AS purchase_amount,
        any_value(positions) FILTER (WHERE figure = 'purchase_count') AS purchase_count,
        any_value(positions) FILTER (WHERE figure = 'decisions' AND member = 'license') AS license_decisions,
        any_value(positions) FILTER (WHERE figure = 'decisions' AND member = 'penalty') AS penalty_decisions,
        any_value(positions) FILTER (WHERE figure = 'decisions' AND member = 'coercion') AS coercion_decisions,
        any_value(positions) FILTER (WHERE figure = 'issued' AND member = 'regulation') AS regulations_issued,
        any_value(positions) FILTER (WHERE figure = 'repealed' AND member = 'regulation') AS regulations_repealed,
        any_value(positions) FILTER (WHERE figure = 'in_force' AND member = 'regulation') AS regulations_in_force,
        any_value(positions) FILTER (WHERE figure = 'made' AND member = 'regulation') AS regulations_made,
        any_value(positions) FILTER (WHERE figure = 'newly_disclosed' AND member = 'regulation') AS regulations_newly_disclosed,
        any_value(positions) FILTER (WHERE figure = 'issued' AND member = 'normative_document') AS normative_documents_issued,
        any_value(positions) FILTER (WHERE figure = 'repealed' AND member = 'normative_document') AS normative_documents_repealed,
        any_value(positions) FILTER (WHERE figure = 'in_force' AND member = 'normative_document') AS normative_documents_in_force,
        any_value(positions) FILTER (WHERE figure = 'made' AND member = 'normative_document') AS normative_documents_made,
        any_value(positions) FILTER (WHERE figure = 'newly_disclosed' AND member = 'normative_document') AS normative_documents_newly_disclosed
    FROM figure_positions
    GROUP BY form
),

-- Status codes of the cells of each figure; where every cell of a report is known there is nothing to count.
readings AS (
    SELECT
        settled_readings.report_id,
        settled_readings.form,
        settled_readings.cell_values,
        settled_readings.n_corrected,
        CASE WHEN settled_readings.is_open THEN settled_readings.cell_statuses END AS cell_statuses
    FROM settled_readings
),

figures AS (
    SELECT
        readings.report_id,
        readings.n_corrected,
        list_sum([readings.cell_values[i] FOR i IN places.received]) AS received,
        list_sum([readings.cell_values[i] FOR i IN places.carried_in]) AS carried_in,
        list_sum([readings.cell_values[i] FOR i IN places.handled_load]) AS handled_load,
        list_sum([readings.cell_values[i] FOR i IN places.concluded]) AS concluded,
        list_sum([readings.cell_values[i] FOR i IN places.carried_out]) AS carried_out,
        list_sum([readings.cell_values[i] FOR i IN places.granted]) AS granted,
        list_sum([readings.cell_values[i] FOR i IN places.granted_in_part]) AS granted_in_part,
        list_sum([readings.cell_values[i] FOR i IN places.disclosed]) AS disclosed,
        list_sum([readings.cell_values[i] FOR i IN places.denied]) AS denied,
        list_sum([readings.cell_values[i] FOR i IN places.unavailable]) AS unavailable,
        list_sum([readings.cell_values[i] FOR i IN places.declined]) AS declined,
        list_sum([readings.cell_values[i] FOR i IN places.other]) AS other,
        list_sum([readings.cell_values[i] FOR i IN places.received_natural_person]) AS received_natural_person,
        list_sum([readings.cell_values[i] FOR i IN places.reviews]) AS reviews,
        list_sum([readings.cell_values[i] FOR i IN places.review_corrected]) AS review_corrected,
        list_sum([readings.cell_values[i] FOR i IN places.suits]) AS suits,
        list_sum([readings.cell_values[i] FOR i IN places.suit_corrected]) AS suit_corrected,
        list_sum([readings.cell_values[i] FOR i IN places.disputes]) AS disputes,
        list_sum([readings.cell_values[i] FOR i IN places.fee_yuan]) AS fee_yuan,
        list_sum([readings.cell_values[i] FOR i IN places.purchase_amount]) AS purchase_amount,
        list_sum([readings.cell_values[i] FOR i IN places.purchase_count]) AS purchase_count,
        list_sum([readings.cell_values[i] FOR i IN places.license_decisions]) AS license_decisions,
        list_sum([readings.cell_values[i] FOR i IN places.penalty_decisions]) AS penalty_decisions,
        list_sum([readings.cell_values[i] FOR i IN places.coercion_decisions]) AS coercion_decisions,
        list_sum([readings.cell_values[i] FOR i IN places.regulations_issued]) AS regulations_issued,
        list_sum([readings.cell_values[i] FOR i IN places.regulations_repealed]) AS regulations_repealed,
        list_sum([readings.cell_values[i] FOR i IN places.regulations_in_force]) AS regulations_in_force,
        list_sum([readings.cell_values[i] FOR i IN places.regulations_made]) AS regulations_made,
        list_sum([readings.cell_values[i] FOR i IN places.regulations_newly_disclosed]) AS regulations_newly_disclosed,
        list_sum([readings.cell_values[i] FOR i IN places.normative_documents_issued]) AS normative_documents_issued,
        list_sum([readings.cell_values[i] FOR i IN places.normative_documents_repealed]) AS normative_documents_repealed,
        list_sum([readings.cell_values[i] FOR i IN places.normative_documents_in_force]) AS normative_documents_in_force,
        list_sum([readings.cell_values[i] FOR i IN places.normative_documents_made]) AS normative_documents_made,
        list_sum([readings.cell_values[i] FOR i IN places.normative_documents_newly_disclosed]) AS normative_documents_newly_disclosed,
        [readings.cell_statuses[i] FOR i IN places.received] AS received_statuses,
        [readings.cell_statuses[i] FOR i IN places.carried_in] AS carried_in_statuses,
        [readings.cell_statuses[i] FOR i IN places.handled_load] AS handled_load_statuses,
        [readings.cell_statuses[i] FOR i IN places.concluded] AS concluded_statuses,
        [readings.cell_statuses[i] FOR i IN places.carried_out] AS carried_out_statuses,
        [readings.cell_statuses[i] FOR i IN places.granted] AS granted_statuses,
        [readings.cell_statuses[i] FOR i IN places.granted_in_part] AS granted_in_part_statuses,
        [readings.cell_statuses[i] FOR i IN places.disclosed] AS disclosed_statuses,
        [readings.cell_statuses[i] FOR i IN places.denied] AS denied_statuses,
        [readings.cell_statuses[i] FOR i IN places.unavailable] AS unavailable_statuses,
        [readings.cell_statuses[i] FOR i IN places.declined] AS declined_statuses,
        [readings.cell_statuses[i] FOR i IN places.other] AS other_statuses,
        [readings.cell_statuses[i] FOR i IN places.received_natural_person] AS received_natural_person_statuses,
        [readings.cell_statuses[i] FOR i IN places.reviews] AS reviews_statuses,
        [readings.cell_statuses[i] FOR i IN places.review_corrected] AS review_corrected_statuses,
        [readings.cell_statuses[i] FOR i IN places.suits] AS suits_statuses,
        [readings.cell_statuses[i] FOR i IN places.suit_corrected] AS suit_corrected_statuses,
        [readings.cell_statuses[i] FOR i IN places.disputes] AS disputes_statuses,
        [readings.cell_statuses[i] FOR i IN places.fee_yuan] AS fee_yuan_statuses,
        [readings.cell_statuses[i] FOR i IN places.purchase_amount] AS purchase_amount_statuses,
        [readings.cell_statuses[i] FOR i IN places.purchase_count] AS purchase_count_statuses,
        [readings.cell_statuses[i] FOR i IN places.license_decisions] AS license_decisions_statuses,
        [readings.cell_statuses[i] FOR i IN places.penalty_decisions] AS penalty_decisions_statuses,
        [readings.cell_statuses[i] FOR i IN places.coercion_decisions] AS coercion_decisions_statuses,
        [readings.cell_statuses[i] FOR i IN places.regulations_issued] AS regulations_issued_statuses,
        [readings.cell_statuses[i] FOR i IN places.regulations_repealed] AS regulations_repealed_statuses,
        [readings.cell_statuses[i] FOR i IN places.regulations_in_force] AS regulations_in_force_statuses,
        [readings.cell_statuses[i] FOR i IN places.regulations_made] AS regulations_made_statuses,
        [readings.cell_statuses[i] FOR i IN places.regulations_newly_disclosed] AS regulations_newly_disclosed_statuses,
        [readings.cell_statuses[i] FOR i IN places.normative_documents_issued] AS normative_documents_issued_statuses,
        [readings.cell_statuses[i] FOR i IN places.normative_documents_repealed] AS normative_documents_repealed_statuses,
        [readings.cell_statuses[i] FOR i IN places.normative_documents_in_force] AS normative_documents_in_force_statuses,
        [readings.cell_statuses[i] FOR i IN places.normative_documents_made] AS normative_documents_made_statuses,
        [readings.cell_statuses[i] FOR i IN places.normative_documents_newly_disclosed] AS normative_documents_newly_disclosed_statuses
    FROM readings
    INNER JOIN places ON readings.form = places.form
),

counted AS (
    SELECT
        report_id,
        n_corrected,
        received,
        carried_in,
        handled_load,
        concluded,
        carried_out,
        granted,
        granted_in_part,
        disclosed,
        denied,
        unavailable,
        declined,
        other,
        received_natural_person,
        reviews,
        review_corrected,
        suits,
        suit_corrected,
        disputes,
        fee_yuan,
        purchase_amount,
        purchase_count,
        license_decisions,
        penalty_decisions,
        coercion_decisions,
        regulations_issued,
        regulations_repealed,
        regulations_in_force,
        regulations_made,
        regulations_newly_disclosed,
        normative_documents_issued,
        normative_documents_repealed,
        normative_documents_in_force,
        normative_documents_made,
        normative_documents_newly_disclosed,
        coalesce(len([1 FOR status IN received_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS received_missing,
        coalesce(len([1 FOR status IN carried_in_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS carried_in_missing,
        coalesce(len([1 FOR status IN handled_load_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS handled_load_missing,
        coalesce(len([1 FOR status IN concluded_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS concluded_missing,
        coalesce(len([1 FOR status IN carried_out_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS carried_out_missing,
        coalesce(len([1 FOR status IN granted_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS granted_missing,
        coalesce(len([1 FOR status IN granted_in_part_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS granted_in_part_missing,
        coalesce(len([1 FOR status IN disclosed_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS disclosed_missing,
        coalesce(len([1 FOR status IN denied_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS denied_missing,
        coalesce(len([1 FOR status IN unavailable_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS unavailable_missing,
        coalesce(len([1 FOR status IN declined_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS declined_missing,
        coalesce(len([1 FOR status IN other_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS other_missing,
        coalesce(len([1 FOR status IN received_natural_person_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS received_natural_person_missing,
        coalesce(len([1 FOR status IN reviews_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS reviews_missing,
        coalesce(len([1 FOR status IN review_corrected_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS review_corrected_missing,
        coalesce(len([1 FOR status IN suits_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS suits_missing,
        coalesce(len([1 FOR status IN suit_corrected_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS suit_corrected_missing,
        coalesce(len([1 FOR status IN disputes_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS disputes_missing,
        coalesce(len([1 FOR status IN fee_yuan_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS fee_yuan_missing,
        coalesce(len([1 FOR status IN purchase_amount_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS purchase_amount_missing,
        coalesce(len([1 FOR status IN purchase_count_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS purchase_count_missing,
        coalesce(len([1 FOR status IN license_decisions_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS license_decisions_missing,
        coalesce(len([1 FOR status IN penalty_decisions_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS penalty_decisions_missing,
        coalesce(len([1 FOR status IN coercion_decisions_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS coercion_decisions_missing,
        coalesce(len([1 FOR status IN regulations_issued_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS regulations_issued_missing,
        coalesce(len([1 FOR status IN regulations_repealed_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS regulations_repealed_missing,
        coalesce(len([1 FOR status IN regulations_in_force_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS regulations_in_force_missing,
        coalesce(len([1 FOR status IN regulations_made_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS regulations_made_missing,
        coalesce(len([1 FOR status IN regulations_newly_disclosed_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS regulations_newly_disclosed_missing,
        coalesce(len([1 FOR status IN normative_documents_issued_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS normative_documents_issued_missing,
        coalesce(len([1 FOR status IN normative_documents_repealed_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS normative_documents_repealed_missing,
        coalesce(len([1 FOR status IN normative_documents_in_force_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS normative_documents_in_force_missing,
        coalesce(len([1 FOR status IN normative_documents_made_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS normative_documents_made_missing,
        coalesce(len([1 FOR status IN normative_documents_newly_disclosed_statuses IF status = enum_code('missing'::STATUS_CODE)]), 0)
            AS normative_documents_newly_disclosed_missing,
        coalesce(len([1 FOR status IN received_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS received_blank,
        coalesce(len([1 FOR status IN handled_load_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS handled_load_blank,
        coalesce(len([1 FOR status IN concluded_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS concluded_blank,
        coalesce(len([1 FOR status IN carried_out_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS carried_out_blank,
        coalesce(len([1 FOR status IN granted_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS granted_blank,
        coalesce(len([1 FOR status IN granted_in_part_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS granted_in_part_blank,
        coalesce(len([1 FOR status IN disclosed_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS disclosed_blank,
        coalesce(len([1 FOR status IN denied_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS denied_blank,
        coalesce(len([1 FOR status IN unavailable_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS unavailable_blank,
        coalesce(len([1 FOR status IN declined_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS declined_blank,
        coalesce(len([1 FOR status IN other_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS other_blank,
        coalesce(len([1 FOR status IN received_natural_person_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS received_natural_person_blank,
        coalesce(len([1 FOR status IN reviews_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS reviews_blank,
        coalesce(len([1 FOR status IN review_corrected_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS review_corrected_blank,
        coalesce(len([1 FOR status IN suits_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS suits_blank,
        coalesce(len([1 FOR status IN suit_corrected_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS suit_corrected_blank,
        coalesce(len([1 FOR status IN disputes_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS disputes_blank,
        coalesce(len([1 FOR status IN carried_in_statuses IF status = enum_code('blank'::STATUS_CODE)]), 0)
            AS carried_in_blank
    FROM figures
),

known AS (
    SELECT
        report_id,
        n_corrected,
        try_cast(CASE WHEN received_missing = 0 THEN received END AS BIGINT) AS received,
        try_cast(CASE WHEN carried_in_missing = 0 THEN carried_in END AS BIGINT) AS carried_in,
        try_cast(CASE WHEN handled_load_missing = 0 THEN handled_load END AS BIGINT) AS handled_load,
        try_cast(CASE WHEN concluded_missing = 0 THEN concluded END AS BIGINT) AS concluded,
        try_cast(CASE WHEN carried_out_missing = 0 THEN carried_out END AS BIGINT) AS carried_out,
        try_cast(CASE WHEN granted_missing = 0 THEN granted END AS BIGINT) AS granted,
        try_cast(CASE WHEN granted_in_part_missing = 0 THEN granted_in_part END AS BIGINT) AS granted_in_part,
        try_cast(CASE WHEN disclosed_missing = 0 THEN disclosed END AS BIGINT) AS disclosed,
        try_cast(CASE WHEN denied_missing = 0 THEN denied END AS BIGINT) AS denied,
        try_cast(CASE WHEN unavailable_missing = 0 THEN unavailable END AS BIGINT) AS unavailable,
        try_cast(CASE WHEN declined_missing = 0 THEN declined END AS BIGINT) AS declined,
        try_cast(CASE WHEN other_missing = 0 THEN other END AS BIGINT) AS other,
        try_cast(CASE WHEN received_natural_person_missing = 0 THEN received_natural_person END AS BIGINT) AS received_natural_person,
        try_cast(CASE WHEN reviews_missing = 0 THEN reviews END AS BIGINT) AS reviews,
        try_cast(CASE WHEN review_corrected_missing = 0 THEN review_corrected END AS BIGINT) AS review_corrected,
        try_cast(CASE WHEN suits_missing = 0 THEN suits END AS BIGINT) AS suits,
        try_cast(CASE WHEN suit_corrected_missing = 0 THEN suit_corrected END AS BIGINT) AS suit_corrected,
        try_cast(CASE WHEN disputes_missing = 0 THEN disputes END AS BIGINT) AS disputes,
        try_cast(CASE WHEN fee_yuan_missing = 0 THEN fee_yuan * 0.01 END AS DECIMAL(18, 2)) AS fee_yuan,
        try_cast(CASE WHEN purchase_amount_missing = 0 THEN purchase_amount * 0.01 END AS DECIMAL(18, 2)) AS purchase_amount,
        try_cast(CASE WHEN purchase_count_missing = 0 THEN purchase_count END AS BIGINT) AS purchase_count,
        try_cast(CASE WHEN license_decisions_missing = 0 THEN license_decisions END AS BIGINT) AS license_decisions,
        try_cast(CASE WHEN penalty_decisions_missing = 0 THEN penalty_decisions END AS BIGINT) AS penalty_decisions,
        try_cast(CASE WHEN coercion_decisions_missing = 0 THEN coercion_decisions END AS BIGINT) AS coercion_decisions,
        try_cast(CASE WHEN regulations_issued_missing = 0 THEN regulations_issued END AS BIGINT) AS regulations_issued,
        try_cast(CASE WHEN regulations_repealed_missing = 0 THEN regulations_repealed END AS BIGINT) AS regulations_repealed,
        try_cast(CASE WHEN regulations_in_force_missing = 0 THEN regulations_in_force END AS BIGINT) AS regulations_in_force,
        try_cast(CASE WHEN regulations_made_missing = 0 THEN regulations_made END AS BIGINT) AS regulations_made,
        try_cast(CASE WHEN regulations_newly_disclosed_missing = 0 THEN regulations_newly_disclosed END AS BIGINT) AS regulations_newly_disclosed,
        try_cast(CASE WHEN normative_documents_issued_missing = 0 THEN normative_documents_issued END AS BIGINT) AS normative_documents_issued,
        try_cast(CASE WHEN normative_documents_repealed_missing = 0 THEN normative_documents_repealed END AS BIGINT) AS normative_documents_repealed,
        try_cast(CASE WHEN normative_documents_in_force_missing = 0 THEN normative_documents_in_force END AS BIGINT) AS normative_documents_in_force,
        try_cast(CASE WHEN normative_documents_made_missing = 0 THEN normative_documents_made END AS BIGINT) AS normative_documents_made,
        try_cast(CASE WHEN normative_documents_newly_disclosed_missing = 0 THEN normative_documents_newly_disclosed END AS BIGINT) AS normative_documents_newly_disclosed,
        received_missing,
        received_blank,
        handled_load_missing,
        handled_load_blank,
        concluded_missing,
        concluded_blank,
        carried_out_missing,
        carried_out_blank,
        granted_missing,
        granted_blank,
        granted_in_part_missing,
        granted_in_part_blank,
        disclosed_missing,
        disclosed_blank,
        denied_missing,
        denied_blank,
        unavailable_missing,
        unavailable_blank,
        declined_missing,
        declined_blank,
        other_missing,
        other_blank,
        received_natural_person_missing,
        received_natural_person_blank,
        reviews_missing,
        reviews_blank,
        review_corrected_missing,
        review_corrected_blank,
        suits_missing,
        suits_blank,
        suit_corrected_missing,
        suit_corrected_blank,
        disputes_missing,
        disputes_blank
    FROM counted
),

indicators AS (
    SELECT
        report_id,
        max(numerator / nullif(denominator, 0)) FILTER (WHERE metric = 'completeness') AS completeness,
        max(numerator / nullif(denominator, 0)) FILTER (WHERE metric = 'checks_passed') AS checks_passed,
        max(numerator / nullif(denominator, 0)) FILTER (WHERE metric = 'on_time') AS on_time,
        max(numerator / nullif(denominator, 0)) FILTER (WHERE metric = 'zero_request_share') AS zero_requests,
        max(numerator / nullif(denominator, 0)) FILTER (WHERE metric = 'carry_over_ok') AS carry_over_ok
    FROM agency_year_indicators
    GROUP BY report_id
),

current_reports AS (
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
    known.received,
    known.carried_in,
    known.handled_load,
    known.concluded,
    known.carried_out,
    known.carried_out - known.carried_in AS backlog_change,
    known.granted,
    known.granted_in_part,
    known.denied,
    known.unavailable,
    known.declined,
    known.other,
    known.reviews,
    known.suits,
    known.concluded / nullif(known.handled_load, 0) AS conclusion_rate,
    known.concluded AS conclusion_rate_numerator,
    known.handled_load AS conclusion_rate_denominator,
    known.concluded_blank + known.handled_load_blank AS conclusion_rate_n_blank,
    known.concluded_missing + known.handled_load_missing AS conclusion_rate_n_missing,
    known.carried_out / nullif(known.handled_load, 0) AS carry_rate,
    known.carried_out AS carry_rate_numerator,
    known.handled_load AS carry_rate_denominator,
    known.carried_out_blank + known.handled_load_blank AS carry_rate_n_blank,
    known.carried_out_missing + known.handled_load_missing AS carry_rate_n_missing,
    known.granted / nullif(known.concluded, 0) AS grant_rate,
    known.granted AS grant_rate_numerator,
    known.concluded AS grant_rate_denominator,
    known.granted_blank + known.concluded_blank AS grant_rate_n_blank,
    known.granted_missing + known.concluded_missing AS grant_rate_n_missing,
    known.disclosed / nullif(known.concluded, 0) AS disclosure_rate,
    known.disclosed AS disclosure_rate_numerator,
    known.concluded AS disclosure_rate_denominator,
    known.disclosed_blank + known.concluded_blank AS disclosure_rate_n_blank,
    known.disclosed_missing + known.concluded_missing AS disclosure_rate_n_missing,
    known.granted_in_part / nullif(known.concluded, 0) AS partial_rate,
    known.granted_in_part AS partial_rate_numerator,
    known.concluded AS partial_rate_denominator,
    known.granted_in_part_blank + known.concluded_blank AS partial_rate_n_blank,
    known.granted_in_part_missing + known.concluded_missing AS partial_rate_n_missing,
    known.denied / nullif(known.concluded, 0) AS denial_rate,
    known.denied AS denial_rate_numerator,
    known.concluded AS denial_rate_denominator,
    known.denied_blank + known.concluded_blank AS denial_rate_n_blank,
    known.denied_missing + known.concluded_missing AS denial_rate_n_missing,
    known.unavailable / nullif(known.concluded, 0) AS unavailable_rate,
    known.unavailable AS unavailable_rate_numerator,
    known.concluded AS unavailable_rate_denominator,
    known.unavailable_blank + known.concluded_blank AS unavailable_rate_n_blank,
    known.unavailable_missing + known.concluded_missing AS unavailable_rate_n_missing,
    known.declined / nullif(known.concluded, 0) AS declined_rate,
    known.declined AS declined_rate_numerator,
    known.concluded AS declined_rate_denominator,
    known.declined_blank + known.concluded_blank AS declined_rate_n_blank,
    known.declined_missing + known.concluded_missing AS declined_rate_n_missing,
    known.other / nullif(known.concluded, 0) AS other_rate,
    known.other AS other_rate_numerator,
    known.concluded AS other_rate_denominator,
    known.other_blank + known.concluded_blank AS other_rate_n_blank,
    known.other_missing + known.concluded_missing AS other_rate_n_missing,
    known.received_natural_person / nullif(known.received, 0) AS natural_person_share,
    known.received_natural_person AS natural_person_share_numerator,
    known.received AS natural_person_share_denominator,
    known.received_natural_person_blank + known.received_blank AS natural_person_share_n_blank,
    known.received_natural_person_missing + known.received_missing AS natural_person_share_n_missing,
    known.review_corrected / nullif(known.reviews, 0) AS review_correction_rate,
    known.review_corrected AS review_correction_rate_numerator,
    known.reviews AS review_correction_rate_denominator,
    known.review_corrected_blank + known.reviews_blank AS review_correction_rate_n_blank,
    known.review_corrected_missing + known.reviews_missing AS review_correction_rate_n_missing,
    known.suit_corrected / nullif(known.suits, 0) AS suit_correction_rate,
    known.suit_corrected AS suit_correction_rate_numerator,
    known.suits AS suit_correction_rate_denominator,
    known.suit_corrected_blank + known.suits_blank AS suit_correction_rate_n_blank,
    known.suit_corrected_missing + known.suits_missing AS suit_correction_rate_n_missing,
    known.disputes / nullif(known.received, 0) AS dispute_rate,
    known.disputes AS dispute_rate_numerator,
    known.received AS dispute_rate_denominator,
    known.disputes_blank + known.received_blank AS dispute_rate_n_blank,
    known.disputes_missing + known.received_missing AS dispute_rate_n_missing,
    known.license_decisions,
    known.penalty_decisions,
    known.coercion_decisions,
    known.regulations_issued,
    known.regulations_repealed,
    known.regulations_in_force,
    known.normative_documents_issued,
    known.normative_documents_repealed,
    known.normative_documents_in_force,
    known.regulations_made,
    known.regulations_newly_disclosed,
    known.normative_documents_made,
    known.normative_documents_newly_disclosed,
    known.fee_yuan,
    known.purchase_amount AS purchase_amount_yuan,
    known.purchase_count,
    indicators.completeness,
    indicators.checks_passed,
    indicators.on_time,
    indicators.zero_requests,
    indicators.carry_over_ok,
    known.n_corrected,
    current_reports.cells_expected,
    current_reports.cells_reported,
    current_reports.cells_blank,
    current_reports.cells_derived,
    current_reports.cells_missing,
    current_reports.checks_failed
FROM current_reports
INNER JOIN known ON current_reports.report_id = known.report_id
LEFT JOIN indicators ON current_reports.report_id = indicators.report_id
ORDER BY current_reports.agency_id, current_reports.fiscal_year, current_reports.scope;

COMMENT ON TABLE agency_year IS
'Grain: agency_id, fiscal_year, scope. One wide row for each agency, year and scope, from its current report: headline figures, and rates with their numerators, denominators and the blank and missing cells behind them. Corrected values where there are any, else printed.';
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
'Cells of the report corrected by a person; 0 means that the whole row is as printed.';
COMMENT ON COLUMN agency_year.cells_expected IS 'Cells of the form.';
COMMENT ON COLUMN agency_year.cells_reported IS 'Cells with a printed figure.';
COMMENT ON COLUMN agency_year.cells_blank IS 'Cells left blank by the agency.';
COMMENT ON COLUMN agency_year.cells_derived IS 'Cells told by the form''s own arithmetic.';
COMMENT ON COLUMN agency_year.cells_missing IS 'Cells that could not be read.';
COMMENT ON COLUMN agency_year.checks_failed IS 'Checks that failed on what was printed.';
