"""The binary format of Word 97 to 2003: text by its piece table, paragraphs' table properties by their pages.

Follows the published format specification, [MS-DOC]: file information block, piece table, paragraph property pages, and
the table definitions that the ends of rows carry.
"""

from __future__ import annotations

import struct
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extract import edges
from extract.edges import Edged
from extract.format import Unreadable
from extract.notes import set_small
from extract.stream import Block, Table

_MAGIC = 0xA5EC
_OLDEST = 101  # nFib of Word 97
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PAGE = 512
_FC_CHPX, _FC_PAPX, _FC_CLX = 0xFA, 0x102, 0x1A2  # where the FIB tells of the pages of properties and of the pieces
_CCP_TEXT = 0x4C  # lengths of the main text, five other parts, and the text boxes
_DOWN, _DOWN_FLAGS, _ALONG_FLAGS = 0x20, 0x60, 0x03  # merges in a cell's flags
_IN_TABLE, _ROW_END, _TABLE_DEFINITION = 0x2416, 0x2417, 0xD608
_TAB_STOPS = 0xC615
# Deleted by a revision, struck out once or twice, hidden: not what the document says. The other sets figures small.
_UNSAID, _LEVEL = frozenset((0x0800, 0x0837, 0x2A53, 0x083C)), 0x2A48
_BELOW = 2
_ON = frozenset((1, 0x81))  # 0x81: other than the style says
_OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

_PARAGRAPH, _CELL, _PAGE_BREAK, _LINE = "\r", "\x07", "\x0c", "\x0b"
_FIELD, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_PICTURE, _DRAWN = "\x01", "\x08"
_PRINTED = {"\x0b": "\n", "\x0e": "\n", "\t": "\t", "\x1e": "-", "\xa0": "\xa0"}


@dataclass(slots=True)
class _Properties:
    """What a paragraph says of the table it is in. cells: positions and merge flags of its row's cells."""

    in_table: bool = False
    ends_row: bool = False
    cells: list[tuple[int, int, int]] | None = None


@dataclass(slots=True)
class _Piece:
    first: int  # character position
    end: int
    offset: int  # in bytes
    width: int  # bytes a character


def table_stream(word: bytes) -> str:
    """Name of the stream that goes with this main stream; raises Unreadable for what is not Word 97 or is locked."""
    if len(word) < _FC_CLX + 8:
        raise Unreadable("unreadable", "a cut-off Word document; fetch it again")
    magic, version = struct.unpack_from("<HH", word)
    flags = struct.unpack_from("<H", word, 10)[0]
    if magic != _MAGIC or version < _OLDEST:
        raise Unreadable("unreadable", "a document of Word 95 or older; save it as DOCX")
    if flags & _ENCRYPTED:
        raise Unreadable("encrypted", "the Word document asks for a password; ask for an open copy")
    return "1Table" if flags & _SECOND_TABLE else "0Table"


def read(word: bytes, tables: bytes) -> tuple[list[Block], int]:
    """Paragraphs and tables in order, and the number of pictures. word, tables: the two streams."""
    pieces = _pieces(word, tables)
    starts, properties = _paragraphs(word, tables)
    looks = _Looks(word, tables)
    lengths = struct.unpack_from("<7i", word, _CCP_TEXT)
    main, before_boxes, boxes = lengths[0], sum(lengths[:6]), lengths[6]
    blocks: list[Block] = []
    images = 0
    for first, end in ((0, main), (before_boxes, before_boxes + boxes)):
        part = _Part()
        for text, offset in _characters(word, pieces, first, end):
            index = bisect_right(starts, offset) - 1
            for shown in looks.shown(text, offset):
                part.take(shown, properties[index] if index >= 0 else _NOTHING)
        blocks += part.close()
        images += part.images
    return blocks, images


_NOTHING = _Properties()


