"""One line to tokens: what each cell of a line is, before anything is known of the tables around it.

Plain text says only by tabs, bars and spaces where a cell ends; formats with tables of their own give the cells. Both
become the same tokens. Lines repeat from report to report, so the tokens of a line are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from extract.document import Cell
from extract.script import clean
from transform.labels import fold, load_lexicon, without_numbering
from transform.numbers import Printed, as_count, compact, is_blank, parse, units

# A line that is longer than any label and its numbers, and has no cell marks, is a sentence.
_SENTENCE = 90
_PROSE_FOLD = 16
_REMEMBERED = 150_000

_COLUMNS = re.compile(r"(?:[ \u3000\xa0]{2,}|\u3000)")
# No pattern gives back what it took (`*+`): a line of a million spaces or dashes must cost no more than its length.
_RULE = re.compile(r"^(?=.*?[-=─━_]{2})[\s|:+=─━_-]++$", re.S)
_PAGE = re.compile(
    r"^\s*+(?:[-–—－]++\s*+\d{1,4}\s*[-–—－]+|第?\s*+\d{1,4}\s*[页頁](?:[\s,，/共]*\d{1,4}\s*[页頁])?|page\s*\d+.*)\s*$",
    re.I,
)
# Bars behind the last cell of a row, as many as it is short of cells: `2 | ||`, `| 2 |||`. Where blank cells are kept,
# a single bar behind a space ends one: `2 | |`.
_PADDING = re.compile(r"(?<=[^|\s] )\|(?: \|+|\|+)\s*$")
_PADDING_OF_KEPT = re.compile(r"(?<= )\|(?: \|{2,}|\|+)\s*$")
_STOPS = re.compile(r"[。；！？]")
_BRACKETED = re.compile(r"[(（].*[)）]\s*$", re.S)
_LEFTOVER = re.compile(r"[\[&\u200b-\u200f\ufeff\u2060]")


class Kind(IntEnum):
    """What a token is."""

    TEXT = 0
    VALUE = 1
    BLANK = 2
    ODD = 3  # something stands in a value cell that is no number
    GLUED = 4  # digits of several cells without a mark between them


class Shape(IntEnum):
    """What a line is."""

    EMPTY = 0
    PROSE = 1
    PAGE = 2  # running page number, rule of dashes: stands inside tables and says nothing
    CELL = 3  # one cell
    ROW = 4  # several cells parted by tabs, bars or single spaces; a token's column counts the cells of its line
    SPACED = 5  # several cells parted by columns of spaces; a token's column is where it is displayed
    RUNNING = 7  # the report's title, which may run on over its pages
    END = 8  # bars and nothing else: what some extractors pad a row with whose blank cells they dropped
    GRID = 6  # several cells whose format tells where each stands


class Token(NamedTuple):
    """One cell, or one of several things printed in it.

    column and right: its first and last column, by the line's shape. amount: the number as a count, None where it is
    none; lost: something stands there that is no count and no blank.
    """

    kind: Kind
    raw: str
    fold: str = ""
    printed: Printed | None = None
    column: int | None = None
    right: int | None = None
    amount: int | None = None
    lost: bool = False


class Scan(NamedTuple):
    """The tokens of one line.

    cells: how many cells it has, empty ones before the first included (ROW). dropped: blank cells of its row were
    dropped, for its cells end in bars as those of an extractor do that drops them; ends: bars behind the last cell
    end the row. led: no label in the row, and a bar before its first value: the edge of the table, or of a blank cell.
    value, text: the one token of a line that is one cell and holds a number, a text, and ends nothing.
    """

    shape: Shape
    tokens: tuple[Token, ...] = ()
    cells: int = 0
    dropped: bool = False
    ends: bool = False
    value: Token | None = None
    text: Token | None = None
    led: bool = False


_EMPTY = Scan(Shape.EMPTY)
_SKIPPED = Scan(Shape.PAGE)
_RUNNING = Scan(Shape.RUNNING)
_END = Scan(Shape.END)
_PROSE = Scan(Shape.PROSE)
_memory: dict[str, Scan] = {}


def scan_lines(lines: Sequence[str]) -> list[Scan]:
    """The tokens of each line of a plain text."""
    remembered = _memory.get
    return [remembered(line) or _new_scan(line) for line in lines]


def behind_bar(line: str, scan: Scan) -> Scan:
    """The values of a line, led by the blank cell that its first bar ends. Where the blank cells of the document stand
    on lines of their own, nothing but the row's end stands between two bars of one line."""
    pieces = line.split("|")[1:]
    cells = list(takewhile(str.strip, pieces))
    blank = Token(Kind.BLANK, "", column=0, right=0)
    if not any(map(str.strip, pieces[len(cells) :])):
        tokens = [token for cell in cells for token in _of_cell(cell, None, None, alone=False)]
        return Scan(Shape.CELL, (blank, *tokens), len(tokens) + 1, ends=len(pieces) - len(cells) > 1)
    moved = [token if token.column is None else _moved(token) for token in scan.tokens]
    return scan._replace(tokens=(blank, *moved), cells=scan.cells + 1, led=False)


