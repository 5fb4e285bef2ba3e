-- grain: figure, relation, row_group, row_code, column_code
CREATE OR REPLACE TABLE metric_terms AS
SELECT
    figure,
    relation,
    row_group,
    row_code,
    column_code,
    sign,
    member,
    if_blank
FROM reference.metric_terms;

COMMENT ON TABLE metric_terms IS 'The cells that each figure of the metric dictionary adds up.';
COMMENT ON COLUMN metric_terms.figure IS 'Figure.';
COMMENT ON COLUMN metric_terms.relation IS 'Relation of its cells.';
COMMENT ON COLUMN metric_terms.row_group IS 'Group of rows; empty for any.';
COMMENT ON COLUMN metric_terms.row_code IS 'Row; empty for any.';
COMMENT ON COLUMN metric_terms.column_code IS 'Column; empty for any.';
COMMENT ON COLUMN metric_terms.sign IS '1 or -1.';
COMMENT ON COLUMN metric_terms.member IS 'Axis whose codes are told one by one.';
COMMENT ON COLUMN metric_terms.if_blank IS 'What stands in for a blank cell.';