def _pieces(word: bytes, tables: bytes) -> list[_Piece]:
    position, length = struct.unpack_from("<II", word, _FC_CLX)
    clx = tables[position : position + length]
    at = 0
    while at < len(clx) and clx[at] == 1:  # properties of pieces, of no use here
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise Unreadable("unreadable", "a Word document without its piece table; open it in Word and save it as DOCX")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    pieces = []
    for number in range(count):
        packed = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        narrow = bool(packed & 0x4000_0000)
        offset = packed & 0x3FFF_FFFF
        pieces.append(
            _Piece(positions[number], positions[number + 1], offset // 2 if narrow else offset, 1 if narrow else 2)
        )
    return pieces


def _characters(word: bytes, pieces: list[_Piece], first: int, end: int) -> Iterator[tuple[str, int]]:
    """Each character with its byte offset; halves of a surrogate pair one after the other."""
    for piece in pieces:
        start, stop = max(first, piece.first), min(end, piece.end)
        if start >= stop:
            continue
        offset = piece.offset + (start - piece.first) * piece.width
        raw = word[offset : offset + (stop - start) * piece.width]
        if piece.width == 1:
            text = raw.decode("cp1252", "replace")
        else:
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
        for number, character in enumerate(text):
            yield character, offset + number * piece.width


def _pages(word: bytes, tables: bytes, place: int) -> Iterator[bytes]:
    """Pages of properties, which the table that the FIB tells of at a place leads to."""
    position, length = struct.unpack_from("<II", word, place)
    plc = tables[position : position + length]
    count = max(0, (len(plc) - 4) // 8)
    for page in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ():
        begin = (page & 0x3F_FFFF) * _PAGE
        block = word[begin : begin + _PAGE]
        if len(block) == _PAGE:
            yield block


def _paragraphs(word: bytes, tables: bytes) -> tuple[list[int], list[_Properties]]:
    """Byte offsets at which paragraphs begin, ascending, and their properties."""
    found: list[tuple[int, _Properties]] = []
    for block in _pages(word, tables, _FC_PAPX):
        runs = block[_PAGE - 1]
        offsets = struct.unpack_from(f"<{runs + 1}I", block)
        for run in range(runs):
            at = 2 * block[4 * (runs + 1) + 13 * run]
            found.append((offsets[run], _properties(block, at) if at else _NOTHING))
    found.sort(key=lambda pair: pair[0])
    return [offset for offset, _ in found], [properties for _, properties in found]


class _Looks:
    """Runs of text that are not printed as they stand, by byte offset: left out, or set small."""

    def __init__(self, word: bytes, tables: bytes) -> None:
        self._runs: list[tuple[int, int, int]] = []  # first byte, end, level: 0 where it is left out
        for block in _pages(word, tables, _FC_CHPX):
            runs = block[_PAGE - 1]
            offsets = struct.unpack_from(f"<{runs + 1}I", block)
            for run in range(runs):
                at = 2 * block[4 * (runs + 1) + run]
                level = _look(block[at + 1 : at + 1 + block[at]]) if at else None
                if level is not None:
                    self._runs.append((offsets[run], offsets[run + 1], level))
        self._runs.sort()

    def shown(self, character: str, offset: int) -> str:
        """What is printed of a character; marks of paragraphs and cells always are."""
        if not self._runs or character < " ":
            return character
        index = bisect_right(self._runs, (offset, sys.maxsize)) - 1
        if index < 0 or offset >= self._runs[index][1]:
            return character
        level = self._runs[index][2]
        small = set_small(character, below=level == _BELOW) if level else ""
        return small if len(small) <= 1 else character


def _look(modifiers: bytes) -> int | None:
    """Whether text is left out (0) or set small (its level), None where neither."""
    level = None
    for code, operand in _modifiers(modifiers):
        if code in _UNSAID and operand[0] in _ON:
            return 0
        if code == _LEVEL:
            level = operand[0] or None
    return level


def _properties(block: bytes, at: int) -> _Properties:
    size = block[at]
    begin, length = (at + 1, 2 * size - 1) if size else (at + 2, 2 * block[at + 1])
    found = _Properties()
    for code, operand in _modifiers(block[begin + 2 : begin + length]):
        if code == _IN_TABLE:
            found.in_table = bool(operand[0])
        elif code == _ROW_END:
            found.ends_row = bool(operand[0])
        elif code == _TABLE_DEFINITION:
            found.cells = _cells(operand)
    return found


def _modifiers(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Property modifiers: code and operand."""
    at = 0
    while at + 2 < len(raw):
        code = struct.unpack_from("<H", raw, at)[0]
        at += 2
        size = _OPERAND_BYTES.get(code >> 13)
        if size is None:
            if code == _TABLE_DEFINITION:
                size = struct.unpack_from("<H", raw, at)[0] - 1 if at + 2 <= len(raw) else 0
                at += 2
            elif code == _TAB_STOPS and raw[at] == 255:
                return
            else:
                size = raw[at]
                at += 1
        operand = raw[at : at + size]
        if len(operand) == size:
            yield code, operand
        at += size


def _cells(operand: bytes) -> list[tuple[int, int, int]]:
    """Left edge, right edge and merge flags of the cells of a row."""
    count = operand[0]
    if len(operand) < 1 + 2 * (count + 1):
        return []
    positions = struct.unpack_from(f"<{count + 1}h", operand, 1)
    flags_at = 1 + 2 * (count + 1)
    cells = []
    for number in range(count):
        at = flags_at + 20 * number
        flags = struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
        cells.append((positions[number], positions[number + 1], flags))
    return cells


class _Part:
    """One run of text taken character by character: paragraphs, cells, rows, tables."""

    def __init__(self) -> None:
        self.images = 0
        self._blocks: list[Block] = []
        self._line: list[str] = []
        self._cell: list[Block] = []
        self._row: list[list[Block]] = []
        self._rows: list[list[Edged]] = []
        self._fields: list[bool] = []  # open fields: whether their result has begun

    def take(self, character: str, properties: _Properties) -> None:
        """One character; the properties are those of its paragraph."""
        if character >= " ":
            if all(self._fields):
                self._line.append(character)
        elif character == _CELL:
            if properties.ends_row:
                self._end_row(properties.cells)
            else:
                self._end_line(self._cell)
                self._row.append(self._cell)
                self._cell = []
        elif character in (_PARAGRAPH, _PAGE_BREAK):
            if not properties.in_table:
                self._end_table()
            self._end_line(self._cell if properties.in_table else self._blocks)
        elif character == _FIELD:
            self._fields.append(False)
        elif character == _FIELD_RESULT and self._fields:
            self._fields[-1] = True
        elif character == _FIELD_END and self._fields:
            self._fields.pop()
        elif character in (_PICTURE, _DRAWN):
            self.images += 1
        elif character in _PRINTED and all(self._fields):
            self._line.append(_PRINTED[character])

    def close(self) -> list[Block]:
        """All blocks, whatever was left open closed."""
        self._end_table()
        self._end_line(self._blocks)
        return self._blocks

    def _end_line(self, into: list[Block]) -> None:
        text = "".join(self._line).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._line.clear()
        into += [line for line in text.split("\n") if line and not line.isspace()]

    def _end_row(self, cells: list[tuple[int, int, int]] | None) -> None:
        if cells and len(cells) == len(self._row):
            row, merged = [], False
            for blocks, (left, right, flags) in zip(self._row, cells, strict=True):
                # Writers disagree on which of the two flags opens a merge along the row: an empty cell goes on.
                along, merged = merged and bool(flags & _ALONG_FLAGS), bool(flags & _ALONG_FLAGS)
                row.append(Edged(blocks, left, right, flags & _DOWN_FLAGS == _DOWN, along))
            self._rows.append(row)
        elif self._row:
            self._rows.append(edges.by_order(self._row))
        self._row = []

    def _end_table(self) -> None:
        """Text outside a table ends the one before it; cells without the end of their row are kept as one."""
        if self._cell or self._row:
            if self._cell:
                self._row.append(self._cell)
            self._cell = []
            self._end_row(None)
        if self._rows:
            table: Table = edges.table(self._rows)
            self._blocks.append(table)
            self._rows = []
