"""Printed labels to the codes of the forms.

A label is compared by its *fold*: simplified, half width, without spaces, punctuation, pinyin notes and conversion
left-overs. Folds are looked up in tables made from `data/reference/labels.csv` and `spellings.csv`; a spelling that no
table knows may still be told by its likeness to exactly one label, when it is long enough to be told apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from operator import eq

from extract.notes import without_notes
from extract.script import clean, is_simple, simplify
from transform.reference import Reference, load_reference, read_csv

_NOT_LETTERS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_YEAR = re.compile(r"(?:本年度?)?(?:19|20)\d\d年度?|(?<=本年)(?:19|20)\d\d")
# List numbers before a label: 三、 （一） 1. 2、 第一。 They are not part of what a label says.
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?=[^0-9])")
_NUMERALS = frozenset("一二三四五六七八九十0123456789")  # what a list number begins with
# A fold shorter than this is told by equality alone: too short to be likened to anything.
_LIKENESS_LENGTH = 5
_LIKENESS = 0.78
_LIKENESS_MARGIN = 0.08
_MISPRINTED = 4  # characters of which one may be another
_COVERED = 0.8  # of a text that is made of labels and little else


class _Simplified(dict[int, str]):
    """Character table filled as characters are met; one conversion a character for the life of the process."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = simple = simplify(character) if code > 0x2E80 else character
        return simple


_SIMPLIFIED = _Simplified()
_NOT_LETTERS_OF_LINES = re.compile(r"[^0-9A-Za-z\u3400-\u9fff\n]+")
# What may have another form in half width; all else stays, or is no letter in any form.
_FORMED = re.compile(r"[^\x00-\x7f\u3400-\u4dbf\u4e00-\u9fff，。、；：？！（）《》【】“”‘’—－–…·　]")


@cache
def _replacements() -> tuple[tuple[str, str], ...]:
    return tuple((row["printed"], row["folded"]) for row in read_csv("folding.csv"))


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The comparable form of a printed label: simplified letters and digits only."""
    return _folded(without_notes(clean(text)), _NOT_LETTERS)


def folds(lines: Sequence[str]) -> Sequence[str]:
    """The folds of lines that are met once: made at one go, for each would cost more than its characters."""
    text = "\n".join(lines)
    if without_notes(clean(text)) != text:  # what goes there may reach from line to line
        return [fold(line) for line in lines]
    return _folded(text, _NOT_LETTERS_OF_LINES).split("\n")


def _folded(text: str, others: re.Pattern[str]) -> str:
    if _FORMED.search(text) is not None:
        text = unicodedata.normalize("NFKC", text)
    text = others.sub("", text)
    if not is_simple(text):
        text = text.translate(_SIMPLIFIED)
    for printed, folded in _replacements():
        if printed in text:
            text = text.replace(printed, folded)
    return _YEAR.sub("本年", text)


def without_numbering(folded: str) -> str:
    """`folded` without the list numbers in front of it; the label itself where it is nothing but a number."""
    if folded[:1] not in _NUMERALS:
        return folded
    return _NUMBERING.sub("", _NUMBERING.sub("", folded))


def is_numbering(folded: str) -> bool:
    """Whether a text is a list number and nothing else."""
    return folded != "" and all(character in _NUMERALS for character in folded)


@dataclass(frozen=True, slots=True)
class Axis:
    """The spellings of one axis (the outcomes, the measures, …): fold -> code, and a pattern that finds them."""

    codes: Mapping[str, str]
    pattern: re.Pattern[str]

    def exact(self, folded: str) -> str | None:
        """The code whose spelling this fold is, with or without numbering."""
        return self.codes.get(folded) or self.codes.get(without_numbering(folded))

    def ending(self, folded: str) -> str | None:
        """The code whose spelling (of four letters or more) this fold ends with, the longest first."""
        for length in range(min(len(folded), 40), 3, -1):
            code = self.codes.get(folded[-length:])
            if code is not None:
                return code
        return None

    def inside(self, folded: str) -> list[str]:
        """Codes of all spellings inside a fold, in the order printed, longest match first."""
        return [self.codes[match.group()] for match in self.pattern.finditer(folded)]

    def begun(self, folded: str) -> tuple[str, frozenset[str]] | None:
        """The one code whose spellings begin with this fold (four letters or more), and what is left of each."""
        if len(folded) < 4:
            return None
        found = {
            (code, spelling[len(folded) :]) for spelling, code in self.codes.items() if spelling.startswith(folded)
        }
        codes = {code for code, _ in found}
        return (codes.pop(), frozenset(rest for _, rest in found)) if len(codes) == 1 else None

    def begins(self, folded: str) -> bool:
        """Whether any spelling begins with this fold, or with one that differs from it in few of its characters."""
        fewest = len(folded) - len(folded) // _MISPRINTED
        return any(sum(map(eq, spelling, folded)) >= fewest for spelling in self.codes if len(spelling) >= len(folded))

    def likely(self, folded: str) -> str | None:
        """The one code that a misprint is like, None where none is or two are."""
        return _likely(self.pattern.pattern, tuple(self.codes.items()), without_numbering(folded))


@lru_cache(maxsize=8_192)
def _likely(_axis: str, codes: tuple[tuple[str, str], ...], folded: str) -> str | None:
    if not _LIKENESS_LENGTH <= len(folded) <= 60:
        return None
    best: dict[str, float] = {}
    for spelling, code in codes:
        if len(spelling) < _LIKENESS_LENGTH:
            continue
        matcher = SequenceMatcher(None, spelling, folded, autojunk=False)
        if matcher.quick_ratio() > _LIKENESS:
            best[code] = max(best.get(code, 0.0), matcher.ratio())
    ranked = sorted(best.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _LIKENESS:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _LIKENESS_MARGIN:
        return None
    return ranked[0][0]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All axes of all forms. `joined` holds every label, so that a piece of one, cut by a line or page break, is known;
    `any_label` finds labels of every axis in a header whose cells nothing parts, `least_label` only those that hold no
    other: found faster, where any will do."""

    axes: Mapping[str, Axis]
    whole: frozenset[str]
    joined: str
    any_label: re.Pattern[str]
    least_label: re.Pattern[str]

    def is_piece(self, folded: str) -> bool:
        """Whether this fold is a label or a piece of one (a label may be cut by a line or page break)."""
        return folded in self.whole or folded in self.joined

    def is_labelled(self, folded: str) -> bool:
        """Whether this fold is a label, a piece of one, or ends with one (a group label before its row label)."""
        return _is_labelled(folded)


