-- grain: report_id, figure, member (current reports only)
CREATE OR REPLACE VIEW report_figures AS
WITH cells AS (
    SELECT
        settled_readings.report_id,
        settled_readings.agency_id,
        settled_readings.fiscal_year,
        settled_readings.scope,
        settled_readings.form,
        settled_readings.n_corrected,
        figure_positions.figure,
        figure_positions.member,
        figure_positions.signs,
        figure_positions.is_difference,
        figure_positions.units_packed,
        [settled_readings.cell_values[place] FOR place IN figure_positions.positions] AS figures,
        [settled_readings.cell_statuses[place] FOR place IN figure_positions.positions] AS statuses
    FROM settled_readings
    INNER JOIN figure_positions ON settled_readings.form = figure_positions.form
),

sums AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope,
        form,
        figure,
        member,
        is_difference,
        units_packed,
        len(figures) AS n_cells,
        len(figures) - list_count(figures) AS n_unknown,
        CASE WHEN is_difference THEN list_sum([cell * signs[i] FOR cell, i IN figures]) ELSE list_sum(figures) END
            AS total,
        len([1 FOR status IN statuses IF status = enum_code('blank'::STATUS_CODE)]) AS n_blank,
        len([1 FOR status IN statuses IF status = enum_code('missing'::STATUS_CODE)]) AS n_missing,
        n_corrected
    FROM cells
)

SELECT
    report_id,
    agency_id,
    fiscal_year,
    scope,
    form,
    figure,
    member,
    CASE
        WHEN n_missing > 0 THEN NULL
        WHEN is_difference AND n_unknown > 0 THEN NULL
        ELSE total / units_packed
    END AS value,
    n_cells,
    n_blank,
    n_missing,
    n_corrected
FROM sums;

COMMENT ON VIEW report_figures IS
'Grain: report_id, figure, member. The named figures of the metric dictionary for every current report, each a '
'signed sum of cells. A missing part leaves it open; a blank part counts 0 only in a sum where another part is '
'printed, and never in a difference. Corrected values where there are any, else printed.';
COMMENT ON COLUMN report_figures.report_id IS 'The report.';
COMMENT ON COLUMN report_figures.agency_id IS 'The publishing agency.';
COMMENT ON COLUMN report_figures.fiscal_year IS 'The year reported on.';
COMMENT ON COLUMN report_figures.scope IS
'own, system or unknown: whether the office alone or all under it is counted.';
COMMENT ON COLUMN report_figures.form IS 'The form of the tables.';
COMMENT ON COLUMN report_figures.figure IS 'The named figure (metric_terms.figure).';
COMMENT ON COLUMN report_figures.member IS 'The member of a family; empty for a single figure.';
COMMENT ON COLUMN report_figures.value IS
'The signed sum; money in yuan. NULL where a cell is missing or nothing is printed.';
COMMENT ON COLUMN report_figures.n_cells IS 'Cells summed.';
COMMENT ON COLUMN report_figures.n_blank IS 'Cells among them left blank by the agency.';
COMMENT ON COLUMN report_figures.n_missing IS 'Cells among them that could not be read.';
COMMENT ON COLUMN report_figures.n_corrected IS 'Cells of the whole report corrected by a person.';
