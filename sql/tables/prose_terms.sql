-- grain: figure, relation, row_code, column_code
CREATE OR REPLACE TABLE prose_terms AS
SELECT
    figure,
    relation,
    row_code,
    column_code,
    sign
FROM reference.prose_terms;

COMMENT ON TABLE prose_terms IS 'The cells that a number told in the prose should equal.';
COMMENT ON COLUMN prose_terms.figure IS 'What the number counts.';
COMMENT ON COLUMN prose_terms.relation IS 'Relation of the cell.';
COMMENT ON COLUMN prose_terms.row_code IS 'Row.';
COMMENT ON COLUMN prose_terms.column_code IS 'Column.';
COMMENT ON COLUMN prose_terms.sign IS '1 or -1.';
