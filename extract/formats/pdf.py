"""PDF with a text layer: ruled tables from the lines drawn on the page, all else as lines of text.

pypdfium2's raw calls: one page costs what pdfium takes to lay it out, and its characters (about 2 µs each), where pure
Python readers cost fifty times as much.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract import glyphs, ruling
from extract.document import Cell, Document
from extract.format import Format, Source, Unreadable
from extract.glyphs import Glyph
from extract.limits import Limits
from extract.ruling import Fenced, Grid, Segment
from extract.stream import Stream

_THIN = 3.0  # points; a filled box thinner than this is a line
_MOST_OBJECTS = 50_000  # drawn on one page; more is a map or a plan
_DEEPEST_FORM, _MOST_RULES = 4, 4_000
_MOST_POINTS = 200_000  # of the paths of one page
_STROKE, _BOX = 2, 5  # points of a path that is one stroke, and of one that is one box
_LONGEST_STRIKE = 120.0  # points of a line through characters
_LARGE_IMAGE = 100.0  # points
_MARGIN_SHARE = 0.12  # of the page's height: running heads and page numbers stand within it
_UNMAPPED_SHARE = 0.3  # of the characters without Unicode: the text is not there to be read

_UNMAPPED = frozenset((0, 0xFFFD, 0xFFFE, 0xFFFF))  # what stands for a character that the font does not tell

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


def _unchecked(function: Any) -> Any:
    """A function that is called for each character or stroke, without ctypes' check of types, which takes longer."""
    return ctypes.CFUNCTYPE(function.restype)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_unicode_of, _box_of = _unchecked(pdfium.FPDFText_GetUnicode), _unchecked(pdfium.FPDFText_GetLooseCharBox)
_segment_of, _point_of = _unchecked(pdfium.FPDFPath_GetPathSegment), _unchecked(pdfium.FPDFPathSegment_GetPoint)
_type_of, _bounds_of = _unchecked(pdfium.FPDFPageObj_GetType), _unchecked(pdfium.FPDFPageObj_GetBounds)
_mode_of, _count_of = _unchecked(pdfium.FPDFPath_GetDrawMode), _unchecked(pdfium.FPDFPath_CountSegments)
_kind_of, _closes = _unchecked(pdfium.FPDFPathSegment_GetType), _unchecked(pdfium.FPDFPathSegment_GetClose)


@dataclass(slots=True)
class _Page:
    number: int
    height: float
    glyphs: list[Glyph]
    unmapped: int = 0
    images: int = 0
    points: int = 0
    horizontal: list[Segment] = field(default_factory=list)
    vertical: list[Segment] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


