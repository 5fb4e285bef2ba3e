"""The label of a row: which of the texts above a run of values, or on its line, name the row."""

from __future__ import annotations

from collections.abc import Sequence

from transform.labels import fold, load_lexicon
from transform.lines import Shape
from transform.numbers import units
from transform.roles import (
    AXES_OF,
    columns_of_text,
    is_group,
    is_group_of,
    is_in_group,
    label_at_end,
    label_begun,
    label_told,
)
from transform.rows import ITEMS, SUBTOTAL, Piece, Value
from transform.tokens import Kind, Token

LABEL_PIECES = 8  # a label cut into more pieces than this is not told
LABEL_LINES = 4  # lines of a wrapped label that may stand above its values
# Row labels that are column labels, too.
WEAK = frozenset({"other_misc", "concluded"})

_A_YEAR = fold("2020年")  # any year, alone

Label = tuple[str, int]  # the code of a row, and how many texts its label took


class Begun:
    """A label that was begun above its values and goes on below them.

    rest: what may follow of it, '' among it once it is whole. needed: it is told by nothing but its beginning.
    """

    def __init__(self) -> None:
        self.rest: frozenset[str] = frozenset()
        self.needed = False

    def goes_on(self, folded: str) -> bool:
        """Whether a text goes on with the label; what it was is no longer awaited."""
        left = {rest[len(folded) :] for rest in self.rest if rest.startswith(folded)}
        if left:
            self.rest = frozenset() if "" in left else frozenset(left)
        return bool(left)


def label_of(relation: str, gap: Sequence[Piece], run: Sequence[Value], shape: Shape, begun: Begun) -> Label | None:
    """The label that the texts before a run of values end with. shape: of the line the run begins on."""
    if not relation or not gap or gap[-1].fold.endswith(tuple(load_lexicon().axes[SUBTOTAL].codes)):
        return None
    axis = AXES_OF[relation]
    if relation == ITEMS and len({*load_lexicon().axes[axis].inside(gap[-1].fold)}) > 1:
        return None  # one number for two rows
    if shape is Shape.SPACED:
        left_of = [piece for piece in gap if piece.left < (run[0].token.column or 0)]
        found = _in_columns(axis, left_of, run[0].line, begun)
        if _is_of_line_above(axis, left_of, run[0].line):
            return None
        if found is not None:
            return found
    pieces = tuple([piece.fold for piece in gap[-LABEL_PIECES:]])
    found = label_told(axis, pieces)
    if found is None and shape is Shape.ROW and (gap[-1].line < run[0].line or gap[-1].left < 0):
        found = _beginning(axis, pieces, begun)
    here = tuple([piece.fold for piece in gap if piece.line == run[0].line])
    if here and not _may_name_row(axis, here[-1]):
        pieces = here  # what stands on the line of the values names them, or nothing does
    rows = tuple([text for text in pieces if not is_group(text)])
    return found or label_at_end(axis, pieces) or label_at_end(axis, rows)


def _may_name_row(axis: str, text: str) -> bool:
    """Whether a text may be the label of a row, or a piece of one: no year alone, and no label of a column."""
    lexicon = load_lexicon()
    if text == _A_YEAR or (lexicon.axes["applicant"].exact(text) and not lexicon.axes[axis].exact(text)):
        return False
    return lexicon.is_labelled(text)


def _beginning(axis: str, texts: tuple[str, ...], begun: Begun) -> Label | None:
    """The label that the last texts begin, and what of it must follow below the values."""
    for taken in range(1, min(len(texts), LABEL_LINES) + 1):
        beginning = label_begun(axis, texts[-taken:])
        if beginning is not None:
            code, begun.rest = beginning
            begun.needed = (label_at_end(axis, texts) or ("",))[0] != code
            return code, taken
    return None


