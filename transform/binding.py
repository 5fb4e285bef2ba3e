"""A run of printed values to the ways it can stand under the columns of its row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from transform.frame import Frame
from transform.lines import Shape
from transform.numbers import splits
from transform.reading import BLANK, DERIVED, MISSING, REPORTED
from transform.rows import Row, Value
from transform.settle import EMPTY, LOST, MAX_WAYS, Slot, Way, agreed, omissions, placements
from transform.sheet import Sheet
from transform.tokens import Kind, Token

_NOTED = re.compile(r"(\d{1,9})\s*[(（\[【*]")
_MAY_BE_NOUGHT = re.compile(r"[\dOoQD〇零]")  # a word in the place of a number may say that there is none
_MOST_DIGITS = 18  # of a number
_MANY = 5  # columns of which one number alone, with as many digits, is rather the numbers of all, glued
_MOST_OMITTED = 2  # a run with more surplus numbers than this is not sorted out
# Empty lines between two cells of one line each, and empty lines a blank cell adds: what extractors write.
_SPACINGS = ((0, 1), (1, 1), (1, 2))


@dataclass(slots=True)
class Bound:
    """A row's values and the ways they can stand under its columns.

    direct: as printed, one way, nothing inferred. dropped: the columns without a number are known to be blank.
    """

    line: int
    values: Sequence[Value]
    ways: list[Way]
    direct: bool
    dropped: bool = False


def slots_of(values: Sequence[Value]) -> list[Slot]:
    """The values of a run as slots, each with its place in the run."""
    slots = [Slot(token.amount, source, token.lost) for source, (token, _) in enumerate(values)]
    if True not in [token.lost for token, _ in values]:
        return slots
    for place, (token, _) in enumerate(values):
        if (
            token.kind is Kind.ODD and len(token.raw.split()) > 1
        ):  # two cells' numbers in one: a blank beside it is no blank
            for beside in (place - 1, place + 1):
                if 0 <= beside < len(slots) and values[beside].token.kind is Kind.BLANK:
                    slots[beside] = Slot(None, beside, True)
    return slots


def first_segment(row: Row, width: int) -> list[Value]:
    """The values up to the empty line that ends the row, where one does; else all of them.

    Behind that line the empty cells of the next row's label span may stand, which are no values of this one. A number
    there is one too many, and where it came from is not told.
    """
    breaks = [place for place in row.breaks if place]
    if not breaks:
        return row.values
    if width in breaks:
        return row.values[:width] if all(map(is_empty, row.values[width:])) else row.values
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
    short = {widths.get(row.label, -1) - len(row.values) for row in cells}
    within = any(0 < place < len(row.values) for row in cells for place in row.breaks)
    if short == {0} or (len(short) == 1 and not within):  # one behind every row ends it, though all be short by one
        return rows
    last = [*widths][-1]
    for between, each in _SPACINGS:
        spaced: dict[int, Row] = {}
        for row in cells:
            expanded = _expanded(row, widths.get(row.label, -1), between, each, ends_table=row.label == last)
            if expanded is None:
                break
            spaced[id(row)] = expanded
        else:
            return [spaced.get(id(row), row) for row in rows]
    return rows


def in_empty_lines(row: Row, width: int) -> list[Sequence[Value]]:
    """The row of a table of one, with its empty lines taken for blank cells in each way that makes it `width` long.

    No way where a blank cell left a line of spaces, for then an empty one is none; where empty lines stand behind the
    row alone, which part it from what follows; or where all are noughts, for their sums bear out any place.
    """
    if row.shape is not Shape.CELL or any(map(is_void, row.values)):
        return []
    if all(place == len(row.values) for place in row.breaks):
        return []
    if not any(token.amount for token, _ in row.values):
        return []
    ways = [_expanded(row, width, between, each, ends_table=True) for between, each in _SPACINGS]
    return [way.values for way in ways if way is not None]


def _expanded(row: Row, width: int, between: int, each: int, *, ends_table: bool) -> Row | None:
    """The row with a blank cell for every `each` empty lines beyond those between its cells; None where that does not
    come to `width` cells. Blank cells behind the last of them are those of the next label, or part the table from what
    follows it."""
    values: list[Value] = []
    blank = Token(Kind.BLANK, "")
    last = len(row.values)
    surplus = len(row.breaks) - (width - last)
    if len(row.breaks) < between * last or (not between and not 0 <= surplus <= row.breaks.count(last) * ends_table):
        return None
    for place in range(last + 1):
        blanks, rest = divmod(row.breaks.count(place) - between, each)
        if place < last and (blanks < 0 or rest):
            return None
        line = row.values[min(place, last - 1)].line
        if place == last:
            blanks = min(max(blanks, 0), width - len(values))
        values += [Value(blank, line)] * blanks
        values += row.values[place : place + 1]
    return replace(row, values=values, breaks=()) if len(values) == width else None


def is_packed(row: Row, values: Sequence[Value]) -> bool:
    """A row of text whose blanks all stand at its right end: they may have been dropped and made up for there."""
    if row.shape not in (Shape.ROW, Shape.CELL):
        return False
    kinds = [is_void(value) for value in values]
    return any(kinds) and not all(kinds) and kinds == sorted(kinds)


def keeps_blanks(rows: Iterable[Row], width: int) -> bool:
    """Whether some row of the table has a blank before a number, so that its blanks stand where they were.

    width: columns of the table; in a row of another length the first blanks may be those of a label's span, and tell
    nothing.
    """
    for row in rows:
        if "" not in [token.raw for token, _ in row.values]:
            continue
        kinds = [is_void(value) for value in row.values]
        filled = [place for place, blank in enumerate(kinds) if not blank]
        if filled and any(kinds[0 if len(kinds) == width else filled[0] : filled[-1]]):
            return True
    return False


def bind_run(row: Row, width: int, *, faithful: bool, frame: Frame | None = None) -> Bound:
    """The ways the values of one row can stand under `width` columns. faithful: the table keeps its blanks in place."""
    values = first_segment(row, width)
    alone = len(values) == 1 or (width >= _MANY and all(map(is_void, values[1:])))
    if values and alone and _digits_of_many(values[0], width):
        return bind_glued(row, values[:1], width)
    if row.shape in (Shape.CELL, Shape.GRID):
        return _bind_marked(row, values, width, frame, faithful=faithful)
    if row.shape is Shape.ROW and not row.same_line:  # the row of a label on another line: its first cells are unsure
        values = list(dropwhile(is_void, values))
    filled = [place for place, value in enumerate(values) if not is_void(value)]
    if not filled:
        return as_printed(row, values[:width]) if len(values) >= width else Bound(row.line, values, [], False)
    core = values[filled[0] : filled[-1] + 1]
    if len(filled) == width == len(core):
        return as_printed(row, core)
    if len(core) == width == max(len(filled), len(values)):  # no cell in front or behind that could be another's
        return as_printed(row, core)
    laid = frame.lay(row, values) if frame is not None else None
    if frame is None and filled[-1] < width <= len(values):
        laid = list(values[:width])
    if laid is None:
        bound = _scattered(row, [values[place] for place in filled], width)
        if row.shape is Shape.SPACED and frame is not None:
            # Without rulers nothing tells where the blank cells are, and sums are too weak for so few numbers.
            bound.ways = [way for way in bound.ways if frame.rulers and _is_within_reach(way, bound.values, frame)]
        return bound
    return _as_laid(row, laid, faithful=faithful)


def _as_laid(row: Row, values: Sequence[Value], *, faithful: bool) -> Bound:
    """A row with as many cells as columns: as printed, unless its blanks may have been made up for."""
    if faithful or not is_packed(row, values):
        return as_printed(row, values)
    kept = [value for value in values if not is_void(value)]
    return Bound(row.line, kept, placements(slots_of(kept), len(values), EMPTY), False, dropped=True)


def _is_within_reach(way: Way, values: Sequence[Value], frame: Frame) -> bool:
    printed = [(place, values[slot.source]) for place, slot in enumerate(way) if slot.source >= 0]
    return frame.reaches([place for place, _ in printed], [value for _, value in printed])


def as_printed(row: Row, values: Sequence[Value]) -> Bound:
    """The row whose values are as many as its columns, each under its own."""
    return Bound(row.line, values, [tuple(slots_of(values))], True)


def _bind_marked(row: Row, values: Sequence[Value], width: int, frame: Frame | None, *, faithful: bool) -> Bound:
    """A row whose every cell is marked, blank ones too: by a line of its own, or by the format."""
    if all(map(is_empty, values)):
        return as_printed(row, values[:width]) if len(values) >= width else Bound(row.line, values, [], False)
    if row.shape is Shape.GRID:
        laid = frame.lay(row, values) if frame is not None else None
        if laid is not None:
            return as_printed(row, laid)
        filled = [place for place, value in enumerate(values) if not is_void(value)]
        if len(filled) == width == filled[-1] - filled[0] + 1:
            return as_printed(row, values[filled[0] : filled[-1] + 1])
    # Empty cells behind the values are the label span of the next row, or columns of other tables; where empty lines
    # part the rows, only those behind such a line are.
    end_of_row = min((place for place in row.breaks if place), default=0)
    while len(values) > max(width, end_of_row) and is_void(values[-1]):
        values = values[:-1]
    if len(values) == width:
        return _as_laid(row, values, faithful=faithful)
    if len(values) > width:
        surplus = len(values) - width
        ways = omissions(slots_of(values), width) if surplus <= _MOST_OMITTED else []
        if any(map(is_void, values)):  # a number is not the one too many because the sum would hold without it
            numbers = sum(not is_void(value) for value in values)
            ways = [way for way in ways if sum(not is_void(values[slot.source]) for slot in way) == numbers]
        return Bound(row.line, values, ways, False)
    return _scattered(row, [value for value in values if not is_void(value)], width)


def _scattered(row: Row, values: Sequence[Value], width: int) -> Bound:
    """A row with fewer numbers than columns: some were lost, or, where nothing marks the cells, were blank."""
    slots = slots_of(values)
    if len(slots) > width:
        ways = omissions(slots, width) if len(slots) - width <= _MOST_OMITTED else []
    elif row.dropped:
        ways = placements(slots, width, EMPTY)
    elif row.shape is Shape.CELL and any(0 < place < len(values) for place in row.breaks):
        ways = []  # an empty line between its cells may be a blank one, which no sum makes good
    else:
        # Columns of spaces lose no number: what is not there was blank.
        ways = placements(slots, width, LOST) if row.shape is not Shape.SPACED else []
        if row.shape is not Shape.ROW or row.cells == 0 or any(map(is_void, row.values)):
            ways += placements(slots, width, EMPTY)
    return Bound(row.line, values, ways, False, dropped=row.dropped and len(slots) <= width)


def _digits_of_many(value: Value, width: int) -> bool:
    """Whether one token's digits can be those of all columns, printed without a mark between them."""
    if value.token.kind is Kind.GLUED:
        return True
    return width > 1 and value.token.raw.isdigit() and len(value.token.raw) >= width


