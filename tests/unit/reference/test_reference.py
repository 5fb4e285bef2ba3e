"""The tables of `data/reference/` that say what the forms are: fit to be trusted before any report is read."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from transform.labels import fold, without_numbering
from transform.reference import REFERENCE, load_reference, read_csv

COLUMNS = {
    "forms": ("form", "notice", "issued_on", "fiscal_year_from", "fiscal_year_to"),
    "items": ("form", "position", "article_item", "category", "measure", "quantity", "form_unit"),
    "outcomes": ("form", "position", "outcome", "outcome_group"),
    "applicants": ("form", "position", "applicant"),
    "proceedings": ("form", "position", "proceeding", "result"),
    "labels": ("axis", "code", "label", "label_hant", "label_en"),
    "spellings": ("axis", "code", "spelling", "evidence"),
    "identities": ("form", "check_name", "severity", "relation", "axis", "side", "code"),
}
KEYS = {
    "forms": ("form",),
    "items": ("form", "category", "measure"),
    "outcomes": ("form", "outcome"),
    "applicants": ("form", "applicant"),
    "proceedings": ("form", "proceeding", "result"),
    "labels": ("axis", "code"),
    "spellings": ("axis", "spelling"),
    "identities": ("form", "check_name", "code"),
}
# A form still in force has no last year; a count has no unit, and one amount has a unit on one form only.
MAY_BE_EMPTY = {("forms", "fiscal_year_to"), ("items", "form_unit")}
# What a column of the forms' tables names, axis by axis.
AXES = {
    "article_item": ("items", "article_item"),
    "category": ("items", "category"),
    "measure": ("items", "measure"),
    "outcome": ("outcomes", "outcome"),
    "outcome_group": ("outcomes", "outcome_group"),
    "applicant": ("applicants", "applicant"),
    "proceeding": ("proceedings", "proceeding"),
    "result": ("proceedings", "result"),
}
# Axes of words around the cells: they have labels and name no row or column.
FRAME_AXES = {"applicant_group", "proceeding_group", "heading", "corner", "running", "subtotal"}
CHECKS = {"row_sum": "applicant", "concluded_sum": "outcome", "balance": "outcome", "proceeding_sum": "result"}
CELLS = {"2019": 198, "2021": 200}
# One word on several axes: only the place in the table tells which is meant. A group of one row is called as its row.
CONTEXT_DEPENDENT = {"其他", "总计", "合计", "其他处理", "予以公开", "部分公开", "结转下年度继续办理"}

tables = pytest.mark.parametrize("table", sorted(COLUMNS))


def values(table: str, column: str, form: str | None = None) -> list[str]:
    return [row[column] for row in read_csv(f"{table}.csv") if form in (None, row.get("form"))]


@tables
def test_table_has_its_columns_and_rows(table: str) -> None:
    rows = read_csv(f"{table}.csv")
    assert rows
    assert {tuple(row) for row in rows} == {COLUMNS[table]}


@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_has_a_value_for_each_column_and_no_more(path: Path) -> None:
    header, *rows = csv.reader(path.read_text("utf-8").splitlines())
    assert [row for row in rows if len(row) != len(header)] == []


@tables
def test_no_value_is_empty_or_padded(table: str) -> None:
    bad = [
        (row, column)
        for row in read_csv(f"{table}.csv")
        for column, value in row.items()
        if value is None or value != value.strip() or (not value and (table, column) not in MAY_BE_EMPTY)
    ]
    assert bad == []


@tables
def test_no_key_stands_twice(table: str) -> None:
    keys = Counter(tuple(row[column] for column in KEYS[table]) for row in read_csv(f"{table}.csv"))
    assert [key for key, times in keys.items() if times > 1] == []


@tables
def test_file_is_plain_utf8_with_unix_line_ends(table: str) -> None:
    raw = (REFERENCE / f"{table}.csv").read_bytes()
    assert raw.endswith(b"\n")
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    raw.decode("utf-8")


@pytest.mark.parametrize("table", ["items", "outcomes", "applicants", "proceedings", "identities"])
def test_every_form_named_is_a_form_and_every_form_is_named(table: str) -> None:
    assert set(values(table, "form")) == set(values("forms", "form"))


@pytest.mark.parametrize("table", ["items", "outcomes", "applicants", "proceedings"])
def test_positions_count_from_one_in_the_order_of_the_file(table: str) -> None:
    for form in values("forms", "form"):
        positions = [int(position) for position in values(table, "position", form)]
        assert positions == list(range(1, len(positions) + 1))


def test_forms_have_the_cells_the_notices_print() -> None:
    assert {form.form: len(form.cells) for form in load_reference().forms.values()} == CELLS


def test_quantities_and_units_are_known_and_one_a_measure() -> None:
    told: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in read_csv("items.csv"):
        told[row["form"], row["measure"]].add((row["quantity"], row["form_unit"]))
    assert all(len(kinds) == 1 for kinds in told.values())
    kinds = {kind for (kind,) in told.values()}
    assert {quantity for quantity, _ in kinds} == {"count", "change", "money"}
    assert {unit for quantity, unit in kinds if quantity == "money"} == {"元", "万元"}
    assert {unit for quantity, unit in kinds if quantity != "money"} == {""}


def test_every_axis_is_known() -> None:
    assert set(values("labels", "axis")) == set(AXES) | FRAME_AXES
    assert set(values("spellings", "axis")) <= set(values("labels", "axis"))


@pytest.mark.parametrize("axis", sorted(AXES))
def test_every_code_of_the_forms_has_a_label_and_every_label_a_code(axis: str) -> None:
    codes = {row["code"] for row in read_csv("labels.csv") if row["axis"] == axis}
    assert codes == set(values(*AXES[axis]))


def test_every_spelling_is_of_a_labelled_code() -> None:
    labelled = {(row["axis"], row["code"]) for row in read_csv("labels.csv")}
    assert [row for row in read_csv("spellings.csv") if (row["axis"], row["code"]) not in labelled] == []


def test_labels_of_both_scripts_are_one_label() -> None:
    """The traditional label is the simplified one in the other script, so it folds to the same."""
    apart = [row for row in read_csv("labels.csv") if fold(row["label"]) != fold(row["label_hant"])]
    assert apart == []


def test_english_labels_are_english_and_distinct_on_their_axis() -> None:
    rows = read_csv("labels.csv")
    assert [row["label_en"] for row in rows if not row["label_en"].isascii()] == []
    seen = Counter((row["axis"], row["label_en"]) for row in rows)
    assert [key for key, times in seen.items() if times > 1] == []


def test_a_spelling_adds_something_to_the_labels() -> None:
    """A spelling that folds as its label does would never be matched on its own."""
    labels = {(row["axis"], row["code"]): without_numbering(fold(row["label"])) for row in read_csv("labels.csv")}
    idle = [
        row
        for row in read_csv("spellings.csv")
        if without_numbering(fold(row["spelling"])) == labels[row["axis"], row["code"]]
    ]
    assert idle == []


def test_no_spelling_means_two_things_on_one_axis() -> None:
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for axis, code, text in load_reference().spellings:
        folded = fold(text)
        codes[axis, folded].add(code)
        codes[axis, without_numbering(folded)].add(code)
    assert {key: found for key, found in codes.items() if len(found) > 1} == {}


def test_only_known_words_stand_on_several_axes() -> None:
    """A heading may say what a row says; rows, columns and groups share only the words whose place tells them apart."""
    axes: dict[str, set[str]] = defaultdict(set)
    for axis, _, text in load_reference().spellings:
        if axis in AXES:
            axes[without_numbering(fold(text))].add(axis)
    assert {word for word, found in axes.items() if len(found) > 1} <= CONTEXT_DEPENDENT


def test_identities_are_written_over_known_codes() -> None:
    for row in read_csv("identities.csv"):
        assert CHECKS[row["check_name"]] == row["axis"]
        assert row["severity"] == "hard"
        assert row["side"] in {"lhs", "rhs"}
        assert row["code"] in values(*AXES[row["axis"]], row["form"])
        assert row["relation"] == ("review_litigation" if row["axis"] == "result" else "application_outcomes")


@pytest.mark.parametrize("form", sorted(CELLS))
def test_identities_leave_no_row_or_column_out(form: str) -> None:
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in read_csv("identities.csv"):
        if row["form"] == form:
            told[row["check_name"]][row["side"]].add(row["code"])
    assert set(told) == set(CHECKS)
    applicants = set(values("applicants", "applicant", form))
    outcomes = set(values("outcomes", "outcome", form))
    results = set(values("proceedings", "result", form))
    ends = {"received", "carried_in", "concluded", "carried_out"}
    assert told["row_sum"] == {"lhs": applicants - {"total"}, "rhs": {"total"}}
    assert told["proceeding_sum"] == {"lhs": results - {"total"}, "rhs": {"total"}}
    assert told["concluded_sum"] == {"lhs": outcomes - ends, "rhs": {"concluded"}}
    assert told["balance"] == {"lhs": {"received", "carried_in"}, "rhs": {"concluded", "carried_out"}}


@pytest.mark.parametrize("form", sorted(CELLS))
def test_every_cell_of_sections_three_and_four_is_in_an_identity(form: str) -> None:
    whole = load_reference().forms[form]
    checked = {cell for identity in whole.identities for cell in (*identity.lhs, *identity.rhs)}
    assert [cell for at, cell in enumerate(whole.cells) if at not in checked] == [
        cell for cell in whole.cells if cell.relation == "disclosure_items"
    ]


def test_years_in_force_follow_each_other() -> None:
    forms = read_csv("forms.csv")
    for before, after in pairwise(forms):
        assert int(before["fiscal_year_to"]) + 1 == int(after["fiscal_year_from"])
        assert before["issued_on"] < after["issued_on"]
    assert forms[-1]["fiscal_year_to"] == ""
