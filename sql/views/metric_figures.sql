-- grain: metric, member (reference: the figures that each metric divides)
CREATE OR REPLACE VIEW metric_figures AS
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

told AS (
    SELECT
        figure,
        member,
        list(form ORDER BY form) AS forms
    FROM figure_positions
    GROUP BY figure, member
)

SELECT
    definitions.metric,
    told.member,
    definitions.kind,
    definitions.numerator,
    told.member AS numerator_member,
    definitions.denominator,
    CASE
        WHEN definitions.denominator IS NULL THEN NULL
        WHEN families.figure IS NULL THEN ''
        ELSE told.member
    END AS denominator_member,
    told.forms
FROM definitions
INNER JOIN told ON definitions.numerator = told.figure
LEFT JOIN families ON definitions.denominator = families.figure;

COMMENT ON VIEW metric_figures IS
'Grain: metric, member. Every metric of the dictionary that is computed from cells, with the figures above and below '
'its line (figure_cells has their cells).';
COMMENT ON COLUMN metric_figures.metric IS 'The metric.';
COMMENT ON COLUMN metric_figures.member IS 'The member of a family; empty for a single metric.';
COMMENT ON COLUMN metric_figures.kind IS 'count, change, money, proportion or ratio.';
COMMENT ON COLUMN metric_figures.numerator IS 'The figure above the line; for a count, the figure itself.';
COMMENT ON COLUMN metric_figures.numerator_member IS 'The member of that figure; empty for a single one.';
COMMENT ON COLUMN metric_figures.denominator IS 'The figure below the line; NULL for a count.';
COMMENT ON COLUMN metric_figures.denominator_member IS
'The member of that figure: that of the metric, or empty where one base serves all members; NULL for a count.';
COMMENT ON COLUMN metric_figures.forms IS 'The forms that have the cells of the numerator.';
