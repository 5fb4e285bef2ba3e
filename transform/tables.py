"""The tables of one report, read: their cells, where in the text they stand, and what they say of the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from transform.cells import fill
from transform.checks import evaluate
from transform.reading import BLANK, DERIVED, REPORTED, Check, Issue
from transform.reference import load_reference
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Row, Rows
from transform.sheet import Sheet
from transform.tokens import Kind
from transform.triage import TableEvidence

_FEWEST_ROWS = 2  # with numbers from which on a table that could not be read is one


@dataclass(slots=True)
class Tables:
    """What the tables of one report came to.

    sheet: the cells; None where nothing of a table stands there. span: 1-based first and last line of the tables, None
    where there are none. value_lines: 1-based lines with values. numbered: numbers stand behind labels of section
    three, whether or not they could be placed.
    """

    sheet: Sheet | None
    span: tuple[int, int] | None
    value_lines: frozenset[int]
    evidence: TableEvidence
    checks: list[Check] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    numbered: bool = False

    @property
    def blank_throughout(self) -> bool:
        """Whether most cells stand there and are blank: an agency with nothing to report, and no page that lost its
        figures."""
        return self.sheet is not None and 2 * self.sheet.statuses.count(BLANK) > len(self.sheet.statuses)


def span_of(rows: Sequence[Row]) -> tuple[int, int] | None:
    """The 1-based first and last line on which rows stand."""
    return (rows[0].line, max(row.last_line for row in rows)) if rows else None


def read_tables(found: Rows, rows: Sequence[Row], code: str | None, span: tuple[int, int]) -> Tables:
    """The cells of the form `code` (None: of no form) from those of a document's rows that are one report's.

    span: the report's lines, half open, 0-based.
    """
    start, stop = span
    notes = [note for number, note in found.notes if start < number <= stop]
    sheet = fill(load_reference().forms[code], rows, found.last_text_line, notes) if code else None
    issues = [issue for issue in found.issues if issue.line is None or start < issue.line <= stop]
    return Tables(
        sheet,
        span_of(rows),
        frozenset([value.line for row in rows for value in row.values]),
        _evidence(sheet, code, rows),
        evaluate(sheet.form, sheet.values, sheet.statuses) if sheet else [],
        issues + sheet.issues if sheet else issues,
        numbered=_are_numbered(rows),
    )


def _are_numbered(rows: Sequence[Row]) -> bool:
    labelled = [row for row in rows if row.relation == OUTCOMES and row.label]
    return sum(any(value.token.kind is Kind.VALUE for value in row.values) for row in labelled) >= _FEWEST_ROWS


@cache
def _extents(form: str) -> tuple[tuple[str, int, int], ...]:
    """The cells of each relation, which follow each other, as half-open ranges of indices."""
    relations = [cell.relation for cell in load_reference().forms[form].cells]
    starts = {relation: relations.index(relation) for relation in relations}
    return tuple((relation, start, start + relations.count(relation)) for relation, start in starts.items())


def _evidence(sheet: Sheet | None, code: str | None, rows: Sequence[Row]) -> TableEvidence:
    labelled = [row for row in rows if row.label or row.relation == PROCEEDINGS]
    found = {row.relation for row in labelled}
    told = dict.fromkeys((ITEMS, OUTCOMES, PROCEEDINGS), 0)
    if sheet is not None:
        for relation, first, last in _extents(sheet.form.form):
            statuses = sheet.statuses[first:last]
            told[relation] = statuses.count(REPORTED) + statuses.count(DERIVED)
    return TableEvidence(
        ITEMS in found,
        OUTCOMES in found,
        PROCEEDINGS in found,
        told[ITEMS],
        told[OUTCOMES],
        told[PROCEEDINGS],
        len(labelled),
        code,
    )
