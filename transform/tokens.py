"""One cell to tokens: a label, a number, a blank, or something that is none of them.

A cell may hold a label with its numbers behind it, parted by spaces or by nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from transform.labels import fold, load_lexicon, without_numbering
from transform.numbers import Printed, as_count, compact, is_blank, is_null, parse, units

STOPS_OF_NUMBERING = (".", "．", "、")  # behind a list number, which may stand on the line above
_PROSE_FOLD = 16
_DIGITS = 18  # of a number that is told at a glance
_LABEL = 90  # characters; what is longer is no label, and not remembered
_STOPS = re.compile(r"[。；！？]")
_TORN = re.compile(r"[-+]?\d[\d,]*[.．]")  # a number that ends in its point
_BRACKETED = re.compile(r"[(（].*[)）]\s*$", re.S)


class Kind(IntEnum):
    """What a token is."""

    TEXT = 0
    VALUE = 1
    BLANK = 2
    ODD = 3  # something stands in a value cell that is no number
    GLUED = 4  # digits of several cells without a mark between them


class Token(NamedTuple):
    """One cell, or one of several things printed in it.

    column and right: its first and last column, by the line's shape. amount: the number as a count, None where it is
    none; lost: something stands there that is no count and no blank. shift: display columns that pinyin notes before it
    take up on its line, which the line may have been laid out without.
    """

    kind: Kind
    raw: str
    fold: str = ""
    printed: Printed | None = None
    column: int | None = None
    right: int | None = None
    amount: int | None = None
    lost: bool = False
    shift: int = 0


def of_cell(text: str, left: int | None, right: int | None, *, alone: bool) -> list[Token]:
    """The tokens of one cell. alone: nothing but spaces parts the cells of this line, so spaces part numbers too."""
    digits = text.strip()
    if (number := whole_number(digits)) is not None:  # most cells
        return [Token(Kind.VALUE, digits, "", _whole(number), left, right, number)]
    tokens = _of_label(text, alone) if len(text) <= _LABEL else _of_other(text, alone=alone)
    return [token._replace(column=left, right=right) for token in tokens]


def whole_number(text: str) -> int | None:
    """The number that a text of digits is, None where it is anything else."""
    if text.isdigit() and text.isascii() and len(text) <= _DIGITS and (text[0] != "0" or len(text) == 1):
        return int(text)
    return None


@lru_cache(maxsize=65_536)
def _of_label(text: str, alone: bool) -> Sequence[Token]:
    """The tokens of a cell no longer than labels are, which repeat from report to report."""
    return _of_other(text, alone=alone)


def _of_other(text: str, *, alone: bool) -> Sequence[Token]:
    compacted = compact(text)
    if is_blank(compacted):
        return (Token(Kind.BLANK, "" if is_null(compacted) else compacted),)
    words = text.split()
    several = len(words) > 1 and all(parse(compact(word)) is not None for word in words)
    if several and alone:  # spaces part the cells of this line
        return [_value(word) for word in words]
    if several:  # the numbers of two cells in one, or one number set wide: nothing tells
        return (Token(Kind.ODD, text.strip(), compacted, lost=True),)
    printed = parse(compacted)
    if printed is not None:
        return (_number(text.strip(), printed),)
    if compacted.isdigit():
        return (Token(Kind.GLUED, text.strip(), compacted, lost=True),)
    return _of_text(text, compacted, alone=alone)


@lru_cache(maxsize=16_384)
def _whole(number: int) -> Printed:
    return Printed(Decimal(number))


@cache
def _glued() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(units(), key=len, reverse=True)))
    return re.compile(rf"^(.*[^\d.,])(\d{{1,60}}|\d+(?:,\d{{3}})*(?:\.\d+)?(?:{names})?)$")


def _of_text(text: str, compacted: str, *, alone: bool) -> list[Token]:
    """A label, perhaps with numbers behind it: parted by spaces, or glued."""
    words = text.split()
    values: list[Token] = []
    while words:
        token = _value(words[-1])
        if token.kind is Kind.TEXT or (token.kind is Kind.BLANK and len(words[-1]) > 1):
            break
        values.insert(0, token)
        words.pop()
    if words and values and _TORN.fullmatch(words[-1]):  # 12. 5: one number, set wide
        values[0] = Token(Kind.ODD, f"{words.pop()} {values[0].raw}", lost=True)
    if not words and alone and any(token.kind is Kind.VALUE for token in values):
        return values
    before: list[Token] = []
    if not values and alone:  # numbers in front of their label
        while len(words) > 1 and (token := _value(words[0])).kind in (Kind.VALUE, Kind.BLANK):
            before.append(token)
            words.pop(0)
        if len(before) < 2 or not load_lexicon().is_labelled(fold(" ".join(words))):
            before, words = [], text.split()
    label = " ".join(words)
    folded = _label_fold(label)
    if not words or (
        values
        and all(token.kind is Kind.BLANK for token in values)
        and not (alone and load_lexicon().is_labelled(folded))
    ):
        values, label = [], text.strip()
        folded = _label_fold(label)
    if not folded:
        return [Token(Kind.ODD, text.strip(), lost=True)]
    if not values and not before:
        glued = _glued().match(compacted)
        before_digits = fold(glued.group(1)) if glued is not None else ""
        if (
            glued is not None
            and len(without_numbering(before_digits)) > 1
            and load_lexicon().is_labelled(before_digits)
        ):
            part = Token(Kind.TEXT, glued.group(1), before_digits)
            digits = glued.group(2)
            value = _value(digits)
            return [part, value._replace(kind=Kind.GLUED, fold=digits, lost=True) if digits.isdigit() else value]
    return [*before, Token(Kind.TEXT, label, folded), *values]


def _label_fold(label: str) -> str:
    """The fold of a label; of what stands outside its brackets, where only that is known (an office's own remarks).
    A unit in brackets is no remark."""
    folded = fold(label)
    if ("(" in label or "（" in label) and "元" not in label and not load_lexicon().is_piece(folded):
        bare = fold(_BRACKETED.sub("", label))
        if bare in load_lexicon().whole:
            return bare
    return folded


def _value(word: str) -> Token:
    compacted = compact(word)
    if is_blank(compacted):
        return Token(Kind.BLANK, compacted)
    printed = parse(compacted)
    if printed is not None:
        return _number(word, printed)
    kind = Kind.GLUED if compacted.isdigit() else Kind.TEXT
    return Token(kind, word, compacted, lost=True)


def _number(raw: str, printed: Printed) -> Token:
    count = as_count(printed)
    return Token(Kind.VALUE, raw, "", printed, amount=count, lost=count is None)


def odd_after_values(tokens: list[Token]) -> tuple[Token, ...]:
    """In one row a text behind a value is a value cell with something else in it, unless it is a label itself.

    A row whose label stands behind its values is turned to stand in front, as in every other row.
    """
    seen = False
    result = []
    texts = [place for place, token in enumerate(tokens) if token.kind is Kind.TEXT]
    if texts and texts[0] > 0 and all(token.kind is Kind.TEXT for token in tokens[texts[0] :]):
        lexicon = load_lexicon()
        if any(token.kind is Kind.VALUE for token in tokens) and lexicon.is_labelled(tokens[-1].fold):
            return (*tokens[texts[0] :], *tokens[: texts[0]])
    for token in tokens:
        if token.kind is Kind.VALUE or token.kind is Kind.GLUED:
            seen = True
        elif seen and token.kind is Kind.TEXT and not load_lexicon().is_labelled(token.fold):
            result.append(token._replace(kind=Kind.ODD, lost=True))
            continue
        result.append(token)
    return tuple(result)


def is_prose(raw: str, folded: str) -> bool:
    """A sentence, as against a label: a number in it is never a cell."""
    if _STOPS.search(raw):
        return not load_lexicon().is_piece(folded)
    return len(folded) >= _PROSE_FOLD and not load_lexicon().is_labelled(folded)
