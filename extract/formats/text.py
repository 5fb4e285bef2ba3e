"""Plain text: the lines as they are. Tables in it are found downstream, by their labels."""

from __future__ import annotations

from collections.abc import Iterator

from extract.decode import decode, split_lines
from extract.document import Document
from extract.format import Format, Source, Unreadable
from extract.limits import Limits

_BINARY_SHARE = 0.02


def _pages(lines: list[str]) -> dict[int, int]:
    """A form feed begins a page on its own line (it does not part lines: no editor counts it as a break)."""
    pages = {1: 1}
    for number, line in enumerate(lines, 1):
        if "\f" in line:
            pages[number] = pages[max(pages)] + line.count("\f")
    return pages


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """One document, its lines those an editor shows; raises Unreadable for binary data and too many lines."""
    if len(source.raw) > limits.max_lines and source.raw.count(b"\n") > limits.max_lines:
        raise Unreadable("too_large", f"more than {limits.max_lines} lines; a report has a few hundred")
    text, encoding = decode(source.raw)
    if "\0" in text and text.count("\0") > _BINARY_SHARE * len(text):
        raise Unreadable("unreadable", "binary data of an unknown format; convert it to PDF, DOCX, HTML or text")
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
