"""Paragraphs and tables in reading order become one numbered stream of lines: the half that formats share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from extract.document import Cell, Document
from extract.format import Source, Unreadable
from extract.limits import Limits

# A cell with more than this many lines and characters holds a page, not a figure or label: the table is mere layout.
_PAGE_LINES = 8
_PAGE_CHARACTERS = 400
_FRAMES = 5  # so many side by side are a row of cells
_FRAMED_CHARACTERS = 60  # of a cell's text that has a frame of its own


@dataclass(slots=True)
class Placed:
    """A table cell and what it holds. column: 0-based grid column; width, height: grid columns and rows spanned."""

    blocks: Sequence[Block]
    column: int
    width: int = 1
    height: int = 1


@dataclass(slots=True)
class Table:
    """Rows of cells that begin in them; a row that consists of cells from above alone is empty."""

    rows: list[list[Placed]] = field(default_factory=list)


Block: TypeAlias = str | Table
Unplaced: TypeAlias = tuple[Sequence[Block], int, int]  # what a cell holds, grid columns and rows spanned


def place(rows: Sequence[Sequence[Unplaced]], limits: Limits) -> list[list[Placed]]:
    """Rows onto a grid, as browsers do: each cell goes to the first free column.

    A height of 0, or one that reaches past the last row, ends at the last row.
    """
    free_from: dict[int, int] = {}  # column -> first row in which it is free again
    all_free_from = 0
    most = limits.max_table_cells
    grid: list[list[Placed]] = []
    area = 0
    for number, row in enumerate(rows):
        column = 0
        placed: list[Placed] = []
        for blocks, width, height in row:
            if number < all_free_from:
                while free_from.get(column, 0) > number:
                    column += 1
            area += width
            if area > most:
                raise Unreadable("too_large", f"a table of more than {most} cells")
            tall = 1
            if height != 1:
                left = len(rows) - number
                tall = min(height, left) if height > 0 else left
                if tall > 1:
                    free_from.update(dict.fromkeys(range(column, column + width), number + tall))
                    all_free_from = max(all_free_from, number + tall)
            placed.append(Placed(blocks, column, width, tall))
            column += width
        grid.append(placed)
    return grid


class Stream:
    """Lines, rows, tables and pages as they come; `document` closes it. Raises Unreadable past the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lines: list[str] = []
        self._rows: dict[int, tuple[Cell, ...]] = {}
        self._tables: dict[int, tuple[int, int]] = {}
        self._pages: dict[int, int] = {}
        self._table = 0
        self._cells = 0

    @property
    def lines(self) -> int:
        """How many there are so far."""
        return len(self._lines)

    def page(self, number: int) -> None:
        """What follows stands on this page."""
        self._pages[len(self._lines) + 1] = number

    def line(self, text: str) -> None:
        """One line; blank ones too."""
        self._lines.append(text)
        if len(self._lines) > self._limits.max_lines:
            raise Unreadable("too_large", f"more than {self._limits.max_lines} lines; a report has a few hundred")

    def blocks(self, blocks: Iterable[Block], depth: int = 0) -> None:
        """Paragraphs (each line of them a line) and tables, in order."""
        for block in blocks:
            if isinstance(block, Table):
                self.table(block, depth)
            else:
                for text in block.split("\n"):
                    self.line(text)

    def table(self, table: Table, depth: int = 0) -> None:
        """A line for each row. A row that holds tables or a whole page is layout: its content becomes lines in turn."""
        if depth > self._limits.max_nested_tables:
            raise Unreadable("too_large", f"tables nested more than {self._limits.max_nested_tables} deep")
        number = 0
        for index, row in enumerate(table.rows, 1):
            cells = _cells(row) or (_cells(row, framed=True) if _is_framed(row) else [])
            if cells:
                number = number or self.new_table()
                self.row(cells, (number, index))
            else:
                for cell in row:
                    self.blocks(cell.blocks, depth + 1)

    def new_table(self) -> int:
        """Number of a table whose rows are given one by one."""
        self._table += 1
        return self._table

    def row(self, cells: Sequence[Cell], table: tuple[int, int] | None = None) -> None:
        """One table row as a line; `table` as in `Document.tables`."""
        self._cells += len(cells)
        if self._cells > self._limits.max_table_cells:
            raise Unreadable("too_large", f"tables of more than {self._limits.max_table_cells} cells")
        self.line("\t".join([cell.text for cell in cells]).replace("\n", " "))
        self._rows[len(self._lines)] = tuple(cells)
        if table:
            self._tables[len(self._lines)] = table

    def document(
        self,
        source: Source,
        media_type: str,
        *,
        encoding: str | None = None,
        metadata: Mapping[str, str] | None = None,
        images: int = 0,
    ) -> Document:
        """The document so far. metadata: what it says of itself; what its source says of it goes before."""
        return Document(
            uri=source.uri,
            sha256=source.sha256,
            media_type=media_type,
            encoding=encoding,
            lines=tuple(self._lines),
            rows=self._rows,
            tables=self._tables,
            pages=self._pages,
            metadata={**(metadata or {}), **source.metadata},
            images=images,
        )


def _cells(row: Sequence[Placed], *, framed: bool = False) -> list[Cell]:
    """The cells of a row with their texts; none where one holds a table, or (unless it was framed) a whole page."""
    cells: list[Cell] = []
    for placed in row:
        blocks = placed.blocks
        if len(blocks) == 1:
            block = blocks[0]
            if isinstance(block, Table):
                return []
            text = block.strip()
        else:
            texts = [block for block in blocks if isinstance(block, str)]
            if len(texts) < len(blocks):
                return []
            if len(texts) > _PAGE_LINES and sum(map(len, texts)) > _PAGE_CHARACTERS and not framed:
                return []
            text = "\n".join(texts).strip()
        cells.append(Cell(text, placed.column, placed.width, placed.height))
    return cells


def _is_framed(row: Sequence[Placed]) -> bool:
    """Whether every table in the row is the frame of one short text: 规章 | [0] | [3]. The frames are taken off. A few
    frames without a text between them are the columns of a page."""
    bare: list[Sequence[Block]] = []
    for cell in row:
        blocks = cell.blocks
        if len(blocks) == 1 and isinstance(blocks[0], Table):
            inner = blocks[0].rows
            if len(inner) != 1 or len(inner[0]) != 1 or len(inner[0][0].blocks) > 1:
                return False
            blocks = inner[0][0].blocks
        if any(isinstance(block, Table) or len(block) > _FRAMED_CHARACTERS for block in blocks):
            return False
        bare.append(blocks)
    if len(row) < _FRAMES and all(blocks is not cell.blocks for blocks, cell in zip(bare, row, strict=True)):
        return False
    for blocks, cell in zip(bare, row, strict=True):
        cell.blocks = blocks
    return True
