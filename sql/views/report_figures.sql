-- grain: report_id, figure, member (current reports only)
CREATE OR REPLACE VIEW report_figures AS
WITH current_reports AS (
    SELECT
        report_id,
        agency_id,
        fiscal_year,
        scope::VARCHAR AS scope,
        form::VARCHAR AS form
    FROM reports
    WHERE is_current
),

cells AS (
    SELECT
        report_id,
        relation,
        row_code,
        column_code,
        value,
        corrected,
        status
    FROM report_cells
),

row_parts AS (
    SELECT
        parts.form,
        parts.relation,
        parts.code AS part_code,
        totals.code AS total_code
    FROM identities AS parts
    INNER JOIN identities AS totals
        ON
            parts.form = totals.form
            AND parts.check_name = totals.check_name
            AND parts.relation = totals.relation
    WHERE parts.check_name = 'row_sum' AND parts.side = 'lhs' AND totals.side = 'rhs'
),

blank_totals AS (
    SELECT DISTINCT
        current_reports.report_id,
        current_reports.form,
        cells.relation,
        cells.row_code,
        cells.column_code
    FROM current_reports
    INNER JOIN cells ON current_reports.report_id = cells.report_id
    INNER JOIN figure_cells
        ON
            current_reports.form = figure_cells.form
            AND cells.relation = figure_cells.relation
            AND cells.row_code = figure_cells.row_code
            AND cells.column_code = figure_cells.column_code
    WHERE cells.status = 'blank' AND figure_cells.if_blank = 'parts'
),

sums_of_parts AS (
    SELECT
        blank_totals.report_id,
        blank_totals.relation,
        blank_totals.row_code,
        blank_totals.column_code,
        sum(cells.value) AS value
    FROM blank_totals
    INNER JOIN row_parts
        ON
            blank_totals.form = row_parts.form
            AND blank_totals.relation = row_parts.relation
            AND blank_totals.column_code = row_parts.total_code
    INNER JOIN cells
        ON
            blank_totals.report_id = cells.report_id
            AND blank_totals.relation = cells.relation
            AND blank_totals.row_code = cells.row_code
            AND row_parts.part_code = cells.column_code
    GROUP BY blank_totals.report_id, blank_totals.relation, blank_totals.row_code, blank_totals.column_code
    HAVING NOT bool_or(cells.status = 'missing' AND cells.value IS NULL)
),

terms AS (
    SELECT
        current_reports.report_id,
        current_reports.agency_id,
        current_reports.fiscal_year,
        current_reports.scope,
        current_reports.form,
        figure_cells.figure,
        figure_cells.member,
        figure_cells.sign,
        cells.status,
        cells.corrected,
        coalesce(cells.value, CASE WHEN figure_cells.if_blank = 'parts' THEN sums_of_parts.value END) AS value
    FROM current_reports
    INNER JOIN cells ON current_reports.report_id = cells.report_id
    INNER JOIN figure_cells
        ON
            current_reports.form = figure_cells.form
            AND cells.relation = figure_cells.relation
            AND cells.row_code = figure_cells.row_code
            AND cells.column_code = figure_cells.column_code
    LEFT JOIN sums_of_parts
        ON
            cells.report_id = sums_of_parts.report_id
            AND cells.relation = sums_of_parts.relation
            AND cells.row_code = sums_of_parts.row_code
            AND cells.column_code = sums_of_parts.column_code
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
        min(sign) AS least_sign,
        count(*) AS n_cells,
        count(*) FILTER (WHERE status = 'blank' AND corrected IS NULL) AS n_blank,
        count(*) FILTER (WHERE status = 'missing' AND corrected IS NULL) AS n_missing,
        count(value) AS n_known,
        count(corrected) AS n_corrected,
        sum(sign * value) AS total
    FROM terms
    GROUP BY report_id, agency_id, fiscal_year, scope, form, figure, member
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
        WHEN least_sign < 0 AND n_known < n_cells THEN NULL
        ELSE total
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
COMMENT ON COLUMN report_figures.n_corrected IS 'Cells among them corrected by a person.';
