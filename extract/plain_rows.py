"""Rows of a table that hold nothing but plain cells, taken out of markup before it is parsed or walked over.

Most of a report's markup is such rows, and most of their cells were met before, on this page or another. In place of
rows that follow each other one marked row is left. A parser is in the same state behind it as behind the rows, for all
elements in them are closed where they were opened. Where the marked row comes out of the parser as a row of a table,
the rows would have; where it does not (in a comment, a script, an attribute, a list to choose from), it is missed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.document import Cell
from extract.plain_cells import WHITE, lines_of, one_line, span
from extract.shown import shows_all
from extract.stream import PlainRow, is_page

Rows = list[PlainRow]  # that follow each other

_MARK = "\x01"
MARKED_ROW = rf"<tr><td>{_MARK}(\d+)</td></tr>"
_REFERRED = re.compile(r"&#(?:[xX]0*+1(?![0-9A-Fa-f])|0*+1(?!\d))")  # another way to write the mark

_RAW = re.compile("<(?:xmp|plaintext)", re.IGNORECASE)  # behind which a parser sees no more rows

_NAME = rf"[{WHITE}]++([A-Za-z][A-Za-z0-9:_-]*+)"
_VALUE = r"\"((?:[^\"<>&]|&quot;)*+)\"|'([^'<>&]*+)'|([A-Za-z0-9%#.,:;_-]++)"
_ATTRIBUTE = re.compile(rf"{_NAME}(?:=(?:{_VALUE}))?+")
_ATTRIBUTES = rf"(?:{re.sub('[(](?![?])', '(?:', _ATTRIBUTE.pattern)})*+[{WHITE}]*+"
_LETTERS = r"span|font|b|strong|u|i|em|o:p|ins|small|label|a"  # elements within a line, but those set above or below it
_BLOCKS = r"p|div|center|h[1-6]"
_LINES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))  # in which no block may stand
_STANDING = _LINES | {"div", "center"}
_TEXT = rf"(?:[^<>&\0{_MARK}]|&(?:nbsp|lt|gt|amp|quot);)*+"
_CELL = re.compile(
    rf"(?:<tr{_ATTRIBUTES}>)?+[{WHITE}]*+<(?:td|(th))({_ATTRIBUTES})>"
    rf"({_TEXT}(?:<(?:/(?:{_LETTERS}|{_BLOCKS})|(?:{_LETTERS}|{_BLOCKS}){_ATTRIBUTES}|br{_ATTRIBUTES}/?)>{_TEXT})*+)"
    r"(?(1)</th>)"
)
# The one stretch of text that most cells hold, between their tags.
_ONE_TEXT = re.compile(rf"((?:[{WHITE}]*+<[^<>]*+>)++)([^<>&\0{_MARK}]*+)((?:<[^<>]*+>[{WHITE}]*+)*+)")
_TAG = re.compile(rf"<(/?)({_LETTERS}|{_BLOCKS})(?=[{WHITE}>])")
# Rows, most of which are labels and zeros, and cells, of which fewer are new; the characters of the longest. The tags
# around their texts are the same on a whole page.
_ROWS, _SHORT_ROW = 4096, 1_000
_CELLS, _SHORT_CELL = 8192, 400
_SIZES = 1024


def cut(markup: str) -> tuple[str, list[Rows]]:
    """Markup with marked rows in place of rows of plain cells, and those rows in the order of the marks' numbers."""
    kept: list[str] = []
    taken: list[Rows] = []
    follows = False
    *pieces, rest = markup.split("</tr>")
    for piece in pieces:
        at = piece.rfind("<tr")
        row = _read(piece[at:]) if at >= 0 else None
        if row is None:
            kept += piece, "</tr>"
            follows = False
        elif follows and not piece[:at].strip(WHITE):
            taken[-1].append(row)
        else:
            kept += piece[:at], f"<tr><td>{_MARK}{len(taken)}</td></tr>"
            taken.append([row])
            follows = True
    left = "".join((*kept, rest))
    if left.count(_MARK) > len(taken) or ("&#" in left and _REFERRED.search(left)) or _RAW.search(left):
        return markup, []
    return left, taken


def _read(source: str) -> PlainRow | None:
    return _remembered_row(source) if len(source) <= _SHORT_ROW else _row(source)


def _row(source: str) -> PlainRow | None:
    """The cells of a row, given from its tag to its end; None where anything in it is not plain."""
    *sources, rest = (source.replace("</th>", "</th></td>") if "</th>" in source else source).split("</td>")
    if rest.strip(WHITE) or not sources:
        return None
    row: list[Cell] = []
    column = 0
    for cell in sources:
        read = _remembered_cell(cell) if len(cell) <= _SHORT_CELL else _any_cell(cell)
        if read is None:
            return None
        text, width, height = read
        row.append(Cell(text, column, width, height))
        column += width
    return PlainRow.of(row)


def _cell(source: str) -> tuple[str, int, int] | None:
    """Text, width and height of a plain cell, the row's tag before it or not; None where it is not plain, where it
    holds a page, and where something of it is not shown."""
    found = _ONE_TEXT.fullmatch(source)
    if found is None:
        return _any_cell(source)
    size = _remembered_size(found[1], found[3])
    return None if size is None else (one_line(found[2]).strip(), *size)


def _size(before: str, after: str) -> tuple[int, int] | None:
    """Width and height of a plain cell with one text between these tags, whatever text it is; None as of `_cell`."""
    cell = _any_cell(f"{before}0{after}")
    return None if cell is None else cell[1:]


def _any_cell(source: str) -> tuple[str, int, int] | None:
    """The same as `_cell` of a cell with any number of texts."""
    found = _CELL.fullmatch(source)
    if found is None or not _is_nested(found[3]) or not shows_all(source):
        return None
    lines = lines_of(found[3])
    return None if is_page(lines) else ("\n".join(lines).strip(), *_span(found[2]))


_remembered_row = lru_cache(_ROWS)(_row)
_remembered_cell = lru_cache(_CELLS)(_cell)
_remembered_size = lru_cache(_SIZES)(_size)


def _is_nested(content: str) -> bool:
    """Whether every element is closed where it was opened, and not by another one before."""
    opened: list[str] = []
    for closes, name in _TAG.findall(content):
        if closes:
            if not opened or opened.pop() != name:
                return False
        elif (name in opened) if name == "a" else (name in _STANDING and not _LINES.isdisjoint(opened)):
            return False
        else:
            opened.append(name)
    return not opened


def _span(attributes: str) -> tuple[int, int]:
    if "span" not in attributes.lower():
        return 1, 1
    told: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(attributes):
        told.setdefault(name.lower(), "".join(values))
    return span(told.get("colspan", ""), told.get("rowspan", ""))
