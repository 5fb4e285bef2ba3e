-- grain: form, figure, member, relation, row_code, column_code (reference: which cells a named figure sums)
CREATE OR REPLACE VIEW figure_cells AS
WITH terms AS (
    SELECT
        figure,
        relation,
        row_group,
        row_code,
        column_code,
        sign::INTEGER AS sign,
        member,
        if_blank
    FROM metric_terms
),

form_cells AS (
    SELECT
        form,
        relation,
        row_group,
        row_code,
        column_code,
        position,
        quantity = 'money' AS is_money
    FROM forms
)

SELECT
    form_cells.form,
    terms.figure,
    CASE terms.member
        WHEN 'row' THEN form_cells.row_code
        WHEN 'column' THEN form_cells.column_code
        WHEN 'group' THEN form_cells.row_group
        ELSE ''
    END AS member,
    form_cells.relation,
    form_cells.row_code,
    form_cells.column_code,
    form_cells.position,
    form_cells.is_money,
    terms.sign,
    coalesce(terms.if_blank, '') AS if_blank
FROM terms
INNER JOIN form_cells
    ON
        terms.relation = form_cells.relation
        AND coalesce(nullif(terms.row_group, ''), form_cells.row_group, '') = coalesce(form_cells.row_group, '')
        AND coalesce(nullif(terms.row_code, ''), form_cells.row_code) = form_cells.row_code
        AND coalesce(nullif(terms.column_code, ''), form_cells.column_code) = form_cells.column_code;

COMMENT ON VIEW figure_cells IS
'Grain: form, figure, member, relation, row_code, column_code. Which cells of a form each named figure of the '
'metric dictionary sums (metric_terms spelled out by the forms).';
COMMENT ON COLUMN figure_cells.form IS 'The form whose cells these are.';
COMMENT ON COLUMN figure_cells.figure IS 'The named figure, as metrics.numerator and metrics.denominator use it.';
COMMENT ON COLUMN figure_cells.member IS
'The member of a family (an outcome, a group, an applicant or a category); empty for a single figure.';
COMMENT ON COLUMN figure_cells.relation IS 'The table the cell stands in.';
COMMENT ON COLUMN figure_cells.row_code IS 'The row of the cell.';
COMMENT ON COLUMN figure_cells.column_code IS 'The column of the cell.';
COMMENT ON COLUMN figure_cells.position IS 'Place of the cell in the form, from 1.';
COMMENT ON COLUMN figure_cells.is_money IS 'Whether the cell holds money.';
COMMENT ON COLUMN figure_cells.sign IS '1 where the cell is added, -1 where it is taken off.';
COMMENT ON COLUMN figure_cells.if_blank IS
'parts: where the cell is a printed total left blank, the sum of its row_sum parts stands in; empty: it stays open.';
