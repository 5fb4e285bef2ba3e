"""Tables printed in full, read straight off: no search for what may be meant.

Most reports print every label as the form does, in the form's order, and a number under every column. There each number
has one place, and nothing is left to settle: one search finds the runs of numbers, and what stands before each of them
is the label of the form's next row. The first thing that is otherwise, a sum that fails among them, leaves the document
to the engine, which reads these tables just the same, only not as fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, compress, count
from typing import NamedTuple

from extract.document import Cell
from transform.checks import evaluate
from transform.gaps import Gap
from transform.items import amount_of
from transform.line_tokens import OtherwiseError, name_nothing, number_in
from transform.numbers import units
from transform.reading import REPORTED
from transform.reference import Form, load_reference
from transform.roles import role_of
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS
from transform.runs import PARTS, Runs, beginning, runs_in
from transform.sheet import Sheet
from transform.tables import Tables
from transform.tokens import whole_number
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
        amount = whole_number(cell)
        if amount is None:
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
    runs = runs_in(text)
    first, header = _begin(runs, lines, grid)
    form = _form_of(header)
    rows = _rows_of(form.form)
    behind = first + len(rows)
    raws = runs.raws[first:behind]
    if [*map(len, raws)] != [row.width for row in rows]:
        return None
    stated = _units_stated(form.form, header.unit, runs, first, grid)
    rest = runs.gaps[behind] if behind < len(runs.gaps) else runs.rest
    numbers = runs.lines(first, behind)
    if not _is_followed(rest, numbers[-1], lines, grid, apart=runs.is_apart(behind - 1)):
        return None
    sheet = Sheet(form)
    sheet.raws, sheet.lines = [*chain.from_iterable(raws)], [*numbers]
    sheet.values = _amounts(sheet, [*chain.from_iterable(raws)], stated)
    sheet.statuses = [REPORTED] * len(form.cells)
    checks = evaluate(form, sheet.values, sheet.statuses)
    if not all([check.passed for check in checks]):  # noqa: C419  a list is faster
        return None
    span = (_label_line(lines, runs, first), numbers[-1])
    return Tables(sheet, span, frozenset(numbers), _evidence(form.form), checks, numbered=True)


def _units_stated(code: str, unit: str, runs: Runs, first: int, grid: Mapping[int, Sequence[Cell]]) -> list[str | None]:
    """Of each row of a form the unit of money that its header states, None where it has none, once what stands above
    it was seen to be its label.

    unit: that of the first row, whose run is `first`.
    """
    places = range(first, first + len(_rows_of(code)))
    gaps, apart = runs.gaps[first : places.stop], [*map(runs.is_apart, places)]
    in_grid = [_in_grid(runs, place, grid) for place in places] if grid else [()] * len(places)
    return [
        unit,
        *[
            (_unit_above if len(gap) <= _LONGEST else _unit_above.__wrapped__)(code, at, gap, marked, above, here)
            for at, gap, marked, above, here in zip(count(1), gaps[1:], in_grid[1:], apart, apart[1:], strict=False)
        ],
    ]


def _in_grid(runs: Runs, place: int, grid: Mapping[int, Sequence[Cell]]) -> tuple[bool, ...]:
    """Of each line of a gap, and of the run behind it, whether the format marks it as a row."""
    above, number = runs.lasts[place - 1] if place else 0, runs.firsts[place]
    if number in grid and (runs.is_apart(place) or "|" in runs.gaps[place]):
        raise OtherwiseError
    return tuple([number in grid for number in range(above, number + 1)])


def _begin(runs: Runs, lines: Sequence[str], grid: Mapping[int, Sequence[Cell]]) -> tuple[int, Item]:
    """The place of the run that is the first row's, and what the texts before it name."""
    seen, opened = 0, False
    for place, first in enumerate(runs.firsts):  # before the tables, numbers may stand alone on a line
        gap = Gap()
        for number, line, is_silent in _between(lines, seen, first - 1, grid):
            if is_silent and not opened:
                continue
            known = len(gap.texts)
            try:
                gap.take_line(line, is_row=number in grid)
            except OtherwiseError:
                if opened:
                    raise
                gap = Gap()
            for fold in gap.texts[known:]:
                opens = role_of(fold).opens
                if opens and opens != ITEMS:  # tables before the first that has a number
                    raise OtherwiseError
                opened = opened or opens == ITEMS
        if opened:
            text, is_row = beginning(runs.gaps[place]), _in_grid(runs, place, grid)[-1]
            item = item_of(_named(gap, text, runs.is_apart(place), is_row=is_row))
            if item is None:
                raise OtherwiseError
            return place, item
        seen = runs.lasts[place]
    raise OtherwiseError


