"""A draft as a PDF with a standard Chinese font that is named, not embedded: tables as columns of text, or ruled."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.hostile.form import Slot, Table
from tests.hostile.layouts import grid, pdf_columns
from tests.hostile.marks import strip, width
from tests.hostile.quirks import misprint, scripted
from tests.hostile.report import Draft

_WIDE, _HIGH = 595.0, 842.0  # points of a page
_LEFT, _TOP, _FOOT = 50.0, 790.0, 60.0
_SIZE, _LEADING = 9.0, 11.0  # of the characters of a ruled table
_COLUMN_SIZE, _COLUMN_LEADING, _LINES = 9.2, 15.5, 48  # of text in columns, and its lines on a page
_NUMERIC = 6  # characters of the longest text of a column of numbers
_SHARES = (1.0, 2.2)  # of the width of the page: a column of numbers, and one of labels
_FOOTS = ("- {} -", "第{}页", "{}", "第 {} 页 共 9 页")
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype"
    "/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000"
    "/W[1[500] 2 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>]>>"
)


def pdf(draft: Draft, rng: Random) -> bytes:
    """A PDF whose tables are columns of text, or stand between lines."""
    say = scripted(draft.quirks, rng)
    for block in draft.blocks:
        if block.table is not None:
            misprint(block.table, draft.quirks, rng)
    return _file(_ruled(draft, rng, say) if rng.random() < 0.5 else _in_columns(draft, rng, say))


def _shown(text: str, x: float, y: float, size: float) -> str:
    code = text.encode("utf-16-be", errors="replace").hex()
    return f"BT /F1 {size:g} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET\n" if text.strip() else ""


def _in_columns(draft: Draft, rng: Random, say: Callable[[str], str]) -> list[str]:
    lines: list[str] = []
    for block in draft.blocks:
        if block.table is not None:
            lines += [strip(line)[0] for line in pdf_columns(block.table, rng)]
        else:
            lines += [block.text[i : i + 48] for i in range(0, len(block.text), 48)]
    pages = [lines[i : i + _LINES] for i in range(0, len(lines), _LINES)]
    return [
        "".join(
            _shown(found[0], 30 + 4.6 * width(line[: found.start()]), 800 - _COLUMN_LEADING * number, _COLUMN_SIZE)
            for number, line in enumerate(map(say, page))
            for found in re.finditer(r"\S+(?: \S+)*", line)
        )
        for page in pages
    ]


def _long(text: str) -> float:
    """Points that a text takes in a ruled table: the font has no narrow letters but those of ASCII."""
    return sum(_SIZE if ord(character) > 126 else _SIZE / 2 for character in text)


def _wrapped(text: str, room: float) -> list[str]:
    """A text in lines that fit into so many points; what is no Chinese is parted only where a line has no room."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        found = re.findall(r"[^\u2e80-\uffff]+|.", paragraph)
        for piece in [part for whole in found for part in ([whole] if _long(whole) <= room else whole)]:
            if line and _long(line + piece) > room:
                lines.append(line)
                line = ""
            line += piece
        lines.append(line)
    return lines


