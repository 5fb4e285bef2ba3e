"""The adversary's own arithmetic, on rows small enough to settle by hand."""

from __future__ import annotations

from tests.hostile import cuts, placing
from tests.hostile.form import APPLICANTS, Row, Slot, Table, keys
from tests.hostile.report import Truth

ITEMS = ["license.prior_year_items", "license.change", "license.decisions"]


def _truth(**cells: float | None) -> Truth:
    return Truth({"is_report": True}, "2019", {name.replace("__", "."): value for name, value in cells.items()})


def _row(outcome: str, texts: list[str]) -> Row:
    return Row(
        "data",
        [Slot(text, i, 1, 1, f"{outcome}.{a}") for i, (a, text) in enumerate(zip(APPLICANTS, texts, strict=True))],
    )


def _applications(rows: dict[str, list[str]]) -> tuple[Table, Truth]:
    table = Table("application_outcomes", 7, [_row(outcome, texts) for outcome, texts in rows.items()])
    truth = Truth({}, "2021")
    for row in table.rows:
        truth.cells.update({slot.key: int(slot.text) if slot.text else None for slot in row.slots if slot.key})
    return table, truth


def test_a_figure_too_many_leaves_what_every_reading_shares() -> None:
    truth = _truth(license__prior_year_items=5, license__change=0, license__decisions=0)
    placing.one_too_many(ITEMS, [5, 0, 0, 0], truth)
    assert truth.unplaceable == {"license.prior_year_items"}
    assert truth.soft == {"license.change", "license.decisions"}


def test_two_columns_that_could_be_exchanged_cannot_be_placed() -> None:
    table, truth = _applications(
        {"received": ["2", "", "", "", "", "", "2"], "granted": ["2", "", "", "", "", "", "2"]}
    )
    placing.dropped(table, truth)
    assert "received.natural_person" in truth.unplaceable
    assert "received.business" in truth.unplaceable
    assert "received.total" not in truth.unplaceable


def test_a_row_of_noughts_and_blanks_is_not_scored() -> None:
    table, truth = _applications({"received": ["0", "", "", "0", "", "", "0"]})
    placing.dropped(table, truth)
    assert truth.unscored == {f"received.{a}" for a in APPLICANTS}
    assert not truth.unplaceable


def test_full_rows_stay_certain_where_blanks_leave_no_trace() -> None:
    table, truth = _applications({"received": ["1", "2", "0", "0", "0", "0", "3"]})
    placing.dropped(table, truth)
    assert not truth.unplaceable and not truth.unscored and not truth.soft


def test_a_blank_before_a_figure_proves_that_blanks_keep_their_place() -> None:
    table, truth = _applications({"received": ["", "2", "", "", "", "", "2"], "granted": ["2", "", "", "", "", "", ""]})
    placing.in_place(table, truth)
    assert not truth.soft
    packed, truth = _applications({"granted": ["2", "", "", "", "", "", ""]})
    placing.in_place(packed, truth)
    assert "granted.natural_person" in truth.soft


def test_glued_single_digits_part_in_one_way_only() -> None:
    table = Table(
        "disclosure_items",
        4,
        [Row("data", [Slot(t, i, 1, 1, k) for i, (t, k) in enumerate(zip("107", ITEMS, strict=True))])],
    )
    truth = _truth(license__prior_year_items=1, license__change=0, license__decisions=7)
    placing.unglued(table, truth)
    assert truth.soft == set(ITEMS)


def test_glued_longer_numbers_cannot_be_parted() -> None:
    table = Table(
        "disclosure_items",
        4,
        [Row("data", [Slot(t, i, 1, 1, k) for i, (t, k) in enumerate(zip(("12", "3", "4"), ITEMS, strict=True))])],
    )
    truth = _truth(license__prior_year_items=12, license__change=3, license__decisions=4)
    placing.unglued(table, truth)
    assert truth.unplaceable == set(ITEMS)


def test_a_lost_total_is_told_by_its_parts_and_a_lost_part_of_two_is_not() -> None:
    row = {f"received.{a}": 1 for a in APPLICANTS[:-1]}
    assert placing.determined(row, "2021", ["received.total"]) == {"received.total"}
    known = {"received.natural_person": 1, "received.total": 9}
    assert placing.determined(known, "2021", ["received.business"]) == set()


def test_parts_of_a_total_that_is_reached_are_nought() -> None:
    known = {"received.natural_person": 9, "received.total": 9}
    assert "received.business" in placing.determined(known, "2021", ["received.business"])


def test_dropped_repeats_leave_only_whole_rows() -> None:
    names = keys("2021")["disclosure_items"][:3]
    truth = Truth({}, "2021", {key: 0 for group in keys("2021").values() for key in group})
    marked = "\n".join(["规章", "\ue000" + names[0] + "\ue0010\ue002", "\ue000" + names[1] + "\ue0010\ue002"])
    assert cuts.dropped_repeats(marked, truth).count("\n") == 1
    assert not truth.cells