def _moved(token: Token) -> Token:
    left = token.column or 0
    return token._replace(column=left + 1, right=(token.right or left) + 1)


def _new_scan(line: str) -> Scan:
    scan = _scan(line)
    if len(line) <= _SENTENCE or scan.shape is not Shape.PROSE:
        if len(_memory) >= _REMEMBERED:
            _memory.clear()
        _memory[line] = scan
    return scan


def scan_cells(cells: tuple[Cell, ...]) -> Scan:
    """The tokens of a table row whose format tells the cells."""
    tokens = [
        token
        for cell in cells
        for token in _of_cell(cell.text, cell.column, cell.column + cell.width - 1, alone=len(cells) == 1)
    ]
    if all(token.kind is Kind.TEXT and _is_prose(token.raw, token.fold) for token in tokens):
        return _PROSE
    return Scan(Shape.GRID, _odd_after_values(tokens))


def scan_kept(line: str) -> Scan:
    """The tokens of a line that ends in bars, in a document whose rows keep their blank cells."""
    return _scan(line, _PADDING_OF_KEPT)._replace(dropped=False, ends=True)


def _scan(line: str, made_up: re.Pattern[str] = _PADDING) -> Scan:
    if not line:
        return _EMPTY
    if line.startswith("||") and not line.strip("|"):
        return _END
    if len(line) > _SENTENCE and "\t" not in line and "|" not in line and "  " not in line and "\u3000" not in line:
        return _PROSE
    if _LEFTOVER.search(line) and "\t" not in line and "|" not in line:
        line = clean(line)  # a left-over holds spaces, which part the cells of such a line
    if _RULE.match(line) and line.strip() not in ("--", "——", "―", "―――"):
        return _SKIPPED
    if _PAGE.match(line):
        return _SKIPPED
    padding = made_up.search(line)
    if padding is not None:
        line = line[: padding.start() + 1]
    cells, shape, count = _cells(line)
    if len(cells) == 1 and _PAGE.match(cells[0][0]):
        return _SKIPPED
    alone = shape is Shape.SPACED or len(cells) == 1
    tokens = [token for text, left in cells for token in _of_cell(text, left, left + _width(text) - 1, alone=alone)]
    if shape is Shape.ROW and cells[0][1] and all(token.kind is not Kind.TEXT for token in tokens):
        # No label in the row: the empty cells in front may be values (the one row of section four).
        tokens = [*(Token(Kind.BLANK, "", column=place, right=place) for place in range(cells[0][1])), *tokens]
    if len(tokens) == 1 and tokens[0].kind is Kind.ODD and shape is Shape.CELL:
        return _SKIPPED  # a bracket or a stop, torn from its label
    if len(tokens) == 1 and tokens[0].fold and load_lexicon().axes["running"].inside(tokens[0].fold):
        return _RUNNING
    if any(token.kind is Kind.TEXT and _is_prose(token.raw, token.fold) for token in tokens):
        return _PROSE
    if len(tokens) > 1 and shape is Shape.CELL:
        return Scan(Shape.ROW, tuple(token._replace(column=None) for token in _odd_after_values(tokens)))
    ordered = tuple(tokens) if shape is Shape.CELL else _odd_after_values(tokens)
    dropped = padding is not None or (shape is Shape.ROW and line.endswith(" |") and not line.startswith("|"))
    alone_on_line = shape is Shape.CELL and len(ordered) == 1 and padding is None
    value = ordered[0] if alone_on_line and ordered[0].kind is Kind.VALUE else None
    label = ordered[0] if alone_on_line and ordered[0].kind is Kind.TEXT else None
    led = line.lstrip().startswith("|") and all(token.kind is not Kind.TEXT for token in ordered)
    return Scan(shape, ordered, count, dropped, padding is not None, value, label, led)


