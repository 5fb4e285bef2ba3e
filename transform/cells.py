"""Labelled rows to the cells of a form: every number under its column, or a gap.

A row whose printed cells are as many as its columns is read as printed. Any other row has several ways to stand under
them; `settle` keeps those that the form's arithmetic allows, and a cell is told when all of these agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from transform.binding import keeps_blanks
from transform.checks import evaluate
from transform.items import fill_items
from transform.outcomes import fill_outcomes
from transform.proceedings import fill_proceedings
from transform.reading import DERIVED, MISSING
from transform.reference import Form, load_reference
from transform.row_label import WEAK
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Row
from transform.sheet import Sheet


def fill(form: Form, rows: Sequence[Row], last_text_line: int, notes: Sequence[str] = ()) -> Sheet:
    """The cells of one report from its labelled rows. last_text_line: the document's last line that is not empty; a
    number there may have been cut short, so it counts only where the arithmetic confirms it. notes: see `Sheet`."""
    sheet = Sheet(form, notes)
    items = [row for row in rows if row.relation == ITEMS]
    outcomes = [row for row in rows if row.relation == OUTCOMES]
    # One converter made all tables of a document: what one of them shows of blank cells holds for all.
    faithful = keeps_blanks(items, max(len(measures) for _, _, measures in form.articles)) or keeps_blanks(
        outcomes, len(form.applicants)
    )
    fill_items(sheet, items, last_text_line, faithful=faithful)
    fill_outcomes(sheet, outcomes, last_text_line, faithful=faithful)
    fill_proceedings(sheet, [row for row in rows if row.relation == PROCEEDINGS], last_text_line, faithful=faithful)
    if DERIVED in sheet.statuses:
        _withdraw_contradicted(sheet)
    return sheet


def _withdraw_contradicted(sheet: Sheet) -> None:
    """Take back rows of which something was derived that does not agree with all that is printed. Where a sum fails the
    print is wrong somewhere, and nothing tells whether what was derived rests on it."""
    form = sheet.form
    failing = [
        identity
        for identity, check in zip(form.identities, evaluate(form, sheet.values, sheet.statuses), strict=True)
        if check.severity == "hard" and check.passed is False
    ]
    wrong = {cell for identity in failing for cell in (*identity.lhs, *identity.rhs) if sheet.statuses[cell] == DERIVED}
    rows = {(form.cells[cell].relation, form.cells[cell].row) for cell in wrong}
    for index, cell in enumerate(form.cells):
        if sheet.statuses[index] == DERIVED and (cell.relation, cell.row) in rows:
            sheet.put(index, None, MISSING, sheet.raws[index], sheet.lines[index])


def form_of(forms: Mapping[str, Form], rows: Sequence[Row]) -> str | None:
    """The form that the rows' own labels tell: those of section three first, then the most of section two; None where
    no label tells the forms apart."""
    for votes in (_outcome_votes, _item_votes):
        ranked = Counter(votes(forms, rows)).most_common(2)
        if ranked and ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
    return None


def _outcome_votes(forms: Mapping[str, Form], rows: Sequence[Row]) -> Mapping[str, int]:
    """How many rows of section three each form alone has, those included whose cells are all gone. Each label counts
    once: that of a group in one form is that of a row in the other, and may be repeated."""
    printed = [row for row in rows if row.relation == OUTCOMES and row.values]
    told = {label for row in printed for label in (row.label, *row.bare)}
    # 其他 is what one form calls a row, and what is left of the label of a row of the other.
    return {code: len((told - WEAK) & _own_rows(code, OUTCOMES)) for code in forms}


def _item_votes(forms: Mapping[str, Form], rows: Sequence[Row]) -> Mapping[str, int]:
    """How many items of Article 20 are printed as each form alone has them: under its columns, or a row of its own. A
    table may mix the forms, so an item counts once, however many columns it has."""
    headers = {row.label: frozenset(row.header) for row in rows if row.relation == ITEMS and row.values}
    votes: Counter[str] = Counter()
    for code, form in forms.items():
        votes[code] = len(headers.keys() & _own_rows(code, ITEMS))
        for _, categories, measures in form.articles:
            votes[code] += any(headers.get(category) == frozenset(measures) for category in categories)
    return votes


@cache
def _own_rows(code: str, relation: str) -> frozenset[str]:
    """The rows of one relation that only this one of the installed forms has."""
    rows = {
        form.form: {cell.row for cell in form.cells if cell.relation == relation}
        for form in load_reference().forms.values()
    }
    return frozenset(rows[code].difference(*(of_form for other, of_form in rows.items() if other != code)))
