"""What every reader produces: one numbered stream of lines, some of which are rows of table cells.

A format with lines of its own (plain text) keeps them; a format without (HTML, DOCX, PDF, spreadsheets) gives each
paragraph and each table row a line, in reading order, so that every figure has a line it can be traced to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell of a table row whose format tells where it stands.

    text: as printed, inner line breaks kept as "\\n".
    column: 0-based grid column of its left edge, spans of rows above counted in.
    width, height: grid columns and rows spanned (1 where unmerged).
    """

    text: str
    column: int
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """One document as a numbered stream of lines.

    uri: where it was found; a record of a corpus or a member of a file follows a "#".
    sha256: hex digest of the document's own bytes.
    media_type: IANA type, e.g. "text/plain".
    encoding: name of the character encoding, None where the format has none of its own.
    lines: the text, line number n at index n - 1. A table row's line is its cells joined by tabs.
    rows: line number to cells, for lines that the format itself marks as a table row. Empty for plain text.
    tables: line number to (table, row), both 1-based, for the same lines.
    pages: line number at which a page begins to page number, where the format has pages.
    metadata: what stands beside the text: title, url, site, author, published (ISO date), columns of a corpus.
    images: number of images that could hold a table.
    """

    uri: str
    sha256: str
    media_type: str
    encoding: str | None
    lines: tuple[str, ...]
    rows: Mapping[int, tuple[Cell, ...]] = field(default_factory=dict)
    tables: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    pages: Mapping[int, int] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    images: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that gave no text: reason is one of the quarantine codes, detail a sentence a person can act on."""

    uri: str
    sha256: str
    reason: str
    detail: str
