-- grain: report_id (invented readings at any size, made without a row of Python: the variable `reports` says how many)
-- Twenty-five years an agency; four cells in five 0, one in fifty blank; 42 checks a report; two forms.
CREATE TEMP TABLE invented AS
WITH numbered AS (
    SELECT range AS number FROM range(getvariable('reports'))
)

SELECT
    number,
    md5(number::VARCHAR)::UUID AS report_id,
    'agency' || (number // 25) AS agency_id,
    (2000 + number % 25)::INTEGER AS fiscal_year,
    CASE WHEN number % 25 < 10 THEN '2019' ELSE '2021' END AS form
FROM numbered;

INSERT INTO packed_readings
WITH widths AS (
    SELECT
        form,
        range(30, 30 + count(*))::INTEGER[] AS cell_lines,
        range(1, 1 + count(*))::INTEGER[] AS positions,
        [NULL::VARCHAR FOR x IN range(count(*))] AS raws
    FROM forms
    GROUP BY form
),

drawn AS (
    SELECT
        invented.report_id,
        invented.agency_id,
        invented.fiscal_year,
        invented.form,
        [(hash(invented.number * 256 + place) % 1000)::INTEGER FOR place IN widths.positions] AS lots,
        widths.cell_lines,
        widths.raws
    FROM invented
    INNER JOIN widths ON invented.form = widths.form
)

SELECT
    report_id,
    agency_id,
    fiscal_year,
    form,
    [CASE WHEN lot < 780 THEN 0 WHEN lot < 980 THEN lot - 779 END FOR lot IN lots]::BIGINT[] AS cell_values,
    [CASE WHEN lot < 980 THEN 0 ELSE 1 END FOR lot IN lots]::UTINYINT[] AS cell_statuses,
    raws AS cell_raws,
    cell_lines,
    NULL AS cell_tables,
    NULL AS cell_rows,
    NULL AS money_units
FROM drawn;

INSERT INTO reports BY NAME
SELECT
    report_id,
    agency_id,
    agency_id AS agency_name,
    fiscal_year,
    form,
    make_date(fiscal_year + 1, 1, 20) AS published_on,
    '370300' AS region_code,
    'P' || (number // 25 % 31) AS province,
    'county' AS admin_level,
    'S' || (number // 25 % 20) AS sector,
    'own' AS scope,
    'title' AS agency_basis,
    'title' AS year_basis,
    '/reports/' || number AS source_uri,
    sha256(number::VARCHAR) AS source_sha256,
    1 AS part,
    'text/plain' AS media_type,
    'simplified' AS script,
    'present' AS source_state,
    true AS is_current,
    200 AS cells_expected,
    196 AS cells_reported,
    4 AS cells_blank,
    0 AS cells_derived,
    0 AS cells_missing,
    0 AS checks_failed,
    0 AS hard_checks_failed,
    '1' AS parser_version,
    'invented' AS run_id,
    '2024-01-01'::TIMESTAMPTZ AS loaded_at
FROM invented;

INSERT INTO report_checks
SELECT
    invented.report_id,
    'row_sum' AS check_name,
    'row ' || places.range AS scope,
    'hard' AS severity,
    places.range AS lhs,
    places.range AS rhs,
    true AS passed,
    NULL AS message
FROM invented
CROSS JOIN range(42) AS places
ORDER BY invented.number, places.range;

INSERT INTO documents BY NAME
SELECT
    source_sha256 AS sha256,
    source_uri,
    'loaded' AS outcome,
    'present' AS state,
    media_type,
    script,
    parser_version,
    run_id
FROM reports;

INSERT INTO document_sources
SELECT
    source_uri,
    source_sha256,
    source_uri AS container_uri,
    source_state,
    run_id
FROM reports;

INSERT INTO files
SELECT
    source_uri AS uri,
    1 AS size,
    2 AS mtime_ns,
    3 AS ctime_ns,
    4 AS inode,
    parser_version,
    1 AS document_count,
    0 AS quarantined_count,
    'present' AS state
FROM reports;
