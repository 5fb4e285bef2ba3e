"""Text layouts: each renders a table as lines; figures carry marks. Seen in §7.1–§7.3, §7.9, §7.13 and §7.14."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.hostile.form import Row, Slot, Table
from tests.hostile.marks import mark, width

Grid = list[list[Slot | None]]


def grid(table: Table) -> Grid:
    """Rows of cells, with None where a span continues; a row that lost cells is short."""
    rows: Grid = []
    below: dict[int, int] = {}
    for row in table.rows:
        line: list[Slot | None] = []
        slots = iter(row.slots)
        slot = next(slots, None)
        while slot is not None or below.get(len(line), 0):
            if below.get(len(line), 0):
                below[len(line)] -= 1
                line.append(None)
                continue
            assert slot is not None
            for part in range(slot.width):
                below[len(line)] = slot.height - 1
                line.append(None if part else slot)
            slot = next(slots, None)
        rows.append(line)
    return rows


def _text(slot: Slot | None) -> str:
    return mark(slot.key, slot.text) if slot else ""


def _flat(slot: Slot | None) -> str:
    return _text(slot).replace("\n", "")


def docx_cells(table: Table, rng: Random) -> list[str]:
    """A cell a line, indented by a tab; rows parted by blank lines; cells merged from above leave an empty one."""
    lines: list[str] = []
    open_spans: dict[int, int] = {}
    for cells in grid(table):
        for column, slot in enumerate(cells):
            if slot is not None:
                lines.append("\t" + _text(slot))
                open_spans[column] = slot.height - 1
            elif open_spans.get(column, 0) > 0:
                open_spans[column] -= 1
                lines.append("\t")
        lines.append("")
    return lines


def pipe_cells(table: Table, rng: Random) -> list[str]:
    """A cell a line, each ended by a bar; merged cells leave nothing."""
    return [
        (_flat(slot) + " |" if slot.text.strip() else mark(slot.key, "") + "|")
        for row in table.rows
        for slot in row.slots
    ]


def bars_between(table: Table, rng: Random) -> list[str]:
    """A cell a line, the bar behind it on a line of its own: cells that hold paragraphs; merged cells leave nothing."""
    return [
        line
        for row in table.rows
        for slot in row.slots
        for line in ((_flat(slot), "|") if slot.text.strip() else (mark(slot.key, "") + "|",))
    ]


def one_line(table: Table, rng: Random) -> list[str]:
    """All cells of a table on one line, parted by bars: a converter that took line breaks for spaces."""
    return [" | ".join(_flat(slot) for row in table.rows for slot in row.slots)]


def bare_cells(table: Table, rng: Random) -> list[str]:
    """A cell a line without indentation; a blank cell is an empty line."""
    return [_text(slot) for row in table.rows for slot in row.slots]


def _shows(slot: Slot) -> bool:
    return bool(slot.text.replace("&nbsp;", "").strip(" \t\u3000\u00a0\u200b\ufeff"))


def bare_cells_dropped(table: Table, rng: Random) -> list[str]:
    """A cell a line without indentation; a blank cell leaves no line at all."""
    return [_text(slot) for row in table.rows for slot in row.slots if _shows(slot)]


def tab_rows(table: Table, rng: Random) -> list[str]:
    """A row a line, tab-separated; merged cells leave empty ones."""
    return ["\t".join(_flat(slot) for slot in cells) for cells in grid(table)]


def tab_rows_tight(table: Table, rng: Random) -> list[str]:
    """A row a line, tab-separated; merged cells leave nothing."""
    return ["\t".join(_flat(slot) for slot in row.slots) for row in table.rows]


def _markdown(table: Table, rng: Random, rules: bool) -> list[str]:
    repeat, tight = rng.random() < 0.3, rng.random() < 0.4
    lines = []
    above: dict[int, str] = {}
    for number, cells in enumerate(grid(table)):
        texts: list[str] = []
        label = ""
        for column, slot in enumerate(cells):
            if slot is not None:
                label = "" if slot.key else _flat(slot)
                texts.append(_flat(slot))
                above.update(dict.fromkeys(range(column, column + slot.width), label if slot.height > 1 else ""))
            elif not tight:
                texts.append(above.get(column, "") or label if repeat else "")
        lines.append("| " + " | ".join(texts) + " |")
        if rules and number == 0:
            lines.append("|" + " --- |" * len(texts))
    return lines


def markdown(table: Table, rng: Random) -> list[str]:
    """Rows between bars."""
    return _markdown(table, rng, rules=False)


def markdown_rules(table: Table, rng: Random) -> list[str]:
    """Rows between bars, with a rule of dashes below the first."""
    return _markdown(table, rng, rules=True)


def single_space(table: Table, rng: Random) -> list[str]:
    """Cells of a row parted by one space; blank cells leave nothing."""
    rows = [[slot for slot in row.slots if _shows(slot)] for row in table.rows]
    return [" ".join(mark(slot.key, slot.text.replace("\n", "").strip()) for slot in row) for row in rows]


def glued(table: Table, rng: Random) -> list[str]:
    """Cells of a row with nothing between them."""
    return ["".join(_flat(slot) for slot in row.slots) for row in table.rows]


def _wrap(text: str, room: int) -> list[str]:
    lines, line = [], ""
    for character in text.replace("\n", ""):
        if width(line + character) > room:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def _widths(table: Table) -> list[int]:
    if table.relation == "application_outcomes":
        return [10, 14, 26, *[9] * 7]
    if table.relation == "review_litigation":
        return [7] * 15
    return [26, 20, 20, 20]


def pdf_columns(table: Table, rng: Random) -> list[str]:
    """Columns of spaces, as text laid out from a PDF: labels wrap above and below their own numbers."""
    widths = _widths(table)
    left = [sum(widths[:column]) for column in range(len(widths) + 1)]
    cells = [
        (number, column, slot) for number, row in enumerate(grid(table)) for column, slot in enumerate(row) if slot
    ]
    heights = [1] * len(table.rows)
    wrapped: dict[tuple[int, int], list[str]] = {}
    for number, column, slot in cells:
        room = left[min(column + slot.width, len(widths))] - left[min(column, len(widths) - 1)] - 2
        wrapped[number, column] = [slot.text] if slot.key else _wrap(slot.text, max(room, 4))
        if slot.height == 1:
            heights[number] = max(heights[number], len(wrapped[number, column]))
    for number, column, slot in cells:
        span = sum(heights[number : number + slot.height])
        heights[number + slot.height - 1] += max(0, len(wrapped[number, column]) - span)
    top = [sum(heights[:number]) for number in range(len(heights) + 1)]
    canvas: list[list[tuple[int, str]]] = [[] for _ in range(top[-1])]
    for number, column, slot in cells:
        span = top[min(number + slot.height, len(heights))] - top[number]
        first = top[number] + (span - len(wrapped[number, column])) // 2
        for offset, piece in enumerate(wrapped[number, column]):
            canvas[first + offset].append((left[min(column, len(widths) - 1)], mark(slot.key, piece)))
    lines = []
    for pieces in canvas:
        line = ""
        for at, piece in sorted(pieces, key=lambda pair: pair[0]):
            line += " " * max(at - width(line), 1 if line else 0) + piece
        lines.append(line.rstrip(" "))
    return lines


LAYOUTS: dict[str, Callable[[Table, Random], list[str]]] = {
    "docx_cells": docx_cells,
    "pipe_cells": pipe_cells,
    "bars_between": bars_between,
    "one_line": one_line,
    "bare_cells": bare_cells,
    "bare_cells_dropped": bare_cells_dropped,
    "tab_rows": tab_rows,
    "tab_rows_tight": tab_rows_tight,
    "markdown": markdown,
    "markdown_rules": markdown_rules,
    "pdf_columns": pdf_columns,
    "single_space": single_space,
    "glued": glued,
}
# What a blank cell leaves behind: layouts not named here keep its place.
VANISHING = frozenset({"bare_cells_dropped", "single_space"})
CELL_A_LINE = frozenset({"docx_cells", "pipe_cells", "bars_between", "bare_cells", "bare_cells_dropped"})


def numbers(row: Row) -> list[Slot]:
    """The figures of a row that leave something on paper."""
    return [slot for slot in row.figures() if slot.text.strip()]
