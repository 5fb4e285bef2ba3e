-- grain: agency_id (agencies of which this run changed a report or a correction)
CREATE TEMP TABLE touched AS
WITH corrected_now AS (
    SELECT
        report_id,
        relation,
        row_code,
        column_code,
        corrected_value
    FROM corrections
),

changed AS (
    SELECT coalesce(corrected_now.report_id, corrected_before.report_id) AS report_id
    FROM corrected_now
    FULL OUTER JOIN corrected_before
        ON
            corrected_now.report_id = corrected_before.report_id
            AND corrected_now.relation = corrected_before.relation
            AND corrected_now.row_code = corrected_before.row_code
            AND corrected_now.column_code = corrected_before.column_code
    WHERE corrected_now.corrected_value IS DISTINCT FROM corrected_before.corrected_value
)

SELECT agency_id
FROM affected
UNION
SELECT reports.agency_id
FROM changed
INNER JOIN reports ON changed.report_id = reports.report_id;
