"""Figures told in sentences: soft evidence that is set against the tables, never a cell.

What sentences tell is data: `data/reference/prose.yaml`. Here is the grammar around it: which lines are prose, where a
clause ends, whose year it speaks of. A sentence that could mean something else tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from transform.marks import plain, year_of
from transform.reading import Figure
from transform.reference import REFERENCE

Simplify = Callable[[str], str]

_SENTENCE_LENGTH = 200
_WRAPPED = 18  # a line this long that ends without a stop goes on in the next one
_STOPS = frozenset("。！；？：.;!?:」")
_KEYS = (
    "申",
    "复议",
    "復議",
    "複議",
    "诉讼",
    "訴訟",
    "结转",
    "結轉",
    "范性",
    "範性",
    "动公开",
    "動公開",
    "动公開",
    "答",
    "办结",
)
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]部分|[一二三四五六七八九十]是"
)
_SENTENCE = re.compile(r"[^。；！？;!?]+")
_CLAUSE = re.compile(r"[^，,：:]+")
_TITLE = re.compile(r"《[^》]*》|〈[^〉]*〉|〔[^〕]*〕")
_ASIDE = re.compile(r"[（(]([^（）()]*)[）)]")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))(?<!\d{4}.)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_OWN = re.compile(r"本年|今年|全年|当年|年内|一年来")
_LAST = re.compile(r"上(?:一)?年|去年|往年|前年|前一年")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


class FigureRule(NamedTuple):
    """How one figure is told. counts: patterns with a group `n`; zeros: patterns that tell none.

    keys, context, unless, unless_not: words; see the head of `prose.yaml`. last_year: clauses that name the year before
    may tell it.
    """

    figure: str
    keys: tuple[str, ...]
    context: tuple[str, ...]
    counts: tuple[re.Pattern[str], ...]
    zeros: tuple[re.Pattern[str], ...]
    unless: tuple[str, ...]
    unless_not: tuple[str, ...]
    last_year: bool


class Rules(NamedTuple):
    """The rules of all figures, and the words with which a clause tells none of them."""

    figures: tuple[FigureRule, ...]
    everywhere: re.Pattern[str]


@cache
def load_rules(folder: Path = REFERENCE) -> Rules:
    """The rules of `folder`, read once per process."""
    with (folder / "prose.yaml").open(encoding="utf-8") as stream:
        told = yaml.safe_load(stream)
    parts: dict[str, str] = told["parts"]

    def compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(re.sub(r"(?<!P)<(\w+)>", lambda part: parts[part.group(1)], p)) for p in patterns)

    return Rules(
        tuple(
            FigureRule(
                figure,
                tuple(rule["keys"]),
                tuple(rule["context"]),
                compiled(rule["counts"]),
                compiled(rule["zeros"]),
                tuple(rule["unless"]),
                tuple(rule.get("unless_not", ())),
                rule.get("last_year", False),
            )
            for figure, rule in told["figures"].items()
        ),
        re.compile("|".join(map(re.escape, told["everywhere"]))),
    )


def figures(
    lines: Sequence[str], table_lines: Container[int], simplify: Simplify, year: int | None = None
) -> list[Figure]:
    """Numbers told in the prose for the report's own year, each once.

    lines: the text of one report. table_lines: 1-based numbers of lines that belong to the statutory tables.
    simplify: a text of any script to simplified characters. year: the report's year where it is known; else it is
    taken from the title or the period. A figure that is told with two different values is not told.
    """
    rules = load_rules()
    own = year or _own_year(lines, simplify)
    found: dict[str, Figure] = {}
    torn: set[str] = set()
    for number, above, text in _paragraphs(lines, table_lines):
        for figure in _told(plain(text, simplify), plain(above, simplify), number, own, rules):
            known = found.setdefault(figure.figure, figure)
            if known.value != figure.value:
                torn.add(figure.figure)
    return [figure for code, figure in found.items() if code not in torn]


def _paragraphs(lines: Sequence[str], table_lines: Container[int]) -> Iterator[tuple[int, str, str]]:
    """Paragraphs that may tell a figure: number of the first line, headings above, the text with its lines joined."""
    heading = above = text = ""
    first = 0
    for number, line in enumerate(lines, 1):
        if number in table_lines:
            continue
        stripped = line.strip()
        if len(stripped) < 6 and not text:
            continue
        if "\t" in stripped or "|" in stripped:
            continue
        if text and len(text) >= _WRAPPED and text[-1] not in _STOPS and stripped and not _ITEM.match(stripped):
            text += stripped
            continue
        if not stripped:
            continue
        if text and any(key in text for key in _KEYS):
            yield first, above, text
        if text:
            heading = text if len(text) < 40 else heading
        first, above, text = number, heading, stripped
    if text and any(key in text for key in _KEYS):
        yield first, above, text


def _told(text: str, above: str, line: int, own: int | None, rules: Rules) -> Iterator[Figure]:
    """Figures of one paragraph, clause by clause; a year once told holds until another one is."""
    bare = _THOUSANDS.sub("", _TITLE.sub("", text))
    bare = _ASIDE.sub(lambda aside: aside.group() if "结转" in aside.group() else "", bare)
    before, foreign = above, False
    for sentence in _SENTENCE.findall(bare):
        for clause in _CLAUSE.findall(sentence):
            before += clause
            years = _YEAR.findall(clause)
            if years:
                foreign = own is None or any(int(told) != own for told in years)
            elif _OWN.search(clause):
                foreign = False
            if foreign or rules.everywhere.search(clause):
                continue
            last = _LAST.search(clause) is not None
            for rule in rules.figures:
                if last and not rule.last_year:
                    continue
                value = _value(rule, clause, before)
                if value is not None:
                    yield Figure(rule.figure, value, _excerpt(text, clause), line)


def _value(rule: FigureRule, clause: str, before: str) -> int | None:
    """What the clause tells of one figure, None where it tells nothing that is sure."""
    if not any(key in clause for key in rule.keys) or not any(word in before for word in rule.context):
        return None
    if any(word in clause for word in rule.unless) and not any(word in clause for word in rule.unless_not):
        return None
    for pattern in rule.zeros:
        if pattern.search(clause):
            return 0
    for pattern in rule.counts:
        if (match := pattern.search(clause)) is not None:
            if match.groupdict().get("joint"):
                return None
            return number_of(match.group("n"))
    return None


def number_of(text: str) -> int | None:
    """An Arabic or a Chinese numeral below ten thousand as a number; None where it is neither."""
    if text.isdigit() and text.isascii():
        return int(text)
    total = digit = 0
    if not any(place in text for place in _PLACES):
        return int("".join(str(_DIGITS[sign]) for sign in text)) if all(sign in _DIGITS for sign in text) else None
    for sign in text:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        elif sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            return None
    return total + digit


def _excerpt(text: str, clause: str) -> str:
    """The sentence a clause stands in, cut to its end where it is too long."""
    place = text.find(clause[-12:])
    start = max((text.rfind(stop, 0, max(place, 0)) for stop in "。；！？"), default=-1) + 1
    ends = [end for stop in "。；！？" if (end := text.find(stop, max(place, 0))) >= 0]
    sentence = text[start : min(ends, default=len(text)) + 1]
    return sentence if len(sentence) <= _SENTENCE_LENGTH else clause[:_SENTENCE_LENGTH]


def _own_year(lines: Sequence[str], simplify: Simplify) -> int | None:
    """The year of the title, else of the period, else the only year that the text names."""
    text = "\n".join(lines)
    for line in lines[:40]:
        if len(line) < 80 and ("报" in line or "報" in line) and (year := year_of(plain(line, simplify))) is not None:
            return year
    periods = set(re.findall(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日", text)) or set(_YEAR.findall(text))
    return int(periods.pop()) if len(periods) == 1 else None
