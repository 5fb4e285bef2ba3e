"""Plain text: the lines as they are. Tables in it are found downstream, by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.decode import decode, plausibility, split_lines
from extract.document import Document
from extract.format import Format, Source, Unreadable
from extract.limits import Limits

# Of data with zero bytes: more of them than this in the text, or fewer common characters, and it is no text. What is
# good Chinese without them is one all the same: converters leave them where a control character stood.
_MOST_ZEROS = 0.02
_LEAST_PLAUSIBLE = 0.1
_GOOD = 0.6
_ZERO_IN_NUMBER = re.compile(r"(?<=\d)\0+(?=\d)")
# What can part the cells of a line, and how many of it a cell may have: spaces also fill a line up.
_PARTS = ((("\t", "|", "｜"), 2), ((" ", "\u3000"), 10))


def _pages(lines: list[str]) -> dict[int, int]:
    """A form feed begins a page on its own line (it does not part lines: no editor counts it as a break)."""
    pages = {1: 1}
    page = 1
    for number, line in enumerate(lines, 1):
        if "\f" in line:
            page += line.count("\f")
            pages[number] = page
    return pages


def _is_binary(text: str) -> bool:
    if text.count("\0") > _MOST_ZEROS * len(text):
        return plausibility(text.replace("\0", "")) < _GOOD
    return not text.isascii() and plausibility(text) < _LEAST_PLAUSIBLE


def _without_zeros(text: str) -> str:
    """Zero characters go; one between two digits parts them, for nothing tells whether they are one number."""
    return _ZERO_IN_NUMBER.sub(" ", text).replace("\0", "")


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """One document, its lines those an editor shows; raises Unreadable for binary data and too many lines."""
    if len(source.raw) > limits.max_lines and source.raw.count(b"\n") > limits.max_lines:
        raise Unreadable("too_large", f"more than {limits.max_lines} lines; a report has a few hundred")
    text, encoding = decode(source.raw)
    if b"\0" in source.raw:
        if _is_binary(text):
            raise Unreadable("unreadable", "binary data of an unknown format; convert it to PDF, DOCX, HTML or text")
        text = _without_zeros(text)
    for marks, share in _PARTS if len(text) > limits.max_table_cells else ():
        if sum(map(text.count, marks)) > share * limits.max_table_cells:
            raise Unreadable("too_large", "more tabs, bars or spaces than any table has; split the text")
    lines = split_lines(text)
    if len(lines) > limits.max_lines:
        raise Unreadable("too_large", f"more than {limits.max_lines} lines; a report has a few hundred")
    yield Document(
        uri=source.uri,
        sha256=source.sha256,
        media_type="text/plain",
        encoding=encoding,
        lines=tuple(lines),
        pages=_pages(lines) if "\f" in text else {},
        metadata=source.metadata,
    )


FORMATS = (Format("plain text", "text/plain", (".txt", ".md"), read, rank=100),)
