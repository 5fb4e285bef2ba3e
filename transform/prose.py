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
_HEADING = 40
_WRAPPED = 18  # a line this long that ends without a stop goes on in the next one
_STOPS = frozenset("。！；？：.;!?:")
# Most sentences hold none of these and cost next to nothing.
_TELLING = (
    "申请", "申請", "复议", "復議", "複議", "覆議", "诉讼", "訴訟", "结转", "結轉",
    "性文件", "动公开", "動公開", "办结", "辦結", "答复", "答復",
)  # fmt: skip
_OWN = ("本年", "今年", "全年", "当年", "當年", "年内", "年內")
_TRADITIONAL = tuple("開請複復訴訟規動條報務結轉數辦議覆發")
_CLUE = re.compile(r"[\d零〇一二两兩三四五六七八九十百千]\s*[件份宗起例条條项項个個次人封篇部批]|[未没沒无無零]")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]部分|[一二三四五六七八九十]是"
)
_STOP = re.compile(r"([。；！？;!?])")
_GOES_ON = "；;"
_OF_WHICH = "其中"
_WHOLE, _SOME, _PARTS = range(3)  # what the clauses of a sentence tell: figures, parts of some, parts of all
_CLAUSE = re.compile(r"[^，,：:]+")
_TITLE = re.compile(r"《[^》]*》|〈[^〉]*〉|〔[^〕]*〕")
_ASIDE = re.compile(r"[（(]([^（）()]*)[）)]")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))(?<!\d{4}.)")
_COMMA = re.compile(r"\d[,，]\d")
_YEAR = re.compile(r"20\d\d(?=\s*年)")
_LAST = re.compile(r"上(?:一)?年|去年|往年|前年|前一年")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


class FigureRule(NamedTuple):
    """How one figure is told. counts: patterns with a group `n`; zeros: patterns that tell none.

    keys, context, unless, unless_not: any of several words; see the head of `prose.yaml`. unless_sentence: patterns of
    a whole sentence whose clauses tell parts of it. last_year: a clause that names the year before may tell it. parts:
    behind 其中 a sentence tells parts of it.
    """

    figure: str
    keys: tuple[str, ...]
    context: re.Pattern[str]
    counts: tuple[re.Pattern[str], ...]
    zeros: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]
    unless_not: re.Pattern[str]
    unless_sentence: tuple[re.Pattern[str], ...]
    last_year: bool
    parts: bool


class Rules(NamedTuple):
    """The rules of all figures; what a clause tells none of them with, what makes it speak of several years, and what
    of others than the agency."""

    figures: tuple[FigureRule, ...]
    everywhere: re.Pattern[str]
    spans: re.Pattern[str]
    others: re.Pattern[str]


