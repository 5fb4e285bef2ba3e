"""What titles and marks give a page away: the rules of triage as objects, and what the titles of a page say.

The rules are data: `data/reference/triage_titles.csv` (kinds of pages that are not reports) and `triage_marks.csv`
(marks of reports, of the tables before this form, of broken text).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from transform.reference import REFERENCE, read_csv

Simplify = Callable[[str], str]

TITLE_WIDTH = 80  # characters; longer lines are prose
# Rules whose hints are sought below the title, too.
_SAID_IN_SENTENCES = ("placeholder", "explained_with_tables", "part_of_a_year")
_NOTES = re.compile(r"[(（][a-zA-ZÀ-ɏḀ-ỿ'’ ]{1,8}[)）]")  # pinyin beside a character
_UNSEEN = re.compile("[\u200b-\u200f\ufeff]+")
_WIDE = "０１２３４５６７８９ＸＹ"
_ANY_WIDE = re.compile(f"[{_WIDE}]")
_WIDTH = str.maketrans(_WIDE, "0123456789XY")
_CHINESE_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_CHINESE_YEAR = re.compile(r"二[〇○零O0][〇○零O0一二三四五六七八九]{2}")
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年|度|政|信)")
_NAMELESS = re.compile(
    r"[^\u4e00-\u9fff]{0,6}20\d\d|[^\u4e00-\u9fff]{0,6}二[〇○零O0]"
)  # a title that begins with its year
_SUFFIX = re.compile(r"(?:全文)?(?:[（(_|｜\-—–【\[>\"”』》].*|\.?(?:pdf|docx?|html?)|[。.])?$", re.IGNORECASE)


class TitleRule(NamedTuple):
    """A kind of page that is not a report, told by its title.

    lines: how many lines its title may take. strength: 'strong' holds wherever it stands; 'weak' yields to any title of
    a report, 'sample' only to one that names an agency (a call to write reports may be followed by a sample of one).
    figures: holds up to that many figures read from the tables, None for any number. detail: what to do.
    """

    rule: str
    lines: int
    strength: str
    figures: int | None
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    detail: str


class Rules(NamedTuple):
    """The reference tables of this module.

    wary: any word, in both scripts, without which no title is a model text; vague: any without which no sentence is of
    a model text or an explanation.
    """

    titles: tuple[TitleRule, ...]
    wary: re.Pattern[str]
    vague: re.Pattern[str]
    marks: Mapping[str, tuple[re.Pattern[str], ...]]
    first_year: int


@cache
def load_rules(folder: Path = REFERENCE) -> Rules:
    """The rules of `folder`, read once per process."""
    titles = tuple(
        TitleRule(
            row["rule"],
            int(row["lines"]),
            row["strength"],
            int(row["figures"]) if row["figures"] else None,
            tuple(row["hint"].split()),
            re.compile(row["pattern"], re.IGNORECASE),
            row["detail"],
        )
        for row in read_csv("triage_titles.csv", folder)
    )
    marks: dict[str, list[re.Pattern[str]]] = {}
    for row in read_csv("triage_marks.csv", folder):
        marks.setdefault(row["kind"], []).append(re.compile(row["pattern"]))
    wary = _any_of(hint for rule in titles if rule.figures != 0 for hint in rule.hints)
    vague = _any_of(hint for rule in titles if rule.rule in _SAID_IN_SENTENCES for hint in rule.hints)
    first_year = min(int(row["fiscal_year_from"]) for row in read_csv("forms.csv", folder))
    return Rules(titles, wary, vague, {kind: tuple(patterns) for kind, patterns in marks.items()}, first_year)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, dict.fromkeys(words))))


def plain(text: str, simplify: Simplify) -> str:
    """The text as the rules are written: simplified, half-width digits, no spaces, no pinyin; its lines stay lines."""
    text = simplify(text)
    if "(" in text or "（" in text:
        text = _NOTES.sub("", text)
    if _ANY_WIDE.search(text) is not None:
        text = text.translate(_WIDTH)
    text = "\n".join(["".join(line.split()) for line in text.split("\n")])
    return text if text.isprintable() else _UNSEEN.sub("", text)


class Told(NamedTuple):
    """What the titles say. strong, weak: the rule that one of them meets. quote: that title. own: a report's title."""

    strong: TitleRule | None
    weak: TitleRule | None
    quote: str
    own: str


def told_by_title(named: Sequence[str], lines: Sequence[str], figures: int, rules: Rules) -> Told:
    """The first line that names the page decides; columns of a site's menu (weak rules, undated titles) do not.

    named: what stands beside the text (its metadata's title, its file name), each a whole. lines: the short lines of
    its beginning, of which two or three may be one title.
    """
    sample: tuple[TitleRule, str] | None = None
    weak, quote, undated = None, "", ""
    pieces = [(title, title, title) for title in named]
    pieces += [
        _joined(title, below, beneath, rules)
        for title, below, beneath in zip_longest(lines, lines[1:], lines[2:], fillvalue="")
    ]
    for title, both, three in pieces:
        for rule in rules.titles:
            if rule.figures is not None and figures > rule.figures:
                continue
            if any(rule.pattern.search(text) for text in (title, both, three)[: rule.lines]):
                if rule.strength == "strong":
                    return Told(rule, weak, title, "")
                if rule.strength == "sample":
                    sample = sample or (rule, title)
                elif weak is None:
                    weak, quote = rule, title
                break
        else:
            for candidate in (title, both):
                if is_title(candidate, rules):
                    if year_of(candidate) and not (sample and _NAMELESS.match(candidate)):
                        return Told(None, None, "", candidate)
                    undated = undated or candidate
    if sample:
        return Told(sample[0], weak, sample[1], "")
    return Told(None, weak, quote, undated)


def _joined(title: str, below: str, beneath: str, rules: Rules) -> tuple[str, str, str]:
    """A line alone, with the next, with the next two. An address ends at its colon, a title where it ends."""
    if title.endswith(("：", ":")):
        return title, title, title
    both = title + below
    return title, both, both if below.endswith(("：", ":")) or is_title(title, rules) else both + beneath


def is_title(text: str, rules: Rules) -> bool:
    """Whether a plain line is the title of an annual report and nothing besides."""
    return any(
        (found := mark.search(text)) is not None and _SUFFIX.match(text, found.end()) is not None
        for mark in rules.marks["title"]
    )


def year_of(title: str) -> int | None:
    """The year that a title names, in digits or in Chinese numerals; None where it names none."""
    if (chinese := _CHINESE_YEAR.search(title)) is not None:
        return int(chinese.group().translate(_CHINESE_DIGITS))
    return int(found.group()) if (found := _YEAR.search(title)) is not None else None
