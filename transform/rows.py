"""What the tables of a document come to before their numbers are bound: labelled rows of values, in printed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from transform.lines import Shape
from transform.reading import Issue
from transform.tokens import Token

# Columns of an office's own, which no form has: one that sums up others, and one behind them all (a share, a remark).
SUBTOTAL, SURPLUS = "subtotal", "surplus"
ITEMS, OUTCOMES, PROCEEDINGS = "disclosure_items", "application_outcomes", "review_litigation"


class Value(NamedTuple):
    """A token of a run and the line it stands on."""

    token: Token
    line: int


class Piece(NamedTuple):
    """One text of a table: its fold, its line, and the column it begins at (-1 where the line has none)."""

    fold: str
    line: int
    left: int


class Extent(NamedTuple):
    """The label of a column in a header set in columns of spaces: its code, the first and last place it takes, and how
    many characters wider than one place stand before it on the line on which it begins leftmost."""

    code: str
    left: int
    right: int
    wide_before: int


def header_rows(above: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The texts by the lines with several cells that they stand on."""
    for _, row in groupby([piece for piece in above if piece.left >= 0], lambda piece: piece.line):
        yield list(row)


@dataclass(slots=True)
class Row:
    """A run of values behind a label.

    relation and label: which table and which of its rows; label is '' for the one row of section four.
    header: codes of the columns printed above, in printed order; empty where none was told since the last table.
    breaks: places in `values` before which an empty line stood, each as often as there were such lines.
    dropped: the row's blank cells were dropped and made up for behind its numbers, by marks that end the row.
    same_line: label and values stand on one line (or in one row of a table), so nothing can have come between.
    bare: codes of the rows of the same table whose labels stand right before this one's, with no values between.
    followed: its label is on another line, and further rows of values follow it that have none.
    broken: its label is on another line, and values behind a text that is no label follow it; or further values stand
    behind it on lines of their own, in columns of spaces before it, too.
    shape: shape of the line the values begin on; cells: how many cells that line has.
    label_text: the fold of the label as printed.
    label_column: column of the label's last cell on the same line, -1 where there is none.
    columns: grid columns of the header cells above, by code, where the format tells.
    extents: where the labels of its columns stand on the page, where columns of spaces tell; wide_before: how many
    characters wider than one place stand before its values.
    """

    relation: str
    label: str
    line: int
    values: list[Value]
    header: tuple[str, ...] = ()
    header_text: str = ""
    breaks: tuple[int, ...] = ()
    dropped: bool = False
    same_line: bool = False
    bare: tuple[str, ...] = ()
    followed: bool = False
    broken: bool = False
    shape: Shape = Shape.CELL
    cells: int = 0
    label_text: str = ""
    label_column: int = -1
    columns: tuple[tuple[str, int], ...] = ()
    article: str = ""
    extents: tuple[Extent, ...] = ()
    wide_before: int = 0

    @property
    def shared(self) -> bool:
        """Whether the values may be those of a label before the row's own, for no line tells whose they are."""
        return bool(self.bare) and not self.same_line

    @property
    def last_line(self) -> int:
        """The last line on which something of the row stands."""
        return self.values[-1].line if self.values else self.line


@dataclass(slots=True)
class Rows:
    """All rows of a document in printed order, and what could not be bound.

    notes: lines in or right below section two that speak of a unit. last_text_line: the last line that is not empty.
    """

    rows: list[Row] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    last_text_line: int = 0
