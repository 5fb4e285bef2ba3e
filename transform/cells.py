"""Labelled rows to the cells of a form: every number under its column, or a gap.

A row whose printed cells are as many as its columns is read as printed. Any other row has several ways to stand under
them; `settle` keeps those that the form's arithmetic allows, and a cell is told when all of these agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from transform.items import fill_items
from transform.outcomes import fill_outcomes
from transform.proceedings import fill_proceedings
from transform.reference import Form
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Row
from transform.sheet import Sheet


def fill(form: Form, rows: Sequence[Row], last_text_line: int, notes: Sequence[str] = ()) -> Sheet:
    """The cells of one report from its labelled rows. last_text_line: the document's last line that is not empty; a
    number there may have been cut short, so it counts only where the arithmetic confirms it. notes: see `Sheet`."""
    sheet = Sheet(form, notes)
    fill_items(sheet, [row for row in rows if row.relation == ITEMS], last_text_line)
    fill_outcomes(sheet, [row for row in rows if row.relation == OUTCOMES], last_text_line)
    fill_proceedings(sheet, [row for row in rows if row.relation == PROCEEDINGS], last_text_line)
    return sheet


def form_of(forms: Mapping[str, Form], rows: Sequence[Row]) -> str | None:
    """The form that the rows' own labels tell: those of section three first, then the most of section two; None where
    no label tells the forms apart."""
    for relation in (OUTCOMES, ITEMS):
        votes: Counter[str] = Counter()
        for row in rows:
            if row.relation != relation:
                continue
            for code, form in forms.items():
                votes[code] += _own_codes(forms, form, relation, row)
        ranked = votes.most_common(2)
        if ranked and ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
    return None


def _own_codes(forms: Mapping[str, Form], form: Form, relation: str, row: Row) -> int:
    """How many of a row's codes only this form has."""
    others = [other for other in forms.values() if other is not form]
    if relation == OUTCOMES:
        return int(row.label in form.outcomes and all(row.label not in other.outcomes for other in others))
    own = [
        code for code in row.header if code in form.quantities and all(code not in other.quantities for other in others)
    ]
    has = {category for _, categories, _ in form.articles for category in categories}
    elsewhere = {category for other in others for _, categories, _ in other.articles for category in categories}
    return len(own) + int(row.label in has - elsewhere)