def _cells(line: str) -> tuple[list[tuple[str, int]], Shape, int]:
    """The cells of a line of text with the column of each, the line's shape, and how many cells it has."""
    if "|" in line or "｜" in line:
        parts = line.replace("｜", "|").split("|")
        if not parts[-1].strip():
            parts.pop()
        if len(parts) > 1 and not parts[0].strip():
            parts.pop(0)
        numbered = [(part, place) for place, part in enumerate(parts)]
        return numbered, Shape.ROW if len(parts) > 1 else Shape.CELL, len(parts)
    if "\t" in line:
        parts = line.split("\t")
        filled = [place for place, part in enumerate(parts) if part.strip()]
        # Tabs before the first cell are indentation or the span of a label above, and no cells of their own.
        first = filled[0] if filled else int(len(parts) == 2)
        numbered = [(part, place) for place, part in enumerate(parts) if place >= first]
        return numbered, Shape.ROW if len(numbered) > 1 else Shape.CELL, len(parts)
    stripped = line.strip()
    if not stripped or not _COLUMNS.search(stripped):
        return [(stripped, _width(line[: len(line) - len(line.lstrip())]))], Shape.CELL, 1
    cells: list[tuple[str, int]] = []
    at = _width(line[: len(line) - len(line.lstrip())])
    rest = stripped
    while rest:
        gap = _COLUMNS.search(rest)
        text = rest[: gap.start()] if gap else rest
        cells.append((text, at))
        if gap is None:
            break
        remainder = rest[gap.start() :]
        spaces = remainder[: len(remainder) - len(remainder.lstrip())]
        at += _width(text) + _width(spaces)
        rest = remainder.lstrip()
    return cells, Shape.SPACED if len(cells) > 1 else Shape.CELL, len(cells)


