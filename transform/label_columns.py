"""A header set in columns of spaces: where each of its labels stands, and which numbers stand below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from transform.labels import load_lexicon
from transform.lines import Shape
from transform.rows import ITEMS, PROCEEDINGS, Extent, Piece, Row, Value
from transform.tokens import Kind, Token

_WIDE = 2  # display columns of a character
_GAP = re.compile(r"\S {8,}\S")  # wider than any that stands for a gap between two cells


def extents_of(header: Sequence[Piece], axis: str, since: int) -> tuple[Extent, ...]:
    """Where the labels of an axis stand, from left to right, each set in one line or in several below each other; none
    where pieces of labels stand below each other that spell none, or a page ended below one of them.

    since: the line on which the last page ended.
    """
    exact = load_lexicon().axes[axis].exact
    pieces = [piece for piece in header if piece.left >= 0 and _is_part(axis, piece.fold)]
    if any(piece.line <= since for piece in pieces):
        return ()
    columns: list[list[Piece]] = []
    ends = -1
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if piece.left > ends:
            columns.append([])
        columns[-1].append(piece)
        ends = max(ends, _right(piece))
    found = []
    for column in columns:
        code = exact("".join([piece.fold for piece in sorted(column, key=lambda piece: piece.line)]))
        if code is None:
            return ()
        leftmost = column[0]
        wide = sum(len(piece.fold) for piece in header if piece.line == leftmost.line and piece.left < leftmost.left)
        found.append(Extent(code, leftmost.left, max(map(_right, column)), wide))
    return tuple(found)


def keep_laid_out(rows: Sequence[Row], lines: Sequence[str]) -> None:
    """Leave rows the places of their header's labels only where the text keeps the spaces that lay it out.

    Then some lines begin with spaces, and some hold a wide gap. The numbers of a row whose label is on another line may
    be those of a label that was lost.
    """
    spread = [lines[row.line - 1] for row in rows if row.shape is Shape.SPACED]
    laid_out = any(line[:1] == " " for line in spread) and any(map(_GAP.search, spread))
    for row in rows if spread else ():
        if not laid_out or row.shape is not Shape.SPACED or not (row.same_line or row.relation == PROCEEDINGS):
            row.extents = ()
        elif row.values:
            row.wide_before = _wide_before(lines[row.values[0].line - 1], row.values[0].token.column or 0)


def _wide_before(line: str, column: int) -> int:
    """How many characters of a line take up two places, before the one that is displayed at `column`."""
    at = wide = 0
    for character in line:
        if at >= column:
            break
        is_wide = character > "\u2e7f"
        at += 1 + is_wide
        wide += is_wide
    return wide


def below_labels(row: Row, codes: Sequence[str]) -> list[Value] | None:
    """One value for each of the columns `codes`, blank where none stands below its label; None where the labels are not
    those of the columns, or a value stands below none of them, or below two."""
    return _laid(row) if tuple(extent.code for extent in row.extents) == tuple(codes) else None


def _laid(row: Row) -> list[Value] | None:
    laid: list[Value] = [Value(Token(Kind.BLANK, ""), row.line) for _ in row.extents]
    places = []
    for value in row.values:
        above = _above(value.token, row.extents)
        if len(above) != 1 or value.token.shift:  # pinyin notes before it: the page was laid out with them, or without
            return None
        laid[above[0]] = value
        places.append(above[0])
    return laid if places and all(left < right for left, right in pairwise(places)) else None


def stand_elsewhere(rows: Sequence[Row]) -> bool:
    """Whether headers are laid out otherwise than rows: a row with a number in every column has one below the label of
    another; or, in section two, which has no sums that tell, numbers stand below other labels where each character
    takes up one place, as some programs count."""
    spread = [row for row in rows if row.shape is Shape.SPACED and row.extents]
    full = [row for row in spread if 1 < len(row.values) == len(row.extents)]
    if any(
        _above(value.token, row.extents) not in ([], [place]) for row in full for place, value in enumerate(row.values)
    ):
        return True
    return any(not _counts_alike(row, laid) for row in spread if row.relation == ITEMS and (laid := _laid(row)))


def _above(token: Token, extents: Sequence[Extent]) -> list[int]:
    """The places of the labels below which a token stands."""
    left, right = token.column or 0, token.right or token.column or 0
    return [place for place, extent in enumerate(extents) if left <= extent.right and extent.left <= right]


def _counts_alike(row: Row, laid: Sequence[Value]) -> bool:
    """Whether the values stand below no other labels where each character takes up one place: programs that count so
    lay a header and a row with fewer characters out otherwise than they are displayed."""
    for place, (token, _) in enumerate(laid):
        if not token.raw:
            continue
        left, right = (token.column or 0) - row.wide_before, (token.right or token.column or 0) - row.wide_before
        for other, extent in enumerate(row.extents):
            first = extent.left - extent.wide_before
            if other != place and left <= first + (extent.right - extent.left) // _WIDE and first <= right:
                return False
    return True


def _right(piece: Piece) -> int:
    return piece.left + _WIDE * len(piece.fold) - 1


@lru_cache(maxsize=4_096)
def _is_part(axis: str, folded: str) -> bool:
    return folded != "" and any(folded in spelling for spelling in load_lexicon().axes[axis].codes)