@cache
def load_rules(folder: Path = REFERENCE) -> Rules:
    """The rules of `folder`, read once per process."""
    with (folder / "prose.yaml").open(encoding="utf-8") as stream:
        told = yaml.safe_load(stream)
    parts: dict[str, str] = told["parts"]

    def whole(text: str) -> str:
        return re.sub(r"(?<!P)<(\w+)>", lambda part: parts[part.group(1)], text)

    def compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(whole(text)) for text in patterns)

    def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile(whole("|".join(patterns)))

    return Rules(
        tuple(
            FigureRule(
                rule.get("figure", name),
                tuple(rule["keys"]),
                _any_of(rule["context"]),
                compiled(rule["counts"]),
                compiled(rule["zeros"]),
                _any_of(rule["unless"]),
                _any_of(rule.get("unless_not", ())),
                compiled(rule.get("unless_sentence", ())),
                rule.get("last_year", False),
                rule.get("parts", False),
            )
            for name, rule in told["figures"].items()
        ),
        any_of(told["everywhere"]),
        any_of(told["spans"]),
        any_of(told["others"]),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


class _Characters(dict[int, str]):
    """Simplified characters, each asked for once: enough to match, and cheaper than sentences."""

    def __init__(self, simplify: Simplify) -> None:
        super().__init__()
        self._simplify = simplify

    def __missing__(self, code: int) -> str:
        self[code] = simple = self._simplify(chr(code))
        return simple


@cache
def _characters(simplify: Simplify) -> _Characters:
    return _Characters(simplify)


def figures(
    lines: Sequence[str], table_lines: Container[int], simplify: Simplify, year: int | None = None
) -> list[Figure]:
    """Numbers told in the prose for the report's own year, each once.

    lines: the text of one report. table_lines: 1-based numbers of lines that belong to the statutory tables.
    simplify: a text of any script to simplified characters. year: the report's year where it is known; else it is
    taken from the title or the period. A figure that is told with two different values is not told.
    """
    paragraphs = _paragraphs(lines, table_lines)
    text = "\n".join([text for _, _, text in paragraphs])
    telling = _telling(text)
    if not telling:
        return []
    rules = load_rules()
    own = year or _own_year(lines, simplify)
    traditional = any([sign in text for sign in _TRADITIONAL])  # noqa: C419  a list is faster
    characters = _characters(simplify) if traditional else None

    def folded(text: str) -> str:
        return plain(text.translate(characters) if characters is not None else text, str)

    found: dict[str, Figure] = {}
    torn: set[str] = set()
    for place in telling:
        number, above, text = paragraphs[place]
        if _CLUE.search(text) is None:
            continue
        for figure, value, sentence in _told(text, above, own, folded, rules):
            known = found.get(figure)
            if known is None:
                found[figure] = Figure(figure, value, sentence, number)
            elif known.value != value:
                torn.add(figure)
    return [figure for code, figure in found.items() if code not in torn]


def _paragraphs(lines: Sequence[str], table_lines: Container[int]) -> list[tuple[int, str, str]]:
    """Paragraphs outside the tables: number of the first line, headings above, the text with its lines joined."""
    texts = [line.strip() for line in lines]
    printed = [number for number, line in enumerate(texts, 1) if line]
    rows = [number in table_lines for number in printed]
    paragraphs: list[tuple[int, str, str]] = []
    headings = ("", "", "")
    text = ""
    first = 0
    for number, row, row_below in zip(printed, rows, [*rows[1:], False], strict=True):
        # A line right above a value is its label.
        if row or row_below:
            continue
        line = texts[number - 1]
        if "\t" in line or "|" in line:
            continue
        size = len(text)
        if size >= _WRAPPED and text[-1] not in _STOPS and not _ITEM.match(line):
            text += line
            continue
        paragraphs.append((first, "".join(headings), text))
        if size < _HEADING:
            headings = (headings[1], headings[2], text)
        first, text = number, line
    paragraphs.append((first, "".join(headings), text))
    return paragraphs


def _telling(text: str) -> list[int]:
    """Which lines of the text may tell a figure, from 0: the words are sought in all of it at once."""
    told: set[int] = set()
    for word in _TELLING:
        at = text.find(word)
        while at >= 0:
            told.add(text.count("\n", 0, at))
            end = text.find("\n", at)
            at = text.find(word, end) if end >= 0 else -1
    return sorted(told)


def _may_tell(text: str) -> bool:
    """Whether one of the words stands in the text, and a number or a word for none: most texts tell nothing."""
    return _holds(text, _TELLING) and _CLUE.search(text) is not None


def _holds(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110  faster than one pattern of them all, and than a generator
        if word in text:
            return True
    return False


def _told(text: str, above: str, own: int | None, folded: Simplify, rules: Rules) -> Iterator[tuple[str, int, str]]:
    """Figures of one paragraph (figure, value, sentence), clause by clause; a year holds until another is told, and a
    其中 that stands alone to the end of its sentence."""
    before, foreign = above, False
    parted = _WHOLE
    pieces = _STOP.split(text)
    for raw, stop in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if not _may_tell(raw):
            foreign = _foreign(folded(raw), own, rules, foreign=foreign)
            parted = _parted(raw, parted)
        else:
            sentence = folded(raw)
            bare = _without_asides(sentence)
            others = rules.others.search(bare.partition(_OF_WHICH)[0]) is not None
            for clause in _CLAUSE.findall(bare):
                foreign = _foreign(clause, own, rules, foreign=foreign)
                parted = _parted(clause, parted)
                if foreign or others or parted == _PARTS or not _may_tell(clause) or rules.everywhere.search(clause):
                    continue
                last = "年" in clause and _LAST.search(clause) is not None
                for rule in rules.figures:
                    if not _holds(clause, rule.keys) or (last and not rule.last_year) or (parted and rule.parts):
                        continue
                    value = _value(rule, clause)
                    if value is None or any(pattern.search(bare) for pattern in rule.unless_sentence):
                        continue
                    if _in_context(rule, folded(before) + bare, clause):
                        place = max(sentence.find(clause[-8:]) - _SENTENCE_LENGTH // 2, 0)
                        cut = sentence if len(sentence) <= _SENTENCE_LENGTH else sentence[place:]
                        yield rule.figure, value, cut[:_SENTENCE_LENGTH]
        before += raw
        parted = _PARTS if parted == _PARTS and stop and stop in _GOES_ON else _WHOLE


def _parted(clause: str, parted: int) -> int:
    """Whether what follows tells parts: everything does behind a 其中 that stands alone, else some figures do."""
    if _OF_WHICH not in clause:
        return parted
    return _PARTS if clause.strip().endswith(_OF_WHICH) else max(parted, _SOME)


def _in_context(rule: FigureRule, text: str, clause: str) -> bool:
    """Whether the paragraph speaks of the rule's matter in the clause or before it."""
    return rule.context.search(text[: text.rfind(clause) + len(clause)]) is not None


def _without_asides(sentence: str) -> str:
    """The sentence without cited titles, what stands in brackets, and commas between thousands."""
    if "《" in sentence or "〈" in sentence or "〔" in sentence:
        sentence = _TITLE.sub("", sentence)
    if _COMMA.search(sentence):
        sentence = _THOUSANDS.sub("", sentence)
    return _ASIDE.sub(_aside, sentence) if "（" in sentence or "(" in sentence else sentence


def _aside(aside: re.Match[str]) -> str:
    """What stands in brackets is dropped, unless it says that a number holds more than it seems to."""
    return aside.group() if "结转" in aside.group() else ""


def _foreign(text: str, own: int | None, rules: Rules, *, foreign: bool) -> bool:
    """Whether what follows speaks of another time than the report's own year: as before, where the text names none."""
    if rules.spans.search(text):
        return True
    if "20" in text and (years := _YEAR.findall(text)):
        return own is None or any(int(year) != own for year in years)
    return foreign and not any(word in text for word in _OWN)


def _value(rule: FigureRule, clause: str) -> int | None:
    """What the clause tells of one figure, None where it tells nothing that is sure."""
    if rule.unless.search(clause) and not rule.unless_not.search(clause):
        return None
    if any(pattern.search(clause) for pattern in rule.zeros):
        return 0
    for pattern in rule.counts:
        if (match := pattern.search(clause)) is not None:
            return None if match.groupdict().get("joint") else number_of(match.group("n"))
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


def _own_year(lines: Sequence[str], simplify: Simplify) -> int | None:
    """The year of the title, else of the period, else the only year that the text names."""
    for line in lines[:40]:
        if len(line) < 80 and ("报" in line or "報" in line) and (year := year_of(plain(line, simplify))) is not None:
            return year
    text = "\n".join(lines)
    periods = set(re.findall(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日", text)) or set(_YEAR.findall(text))
    return int(periods.pop()) if len(periods) == 1 else None
