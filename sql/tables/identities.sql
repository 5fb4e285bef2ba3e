-- grain: form, check_name, relation, side, code
CREATE OR REPLACE TABLE identities AS
SELECT
    form,
    check_name,
    severity,
    relation,
    axis,
    side,
    code
FROM reference.identities;

COMMENT ON TABLE identities IS 'What must add up on each form: the codes on both sides of every identity.';
COMMENT ON COLUMN identities.form IS 'Form.';
COMMENT ON COLUMN identities.check_name IS 'Identity.';
COMMENT ON COLUMN identities.severity IS 'hard or soft.';
COMMENT ON COLUMN identities.relation IS 'Relation whose cells it adds.';
COMMENT ON COLUMN identities.axis IS 'Column of the relation whose codes it names.';
COMMENT ON COLUMN identities.side IS 'lhs or rhs.';
COMMENT ON COLUMN identities.code IS 'Code on that side.';
