"""A text whose lines were joined: whole tables on one line, parted into a line a cell before anything else reads it.

So are rows of a table that hold several rows of the form.

Pages come down to one line where a converter takes line breaks for spaces. Such a line shows itself by labels that
follow numbers, again and again; no row of a table does that. What is read is told by the line of the text as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.document import Cell, Document
from transform.labels import fold, load_lexicon
from transform.numbers import compact, is_blank, parse
from transform.reading import Reading, Refusal
from transform.stacked import rows_in

_SHORTEST = 160  # characters; a shorter line is at most a row or two
_FEWEST_ROWS = 4  # labels behind numbers from which on a line is no row
_FEWEST_LABELS = 10  # where spaces alone part the cells: words that are labels
_ESCAPED = "\\n"  # a line break that was written out as the two signs that stand for it
_FEWEST_BREAKS = 12
_SENTENCE = 90
_BLANK = "\u3000"  # an empty cell; an empty line may be anything
_SPACES = re.compile(r"[ \u3000\xa0]+")
_PAGE = re.compile(r"(?<!\S)([-–—－]) (\d{1,4}) \1(?!\S)")


def part_joined(document: Document) -> tuple[Document, Sequence[int]] | None:
    """The document with its joined lines and rows parted, and for each line the number it had; None where none is
    joined."""
    stacked = {number: rows for number, cells in document.rows.items() if (rows := rows_in(cells))}
    parted = {
        number: cells
        for number, line in enumerate(document.lines, 1)
        if len(line) >= _SHORTEST and number not in document.rows and (cells := _cells(line)) is not None
    }
    if not parted and not stacked:
        return None
    lines: list[str] = []
    numbers: list[int] = []
    moved: dict[int, tuple[Cell, ...]] = {}
    for number, line in enumerate(document.lines, 1):
        rows = stacked.get(number) or ([document.rows[number]] if number in document.rows else [])
        moved |= {len(lines) + place: cells for place, cells in enumerate(rows, 1)}
        pieces = [_line_of(row) for row in rows] if len(rows) > 1 else parted.get(number, [line])
        lines += pieces
        numbers += [number] * len(pieces)
    return replace(document, lines=tuple(lines), rows=moved), numbers


def _line_of(row: Sequence[Cell]) -> str:
    return "\t".join(cell.text for cell in row).replace("\n", " ")


def renumbered(read: Reading | Refusal, numbers: Sequence[int]) -> Reading | Refusal:
    """The same reading with the line numbers of the text as it was."""
    reading = read.reading if isinstance(read, Refusal) else read
    if reading is not None:
        reading.lines = [None if line is None else numbers[line - 1] for line in reading.lines]
        for figure in reading.figures:
            figure.line = numbers[figure.line - 1]
        for issue in reading.issues:
            issue.line = None if issue.line is None else numbers[issue.line - 1]
    return read


def _cells(line: str) -> list[str] | None:
    """The cells of a line that holds many rows, prose between them a sentence each; None for any other line."""
    if line.count(_ESCAPED) >= _FEWEST_BREAKS:
        return line.replace("\\t", "\t").split(_ESCAPED)
    for mark in ("|", "\t"):
        if line.count(mark) >= 2 * _FEWEST_ROWS:
            cells = [cell.strip() or _BLANK for cell in line.split(mark)]
            return [piece for cell in cells for piece in _sentences(cell)] if _rows_in(cells) else None
    if line.count(" ") + line.count("\u3000") < 4 * _FEWEST_LABELS:
        return None
    words = _SPACES.split(_with_pages(line.strip()))
    whole = load_lexicon().whole
    if sum(fold(word) in whole for word in words if len(word) < _SENTENCE) < _FEWEST_LABELS or not _rows_in(words):
        return None
    return words


def _with_pages(line: str) -> str:
    """The line with each number of a page in one piece with its dashes (`- 4 -`), where no dash stands for a blank
    cell: no other stands alone."""
    pages = _PAGE.findall(line)
    dashes = Counter(mark for mark, _ in pages)
    words = line.split()
    return _PAGE.sub(r"\1\2\1", line) if all(words.count(mark) == 2 * dashes[mark] for mark in dashes) else line


def _rows_in(cells: Sequence[str]) -> bool:
    """Whether labels follow numbers often enough to be the labels of rows."""
    rows, after_number = 0, False
    for cell in cells:
        compacted = compact(cell) if len(cell) < _SENTENCE else cell
        if is_blank(compacted):
            continue
        is_number = len(cell) < _SENTENCE and parse(compacted) is not None
        rows += after_number and not is_number
        after_number = is_number
    return rows >= _FEWEST_ROWS


def _sentences(cell: str) -> list[str]:
    """A cell, or the pieces of the prose that ran into it."""
    return _SPACES.split(cell) if len(cell) > _SENTENCE else [cell]
