"""Characters with positions to lines of text: what stands beside and below what. Lengths in points, y pointing up."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

_SAME_LINE = 0.5  # of the height: centres nearer than this are on one line
_OVERPRINT = 0.35  # of the width: the same character again nearer than this is bold type, not a second one
_WORD_GAP = 0.22  # of the height: wider is a space between words
_COLUMN_GAP = 1.1  # of the height: wider is a gap between columns
_NARROW = "\u2e7f"  # characters above this are an em wide, others half of it


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
    centre = tall = 0.0  # of the first character of the line being gathered
    for glyph in sorted(glyphs, key=_depth):
        _, _, bottom, _, top = glyph
        height = top - bottom
        if rows and abs(centre - (bottom + top) / 2) <= _SAME_LINE * max(height, tall) * 0.8:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre, tall = (bottom + top) / 2, height
    if not rows:
        return []
    heights = sorted([glyph[4] - glyph[2] for glyph in glyphs])
    em = heights[len(heights) // 2] or 1.0
    origin = min([glyph[1] for glyph in glyphs])
    return [Line(_text(row, em, origin), row[0].y) for row in rows]


def _depth(glyph: Glyph) -> float:
    return -(glyph[2] + glyph[4])


def _text(row: list[Glyph], em: float, origin: float) -> str:
    if len(row) > 1:
        row.sort(key=itemgetter(1))
    parts: list[str] = []
    columns = 0
    before: str | None = None
    start = end = 0.0  # of the character before
    for text, left, _, right, _ in row:
        blanks = 0
        if before is None:
            blanks = round((left - origin) / (em / 2))
        else:
            if text == before and left - start < _OVERPRINT * (right - left):
                continue
            gap = left - end
            if gap > _COLUMN_GAP * em:
                blanks = max(2, round((left - origin) / (em / 2)) - columns)
            elif gap > _WORD_GAP * em:
                blanks = 1
        parts.append(" " * blanks + text if blanks else text)
        columns += blanks
        for character in text:
            columns += 2 if character > _NARROW else 1
        before, start, end = text, left, right
    return "".join(parts)
