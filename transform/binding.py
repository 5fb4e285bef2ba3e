"""A run of printed values to the ways it can stand under the columns of its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from transform.frame import Frame
from transform.lines import Kind, Shape, Token
from transform.numbers import Printed, splits
from transform.reading import BLANK, DERIVED, MISSING, REPORTED
from transform.reference import CellKey
from transform.rows import Row, Value
from transform.settle import EMPTY, LOST, MAX_WAYS, Slot, Way, agreed, omissions, placements
from transform.sheet import Sheet

_MOST_OMITTED = 2  # a run with more surplus numbers than this is not sorted out
Meaning = Callable[[Printed], int | None]


@dataclass(slots=True)
class Bound:
    """A row's values and the ways they can stand under its columns. direct: as printed, one way, nothing inferred."""

    line: int
    values: Sequence[Value]
    ways: list[Way]
    direct: bool


def slots_of(values: Sequence[Value], meaning: Meaning) -> list[Slot]:
    slots = []
    for source, (token, _) in enumerate(values):
        if token.kind is Kind.BLANK:
            slots.append(Slot(None, source))
        elif token.kind is Kind.VALUE and token.printed is not None:
            number = meaning(token.printed)
            slots.append(Slot(number, source, number is None))
        else:
            slots.append(Slot(None, source, True))
    return slots


def first_segment(row: Row, width: int) -> list[Value]:
    """The values up to the empty line that ends the row, where one does; else all of them.

    Behind that line the empty cells of the next row's label span may stand, which are no values of this one.
    """
    breaks = [place for place in row.breaks if place]
    if not breaks:
        return row.values
    if width in breaks:
        return row.values[:width]
    first = breaks[0]
    if 1 < first < width and all(is_empty(value) for value in row.values[first:]):
        return row.values[:first]
    return row.values


def with_empty_lines(rows: Sequence[Row], widths: Mapping[str, int]) -> Sequence[Row]:
    """The rows with their empty lines taken for blank cells, where that makes every row of the table as long as its
    columns are many (an extractor that writes a line a cell, blank ones too); else as they are."""
    cells = [row for row in rows if row.shape is Shape.CELL and row.values]
    if len(cells) < 2 or not any(row.breaks for row in cells):
        return rows
    if any(len(row.values) + len(row.breaks) != widths.get(row.label, -1) for row in cells):
        return rows
    return [_expanded(row) if row.shape is Shape.CELL else row for row in rows]


def _expanded(row: Row) -> Row:
    values: list[Value] = []
    blank = Token(Kind.BLANK, "")
    for place in range(len(row.values) + 1):
        line = row.values[min(place, len(row.values) - 1)].line
        values += [Value(blank, line)] * row.breaks.count(place)
        values += row.values[place : place + 1]
    return replace(row, values=values, breaks=())


def is_packed(row: Row, values: Sequence[Value]) -> bool:
    """A row of text whose blanks all stand at its right end: they may have been dropped and made up for there."""
    if row.shape is not Shape.ROW:
        return False
    kinds = [is_void(value) for value in values]
    return any(kinds) and not all(kinds) and kinds == sorted(kinds)


def keeps_blanks(rows: Iterable[Row], width: int) -> bool:
    """Whether some row of the table has a blank before a number, so that its blanks stand where they were.

    width: columns of the table; in a longer row the first blanks may be those of a label's span, and tell nothing.
    """
    for row in rows:
        kinds = [is_void(value) for value in row.values]
        filled = [place for place, blank in enumerate(kinds) if not blank]
        if filled and any(kinds[filled[0] if len(kinds) > width else 0 : filled[-1]]):
            return True
    return False


def bind_run(row: Row, width: int, meaning: Meaning, *, faithful: bool, frame: Frame | None = None) -> Bound:
    """The ways the values of one row can stand under `width` columns. faithful: the table keeps its blanks in place."""
    values = first_segment(row, width)
    if len(values) == 1 and _digits_of_many(values[0], width):
        return bind_glued(row, values, width)
    if row.shape in (Shape.CELL, Shape.GRID):
        return _bind_marked(row, values, width, meaning, frame)
    if row.shape is Shape.ROW and not row.same_line:  # the row of a label on another line: its first cells are unsure
        values = list(dropwhile(is_void, values))
    filled = [place for place, value in enumerate(values) if not is_void(value)]
    if not filled:
        return _as_printed(row, values[:width], meaning) if len(values) >= width else Bound(row.line, values, [], False)
    core = values[filled[0] : filled[-1] + 1]
    if len(filled) == width == len(core):
        return _as_printed(row, core, meaning)
    if len(core) == width == max(len(filled), len(values)):  # no cell in front or behind that could be another's
        return _as_printed(row, core, meaning)
    laid = frame.lay(row, values) if frame is not None else None
    if frame is None and filled[-1] < width <= len(values):
        laid = list(values[:width])
    if laid is None:
        return _scattered(row, [values[place] for place in filled], width, meaning)
    if not faithful and is_packed(row, laid):
        kept = [value for value in laid if not is_void(value)]
        return Bound(row.line, kept, placements(slots_of(kept, meaning), width, EMPTY), False)
    return _as_printed(row, laid, meaning)


