"""Invisible marks around figures, so that any rendering can tell afterwards where each figure stands."""

from __future__ import annotations

import re
import unicodedata

_OPEN, _MID, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([^{_MID}]*){_MID}|{_CLOSE}")


def mark(key: str | None, text: str) -> str:
    """The text of a cell, marked if it is a figure."""
    return f"{_OPEN}{key}{_MID}{text}{_CLOSE}" if key else text


def strip(text: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without marks, and the span of each figure in it."""
    spans: dict[str, tuple[int, int]] = {}
    out: list[str] = []
    size, last, key, start = 0, 0, "", 0
    for found in _MARK.finditer(text):
        piece = text[last : found.start()]
        out.append(piece)
        size += len(piece)
        last = found.end()
        if found[1] is not None:
            key, start = found[1], size
        else:
            spans[key] = (start, size)
    out.append(text[last:])
    return "".join(out), spans


def width(text: str) -> int:
    """Columns a text takes on a screen where Chinese characters are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in _MARK.sub("", text))
