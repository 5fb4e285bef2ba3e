-- grain: form, figure, member (reference: where in a packed reading the cells of a figure stand)
CREATE OR REPLACE VIEW figure_positions AS
WITH cells AS (
    SELECT
        form,
        figure,
        member,
        position,
        sign,
        is_money
    FROM figure_cells
)

SELECT
    form,
    figure,
    member,
    list(position ORDER BY position) AS positions,
    list(sign ORDER BY position) AS signs,
    min(sign) < 0 AS is_difference,
    CASE WHEN bool_or(is_money) THEN 100 ELSE 1 END AS units_packed
FROM cells
GROUP BY form, figure, member;

COMMENT ON VIEW figure_positions IS
'Grain: form, figure, member. The cells of each named figure as places in the packed lists of a reading.';
COMMENT ON COLUMN figure_positions.form IS 'The form.';
COMMENT ON COLUMN figure_positions.figure IS 'The named figure.';
COMMENT ON COLUMN figure_positions.member IS 'The member of a family; empty for a single figure.';
COMMENT ON COLUMN figure_positions.positions IS 'Places of its cells in the form, from 1.';
COMMENT ON COLUMN figure_positions.signs IS '1 or -1 for each of these cells.';
COMMENT ON COLUMN figure_positions.is_difference IS
'Whether a cell is taken off: then a blank cell leaves the figure open.';
COMMENT ON COLUMN figure_positions.units_packed IS 'Packed units in one unit: 100 for money, packed in fen; else 1.';
