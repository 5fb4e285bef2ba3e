"""Tables whose rows say at which positions their cells end, as in RTF and Word 97: positions become grid columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.stream import Block, Placed, Table

_SNAP = 30  # twips (1/20 point); edges nearer than this are one edge


@dataclass(slots=True)
class Edged:
    """A cell between two positions in twips. down, along: it continues the cell above, the cell to its left."""

    blocks: list[Block]
    left: int
    right: int
    down: bool = False
    along: bool = False


def table(rows: Sequence[Sequence[Edged]]) -> Table:
    """The rows on the grid of all their edges; a cell that continues another one widens or heightens that."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)}):
        if not edges or edge - edges[-1] > _SNAP:
            edges.append(edge)
    made = Table()
    above: dict[int, Placed] = {}
    for row in rows:
        placed: list[Placed] = []
        still: dict[int, Placed] = {}
        for cell in row:
            column, end = _index(edges, cell.left), _index(edges, cell.right)
            width = max(1, end - column)
            if cell.along and placed and not cell.blocks:
                placed[-1].width += width
            elif cell.down and column in above:
                above[column].height += 1
                still[column] = above[column]
            else:
                placed.append(Placed(cell.blocks, column, width))
                still[column] = placed[-1]
        above = still
        made.rows.append(placed)
    return made


def _index(edges: Sequence[int], at: int) -> int:
    return max(0, bisect_right(edges, at) - 1)


def by_order(cells: Sequence[list[Block]]) -> list[Edged]:
    """Cells whose positions are not told, one beside the other."""
    return [Edged(blocks, number * 1_000, (number + 1) * 1_000) for number, blocks in enumerate(cells)]
