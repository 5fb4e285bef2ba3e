-- grain: report_id, relation, row_code, column_code (reports in quarantine whose tables could be read)
CREATE OR REPLACE VIEW quarantined_figures AS
SELECT
    held.report_id,
    cells.relation,
    cells.row_code,
    cells.column_code,
    held.form,
    CASE
        WHEN cells.quantity = 'money' THEN (held.cell_values[cells.position]::DECIMAL(18, 0) * 0.01)::DECIMAL(18, 2)
        ELSE held.cell_values[cells.position]::DECIMAL(18, 2)
    END AS value,
    held.money_units[cells.money_position] AS unit,
    enum_range(NULL::STATUS_CODE)[held.cell_statuses[cells.position] + 1] AS status,
    coalesce(
        held.cell_raws[cells.position],
        CASE held.cell_statuses[cells.position]
            WHEN 0 THEN CASE WHEN cells.quantity <> 'money' THEN held.cell_values[cells.position]::VARCHAR END
            WHEN 1 THEN ''
        END
    ) AS raw,
    held.cell_lines[cells.position] AS source_line,
    'table ' || held.cell_tables[cells.position] || ' row ' || held.cell_rows[cells.position] AS source_place
FROM packed_quarantine AS held
INNER JOIN forms AS cells ON held.form = cells.form;

COMMENT ON VIEW quarantined_figures IS
'Figures of reports whose agency or year cannot be told: kept, and in no other relation.';
COMMENT ON COLUMN quarantined_figures.report_id IS 'Row of quarantine.';
COMMENT ON COLUMN quarantined_figures.relation IS 'Relation that would hold the figure.';
COMMENT ON COLUMN quarantined_figures.row_code IS 'Category, outcome or proceeding.';
COMMENT ON COLUMN quarantined_figures.column_code IS 'Measure, applicant or result.';
COMMENT ON COLUMN quarantined_figures.form IS 'Form of the report.';
COMMENT ON COLUMN quarantined_figures.value IS 'Count, or money in yuan.';
COMMENT ON COLUMN quarantined_figures.unit IS 'Unit found for a money cell.';
COMMENT ON COLUMN quarantined_figures.status IS 'reported, blank, derived or missing.';
COMMENT ON COLUMN quarantined_figures.raw IS 'Text as printed.';
COMMENT ON COLUMN quarantined_figures.source_line IS '1-based line of the document.';
COMMENT ON COLUMN quarantined_figures.source_place IS 'Table and row, for formats that have tables; else NULL.';
