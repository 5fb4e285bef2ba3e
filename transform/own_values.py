"""Whether the numbers behind a label are its own: what tells that they may be another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from transform.lines import Shape
from transform.rows import Row


def may_be_one_cell(row: Row, rows: Iterable[Row]) -> bool:
    """Whether the numbers of a row, parted by single spaces on the line below its label, may be the digits of one cell
    set wide: the other rows of the table have a line for each cell."""
    if row.shape is not Shape.ROW or row.same_line or not row.values or row.values[0].token.column is not None:
        return False
    return any(other.shape is Shape.CELL and len(other.values) > 1 for other in rows)


def may_be_anothers(row: Row, width: int) -> bool:
    """Whether the values of a row may be those of a label before its own, or not all of its own: rows without labels
    follow; a zero is printed, so that the other row cannot be one that was left blank and dropped; several stand on one
    of its lines, and fewer on another; or the row is too short, and goes on behind something that is no label."""
    if row.followed or (row.broken and len(row.values) < width):
        return True
    if not row.shared:
        return False
    on_line = Counter(line for token, line in row.values if token.raw)
    return any(token.amount == 0 for token, _ in row.values) or 1 < len(on_line) < on_line.total()


def set_apart(rows: Sequence[Row], widths: Mapping[str, int]) -> frozenset[int]:
    """Places of the rows, a line for each cell, that an empty line parts from their label, while others follow at once.

    Such lines part the rows of the table, and the numbers may be those of the next label. Where every label has its
    numbers, there is no such label.

    widths: columns of each label.
    """
    led = {place: 0 in row.breaks for place, row in enumerate(rows) if row.shape is Shape.CELL and row.values}
    apart = frozenset(place for place, is_apart in led.items() if is_apart)
    if not apart or len(apart) == len(led):
        return frozenset()
    full = {row.label for row in rows if len(row.values) >= widths.get(row.label, 0)}
    return frozenset() if widths.keys() <= full else apart