def _between(
    lines: Sequence[str], above: int, last: int, grid: Mapping[int, Sequence[Cell]]
) -> Iterator[tuple[int, str, bool]]:
    """The lines behind `above` up to `last`, with their numbers, and whether each names nothing of a table."""
    some = lines[above:last]
    silent = name_nothing(some) if not grid else _silent_outside(grid, some, above)
    return zip(range(above + 1, last + 1), some, silent, strict=True)


def _silent_outside(grid: Mapping[int, Sequence[Cell]], lines: Sequence[str], above: int) -> list[bool]:
    """Of each line whether it names nothing, and is no row."""
    outside = [number not in grid for number in range(above + 1, above + len(lines) + 1)]
    told = iter(name_nothing([*compress(lines, outside)]))
    return [is_outside and next(told) for is_outside in outside]


def _label_line(lines: Sequence[str], runs: Runs, place: int) -> int:
    """The line on which the label of a run ends."""
    number = runs.firsts[place]
    if runs.is_bare(place):
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
    for number, line, is_silent in _between(lines, last, len(lines), grid):
        if is_silent and closed:
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
def _unit_above(  # noqa: PLR0917  what is remembered is found by all that tells it
    code: str, at: int, text: str, in_grid: tuple[bool, ...], apart_above: bool, apart: bool
) -> str | None:
    """The unit of money that a gap states, once it was seen to be the label of a row of a form, and the header of its
    columns where one must stand above it; None where it has no header.

    in_grid: of each of its lines; () for none. apart_above, apart: whether each number of the run before it, and of the
    one behind it, has a line.
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
    if (apart_above and gap.blank_first) or (gap.spoken and row.relation == above.relation):
        raise OtherwiseError
    texts = _named(gap, text_before, apart, is_row=marked[-1], bare=row.relation == PROCEEDINGS)
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


def _amounts(sheet: Sheet, raws: Sequence[str], stated: Sequence[str | None]) -> list[int | None]:
    """What the numbers of all rows come to. In section two a column may hold changes or money, in a unit that is
    stated for the row."""
    amounts: list[int | None] = []
    for index, row, measure, quantity in _no_counts(sheet.form.form):
        amounts += map(_count_in, raws[len(amounts) : index])
        printed, unit = number_in(raws[index]).printed, ""
        if quantity == "money" and printed is not None:
            unit = printed.unit or _last(stated[: row + 1]) or sheet.form.units[measure]
            if unit not in units():
                raise OtherwiseError
            sheet.units[index] = unit
        amount = amount_of(printed, quantity, unit) if printed is not None else None
        if amount is None:
            raise OtherwiseError
        amounts.append(amount)
    return [*amounts, *map(_count_in, raws[len(amounts) :])]


def _last(stated: Sequence[str | None]) -> str:
    return next(unit for unit in reversed(stated) if unit is not None)


@cache
def _no_counts(form: str) -> tuple[tuple[int, int, str, str], ...]:
    """The cells of a form that hold changes or money: index, place of the row, measure, quantity."""
    quantities = load_reference().forms[form].quantities
    return tuple(
        (row.begin + place, at, measure, quantities[measure])
        for at, row in enumerate(_rows_of(form))
        if row.relation == ITEMS
        for place, measure in enumerate(row.measures)
        if quantities[measure] != "count"
    )


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
