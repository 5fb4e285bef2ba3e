"""Where the columns of a table stand, told by its own rows, so that a row with blanks or extra cells can be laid out.

A row in which every column holds a number or a mark shows the columns of all rows of its kind. Where a table has
none (an agency that leaves zeros blank), the header's grid columns do, or the right end of a table whose rows are
all equally long.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transform.lines import Shape
from transform.rows import Row, Value
from transform.tokens import Kind, Token

_FEWEST_ROWS = 3
_NEAR = 0.4  # of the distance between two columns of spaces: what stands further off is under neither


@dataclass(frozen=True, slots=True)
class Frame:
    """columns: for rows of one shape and length, the cell columns of the values. centres: the same for columns of
    spaces, as display positions; empty where the table is not laid out by spaces."""

    columns: Mapping[tuple[Shape, int], tuple[int, ...]]
    centres: tuple[float, ...]

    def lay(self, row: Row, values: Sequence[Value]) -> list[Value] | None:
        """One value a column, blanks made explicit; None where the row does not fit the frame."""
        if row.shape is Shape.SPACED:
            return self._lay_spaced(values)
        columns = self.columns.get(_kind(row))
        if columns is None:
            return None
        at = {value.token.column: value for value in values}
        if any(column not in at for column in columns) or len(at) != len(values):
            return None
        if any(value.token.raw for value in values if value.token.column not in columns):
            return None
        return [at[column] for column in columns]

    def _lay_spaced(self, values: Sequence[Value]) -> list[Value] | None:
        if not self.centres or not values:
            return None
        near = _NEAR * min(after - before for before, after in pairwise(self.centres))
        laid: list[Value | None] = [None] * len(self.centres)
        for value in values:
            centre = _centre(value.token)
            place = min(range(len(self.centres)), key=lambda n: abs(self.centres[n] - centre))
            if abs(self.centres[place] - centre) > near or laid[place] is not None:
                return None
            laid[place] = value
        line = values[0].line
        return [value or Value(Token(Kind.BLANK, ""), line) for value in laid]


def frame_of(rows: Sequence[Row], width: int) -> Frame:
    """The frame of one table's rows. width: how many columns hold values (two at least)."""
    told: dict[tuple[Shape, int], Counter[tuple[int, ...]]] = defaultdict(Counter)
    spaced: list[tuple[float, ...]] = []
    for row in rows:
        numbers = [value.token for value in row.values if value.token.raw]
        if len(numbers) != width:
            continue
        if row.shape is Shape.SPACED:
            spaced.append(tuple(_centre(token) for token in numbers))
        elif row.shape in (Shape.ROW, Shape.GRID):
            columns = tuple(-1 if token.column is None else token.column for token in numbers)
            if len(set(columns)) == width:
                told[_kind(row)][columns] += 1
    columns_of = {kind: counted.most_common(1)[0][0] for kind, counted in told.items() if len(counted) == 1}
    for kind, group in _by_kind(rows).items():
        if kind not in told:
            derived = _from_header(group, width) or _from_right_end(group, width)
            if derived is not None:
                columns_of[kind] = derived
    return Frame(columns_of, _mean(spaced))


def _kind(row: Row) -> tuple[Shape, int]:
    return row.shape, row.cells if row.shape is Shape.ROW else 0


def _by_kind(rows: Sequence[Row]) -> dict[tuple[Shape, int], list[Row]]:
    groups: dict[tuple[Shape, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row.shape in (Shape.ROW, Shape.GRID):
            groups[_kind(row)].append(row)
    return groups


def _from_header(rows: Sequence[Row], width: int) -> tuple[int, ...] | None:
    columns = rows[0].columns
    if rows[0].shape is not Shape.GRID or len({code for code, _ in columns}) != width or len(columns) != width:
        return None
    places = sorted(column for _, column in columns)
    return tuple(places) if len(set(places)) == width else None


def _from_right_end(rows: Sequence[Row], width: int) -> tuple[int, ...] | None:
    """The last columns of a table whose rows are equally long, where some row has a number in the very last, and
    some row a number in the very first or its label right before."""
    if len(rows) < _FEWEST_ROWS:
        return None
    ends = {row.values[-1].token.column for row in rows}
    if len(ends) != 1 or None in ends:
        return None
    end = rows[0].values[-1].token.column or 0
    columns = tuple(range(end - width + 1, end + 1))
    filled = {value.token.column or 0 for row in rows for value in row.values if value.token.raw}
    labels = {row.label_column for row in rows}
    if end not in filled or min(filled) < columns[0] or max(labels) >= columns[0]:
        return None
    return columns if columns[0] in filled or columns[0] - 1 in labels else None


def _centre(token: Token) -> float:
    left = token.column or 0
    return (left + (token.right if token.right is not None else left)) / 2


def _mean(rows: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    if not rows:
        return ()
    means = tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
    return means if all(after - before > 1 for before, after in pairwise(means)) else ()
