-- grain: report_id, category, measure
CREATE OR REPLACE VIEW disclosure_items AS
WITH readings AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        form,
        cell_values,
        cell_statuses,
        cell_raws,
        cell_lines,
        cell_tables,
        cell_rows,
        money_units
    FROM packed_readings
),

cells AS (
    SELECT
        form,
        position,
        article_item::article_item_code AS article_item,
        row_code::category_code AS category,
        column_code::measure_code AS measure,
        quantity = 'money' AS is_money,
        money_position
    FROM forms
    WHERE relation = 'disclosure_items'
)

SELECT
    readings.report_id,
    cells.category,
    cells.measure,
    readings.agency_id,
    readings.fiscal_year,
    readings.form,
    cells.article_item,
    -- Fen times 0.01 stays a decimal to the last fen; fen divided by 100 would not.
    CASE
        WHEN cells.is_money THEN (readings.cell_values[cells.position]::decimal(18, 0) * 0.01)::decimal(18, 2)
        ELSE readings.cell_values[cells.position]::decimal(18, 2)
    END AS value,
    readings.money_units[cells.money_position] AS unit,
    enum_range(NULL::status_code)[readings.cell_statuses[cells.position] + 1]::status_code AS status,
    coalesce(
        readings.cell_raws[cells.position],
        CASE readings.cell_statuses[cells.position]
            WHEN 0 THEN CASE WHEN NOT cells.is_money THEN readings.cell_values[cells.position]::varchar END
            WHEN 1 THEN ''
        END
    ) AS raw,
    readings.cell_lines[cells.position] AS source_line,
    'table ' || readings.cell_tables[cells.position] || ' row ' || readings.cell_rows[cells.position] AS source_place
FROM readings
INNER JOIN cells ON readings.form = cells.form;

COMMENT ON VIEW disclosure_items IS
'Section 二 of every report: article 20, what was disclosed on the initiative of the agency.';
COMMENT ON COLUMN disclosure_items.report_id IS 'The report.';
COMMENT ON COLUMN disclosure_items.category IS 'Row of the form.';
COMMENT ON COLUMN disclosure_items.measure IS 'Column of the form.';
COMMENT ON COLUMN disclosure_items.agency_id IS 'Agency of the report.';
COMMENT ON COLUMN disclosure_items.fiscal_year IS 'Year of the report.';
COMMENT ON COLUMN disclosure_items.form IS 'Form of the report.';
COMMENT ON COLUMN disclosure_items.article_item IS 'Item of article 20 of the Regulations.';
COMMENT ON COLUMN disclosure_items.value IS
'Count, or money in yuan exact to the fen; NULL where blank or missing.';
COMMENT ON COLUMN disclosure_items.unit IS 'Unit found for a money cell; NULL for counts.';
COMMENT ON COLUMN disclosure_items.status IS 'reported, blank, derived or missing.';
COMMENT ON COLUMN disclosure_items.raw IS 'Text as printed; NULL where nothing could be read.';
COMMENT ON COLUMN disclosure_items.source_line IS '1-based line of the document.';
COMMENT ON COLUMN disclosure_items.source_place IS 'Table and row, for formats that have tables; else NULL.';
