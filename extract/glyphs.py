"""Characters with positions to lines of text: what stands beside and below what. Lengths in points, y pointing up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_SAME_LINE = 0.5  # of the height: centres nearer than this are on one line
_OVERPRINT = 0.35  # of the width: the same character again nearer than this is bold type, not a second one
_WORD_GAP = 0.22  # of the height: wider is a space between words
_COLUMN_GAP = 1.1  # of the height: wider is a gap between columns
_NARROW = 0x2E7F  # characters above this are an em wide, others half of it


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
    """Lines from the top down, each from left to right.

    Columns are parted by two or more spaces, so many that what stands below each other on the page does so in the text,
    a full-width character counted as two.
    """
    rows: list[list[Glyph]] = []
    centre = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        height = glyph.top - glyph.bottom
        if rows and abs(centre - glyph.y) <= _SAME_LINE * max(height, rows[-1][0].top - rows[-1][0].bottom) * 0.8:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre = glyph.y
    if not rows:
        return []
    heights = sorted(glyph.top - glyph.bottom for glyph in glyphs)
    em = heights[len(heights) // 2] or 1.0
    origin = min(glyph.left for glyph in glyphs)
    return [Line(_text(row, em, origin), row[0].y) for row in rows]


def _text(row: list[Glyph], em: float, origin: float) -> str:
    row.sort(key=lambda glyph: glyph.left)
    parts: list[str] = []
    columns = 0
    before: Glyph | None = None
    for glyph in row:
        blanks = 0
        if before is None:
            blanks = round((glyph.left - origin) / (em / 2))
        else:
            width = glyph.right - glyph.left
            if glyph.text == before.text and glyph.left - before.left < _OVERPRINT * width:
                continue
            gap = glyph.left - before.right
            if gap > _COLUMN_GAP * em:
                blanks = max(2, round((glyph.left - origin) / (em / 2)) - columns)
            elif gap > _WORD_GAP * em:
                blanks = 1
        parts.append(" " * blanks + glyph.text)
        columns += blanks + sum(2 if ord(character) > _NARROW else 1 for character in glyph.text)
        before = glyph
    return "".join(parts)
