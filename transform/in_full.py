"""Tables printed in full, read straight off: no search for what may be meant.

Most reports print every label as the form does, in the form's order, and a number under every column. There each number
has one place, and nothing is left to settle: one search finds the runs of numbers, and what stands before each of them
is the label of the form's next row. The first thing that is otherwise, a sum that fails among them, leaves the document
to the engine, which reads these tables just the same, only not as fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from extract.document import Cell
from transform.checks import evaluate
from transform.gaps import Gap
from transform.items import amount_of
from transform.line_tokens import OtherwiseError, names_nothing, number_in
from transform.numbers import units
from transform.reading import REPORTED
from transform.reference import Form, load_reference
from transform.roles import role_of
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS
from transform.runs import PARTS, Run, beginning, runs_in
from transform.sheet import Sheet
from transform.tables import Tables
from transform.triage import TableEvidence
from transform.whole_labels import Item, has_applicants, has_proceedings, item_of, outcome_of

_REMEMBERED = 16_384  # labels
_LONGEST = 600  # characters of a gap whose label is remembered


class _Row(NamedTuple):
    """A row of a form: its table, its code there ('' in section four), the index of its first cell, how many it has,
    and in section two the item of Article 20 and the columns it stands under."""

    relation: str
    code: str
    begin: int
    width: int
    article: str = ""
    measures: tuple[str, ...] = ()


class _Counts(dict[str, int]):
    """The counts that cells are, remembered: a few make up most tables."""

    def __missing__(self, cell: str) -> int:
        amount = number_in(cell).amount
        if amount is None:
            raise OtherwiseError
        if len(self) < _REMEMBERED:
            self[cell] = amount
        return amount


_count_in = _Counts().__getitem__


def tables_in_full(lines: Sequence[str], grid: Mapping[int, Sequence[Cell]]) -> Tables | None:
    """The tables of a document that is one report and prints them in full; None for any other.

    grid: the cells of lines that are rows of a table, by number.
    """
    text = "\n" + "\n".join(lines)  # every line behind its break
    if text.count("\n") != len(lines) or any(
        [lines[number - 1].count("\t") >= len(cells) for number, cells in grid.items()]  # noqa: C419  a list is faster
    ):
        return None  # a break or a tab that parts no lines and no cells
    try:
        return _read(text, lines, grid)
    except OtherwiseError:
        return None


def _read(text: str, lines: Sequence[str], grid: Mapping[int, Sequence[Cell]]) -> Tables | None:
    runs, rest = runs_in(text)
    first, header, label_line = _begin(runs, lines, grid)
    form, unit = _form_of(header), header.unit
    rows = _rows_of(form.form)
    raws: list[str] = []
    numbers: list[int] = []
    stated: list[str] = []  # of each row, the unit of money
    at, apart = 0, False
    for at, (row, run) in enumerate(zip(rows, chain((first,), runs), strict=False)):
        if len(run.raws) != row.width:
            return None
        if at:
            in_grid = _in_grid(run, grid) if grid else ()
            find = _unit_above if len(run.gap) <= _LONGEST else _unit_above.__wrapped__
            told = find(form.form, at, run.gap, in_grid, (apart, run.apart))
            unit = unit if told is None else told
        apart = run.apart
        stated.append(unit)
        raws += run.raws
        numbers += run.lines
    behind = next(runs, None)
    if behind is not None:
        rest = behind.gap
    if at + 1 < len(rows) or not _is_followed(rest, numbers[-1], lines, grid, apart=apart):
        return None
    sheet = Sheet(form)
    sheet.values, sheet.raws, sheet.lines = _amounts(sheet, rows, raws, stated), [*raws], [*numbers]
    sheet.statuses = [REPORTED] * len(form.cells)
    checks = evaluate(form, sheet.values, sheet.statuses)
    if not all([check.passed for check in checks]):  # noqa: C419  a list is faster
        return None
    span = (label_line, numbers[-1])
    return Tables(sheet, span, frozenset(numbers), _evidence(form.form), checks, numbered=True)


def _in_grid(run: Run, grid: Mapping[int, Sequence[Cell]]) -> tuple[bool, ...]:
    """Of each line of a gap, and of the run behind it, whether the format marks it as a row."""
    if run.lines[0] in grid and (run.apart or "|" in run.gap):
        raise OtherwiseError
    return tuple([number in grid for number in range(run.above, run.lines[0] + 1)])


def _begin(runs: Iterator[Run], lines: Sequence[str], grid: Mapping[int, Sequence[Cell]]) -> tuple[Run, Item, int]:
    """The run of the first row, what the texts before it name, and the line on which the last of them stands."""
    seen, opened = 0, False
    for run in runs:  # before the tables, numbers may stand alone on a line
        gap = Gap()
        for number in range(seen + 1, run.lines[0]):
            line = lines[number - 1]
            if not opened and number not in grid and names_nothing(line):
                continue
            try:
                gap.take_line(line, is_row=number in grid)
            except OtherwiseError:
                if opened:
                    raise
                gap = Gap()
            opens = {role_of(fold).opens for fold in gap.texts} - {None, ""}
            if opens - {ITEMS}:  # tables before the first that has a number
                raise OtherwiseError
            opened = opened or bool(opens)
        if opened:
            item = item_of(_named(gap, beginning(run.gap), run.apart, is_row=_in_grid(run, grid)[-1]))
            if item is None:
                raise OtherwiseError
            return run, item, _label_line(lines, run)
        seen = run.lines[-1]
    raise OtherwiseError


def _label_line(lines: Sequence[str], run: Run) -> int:
    """The line on which the label of a run ends."""
    number = run.lines[0]
    if run.bare:
        number -= 1
        while not lines[number - 1].strip():
            number -= 1
    return number


def _named(gap: Gap, text: str, apart: bool, *, is_row: bool, bare: bool = False) -> tuple[str, ...]:
    """The texts before a run, the one on its line among them. bare: its row has no label on its line."""
    labelled = gap.take_beginning(text, is_row=is_row)
    if (labelled or gap.blank) if apart else not (labelled or bare):
        raise OtherwiseError
    return tuple(gap.texts)


def _is_followed(
    rest: str, last: int, lines: Sequence[str], grid: Mapping[int, Sequence[Cell]], *, apart: bool
) -> bool:
    """Whether something stands behind the last row, so that no end of the text cut it, and no other table does.

    last: its line; apart: each of its numbers has one of its own.
    """
    if rest.partition("\n")[0].strip(PARTS):
        return False
    closed = followed = False
    beside = apart  # a blank cell here may be one of the row's
    for number in range(last + 1, len(lines) + 1):
        line = lines[number - 1]
        if closed and number not in grid and names_nothing(line):
            continue
        gap = Gap()
        try:
            gap.take_line(line, is_row=number in grid)
        except OtherwiseError:
            if not closed:
                raise
        opens = {role_of(fold).opens for fold in gap.texts} - {None}
        if opens - {""} or (beside and gap.blank_first):
            return False
        beside = beside and not (gap.empty or gap.texts or gap.spoken)
        closed = closed or bool(opens)
        followed = followed or gap.spoken or bool(gap.texts)
    return followed


@lru_cache(maxsize=_REMEMBERED)
def _unit_above(code: str, at: int, text: str, in_grid: tuple[bool, ...], apart: tuple[bool, bool]) -> str | None:
    """The unit of money that a gap states, once it was seen to be the label of a row of a form, and the header of its
    columns where one must stand above it; None where it has no header.

    in_grid: of each of its lines; () for none. apart: of the runs before and behind it, whether each number has a line.
    """
    form, rows = load_reference().forms[code], _rows_of(code)
    row, above = rows[at], rows[at - 1]
    rest, *between = text.split("\n")
    if not between or rest.strip(PARTS):
        raise OtherwiseError
    *between, text_before = between
    marked = in_grid or (False,) * (len(between) + 2)
    gap = Gap()
    for line, is_row in zip(between, marked[1:], strict=False):
        gap.take_line(line, is_row=is_row)
    if (apart[0] and gap.blank_first) or (gap.spoken and row.relation == above.relation):
        raise OtherwiseError
    texts = _named(gap, text_before, apart[1], is_row=marked[-1], bare=row.relation == PROCEEDINGS)
    if not _is_label(form, row, above, texts):
        raise OtherwiseError
    item = item_of(texts) if row.relation == ITEMS else None
    return item.unit if item is not None and item.article else None


def _is_label(form: Form, row: _Row, above: _Row, texts: tuple[str, ...]) -> bool:
    first = above.relation != row.relation
    if row.relation == OUTCOMES:
        return has_applicants(form.form, texts) if first else outcome_of(texts) == row.code
    if row.relation == PROCEEDINGS:
        return has_proceedings(form.form, texts)
    item = item_of(texts)
    if item is None or item.code != row.code or (item.titled and not first):
        return False
    if item.article:
        return (item.article, item.measures) == (row.article, row.measures)
    return not first and row.article == above.article


def _amounts(sheet: Sheet, rows: Sequence[_Row], raws: Sequence[str], stated: Sequence[str]) -> list[int | None]:
    """What the numbers of all rows come to. In section two a column may hold changes or money, in a unit that is
    stated for the row."""
    amounts: list[int | None] = []
    quantities = sheet.form.quantities
    for row, unit in zip(rows, stated, strict=True):
        if row.relation != ITEMS:
            break
        for measure, raw in zip(row.measures, raws[row.begin : row.begin + row.width], strict=True):
            quantity = quantities[measure]
            if quantity == "count":
                amounts.append(_count_in(raw))
                continue
            printed, in_unit = number_in(raw).printed, ""
            if quantity == "money" and printed is not None:
                in_unit = printed.unit or unit or sheet.form.units[measure]
                if in_unit not in units():
                    raise OtherwiseError
                sheet.units[len(amounts)] = in_unit
            amount = amount_of(printed, quantity, in_unit) if printed is not None else None
            if amount is None:
                raise OtherwiseError
            amounts.append(amount)
    return [*amounts, *map(_count_in, raws[len(amounts) :])]


def _form_of(header: Item) -> Form:
    """The form whose first row has this label and these columns."""
    for form in load_reference().forms.values():
        row = _rows_of(form.form)[0]
        if (header.code, header.article, header.measures) == (row.code, row.article, row.measures):
            return form
    raise OtherwiseError


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
