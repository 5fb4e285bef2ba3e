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
_MOST_MOVED = 16  # places of a row that are remembered: labels beside it span a few columns


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

    rows: list[list[Placed] | PlainRow] = field(default_factory=list)


Block: TypeAlias = str | Table
Unplaced: TypeAlias = tuple[Sequence[Block], int, int]  # what a cell holds, grid columns and rows spanned


class PlainRow:
    """Cells of which none holds a table or a page. Before it is placed, they stand as in a table of that row alone.

    Not to be changed: a row that many pages have is made once. line: its text. width: columns from the first of the
    table to its end. tall: indexes of the cells that are not one row tall.
    """

    __slots__ = ("_moved", "cells", "line", "tall", "width")

    def __init__(self, cells: tuple[Cell, ...], line: str, tall: Sequence[int]) -> None:
        self.cells = cells
        self.line = line
        self.tall = tall
        self.width = cells[-1].column + cells[-1].width
        self._moved: dict[int, PlainRow] = {}

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> PlainRow:
        """The row of these cells."""
        return cls(tuple(cells), _line(cells), [at for at, cell in enumerate(cells) if cell.height != 1])

    def moved(self, columns: int) -> PlainRow:
        """The row so many columns to the right."""
        found = self._moved.get(columns)
        if found is None:
            cells = tuple([Cell(text, column + columns, width, tall) for text, column, width, tall in self.cells])
            found = PlainRow(cells, self.line, self.tall)
            if len(self._moved) < _MOST_MOVED:
                self._moved[columns] = found
        return found


def _line(cells: Iterable[Cell]) -> str:
    return "\t".join([cell.text for cell in cells]).replace("\n", " ")


class _Grid:
    """A table's columns, row by row, as browsers fill them: each cell goes to the first free one."""

    def __init__(self, rows: int, limits: Limits) -> None:
        self._rows = rows
        self._most = limits.max_table_cells
        self._area = 0
        self._free_from: dict[int, int] = {}  # column -> first row in which it is free again
        self._all_free_from = 0
        self._left: int | None = 0  # what `left_of` tells of every row before the next one
        self._left_until = 0

    def take(self, area: int) -> None:
        """So many columns are filled. Raises Unreadable past the limit."""
        self._area += area
        if self._area > self._most:
            raise Unreadable("too_large", f"a table of more than {self._most} cells")

    def left_of(self, number: int) -> int | None:
        """Columns of a row that cells from above fill on its left; None where free ones stand among them."""
        if number >= self._all_free_from:
            return 0
        if number >= self._left_until:
            self._free_from = filled = {column: row for column, row in self._free_from.items() if row > number}
            self._left = len(filled) if max(filled, default=-1) < len(filled) else None
            self._left_until = min(filled.values(), default=self._all_free_from)
        return self._left

    def place(self, number: int, column: int, width: int, height: int) -> tuple[int, int]:
        """Column and height of a cell of a row that follows others up to this column."""
        if number < self._all_free_from:
            while self._free_from.get(column, 0) > number:
                column += 1
        self.take(width)
        return column, self.fill(number, column, width, height)

    def fill(self, number: int, column: int, width: int, height: int) -> int:
        """Height of a cell of a row, with which it fills its columns."""
        if height == 1:
            return 1
        left = self._rows - number
        tall = min(height, left) if height > 0 else left
        if tall > 1:
            self._free_from.update(dict.fromkeys(range(column, column + width), number + tall))
            self._all_free_from = max(self._all_free_from, number + tall)
            self._left_until = 0
        return tall

    def fitted(self, number: int, row: PlainRow) -> PlainRow:
        """A row of which cells fill their columns below it."""
        cells = list(row.cells)
        for at in row.tall:
            text, column, width, height = cells[at]
            cells[at] = Cell(text, column, width, self.fill(number, column, width, height))
        return PlainRow(tuple(cells), row.line, row.tall)


def place(rows: Sequence[list[Unplaced] | PlainRow], limits: Limits) -> list[list[Placed] | PlainRow]:
    """Rows onto a grid. A height of 0, or one that reaches past the last row, ends at the last row."""
    grid = _Grid(len(rows), limits)
    placed: list[list[Placed] | PlainRow] = []
    for number, row in enumerate(rows):
        column = 0
        if isinstance(row, list):
            cells: list[Placed] = []
            for blocks, width, height in row:
                column, tall = grid.place(number, column, width, height)
                cells.append(Placed(blocks, column, width, tall))
                column += width
            placed.append(cells)
            continue
        left = grid.left_of(number)
        if left is not None:
            grid.take(row.width)
            moved = row.moved(left) if left else row
            placed.append(grid.fitted(number, moved) if row.tall else moved)
            continue
        plain: list[Cell] = []
        for text, _, width, height in row.cells:
            column, tall = grid.place(number, column, width, height)
            plain.append(Cell(text, column, width, tall))
            column += width
        placed.append(PlainRow(tuple(plain), row.line, row.tall))
    return placed


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
            line = None
            if isinstance(row, PlainRow):
                cells: Sequence[Cell] = row.cells
                line = row.line
            else:
                cells = _cells(row) or (_cells(row, framed=True) if _is_framed(row) else [])
                if not cells:
                    for cell in row:
                        self.blocks(cell.blocks, depth + 1)
                    continue
            number = number or self.new_table()
            self.row(cells, (number, index), line)

    def new_table(self) -> int:
        """Number of a table whose rows are given one by one."""
        self._table += 1
        return self._table

    def row(self, cells: Sequence[Cell], table: tuple[int, int] | None = None, line: str | None = None) -> None:
        """One table row as a line; `table` as in `Document.tables`. line: its text where it is known."""
        self._cells += len(cells)
        if self._cells > self._limits.max_table_cells:
            raise Unreadable("too_large", f"tables of more than {self._limits.max_table_cells} cells")
        self.line(_line(cells) if line is None else line)
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


def is_page(lines: Sequence[str]) -> bool:
    """Whether the lines of a cell are those of a whole page."""
    return len(lines) > _PAGE_LINES and sum(map(len, lines)) > _PAGE_CHARACTERS


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
            if is_page(texts) and not framed:
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
            if len(inner) != 1:
                return False
            only = inner[0]
            framing: Sequence[Cell | Placed] = only.cells if isinstance(only, PlainRow) else only
            if len(framing) != 1:
                return False
            framed = framing[0]
            blocks = framed.blocks if isinstance(framed, Placed) else framed.text.split("\n") if framed.text else ()
            if len(blocks) > 1:
                return False
        if any(isinstance(block, Table) or len(block) > _FRAMED_CHARACTERS for block in blocks):
            return False
        bare.append(blocks)
    if len(row) < _FRAMES and all(blocks is not cell.blocks for blocks, cell in zip(bare, row, strict=True)):
        return False
    for blocks, cell in zip(bare, row, strict=True):
        cell.blocks = blocks
    return True
