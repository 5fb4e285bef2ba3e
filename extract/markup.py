"""The walk over a parsed page, by its canonical text.

What the parser writes back has every element closed, every attribute quoted and no stray bracket, so that one pattern
cuts it into rows of plain cells, stretches of text and tags. That costs a fifth of visiting each node of the tree, and
nesting cannot exhaust Python's stack.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.limits import Limits
from extract.plain_cells import INLINE, WHITE, lines_of, number, one_line, pieces, plain, shown, span
from extract.plain_rows import MARKED_ROW, Rows
from extract.stream import Block, Placed, PlainRow, Table, Unplaced, place

# Elements without text of the page, and the pronunciation that ruby prints above characters.
# fmt: off
_SKIPPED = frozenset((
    "noscript", "template", "select", "datalist", "textarea", "svg", "math", "object", "audio", "video", "canvas",
    "head", "title", "rt", "rp", "rtc", "map",
))
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
# What the walk does at an element; nothing at one inside a line.
_SKIP, _BLOCK, _TABLE, _SECTION, _ROW, _CELL, _PRE, _LINK, _IMAGE, _FIELD = range(1, 11)
_KINDS = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_BLOCKS, _BLOCK),
    **dict.fromkeys(("tbody", "thead", "tfoot"), _SECTION),
    **dict.fromkeys(("td", "th"), _CELL),
    "table": _TABLE,
    "tr": _ROW,
    "pre": _PRE,
    "a": _LINK,
    "img": _IMAGE,
    "input": _FIELD,
}
_BREAKING = r"p|br|div|center|h[1-6]|ul|ol|li|dl|dt|dd|section"
_RAW = "|".join(f"<{name}(?=[ >]).*?</{name}>" for name in ("script", "style", "iframe", "noembed", "noframes"))
_TOKENS = (
    # Group 2: a cell that holds nothing but lines of text.
    rf"|(<t[dh](?=[ >])[^>]*+>[^<]*+(?:</?(?:{INLINE}|{_BREAKING}|a)(?=[ >])[^>]*+>[^<]*+)*+</t[dh]>)"
    # Group 3: text, and what parts it into lines.
    rf"|((?:[^<]++|</?(?:{INLINE}|{_BREAKING})(?=[ >])[^>]*+>|<a(?=[ >])[^>]*+>[^<]*+</a>)++)"
    # What is no markup inside, and comments.
    rf"|{_RAW}|<!--.*?-->"
    # Groups 4 to 6: a tag, whether it closes, its name and attributes.
    r"|<(/?+)([A-Za-z][^ >]*+)([^>]*+)>"
)
# Group 1: rows that were taken out; where none were, a page may have such a mark of its own.
_CUT, _WHOLE = (re.compile(before + MARKED_ROW + _TOKENS, re.DOTALL) for before in ("", "(?!)"))
_ROWS, _A_CELL, _TEXT, _TAG = 1, 2, 3, 6  # the last group of each
_TAG_NAME, _END_TAG = len("<td"), len("</td>")
_ATTRIBUTE = re.compile(r" (=?[^ =>]*+)=\"([^\"]*+)\"")
_SMALL_IMAGE = 100  # pixels; icons and rules hold no table


def _attributes(text: str) -> dict[str, str]:
    return {name: plain(value) for name, value in _ATTRIBUTE.findall(text)}


def _span(text: str) -> tuple[int, int]:
    """Columns and rows that a cell with these attributes spans."""
    if "span" not in text:
        return 1, 1
    attributes = _attributes(text)
    return span(attributes.get("colspan", ""), attributes.get("rowspan", ""))


class Walk:
    """One walk over a page, in reading order, with its own stack of open tables.

    as_typed: line breaks of the source outside tables are kept, and spaces too. taken: rows in place of which marked
    ones are left. blocks: what was read. images: those of the content that are not known to be small. missing: how many
    marked rows were not met in a table; where there are any, what was read is not the page.
    """

    def __init__(self, limits: Limits, as_typed: bool, taken: Sequence[Rows] = ()) -> None:
        self.blocks: list[Block] = []
        self.images = 0
        self.missing = len(taken)
        self._taken = taken
        self._limits = limits
        self._as_typed = as_typed
        self._typed = 0  # open <pre> elements
        self._links = 0  # open <a> elements
        self._parts: list[str] = []
        self._outer: list[tuple[list[Block], str]] = []  # of each open cell: what was being filled, its attributes
        self._tables: list[list[list[list[Unplaced] | PlainRow]]] = []  # open tables: sections of rows

    def run(self, canonical: str) -> None:
        """Walks everything in the canonical text of an element; the result is in `blocks` and `images`."""
        parts = self._parts
        skipped, depth = "", 0  # the element of which nothing is read, and how many of its name are open
        for token in (_CUT if self._taken else _WHOLE).finditer(canonical):
            kind = token.lastindex
            if skipped:
                if kind == _TAG and token[5] == skipped:
                    depth += -1 if token[4] else 1
                    skipped = skipped if depth else ""
            elif kind == _ROWS:
                self._rows(int(token[1]))
            elif kind == _A_CELL:
                self._cell(token[2])
            elif kind == _TEXT:
                self._lines(pieces(token[3]))
            elif kind == _TAG:
                does = _KINDS.get(token[5], 0)
                if does == _SKIP:
                    skipped, depth = token[5], 1
                elif does:
                    if parts and does <= _PRE:
                        self._flush()
                    if does > _BLOCK:
                        self._leave(does) if token[4] else self._enter(does, token[6])
        self._flush()

    def _rows(self, number: int) -> None:
        """Rows that were taken out; they stay missing where no table is open, or white space counts."""
        if self._tables and not self._typed:
            self._flush()
            self._tables[-1][-1] += self._taken[number]
            self.missing -= 1

    def _cell(self, source: str) -> None:
        """A cell that holds nothing but lines."""
        self._flush()
        attributes, _, content = source[_TAG_NAME:-_END_TAG].partition(">")
        if self._typed or not self._tables:
            self._enter(_CELL, attributes)
            self.run(content)
            self._leave(_CELL)
        else:
            self._row().append((lines_of(content), *_span(attributes)))

    def _row(self) -> list[Unplaced]:
        """The row of the open table to which a cell is added."""
        section = self._tables[-1][-1]
        row = section[-1] if section else None
        if not isinstance(row, list):
            row = []
            section.append(row)
        return row

    def _enter(self, kind: int, attributes: str) -> None:
        if kind == _CELL:
            if self._tables:
                self._outer.append((self.blocks, attributes))
                self.blocks = []
        elif kind == _TABLE:
            self._tables.append([[]])
        elif kind == _ROW:
            if self._tables:
                self._tables[-1][-1].append([])
        elif kind == _SECTION:
            if self._tables:
                self._tables[-1].append([])
        elif kind == _PRE:
            self._typed += 1
        elif kind == _LINK:
            self._links += 1
        elif kind == _IMAGE:
            self._image(attributes)
        elif kind == _FIELD:
            self._field(attributes)

    def _leave(self, kind: int) -> None:
        if kind == _CELL:
            if self._tables:
                content = self.blocks
                self.blocks, attributes = self._outer.pop()
                self._row().append((content, *_span(attributes)))
        elif kind == _TABLE:
            rows: list[list[Placed] | PlainRow] = []
            for section in self._tables.pop():
                rows += place(section, self._limits)
            self.blocks.append(Table(rows))
        elif kind == _PRE:
            self._typed -= 1
        elif kind == _LINK:
            self._links -= 1

    def _keeps_lines(self) -> bool:
        return self._typed > 0 or (self._as_typed and not self._tables)

    def _lines(self, sources: list[str]) -> None:
        """The end of a line that was begun, whole ones, and the beginning of another; there may be one alone."""
        if len(sources) > 2 and not self._keeps_lines():
            first, *whole, last = sources
            self._text(first)
            self._flush()
            self.blocks += shown(whole)
            self._text(last)
            return
        *lines, rest = sources
        for line in lines:
            self._text(line)
            self._flush()
        self._text(rest)

    def _text(self, source: str) -> None:
        if not self._keeps_lines():
            if self._parts or source.strip(WHITE):
                self._parts.append(plain(source))
            return
        first, *others = plain(source).replace("\r\n", "\n").split("\n")
        self._parts.append(first)
        for other in others:
            self._flush()
            self._parts.append(other)

    def _flush(self) -> None:
        """Ends the line being gathered; a blank one leaves nothing."""
        parts = self._parts
        if not parts:
            return
        text = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        text = text.rstrip() if self._keeps_lines() else one_line(text)
        if text and not text.isspace():
            self.blocks.append(text)

    def _image(self, text: str) -> None:
        """Counts an image of the content that is not known to be small."""
        if self._links:
            return
        attributes = _attributes(text)
        sizes = [number(attributes[side], 100_000) for side in ("width", "height") if attributes.get(side)]
        if not sizes or min(sizes) >= _SMALL_IMAGE:
            self.images += 1

    def _field(self, text: str) -> None:
        """A form's text field shows its value."""
        attributes = _attributes(text)
        if (attributes.get("type") or "text").lower() == "text" and attributes.get("value"):
            self._parts.append(attributes["value"])
