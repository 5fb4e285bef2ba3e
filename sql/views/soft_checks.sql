-- grain: report_id, check_name, scope (current reports only; checks across years and against the prose)
CREATE OR REPLACE VIEW soft_checks AS
WITH across_years AS (
    SELECT
        report_id,
        check_name,
        member AS scope,
        lhs,
        rhs,
        passed
    FROM continuity
),

prose_cells AS (
    SELECT
        forms.form,
        prose_terms.figure,
        list(forms.position ORDER BY forms.position) AS positions
    FROM prose_terms
    INNER JOIN forms
        ON
            prose_terms.relation = forms.relation
            AND prose_terms.row_code = forms.row_code
            AND prose_terms.column_code = forms.column_code
    GROUP BY forms.form, prose_terms.figure
),

told AS (
    SELECT
        prose_figures.report_id,
        prose_figures.figure,
        prose_figures.value
    FROM prose_figures
    INNER JOIN reports ON prose_figures.report_id = reports.report_id
    WHERE reports.is_current
),

printed AS (
    SELECT
        told.report_id,
        told.figure,
        told.value,
        [packed_readings.cell_values[place] FOR place IN prose_cells.positions] AS cell_values,
        [packed_readings.cell_statuses[place] FOR place IN prose_cells.positions] AS cell_statuses
    FROM told
    INNER JOIN packed_readings ON told.report_id = packed_readings.report_id
    INNER JOIN prose_cells ON packed_readings.form = prose_cells.form AND told.figure = prose_cells.figure
),

against_prose AS (
    SELECT
        report_id,
        'prose' AS check_name,
        figure AS scope,
        value::DOUBLE AS lhs,
        CASE
            WHEN NOT list_contains(cell_statuses, enum_code('missing'::STATUS_CODE)) THEN list_sum(cell_values)
        END::DOUBLE AS rhs
    FROM printed
),

evaluated AS (
    SELECT
        report_id,
        check_name,
        scope,
        lhs,
        rhs,
        passed
    FROM across_years
    UNION ALL
    SELECT
        report_id,
        check_name,
        scope,
        lhs,
        rhs,
        lhs = rhs AS passed
    FROM against_prose
)

SELECT
    report_id,
    check_name,
    scope,
    'soft' AS severity,
    try_cast(lhs AS BIGINT) AS lhs,
    try_cast(rhs AS BIGINT) AS rhs,
    passed,
    CASE
        WHEN NOT passed THEN format('{} {}: {:.0f} is not {:.0f}', check_name, scope, lhs, rhs)
    END AS message
FROM evaluated;

COMMENT ON VIEW soft_checks IS
'Grain: report_id, check_name, scope. What should agree beyond one table of one report, on what was printed: two '
'consecutive years (filed under the later one) and the prose against the tables. A miss is news for the analyst, '
'not an error of reading.';
COMMENT ON COLUMN soft_checks.report_id IS 'The report; across years, the later one.';
COMMENT ON COLUMN soft_checks.check_name IS 'carry_over, in_force_roll, items_roll or prose.';
COMMENT ON COLUMN soft_checks.scope IS 'The applicant or category; for prose, the figure told.';
COMMENT ON COLUMN soft_checks.severity IS 'soft.';
COMMENT ON COLUMN soft_checks.lhs IS 'The one side; for prose, the number in the sentence.';
COMMENT ON COLUMN soft_checks.rhs IS 'The other side; for prose, the number in the table.';
COMMENT ON COLUMN soft_checks.passed IS 'Whether both agree; NULL where a cell leaves it unassessable.';
COMMENT ON COLUMN soft_checks.message IS 'What differs; NULL where nothing does.';
