-- grain: check_name, side, years_before, relation, row_code, column_code
CREATE OR REPLACE TABLE continuity_terms AS
SELECT
    check_name,
    side,
    years_before,
    relation,
    row_code,
    column_code,
    sign,
    required,
    axis
FROM reference.continuity_terms;

COMMENT ON TABLE continuity_terms IS 'The cells of two consecutive years that each identity across years adds up.';
COMMENT ON COLUMN continuity_terms.check_name IS 'Identity.';
COMMENT ON COLUMN continuity_terms.side IS 'lhs or rhs.';
COMMENT ON COLUMN continuity_terms.years_before IS '1: the earlier year; 0: the later one.';
COMMENT ON COLUMN continuity_terms.relation IS 'Relation of the cell.';
COMMENT ON COLUMN continuity_terms.row_code IS 'Row; empty for each.';
COMMENT ON COLUMN continuity_terms.column_code IS 'Column; empty for each.';
COMMENT ON COLUMN continuity_terms.sign IS '1 or -1.';
COMMENT ON COLUMN continuity_terms.required IS 'yes: without the cell the identity cannot be assessed.';
COMMENT ON COLUMN continuity_terms.axis IS 'Axis along which the identity is repeated.';
