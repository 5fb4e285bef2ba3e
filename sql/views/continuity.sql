-- grain: agency_id, scope, fiscal_year (the later of two consecutive years), check_name, member (current reports only)
CREATE OR REPLACE VIEW continuity AS
WITH current_reports AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope
    FROM reports
    WHERE is_current
),

terms AS (
    SELECT
        check_name,
        side,
        years_before::INTEGER AS years_before,
        relation,
        row_code,
        column_code,
        sign::INTEGER AS sign,
        required = 'yes' AS required,
        axis
    FROM continuity_terms
),

terms_of_check AS (
    SELECT
        check_name,
        count(*) AS n_terms
    FROM terms
    GROUP BY check_name
),

term_cells AS (
    SELECT
        forms.form,
        terms.check_name,
        terms.side,
        terms.years_before,
        terms.sign,
        coalesce(terms.required, FALSE) AS required,
        forms.position,
        CASE terms.axis WHEN 'row' THEN forms.row_code ELSE forms.column_code END AS member
    FROM terms
    INNER JOIN forms
        ON
            terms.relation = forms.relation
            AND coalesce(nullif(terms.row_code, ''), forms.row_code) = forms.row_code
            AND coalesce(nullif(terms.column_code, ''), forms.column_code) = forms.column_code
),

-- A cell counts towards the pair whose later year lies years_before after its own.
contributions AS (
    SELECT
        current_reports.agency_id,
        current_reports.scope,
        current_reports.fiscal_year + term_cells.years_before AS fiscal_year,
        term_cells.check_name,
        term_cells.member,
        term_cells.side,
        term_cells.years_before,
        current_reports.report_id,
        term_cells.sign * packed_readings.cell_values[term_cells.position] AS signed_value,
        packed_readings.cell_statuses[term_cells.position] AS status,
        packed_readings.cell_statuses[term_cells.position] = enum_code('missing'::STATUS_CODE)
        OR (term_cells.required AND packed_readings.cell_values[term_cells.position] IS NULL) AS is_unknown
    FROM current_reports
    INNER JOIN packed_readings ON current_reports.report_id = packed_readings.report_id
    INNER JOIN term_cells ON packed_readings.form = term_cells.form
),

sides AS (
    SELECT
        agency_id,
        scope,
        fiscal_year,
        check_name,
        member,
        max(report_id) FILTER (WHERE years_before = 0) AS report_id,
        max(report_id) FILTER (WHERE years_before > 0) AS prior_report_id,
        count(*) AS n_terms,
        sum(signed_value) FILTER (WHERE side = 'lhs') AS lhs,
        sum(signed_value) FILTER (WHERE side = 'rhs') AS rhs,
        coalesce(bool_or(is_unknown) FILTER (WHERE side = 'lhs'), TRUE) AS lhs_is_open,
        coalesce(bool_or(is_unknown) FILTER (WHERE side = 'rhs'), TRUE) AS rhs_is_open,
        count(*) FILTER (WHERE status = enum_code('blank'::STATUS_CODE)) AS n_blank,
        count(*) FILTER (WHERE status = enum_code('missing'::STATUS_CODE)) AS n_missing
    FROM contributions
    GROUP BY agency_id, scope, fiscal_year, check_name, member
),

pairs AS (
    SELECT
        sides.agency_id,
        sides.scope,
        sides.fiscal_year,
        sides.check_name,
        sides.member,
        sides.report_id,
        sides.prior_report_id,
        CASE WHEN NOT sides.lhs_is_open THEN sides.lhs END AS lhs,
        CASE WHEN NOT sides.rhs_is_open THEN sides.rhs END AS rhs,
        sides.n_blank,
        sides.n_missing
    FROM sides
    INNER JOIN terms_of_check
        ON sides.check_name = terms_of_check.check_name AND sides.n_terms = terms_of_check.n_terms
)

SELECT
    agency_id,
    scope,
    fiscal_year,
    check_name,
    member,
    fiscal_year - 1 AS prior_fiscal_year,
    report_id,
    prior_report_id,
    lhs,
    rhs,
    lhs - rhs AS difference,
    lhs = rhs AS passed,
    n_blank,
    n_missing
FROM pairs;

COMMENT ON VIEW continuity IS
'Grain: agency_id, scope, fiscal_year, check_name, member. What must hold between two consecutive years of one '
'agency (continuity_terms), on what was printed. A miss is news for the analyst, not an error of reading. Pairs '
'whose forms do not both have the cells have no row.';
COMMENT ON COLUMN continuity.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN continuity.scope IS
'own, system or unknown: whether the office alone or all under it is counted; both years have the same.';
COMMENT ON COLUMN continuity.fiscal_year IS 'The later of the two years.';
COMMENT ON COLUMN continuity.check_name IS 'carry_over, in_force_roll or items_roll.';
COMMENT ON COLUMN continuity.member IS 'The applicant (carry_over) or the category (in_force_roll, items_roll).';
COMMENT ON COLUMN continuity.prior_fiscal_year IS 'The earlier of the two years.';
COMMENT ON COLUMN continuity.report_id IS 'The current report of the later year.';
COMMENT ON COLUMN continuity.prior_report_id IS 'The current report of the earlier year.';
COMMENT ON COLUMN continuity.lhs IS
'carry_over: carried out of the earlier year; in_force_roll: in force in the later year; items_roll: items of the '
'earlier year and their change.';
COMMENT ON COLUMN continuity.rhs IS
'carry_over: carried in to the later year; in_force_roll: in force before, issued less repealed; items_roll: items '
'that the later year prints for the year before.';
COMMENT ON COLUMN continuity.difference IS 'lhs less rhs; NULL where a side is not known.';
COMMENT ON COLUMN continuity.passed IS
'Whether both sides agree; NULL where a cell is missing or one that it cannot do without is blank.';
COMMENT ON COLUMN continuity.n_blank IS 'Blank cells on both sides.';
COMMENT ON COLUMN continuity.n_missing IS 'Missing cells on both sides.';
