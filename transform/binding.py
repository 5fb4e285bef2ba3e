"""A run of printed values to the ways it can stand under the columns of its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from transform.frame import Frame
from transform.lines import Kind, Shape
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
    if not row.breaks:
        return row.values
    if width in row.breaks:
        return row.values[:width]
    first = row.breaks[0]
    if 1 < first < width and all(is_empty(value) for value in row.values[first:]):
        return row.values[:first]
    return row.values


def is_packed(row: Row, values: Sequence[Value]) -> bool:
    """A row of text whose blanks all stand at its right end: they may have been dropped and made up for there."""
    if row.shape is not Shape.ROW:
        return False
    kinds = [value.token.kind is Kind.BLANK for value in values]
    return any(kinds) and not all(kinds) and kinds == sorted(kinds)


def keeps_blanks(rows: Iterable[Row]) -> bool:
    """Whether some row of the table has a blank before a number, so that its blanks stand where they were."""
    for row in rows:
        kinds = [value.token.kind is Kind.BLANK for value in row.values]
        first = next((place for place, blank in enumerate(kinds) if not blank), len(kinds))
        if any(kinds[first:]) and kinds[first:] != sorted(kinds[first:]):
            return True
    return False


def bind_run(row: Row, width: int, meaning: Meaning, *, faithful: bool, frame: Frame | None = None) -> Bound:
    """The ways the values of one row can stand under `width` columns. faithful: the table keeps its blanks in place."""
    values = first_segment(row, width)
    if len(values) == 1 and values[0].token.kind is Kind.GLUED:
        return bind_glued(row, values, width)
    framed = frame.lay(row, values) if frame is not None and len(values) != width else None
    if framed is not None:
        slots = slots_of(framed, meaning)
        return Bound(row.line, framed, [tuple(slots)], True)
    if len(values) > width:
        values = _core(row, values, width)
    slots = slots_of(values, meaning)
    surplus = len(values) - width
    if surplus == 0:
        if not faithful and is_packed(row, values):
            kept = [slot for slot, value in zip(slots, values, strict=True) if not is_empty(value)]
            return Bound(row.line, values, placements(kept, width, EMPTY), False)
        return Bound(row.line, values, [tuple(slots)], True)
    if surplus > 0:
        ways = omissions(slots, width) if surplus <= _MOST_OMITTED else []
        return Bound(row.line, values, ways, False)
    told = [slot for slot in slots if slot.value is not None or slot.lost]
    if not told:
        return Bound(row.line, values, [], False)
    kept = told if len(told) != len(slots) and not faithful else slots
    return Bound(row.line, values, placements(kept, width, LOST), False)


def _core(row: Row, values: Sequence[Value], width: int) -> Sequence[Value]:
    """A run without the empty cells around it that belong to a label's span or pad the row, where only one cut does."""
    if all(map(is_empty, values)):
        return values[:width]
    filled = [place for place, value in enumerate(values) if not is_empty(value)]
    first, last = filled[0], filled[-1]
    if last - first + 1 == width == len(filled):
        return values[first : last + 1]
    if first == 0 and last < width:
        return values[:width]
    return values


def is_empty(value: Value) -> bool:
    return value.token.kind is Kind.BLANK


def bind_glued(row: Row, values: Sequence[Value], width: int) -> Bound:
    digits = values[0].token.fold
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
