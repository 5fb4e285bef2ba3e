"""Radicals for the characters they look like: what some programs write into the text of a PDF for 人, 民, 行, 车.

The Kangxi radicals (U+2F00 to U+2FD5) have a compatibility mapping of their own; of those of the
supplement (U+2E80 to U+2EF3) `data/reference/radicals.csv` says which character each is that can stand for a whole one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from extract.document import Document
from extract.reference import read_csv

_RADICAL = re.compile(rb"\xe2[\xba-\xbf]")  # in UTF-8, where it is found ten times as fast; with some that are none
_KANGXI = range(0x2F00, 0x2FD6)


@cache
def _characters() -> dict[int, str]:
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI}
    return kangxi | {ord(row["radical"]): row["character"] for row in read_csv("radicals.csv")}


def without_radicals(document: Document) -> Document:
    """The document with a character for each radical in its text and in what stands beside it."""
    text = "\n".join((*document.lines, *document.metadata.values()))
    if _RADICAL.search(text.encode("utf-8", "surrogatepass")) is None:
        return document
    characters = _characters()
    return replace(
        document,
        lines=tuple(line.translate(characters) for line in document.lines),
        rows={
            number: tuple(cell._replace(text=cell.text.translate(characters)) for cell in cells)
            for number, cells in document.rows.items()
        },
        metadata={key: value.translate(characters) for key, value in document.metadata.items()},
    )