def _as_printed(row: Row, values: Sequence[Value], meaning: Meaning) -> Bound:
    return Bound(row.line, values, [tuple(slots_of(values, meaning))], True)


def _bind_marked(row: Row, values: Sequence[Value], width: int, meaning: Meaning, frame: Frame | None) -> Bound:
    """A row whose every cell is marked, blank ones too: by a line of its own, or by the format."""
    if all(map(is_empty, values)):
        return _as_printed(row, values[:width], meaning) if len(values) >= width else Bound(row.line, values, [], False)
    if row.shape is Shape.GRID:
        laid = frame.lay(row, values) if frame is not None else None
        if laid is not None:
            return _as_printed(row, laid, meaning)
        filled = [place for place, value in enumerate(values) if not is_void(value)]
        if len(filled) == width == filled[-1] - filled[0] + 1:
            return _as_printed(row, values[filled[0] : filled[-1] + 1], meaning)
    while len(values) > width and is_void(values[-1]):  # the label span of the next row, or columns of other tables
        values = values[:-1]
    if len(values) == width:
        return _as_printed(row, values, meaning)
    if len(values) > width:
        surplus = len(values) - width
        ways = omissions(slots_of(values, meaning), width) if surplus <= _MOST_OMITTED else []
        return Bound(row.line, values, ways, False)
    return _scattered(row, [value for value in values if not is_void(value)], width, meaning)


def _scattered(row: Row, values: Sequence[Value], width: int, meaning: Meaning) -> Bound:
    """A row with fewer numbers than columns: some were lost, or, where nothing marks the cells, were blank."""
    slots = slots_of(values, meaning)
    if len(slots) > width:
        ways = omissions(slots, width) if len(slots) - width <= _MOST_OMITTED else []
    else:
        ways = placements(slots, width, LOST)
        if row.shape is not Shape.ROW or row.cells == 0 or any(map(is_void, row.values)):
            ways += placements(slots, width, EMPTY)
    return Bound(row.line, values, ways, False)


def _digits_of_many(value: Value, width: int) -> bool:
    """Whether one token's digits can be those of all columns, printed without a mark between them."""
    if value.token.kind is Kind.GLUED:
        return True
    return width > 1 and value.token.raw.isdigit() and len(value.token.raw) >= width


def is_void(value: Value) -> bool:
    """Whether the cell holds nothing at all; a dash or a word for nothing keeps its place."""
    return value.token.kind is Kind.BLANK and not value.token.raw


def is_empty(value: Value) -> bool:
    return value.token.kind is Kind.BLANK


def bind_glued(row: Row, values: Sequence[Value], width: int) -> Bound:
    """A run of digits as all the ways to cut it into one number a column."""
    token = values[0].token
    digits = token.fold or token.raw
    if not digits.isdigit():  # a fraction behind its label is one number
        return Bound(row.line, values, [(Slot(0, 0),)] if width == 1 else [], width == 1)
    ways = [tuple(Slot(number, 0) for number in way) for way in splits(digits, width, MAX_WAYS)]
    return Bound(row.line, values, ways, width == 1 and len(ways) == 1)


def is_cut(values: Sequence[Value], last_text_line: int) -> bool:
    """Whether the run's last number is the last thing in the document: it may have lost digits."""
    return bool(values) and values[-1].line == last_text_line and values[-1].token.kind is not Kind.BLANK


def joined(values: Sequence[Value]) -> str:
    return " ".join(value.token.raw for value in values)


def same_values(one: Bound, other: Bound) -> bool:
    return [value.token.raw for value in one.values] == [value.token.raw for value in other.values]


def put_count(sheet: Sheet, key: CellKey, bound: Bound, place: int, *, zeros_printed: bool) -> None:
    index = sheet.form.index[key]
    slot = agreed(bound.ways, place)
    line = bound.values[0].line if bound.values else bound.line
    if slot is None:
        sheet.put(index, None, MISSING, joined(bound.values) or None, line)
        return
    printed = bound.values[slot.source] if slot.source >= 0 else None
    if bound.direct and printed is not None and not slot.lost:
        status = BLANK if slot.value is None else REPORTED
        sheet.put(index, slot.value, status, printed.token.raw, printed.line)
        return
    raw = printed.token.raw if bound.direct and printed is not None else joined(bound.values)
    if slot.value is None:
        sheet.put(index, None, BLANK if not bound.direct else MISSING, raw, line)
    elif slot.lost and slot.value == 0 and not zeros_printed:
        sheet.put(index, None, MISSING, raw, line)
    else:
        sheet.put(index, slot.value, DERIVED, raw, printed.line if printed is not None else line)