def digits_in(row: Row) -> int:
    """How many cells the values of a row can be at most: as many as they have digits, where they may be glued."""
    return sum(len(token.fold) if token.kind is Kind.GLUED else 1 for token, _ in row.values)


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
    last = cut_from(values)
    return last >= 0 and values[last].line == last_text_line and values[last].token.kind is not Kind.BLANK


def cut_from(values: Sequence[Value]) -> int:
    """The place of the last value that is printed, behind which only columns without one may follow; -1 for none."""
    place = len(values) - 1
    while place >= 0 and values[place].token.column is None and is_void(values[place]):
        place -= 1
    return place


def joined(values: Sequence[Value]) -> str:
    return " ".join(value.token.raw for value in values)


def under_labels(values: Sequence[Value], places: Sequence[int]) -> list[Value] | None:
    """The cells in the columns of a header's labels, where nothing but empty cells stands in others; None where a label
    has none below it, two share a column, or a cell holds two numbers."""
    below = {value.token.column: value for value in values}
    if len(below) < len(values) or len({*places}) < len(places) or not {*places} <= {*below}:
        return None
    beside = [value for column, value in below.items() if column not in places]
    return [below[place] for place in places] if all(map(is_void, beside)) else None


def same_values(one: Bound, other: Bound) -> bool:
    return [value.token.raw for value in one.values] == [value.token.raw for value in other.values]


