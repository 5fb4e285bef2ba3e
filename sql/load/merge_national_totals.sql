-- grain: fiscal_year, scope, form, outcome, applicant (what touched agencies told before off, what they tell now on)
CREATE TEMP TABLE merged_totals AS
WITH parts AS (
    SELECT
        1 AS sign,
        *
    FROM national_totals
    UNION ALL
    SELECT
        -1 AS sign,
        *
    FROM national_totals_before
    UNION ALL
    SELECT
        1 AS sign,
        *
    FROM national_totals_now
)

SELECT
    fiscal_year,
    scope,
    form,
    outcome,
    applicant,
    outcome_group,
    CASE WHEN sum(sign * n_known) > 0 THEN sum(sign * value)::BIGINT END AS value,
    sum(sign * n_reports)::BIGINT AS n_reports,
    sum(sign * n_known)::BIGINT AS n_known,
    sum(sign * n_blank)::BIGINT AS n_blank,
    sum(sign * n_missing)::BIGINT AS n_missing
FROM parts
GROUP BY fiscal_year, scope, form, outcome, applicant, outcome_group
HAVING sum(sign * n_reports) > 0;

DELETE FROM national_totals;

INSERT INTO national_totals
SELECT
    fiscal_year,
    scope,
    form,
    outcome,
    applicant,
    outcome_group,
    value,
    n_reports,
    n_known,
    n_blank,
    n_missing
FROM merged_totals
ORDER BY fiscal_year, scope, form, outcome, applicant;
