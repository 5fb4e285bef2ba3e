"""A line as single tokens, one of each cell, for tables that are printed in full; what else it may be is told apart no
further. Lines and cells repeat from report to report, so what they are is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extract.script import clean
from transform.labels import fold, folds, load_lexicon
from transform.lines import Shape, cells_of, is_parted, is_sentence, scan_line
from transform.tokens import STOPS_OF_NUMBERING, Kind, Token, is_prose, of_cell
from transform.whole_labels import may_give_unit

_REMEMBERED = 100_000  # lines, and cells
_LONGEST = 90  # characters of a line or cell that is remembered
_LONGEST_ROW = 240  # of a row of cells
_SENTENCE = 12  # characters of a sentence that is told at a glance, at least
_RULE = "|:-=─━ \t"  # characters of a line between two rows of a table

# What a line is that is no row and no cell, as the one token of it.
EMPTY = (Token(Kind.BLANK, "", "an empty line"),)
SILENT = (Token(Kind.BLANK, "", "a page number, a rule, or the title again"),)
SENTENCE = (Token(Kind.ODD, "", "a sentence"),)
OTHER = (Token(Kind.ODD, "", "what only the engine reads"),)


class OtherwiseError(Exception):
    """Something is not as in tables printed in full."""


_lines: dict[str, Sequence[Token]] = {}
_cells: dict[str, Token] = {}
_unlabelled: dict[str, bool] = {}


def tokens_of_line(line: str) -> Sequence[Token]:
    """The tokens of a line of text, or one of the above."""
    return _lines.get(line) or _new_line(line)


def _new_line(line: str) -> Sequence[Token]:
    texts = cells_of(line)
    if len([text for text in texts if text and not text.isspace()]) > 1 and line.strip(_RULE):
        tokens = tokens_of_cells(texts)
        longest = _LONGEST_ROW
    else:
        tokens = _of_one(line)
        longest = _LONGEST
    if len(line) <= longest:
        if len(_lines) >= _REMEMBERED:
            _lines.clear()
        _lines[line] = tokens
    return tokens


def _of_one(line: str) -> Sequence[Token]:
    """The tokens of a line that no mark parts."""
    digits = line.strip().removesuffix("|").rstrip()
    if digits.isascii() and digits.isdigit():  # most lines of a table that has a line for each cell
        (token,) = of_cell(digits, None, None, alone=True)
        return OTHER if _is_odd(token) else (token,)
    if line.endswith("。") and _is_plain_sentence(line.strip()):  # told in a fraction of the time that its tokens take
        return OTHER if may_give_unit(line) else SENTENCE
    scan = scan_line(line)
    if scan.shape is Shape.EMPTY:
        return EMPTY
    if scan.shape is Shape.PAGE or scan.shape is Shape.RUNNING:
        return SILENT
    if scan.shape is Shape.PROSE:
        return OTHER if may_give_unit(line) else SENTENCE
    if not scan.tokens or any([_is_odd(token) for token in scan.tokens]):  # noqa: C419  a list is faster
        return OTHER
    if scan.shape is Shape.ROW or (scan.shape is Shape.CELL and len(scan.tokens) == 1 and not scan.ends):
        return scan.tokens
    return scan.tokens if all([token.kind is Kind.TEXT for token in scan.tokens]) else OTHER  # noqa: C419


def tokens_of_cells(texts: Sequence[str]) -> Sequence[Token]:
    """The tokens of a row of cells, one of each."""
    if len(texts) == 1 and len(of_cell(texts[0], None, None, alone=True)) > 1:
        return OTHER  # a cell that is a row of its own holds as many as spaces part
    known = _cells.get
    return [known(text) or _new_cell(text) for text in texts]


def _new_cell(text: str) -> Token:
    token, *more = of_cell(text, None, None, alone=False)
    if more or _is_odd(token):
        token = OTHER[0]
    elif token.kind is Kind.TEXT and is_prose(token.raw, token.fold):
        token = OTHER[0] if may_give_unit(text) else SENTENCE[0]
    if len(text) <= _LONGEST:
        if len(_cells) >= _REMEMBERED:
            _cells.clear()
        _cells[text] = token
    return token


def _is_odd(token: Token) -> bool:
    """Whether a token is no label, number or blank cell, or takes the digit before it for its list number."""
    if token.kind is Kind.BLANK:
        return bool(token.raw)
    return token.kind not in (Kind.TEXT, Kind.VALUE) or token.raw.startswith(STOPS_OF_NUMBERING)


@lru_cache(maxsize=_REMEMBERED)
def number_in(cell: str) -> Token:
    """The number that a cell is.

    Raises OtherwiseError where it is anything else.
    """
    token, *more = of_cell(cell, None, None, alone=False)
    if more or token.kind is not Kind.VALUE:
        raise OtherwiseError
    return token


def _is_plain_sentence(line: str) -> bool:
    if len(line) < _SENTENCE or line[0].isdigit() or is_parted(line):
        return False
    folded = fold(line)
    return (_is_one_text(line, folded) or _holds_no_label(folded)) and not load_lexicon().is_piece(folded)


def _is_one_text(line: str, folded: str) -> bool:
    """Whether no space parts numbers from a label, and no title runs on over the page."""
    return len(line.split()) == 1 and clean(line) == line and not load_lexicon().axes["running"].inside(folded)


def name_nothing(lines: Sequence[str]) -> list[bool]:
    """Of each line whether it is a sentence, or one text without a label of any table: told in a fraction of the time
    that its tokens take."""
    if len(_unlabelled) >= _REMEMBERED:
        _unlabelled.clear()
    remembered = [*map(_unlabelled.get, lines)]
    new = [line for line, told in zip(lines, remembered, strict=True) if told is None]
    sentences = set(filter(is_sentence, new))
    texts = [line for line in new if line not in sentences and len(line) <= _LONGEST]
    if texts:
        _unlabelled.update(zip(texts, map(_holds_no_label, folds(texts)), strict=True))
    return [
        told if told is not None else line in sentences or _unlabelled.get(line, False)
        for line, told in zip(lines, remembered, strict=True)
    ]


def _holds_no_label(folded: str) -> bool:
    """The report's title may hold the words that run over its pages; nothing comes of it either."""
    lexicon = load_lexicon()
    if lexicon.least_label.search(folded) is None:
        return True
    return lexicon.least_label.search(lexicon.axes["running"].pattern.sub("", folded)) is None
