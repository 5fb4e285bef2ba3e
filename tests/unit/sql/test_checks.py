"""Checks that need SQL: each holds where it should, fails where an error is planted, and stays open in between."""

from __future__ import annotations

from tests.unit.sql.invented import BLANK, MISSING, Given, Report, Warehouse, applicants, items, outcomes, report_id


def continuity(warehouse: Warehouse, check_name: str, member: str) -> list[tuple[object, ...]]:
    """lhs, rhs and passed of one identity across years."""
    return warehouse.rows(
        "SELECT lhs, rhs, passed FROM continuity WHERE check_name = ? AND member = ? ORDER BY fiscal_year",
        check_name,
        member,
    )


def two_years(earlier: dict, later: dict, form: str = "2021") -> Warehouse:  # type: ignore[type-arg]
    """One agency with two consecutive reports."""
    return Warehouse(
        Report("before", fiscal_year=2021, form=form, cells=earlier),
        Report("after", fiscal_year=2022, form=form, cells=later),
    )


def carried(out: Given, into: Given) -> Warehouse:
    """One agency that carried `out` requests out of one year and `into` the next."""
    return two_years(outcomes(carried_out=out), outcomes(carried_in=into))


def test_carry_over_holds_fails_and_stays_open() -> None:
    assert continuity(carried(4, 4), "carry_over", "total") == [(4, 4, True)]
    assert continuity(carried(4, 3), "carry_over", "total") == [(4, 3, False)]
    assert continuity(carried(4, BLANK), "carry_over", "total") == [(4, None, None)]
    assert continuity(carried(MISSING, 3), "carry_over", "total") == [(None, 3, None)]


def test_carry_over_needs_consecutive_years_of_one_scope() -> None:
    gap = Warehouse(Report("x", fiscal_year=2020), Report("y", fiscal_year=2022))
    assert gap.rows("SELECT * FROM continuity") == []
    scopes = Warehouse(Report("x", fiscal_year=2021, scope="system"), Report("y", fiscal_year=2022))
    assert scopes.rows("SELECT * FROM continuity") == []


def test_carry_over_spans_the_forms_and_stocks_do_not() -> None:
    mixed = Warehouse(Report("x", fiscal_year=2020, form="2019"), Report("y", fiscal_year=2021))
    assert {row[0] for row in mixed.rows("SELECT check_name FROM continuity")} == {"carry_over"}


def test_in_force_roll() -> None:
    before = items("normative_document", in_force=10)
    assert continuity(
        two_years(before, items("normative_document", issued=3, repealed=2, in_force=11)),
        "in_force_roll",
        "normative_document",
    ) == [(11, 11, True)]
    assert continuity(
        two_years(before, items("normative_document", issued=3, repealed=BLANK, in_force=11)),
        "in_force_roll",
        "normative_document",
    ) == [(11, 13, False)]
    assert continuity(
        two_years(items("normative_document", in_force=BLANK), items("normative_document", issued=3, in_force=3)),
        "in_force_roll",
        "normative_document",
    ) == [(3, None, None)]


def test_items_roll() -> None:
    before = items("license", prior_year_items=20, change=-2)
    good = two_years(before, items("license", prior_year_items=18), form="2019")
    bad = two_years(before, items("license", prior_year_items=20), form="2019")
    assert continuity(good, "items_roll", "license") == [(18, 18, True)]
    assert continuity(bad, "items_roll", "license") == [(18, 20, False)]


def prose(value: int, cells: dict) -> Warehouse:  # type: ignore[type-arg]
    """One report whose prose tells `value` requests received."""
    warehouse = Warehouse(Report("r", cells=cells))
    warehouse.insert_rows(
        "prose_figures",
        {
            "report_id": report_id("r"),
            "position": 1,
            "figure": "applications_received",
            "value": value,
            "sentence": "全年共收到申请若干件",
            "source_line": 900,
        },
    )
    return warehouse


def test_prose_against_the_tables() -> None:
    sql = "SELECT lhs, rhs, passed FROM soft_checks WHERE check_name = 'prose'"
    assert prose(7, outcomes(received=7)).rows(sql) == [(7, 7, True)]
    assert prose(8, outcomes(received=7)).rows(sql) == [(8, 7, False)]
    assert prose(8, outcomes(received=BLANK)).rows(sql) == [(8, None, None)]
    assert prose(8, outcomes(received=MISSING)).rows(sql) == [(8, None, None)]


def test_discrepancy_of_the_prose_shows_the_sentence_and_the_cell() -> None:
    cells, lines = prose(8, outcomes(received=7)).one("SELECT cells, source_lines FROM discrepancies")
    assert isinstance(cells, list)
    assert [(cell["side"], cell["row_code"], cell["printed"]) for cell in cells] == [
        ("lhs", None, 8),
        ("rhs", "received", 7),
    ]
    assert isinstance(lines, list)
    assert lines[-1] == 900


def test_discrepancy_across_years_shows_the_cells_of_both_reports() -> None:
    (cells,) = carried(4, 3).one("SELECT cells FROM discrepancies WHERE check_name = 'carry_over'")
    assert isinstance(cells, list)
    assert [(str(cell["report_id"]), cell["row_code"], cell["printed"]) for cell in cells] == [
        (report_id("before"), "carried_out", 4),
        (report_id("after"), "carried_in", 3),
    ]


def test_discrepancy_within_a_report_shows_the_cells_of_both_sides() -> None:
    warehouse = Warehouse(Report("r", cells=applicants("received", natural_person=2, business=BLANK, total=3)))
    row = {
        "report_id": report_id("r"),
        "check_name": "row_sum",
        "scope": "received",
        "severity": "hard",
        "lhs": 2,
        "rhs": 3,
        "passed": False,
        "message": "differs",
    }
    warehouse.insert_rows("report_checks", row)
    difference, cells, lines = warehouse.one("SELECT difference, cells, source_lines FROM discrepancies")
    assert difference == -1
    assert isinstance(cells, list)
    assert {(cell["side"], cell["column_code"], cell["status"]) for cell in cells if cell["printed"] != 0} == {
        ("lhs", "natural_person", "reported"),
        ("lhs", "business", "blank"),
        ("rhs", "total", "reported"),
    }
    assert isinstance(lines, list)
    assert len(lines) == len(cells)
