"""Rows of a table that hold several rows of the form: each of their cells a line for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Cell
from transform.lines import rows_named
from transform.numbers import compact, is_blank, parse

_LONGEST = 30  # characters of a line that holds a number


def rows_in(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """The rows that a row's cells hold, where one cell holds their labels, a line each, and every cell right of it as
    many numbers or marks of blank cells, a line each; none where that is not so. What stands left of the labels heads
    their group, and stays with the first row."""
    if not cells or "\n" not in cells[-1].text:
        return []
    place = next((place for place, cell in enumerate(cells) if _are_labels(cell.text)), len(cells))
    columns = [_lines(cell.text) for cell in cells[place:]]
    if len(columns) < 2 or len({*map(len, columns)}) > 1:
        return []
    if not all(_is_printed(line) for column in columns[1:] for line in column):
        return []
    rows = []
    for count, texts in enumerate(zip(*columns, strict=True)):
        heads = [cell if not count else cell._replace(text="") for cell in cells[:place]]
        rows.append((*heads, *(cell._replace(text=text) for cell, text in zip(cells[place:], texts, strict=True))))
    return rows


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _are_labels(text: str) -> bool:
    """Whether each line of a cell, of two or more, is the label of another row of the form."""
    codes = rows_named(text)
    return len(codes) > 1 and None not in codes and len({*codes}) == len(codes)


def _is_printed(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    compacted = compact(line)
    return parse(compacted) is not None or is_blank(compacted)
