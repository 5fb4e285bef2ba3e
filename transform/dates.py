"""Dates and years as reports print them: Arabic, full-width and Chinese numerals, damaged periods."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = str.maketrans("０１２３４５６７８９〇○ＯO零一二三四五六七八九", "012345678900000123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
# A digit that is not ASCII, or a 二 that begins a year: most texts have none.
_HINT = re.compile("[〇○０-９二](?:(?<!二)|[零OＯ0])")
_WIDE = re.compile("[０-９]+")
_CHINESE_YEAR = re.compile(r"(?:二|2)\s*(?:[〇○ＯO0零]\s*){1}[〇○ＯO0零一二]\s*[〇○ＯO0零一二三四五六七八九](?=\s*年)")
_CHINESE_DAY = re.compile(r"([元一二三四五六七八九十]{1,3})\s*([月日])")
_FULL = re.compile(r"(20[0-3]\d)\s*(?:年|[-/.])\s*(1[0-2]|0?[1-9])\s*(?:月|[-/.])\s*(3[01]|[12]\d|0?[1-9])(?!\d)\s*日?")
_PERIOD = re.compile(
    r"(20[0-3]\d)\s*年?[-./]?\s*0?1\s*月?[-./]?\s*0?1\s*[日号]?\s*(?:0?0:00|零时)?\s*起?\s*[，,]?\s*"
    r"(?:至|到|止|—+|-+|－+|–+|~|～)\s*"
    r"(?:(20[0-3]\d)\s*年?[-./]?|同年|当年)?\s*12\s*月?[-./]?\s*(?:29|30|31)\s*[日号]?"
)
# A year inside a notice number or a document's title tells nothing of the year reported on.
# Written out bracket by bracket: alternatives that begin with plain text are found much faster.
_CITED = re.compile(
    "|".join((r"《[^》]{0,120}》", *(rf"\{bracket}\s*20\d\d\s*[〕\]）)】]\s*\d*\s*号?" for bracket in "〔[（(【")))
)
_ONES = {"元": 1, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def _number(text: str) -> int:
    """Chinese numerals up to 99: 二十二 gives 22."""
    if "十" not in text:
        return _ONES[text[-1]]
    tens, _, ones = text.partition("十")
    return (_ONES[tens] if tens else 1) * 10 + (_ONES[ones] if ones else 0)


def arabic(text: str) -> str:
    """Text with full-width digits, Chinese years, months and days in ASCII digits: 二〇二一年一月二十二日."""
    if _HINT.search(text):
        text = _CHINESE_YEAR.sub(lambda match: re.sub(r"\s", "", match[0]).translate(_DIGITS), text)
        text = _WIDE.sub(lambda match: match[0].translate(_FULL_WIDTH), text)
        if "月" in text:
            text = _CHINESE_DAY.sub(_day, text)
    return text


def _day(match: re.Match[str]) -> str:
    try:
        return f"{_number(match[1])}{match[2]}"
    except KeyError:
        return match[0]


def full_date(text: str) -> date | None:
    """The first full date in a text already in Arabic digits; None where there is none or it is no day."""
    match = _FULL.search(text)
    return _date(match) if match else None


def only_date(text: str) -> date | None:
    """The date where the text is a date and nothing else (brackets and spaces aside)."""
    match = _FULL.fullmatch(text.strip(" \t\u3000()（）[]【】。"))
    return _date(match) if match else None


def trailing_date(text: str) -> tuple[str, date] | None:
    """What stands before a date that ends the text, and the date."""
    text = text.rstrip(" \t\u3000)）。")
    if not text or not (text[-1] == "日" or text[-1].isdigit() or text[-1].isspace()):
        return None
    matches = list(_FULL.finditer(text))
    if matches and matches[-1].end() == len(text):
        day = _date(matches[-1])
        if day:
            return text[: matches[-1].start()].strip(" \t\u3000(（"), day
    return None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def periods(text: str) -> list[tuple[int, int]]:
    """First and last year of every statistical period (1 January to the end of December) told in the text."""
    return [(int(match[1]), int(match[2] or match[1])) for match in _PERIOD.finditer(text)]


def periods_as_years(text: str) -> str:
    """Text with every statistical period of one year told as that year: 2021年1月1日至2021年12月31日 as 2021年."""
    return (
        text
        if "12" not in text
        else _PERIOD.sub(lambda match: f"{match[1]}年" if match[2] in (None, match[1]) else match[0], text)
    )


def uncited(text: str) -> str:
    """Text without cited documents' titles and notice numbers."""
    return _CITED.sub("", text)


def without_periods(text: str) -> str:
    """Text without statistical periods, which are evidence of their own."""
    return _PERIOD.sub("", text)