def _says_other(token: Token, value: int) -> bool:
    """Whether a cell begins with another number, with a note behind it, or its lines are the digits of another."""
    printed = _NOTED.match(token.raw)
    digits = "".join(token.raw.split()) if "\n" in token.raw else ""
    torn = digits.isdecimal() and (len(digits) > _MOST_DIGITS or int(digits) != value)
    return torn or (printed is not None and int(printed[1]) != value)


def put_counts(sheet: Sheet, cells: Sequence[int], bound: Bound, *, zeros_printed: bool) -> None:
    """Say what a row's ways agree on, cell by cell. zeros_printed: the agency leaves no cell of the table blank, so an
    implied 0 is as good as a printed one."""
    values, ways = bound.values, bound.ways
    line = values[0].line if values else bound.line
    if not bound.direct or len(ways) != 1:
        raw = joined(values) or None
        for place, index in enumerate(cells):
            slot = agreed(ways, place)
            if slot is None or (slot.lost and slot.value == 0 and not zeros_printed):
                sheet.put(index, None, MISSING, raw, line)
            else:
                sheet.put(index, slot.value, BLANK if slot.value is None else DERIVED, raw, line)
        return
    for slot, index in zip(ways[0], cells, strict=True):
        token, place = values[slot.source]
        value = slot.value
        if not slot.lost:
            sheet.put(index, value, BLANK if value is None else REPORTED, token.raw, place)
            continue
        # What is legible, a number that is no count (-3) or one with a note, is kept, and not made good.
        legible = token.kind is Kind.VALUE or (value is not None and _says_other(token, value))
        blank = value == 0 and not (zeros_printed and _MAY_BE_NOUGHT.search(token.raw))
        if value is None or blank or legible:
            sheet.put(index, None, MISSING, token.raw, place)
        else:
            sheet.put(index, value, DERIVED, token.raw, place)
