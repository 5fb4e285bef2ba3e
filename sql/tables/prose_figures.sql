-- grain: report_id, position
CREATE TABLE IF NOT EXISTS prose_figures (
    report_id UUID NOT NULL,
    position INTEGER NOT NULL,
    figure VARCHAR NOT NULL,
    value BIGINT NOT NULL,
    sentence VARCHAR NOT NULL,
    source_line INTEGER NOT NULL
);

COMMENT ON TABLE prose_figures IS 'Numbers told in sentences beside the tables: evidence, never a cell.';
COMMENT ON COLUMN prose_figures.report_id IS 'The report.';
COMMENT ON COLUMN prose_figures.position IS 'Order in the text, from 1.';
COMMENT ON COLUMN prose_figures.figure IS 'What the number counts.';
COMMENT ON COLUMN prose_figures.value IS 'The number.';
COMMENT ON COLUMN prose_figures.sentence IS 'The sentence that tells it.';
COMMENT ON COLUMN prose_figures.source_line IS '1-based line of the document.';
