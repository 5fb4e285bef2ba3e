"""The header of section two: which columns of an item it names, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby, pairwise

from transform.labels import load_lexicon, without_numbering
from transform.reference import load_reference
from transform.rows import SURPLUS, Piece, header_rows

_WIDE = 2  # display columns of a character
_MOST_COLUMNS = 6  # that the cells of an item's labels are away from its corner


def measures_in(header: Sequence[Piece]) -> tuple[str, ...]:
    """The columns that a header of section two names, from left to right: a label that is set in two lines may begin
    above those beside it. Nothing is told of where they stand if that is not as printed and their texts overlap."""
    axis = load_lexicon().axes["measure"]
    pieces = [piece for piece in header for _ in piece.fold]
    begun: dict[str, Piece] = {}
    for match in axis.pattern.finditer("".join([piece.fold for piece in header])):
        begun.setdefault(axis.codes[match.group()], pieces[match.start()])
    in_place = sorted(begun, key=lambda code: begun[code].left)
    side_by_side = len({piece.line for piece in begun.values()}) < len(begun)
    if not side_by_side or any(piece.left < 0 for piece in begun.values()) or in_place == [*begun]:
        return tuple(begun)
    apart = all(
        begun[left].left + _WIDE * len(begun[left].fold) <= begun[right].left for left, right in pairwise(in_place)
    )
    return tuple(in_place) if apart else (SURPLUS, *begun)


def with_beside(above: Sequence[Piece], codes: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of an item with what else stands beside them, in the row of its header: behind them where that is
    its last cell (remarks), before them where nothing tells whose the cells are (the year before)."""
    lexicon = load_lexicon()
    for row in header_rows(above):
        named = [lexicon.axes["measure"].exact(piece.fold) for piece in row]
        if codes and {*codes} <= {*named}:
            told = [place for place, code in enumerate(named) if code is not None]
            beside = [
                place for place in range(told[0], len(row)) if not lexicon.is_piece(without_numbering(row[place].fold))
            ]
            if not beside:
                return codes
            return (*codes, SURPLUS) if beside == [told[-1] + 1] == [len(row) - 1] else (SURPLUS, *codes)
    return codes


def names_others(header: Sequence[Piece], codes: Sequence[str]) -> bool:
    """Whether the header of an item, which does not name all of its columns, has other labels in their stead: of years,
    of changes. A misprint is like the label it stands for."""
    axes = load_lexicon().axes
    if not header or any({*codes} == {*columns} for columns in _columns_of_items()):
        return False
    corners = [place for place, piece in enumerate(header) if axes["corner"].exact(piece.fold) == "information_content"]
    cells = header[corners[-1] + 1 :] if corners else header
    named: list[str] = []
    for line, found in groupby(cells, lambda piece: piece.line if piece.left >= 0 else -1):
        row = [*found]
        texts = [piece.fold for piece in row]
        if (len(texts) < 2 and not (corners and line == header[corners[-1]].line)) or (line < 0 and not corners):
            continue
        told = [axes["measure"].exact(text) or axes["measure"].likely(text) for text in texts]
        if any(code is None and not load_lexicon().is_labelled(text) for code, text in zip(told, texts, strict=True)):
            return True
        if not any(told) and len({*texts}) == 1:  # years, and no pieces of labels
            return True
        named += filter(None, told)
        if corners and line == header[corners[-1]].line and not _are_in_place(header[corners[-1]].left, row, told):
            return True
    return len({*named}) < len(named)


def _are_in_place(corner: int, row: Sequence[Piece], told: Sequence[str | None]) -> bool:
    """Whether labels stand as far from the corner of their table as an item's columns do, where others were lost. Where
    spaces part the cells, how far they stand apart tells nothing of it."""
    places = {code: piece.left - corner - 1 for piece, code in zip(row, told, strict=True) if code is not None}
    return (
        not places
        or max(places.values()) > _MOST_COLUMNS
        or any(
            {code: columns.index(code) for code in places if code in columns} == places
            for columns in _columns_of_items()
        )
    )


@cache
def _columns_of_items() -> frozenset[tuple[str, ...]]:
    """The columns of every item of every form."""
    return frozenset([columns for form in load_reference().forms.values() for _, _, columns in form.articles])
