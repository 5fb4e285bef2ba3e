-- grain: metric
CREATE OR REPLACE TABLE metrics AS
SELECT
    position::INTEGER AS position,
    metric,
    name_zh,
    name_en,
    numerator,
    denominator,
    kind,
    unit,
    member,
    forms,
    computed_in,
    caveat
FROM reference.metrics
ORDER BY position;

COMMENT ON TABLE metrics IS 'The metric dictionary: what each metric divides by what, and what to mind.';
COMMENT ON COLUMN metrics.position IS 'Order of the dictionary.';
COMMENT ON COLUMN metrics.metric IS 'Key of the metric.';
COMMENT ON COLUMN metrics.name_zh IS 'Chinese name.';
COMMENT ON COLUMN metrics.name_en IS 'English name.';
COMMENT ON COLUMN metrics.numerator IS 'Figure above the line.';
COMMENT ON COLUMN metrics.denominator IS 'Figure below the line; empty for a count.';
COMMENT ON COLUMN metrics.kind IS 'Kind of metric.';
COMMENT ON COLUMN metrics.unit IS 'Unit of the value.';
COMMENT ON COLUMN metrics.member IS 'What the metric is told for one by one, where it is.';
COMMENT ON COLUMN metrics.forms IS 'Forms on which it exists.';
COMMENT ON COLUMN metrics.computed_in IS 'View that computes it.';
COMMENT ON COLUMN metrics.caveat IS 'What to mind.';