def _in_columns(axis: str, gap: Sequence[Piece], line: int, begun: Begun) -> Label | None:
    """A label set in lines of its own column, left of the values: above them, or above and below; or one that its
    group's label runs into, on the line of the values."""
    here = [piece for piece in gap if piece.line == line]
    if here and here[-1].left < max(piece.left for piece in gap) and not is_group_of(here[-1].fold):
        code = load_lexicon().axes[axis].ending(here[-1].fold)
        if code is not None:
            return code, 1
    for texts in columns_of_text(axis, gap[-LABEL_PIECES:]):
        told = label_told(axis, texts)
        if _stands_before_others(gap, texts[-1]):
            if told or label_at_end(axis, texts) or label_begun(axis, texts[-1:]):
                return None
            continue
        if told is None and (begins := _beginning(axis, texts, begun)):
            return begins
        found = told or label_at_end(axis, texts)
        if found is None:
            continue
        # A label that ends above the values' line leaves them to one that stands whole on it, or misprinted.
        if here and here[-1].fold not in texts[-found[1] :]:
            on_line = label_told(axis, (here[-1].fold,))
            return on_line or (told if load_lexicon().is_labelled(here[-1].fold) else None)
        return found
    return None


def _is_of_line_above(axis: str, gap: Sequence[Piece], line: int) -> bool:
    """Whether nothing but pieces of group labels stands on the line of the values, and a whole label of a row on the
    one above: it needs no second line, and the values are those of a label begun below."""
    here = [piece.fold for piece in gap if piece.line == line]
    above = [piece.fold for piece in gap if piece.line < line and not is_group(piece.fold)]
    exact = load_lexicon().axes[axis].exact
    return bool(here and above and all(map(is_in_group, here))) and exact(above[-1]) is not None


def _stands_before_others(gap: Sequence[Piece], text: str) -> bool:
    """Whether between a text and the values, below it or right of it, anything stands but the label of a group."""
    last = max([(piece.line, piece.left) for piece in gap if piece.fold == text])
    return any((piece.line, piece.left) > last and not is_in_group(piece.fold) for piece in gap)


def with_odd_cells(relation: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The cells of a row, those behind its label that are neither number nor label marked as what cannot be read: a
    number with a note (3（其中1件撤回）), a letter for a nought. Behind the last number only a text that begins with a
    digit is one of them. Cells that name the unit of counts are left out."""
    if relation == ITEMS and len(tokens) > 1:  # a column of units stands between labels and numbers
        tokens = [tokens[0], *(token for token in tokens[1:] if units().get(token.raw, ("",))[0] != "count")]
    values = [place for place, token in enumerate(tokens) if token.kind is Kind.VALUE]
    texts = [place for place, token in enumerate(tokens) if token.kind is Kind.TEXT]
    if relation not in AXES_OF or not values or not texts or tokens[0].column is None:
        return tokens
    lexicon = load_lexicon()
    axis = lexicon.axes[AXES_OF[relation]]
    label = max((place for place in texts if axis.exact(tokens[place].fold) is not None), default=len(tokens))
    odd = [place for place in texts if place > label]  # the piece of a label is no number in a cell of its own: 3↓
    odd = [place for place in odd if tokens[place].fold[:1].isdigit() or not lexicon.is_labelled(tokens[place].fold)]
    odd = [place for place in odd if place < values[-1] or tokens[place].raw[0].isdigit()]
    if not odd:
        return tokens
    return [token._replace(kind=Kind.ODD, fold="", lost=True) if n in odd else token for n, token in enumerate(tokens)]


def bare_labels(relation: str, before: Sequence[Piece]) -> tuple[str, ...]:
    """The rows whose labels these texts are, labels that head a group in some form left out; in section two those below
    the last header alone."""
    exact = load_lexicon().axes[AXES_OF[relation]].exact
    codes = [None if is_group_of(piece.fold) else exact(piece.fold) for piece in before]
    if relation == ITEMS and None in codes:
        codes = codes[len(codes) - codes[::-1].index(None) :]
    return tuple([code for code in codes if code is not None and code not in WEAK])
