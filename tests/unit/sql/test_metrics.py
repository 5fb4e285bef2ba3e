"""The SQL behind every metric, against figures worked out by hand (`metrics_by_hand.csv`) on two invented reports."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.unit.sql.invented import (
    BLANK,
    MISSING,
    Given,
    Report,
    Warehouse,
    applicants,
    items,
    metric_rows,
    outcomes,
    proceedings,
    report_id,
)
from transform.reference import CellKey, load_reference, read_csv

with (Path(__file__).parent / "metrics_by_hand.csv").open(encoding="utf-8", newline="") as lines:
    BY_HAND = list(csv.DictReader(lines))

NEW_FORM = {
    **outcomes(received=40, carried_in=5, granted=12, granted_in_part=4, concluded=40, carried_out=5),
    **outcomes(denied_state_secret=1, denied_third_party=2, denied_internal=3, denied_deliberative=1, denied_inquiry=1),
    **outcomes(unavailable_not_held=6, unavailable_must_create=1, unavailable_unclear=1),
    **outcomes(declined_petition=3, declined_repeat=1, declined_excessive=1, declined_reconfirm=BLANK),
    **outcomes(other_not_corrected=2, other_misc=1),
    **applicants("received", natural_person=30, business=6, nonprofit=BLANK, legal_service=3, other_org=1),
    **outcomes("natural_person", granted=8, granted_in_part=2, concluded=25),
    **outcomes("business", granted=2, granted_in_part=2, concluded=5),
    **proceedings("review", upheld=4, corrected=2, other=1, pending=1, total=8),
    **proceedings("litigation_direct", upheld=3, corrected=1, pending=1, total=5),
    **proceedings("litigation_after_review", upheld=1, corrected=1, pending=1, total=3),
    **items("regulation", issued=0, repealed=1, in_force=4),
    **items("normative_document", issued=5, repealed=2, in_force=30),
    **items("license", decisions=120),
    **items("penalty", decisions=40),
    **items("coercion", decisions=7),
    **items("fee", fee_amount=123456),
}
OLD_FORM = {
    **outcomes(concluded=10, other=2),
    **items("normative_document", made=4, newly_disclosed=6),
    **items("license", decisions=9),
    **items("procurement", purchase_count=4, purchase_amount=1000050),
}


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    """One agency on the form of 2021, with the year before, and one on the form of 2019."""
    made = Warehouse(
        Report("before", fiscal_year=2021, cells=outcomes(carried_out=5)),
        Report("new", fiscal_year=2022, cells=NEW_FORM, published_on=date(2023, 1, 31)),
        Report("old", agency_id="b", fiscal_year=2020, form="2019", cells=OLD_FORM, published_on=date(2021, 2, 1)),
    )
    checks = [("r", True), ("s", True), ("t", False), ("u", None)]
    made.insert_rows(
        "report_checks",
        *[
            {"report_id": report_id("new"), "check_name": "c", "scope": scope, "severity": "hard", "passed": passed}
            for scope, passed in checks
        ],
    )
    return made


PARTS = applicants("received", natural_person=7, business=2, research=BLANK)


def number(text: str) -> float | None:
    """A figure of the file; empty is NULL."""
    return float(text) if text else None


@pytest.mark.parametrize("hand", BY_HAND, ids=lambda hand: "-".join((hand["form"], hand["metric"], hand["member"])))
def test_metric_is_what_was_worked_out_by_hand(warehouse: Warehouse, hand: dict[str, str]) -> None:
    name = "new" if hand["form"] == "2021" else "old"
    numerator, denominator, value, n_blank = warehouse.one(
        "SELECT numerator, denominator, round(value, 6), n_blank FROM agency_year_metrics "
        "WHERE report_id = ? AND metric = ? AND member = ?",
        report_id(name),
        hand["metric"],
        hand["member"],
    )
    expected = (number(hand["numerator"]), number(hand["denominator"]), number(hand["value"]), int(hand["n_blank"]))
    assert (numerator, denominator, value, n_blank) == expected


def test_every_metric_was_worked_out_by_hand() -> None:
    told = {row["metric"] for row in metric_rows() if row["computed_in"] == "agency_year_metrics"}
    assert told == {row["metric"] for row in BY_HAND}


def test_kinds_are_those_of_the_dictionary(warehouse: Warehouse) -> None:
    told = set(warehouse.rows("SELECT DISTINCT metric, kind FROM agency_year_metrics"))
    assert {"zero_request_share", "on_time", "completeness", "checks_passed"} <= {metric for metric, _ in told}
    assert told <= set(warehouse.rows("SELECT metric, kind FROM metrics"))


def test_the_wide_table_says_what_the_long_view_says(warehouse: Warehouse) -> None:
    columns = {str(row[0]) for row in warehouse.rows("SELECT column_name FROM (DESCRIBE agency_year)")}
    rates = [name.removesuffix("_numerator") for name in columns if name.endswith("_numerator")]
    counts = [row["metric"] for row in metric_rows() if row["kind"] == "count" and row["metric"] in columns]
    assert len(rates) == 13
    assert len(counts) == 7
    for rate in rates:
        wide = warehouse.rows(
            f"SELECT report_id, {rate}, {rate}_numerator, {rate}_denominator, {rate}_n_blank, {rate}_n_missing "
            "FROM agency_year ORDER BY ALL"
        )
        long = warehouse.rows(
            "SELECT report_id, value, numerator, denominator, n_blank, n_missing FROM agency_year_metrics "
            "WHERE metric = ? ORDER BY ALL",
            rate,
        )
        assert wide == long, rate
    for count in counts:
        wide = warehouse.rows(f"SELECT report_id, {count} FROM agency_year ORDER BY ALL")
        assert wide == warehouse.rows(
            "SELECT report_id, value FROM agency_year_metrics WHERE metric = ? ORDER BY ALL", count
        )


def test_dictionary_names_only_figures_that_are_told_and_forms_that_have_them(warehouse: Warehouse) -> None:
    figures = {row["figure"] for row in read_csv("metric_terms.csv")}
    for row in metric_rows():
        assert {row["numerator"], row["denominator"]} - {""} <= figures, row["metric"]
        assert row["name_zh"]
        assert row["name_en"]
        assert row["kind"] in {"count", "change", "money", "proportion", "ratio", "indicator", "code"}
    keys = [row["metric"] for row in metric_rows()]
    assert len(keys) == len(set(keys))
    used = {row[side] for row in metric_rows() for side in ("numerator", "denominator")}
    assert figures <= used, "a figure that no metric uses"
    computed = warehouse.rows(
        "SELECT metric, string_agg(DISTINCT form, ' ' ORDER BY form) FROM agency_year_metrics GROUP BY metric"
    )
    stated = {row["metric"]: row["forms"] for row in metric_rows()}
    cross_year = {"carry_over_ok"}  # the sample has a pair of years on one form only
    assert {m: f for m, f in computed if m not in cross_year} == {
        m: f for m, f in stated.items() if m in dict(computed) and m not in cross_year
    }


def test_terms_name_cells_that_a_form_has() -> None:
    cells = [cell for form in load_reference().forms.values() for cell in form.cells]
    groups = {row["outcome"]: row["outcome_group"] for row in read_csv("outcomes.csv")}
    for term in read_csv("metric_terms.csv"):
        assert any(
            cell.relation == term["relation"]
            and term["row_code"] in ("", cell.row)
            and term["column_code"] in ("", cell.column)
            and term["row_group"] in ("", groups.get(cell.row, ""))
            for cell in cells
        ), term


TOLD: list[tuple[dict[CellKey, Given], str, tuple[object, object, object]]] = [
    # cells, metric, its value, blank and missing cells
    (outcomes(granted=3, granted_in_part=BLANK, concluded=4), "disclosure_rate", (0.75, 1, 0)),
    (outcomes(granted=3, granted_in_part=MISSING, concluded=4), "disclosure_rate", (None, 0, 1)),
    (outcomes(granted=BLANK, granted_in_part=BLANK, concluded=4), "disclosure_rate", (None, 2, 0)),
    (outcomes(granted=3, concluded=BLANK), "disclosure_rate", (None, 1, 0)),
    (outcomes(granted=0, concluded=0), "disclosure_rate", (None, 0, 0)),
    (outcomes(carried_out=3, carried_in=BLANK), "backlog_change", (None, 1, 0)),
    (dict.fromkeys(load_reference().forms["2021"].cells, BLANK), "zero_request_share", (None, 1, 0)),
    # The total of requests received falls back on its printed parts, and never adds both; no other total does.
    (outcomes(received=9) | PARTS, "received", (9, 0, 0)),
    (outcomes(received=BLANK) | PARTS, "received", (9, 1, 0)),
    (outcomes(received=BLANK) | PARTS | applicants("received", other_org=MISSING), "received", (None, 1, 0)),
    (outcomes(concluded=BLANK) | outcomes("natural_person", concluded=3), "concluded", (None, 1, 0)),
    # A sum that no column holds is open.
    (outcomes(received=2**62, carried_in=2**62), "handled_load", (None, 0, 0)),
    (outcomes(received=2**62, carried_in=2**62), "received", (2**62, 0, 0)),
]


@pytest.fixture(scope="module")
def several() -> Warehouse:
    """A report of an agency of its own for each line of TOLD."""
    return Warehouse(*[Report(f"r{n}", agency_id=f"r{n}", cells=cells) for n, (cells, _, _) in enumerate(TOLD)])


@pytest.mark.parametrize("line", range(len(TOLD)))
def test_blank_and_missing_are_not_zero(several: Warehouse, line: int) -> None:
    _, metric, expected = TOLD[line]
    assert expected == several.one(
        "SELECT value, n_blank, n_missing FROM agency_year_metrics WHERE agency_id = ? AND metric = ? AND member = ''",
        f"r{line}",
        metric,
    )


def test_corrected_value_is_used_and_said() -> None:
    warehouse = Warehouse(Report("r", cells=outcomes(concluded=10, granted=40)))
    warehouse.insert_rows(
        "corrections",
        {
            "report_id": report_id("r"),
            "relation": "application_outcomes",
            "row_code": "granted",
            "column_code": "total",
            "printed_value": 40.0,
            "corrected_value": 4.0,
            "reason": "a digit too many",
            "source": "the agency",
            "corrected_by": "an editor",
            "corrected_on": date(2024, 5, 1),
            "is_applicable": True,
        },
    )
    assert warehouse.one("SELECT value, n_corrected FROM agency_year_metrics WHERE metric = 'grant_rate'") == (0.4, 1)
    assert warehouse.one("SELECT grant_rate, n_corrected FROM agency_year") == (0.4, 1)
    assert warehouse.one(
        "SELECT printed, corrected, value FROM report_cells WHERE row_code = 'granted' AND column_code = 'total'"
    ) == (40, 4, 4)


def test_wilson_interval_of_a_proportion(warehouse: Warehouse) -> None:
    low, high = warehouse.one(
        "SELECT round(interval_low, 4), round(interval_high, 4) FROM agency_year_metrics "
        "WHERE report_id = ? AND metric = 'review_correction_rate'",
        report_id("new"),
    )
    assert (low, high) == (0.0715, 0.5907)


def test_wilson_interval_is_not_told_of_more_than_the_whole() -> None:
    warehouse = Warehouse(Report("r", cells=outcomes(granted=5, concluded=4)))
    assert warehouse.one(
        "SELECT value, interval_low, interval_high FROM agency_year_metrics WHERE metric = 'grant_rate'"
    ) == (1.25, None, None)


def test_top_reason_keeps_ties_and_stays_open_beside_a_missing_reason() -> None:
    sql = "SELECT outcome, requests, n_tied FROM top_reasons ORDER BY outcome"
    tied = Warehouse(Report("r", cells=outcomes(denied_internal=3, declined_petition=3, denied_inquiry=1)))
    assert tied.rows(sql) == [("declined_petition", 3, 2), ("denied_internal", 3, 2)]
    assert Warehouse(Report("r", cells=outcomes(denied_internal=3, denied_inquiry=MISSING))).rows(sql) == []
    assert Warehouse(Report("r")).rows(sql) == []
