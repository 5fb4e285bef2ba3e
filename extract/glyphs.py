"""Characters with positions to lines of text: what stands beside and below what. Lengths in points, y pointing up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_SAME_LINE = 0.5  # of the height: centres nearer than this are on one line
_OVERPRINT = 0.35  # of the width: the same character again nearer than this is bold type, not a second one
_WORD_GAP = 0.22  # of the height: wider is a space between words
_COLUMN_GAP = 1.1  # of the height: wider is a gap between columns


class Glyph(NamedTuple):
    """One printed character and its box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def x(self) -> float:
        """Its centre across."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Its centre up the page."""
        return (self.bottom + self.top) / 2


class Line(NamedTuple):
    """One line of text; y: the centre of its characters."""

    text: str
    y: float


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines from the top down, each from left to right. Columns are parted by two or more spaces, as many as fit."""
    rows: list[list[Glyph]] = []
    centre = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        height = glyph.top - glyph.bottom
        if rows and abs(centre - glyph.y) <= _SAME_LINE * max(height, rows[-1][0].top - rows[-1][0].bottom) * 0.8:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre = glyph.y
    return [Line(_text(row), row[0].y) for row in rows]


def _text(row: list[Glyph]) -> str:
    row.sort(key=lambda glyph: glyph.left)
    em = sorted([glyph.top - glyph.bottom for glyph in row])[len(row) // 2]
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None:
            width = glyph.right - glyph.left
            if glyph.text == before.text and glyph.left - before.left < _OVERPRINT * width:
                continue
            gap = glyph.left - before.right
            if gap > _COLUMN_GAP * em:
                parts.append(" " * max(2, round(gap / (em / 2))))
            elif gap > _WORD_GAP * em:
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)
