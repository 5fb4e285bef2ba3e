"""Ruled lines of a page to table grids: which cells the drawn lines fence in. Geometry alone, lengths in points.

The y axis points up, as in PDF.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

SNAP = 2.5  # lines nearer than this are one line drawn twice, or the two edges of one stroke
_SHORTEST = 6.0  # shorter strokes are dashes or parts of glyphs
_COVERED = 0.6  # a wall stands where this share of it is drawn


class Segment(NamedTuple):
    """A horizontal or vertical stroke. at: its y (horizontal) or x (vertical). start < end: where it runs."""

    at: float
    start: float
    end: float


class Fenced(NamedTuple):
    """A cell of a grid: first row and column (0-based), rows and columns spanned."""

    row: int
    column: int
    height: int
    width: int


@dataclass(slots=True)
class Grid:
    """One ruled table. xs: column edges from left to right. ys: row edges from the top down. Lines as drawn."""

    xs: list[float]
    ys: list[float]
    horizontal: list[Segment]
    vertical: list[Segment]
    _depths: list[float] = field(init=False, repr=False)  # ys, negated: ascending, to be searched

    def __post_init__(self) -> None:
        self._depths = [-y for y in self.ys]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def locate(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the elementary cell around a point; None outside the table."""
        xs, depths = self.xs, self._depths
        if not (xs[0] <= x <= xs[-1] and depths[0] <= -y <= depths[-1]):
            return None
        return min(bisect_right(depths, -y), len(depths) - 1) - 1, min(bisect_right(xs, x), len(xs) - 1) - 1

    def cells(self) -> dict[tuple[int, int], Fenced]:
        """Elementary (row, column) to the cell it belongs to: neighbours without a wall between them are one cell."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        standing = _walls(self.vertical, self.xs, self._depths, flip=True)
        lying = _walls(self.horizontal, self._depths, self.xs, flip=False, negate=True)
        found: dict[tuple[int, int], Fenced] = {}
        for row in range(rows):
            for column in range(columns):
                if (row, column) in found:
                    continue
                group = {(row, column)}
                waiting = [(row, column)]
                while waiting:
                    r, c = waiting.pop()
                    near = []
                    if c + 1 < columns and (c + 1, r) not in standing:
                        near.append((r, c + 1))
                    if c and (c, r) not in standing:
                        near.append((r, c - 1))
                    if r + 1 < rows and (r + 1, c) not in lying:
                        near.append((r + 1, c))
                    if r and (r, c) not in lying:
                        near.append((r - 1, c))
                    for place in near:
                        if place not in group and place not in found:
                            group.add(place)
                            waiting.append(place)
                top, left = min(r for r, _ in group), min(c for _, c in group)
                bottom, right = max(r for r, _ in group), max(c for _, c in group)
                fenced = Fenced(top, left, bottom - top + 1, right - left + 1)
                for place in group:
                    found[place] = fenced
        return found


def _walls(
    lines: Iterable[Segment], across: Sequence[float], along: Sequence[float], *, flip: bool, negate: bool = False
) -> set[tuple[int, int]]:
    """Pairs (edge, gap): the edge `across[edge]` is drawn between `along[gap]` and `along[gap + 1]`."""
    drawn: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        at = -line.at if negate else line.at
        start, end = (-line.end, -line.start) if flip else (line.start, line.end)
        edge = bisect_right(across, at - 2 * SNAP)
        if edge == len(across) or across[edge] > at + 2 * SNAP:
            continue
        if edge + 1 < len(across) and abs(across[edge + 1] - at) < abs(across[edge] - at):
            edge += 1
        first = max(0, bisect_right(along, start) - 1)
        for gap in range(first, len(along) - 1):
            if along[gap] >= end:
                break
            drawn[edge, gap] += max(0.0, min(end, along[gap + 1]) - max(start, along[gap]))
    return {(edge, gap) for (edge, gap), length in drawn.items() if length >= _COVERED * (along[gap + 1] - along[gap])}


def grids(horizontal: Iterable[Segment], vertical: Iterable[Segment]) -> list[Grid]:
    """Tables among the lines of a page, from the top down. Lines that cross belong to one table; a frame around
    text, an underline or a rule between columns is none, nor are rows whose columns are not ruled."""
    lying, standing = _joined(horizontal), _joined(vertical)
    owner = list(range(len(lying) + len(standing)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, line in enumerate(lying):
        for j, post in enumerate(standing, len(lying)):
            meets = line.start - SNAP <= post.at <= line.end + SNAP and post.start - SNAP <= line.at <= post.end + SNAP
            if meets:
                owner[root(i)] = root(j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = defaultdict(lambda: ([], []))
    for index in range(len(owner)):
        is_post = index >= len(lying)
        groups[root(index)][is_post].append(standing[index - len(lying)] if is_post else lying[index])
    found = []
    for lines, posts in groups.values():
        if not lines or not posts:
            continue
        # Where the outer border is not drawn, the table reaches as far as its lines do.
        xs = _snapped([post.at for post in posts] + [min(x.start for x in lines), max(x.end for x in lines)])
        ys = _snapped([line.at for line in lines] + [min(y.start for y in posts), max(y.end for y in posts)])
        if len(xs) > 2 and len(ys) > 1:
            found.append(Grid(xs, ys[::-1], lines, posts))
    return sorted(found, key=lambda grid: -grid.top)


def _snapped(values: list[float]) -> list[float]:
    """Values in ascending order, those nearer than SNAP to the one before taken together."""
    values = sorted(values)
    kept: list[list[float]] = [[values[0]]]
    for value in values[1:]:
        if value - kept[-1][-1] <= SNAP:
            kept[-1].append(value)
        else:
            kept.append([value])
    return [sum(cluster) / len(cluster) for cluster in kept]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Strokes on one line that touch or overlap, as one; what stays too short is left out."""
    joined: list[Segment] = []
    ordered = sorted(segments)
    clusters: list[list[Segment]] = []
    for segment in ordered:
        if clusters and segment.at - clusters[-1][0].at <= SNAP:
            clusters[-1].append(segment)
        else:
            clusters.append([segment])
    for cluster in clusters:
        at = sum(segment.at for segment in cluster) / len(cluster)
        start, end = None, 0.0
        for segment in sorted(cluster, key=lambda segment: segment.start):
            if start is None:
                start, end = segment.start, segment.end
            elif segment.start <= end + SNAP:
                end = max(end, segment.end)
            else:
                joined.append(Segment(at, start, end))
                start, end = segment.start, segment.end
        if start is not None:
            joined.append(Segment(at, start, end))
    return [segment for segment in joined if segment.end - segment.start >= _SHORTEST]


def aligned(first: Grid, second: Grid) -> bool:
    """Whether two tables stand between the same left and right edges, as the parts of one table do."""
    return abs(first.xs[0] - second.xs[0]) <= 2 * SNAP and abs(first.xs[-1] - second.xs[-1]) <= 2 * SNAP


def share_columns(parts: Sequence[Grid]) -> None:
    """Gives the parts of one table the same column edges, so that a column has one number on every page."""
    xs = _snapped([x for part in parts for x in part.xs])
    for part in parts:
        part.xs = xs
