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
from typing import NamedTuple

from transform.lines import Shape
from transform.rows import Row, Value
from transform.tokens import Kind, Token

_FEWEST_ROWS = 3
_FEWEST_ALIGNED = 3  # full rows for each ruler
_FEWEST_SPACES = 2
_BLANK_WIDTHS = (0, 1, 2)  # of a blank cell where spaces join the cells
_NEAR = 0.4  # of the distance between two columns of spaces: what stands further off is under neither


class Ruler(NamedTuple):
    """Where columns of spaces stand: the centre of each, as display positions. noted: with the pinyin notes counted in
    that stand before a number on its line; a page may have been laid out before they were put in, or after."""

    centres: tuple[float, ...]
    noted: bool


class Joints(NamedTuple):
    """How many spaces stand between two cells, and how many more for each blank cell between them."""

    spaces: int
    a_blank: int


@dataclass(frozen=True, slots=True)
class Frame:
    """columns: for rows of one shape and length, the cell columns of the values. rulers: the same for columns of
    spaces, one for each way in which full rows stand (pages are laid out each for itself)."""

    columns: Mapping[tuple[Shape, int], tuple[int, ...]]
    rulers: Sequence[Ruler]
    width: int
    joints: Joints | None = None

    def lay(self, row: Row, values: Sequence[Value]) -> list[Value] | None:
        """One value a column, blanks made explicit; None where the row does not fit the frame."""
        if row.shape is Shape.SPACED:
            return self._lay_joined(values, self.joints) if self.joints else self._lay_spaced(values)
        columns = self.columns.get(_kind(row))
        if columns is None:
            return None
        at = {value.token.column: value for value in values}
        if any(column not in at for column in columns) or len(at) != len(values):
            return None
        if any(value.token.raw for value in values if value.token.column not in columns):
            return None
        return [at[column] for column in columns]

    def reaches(self, places: Sequence[int], values: Sequence[Value]) -> bool:
        """Whether numbers in columns of spaces can be those of the columns at `places`: each stands nearer to its own
        than the next column does. Behind a cell that a left-over makes wider than its column, all are out of place."""
        return any(_reaches(ruler, places, values) for ruler in self.rulers)

    def _lay_joined(self, values: Sequence[Value], joints: Joints) -> list[Value] | None:
        """The row with its blank cells between two numbers made explicit, where that makes it whole."""
        laid: list[Value] = []
        for value, gap in zip(values, (joints.spaces, *_spaces(values)), strict=True):
            laid += [Value(Token(Kind.BLANK, ""), value.line)] * ((gap - joints.spaces) // joints.a_blank)
            laid.append(value)
        return laid if len(laid) == self.width else None

    def _lay_spaced(self, values: Sequence[Value]) -> list[Value] | None:
        """The row under all rulers that it fits, if they agree."""
        if not values:
            return None
        found = {places for ruler in self.rulers if (places := _places(ruler, values)) is not None}
        if len(found) != 1:
            return None
        laid = dict(zip(found.pop(), values, strict=True))
        line = values[0].line
        return [laid.get(place) or Value(Token(Kind.BLANK, ""), line) for place in range(len(self.rulers[0].centres))]


def _places(ruler: Ruler, values: Sequence[Value]) -> tuple[int, ...] | None:
    """The column of each value; None where one stands under none, or spans several."""
    near = _NEAR * _gap(ruler)
    places = []
    for token, _ in values:
        centre, half = _centre(token, ruler), _half(token)
        place = min(range(len(ruler.centres)), key=lambda n: abs(ruler.centres[n] - centre))
        if abs(ruler.centres[place] - centre) > near:
            return None
        # A number wider than its column may have been set from either side of it.
        reach = half + (2 * half > _gap(ruler))
        if sum(abs(middle - centre) <= reach for middle in ruler.centres) > 1:
            return None
        places.append(place)
    return tuple(places) if len(set(places)) == len(places) else None


def _reaches(ruler: Ruler, places: Sequence[int], values: Sequence[Value]) -> bool:
    gap = _gap(ruler)
    return any(2 * _half(token) > gap for token, _ in values) or all(
        abs(ruler.centres[place] - _centre(token, ruler)) < gap + _half(token)
        for place, (token, _) in zip(places, values, strict=True)
    )


def frame_of(rows: Sequence[Row], width: int) -> Frame:
    """The frame of one table's rows. width: how many columns hold values (two at least)."""
    told: dict[tuple[Shape, int], Counter[tuple[int, ...]]] = defaultdict(Counter)
    spaced: list[list[Token]] = []
    shown: list[Sequence[Value]] = []
    padded = False  # labels that span fewer columns than others leave blank cells behind them
    for row in rows:
        numbers = [value.token for value in row.values if value.token.raw]
        if row.shape is Shape.SPACED:
            shown.append(row.values)
        if len(numbers) != width:
            continue
        if row.shape is Shape.SPACED:
            if not any(map(_holds_left_over, numbers)):
                spaced.append(numbers)
        elif row.shape in (Shape.ROW, Shape.GRID):
            columns = tuple(-1 if token.column is None else token.column for token in numbers)
            if len(set(columns)) == width:
                told[_kind(row)][columns] += 1
                padded |= 0 <= row.label_column < columns[0] - 1
    columns_of = {kind: counted.most_common(1)[0][0] for kind, counted in told.items() if len(counted) == 1}
    for kind, group in _by_kind(rows).items():
        if kind not in told:
            derived = _from_header(group, width) or _from_right_end(group, width)
            # Where full rows begin in one column, shorter ones lost a cell, and nothing tells where.
            if derived is not None and (not padded or derived in columns_of.values()):
                columns_of[kind] = derived
    rulers = _rulers(spaced, shown, width)
    fitting = sum(any(_places(ruler, row) is not None for ruler in rulers) for row in shown)
    # Rows of columns share a ruler; of rows that begin anywhere each full one has its own.
    if fitting == len(shown) or (2 * fitting > len(shown) and len(spaced) >= _FEWEST_ALIGNED * len(rulers)):
        return Frame(columns_of, rulers, width)
    joint = _joint(shown, width)
    return Frame(columns_of, () if joint else rulers, width, _joints(shown, joint) if joint else None)


def _spaces(values: Sequence[Value]) -> list[int]:
    """How many columns are free between each two tokens of a line."""
    return [
        (after.token.column or 0) - (before.token.right or before.token.column or 0) - 1
        for before, after in pairwise(values)
    ]


def _joint(rows: Sequence[Sequence[Value]], width: int) -> int:
    """How many spaces join two cells of these rows, which stand in no columns: as many between all numbers of a full
    row, and nowhere fewer; 0 where that is not so."""
    between = {gap for row in rows if len(row) == width for gap in _spaces(row)}
    gaps = {gap for row in rows for gap in _spaces(row)}
    return between.pop() if len(between) == 1 and _FEWEST_SPACES <= min(gaps) == min(between) else 0


def _joints(rows: Sequence[Sequence[Value]], joint: int) -> Joints | None:
    """How wide a blank cell between two joints is; None where blank cells left nothing, or more than one width fits."""
    gaps = {gap for row in rows for gap in _spaces(row)} - {joint}
    fitting = [blank for blank in _BLANK_WIDTHS if all((gap - joint) % (joint + blank) == 0 for gap in gaps)]
    return Joints(joint, joint + fitting[0]) if gaps and len(fitting) == 1 else None


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


def _centre(token: Token, ruler: Ruler) -> float:
    left = (token.column or 0) - (0 if ruler.noted else 2 * token.shift)
    return (left + (token.right if token.right is not None else left)) / 2


def _half(token: Token) -> float:
    """Half of what a token takes up on its line, left-overs in its cell counted in."""
    return ((token.right or 0) - (token.column or 0)) / 2


def _holds_left_over(token: Token) -> bool:
    """Whether a cell takes up more room than what it prints: where in it that stands is not told."""
    return (token.right or 0) - (token.column or 0) + 1 > 2 * len(token.raw)


def _shows(token: Token) -> bool:
    return bool(token.raw) and not _holds_left_over(token)


def _gap(ruler: Ruler) -> float:
    return min(after - before for before, after in pairwise(ruler.centres))


def _rulers(full: Sequence[Sequence[Token]], rows: Sequence[Sequence[Value]], width: int) -> Sequence[Ruler]:
    """The rulers that full rows show, or all rows together where none is full: with pinyin notes counted in or left
    out, whichever takes fewer rulers and has more rows fit them; both where neither does better."""
    noted = (True, False) if any(value.token.shift for row in rows for value in row) else (True,)
    ways = [_grouped(full, noted=way) or _stacked(rows, width, noted=way) for way in noted]
    ways = [rulers for rulers in ways if rulers]
    if len(ways) < 2:
        return ways[0] if ways else ()
    misfits = [
        (len(rulers), sum(all(_places(ruler, row) is None for ruler in rulers) for row in rows)) for rulers in ways
    ]
    return [ruler for rulers, misfit in zip(ways, misfits, strict=True) if misfit == min(misfits) for ruler in rulers]


def _stacked(rows: Sequence[Sequence[Value]], width: int, *, noted: bool) -> list[Ruler]:
    """The ruler of rows none of which is full, where their numbers stand below each other in as many columns as the
    table has, well apart."""
    blank = Ruler((), noted)
    centres = sorted(_centre(value.token, blank) for row in rows for value in row if _shows(value.token))
    columns: list[list[float]] = []
    for centre in centres:
        if columns and centre - columns[-1][-1] <= 1:
            columns[-1].append(centre)
        else:
            columns.append([centre])
    if len(columns) != width or min(map(len, columns)) < _FEWEST_ROWS:
        return []
    ruler = Ruler(tuple(sum(column) / len(column) for column in columns), noted)
    near = _NEAR * _gap(ruler)
    return [ruler] if all(column[-1] - column[0] <= near for column in columns) else []


def _grouped(rows: Sequence[Sequence[Token]], *, noted: bool) -> list[Ruler]:
    """Full rows that stand alike, each group as the mean of its centres."""
    groups: list[list[tuple[float, ...]]] = []
    blank = Ruler((), noted)
    for row in rows:
        centres = tuple(_centre(token, blank) for token in row)
        if any(after - before <= 1 for before, after in pairwise(centres)):
            continue
        near = _NEAR * _gap(Ruler(centres, noted))
        for group in groups:
            if all(abs(one - other) <= near for one, other in zip(group[0], centres, strict=True)):
                group.append(centres)
                break
        else:
            groups.append([centres])
    return [Ruler(tuple(sum(column) / len(group) for column in zip(*group, strict=True)), noted) for group in groups]
