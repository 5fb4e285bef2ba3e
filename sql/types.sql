-- grain: one ENUM type a code list, in the order in which the forms print the codes
-- A new form year adds lines to data/reference and no line here: the lists are read from the reference tables.
CREATE TYPE article_item_code AS ENUM (
    SELECT article_item
    FROM reference.items
    GROUP BY article_item
    ORDER BY article_item
);

CREATE TYPE category_code AS ENUM (
    SELECT category
    FROM reference.items
    GROUP BY category
    ORDER BY min(position::INTEGER), category
);

CREATE TYPE measure_code AS ENUM (
    SELECT measure
    FROM reference.items
    GROUP BY measure
    ORDER BY min(form), min(position::INTEGER), measure
);

CREATE TYPE outcome_code AS ENUM (
    SELECT outcome
    FROM reference.outcomes
    GROUP BY outcome
    ORDER BY max(position::INTEGER), outcome
);

CREATE TYPE outcome_group_code AS ENUM (
    SELECT outcome_group
    FROM reference.outcomes
    GROUP BY outcome_group
    ORDER BY max(position::INTEGER), outcome_group
);

CREATE TYPE applicant_code AS ENUM (
    SELECT applicant
    FROM reference.applicants
    GROUP BY applicant
    ORDER BY max(position::INTEGER), applicant
);

CREATE TYPE proceeding_code AS ENUM (
    SELECT proceeding
    FROM reference.proceedings
    GROUP BY proceeding
    ORDER BY max(position::INTEGER), proceeding
);

CREATE TYPE result_code AS ENUM (
    SELECT result
    FROM reference.proceedings
    GROUP BY result
    ORDER BY min(position::INTEGER), result
);

CREATE TYPE status_code AS ENUM (
    SELECT status
    FROM reference.statuses
    ORDER BY position
);
