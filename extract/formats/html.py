"""Web pages: text in reading order, tables with the grid a browser would draw.

The tree is lexbor's (selectolax): it is the tree browsers build, unclosed cells and misplaced tags included, and on
a page of 100 kB it costs 1.7 ms to parse and 0.5 ms to walk, against 1.9 and 0.7 ms with lxml, whose tree
is its own. The walk keeps its own stack, so nesting cannot exhaust Python's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.decode import decode
from extract.document import Document
from extract.format import Format, Source, Unreadable
from extract.limits import Limits
from extract.reference import read_csv
from extract.stream import Block, Placed, Stream, Table, place

_HEAD_BYTES = 4096
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|title|body|table|tbody|tr|td|div|p|span|br|ul|section|article|h[1-6])\b[^<]*>",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# The same for a whole page, spelled so that the search is for plain letters first, which is ten times as fast.
_HIDES = tuple(map(re.compile, (r"isplay\s*:\s*none", r"ISPLAY\s*:\s*(?i:none)", r" hidden\b", r" HIDDEN\b")))
_WHITE = re.compile(r"[ \t\n\r\f]+")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")

# Elements without text of the page, and the pronunciation that ruby prints above characters.
# fmt: off
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "select", "datalist", "textarea", "svg", "math", "iframe", "object",
    "embed", "audio", "video", "canvas", "head", "title", "rt", "rp", "rtc", "-comment", "map",
))
# fmt: on
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
# What the walk does at an element; 0 for one inside a line, of which nothing needs to be known.
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
# Without any of these the line breaks of the source are the only ones: a text with tables set in it.
_STRUCTURE = re.compile(r"<(?:html|body|div|p|br|li|section|article|h[1-6])\b", re.IGNORECASE)
# Elements that the parser closes by itself, or that have no content, do not nest however often they are opened.
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|dt|dd|td|th|tr|option|br|hr|img|input|meta|link|col|wbr|area|base|source)\b)[a-z]", re.IGNORECASE
)
_HARMLESS_TAGS = 5_000
_TAGS_A_CELL = 10  # opening and closing ones, with the paragraph and the spans in the cell
_WIDEST = 1_000  # columns a cell may span; browsers stop there too
_SMALL_IMAGE = 100  # pixels; icons and rules hold no table


def sniff(raw: bytes) -> bool:
    """Whether markup stands near the beginning, or tables anywhere in a text."""
    if b"<" not in raw:
        return _utf16(raw) is not None and b"<\0h\0t\0m\0l\0" in raw[:_HEAD_BYTES].lower().replace(b"\0<", b"<")
    return _TAG.search(raw, 0, _HEAD_BYTES) is not None or (b"</t" in raw and b"</table" in raw.lower())


def _utf16(raw: bytes) -> str | None:
    return "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else None


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """One page; raises Unreadable past the limits."""
    declared = _CHARSET.search(source.raw, 0, _HEAD_BYTES)
    text, encoding = decode(source.raw, declared[1].decode("ascii") if declared else None)
    _check_size(text, limits)
    page = LexborHTMLParser(text)
    metadata = _metadata(page)
    if any(pattern.search(text) for pattern in _HIDES):
        _drop_hidden(page)
    walk = _Walk(limits, as_typed=_STRUCTURE.search(text) is None)
    if page.body is not None:
        walk.run(page.body)
    stream = Stream(limits)
    stream.blocks(walk.blocks)
    yield stream.document(source, "text/html", encoding=encoding, metadata=metadata, images=walk.images)


def _check_size(text: str, limits: Limits) -> None:
    """Refuses, before it is parsed, what no page has: the parser's memory grows with the elements, its time with the
    square of their nesting."""
    elements = text.count("<")
    if elements < _HARMLESS_TAGS:
        return
    if elements > _TAGS_A_CELL * limits.max_table_cells:
        raise Unreadable("too_large", f"{elements:,} elements; no report needs that many")
    if sum(map(text.count, ("<td", "<TD", "<th", "<TH"))) > 2 * limits.max_table_cells:
        raise Unreadable("too_large", f"tables of more than {limits.max_table_cells} cells")
    depth = 0
    for tag in _NESTING.finditer(text):
        depth += -1 if tag[1] else 1
        if depth > limits.max_depth:
            raise Unreadable("too_large", f"elements nested more than {limits.max_depth} deep; no report needs that")


def _drop_hidden(page: LexborHTMLParser) -> None:
    """Hidden elements go, unless the only tables are in them: then a script shows them to readers."""
    hidden = [
        node
        for node in page.css('[hidden], [style*="isplay"], [style*="ISPLAY"]')
        if "hidden" in node.attributes or _HIDDEN_STYLE.search(node.attributes.get("style") or "")
    ]
    if not hidden:
        return
    tables = page.css("table")
    if tables and all(any(_within(table, node) for node in hidden) for table in tables):
        return
    for node in hidden:
        node.decompose()


def _within(node: LexborNode, outer: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id == outer.mem_id:
            return True
        above = above.parent
    return False


@cache
def _names() -> dict[str, tuple[int, str]]:
    """Names of meta elements to their rank and what they tell."""
    return {row["name"]: (rank, row["key"]) for rank, row in enumerate(read_csv("page_metadata.csv"))}


def _metadata(page: LexborHTMLParser) -> dict[str, str]:
    """Title, date of publication (ISO), author, site and address, as far as the page's head tells them."""
    told: dict[str, tuple[int, str]] = {}
    for node in page.css("meta[content]"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        content = (attributes.get("content") or "").strip()
        if not content or name not in _names():
            continue
        rank, key = _names()[name]
        if key == "published":
            date = _DATE.search(content)
            if date is None:
                continue
            content = f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}"
        if key not in told or rank < told[key][0]:
            told[key] = (rank, content)
    metadata = {key: content for key, (_, content) in told.items()}
    if "title" not in metadata and (title := page.css_first("title")) is not None:
        text = _WHITE.sub(" ", title.text()).strip()
        if text:
            metadata["title"] = text
    return metadata


