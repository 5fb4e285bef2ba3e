-- grain: report_id, relation, row_code, column_code
CREATE TABLE IF NOT EXISTS corrections (
    report_id UUID NOT NULL,
    relation VARCHAR NOT NULL,
    row_code VARCHAR NOT NULL,
    column_code VARCHAR NOT NULL,
    printed_value DECIMAL(18, 2),
    corrected_value DECIMAL(18, 2),
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    corrected_by VARCHAR NOT NULL,
    corrected_on DATE NOT NULL,
    is_applicable BOOLEAN NOT NULL
);

COMMENT ON TABLE corrections IS
'Figures corrected by a person, from data/corrections.csv. The figure relations keep what was printed.';
COMMENT ON COLUMN corrections.report_id IS 'The report.';
COMMENT ON COLUMN corrections.relation IS 'disclosure_items, application_outcomes or review_litigation.';
COMMENT ON COLUMN corrections.row_code IS 'Category, outcome or proceeding.';
COMMENT ON COLUMN corrections.column_code IS 'Measure, applicant or result.';
COMMENT ON COLUMN corrections.printed_value IS 'What the cell must still hold; NULL for a cell without a number.';
COMMENT ON COLUMN corrections.corrected_value IS 'The right figure; money in yuan.';
COMMENT ON COLUMN corrections.reason IS 'Why.';
COMMENT ON COLUMN corrections.source IS 'Who or what told the right figure.';
COMMENT ON COLUMN corrections.corrected_by IS 'Who corrected it.';
COMMENT ON COLUMN corrections.corrected_on IS 'When.';
COMMENT ON COLUMN corrections.is_applicable IS 'False while this warehouse does not hold the report.';
