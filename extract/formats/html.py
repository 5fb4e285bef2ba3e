"""Web pages: text in reading order, tables with the grid a browser would draw.

The tree is lexbor's (selectolax): it is the tree browsers build, unclosed cells and misplaced tags included, and takes
a third of the time that lxml takes for a tree of its own. What is read is the text that lexbor makes of the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from extract.decode import decode
from extract.document import Document
from extract.format import Format, Source, Unreadable
from extract.limits import Limits
from extract.markup import Walk
from extract.plain_rows import cut
from extract.reference import read_csv
from extract.shown import keep_shown, shows_all
from extract.stream import Stream

_HEAD_BYTES = 4096
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|title|body|table|tbody|tr|td|div|p|span|ul|section|article|h[1-6])\b[^<]*>",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>")
_WHITE = re.compile(r"[ \t\n\r\f]+")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")

# Without any of these the line breaks of the source are the only ones: a text with tables set in it.
_STRUCTURE = re.compile(r"<(?:html|body|div|p|li|section|article|h[1-6])\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)  # alone it makes no page: Markdown parts the lines of a cell by it
# Elements that the parser closes by itself, or that have no content, do not nest however often they are opened.
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|dt|dd|td|th|tr|option|br|hr|img|input|meta|link|col|wbr|area|base|source)\b)[a-z]", re.IGNORECASE
)
_TAGS_A_BREAK = 5
_HARMLESS_TAGS = 5_000
_LONG_TAG, _MOST_ATTRIBUTES = 10_000, 1_000  # characters from which the attributes of a tag are counted; their most
_TAGS_A_CELL = 10  # opening and closing ones, with the paragraph and the spans in the cell


def sniff(raw: bytes) -> bool:
    """Whether markup stands near the beginning, or tables anywhere in a text."""
    head = raw[:_HEAD_BYTES]
    if b"\0" in head:  # two bytes a character
        return _TAG.search(head.replace(b"\0", b"")) is not None
    if b"<" not in raw:
        return False
    if _TAG.search(head) is not None or (b"</t" in raw and b"</table" in raw.lower()):
        return True
    return b"<br" in head.lower() and _parted_by_tags(raw.decode("latin-1"))


def _parted_by_tags(text: str) -> bool:
    """Whether the lines of a text end in tags: line breaks of its own are few beside them."""
    return len(_BREAK.findall(text)) > _TAGS_A_BREAK * text.count("\n")


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """One page; raises Unreadable past the limits."""
    declared = _CHARSET.search(source.raw, 0, _HEAD_BYTES)
    text, encoding = decode(source.raw, declared[1].decode("ascii") if declared else None)
    _check_size(text, limits)
    as_typed = _STRUCTURE.search(text) is None and not _parted_by_tags(text)
    metadata, walk = _read_cut(text, limits, as_typed) or _read_whole(text, limits, as_typed)
    stream = Stream(limits)
    stream.blocks(walk.blocks)
    yield stream.document(source, "text/html", encoding=encoding, metadata=metadata, images=walk.images)


def _read_cut(text: str, limits: Limits, as_typed: bool) -> tuple[dict[str, str], Walk] | None:
    """What a page holds whose rows of plain cells are not parsed; None where it shows less than its source, or where
    such rows stand outside tables."""
    left, taken = cut(text)
    if not taken or not shows_all(left):
        return None
    page = _parsed(left)
    walk = Walk(limits, as_typed, taken)
    walk.run(_canonical(page))
    return None if walk.missing else (_metadata(page), walk)


def _read_whole(text: str, limits: Limits, as_typed: bool) -> tuple[dict[str, str], Walk]:
    """What a page holds."""
    page = _parsed(text)
    metadata = _metadata(page)
    keep_shown(page, text)
    canonical = _canonical(page)
    left, taken = cut(canonical)
    walk = Walk(limits, as_typed, taken)
    walk.run(left)
    if walk.missing:
        walk = Walk(limits, as_typed)
        walk.run(canonical)
    return metadata, walk


def _parsed(text: str) -> LexborHTMLParser:
    if "<title" in text and "</title" not in text:
        text = _TITLE.sub("", text)  # never closed, it would swallow the page
    return LexborHTMLParser(text)


def _canonical(page: LexborHTMLParser) -> str:
    return (page.body.html if page.body is not None else None) or ""


def _check_size(text: str, limits: Limits) -> None:
    """Refuses, before it is parsed, what no page has: the parser's memory grows with the elements, its time with the
    square of their nesting and of the attributes of one."""
    elements = text.count("<")
    if elements > _TAGS_A_CELL * limits.max_table_cells:
        raise Unreadable("too_large", f"{elements:,} elements; no report needs that many")
    for piece in text.split("<") if _may_have_long_tag(text) else ():
        if len(piece) > _LONG_TAG and len(piece.partition(">")[0].split()) > _MOST_ATTRIBUTES:
            raise Unreadable("too_large", f"an element of more than {_MOST_ATTRIBUTES:,} attributes")
    if elements < _HARMLESS_TAGS:
        return
    if sum(map(text.count, ("<td", "<TD", "<th", "<TH"))) > 2 * limits.max_table_cells:
        raise Unreadable("too_large", f"tables of more than {limits.max_table_cells} cells")
    depth = 0
    for tag in _NESTING.finditer(text):
        depth += -1 if tag[1] else 1
        if depth > limits.max_depth:
            raise Unreadable("too_large", f"elements nested more than {limits.max_depth} deep; no report needs that")


def _may_have_long_tag(text: str) -> bool:
    """Whether half the characters of a long tag follow each other anywhere without another tag."""
    half = _LONG_TAG // 2
    return any(text.find("<", start, start + half) < 0 for start in range(0, len(text) - half, half))


@cache
def _names() -> dict[str, tuple[int, str]]:
    """Names of meta elements to their rank and what they tell."""
    return {row["name"]: (rank, row["key"]) for rank, row in enumerate(read_csv("page_metadata.csv"))}


def _metadata(page: LexborHTMLParser) -> dict[str, str]:
    """Title, date of publication (ISO), author, site and address, as far as the page's head tells them."""
    told: dict[str, tuple[int, str]] = {}
    for node in page.tags("meta"):  # by name: selectors would cost a page the engine for them
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
    if "title" not in metadata and (titles := page.tags("title")):
        text = _WHITE.sub(" ", titles[0].text()).strip()
        if text:
            metadata["title"] = text
    return metadata


FORMATS = (Format("HTML page", "text/html", (".html", ".htm", ".shtml", ".jsp"), read, sniff=sniff, rank=80),)