class _Pages:
    """Pages that are filled from the top down. style: what of the table's look was drawn by lot."""

    def __init__(self, rng: Random) -> None:
        self.pages = [""]
        self.y = _TOP
        self._rng = rng
        self._foot = rng.choice(_FOOTS) if rng.random() < 0.5 else ""
        self._filled, self._again, self._shuffled, self._centred = (rng.random() < 0.4 for _ in range(4))

    def turn(self) -> None:
        """Go on to the next page."""
        self.end()
        self.pages.append("")
        self.y = _TOP

    def end(self) -> None:
        """Print the number of the page."""
        self.pages[-1] += _shown(self._foot.format(len(self.pages)), _WIDE / 2 - 10, 30, _SIZE)

    def paragraph(self, text: str) -> None:
        """Lines of prose."""
        for line in _wrapped(text, _WIDE - 2 * _LEFT):
            if self.y < _FOOT:
                self.turn()
            self.pages[-1] += _shown(line, _LEFT, self.y, _SIZE)
            self.y -= 1.5 * _LEADING

    def table(self, table: Table, say: Callable[[str], str]) -> None:
        """A ruled table, its rows parted where a page ends; some print what spans them anew on the next one."""
        cells = [
            (row, column, slot, say(slot.text))
            for row, line in enumerate(grid(table))
            for column, slot in enumerate(line)
            if slot is not None
        ]
        edges = _edges(cells)
        rooms = {id(slot): edges[column + slot.width] - edges[column] - 4 for _, column, slot, _ in cells}
        lines = {id(slot): _wrapped(text, rooms[id(slot)]) for _, _, slot, text in cells}
        heights = [_LEADING + 3] * len(table.rows)
        for height in (True, False):  # cells of one row first: they make room for those that span several
            for row, _, slot, _ in cells:
                spanned = range(row, min(row + slot.height, len(heights)))
                lack = len(lines[id(slot)]) * _LEADING + 4 - sum(heights[n] for n in spanned)
                if (slot.height == 1) is height and lack > 0:
                    for n in spanned:
                        heights[n] += lack / len(spanned)
        begin = 0
        while begin < len(heights):
            end, room = begin, self.y - _FOOT
            while end < len(heights) and heights[end] <= room:
                room -= heights[end]
                end += 1
            if end > begin:
                self._rows(range(begin, end), heights, edges, [(*cell[:3], lines[id(cell[2])]) for cell in cells])
            begin = end
            if begin < len(heights):
                self.turn()

    def _rows(
        self, rows: range, heights: list[float], edges: list[float], cells: list[tuple[int, int, Slot, list[str]]]
    ) -> None:
        tops = {rows.start: self.y}
        for row in rows:
            tops[row + 1] = tops[row] - heights[row]
        texts: list[str] = []
        for row, column, slot, lines in cells:
            first, last = max(row, rows.start), min(row + slot.height, rows.stop)
            if first >= last:
                continue
            left, right, top, bottom = edges[column], edges[column + slot.width], tops[first], tops[last]
            for x0, y0, x1, y1 in (
                (left, top, right, top), (left, bottom, right, bottom), (left, bottom, left, top),
                (right, bottom, right, top),
            ):  # fmt: skip
                line = f"{x0:.1f} {y0:.1f} {max(x1 - x0, 0.5):.1f} {max(y1 - y0, 0.5):.1f} re f\n"
                self.pages[-1] += line if self._filled else f"{x0:.1f} {y0:.1f} m {x1:.1f} {y1:.1f} l S\n"
            if first > row and not self._again:
                continue
            y = (top + bottom + len(lines) * _LEADING) / 2 - _SIZE
            for text in lines:
                x = (left + right - _long(text)) / 2 if self._centred else left + 2
                texts.append(_shown(text, x, y, _SIZE))
                y -= _LEADING
        if self._shuffled:
            self._rng.shuffle(texts)
        self.pages[-1] += "".join(texts)
        self.y = tops[rows.stop]


def _edges(cells: list[tuple[int, int, Slot, str]]) -> list[float]:
    """Where the columns of a table begin and end."""
    columns = max(column + slot.width for _, column, slot, _ in cells)
    longest = [0] * columns
    for _, column, slot, text in cells:
        if slot.width == 1:
            longest[column] = max(longest[column], len(text))
    shares = [_SHARES[length > _NUMERIC] for length in longest]
    edges = [_LEFT]
    for share in shares:
        edges.append(edges[-1] + share * (_WIDE - 2 * _LEFT) / sum(shares))
    return edges


def _ruled(draft: Draft, rng: Random, say: Callable[[str], str]) -> list[str]:
    pages = _Pages(rng)
    for block in draft.blocks:
        if block.table is None:
            pages.paragraph(say(block.text))
        else:
            pages.table(block.table, say)
            pages.y -= 2 * _LEADING
    pages.end()
    return pages.pages


def _file(pages: list[str]) -> bytes:
    """The pages with what a PDF has around them."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", _FONT]
    kids = []
    for stream in pages:
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode("ascii")
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n".encode("ascii")
    return bytes(out)
