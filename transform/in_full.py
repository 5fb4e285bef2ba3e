"""Tables printed in full, read straight off: no search for what may be meant.

Most reports print every label as the form does, in the form's order, and a number under every column. There each number
has one place, and nothing is left to settle. The first thing that is otherwise, a sum that fails among them, leaves the
document to the engine, which reads these tables just the same, only not as fast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extract.document import Cell
from transform.checks import evaluate
from transform.items import amount_of
from transform.line_tokens import EMPTY, SENTENCE, SILENT, names_nothing, tokens_of_cells, tokens_of_line, value_known
from transform.numbers import units
from transform.reading import REPORTED
from transform.reference import Form, load_reference
from transform.roles import role_of
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS
from transform.sheet import Sheet
from transform.tables import Tables
from transform.tokens import Kind, Token
from transform.triage import TableEvidence
from transform.whole_labels import has_applicants, has_proceedings, item_of, outcome_of

_MOST_TEXTS = 100  # before a row: those of section four's header, each printed once for each column it spans
_TEXT, _VALUE, _BLANK = Kind.TEXT, Kind.VALUE, Kind.BLANK
_VOID = Token(Kind.BLANK, "")


class _OtherwiseError(Exception):
    """Something is not as in tables printed in full."""


class _Row(NamedTuple):
    """A row of a form: its table, its code there ('' in section four), the index of its first cell, how many it has,
    and in section two the item of Article 20 and the columns it stands under."""

    relation: str
    code: str
    first: int
    width: int
    article: str = ""
    measures: tuple[str, ...] = ()


def tables_in_full(lines: Sequence[str], grid: Mapping[int, Sequence[Cell]]) -> Tables | None:
    """The tables of a document that is one report and prints them in full; None for any other.

    grid: the cells of lines that are rows of a table, by number.
    """
    walk = _Walk()
    try:
        for number, line in enumerate(lines, 1):
            if walk.run and not walk.blank and number not in grid and (value := value_known(line)) is not None:
                walk.run.append(value)  # most lines of a table that has a line for each cell
                walk.lines.append(number)
                continue
            if grid and number in grid:
                walk.take_row(tokens_of_cells([cell.text for cell in grid[number]]), number)
                continue
            if walk.is_outside() and names_nothing(line):
                continue
            tokens = tokens_of_line(line)
            if len(tokens) > 1:
                walk.take_row(tokens, number)
            else:
                walk.take(tokens, number)
        return walk.tables()
    except _OtherwiseError:
        return None


class _Walk:
    """Walks the lines of a document and fills the rows of a form, one after the other."""

    def __init__(self) -> None:
        self.sheet: Sheet | None = None  # of the form that the first row tells
        self.rows: Sequence[_Row] = ()
        self.at = 0  # which of the form's rows is next
        self.opened = False  # a text named a table
        self.closed = False  # a text named what follows the tables
        self.followed = False  # something stands behind the last number, so that no end of the text cut it
        self.texts: list[str] = []  # folds of the texts since the last row
        self.text_line = 0
        self.run: list[Token] = []
        self.lines: list[int] = []  # of the run's values
        self.empty_at = 0  # how many values stood before the last empty line
        self.blank = False  # a blank cell stands behind the texts, or behind the run
        self.row_above: Sequence[Token] = ()  # of a header
        self.first_line = 0
        self.unit = ""

    def take(self, tokens: Sequence[Token], number: int) -> None:
        """Take in a line with one cell or none."""
        token = tokens[0]
        if token.kind is _VALUE:
            if self.blank or not (self.run or self.texts):
                self._end_unless_outside()
            elif self.run or not self.is_outside():
                self.run.append(token)
                self.lines.append(number)
        elif token.kind is _TEXT:
            self._take_text(token.fold, number)
        elif tokens is EMPTY:
            self.empty_at = len(self.run)
        elif tokens is SILENT:
            return
        elif tokens is SENTENCE:
            self._take_sentence()
        elif token.kind is _BLANK and (not self.run or self.empty_at == len(self.run)):
            self.blank = True  # behind the empty line that ends a row: of the next label's span
        else:
            self._end_unless_outside()

    def take_row(self, tokens: Sequence[Token], number: int) -> None:
        """Take in a line with several cells: all of a row, or nothing of one."""
        kinds = [token.kind for token in tokens]
        width = kinds.count(_VALUE)
        if not width:
            above, self.row_above = self.row_above, tokens
            if len(above) == len(tokens):  # one that spans rows may stand in each of them
                tokens = [_VOID if token is other else token for token, other in zip(tokens, above, strict=True)]
                kinds = [token.kind for token in tokens]
            self._take_cells(tokens, kinds, number)
            return
        self.row_above = ()
        if self.is_outside():
            self.texts.clear()
            return
        first = kinds.index(_VALUE)
        end = first + width
        if kinds[first:end].count(_VALUE) < width or kinds[end:].count(_BLANK) < len(kinds) - end:
            raise _OtherwiseError
        if kinds.count(_TEXT):
            self._take_cells(tokens[:first], kinds[:first], number)
        elif self.run or self.at != len(self.rows) - 1:  # only the row of section four has no label
            raise _OtherwiseError
        self.run, self.lines = list(tokens[first:end]), [number] * width
        self._end_row()

    def _take_cells(self, tokens: Sequence[Token], kinds: Sequence[Kind], number: int) -> None:
        """Take in cells that hold no number."""
        texts = kinds.count(_TEXT)
        if texts and texts + kinds.count(_BLANK) == len(kinds):
            last: Token | None = None
            for token in tokens:
                if token.kind is _TEXT and token is not last:  # one that spans columns may stand in each of them
                    self._take_text(token.fold, number)
                    last = token
            self.blank = kinds[-1] is _BLANK
        elif not texts and SENTENCE[0] in tokens and {*tokens} <= {SENTENCE[0], _VOID}:
            self._take_sentence()
        else:
            self._end_unless_outside()

    def is_outside(self) -> bool:
        """Whether no table has begun, or the last one was left."""
        return self.closed or not self.opened

    def _end_unless_outside(self) -> None:
        if not self.is_outside():
            raise _OtherwiseError
        self.texts.clear()

    def _take_text(self, fold: str, number: int) -> None:
        if self.run:
            self._end_row()
        self.blank = False
        if not self.at:
            opens = role_of(fold).opens
            if opens and opens != ITEMS:  # of tables before the first that has a number
                raise _OtherwiseError
            self.opened = self.opened or opens == ITEMS
        elif self.at == len(self.rows):
            opens = role_of(fold).opens
            if opens:
                raise _OtherwiseError
            self.closed = self.closed or opens == ""
            self.followed = True
        if len(self.texts) == _MOST_TEXTS:
            self._end_unless_outside()
        self.texts.append(fold)
        self.text_line = number

    def _take_sentence(self) -> None:
        if self.run:
            self._end_row()
        if 0 < self.at < len(self.rows) and self.rows[self.at].relation == self.rows[self.at - 1].relation:
            raise _OtherwiseError
        self.followed = self.at == len(self.rows)
        self.texts.clear()

    def _end_row(self) -> None:
        """Fill the next row of the form with the run, if the texts before it are its label."""
        texts, run = tuple(self.texts), self.run
        if self.sheet is None:
            self._begin(texts)
        if self.sheet is None or self.at == len(self.rows):
            raise _OtherwiseError
        sheet, row = self.sheet, self.rows[self.at]
        if len(run) != row.width or not self._is_label(sheet.form, row, texts):
            raise _OtherwiseError
        values = self._amounts_of(sheet, row) if row.relation == ITEMS else [token.amount for token in run]
        if None in values:
            raise _OtherwiseError
        end = row.first + row.width
        sheet.values[row.first : end] = values
        sheet.raws[row.first : end] = [token.raw for token in run]
        sheet.lines[row.first : end] = self.lines
        self.at += 1
        self.run, self.lines, self.texts = [], [], []
        self.empty_at, self.blank = 0, False

    def _begin(self, texts: tuple[str, ...]) -> None:
        """Take the form whose first row these texts name."""
        item = item_of(texts)
        for form in load_reference().forms.values():
            rows = _rows_of(form.form)
            if item is not None and item.measures == rows[0].measures:
                self.sheet, self.rows, self.first_line = Sheet(form), rows, self.text_line

    def _is_label(self, form: Form, row: _Row, texts: tuple[str, ...]) -> bool:
        """Whether these texts are the label of a row, and the header of its columns where one must stand above it."""
        first = not self.at or self.rows[self.at - 1].relation != row.relation
        if row.relation == OUTCOMES:
            return has_applicants(form.form, texts) if first else outcome_of(texts) == row.code
        if row.relation == PROCEEDINGS:
            return has_proceedings(form.form, texts)
        item = item_of(texts)
        if item is None or item.code != row.code or (item.titled and not first):
            return False
        if item.article:
            self.unit = item.unit
            return (item.article, item.measures) == (row.article, row.measures)
        return not first and row.article == self.rows[self.at - 1].article

    def _amounts_of(self, sheet: Sheet, row: _Row) -> list[int | None]:
        """What the run comes to in section two, where a column may hold changes or money."""
        values: list[int | None] = []
        for index, (measure, token) in enumerate(zip(row.measures, self.run, strict=True), row.first):
            quantity, unit = sheet.form.quantities[measure], ""
            if token.printed is None:
                raise _OtherwiseError
            if quantity == "money":
                unit = token.printed.unit or self.unit or sheet.form.units[measure]
                if unit not in units():
                    raise _OtherwiseError
                sheet.units[index] = unit
            values.append(amount_of(token.printed, quantity, unit))
        return values

    def tables(self) -> Tables | None:
        """What was read, once every line was taken in; None if it is not all of a form, or a sum fails."""
        if self.sheet is None or not self.followed or self.run:
            return None
        sheet, form = self.sheet, self.sheet.form
        sheet.statuses = [REPORTED] * len(form.cells)
        checks = evaluate(form, sheet.values, sheet.statuses)
        if not all([check.passed for check in checks]):  # noqa: C419  a list is faster
            return None
        value_lines = frozenset([line for line in sheet.lines if line is not None])
        span = (self.first_line, max(value_lines))
        return Tables(sheet, span, value_lines, _evidence(form.form), checks, numbered=True)


@cache
def _rows_of(form: str) -> tuple[_Row, ...]:
    """The rows of a form in the order in which it prints them, which is that of its cells."""
    told = load_reference().forms[form]
    measures = {code: (article, columns) for article, categories, columns in told.articles for code in categories}
    rows: list[_Row] = []
    for index, cell in enumerate(told.cells):
        code = cell.row if cell.relation != PROCEEDINGS else ""
        if rows and (rows[-1].relation, rows[-1].code) == (cell.relation, code):
            rows[-1] = rows[-1]._replace(width=rows[-1].width + 1)
        else:
            rows.append(_Row(cell.relation, code, index, 1, *measures.get(code, ("", ()))))
    return tuple(rows)


@cache
def _evidence(form: str) -> TableEvidence:
    rows = _rows_of(form)
    items, outcomes, proceedings = (
        sum(row.width for row in rows if row.relation == relation) for relation in (ITEMS, OUTCOMES, PROCEEDINGS)
    )
    return TableEvidence(True, True, True, items, outcomes, proceedings, len(rows), form)
