"""What stands in a value cell: a number, a blank, or something that is neither.

The printed text is kept by the caller; this module only says what it means. Nothing is repaired: a text that is no
well-formed number is unreadable, and an unreadable cell is a gap.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extract.notes import NOTE_FIGURES, without_notes
from extract.script import clean
from transform.reference import read_csv

_SPACE = re.compile(r"\s+")
# Dashes, strokes and words by which an agency says that it printed nothing.
_BLANKS = re.compile(r"^(?:[-–—―_─━/\\]*|无|無|不涉及)$")
# What programs write for a cell that holds nothing, or that another one spans.
_NULLS = re.compile(r"^(?:null|nan|none|nil|nat|undefined|<na>)$", re.I)
_ZEROS = "〇零"
_BODY = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[{_ZEROS}]"
# 0012 is no count: two cells glued, or a code.
_LEADING_ZERO = re.compile(r"^0\d")
_SIGNS = {
    "+": 1,
    "-": -1,
    "−": -1,
    "–": -1,
    "‐": -1,
    "增": 1,
    "增加": 1,
    "新增": 1,
    "减": -1,
    "減": -1,
    "减少": -1,
    "減少": -1,
    "↑": 1,
    "↓": -1,
}


class Printed(NamedTuple):
    """A number as printed: magnitude with its sign, and the unit that stood with it ('' where none did).

    signed tells that a sign or 增/减 was printed; `pair` is the 增/减 form a/b, of which `number` is the net change.
    """

    number: Decimal
    unit: str = ""
    signed: bool = False
    pair: bool = False


@cache
def units() -> dict[str, tuple[str, int]]:
    """Unit as printed -> (kind, factor): ('count', 1), or ('money', yuan in one unit)."""
    return {row["unit"]: (row["kind"], int(row["factor"])) for row in read_csv("units.csv")}


@cache
def around_digits() -> tuple[str, str]:
    """The characters that signs are made of, also as wide as a Chinese one, and those that units are."""
    signs = {*"".join(_SIGNS), "＋", "－"}
    return "".join(sorted(signs)), "".join(sorted({*"".join(units())}))


@cache
def _number() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))
    names = "|".join(map(re.escape, sorted(units(), key=len, reverse=True)))
    return re.compile(rf"^({signs})?({_BODY})\(?({names})?\)?$")


# Marks that lead from a number to a note below the table, besides figures that are set small or in circles.
_NOTE = re.compile(r"(?<=\d)\s*(?:[*＊※#†‡]|[\[［〔【]注?\s*[\da-z一二三四五六七八九十]{0,2}[\]］〕】])+\s*$")
# What Markdown wraps a cell's text in, the strokes that keep a sign from doing so, and figures that are no digits.
_SIGNS_IN_CELL = re.compile(rf"[*_`~\\{NOTE_FIGURES}]")
_MARK_ELSEWHERE = re.compile(rf"[{NOTE_FIGURES}]+")
_EMPHASIS = re.compile(r"^\s*(\*{1,3}|_{1,3}|`{1,3})(?=\S)(.+?)(?<=\S)\1\s*$", re.S)
_WRAPPED = 3  # times that one text is wrapped: **`12`**
_STRUCK = re.compile(r"~~(?=\S)[^~]+~~")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+.!|~-])")
_TWO_NUMBERS = re.compile(r"\d\s+\d")


def compact(text: str) -> str:
    """A cell's text in half width, without left-overs, marks of notes and spaces: what a number is read from.

    Two numbers that only a left-over parts stay two, which is no number.
    """
    if text.isascii() and text.isdigit():
        return text
    freed = clean(text)
    if freed is not text and _TWO_NUMBERS.search(freed) and not _TWO_NUMBERS.search(text):
        return _SPACE.sub(" ", freed).strip()
    if _SIGNS_IN_CELL.search(freed) is not None:
        freed = _MARK_ELSEWHERE.sub("※", _NOTE.sub("", without_notes(_unwrapped(freed))))
    else:
        freed = _NOTE.sub("", freed)
    return _SPACE.sub("", unicodedata.normalize("NFKC", freed)).replace("，", ",")


def _unwrapped(text: str) -> str:
    """A cell of a Markdown table as it is shown: **12** is 12, \\- is -, and what is struck out is not said."""
    text = _STRUCK.sub("", text)
    for _ in range(_WRAPPED):
        if (wrapped := _EMPHASIS.match(text)) is None:
            break
        text = wrapped[2]
    return _ESCAPED.sub(r"\1", text)


def is_blank(compacted: str) -> bool:
    """Whether the cell is there and says nothing."""
    return _BLANKS.match(compacted) is not None or is_null(compacted)


def is_null(compacted: str) -> bool:
    """Whether a program wrote that nothing is printed in the cell."""
    return _NULLS.match(compacted) is not None


def parse(compacted: str) -> Printed | None:
    """The number a compacted cell text prints, None where it prints none or is malformed."""
    match = _number().match(compacted)
    if match is None:
        return _pair(compacted)
    sign, body, unit = match.groups()
    digits = _digits(body)
    if _LEADING_ZERO.match(digits):
        return None
    number = Decimal(digits)
    return Printed(number * _SIGNS[sign] if sign else number, unit or "", bool(sign))


def _digits(body: str) -> str:
    return "0" if body in _ZEROS else body.replace(",", "")


def _pair(compacted: str) -> Printed | None:
    """增/减 printed as two numbers: 0/0, 增3/减0, +3/-0. Two that are not zero are two facts and no number."""
    head, stroke, tail = compacted.partition("/")
    if not stroke:
        return None
    up, down = _number().match(head), _number().match(tail)
    if up is None or down is None:
        return None
    rise, fall = (Decimal(_digits(side.group(2))) for side in (up, down))
    if rise and fall:
        return None
    return Printed(rise - fall, "", True, True)


def as_count(printed: Printed) -> int | None:
    """The count a cell means; None for money, fractions and signs, which no count has."""
    if printed.signed or (printed.unit and units()[printed.unit][0] != "count"):
        return None
    return _whole(printed.number)


def as_change(printed: Printed) -> int | None:
    """The change a cell of 本年增/减 means: like a count, and it may be negative."""
    if printed.unit and units()[printed.unit][0] != "count":
        return None
    return _whole(printed.number)


def as_money(printed: Printed, unit: str) -> int | None:
    """The amount in fen, by the unit in the cell, else by `unit`; None for a unit that is not money, or a sign."""
    kind, factor = units()[printed.unit or unit]
    if kind != "money" or printed.signed:
        return None
    return int((printed.number * factor * 100).to_integral_value(rounding="ROUND_HALF_UP"))


def _whole(number: Decimal) -> int | None:
    return int(number) if number == number.to_integral_value() else None


def splits(digits: str, parts: int, limit: int = 2_000) -> list[tuple[int, ...]]:
    """All ways to cut glued digits into `parts` numbers without leading zeros; empty where there are over `limit`."""
    ways: list[tuple[int, ...]] = []

    def cut(start: int, left: int, so_far: tuple[int, ...]) -> None:
        if len(ways) > limit:
            return
        if left == 0:
            if start == len(digits):
                ways.append(so_far)
            return
        ends = range(start + 1, len(digits) - left + 2)
        if start < len(digits) and digits[start] == "0":
            ends = range(start + 1, start + 2)
        for end in ends:
            cut(end, left - 1, (*so_far, int(digits[start:end])))

    cut(0, parts, ())
    return ways if len(ways) <= limit else []
