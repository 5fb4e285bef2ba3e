"""Tables printed in full, read straight off: no search for what may be meant.

Most reports print every label as the form does, in the form's order, and a number under every column. There each number
has one place, and nothing is left to settle. The first thing that is otherwise, a sum that fails among them, leaves the
document to the engine, which reads these tables just the same, only not as fast.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extract.document import Cell
from transform.checks import evaluate
from transform.items import amount_of, unit_in
from transform.labels import load_lexicon
from transform.lines import Shape, cells_of, scan_line
from transform.numbers import units
from transform.reading import REPORTED
from transform.reference import CellKey, Form, load_reference
from transform.roles import applicants_in, is_group, is_group_of, label_at_end, role_of
from transform.row_label import LABEL_PIECES, WEAK
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Value
from transform.scanner import STOPS_OF_NUMBERING
from transform.sheet import Sheet
from transform.tables import Tables
from transform.tokens import Kind, Token, is_prose, of_cell
from transform.triage import TableEvidence

_REMEMBERED = 100_000  # lines, and cells
_UNIT = re.compile("(?:单位)?[十百千万亿]*元$")  # behind the label of a column
_LABEL_LINES = 4  # that a label may take
_EMPTY = (Token(Kind.BLANK, "", "an empty line"),)
_SILENT = (Token(Kind.BLANK, "", "a page number, a rule, or the title again"),)
_PROSE = (Token(Kind.ODD, "", "a sentence"),)
_OTHER = (Token(Kind.ODD, "", "what only the engine reads"),)

_lines: dict[str, Sequence[Token]] = {}
_cells: dict[str, Token] = {}


class _OtherwiseError(Exception):
    """Something is not as in tables printed in full."""


class _Row(NamedTuple):
    """A row of a form: its table, its code there, the indices of its cells in printed order, and in section two the
    item of Article 20 and the columns it stands under."""

    relation: str
    code: str
    cells: Sequence[int]
    article: str = ""
    measures: tuple[str, ...] = ()


class _Item(NamedTuple):
    """What the texts before the numbers of section two name: a row and, where they begin with a header, its item, its
    columns, and the unit of money it gives ('' where it gives none). title: whether other texts stand above that."""

    code: str
    article: str
    measures: tuple[str, ...]
    unit: str
    titled: bool


def tables_in_full(lines: Sequence[str], grid: Mapping[int, Sequence[Cell]]) -> Tables | None:
    """The tables of a document that is one report and prints them in full; None for any other.

    grid: the cells of lines that are rows of a table, by number.
    """
    walk = _Walk()
    remembered = _lines.get
    try:
        for number, line in enumerate(lines, 1):
            if grid and number in grid:
                walk.take_row([_token_of(cell.text) for cell in grid[number]], number)
                continue
            tokens = remembered(line) or _tokens_of(line)
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
    if len([text for text in texts if text and not text.isspace()]) > 1:
        return [_token_of(text) for text in texts]
    tokens = _tokens_of_one(line)
    if len(_lines) >= _REMEMBERED:
        _lines.clear()
    if tokens is not _PROSE:
        _lines[line] = tokens
    return tokens


def _tokens_of_one(line: str) -> Sequence[Token]:
    """The tokens of a line that no mark parts."""
    scan = scan_line(line)
    if scan.shape is Shape.EMPTY:
        return _EMPTY
    if scan.shape is Shape.PAGE or scan.shape is Shape.RUNNING:
        return _SILENT
    if scan.shape is Shape.PROSE:
        return _OTHER if _may_give_unit(line) else _PROSE
    if not scan.tokens or any([_is_odd(token) for token in scan.tokens]):  # noqa: C419  a list is faster
        return _OTHER
    if scan.shape is Shape.ROW or (scan.shape is Shape.CELL and len(scan.tokens) == 1 and not scan.ends):
        return scan.tokens
    return scan.tokens if all([token.kind is Kind.TEXT for token in scan.tokens]) else _OTHER  # noqa: C419


def _token_of(cell: str) -> Token:
    """The one token of a cell among others."""
    token = _cells.get(cell)
    if token is None:
        if len(_cells) >= _REMEMBERED:
            _cells.clear()
        token = _cells[cell] = _new_token(cell)
    return token


def _new_token(cell: str) -> Token:
    tokens = of_cell(cell, None, None, alone=False)
    if len(tokens) > 1 or _is_odd(tokens[0]):
        return _OTHER[0]
    (token,) = tokens
    return _PROSE[0] if token.kind is Kind.TEXT and is_prose(token.raw, token.fold) else token


def _is_odd(token: Token) -> bool:
    """Whether a token is no label, number or blank cell, or takes the digit before it for its list number."""
    if token.kind is Kind.BLANK:
        return bool(token.raw)
    return token.kind not in (Kind.TEXT, Kind.VALUE) or token.raw.startswith(STOPS_OF_NUMBERING)


def _may_give_unit(text: str) -> bool:
    return "元" in text and ("单位" in text or "單位" in text)


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
        self.run: list[Value] = []
        self.empty_at = 0  # how many values stood before the last empty line
        self.blank = False  # a blank cell stands behind the texts, or behind the run
        self.text_line = 0
        self.first_line = 0
        self.value_lines: set[int] = set()
        self.unit = ""

    def take(self, tokens: Sequence[Token], number: int) -> None:
        """Take in a line with one cell or none."""
        token = tokens[0]
        if token.kind is Kind.VALUE:
            if self.blank or not (self.run or self.texts):
                self._end_unless_outside()
            elif self.run or not self._is_outside():
                self.run.append(Value(token, number))
        elif token.kind is Kind.TEXT:
            self._take_text(token.fold, number)
        elif tokens is _EMPTY:
            self.empty_at = len(self.run)
        elif tokens is _SILENT:
            return
        elif tokens is _PROSE:
            self._take_sentence()
        elif token.kind is Kind.BLANK and (not self.run or self.empty_at == len(self.run)):
            self.blank = True  # behind the empty line that ends a row: of the next label's span
        else:
            self._end_unless_outside()

    def take_row(self, tokens: Sequence[Token], number: int) -> None:
        """Take in a line with several cells: all of a row, or nothing of one."""
        label: Token | None = None
        run: list[Value] = []
        ended = False  # a blank cell stands behind the values
        for token in tokens:
            if token.kind is Kind.VALUE:
                if ended:
                    raise _OtherwiseError
                run.append(Value(token, number))
            elif token.kind is Kind.BLANK:
                ended = bool(run)
                self.blank = label is not None and not run
            elif token.kind is Kind.TEXT:
                if run:
                    self._end_unless_outside()
                    return
                if token is not label:  # one that spans columns may stand in each of them
                    label = token
                    self._take_text(token.fold, number)
            elif not run and label is None and token is _PROSE[0] and not any(other.raw for other in tokens):
                self._take_sentence()
                return
            else:
                self._end_unless_outside()
                return
        if label is None and (self.run or not run):
            self._end_unless_outside()
        elif run and self._is_outside():
            self.texts.clear()
        elif run:
            if label is None and self.at != len(self.rows) - 1:  # only the row of section four has no label
                raise _OtherwiseError
            self.run = run
            self._end_row()

    def _is_outside(self) -> bool:
        """Whether no table has begun, or the last one was left."""
        return self.closed or not self.opened

    def _end_unless_outside(self) -> None:
        if not self._is_outside():
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
        row = self.rows[self.at]
        if len(run) != len(row.cells) or not self._is_label(self.sheet.form, row, texts):
            raise _OtherwiseError
        if row.relation == ITEMS:
            self._put_item(self.sheet, row)
        elif None in [token.amount for token, _ in run]:
            raise _OtherwiseError
        else:
            self.sheet.put_printed(row.cells, run)
        self.value_lines.update([line for _, line in run])
        self.at += 1
        self.run, self.texts = [], []
        self.empty_at, self.blank = 0, False

    def _begin(self, texts: tuple[str, ...]) -> None:
        """Take the form whose first row these texts name."""
        item = _item_of(texts)
        for form in load_reference().forms.values():
            rows = _rows_of(form.form)
            if item is not None and item.measures == rows[0].measures:
                self.sheet, self.rows, self.first_line = Sheet(form), rows, self.text_line

    def _is_label(self, form: Form, row: _Row, texts: tuple[str, ...]) -> bool:
        """Whether these texts are the label of a row, and the header of its columns where one must stand above it."""
        first = not self.at or self.rows[self.at - 1].relation != row.relation
        if row.relation == OUTCOMES:
            return _has_applicants(form, texts) if first else _outcome_of(texts) == row.code
        if row.relation == PROCEEDINGS:
            return _has_proceedings(form, texts)
        item = _item_of(texts)
        if item is None or item.code != row.code or (item.titled and not first):
            return False
        if item.article:
            self.unit = item.unit
            return (item.article, item.measures) == (row.article, row.measures)
        return not first and row.article == self.rows[self.at - 1].article

    def _put_item(self, sheet: Sheet, row: _Row) -> None:
        for index, measure, (token, line) in zip(row.cells, row.measures, self.run, strict=True):
            quantity, unit = sheet.form.quantities[measure], ""
            if quantity == "money":
                unit = (token.printed and token.printed.unit) or self.unit or sheet.form.units[measure]
            if token.printed is None or (unit and unit not in units()):
                raise _OtherwiseError
            value = amount_of(token.printed, quantity, unit)
            if value is None:
                raise _OtherwiseError
            sheet.put(index, value, REPORTED, token.raw, line)
            if unit:
                sheet.units[index] = unit

    def tables(self) -> Tables | None:
        """What was read, once every line was taken in; None if it is not all of a form, or a sum fails."""
        if self.sheet is None or not self.followed or self.run:
            return None
        form = self.sheet.form
        checks = evaluate(form, self.sheet.values, self.sheet.statuses)
        if not all([check.passed for check in checks]):  # noqa: C419  a list is faster
            return None
        return Tables(
            self.sheet,
            (self.first_line, max(self.value_lines)),
            frozenset(self.value_lines),
            _evidence(form.form),
            checks,
            numbered=True,
        )


@cache
def _rows_of(form: str) -> tuple[_Row, ...]:
    """The rows of a form in the order in which it prints them."""
    told = load_reference().forms[form]
    index = told.index
    items = [
        _Row(ITEMS, category, [index[CellKey(ITEMS, category, code)] for code in measures], article, measures)
        for article, categories, measures in told.articles
        for category in categories
    ]
    outcomes = [
        _Row(OUTCOMES, outcome, [index[CellKey(OUTCOMES, outcome, code)] for code in told.applicants])
        for outcome in told.outcomes
    ]
    sets = [index[CellKey(PROCEEDINGS, code, result)] for code in told.proceedings for result in told.results]
    return (*items, *outcomes, _Row(PROCEEDINGS, "", sets))


@cache
def _evidence(form: str) -> TableEvidence:
    rows = _rows_of(form)
    items, outcomes, proceedings = (
        sum(len(row.cells) for row in rows if row.relation == relation) for relation in (ITEMS, OUTCOMES, PROCEEDINGS)
    )
    return TableEvidence(True, True, True, items, outcomes, proceedings, len(rows), form)


@lru_cache(maxsize=8_192)
def _label_of(axis: str, texts: tuple[str, ...]) -> tuple[str, int] | None:
    """The code of the label that the last texts are, which lines of its cell may part, and how many they are."""
    exact = load_lexicon().axes[axis].exact
    for taken in range(min(len(texts), _LABEL_LINES), 0, -1):
        code = exact("".join(texts[-taken:]))
        if code is not None:
            return code, taken
    return None


@lru_cache(maxsize=8_192)
def _item_of(texts: tuple[str, ...]) -> _Item | None:
    """What the texts before the numbers of section two say; None where one of them says something else."""
    told = _label_of("category", texts)
    if told is None or texts[-1].endswith("元"):
        return None
    code, taken = told
    above = texts[:-taken]
    begins = max((place for place, text in enumerate(above) if role_of(text).article), default=len(above))
    header = above[begins:]
    axes = load_lexicon().axes
    joined = "".join([text for text in header[1:] if axes["corner"].exact(text) != "information_content"])
    if any(map(_may_give_unit, above[:begins])) or _UNIT.sub("", axes["measure"].pattern.sub("", joined)):
        return None
    measures = tuple(dict.fromkeys(axes["measure"].inside(joined)))
    return _Item(code, role_of(header[0]).article if header else "", measures, unit_in("".join(header)), begins > 0)


@lru_cache(maxsize=8_192)
def _outcome_of(texts: tuple[str, ...]) -> str | None:
    """The row of section three whose label these texts are, with nothing before it but the labels of its groups."""
    told = _label_of("outcome", texts)
    if told is None:
        return None
    code, taken = told
    above = texts[:-taken]
    return code if all(map(_is_group, above)) or _is_group("".join(above)) else None


def _is_group(text: str) -> bool:
    return is_group(text) or is_group_of(text)


def _opens_only(relation: str, texts: Sequence[str]) -> bool:
    """Whether these texts name this table, and nothing of another part of the report."""
    return {opens for text in texts if (opens := role_of(text).opens) is not None} == {relation}


def _has_applicants(form: Form, texts: tuple[str, ...]) -> bool:
    """Whether these texts name every column of section three, in the form's order, and end with its first row."""
    told = _label_of("outcome", texts)
    if told is None or told[0] != form.outcomes[0]:
        return False
    above = texts[: -told[1]]
    axes = load_lexicon().axes
    bare = [code for code in map(axes["outcome"].exact, above) if code is not None and code not in WEAK]
    if bare or any(map(_may_give_unit, above)) or not _opens_only(OUTCOMES, above):
        return False
    apart = tuple(dict.fromkeys([code for code in map(axes["applicant"].exact, above) if code is not None]))
    columns = apart if len(apart) == len(form.applicants) else applicants_in("".join(above))
    # The label of the total spans two lines as that of one person does, so it may stand before those of organisations.
    first, *between, total = form.applicants
    return columns in (form.applicants, (first, total, *between))


def _has_proceedings(form: Form, texts: tuple[str, ...]) -> bool:
    """Whether these texts name every column of section four, in the form's order."""
    axes = load_lexicon().axes
    opens = next((place for place, text in enumerate(texts) if role_of(text).opens == PROCEEDINGS), 0)
    if not _opens_only(PROCEEDINGS, texts) or label_at_end("outcome", texts[:opens][-LABEL_PIECES:]) is not None:
        return False
    header = "".join([text for text in texts[opens:] if axes["heading"].exact(text) is None])
    group = axes["proceeding_group"].pattern.search(header)
    return (
        axes["result"].inside(header) == list(form.results) * len(form.proceedings)
        and list(dict.fromkeys(axes["proceeding"].inside(header))) == list(form.proceedings)
        and group is not None
        and form.proceedings[0] in axes["proceeding"].inside(header[: group.start()])
    )
