"""Figures told in sentences: soft evidence that is set against the tables, never a cell.

What sentences tell is data (`prose_rules.py`). Here is the grammar around it: which lines are prose, where a
clause ends, whose year it speaks of. A sentence that could mean something else tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extract.script import may_be_traditional
from transform.marks import plain, year_of
from transform.prose_rules import FigureRule, Rules, load_rules
from transform.reading import Figure

Simplify = Callable[[str], str]

_SENTENCE_LENGTH = 200
_MEMO_ENTRIES = 8192
_HEADING, _HEADINGS = 40, 3  # characters of a heading at most, headings that tell what a paragraph speaks of
_WRAPPED = 18  # a line this long that ends without a stop goes on in the next one
_STOPS = frozenset("。！；？：.;!?:")
# Most sentences hold none of these and cost next to nothing.
_TELLING = re.compile("申请|申請|复议|復議|複議|覆議|诉讼|訴訟|结转|結轉|性文件|动公开|動公開|办结|辦結|答复|答復")
_OWN = ("本年", "今年", "全年", "当年", "當年", "年内", "年內")
# One by one they are found faster than by one pattern.
_NONE = re.compile("[未没沒无無零]")
_COUNT = re.compile(r"[\d零〇一二两兩三四五六七八九十百千]\s*[件份宗起例条條项項个個次人封篇部批]")
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


class Sentence(NamedTuple):
    """A sentence taken apart: as the rules are written, the same without asides, its clauses, and whether any tells.

    clauses: each with the figures that it tells if nothing around it speaks against them.
    """

    text: str
    bare: str
    clauses: list[tuple[str, list[tuple[FigureRule, int]]]]
    tells: bool


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
    telling = [place for place, (_, text) in enumerate(paragraphs) if _may_tell(text)]
    if not telling:
        return []
    rules = load_rules()
    own = year or _own_year(lines, simplify)
    traditional = may_be_traditional("\n".join([text for _, text in paragraphs]))
    found: dict[str, Figure] = {}
    torn: set[str] = set()
    for place in telling:
        for figure, value, sentence in _told(paragraphs, place, own, simplify if traditional else None, rules):
            known = found.get(figure)
            if known is None:
                found[figure] = Figure(figure, value, sentence, paragraphs[place][0])
            elif known.value != value:
                torn.add(figure)
    return [figure for code, figure in found.items() if code not in torn]


def _paragraphs(lines: Sequence[str], table_lines: Container[int]) -> list[tuple[int, str]]:
    """Paragraphs outside the tables: number of the first line, the text with its lines joined."""
    paragraphs: list[tuple[int, str]] = []
    text = ""
    first = 0
    for number, line in _outside(lines, table_lines):
        if len(text) >= _WRAPPED and text[-1] not in _STOPS and not _ITEM.match(line):
            text += line
        else:
            paragraphs.append((first, text))
            first, text = number, line
    paragraphs.append((first, text))
    return paragraphs


def _outside(lines: Sequence[str], table_lines: Container[int]) -> list[tuple[int, str]]:
    """The lines outside the tables with their numbers; a line right above a value is its label."""
    outside: list[tuple[int, str]] = []
    row_below = False
    for number, line in zip(range(len(lines), 0, -1), reversed(lines), strict=True):
        if not line:
            continue
        if number in table_lines:
            row_below = row_below or not line.isspace()
        elif text := line.strip():
            if not row_below and "\t" not in text and "|" not in text:
                outside.append((number, text))
            row_below = False
    outside.reverse()
    return outside


def _may_tell(text: str) -> bool:
    """Whether one of the words stands in the text, and a number or a word for none: most texts tell nothing."""
    return _TELLING.search(text) is not None and (_NONE.search(text) is not None or _COUNT.search(text) is not None)


def _holds(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110  faster than a generator
        if word in text:
            return True
    return False


def _told(
    paragraphs: Sequence[tuple[int, str]], place: int, own: int | None, simplify: Simplify | None, rules: Rules
) -> Iterator[tuple[str, int, str]]:
    """Figures of one of the paragraphs (figure, value, sentence), clause by clause; a year holds until another is told,
    and a 其中 that stands alone to the end of its sentence."""
    pieces = _STOP.split(paragraphs[place][1])
    sentences = [_sentence(raw, simplify) if _may_tell(raw) else None for raw in pieces[::2]]
    # Most paragraphs tell no figure: what else speaks against one is asked behind that.
    if not any([sentence is not None and sentence.tells for sentence in sentences]):  # noqa: C419
        return
    headings = [text for _, text in paragraphs[:place] if len(text) < _HEADING]
    before = "".join(headings[-_HEADINGS:])
    said: list[str] = []  # since it was last asked of which time
    foreign = False
    parted = _WHOLE
    for raw, sentence, stop in zip(pieces[::2], sentences, [*pieces[1::2], ""], strict=True):
        if sentence is None:
            said.append(_folded(raw, simplify))
            parted = _parted(raw, parted)
        else:
            for clause, values in sentence.clauses:
                said.append(clause)
                parted = _parted(clause, parted)
                if not values or parted == _PARTS:
                    continue
                foreign = _is_foreign(said, own, rules, before=foreign)
                said.clear()
                if foreign:
                    continue
                if rules.everywhere.search(clause) or rules.others.search(sentence.bare.partition(_OF_WHICH)[0]):
                    continue
                last = "年" in clause and _LAST.search(clause) is not None
                for rule, value in values:
                    if (last and not rule.last_year) or (parted and rule.parts):
                        continue
                    if any(pattern.search(sentence.bare) for pattern in rule.unless_sentence):
                        continue
                    if _in_context(rule, _folded(before, simplify) + sentence.bare, clause):
                        start = max(sentence.text.find(clause[-8:]) - _SENTENCE_LENGTH // 2, 0)
                        cut = sentence.text if len(sentence.text) <= _SENTENCE_LENGTH else sentence.text[start:]
                        yield rule.figure, value, cut[:_SENTENCE_LENGTH]
        before += raw
        parted = _PARTS if parted == _PARTS and stop and stop in _GOES_ON else _WHOLE


def _folded(text: str, simplify: Simplify | None) -> str:
    """A text as the rules are written; simplify: None where it is in simplified characters."""
    return plain(text if simplify is None else text.translate(_characters(simplify)), str)


@lru_cache(_MEMO_ENTRIES)
def _sentence(raw: str, simplify: Simplify | None) -> Sentence:
    """A sentence taken apart. Many stand in report after report."""
    text = _folded(raw, simplify)
    bare = _without_asides(text)
    clauses = [(clause, _values(clause) if _may_tell(clause) else []) for clause in _CLAUSE.findall(bare)]
    return Sentence(text, bare, clauses, any(values for _, values in clauses))


def _values(clause: str) -> list[tuple[FigureRule, int]]:
    """What the clause tells of any figure, each with its rule."""
    return [
        (rule, value)
        for rule in load_rules().figures
        if _holds(clause, rule.keys) and (value := _value(rule, clause)) is not None
    ]


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


def _is_foreign(said: Sequence[str], own: int | None, rules: Rules, *, before: bool) -> bool:
    """Whether what was said last speaks of another time than the report's own year: of the time that was named last.
    before: whether what was said before that does."""
    foreign = before
    for text in said:
        if rules.spans.search(text):
            foreign = True
        elif "20" in text and (years := _YEAR.findall(text)):
            foreign = own is None or any(int(year) != own for year in years)
        elif any(word in text for word in _OWN):
            foreign = False
    return foreign


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
