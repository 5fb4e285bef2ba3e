"""Spreadsheets (XLSX, XLS, ODS): a sheet is a table, each of its rows with content a line."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from itertools import product

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from extract import ole, workbook
from extract.document import Cell, Document
from extract.format import Format, Source, Unreadable
from extract.limits import Limits
from extract.package import MAGIC, Package, names
from extract.stream import Stream

_CELL_PLACE = re.compile(rb'<c\b[^>]{0,40}?\br="([A-Z]{1,3})([0-9]{1,7})"')
# Cells between the corners of a sheet, blank ones too: the library lays them all out in memory, 24 bytes each.
_MOST_LAID_OUT = 2_000_000
_UNMERGED = (1, 1)


def _is_xlsx(raw: bytes) -> bool:
    return any(name.startswith("xl/workbook") for name in names(raw))


def _is_ods(raw: bytes) -> bool:
    return b"application/vnd.oasis.opendocument.spreadsheet" in raw[:200]


def _is_xls(raw: bytes) -> bool:
    return bool(ole.streams(raw) & {"workbook", "book"})


def read_xlsx(source: Source, limits: Limits) -> Iterator[Document]:
    """One workbook; what it unpacks to and how far its cells are spread is bounded before it is laid out."""
    package = Package(source.raw, limits)
    plain = True
    for name, _ in package.members():
        content = package.read(name)
        if name.startswith("xl/worksheets/sheet"):
            _check_spread(content)
        plain = plain and workbook.is_plain(name, content)
    yield from _read(source, limits, XLSX, None if plain else workbook.shown(source.raw, limits))


def read_ods(source: Source, limits: Limits) -> Iterator[Document]:
    """One workbook; what it unpacks to is bounded before it is laid out."""
    package = Package(source.raw, limits)
    for name, _ in package.members():
        package.read(name)
    yield from _read(source, limits, ODS)


def read_xls(source: Source, limits: Limits) -> Iterator[Document]:
    """One workbook of the binary format, whose sheets are bounded by themselves."""
    yield from _read(source, limits, XLS)


def _check_spread(sheet: bytes) -> None:
    places = _CELL_PLACE.findall(sheet)
    widest = max(map(_number, {column for column, _ in places}), default=0)
    tallest = max(map(int, {row for _, row in places}), default=0)
    if widest * tallest > _MOST_LAID_OUT:
        raise Unreadable("too_large", "cells are scattered over an enormous sheet; delete all but the report")


def _number(letters: bytes) -> int:
    """1 of a column A."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read(source: Source, limits: Limits, media_type: str, shown: bytes | None = None) -> Iterator[Document]:
    """The sheets that are not hidden. shown: the workbook to read in place of the source's bytes."""
    deadline = limits.deadline()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(shown or source.raw))
        stream = Stream(limits)
        hidden = [about.name for about in book.sheets_metadata if about.visible is not SheetVisibleEnum.Visible]
        for name in book.sheet_names:
            deadline.check()
            if name in hidden:
                continue
            sheet = book.get_sheet_by_name(name)
            if sheet.height * sheet.width > _MOST_LAID_OUT:
                raise Unreadable("too_large", f"sheet {name} has more than {_MOST_LAID_OUT:,} cells; shorten it")
            _sheet(stream, sheet.to_python(), sheet.start or (0, 0), sheet.merged_cell_ranges or [])
    except PasswordError as error:
        raise Unreadable("encrypted", "the workbook asks for a password; ask for an open copy") from error
    except CalamineError as error:
        raise Unreadable("unreadable", f"broken workbook ({error}); open it and save it anew") from error
    if hidden and not stream.lines:
        raise Unreadable("empty", f"nothing but hidden sheets ({'、'.join(hidden)}); unhide the report and save it")
    yield stream.document(source, media_type)


def _sheet(
    stream: Stream,
    rows: Sequence[Sequence[object]],
    start: tuple[int, int],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    """Rows of one sheet, cells in merged ranges once; blank rows leave no line but count."""
    spans: dict[tuple[int, int], tuple[int, int] | None] = {  # None where a cell is part of another one
        first: (last[1] - first[1] + 1, last[0] - first[0] + 1) for first, last in merged
    }
    for (top, left), (bottom, right) in merged:
        if (bottom - top + 1) * (right - left + 1) <= _MOST_LAID_OUT:
            covered = dict.fromkeys(product(range(top, bottom + 1), range(left, right + 1)))
            covered.pop((top, left), None)
            spans.update(covered)
    table = 0
    for number, row in enumerate(rows):
        texts = [value.strip() if isinstance(value, str) else _text(value) for value in row]
        if not any(texts):
            continue
        table = table or stream.new_table()
        cells = []
        for column, text in enumerate(texts, start[1]):
            span = spans.get((number + start[0], column), _UNMERGED)
            if span:
                cells.append(Cell(text, column, *span))
        stream.row(cells, (table, number + 1))


def _text(value: object) -> str:
    """A value as the cell shows it in its plainest format; whole numbers without a decimal point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"

FORMATS = (
    Format("Excel workbook", XLSX, (".xlsx", ".xlsm"), read_xlsx, magic=MAGIC, sniff=_is_xlsx, rank=21),
    Format("OpenDocument workbook", ODS, (".ods",), read_ods, magic=MAGIC, sniff=_is_ods, rank=22),
    Format("Excel 97 workbook", XLS, (".xls", ".et"), read_xls, magic=(ole.MAGIC,), sniff=_is_xls, rank=31),
)
