-- grain: form, metric, member (reference: where in a packed reading the cells of a metric stand)
CREATE OR REPLACE VIEW metric_positions AS
WITH definitions AS (
    SELECT
        metric,
        kind,
        numerator,
        nullif(denominator, '') AS denominator
    FROM metrics
    WHERE computed_in = 'agency_year_metrics'
),

families AS (
    SELECT DISTINCT figure
    FROM metric_terms
    WHERE member <> ''
),

figures AS (
    SELECT
        form,
        figure,
        member,
        positions,
        signs,
        is_difference,
        units_packed
    FROM figure_positions
),

numerators AS (
    SELECT
        figures.form,
        definitions.metric,
        definitions.kind,
        figures.member,
        definitions.denominator,
        CASE WHEN families.figure IS NULL THEN '' ELSE figures.member END AS denominator_member,
        figures.positions,
        figures.signs,
        figures.is_difference,
        figures.units_packed
    FROM definitions
    INNER JOIN figures ON definitions.numerator = figures.figure
    LEFT JOIN families ON definitions.denominator = families.figure
)

SELECT
    numerators.form,
    numerators.metric,
    numerators.member,
    numerators.kind,
    numerators.positions AS numerator_positions,
    numerators.signs AS numerator_signs,
    numerators.is_difference AS numerator_is_difference,
    numerators.units_packed AS numerator_units_packed,
    denominators.positions AS denominator_positions,
    denominators.signs AS denominator_signs,
    denominators.is_difference AS denominator_is_difference,
    denominators.units_packed AS denominator_units_packed
FROM numerators
LEFT JOIN figures AS denominators
    ON
        numerators.form = denominators.form
        AND numerators.denominator = denominators.figure
        AND numerators.denominator_member = denominators.member;

COMMENT ON VIEW metric_positions IS
'Grain: form, metric, member. Every metric of the dictionary that is computed from cells, with the places of the '
'cells of its numerator and denominator in the packed lists of a reading. A metric that a form has no cells for '
'has no row.';
COMMENT ON COLUMN metric_positions.form IS 'The form.';
COMMENT ON COLUMN metric_positions.metric IS 'The metric.';
COMMENT ON COLUMN metric_positions.member IS 'The member of a family; empty for a single metric.';
COMMENT ON COLUMN metric_positions.kind IS 'count, change, money, proportion or ratio.';
COMMENT ON COLUMN metric_positions.numerator_positions IS 'Places of the cells of the numerator, from 1.';
COMMENT ON COLUMN metric_positions.numerator_signs IS '1 or -1 for each of them.';
COMMENT ON COLUMN metric_positions.numerator_is_difference IS 'Whether one is taken off.';
COMMENT ON COLUMN metric_positions.numerator_units_packed IS '100 for money, packed in fen; else 1.';
COMMENT ON COLUMN metric_positions.denominator_positions IS
'Places of the cells of the denominator, from 1; NULL for a count.';
COMMENT ON COLUMN metric_positions.denominator_signs IS '1 or -1 for each of them.';
COMMENT ON COLUMN metric_positions.denominator_is_difference IS 'Whether one is taken off.';
COMMENT ON COLUMN metric_positions.denominator_units_packed IS '100 for money, packed in fen; else 1.';
