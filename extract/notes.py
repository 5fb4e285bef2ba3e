"""Marks that lead from a word or a number to a note: how they are written in plain text, and the text without them.

A figure set small above or below the line, or in a circle, is never a digit of the number in front of it: 73¹ is 73.
"""

from __future__ import annotations

import re
import unicodedata

# Figures set small, above the line and below it, and figures in circles and brackets of one character.
NOTE_FIGURES = r"\u00b2\u00b3\u00b9\u2070\u2074-\u208e\u2460-\u2487\u24ea-\u24ff\u2776-\u2793"
_FIGURE = re.compile(f"[{NOTE_FIGURES}]")
_NOTE = re.compile(
    rf"(?<=[^\s{NOTE_FIGURES}])\s*[{NOTE_FIGURES}]++(?:[,，、]?[{NOTE_FIGURES}])*+(?!\d)"  # 7³3 is no 73
)
_PLAIN = "0123456789()"
_ABOVE = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_BELOW = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₍₎")
_NUMBERS = re.compile(r"[\d(),、\s]+")
_LONGEST = 4  # characters of a mark that is a word: 注1, *a


def set_small(text: str, *, below: bool = False) -> str:
    """A text that its format sets small above the line (or below it) as plain text keeps it: ¹, [a]. Whatever is too
    long for a mark stays."""
    mark = unicodedata.normalize("NFKC", text).strip()
    if _NUMBERS.fullmatch(mark):
        return mark.translate(_BELOW if below else _ABOVE)
    return f"[{mark}]" if mark.isalnum() and mark.isprintable() and len(mark) <= _LONGEST else text


def without_notes(text: str) -> str:
    """A text without the marks of notes behind its words and numbers: 73 of 73¹. One that leads the text stays."""
    return text if text.isascii() or _FIGURE.search(text) is None else _NOTE.sub("", text)