def _width(text: str) -> int:
    """Display columns: a Chinese character is two wide."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _of_cell(text: str, left: int | None, right: int | None, *, alone: bool) -> list[Token]:
    """The tokens of one cell. alone: nothing but spaces parts the cells of this line, so spaces part numbers too."""
    compacted = compact(text)
    if is_blank(compacted):
        return [Token(Kind.BLANK, compacted, column=left, right=right)]
    words = text.split()
    several = len(words) > 1 and all(parse(compact(word)) is not None for word in words)
    if several and alone:  # spaces part the cells of this line
        return [_value(word, left, right) for word in words]
    if several:  # the numbers of two cells in one, or one number set wide: nothing tells
        return [Token(Kind.ODD, text.strip(), compacted, column=left, right=right, lost=True)]
    printed = parse(compacted)
    if printed is not None:
        return [_number(text.strip(), printed, left, right)]
    if compacted.isdigit():
        return [Token(Kind.GLUED, text.strip(), compacted, column=left, right=right, lost=True)]
    return _of_text(text, compacted, left, right, alone=alone)


@cache
def _glued() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(units(), key=len, reverse=True)))
    return re.compile(rf"^(.*[^\d.,])(\d{{1,60}}|\d+(?:,\d{{3}})*(?:\.\d+)?(?:{names})?)$")


def _of_text(text: str, compacted: str, left: int | None, right: int | None, *, alone: bool) -> list[Token]:
    """A label, perhaps with numbers behind it: parted by spaces, or glued."""
    words = text.split()
    values: list[Token] = []
    while words:
        token = _value(words[-1], left, right)
        if token.kind is Kind.TEXT or (token.kind is Kind.BLANK and len(words[-1]) > 1):
            break
        values.insert(0, token)
        words.pop()
    if not words and alone and any(token.kind is Kind.VALUE for token in values):
        return values
    before: list[Token] = []
    if not values and alone:  # numbers in front of their label
        while len(words) > 1 and (token := _value(words[0], left, right)).kind in (Kind.VALUE, Kind.BLANK):
            before.append(token)
            words.pop(0)
        if len(before) < 2 or not load_lexicon().is_labelled(fold(" ".join(words))):
            before, words = [], text.split()
    label = " ".join(words)
    if not words or (values and all(token.kind is Kind.BLANK for token in values)):
        values, label = [], text.strip()
    folded = _label_fold(label)
    if not folded:
        return [Token(Kind.ODD, text.strip(), column=left, right=right, lost=True)]
    if not values and not before:
        glued = _glued().match(compacted)
        before_digits = fold(glued.group(1)) if glued is not None else ""
        if (
            glued is not None
            and len(without_numbering(before_digits)) > 1
            and load_lexicon().is_labelled(before_digits)
        ):
            part = Token(Kind.TEXT, glued.group(1), before_digits, column=left, right=right)
            digits = glued.group(2)
            value = _value(digits, left, right)
            return [part, value._replace(kind=Kind.GLUED, fold=digits, lost=True) if digits.isdigit() else value]
    return [*before, Token(Kind.TEXT, label, folded, column=left, right=right), *values]


def _label_fold(label: str) -> str:
    """The fold of a label; of what stands outside its brackets, where only that is known (an office's own remarks).
    A unit in brackets is no remark."""
    folded = fold(label)
    if ("(" in label or "（" in label) and "元" not in label and not load_lexicon().is_piece(folded):
        bare = fold(_BRACKETED.sub("", label))
        if bare in load_lexicon().whole:
            return bare
    return folded


def _value(word: str, left: int | None, right: int | None) -> Token:
    compacted = compact(word)
    if is_blank(compacted):
        return Token(Kind.BLANK, compacted, column=left, right=right)
    printed = parse(compacted)
    if printed is not None:
        return _number(word, printed, left, right)
    kind = Kind.GLUED if compacted.isdigit() else Kind.TEXT
    return Token(kind, word, compacted, column=left, right=right, lost=True)


def _number(raw: str, printed: Printed, left: int | None, right: int | None) -> Token:
    count = as_count(printed)
    return Token(Kind.VALUE, raw, "", printed, left, right, count, count is None)


def _odd_after_values(tokens: list[Token]) -> tuple[Token, ...]:
    """In one row a text behind a value is a value cell with something else in it, unless it is a label itself.

    A row whose label stands behind its values is turned to stand in front, as in every other row.
    """
    seen = False
    result = []
    texts = [place for place, token in enumerate(tokens) if token.kind is Kind.TEXT]
    if texts and texts[0] > 0 and all(token.kind is Kind.TEXT for token in tokens[texts[0] :]):
        lexicon = load_lexicon()
        if any(token.kind is Kind.VALUE for token in tokens) and lexicon.is_labelled(tokens[-1].fold):
            return (*tokens[texts[0] :], *tokens[: texts[0]])
    for token in tokens:
        if token.kind is Kind.VALUE or token.kind is Kind.GLUED:
            seen = True
        elif seen and token.kind is Kind.TEXT and not load_lexicon().is_labelled(token.fold):
            result.append(token._replace(kind=Kind.ODD, lost=True))
            continue
        result.append(token)
    return tuple(result)


def _is_prose(raw: str, folded: str) -> bool:
    """A sentence, as against a label: a number in it is never a cell."""
    if _STOPS.search(raw):
        return not load_lexicon().is_piece(folded)
    return len(folded) >= _PROSE_FOLD and not load_lexicon().is_labelled(folded)