def _span(value: str | None, most: int) -> int:
    """A span attribute as browsers read it; 1 where it is not a number."""
    digits = re.match(r"\s*\+?(\d{1,9})", value or "")
    return min(int(digits[1]), most) if digits else 1


class _Walk:
    """One walk over a tree, in document order, with its own stack of open tables.

    as_typed: line breaks of the source outside tables are kept, and spaces too.
    """

    def __init__(self, limits: Limits, as_typed: bool) -> None:
        self.blocks: list[Block] = []
        self.images = 0
        self._limits = limits
        self._as_typed = as_typed
        self._typed = 0  # open <pre> elements
        self._links = 0  # open <a> elements
        self._parts: list[str] = []
        self._outer: list[list[Block]] = []  # what was being filled before each open cell
        self._tables: list[list[list[list[tuple[list[Block], int, int]]]]] = []  # open tables: sections of rows

    def run(self, root: LexborNode) -> None:
        """Walks everything below `root`; the result is in `blocks` and `images`."""
        parts = self._parts
        typed = self._as_typed
        open_elements: list[tuple[LexborNode, int]] = []
        node = root.first_child
        while node is not None or open_elements:
            if node is None:
                node, kind = open_elements.pop()
                if kind:
                    if parts and kind <= _PRE:
                        self._flush()
                    if kind > _BLOCK:
                        self._leave(node, kind)
                node = node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                if typed or self._typed:
                    self._typed_text(node.text_content or "")
                else:
                    parts.append(node.text_content or "")
                node = node.next
                continue
            kind = _KINDS.get(tag, 0)
            if kind == _SKIP:
                node = node.next
                continue
            if kind:
                if parts and kind <= _PRE:
                    self._flush()
                if kind > _BLOCK:
                    self._enter(node, kind)
            below = node.first_child
            if below is None and kind > _BLOCK:
                self._leave(node, kind)
            if below is None:
                node = node.next
            else:
                open_elements.append((node, kind))
                node = below
        self._flush()

    def _enter(self, node: LexborNode, kind: int) -> None:
        if kind == _CELL:
            if self._tables:
                self._outer.append(self.blocks)
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
            self._image(node)
        elif kind == _FIELD:
            self._field(node)

    def _leave(self, node: LexborNode, kind: int) -> None:
        if kind == _CELL:
            if self._tables:
                self._close_cell(node)
        elif kind == _TABLE:
            rows: list[list[Placed]] = []
            for section in self._tables.pop():
                rows += place(section, self._limits)
            self.blocks.append(Table(rows))
        elif kind == _PRE:
            self._typed -= 1
        elif kind == _LINK:
            self._links -= 1

    def _close_cell(self, node: LexborNode) -> None:
        attributes = node.attributes
        width = max(1, _span(attributes.get("colspan"), _WIDEST)) if "colspan" in attributes else 1
        height = _span(attributes.get("rowspan"), 65_534) if "rowspan" in attributes else 1
        section = self._tables[-1][-1]
        if not section:
            section.append([])
        section[-1].append((self.blocks, width, height))
        self.blocks = self._outer.pop()

    def _keeps_lines(self) -> bool:
        return self._typed > 0 or (self._as_typed and not self._tables)

    def _typed_text(self, text: str) -> None:
        if not self._keeps_lines():
            self._parts.append(text)
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
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
        text = text.rstrip() if self._keeps_lines() else _WHITE.sub(" ", text).strip(" ")
        if text and not text.isspace():
            self.blocks.append(text)

    def _image(self, node: LexborNode) -> None:
        """Counts an image of the content that is not known to be small."""
        if self._links:
            return
        attributes = node.attributes
        sizes = [_span(attributes[side], 100_000) for side in ("width", "height") if attributes.get(side)]
        if not sizes or min(sizes) >= _SMALL_IMAGE:
            self.images += 1

    def _field(self, node: LexborNode) -> None:
        """A form's text field shows its value."""
        attributes = node.attributes
        if (attributes.get("type") or "text").lower() == "text" and attributes.get("value"):
            self._parts.append(attributes["value"] or "")


FORMATS = (Format("HTML page", "text/html", (".html", ".htm", ".shtml", ".jsp"), read, sniff=sniff, rank=80),)
