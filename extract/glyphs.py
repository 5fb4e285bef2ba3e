"""Characters with positions to lines of text: what stands beside and below what. Lengths in points, y pointing up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from extract.notes import set_small

_SAME_LINE = 0.5  # of the height: centres nearer than this are on one line
_OVERPRINT = 0.35  # of the width: the same character again nearer than this is bold type, not a second one
_WORD_GAP = 0.22  # of the height: wider is a space between words
_COLUMN_GAP = 1.1  # of the height: wider is a gap between columns
_SMALL = 0.8  # of the height of what it follows: lower ones may be marks of notes
_RAISED, _LOWERED = 0.12, 0.08  # of that height, which a mark stands above, hangs below
_MARKS = frozenset("0123456789()")
_MIDDLE = 0.2  # of the height: a stroke as near to the centre strikes a character out
_OVERHANG = 0.5  # of the height: how far a stroke through characters reaches beyond them
_MOST_ON_A_LINE = 1_000  # characters
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
    if len(glyphs) < 2:
        return [Line(glyph.text, glyph.y) for glyph in glyphs]
    rows: list[list[Glyph]] = []
    centre = tall = 0.0  # of the first character of the line being gathered
    for glyph in sorted(glyphs, key=_depth):
        _, _, bottom, _, top = glyph
        height, middle = top - bottom, (bottom + top) / 2
        if rows and abs(centre - middle) <= _SAME_LINE * (height if height > tall else tall) * 0.8:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre, tall = middle, height
    heights = sorted([glyph[4] - glyph[2] for glyph in glyphs])
    em = heights[len(heights) // 2] or 1.0
    origin = min([glyph[1] for glyph in glyphs])
    return [Line(_text(_with_marks(row), em, origin), row[0].y) for row in rows]


def unstruck(glyphs: Sequence[Glyph], strokes: Sequence[tuple[float, float, float]]) -> list[Glyph]:
    """The characters that no stroke runs through. strokes: (y, first x, last x). One that reaches beyond the characters
    in its way, as the rules of a table do, strikes nothing out."""
    if not strokes or not glyphs:
        return list(glyphs)
    ordered = sorted(glyphs, key=_depth)
    depths = [_depth(glyph) for glyph in ordered]
    reach = _MIDDLE * max([glyph[4] - glyph[2] for glyph in glyphs])
    struck: set[int] = set()
    for y, first, last in strokes:
        start, stop = bisect_left(depths, -2 * (y + reach)), bisect_right(depths, -2 * (y - reach))
        if start == stop or stop - start > _MOST_ON_A_LINE:
            continue
        through = {place: ordered[place] for place in range(start, stop) if first < ordered[place].x < last}
        if through and all(abs(glyph.y - y) < _MIDDLE * (glyph.top - glyph.bottom) for glyph in through.values()):
            over = _OVERHANG * max(glyph.top - glyph.bottom for glyph in through.values())
            left, right = min(glyph.left for glyph in through.values()), max(glyph.right for glyph in through.values())
            if left - over < first and last < right + over:
                struck.update(through)
    return [glyph for place, glyph in enumerate(ordered) if place not in struck] if struck else list(glyphs)


def _with_marks(row: list[Glyph]) -> list[Glyph]:
    """The row, in which small figures that stand above or below what they touch are marks and no digits of it."""
    heights = [glyph[4] - glyph[2] for glyph in row]
    tall = _SMALL * max(heights)
    if min(heights) >= tall:
        return row
    row = sorted(row, key=itemgetter(1))
    full = [glyph for glyph in row if glyph[4] - glyph[2] >= tall]
    lefts = [glyph.left for glyph in full]
    return [_as_mark(glyph, full, lefts) if glyph[4] - glyph[2] < tall else glyph for glyph in row]


def _as_mark(glyph: Glyph, full: Sequence[Glyph], lefts: Sequence[float]) -> Glyph:
    """A small figure as the mark that it is where it stands above or below the larger character beside it."""
    if glyph.text not in _MARKS:
        return glyph
    place = bisect_right(lefts, glyph.left)
    for near in full[max(0, place - 1) : place + 1]:
        height = near.top - near.bottom
        if glyph.left - near.right < height and near.left - glyph.right < height:
            if glyph.bottom - near.bottom > _RAISED * height:
                return glyph._replace(text=set_small(glyph.text))
            if near.bottom - glyph.bottom > _LOWERED * height:
                return glyph._replace(text=set_small(glyph.text, below=True))
    return glyph


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
