-- grain: form, relation, row_code, column_code (every cell a form has)
CREATE OR REPLACE TABLE forms AS
WITH item_cells AS (
    SELECT
        form,
        'disclosure_items' AS relation,
        position::INTEGER AS relation_position,
        article_item,
        article_item AS row_group,
        'category' AS row_axis,
        category AS row_code,
        'measure' AS column_axis,
        measure AS column_code,
        quantity,
        nullif(form_unit, '') AS form_unit
    FROM reference.items
),

outcome_cells AS (
    SELECT
        outcomes.form,
        'application_outcomes' AS relation,
        outcomes.position::INTEGER * 100 + applicants.position::INTEGER AS relation_position,
        NULL AS article_item,
        outcomes.outcome_group AS row_group,
        'outcome' AS row_axis,
        outcomes.outcome AS row_code,
        'applicant' AS column_axis,
        applicants.applicant AS column_code,
        'count' AS quantity,
        NULL AS form_unit
    FROM reference.outcomes
    INNER JOIN reference.applicants ON outcomes.form = applicants.form
),

proceeding_cells AS (
    SELECT
        form,
        'review_litigation' AS relation,
        position::INTEGER AS relation_position,
        NULL AS article_item,
        proceeding AS row_group,
        'proceeding' AS row_axis,
        proceeding AS row_code,
        'result' AS column_axis,
        result AS column_code,
        'count' AS quantity,
        NULL AS form_unit
    FROM reference.proceedings
),

cells AS (
    SELECT
        *,
        1 AS relation_order
    FROM item_cells
    UNION ALL
    SELECT
        *,
        2 AS relation_order
    FROM outcome_cells
    UNION ALL
    SELECT
        *,
        3 AS relation_order
    FROM proceeding_cells
)

SELECT
    cells.form,
    notices.notice,
    row_number() OVER whole::INTEGER AS position,
    cells.relation,
    cells.article_item,
    cells.row_group,
    cells.row_code,
    row_labels.label AS row_label,
    row_labels.label_hant AS row_label_hant,
    row_labels.label_en AS row_label_en,
    cells.column_code,
    column_labels.label AS column_label,
    column_labels.label_hant AS column_label_hant,
    column_labels.label_en AS column_label_en,
    cells.quantity,
    cells.form_unit,
    CASE
        WHEN cells.quantity = 'money' THEN (count(*) FILTER (WHERE cells.quantity = 'money') OVER whole)::INTEGER
    END AS money_position
FROM cells
INNER JOIN reference.forms AS notices ON cells.form = notices.form
LEFT JOIN reference.labels AS row_labels ON cells.row_axis = row_labels.axis AND cells.row_code = row_labels.code
LEFT JOIN reference.labels AS column_labels
    ON cells.column_axis = column_labels.axis AND cells.column_code = column_labels.code
WINDOW
    whole AS (
        PARTITION BY cells.form
        ORDER BY cells.relation_order, cells.relation_position
    )
ORDER BY cells.form, position;

COMMENT ON TABLE forms IS 'Every cell of every form: its row, its column and their labels.';
COMMENT ON COLUMN forms.form IS 'Form.';
COMMENT ON COLUMN forms.notice IS 'Notice of the State Council that prints it.';
COMMENT ON COLUMN forms.position IS 'Place of the cell in the form, from 1: the order of the packed lists.';
COMMENT ON COLUMN forms.relation IS 'Relation that holds the cell.';
COMMENT ON COLUMN forms.article_item IS 'Item of article 20 of the Regulations; disclosure_items only.';
COMMENT ON COLUMN forms.row_group IS 'Group of the row: article item, outcome group or proceeding.';
COMMENT ON COLUMN forms.row_code IS 'Category, outcome or proceeding.';
COMMENT ON COLUMN forms.row_label IS 'Label of the row as the form prints it.';
COMMENT ON COLUMN forms.row_label_hant IS 'The label in traditional characters.';
COMMENT ON COLUMN forms.row_label_en IS 'The label in English.';
COMMENT ON COLUMN forms.column_code IS 'Measure, applicant or result.';
COMMENT ON COLUMN forms.column_label IS 'Label of the column as the form prints it.';
COMMENT ON COLUMN forms.column_label_hant IS 'The label in traditional characters.';
COMMENT ON COLUMN forms.column_label_en IS 'The label in English.';
COMMENT ON COLUMN forms.quantity IS 'count, change (may be negative) or money.';
COMMENT ON COLUMN forms.form_unit IS 'Unit of money that the form prints.';
COMMENT ON COLUMN forms.money_position IS 'Place among the money cells of the form, from 1.';
