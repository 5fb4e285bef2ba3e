"""Tables printed in full, read straight off: no search for what may be meant.

Most reports print every label as the form does, in the form's order, and a number under every column. There each number
has one place, and nothing is left to settle. The first thing that is otherwise, a sum that fails among them, leaves the
document to the engine, which reads these tables just the same, only not as fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extract.document import Cell
from transform.checks import evaluate
from transform.items import amount_of
from transform.labels import fold, load_lexicon
from transform.lines import Shape, cells_of, scan_line
from transform.numbers import units
from transform.reading import REPORTED
from transform.reference import Form, load_reference
from transform.roles import role_of
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS
from transform.scanner import STOPS_OF_NUMBERING
from transform.sheet import Sheet
from transform.tables import Tables
from transform.tokens import Kind, Token, is_prose, of_cell
from transform.triage import TableEvidence
from transform.whole_labels import has_applicants, has_proceedings, item_of, may_give_unit, outcome_of

_REMEMBERED = 100_000  # lines, and cells
_TEXT, _VALUE, _BLANK = Kind.TEXT, Kind.VALUE, Kind.BLANK
_RULE = "|:-=─━ \t"  # characters of a line between two rows of a table
_VOID = Token(Kind.BLANK, "")
_EMPTY = (Token(Kind.BLANK, "", "an empty line"),)
_SILENT = (Token(Kind.BLANK, "", "a page number, a rule, or the title again"),)
_PROSE = (Token(Kind.ODD, "", "a sentence"),)
_OTHER = (Token(Kind.ODD, "", "what only the engine reads"),)

_lines: dict[str, Sequence[Token]] = {}
_cells: dict[str, Token] = {}


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
    remembered = _lines.get
    try:
        for number, line in enumerate(lines, 1):
            if grid and number in grid:
                walk.take_row(_tokens_of_cells([cell.text for cell in grid[number]]), number)
                continue
            tokens = remembered(line)
            if tokens is None:
                if walk.is_outside() and _names_nothing(line):
                    continue
                tokens = _tokens_of(line)
            if len(tokens) > 1:
                walk.take_row(tokens, number)
            else:
                walk.take(tokens, number)
        return walk.tables()
    except _OtherwiseError:
        return None


def _tokens_of(line: str) -> Sequence[Token]:
    """The tokens of a line. Rows of several cells are not remembered: their numbers make each of them another."""
    texts = cells_of(line)
    if len([text for text in texts if text and not text.isspace()]) > 1 and line.strip(_RULE):
        return _tokens_of_cells(texts)
    tokens = _tokens_of_one(line)
    if len(_lines) >= _REMEMBERED:
        _lines.clear()
    if tokens is not _PROSE:
        _lines[line] = tokens
    return tokens


def _names_nothing(line: str) -> bool:
    """Whether a line holds no label of any table, whole: told in a fraction of the time that its tokens take."""
    return load_lexicon().any_label.search(fold(line)) is None


def _tokens_of_one(line: str) -> Sequence[Token]:
    """The tokens of a line that no mark parts."""
    digits = line.strip().removesuffix("|").rstrip()
    if digits.isascii() and digits.isdigit():  # most lines of a table that has a line for each cell
        (token,) = of_cell(digits, None, None, alone=True)
        return _OTHER if _is_odd(token) else (token,)
    scan = scan_line(line)
    if scan.shape is Shape.EMPTY:
        return _EMPTY
    if scan.shape is Shape.PAGE or scan.shape is Shape.RUNNING:
        return _SILENT
    if scan.shape is Shape.PROSE:
        return _OTHER if may_give_unit(line) else _PROSE
    if not scan.tokens or any([_is_odd(token) for token in scan.tokens]):  # noqa: C419  a list is faster
        return _OTHER
    if scan.shape is Shape.ROW or (scan.shape is Shape.CELL and len(scan.tokens) == 1 and not scan.ends):
        return scan.tokens
    return scan.tokens if all([token.kind is Kind.TEXT for token in scan.tokens]) else _OTHER  # noqa: C419


def _tokens_of_cells(texts: Iterable[str]) -> Sequence[Token]:
    """The tokens of a row of several cells, one of each."""
    known = _cells.get
    return [known(text) or _new_token(text) for text in texts]


def _new_token(cell: str) -> Token:
    tokens = of_cell(cell, None, None, alone=False)
    if len(tokens) > 1 or _is_odd(tokens[0]):
        token = _OTHER[0]
    else:
        (token,) = tokens
        if token.kind is _TEXT and is_prose(token.raw, token.fold):
            token = _PROSE[0]
    if len(_cells) >= _REMEMBERED:
        _cells.clear()
    _cells[cell] = token
    return token


def _is_odd(token: Token) -> bool:
    """Whether a token is no label, number or blank cell, or takes the digit before it for its list number."""
    if token.kind is Kind.BLANK:
        return bool(token.raw)
    return token.kind not in (Kind.TEXT, Kind.VALUE) or token.raw.startswith(STOPS_OF_NUMBERING)


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
        elif tokens is _EMPTY:
            self.empty_at = len(self.run)
        elif tokens is _SILENT:
            return
        elif tokens is _PROSE:
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
            self._take_cells(tokens, kinds, number)
            return
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
        elif not texts and _PROSE[0] in tokens and {*tokens} <= {_PROSE[0], _VOID}:
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
            self.opened = self.opened or bool(role_of(fold).opens)
        elif self.at == len(self.rows):
            opens = role_of(fold).opens
            if opens:
                raise _OtherwiseError
            self.closed = self.closed or opens == ""
            self.followed = True
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
            return has_applicants(form, texts) if first else outcome_of(texts) == row.code
        if row.relation == PROCEEDINGS:
            return has_proceedings(form, texts)
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
