-- grain: agency_id, fiscal_year, scope, outcome_group, outcome (outcome is empty for a whole group)
CREATE OR REPLACE VIEW outcome_composition AS
WITH parts AS (
    SELECT
        forms.form,
        forms.position,
        forms.row_group AS outcome_group,
        forms.row_code AS outcome,
        totals.position AS concluded_position
    FROM identities AS terms
    INNER JOIN identities AS sums
        ON terms.form = sums.form AND terms.check_name = sums.check_name AND sums.side = 'rhs'
    INNER JOIN forms
        ON terms.form = forms.form AND terms.relation = forms.relation AND terms.code = forms.row_code
    INNER JOIN forms AS totals
        ON
            sums.form = totals.form
            AND sums.relation = totals.relation
            AND sums.code = totals.row_code
            AND forms.column_code = totals.column_code
    WHERE terms.check_name = 'concluded_sum' AND terms.side = 'lhs' AND forms.column_code = 'total'
),

places AS (
    SELECT
        form,
        outcome_group,
        outcome,
        [position] AS positions,
        concluded_position
    FROM parts
    UNION ALL
    SELECT
        form,
        outcome_group,
        '' AS outcome,
        list(position ORDER BY position) AS positions,
        min(concluded_position) AS concluded_position
    FROM parts
    GROUP BY form, outcome_group
),

groups AS (
    SELECT
        form,
        outcome_group,
        positions AS group_positions
    FROM places
    WHERE outcome = ''
),

cells AS (
    SELECT
        readings.agency_id,
        readings.fiscal_year,
        readings.scope,
        readings.report_id,
        readings.form,
        places.outcome_group,
        places.outcome,
        readings.cell_values[places.concluded_position] AS concluded,
        [readings.cell_values[place] FOR place IN places.positions] AS figures,
        [readings.cell_statuses[place] FOR place IN places.positions] AS statuses,
        [readings.cell_values[place] FOR place IN groups.group_positions] AS group_figures,
        [readings.cell_statuses[place] FOR place IN groups.group_positions] AS group_statuses
    FROM settled_readings AS readings
    INNER JOIN places ON readings.form = places.form
    INNER JOIN groups ON places.form = groups.form AND places.outcome_group = groups.outcome_group
),

sums AS (
    SELECT
        agency_id,
        fiscal_year,
        scope,
        report_id,
        form,
        outcome_group,
        outcome,
        CASE WHEN NOT list_contains(statuses, enum_code('missing'::STATUS_CODE)) THEN list_sum(figures) END
            AS numerator,
        CASE WHEN NOT list_contains(group_statuses, enum_code('missing'::STATUS_CODE)) THEN list_sum(group_figures) END
            AS group_total,
        concluded,
        len([1 FOR status IN statuses IF status = enum_code('blank'::STATUS_CODE)]) AS n_blank,
        len([1 FOR status IN statuses IF status = enum_code('missing'::STATUS_CODE)]) AS n_missing
    FROM cells
)

SELECT
    agency_id,
    fiscal_year,
    scope,
    outcome_group,
    outcome,
    report_id,
    form,
    numerator::DOUBLE AS numerator,
    concluded::DOUBLE AS denominator,
    numerator / nullif(concluded, 0) AS share,
    group_total::DOUBLE AS group_total,
    numerator / nullif(group_total, 0) AS share_of_group,
    n_blank,
    n_missing
FROM sums;

COMMENT ON VIEW outcome_composition IS
'Grain: agency_id, fiscal_year, scope, outcome_group, outcome. How concluded requests were handled: a row for each '
'group of outcomes (outcome empty) and a row for each outcome within it. Never add the two. Corrected values where '
'there are any, else printed.';
COMMENT ON COLUMN outcome_composition.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN outcome_composition.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN outcome_composition.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN outcome_composition.outcome_group IS
'granted, granted_in_part, denied, unavailable, declined or other.';
COMMENT ON COLUMN outcome_composition.outcome IS 'The outcome; empty on the row of the whole group.';
COMMENT ON COLUMN outcome_composition.report_id IS 'The current report.';
COMMENT ON COLUMN outcome_composition.form IS 'The form of the tables.';
COMMENT ON COLUMN outcome_composition.numerator IS
'Requests so handled; NULL where a cell is missing or none is printed.';
COMMENT ON COLUMN outcome_composition.denominator IS 'Requests concluded, as printed.';
COMMENT ON COLUMN outcome_composition.share IS 'numerator by denominator; NULL where unknown or nothing was concluded.';
COMMENT ON COLUMN outcome_composition.group_total IS 'Requests handled in the whole group.';
COMMENT ON COLUMN outcome_composition.share_of_group IS
'numerator by group_total: the composition of reasons within their group.';
COMMENT ON COLUMN outcome_composition.n_blank IS 'Blank cells behind the numerator.';
COMMENT ON COLUMN outcome_composition.n_missing IS 'Missing cells behind the numerator.';
