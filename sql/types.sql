-- grain: one ENUM type a code list, in the order in which the forms print the codes
-- A new form year adds lines to data/reference and no line here: the lists are read from the reference tables.
-- An ENUM takes its codes from a query in brackets.
-- noqa: disable=CV07
CREATE TYPE article_item_code AS enum (
    SELECT article_item
    FROM reference.items
    GROUP BY article_item
    ORDER BY article_item
);

CREATE TYPE category_code AS enum (
    SELECT category
    FROM reference.items
    GROUP BY category
    ORDER BY min(position::integer), category
);

CREATE TYPE measure_code AS enum (
    SELECT measure
    FROM reference.items
    GROUP BY measure
    ORDER BY min(form), min(position::integer), measure
);

CREATE TYPE outcome_code AS enum (
    SELECT outcome
    FROM reference.outcomes
    GROUP BY outcome
    ORDER BY max(position::integer), outcome
);

CREATE TYPE outcome_group_code AS enum (
    SELECT outcome_group
    FROM reference.outcomes
    GROUP BY outcome_group
    ORDER BY max(position::integer), outcome_group
);

CREATE TYPE applicant_code AS enum (
    SELECT applicant
    FROM reference.applicants
    GROUP BY applicant
    ORDER BY max(position::integer), applicant
);

CREATE TYPE proceeding_code AS enum (
    SELECT proceeding
    FROM reference.proceedings
    GROUP BY proceeding
    ORDER BY max(position::integer), proceeding
);

CREATE TYPE result_code AS enum (
    SELECT result
    FROM reference.proceedings
    GROUP BY result
    ORDER BY min(position::integer), result
);

CREATE TYPE status_code AS enum (
    SELECT status
    FROM reference.statuses
    ORDER BY position
);
