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


def place(rows: Sequence[Sequence[tuple[Sequence[Block], int, int]]], limits: Limits) -> list[list[Placed]]:
    """Rows of (blocks, width, height) onto a grid, as browsers do: each cell goes to the first free column.

    A height of 0, or one that reaches past the last row, ends at the last row.
    """
    free_from: dict[int, int] = {}  # column -> first row in which it is free again
    grid: list[list[Placed]] = []
    area = 0
    for number, row in enumerate(rows):
        column = 0
        placed: list[Placed] = []
        for blocks, width, height in row:
            if free_from:
                while free_from.get(column, 0) > number:
                    column += 1
            area += width
            if area > limits.max_table_cells:
                raise Unreadable("too_large", f"a table of more than {limits.max_table_cells} cells")
            tall = 1
            if height != 1:
                left = len(rows) - number
                tall = min(height, left) if height > 0 else left
                for spanned in range(column, column + width) if tall > 1 else ():
                    free_from[spanned] = number + tall
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
            if _is_layout(row) and not _is_framed(row):
                for cell in row:
                    self.blocks(cell.blocks, depth + 1)
            elif row:
                if not number:
                    self._table += 1
                    number = self._table
                self.row([Cell(_text(cell.blocks), cell.column, cell.width, cell.height) for cell in row])
                self._tables[len(self._lines)] = (number, index)

    def new_table(self) -> int:
        """Number of a table whose rows are given one by one."""
        self._table += 1
        return self._table

    def row(self, cells: Sequence[Cell], table: tuple[int, int] | None = None) -> None:
        """One table row as a line; `table` as in `Document.tables`."""
        self._cells += len(cells)
        if self._cells > self._limits.max_table_cells:
            raise Unreadable("too_large", f"tables of more than {self._limits.max_table_cells} cells")
        self.line("\t".join([cell.text.replace("\n", " ") if "\n" in cell.text else cell.text for cell in cells]))
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


def _text(blocks: Sequence[Block]) -> str:
    if not blocks:
        return ""
    if len(blocks) == 1:
        block = blocks[0]
        assert isinstance(block, str)
        return block.strip()
    return "\n".join([block for block in blocks if isinstance(block, str)]).strip()


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


def _is_layout(row: Sequence[Placed]) -> bool:
    for cell in row:
        blocks = cell.blocks
        for block in blocks:
            if isinstance(block, Table):
                return True
        if len(blocks) > _PAGE_LINES and sum(map(len, blocks)) > _PAGE_CHARACTERS:  # type: ignore[arg-type]
            return True
    return False