@lru_cache(maxsize=65_536)
def _is_labelled(folded: str) -> bool:
    lexicon = load_lexicon()
    if lexicon.is_piece(folded) or lexicon.is_piece(without_numbering(folded)):
        return True
    if any(axis.ending(folded) for axis in lexicon.axes.values()):
        return True
    return sum(len(match.group()) for match in lexicon.any_label.finditer(folded)) >= _COVERED * len(folded)


def _axis(spellings: Iterable[tuple[str, str]]) -> Axis:
    codes: dict[str, str] = {}
    for text, code in spellings:
        folded = fold(text)
        codes.setdefault(folded, code)
        codes.setdefault(without_numbering(folded), code)
    longest_first = sorted(codes, key=lambda spelling: (-len(spelling), spelling))
    return Axis(codes, re.compile("|".join(map(re.escape, longest_first))))


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the installed reference tables, made once per process."""
    reference: Reference = load_reference()
    grouped: dict[str, list[tuple[str, str]]] = {}
    for spelling in reference.spellings:
        grouped.setdefault(spelling.axis, []).append((spelling.text, spelling.code))
    axes = {name: _axis(spellings) for name, spellings in grouped.items()}
    whole = frozenset(folded for axis in axes.values() for folded in axis.codes)
    # The separator is no letter, so no piece can straddle two labels.
    joined = "\n".join(sorted(fold(spelling.text) for spelling in reference.spellings))
    longest_first = sorted(whole, key=lambda spelling: (-len(spelling), spelling))
    least = [spelling for spelling in longest_first if not any(other in spelling for other in whole - {spelling})]
    any_label, least_label = (re.compile("|".join(map(re.escape, labels))) for labels in (longest_first, least))
    return Lexicon(axes, whole, joined, any_label, least_label)


@cache
def groups_of_others() -> frozenset[str]:
    """Codes whose label heads a group of other rows in some form, though it may be that of a row in another."""
    rows = read_csv("outcomes.csv")
    return frozenset(row["outcome_group"] for row in rows if row["outcome_group"] != row["outcome"])
