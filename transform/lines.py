"""One line to tokens: what each cell of a line is, before anything is known of the tables around it.

Plain text says only by tabs, bars and spaces where a cell ends; formats with tables of their own give the cells. Both
become the same tokens. Lines repeat from report to report, so the tokens of a line are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise, takewhile
from typing import NamedTuple

from extract.document import Cell
from extract.script import clean, without_pinyin
from transform.labels import fold, groups_of_others, load_lexicon
from transform.tokens import Kind, Token, is_prose, odd_after_values, of_cell

# A line that is longer than any label and its numbers, and has no cell marks, is a sentence; one with a full stop is it
# where it is longer than any label.
_SENTENCE = 90
_STOPPED = 50
_REMEMBERED = 150_000

_MARKS = re.compile(r"[\t|｜\u3000 ](?:(?<! )|(?= ))")  # where cells may be parted: by two spaces, or one of the others
_COLUMNS = re.compile(r"(?:[ \u3000\xa0]{2,}|\u3000)")
# No pattern gives back what it took (`*+`): a line of a million spaces or dashes must cost no more than its length.
_RULE = re.compile(r"^(?=.*?[-=─━_]{2})[\s|:+=─━_-]++$", re.S)
_PAGE = re.compile(
    r"^\s*+(?:[-–—－]++\s*+\d{1,4}\s*[-–—－]+|[1-9]\d{0,2}\s+/\s+[1-9]\d{0,2}"
    r"|第?\s*+\d{1,4}\s*[页頁](?:[\s,，/共]*\d{1,4}\s*[页頁])?|page\s*\d+.*)\s*$",
    re.I,
)
# Bars behind the last cell of a row, as many as it is short of cells: `2 | ||`, `| 2 |||`. Where blank cells are kept,
# a single bar behind a space ends one: `2 | |`.
_PADDING = re.compile(r"[^|\s][ \t\xa0\u3000]++(\|)(?: \|+|\|+)\s*$")
_PADDING_OF_KEPT = re.compile(r"[ \xa0\u3000](\|)(?: \|{2,}|\|+)\s*$")
# A dash right behind a label that runs up to the first column is that column's.
_GLUED_DASH = re.compile(r"([\u3400-\u9fff,，)）])([-–—―－])$")
# Where a list number begins behind a space: ` （二）`, ` 3.`
_NUMBERED = re.compile(r"(?<!第) (?=[(（] ?[一二三四五六七八九十] ?[)）]|\d ?[.．、])")
_LEFTOVER = re.compile(r"[\[&\u200b-\u200f\ufeff\u2060]")


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


def scan_line(line: str) -> Scan:
    """The tokens of one line of a plain text."""
    return _memory.get(line) or _new_scan(line)


def is_sentence(line: str) -> bool:
    """Whether a line is longer than any label and its numbers, and nothing parts it into cells."""
    return (len(line) > _SENTENCE or (len(line) > _STOPPED and "。" in line)) and not is_parted(line)


def is_parted(line: str) -> bool:
    """Whether marks stand in a line that may part it into cells."""
    return _MARKS.search(line) is not None


def cells_of(line: str) -> list[str]:
    """The cells of a line that bars or tabs part, and the line itself where there are none."""
    if "|" in line or "｜" in line:
        return line.replace("｜", "|").split("|")
    return line.split("\t")


def behind_bar(line: str, scan: Scan) -> Scan:
    """The values of a line, led by the blank cell that its first bar ends. Where the blank cells of the document stand
    on lines of their own, nothing but the row's end stands between two bars of one line."""
    pieces = line.split("|")[1:]
    cells = list(takewhile(str.strip, pieces))
    blank = Token(Kind.BLANK, "", column=0, right=0)
    if not any(map(str.strip, pieces[len(cells) :])):
        tokens = [token for cell in cells for token in of_cell(cell, None, None, alone=False)]
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
    tokens = [token for cell in cells for token in _of_cell(cell, alone=len(cells) == 1)]
    if all(token.kind is Kind.TEXT and is_prose(token.raw, token.fold) for token in tokens):
        return _PROSE
    return Scan(Shape.GRID, odd_after_values(tokens))


