"""Cells that hold nothing but lines of text: what is in them, and the columns and rows they span."""

from __future__ import annotations

import re
from collections.abc import Iterable

WHITE = " \t\n\r\f"
INLINE = r"span|font|b|strong|u|i|em|o:p|su[bp]|ins|small|label"  # elements within a line
_WHITE = re.compile(f"[{WHITE}]+")
_INLINE_TAG = re.compile(rf"</?(?:{INLINE}|a)(?=[{WHITE}>])[^>]*+>")
_BREAK = re.compile("<[^>]*+>")
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")
# The only references that the canonical text of a page has.
_REFERENCES = (("&nbsp;", "\xa0"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_WIDEST, _TALLEST = 1_000, 65_534  # columns and rows that a cell may span; browsers stop there too


def plain(text: str) -> str:
    """Text with its character references resolved."""
    if "&" in text:
        for reference, character in _REFERENCES:
            text = text.replace(reference, character)
    return text


def one_line(text: str) -> str:
    """A line as browsers show it: white space of the source is one space, and none at its ends."""
    if text.isalnum():
        return text
    text = text.strip(WHITE)
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:  # a search takes twice as long
        return _WHITE.sub(" ", text)
    return text


def pieces(source: str) -> list[str]:
    """Text, parted where a tag ends a line."""
    return _BREAK.split(_INLINE_TAG.sub("", source)) if "<" in source else [source]


def shown(sources: Iterable[str]) -> list[str]:
    """Lines of the source as browsers show them, of which blank ones are none."""
    lines = [one_line(plain(source)) for source in sources]
    return [line for line in lines if line and not line.isspace()]


def lines_of(content: str) -> tuple[str, ...]:
    """The lines between the tags of a cell."""
    return tuple(shown(pieces(content)))


def number(value: str, most: int) -> int:
    """A number in an attribute as browsers read it; 1 where it is none."""
    digits = _NUMBER.match(value)
    return min(int(digits[1]), most) if digits else 1


def span(colspan: str, rowspan: str) -> tuple[int, int]:
    """Columns and rows that a cell with these attributes spans; '' where it has none."""
    return max(1, number(colspan, _WIDEST)), number(rowspan, _TALLEST)
