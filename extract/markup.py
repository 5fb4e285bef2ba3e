"""The walk over a parsed page, by its canonical text.

What the parser writes back has every element closed, every attribute quoted and no stray bracket, so that one pattern
cuts it into rows of plain cells, stretches of text and tags. That costs a fifth of visiting each node of the tree, and
nesting cannot exhaust Python's stack.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.limits import Limits
from extract.stream import Block, Placed, Table, Unplaced, place

_WHITE = re.compile(r"[ \t\n\r\f]+")
_EDGES = " \t\n\r\f"

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
_INLINE = r"span|font|b|strong|u|i|em|o:p|su[bp]|ins|small|label"
_BREAKING = r"p|br|div|center|h[1-6]|ul|ol|li|dl|dt|dd|section"
_RAW = "|".join(f"<{name}(?=[ >]).*?</{name}>" for name in ("script", "style", "iframe", "noembed", "noframes"))
# A plain cell holds nothing but lines of text.
_LINES = rf"[^<]*+(?:</?(?:{_INLINE}|{_BREAKING}|a)(?=[ >])[^>]*+>[^<]*+)*+"
_PLAIN_CELL = rf"<t[dh](?=[ >])[^>]*+>{_LINES}</t[dh]>"
_BETWEEN = rf"[{_EDGES}]*+"
_TOKEN = re.compile(
    # Group 1: a row of nothing but such cells. Group 2: such a cell in another row.
    rf"<tr(?=[ >])[^>]*+>((?:{_BETWEEN}{_PLAIN_CELL})++{_BETWEEN})</tr>{_BETWEEN}|({_PLAIN_CELL})"
    # Group 3: text, and what parts it into lines.
    rf"|((?:[^<]++|</?(?:{_INLINE}|{_BREAKING})(?=[ >])[^>]*+>|<a(?=[ >])[^>]*+>[^<]*+</a>)++)"
    # What is no markup inside, and comments.
    rf"|{_RAW}|<!--.*?-->"
    # Groups 4 to 6: a tag, whether it closes, its name and attributes.
    r"|<(/?+)([A-Za-z][^ >]*+)([^>]*+)>",
    re.DOTALL,
)
_A_ROW, _A_CELL, _TEXT, _TAG = 1, 2, 3, 6  # the last group of each
_TAG_NAME, _END_TAG = len("<td"), len("</td>")
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}|a)(?=[ >])[^>]*+>")
_BREAK = re.compile("<[^>]*+>")
_ATTRIBUTE = re.compile(r" (=?[^ =>]*+)=\"([^\"]*+)\"")
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")
# The only references that the canonical text has.
_REFERENCES = (("&nbsp;", "\xa0"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_REMEMBERED, _SHORT = 8192, 400  # cells, most of which are labels and small numbers; the characters of the longest
_WIDEST = 1_000  # columns a cell may span; browsers stop there too
_TALLEST = 65_534
_SMALL_IMAGE = 100  # pixels; icons and rules hold no table


def _plain(text: str) -> str:
    """Text with its character references resolved."""
    if "&" in text:
        for reference, character in _REFERENCES:
            text = text.replace(reference, character)
    return text


def _line(text: str) -> str:
    """A line as browsers show it: white space of the source is one space, and none at its ends."""
    return text if text.isalnum() else _WHITE.sub(" ", text).strip(" ")


def _attributes(text: str) -> dict[str, str]:
    return {name: _plain(value) for name, value in _ATTRIBUTE.findall(text)}


def _number(value: str, most: int) -> int:
    """A number in an attribute as browsers read it; 1 where it is none."""
    digits = _NUMBER.match(value)
    return min(int(digits[1]), most) if digits else 1


def _span(text: str) -> tuple[int, int]:
    """Columns and rows that a cell with these attributes spans."""
    if "span" not in text:
        return 1, 1
    attributes = _attributes(text)
    width = max(1, _number(attributes.get("colspan", ""), _WIDEST))
    return width, _number(attributes.get("rowspan", ""), _TALLEST)


def _pieces(source: str) -> list[str]:
    """Text, parted where a tag ends a line."""
    return _BREAK.split(_INLINE_TAG.sub("", source)) if "<" in source else [source]


def _cell(source: str) -> Unplaced:
    """A cell that holds nothing but lines, of which blank ones are none. source: from before its tag to its end."""
    attributes, _, content = source.lstrip(_EDGES)[_TAG_NAME:].partition(">")
    lines = [_line(_plain(piece)) for piece in _pieces(content)]
    return (tuple([line for line in lines if line and not line.isspace()]), *_span(attributes))


_remembered = lru_cache(_REMEMBERED)(_cell)


def _cells(row: str) -> list[Unplaced]:
    """The cells of a row of nothing but such cells."""
    sources = row.replace("</th>", "</td>").split("</td>")
    sources.pop()
    return [_remembered(source) if len(source) <= _SHORT else _cell(source) for source in sources]


class Walk:
    """One walk over a page, in reading order, with its own stack of open tables.

    as_typed: line breaks of the source outside tables are kept, and spaces too. blocks: what was read. images: those
    of the content that are not known to be small.
    """

    def __init__(self, limits: Limits, as_typed: bool) -> None:
        self.blocks: list[Block] = []
        self.images = 0
        self._limits = limits
        self._as_typed = as_typed
        self._typed = 0  # open <pre> elements
        self._links = 0  # open <a> elements
        self._parts: list[str] = []
        self._outer: list[tuple[list[Block], str]] = []  # of each open cell: what was being filled, its attributes
        self._tables: list[list[list[list[Unplaced]]]] = []  # open tables: sections of rows

    def run(self, canonical: str) -> None:
        """Walks everything in the canonical text of an element; the result is in `blocks` and `images`."""
        parts = self._parts
        skipped, depth = "", 0  # the element of which nothing is read, and how many of its name are open
        for token in _TOKEN.finditer(canonical):
            kind = token.lastindex
            if skipped:
                if kind == _TAG and token[5] == skipped:
                    depth += -1 if token[4] else 1
                    skipped = skipped if depth else ""
            elif kind == _A_ROW:
                self._row(token[1])
            elif kind == _A_CELL:
                self._cell(token[2])
            elif kind == _TEXT:
                *lines, rest = _pieces(token[3])
                for line in lines:
                    self._text(line)
                    self._flush()
                self._text(rest)
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

    def _row(self, cells: str) -> None:
        """A row of nothing but cells that hold nothing but lines."""
        self._flush()
        self._enter(_ROW, "")
        if self._typed or not self._tables:
            self.run(cells)
        else:
            self._tables[-1][-1][-1] = _cells(cells)

    def _cell(self, source: str) -> None:
        """A cell that holds nothing but lines."""
        self._flush()
        if self._typed or not self._tables:
            attributes, _, content = source[_TAG_NAME:-_END_TAG].partition(">")
            self._enter(_CELL, attributes)
            self.run(content)
            self._leave(_CELL)
        else:
            section = self._tables[-1][-1]
            if not section:
                section.append([])
            section[-1] += _cells(source)

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
                section = self._tables[-1][-1]
                if not section:
                    section.append([])
                section[-1].append((content, *_span(attributes)))
        elif kind == _TABLE:
            rows: list[list[Placed]] = []
            for section in self._tables.pop():
                rows += place(section, self._limits)
            self.blocks.append(Table(rows))
        elif kind == _PRE:
            self._typed -= 1
        elif kind == _LINK:
            self._links -= 1

    def _keeps_lines(self) -> bool:
        return self._typed > 0 or (self._as_typed and not self._tables)

    def _text(self, source: str) -> None:
        if not self._keeps_lines():
            if self._parts or source.strip(_EDGES):
                self._parts.append(_plain(source))
            return
        first, *others = _plain(source).replace("\r\n", "\n").split("\n")
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
        text = text.rstrip() if self._keeps_lines() else _line(text)
        if text and not text.isspace():
            self.blocks.append(text)

    def _image(self, text: str) -> None:
        """Counts an image of the content that is not known to be small."""
        if self._links:
            return
        attributes = _attributes(text)
        sizes = [_number(attributes[side], 100_000) for side in ("width", "height") if attributes.get(side)]
        if not sizes or min(sizes) >= _SMALL_IMAGE:
            self.images += 1

    def _field(self, text: str) -> None:
        """A form's text field shows its value."""
        attributes = _attributes(text)
        if (attributes.get("type") or "text").lower() == "text" and attributes.get("value"):
            self._parts.append(attributes["value"])
