"""Labelled rows to the cells of a form: every number under its column, or a gap.

A row whose printed cells are as many as its columns is read as printed. Any other row has several ways to stand under
them; `settle` keeps those that the form's arithmetic allows, and a cell is told when all of these agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from transform.binding import keeps_blanks
from transform.items import fill_items
from transform.outcomes import fill_outcomes
from transform.proceedings import fill_proceedings
from transform.reference import Form, load_reference
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
    fill_proceedings(sheet, [row for row in rows if row.relation == PROCEEDINGS], last_text_line)
    return sheet


def form_of(forms: Mapping[str, Form], rows: Sequence[Row]) -> str | None:
    """The form that the rows' own labels tell: those of section three first, then the most of section two; None where
    no label tells the forms apart."""
    own = {code: _own_codes(code) for code in forms}
    for relation in (OUTCOMES, ITEMS):
        printed = [row for row in rows if row.relation == relation and row.values]
        # Each label counts once: that of a group in one form is that of a row in the other, and may be repeated.
        told = {row.label for row in printed}
        measures = Counter(measure for row in printed for measure in row.header) if relation == ITEMS else Counter()
        votes = Counter(
            {
                code: len(told & codes[relation]) + sum(measures[measure] for measure in codes[relation])
                for code, codes in own.items()
            }
        )
        ranked = votes.most_common(2)
        if ranked and ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
    return None


@cache
def _own_codes(code: str) -> Mapping[str, frozenset[str]]:
    """The row and column codes that only this one of the installed forms has, by relation."""
    own: dict[str, frozenset[str]] = {}
    for relation in (OUTCOMES, ITEMS):
        codes = {
            form.form: {key for cell in form.cells if cell.relation == relation for key in (cell.row, cell.column)}
            for form in load_reference().forms.values()
        }
        elsewhere = {key for other, keys in codes.items() if other != code for key in keys}
        own[relation] = frozenset(codes[code] - elsewhere)
    return own