def sniff(raw: bytes) -> bool:
    """Whether a PDF begins in the first kilobyte, where readers look for it."""
    return raw.find(b"%PDF-", 0, 1024) >= 0


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """One document; raises Unreadable for scans, locked files and what exceeds the limits."""
    deadline = limits.deadline()
    try:
        document = pypdfium2.PdfDocument(source.raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable("encrypted", "the PDF asks for a password; ask for an open copy") from error
        raise Unreadable("unreadable", f"broken PDF ({error}); fetch it again or print it to PDF anew") from error
    try:
        if len(document) > limits.max_pages:
            raise Unreadable("too_large", f"{len(document)} pages, more than the {limits.max_pages} allowed; split it")
        pages = []
        for number in range(len(document)):
            deadline.check()
            pages.append(_page(document, number))
    finally:
        document.close()
    images = sum(page.images for page in pages)
    characters = sum(len(page.glyphs) for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if unmapped > _UNMAPPED_SHARE * (characters + unmapped):
        raise Unreadable("unreadable", "its fonts do not say which characters they print; have it read by OCR")
    stream = Stream(limits)
    writer = _Writer(stream, _tables(pages), limits)
    for page in pages:
        deadline.check()
        writer.page(page)
    yield stream.document(source, "application/pdf", images=images)


def _page(document: pypdfium2.PdfDocument, index: int) -> _Page:
    page = document[index]
    try:
        width, height = page.get_size()
        turn = _upright(page.get_rotation(), width, height)
        found = _Page(index + 1, height, [])
        textpage = page.get_textpage()
        try:
            _characters(textpage.raw, found, turn)
        finally:
            textpage.close()
        objects = [pdfium.FPDFPage_GetObject(page.raw, n) for n in range(pdfium.FPDFPage_CountObjects(page.raw))]
        _drawings(objects, found, turn, depth=0)
        short = [stroke for stroke in found.horizontal if stroke.end - stroke.start < _LONGEST_STRIKE]
        found.glyphs = glyphs.unstruck(found.glyphs, short)
        found.grids = ruling.grids(found.horizontal, found.vertical) if found.glyphs else []
        return found
    finally:
        page.close()


def _upright(rotation: int, width: float, height: float) -> _Matrix:
    """Page coordinates as they lie in the file, to the page as it is shown (of this width and height)."""
    return {
        90: (0, -1, 1, 0, 0, height),
        180: (-1, 0, 0, -1, width, height),
        270: (0, 1, -1, 0, width, 0),
    }.get(rotation, _IDENTITY)


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _characters(textpage: object, page: _Page, turn: _Matrix) -> None:
    box, found = pdfium.FS_RECTF(), page.glyphs
    reference = ctypes.byref(box)
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = _unicode_of(textpage, index)
        if code in _UNMAPPED:
            page.unmapped += 1
            continue
        text = chr(code)
        if code <= 0x20 or text.isspace() or 0xD800 <= code <= 0xDFFF:
            continue
        if not _box_of(textpage, index, reference):
            continue
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if turn is not _IDENTITY:
            (left, bottom), (right, top) = _moved(turn, left, bottom), _moved(turn, right, top)
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        found.append(Glyph(text, left, bottom, right, top))


def _drawings(objects: list[object], page: _Page, turn: _Matrix, depth: int) -> None:
    if len(objects) > _MOST_OBJECTS:
        return
    for item in objects:
        kind = _type_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            if len(page.horizontal) + len(page.vertical) < _MOST_RULES:
                _path(item, page, turn)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(item)
            if min(right - left, top - bottom) >= _LARGE_IMAGE:
                page.images += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = [pdfium.FPDFFormObj_GetObject(item, n) for n in range(pdfium.FPDFFormObj_CountObjects(item))]
            _drawings(inner, page, _product(_matrix(item), turn), depth + 1)


def _bounds(item: object) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an object where it stands in the file."""
    answer = _ANSWER
    _bounds_of(item, answer.to_x, answer.to_y, answer.to_right, answer.to_top)
    return answer.x.value, answer.y.value, answer.right.value, answer.top.value


def _matrix(item: object) -> _Matrix:
    matrix = _ANSWER.matrix
    if not pdfium.FPDFPageObj_GetMatrix(item, _ANSWER.to_matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


class _Answer:
    """Where pdfium writes what it is asked of a path: made once, as a page has thousands of strokes."""

    def __init__(self) -> None:
        self.matrix = pdfium.FS_MATRIX()
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.x, self.y, self.right, self.top = (ctypes.c_float() for _ in range(4))
        self.to_matrix = ctypes.byref(self.matrix)
        self.to_fill, self.to_stroke = ctypes.byref(self.fill), ctypes.byref(self.stroke)
        self.to_x, self.to_y = ctypes.byref(self.x), ctypes.byref(self.y)
        self.to_right, self.to_top = ctypes.byref(self.right), ctypes.byref(self.top)


_ANSWER = _Answer()


def _path(item: object, page: _Page, turn: _Matrix) -> None:
    """Straight strokes of a path, and boxes so thin that they are lines."""
    answer = _ANSWER
    _mode_of(item, answer.to_fill, answer.to_stroke)
    stroked = bool(answer.stroke.value)
    if not stroked and not answer.fill.value:
        return
    count = _count_of(item)
    page.points += count
    if count > _MOST_RULES or page.points > _MOST_POINTS:
        return
    if not stroked or count == _STROKE:  # one question for most of what rules a table
        left, low, right, high = _bounds(item)
        (left, low), (right, high) = _moved(turn, left, low), _moved(turn, right, high)
        if abs(right - left) <= _THIN or abs(high - low) <= _THIN:
            _rule(page, min(left, right), max(left, right), min(low, high), max(low, high))
            return
        if not stroked and count <= _BOX:
            return
    matrix = _product(_matrix(item), turn)
    for shape in _shapes(item, count, matrix):
        across, up = [point[0] for point in shape], [point[1] for point in shape]
        left, right, low, high = min(across), max(across), min(up), max(up)
        if right - left <= _THIN or high - low <= _THIN:
            _rule(page, left, right, low, high)
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(shape):
                _rule(page, min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1))


def _shapes(item: object, count: int, matrix: _Matrix) -> list[list[tuple[float, float]]]:
    """The corners of each piece of a path; a closed one ends where it began."""
    shapes: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = _segment_of(item, index)
        _point_of(segment, _ANSWER.to_x, _ANSWER.to_y)
        point = _moved(matrix, _ANSWER.x.value, _ANSWER.y.value)
        # Two points are a line whatever pdfium calls them, and cannot close.
        kind = _kind_of(segment) if count > 2 else pdfium.FPDF_SEGMENT_LINETO
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([point])
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            shapes[-1].append(point)
        if len(shapes[-1]) > 2 and _closes(segment):
            shapes[-1].append(shapes[-1][0])
    return shapes


def _rule(page: _Page, left: float, right: float, low: float, high: float) -> None:
    """Notes a stroke that is horizontal or vertical; slanted ones rule no table."""
    if high - low <= _THIN and right - left > high - low:
        page.horizontal.append(Segment((low + high) / 2, left, right))
    elif right - left <= _THIN:
        page.vertical.append(Segment((left + right) / 2, low, high))


def _tables(pages: list[_Page]) -> dict[int, int]:
    """Ordinal of the table that each grid, by its id, belongs to. A table goes on over a page break where its edges
    do and nothing but running heads and feet stands between; its parts then share their columns."""
    chains: list[list[Grid]] = []
    before: _Page | None = None
    for page in pages:
        for position, grid in enumerate(page.grids):
            goes_on = (
                position == 0
                and before is not None
                and bool(before.grids)
                and ruling.aligned(before.grids[-1], grid)
                and not any(glyph.y < before.grids[-1].bottom and not _margin(before, glyph) for glyph in before.glyphs)
                and not any(glyph.y > grid.top and not _margin(page, glyph) for glyph in page.glyphs)
            )
            if goes_on:
                chains[-1].append(grid)
            else:
                chains.append([grid])
        before = page
    for chain in chains:
        ruling.share_columns(chain)
    return {id(grid): ordinal for ordinal, chain in enumerate(chains, 1) for grid in chain}


def _margin(page: _Page, glyph: Glyph) -> bool:
    return not _MARGIN_SHARE * page.height <= glyph.y <= (1 - _MARGIN_SHARE) * page.height


class _Writer:
    """Writes pages onto a stream, the rows of a table that goes on over pages counted through."""

    def __init__(self, stream: Stream, tables: dict[int, int], limits: Limits) -> None:
        self._stream = stream
        self._tables = tables
        self._limits = limits
        self._rows_before: dict[int, int] = defaultdict(int)

    def page(self, page: _Page) -> None:
        """The page from the top down: lines outside tables, and each table where its top stands."""
        self._stream.page(page.number)
        loose: list[Glyph] = []
        inside: dict[int, dict[tuple[int, int], list[Glyph]]] = {id(grid): defaultdict(list) for grid in page.grids}
        for glyph in page.glyphs:
            _, left, bottom, right, top = glyph
            x, y = (left + right) / 2, (bottom + top) / 2
            for grid in page.grids:
                place = grid.locate(x, y)
                if place is not None:
                    inside[id(grid)][place].append(glyph)
                    break
            else:
                loose.append(glyph)
        waiting = list(page.grids)
        for line in glyphs.lines(loose):
            while waiting and waiting[0].top > line.y:
                grid = waiting.pop(0)
                self._table(grid, inside[id(grid)])
            self._stream.line(line.text)
        for grid in waiting:
            self._table(grid, inside[id(grid)])

    def _table(self, grid: Grid, inside: dict[tuple[int, int], list[Glyph]]) -> None:
        if (len(grid.xs) - 1) * (len(grid.ys) - 1) > self._limits.max_table_cells:
            raise Unreadable("too_large", f"a table of more than {self._limits.max_table_cells} cells")
        cells = grid.cells()
        printed: dict[Fenced, list[Glyph]] = defaultdict(list)
        for place, found in inside.items():
            printed[cells[place]] += found
        rows: dict[int, list[Cell]] = defaultdict(list)
        for fenced in sorted(set(cells.values())):
            text = "\n".join(line.text for line in glyphs.lines(printed.get(fenced, ())))
            rows[fenced.row].append(Cell(text, fenced.column, fenced.width, fenced.height))
        table = self._tables[id(grid)]
        for row, begun in rows.items():
            self._stream.row(begun, (table, self._rows_before[table] + row + 1))
        self._rows_before[table] += len(grid.ys) - 1


FORMATS = (Format("PDF", "application/pdf", (".pdf",), read, sniff=sniff, rank=10),)