def _of_cell(cell: Cell, *, alone: bool) -> Sequence[Token]:
    """The tokens of a cell; several labels of rows in one name none, for the numbers beside them may be either's."""
    tokens = of_cell(cell.text, cell.column, cell.column + cell.width - 1, alone=alone)
    if "\n" in cell.text and _holds_rows(cell.text):
        return [token._replace(kind=Kind.ODD, fold="", lost=True) for token in tokens]
    return tokens


def rows_named(text: str) -> list[str | None]:
    """The codes of the rows whose labels the lines of a cell are, None for a line that is none; blank ones left out."""
    axes = load_lexicon().axes
    labels = [fold(line) for line in text.split("\n") if line.strip()]
    return [axes["outcome"].exact(label) or axes["category"].exact(label) for label in labels]


def _holds_rows(text: str) -> bool:
    """Whether the lines of a cell are the labels of several rows."""
    return len({*rows_named(text)} - {None} - groups_of_others()) > 1


def scan_kept(line: str) -> Scan:
    """The tokens of a line that ends in bars, in a document whose rows keep their blank cells."""
    return _scan(line, _PADDING_OF_KEPT)._replace(dropped=False, ends=True)


def _scan(line: str, made_up: re.Pattern[str] = _PADDING) -> Scan:
    if not line:
        return _EMPTY
    if line.startswith("||") and not line.strip("|"):
        return _END
    if "\f" in line and line.isspace():
        return _SKIPPED
    if is_sentence(line):
        return _PROSE
    leftover = _LEFTOVER.search(line) is not None and "\t" not in line and "|" not in line
    if leftover and not _COLUMNS.search(line.strip()):
        line = clean(line)  # a left-over holds spaces, which part the cells of such a line
    if _RULE.match(line) and line.strip() not in ("--", "——", "―", "―――"):
        return _SKIPPED
    if _PAGE.match(line):
        return _SKIPPED
    padding = made_up.search(line)
    if padding is not None:
        line = line[: padding.end(1)]
    cells, shape, count = _cells(line)
    if len(cells) == 1 and _PAGE.match(cells[0][0]):
        return _SKIPPED
    alone = shape is Shape.SPACED or len(cells) == 1
    if shape is Shape.SPACED:
        tokens = _displayed(cells, leftover=leftover)
    else:
        tokens = [token for text, left in cells for token in of_cell(text, left, left + _width(text) - 1, alone=alone)]
    if shape is Shape.ROW and cells[0][1] and all(token.kind is not Kind.TEXT for token in tokens):
        # No label in the row: the empty cells in front may be values (the one row of section four).
        tokens = [*(Token(Kind.BLANK, "", column=place, right=place) for place in range(cells[0][1])), *tokens]
    if len(tokens) == 1 and tokens[0].kind is Kind.ODD and shape is Shape.CELL:
        return _SKIPPED  # a bracket or a stop, torn from its label
    if len(tokens) == 1 and tokens[0].fold and load_lexicon().axes["running"].inside(tokens[0].fold):
        return _RUNNING
    if shape is Shape.CELL and len(tokens) == 1 and tokens[0].kind is Kind.TEXT and " " in tokens[0].raw:
        parted = _parted(tokens[0])
        if len(parted) > 1 and not any(is_prose(token.raw, token.fold) for token in parted):
            return Scan(Shape.SPACED, tuple(parted), len(parted))
    if any(token.kind is Kind.TEXT and is_prose(token.raw, token.fold) for token in tokens):
        return _PROSE
    if len(tokens) > 1 and shape is Shape.CELL:
        return Scan(Shape.ROW, tuple(token._replace(column=None) for token in odd_after_values(tokens)))
    ordered = tuple(tokens) if shape is Shape.CELL else odd_after_values(tokens)
    dropped = padding is not None or (shape is Shape.ROW and line.endswith(" |") and not line.startswith("|"))
    alone_on_line = shape is Shape.CELL and len(ordered) == 1 and padding is None
    value = ordered[0] if alone_on_line and ordered[0].kind is Kind.VALUE else None
    label = ordered[0] if alone_on_line and ordered[0].kind is Kind.TEXT else None
    led = line.lstrip().startswith("|") and all(token.kind is not Kind.TEXT for token in ordered)
    return Scan(shape, ordered, count, dropped, padding is not None, value, label, led)


def _cells(line: str) -> tuple[list[tuple[str, int]], Shape, int]:
    """The cells of a line of text with the column of each, the line's shape, and how many cells it has."""
    if "|" in line or "｜" in line:
        parts = cells_of(line)
        if not parts[-1].strip():
            parts.pop()
        if len(parts) > 1 and not parts[0].strip():
            parts.pop(0)
        numbered = [(part, place) for place, part in enumerate(parts)]
        return numbered, Shape.ROW if len(parts) > 1 else Shape.CELL, len(parts)
    if "\t" in line:
        parts = cells_of(line)
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


def _displayed(cells: Sequence[tuple[str, int]], *, leftover: bool) -> list[Token]:
    """The tokens of a line laid out by spaces, each where it is displayed."""
    tokens: list[Token] = []
    shift = 0
    for text, left in cells:
        noted = _width(text) - _width(without_pinyin(text))
        shift += noted
        right = left + _width(text) - 1
        freed = clean(text) if leftover else text
        if not freed.strip():
            continue
        found = of_cell(_GLUED_DASH.sub(r"\1 \2", freed), left, right, alone=True)
        if len(found) > 1 and freed is text:
            found = _within(found, text, left)
        if shift:  # a label begins before its own notes
            found = [token._replace(shift=shift - noted if token.kind is Kind.TEXT else shift) for token in found]
        for token in found:
            tokens += _parted(token) if token.kind is Kind.TEXT and " " in token.raw else (token,)
    return tokens


def _parted(token: Token) -> list[Token]:
    """The labels of several columns that only a space parts: the next one begins with its list number, or stands
    behind the whole label of its group."""
    raw = token.raw
    starts = [found.end() for found in _NUMBERED.finditer(raw)]
    if not starts:
        is_group = load_lexicon().axes["outcome_group"].exact
        ends = [
            place for place, character in enumerate(raw) if character == " " and is_group(fold(raw[:place])) is not None
        ]
        starts = [ends[-1] + 1] if ends else []
    left = token.column or 0
    pieces = []
    for start, end in pairwise([0, *starts, len(raw)]):
        text = raw[start:end].strip()
        at = left + _width(without_pinyin(raw[:start]))
        pieces.append(token._replace(raw=text, fold=fold(text), column=at, right=at + _width(text) - 1))
    return pieces if len(pieces) > 1 and all(piece.fold for piece in pieces) else [token]


def _within(tokens: Sequence[Token], text: str, left: int) -> list[Token]:
    """The tokens of one cell whose parts a single space parts, each in its own place."""
    placed: list[Token] = []
    end = len(text)
    for token in reversed(tokens):
        start = text.rfind(token.raw, 0, end) if len(placed) + 1 < len(tokens) else 0
        if start < 0:
            return list(tokens)
        at = left + _width(text[:start])
        placed.insert(0, token._replace(column=at, right=left + _width(text[: start + len(token.raw)]) - 1))
        end = start
    return placed


def _width(text: str) -> int:
    """Display columns: a Chinese character is two wide."""
    return len(text) if text.isascii() else len(text) + len([1 for character in text if character > "\u2e7f"])
