"""Line breaks inside names and sentences: a text folded at some width, a title or signature broken inside the name.

The head or the tail of a broken name can look like an agency (国家税务总局, 健康局) and must not be taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from transform.agency import is_agency, is_full, is_place, is_town, is_within, split_place
from transform.dates import only_date
from transform.naming import Rules
from transform.titles import squeeze

_GOVERNMENT = "政府"
_NAME = 40  # characters of the longest name
_SHORTEST = 6  # characters; a shorter line is a heading or a label, however it ends
_LONGEST, _HALF_A_TOWN = 6, 2  # characters of a word before the break, of a town's name before it
_SLACK = 3  # characters by which the lines of folded text differ in length
_STOPS = frozenset("。；：！？…）”’】〉;:!?.)]|")
_SENTENCE = ("，", "。", "；")
_OPENED = (("《", "》"), ("（", "）"), ("(", ")"))
# What begins a line of its own: an item, a heading, a label with its colon.
_OWN_LINE = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、．]|\d{1,2}\.(?!\d)|第[一二三四五六七八九十]部分"
    r"|[^\d，。；：:（(]{2,6}[：:]"
)


def is_broken(above: str, below: str, rules: Rules) -> bool:
    """Whether a line break parts one agency's name: `above` ends a line with its head, `below` begins the next.

    Joined they are a full name, and the break stands where no name ends and none begins: inside the place or behind
    it (西宁 / 市城中区农业农村局), inside a word (卫生健 / 康局), before what begins no name (西湖区北山 / 街道办事处).
    """
    name, at = above + below, len(above)
    if not above or not (is_agency(name, rules) or is_town(name, rules)):
        return False
    if any(at > len(name) - len(ending) for ending in rules.endings if name.endswith(ending)):
        return True
    if not is_full(name, rules):
        return False
    if is_agency(above, rules):
        # A district's government stands before the name of its subdistrict's office, and is no other signatory.
        return above.endswith(_GOVERNMENT) and _is_town(below, rules) and not below.endswith(_GOVERNMENT)
    if is_place(above, rules):
        return is_within(below, above, rules) or below.endswith(_GOVERNMENT)
    places, rest = split_place(name, rules)
    stem = len(name) - len(rest)
    if is_full(below, rules):
        # 东 / 城区 are no 城区 but 东城区.
        return at < stem and places != split_place(below, rules)[0]
    if at <= stem:
        return True
    done = above[stem:]
    if rules.outside.search(done):
        return False
    if _parts_a_word(name, at, stem, rules):
        return True
    if _is_town(below, rules):
        return len(done) <= _HALF_A_TOWN and not rules.no_town.fullmatch(done)
    return not begins_name(below, rules) or done.endswith(rules.joints) or rules.functions.fullmatch(done) is not None


def _parts_a_word(name: str, at: int, stem: int, rules: Rules) -> bool:
    """Whether `at` is inside a word for what the agency does, or for what kind of agency it is."""
    for start in range(max(stem, at - _LONGEST), at):
        word = rules.function.match(name, start)
        if (word and word.end() > at) or any(
            start + len(ending) > at and name.startswith(ending, start) for ending in rules.endings
        ):
            return True
    return False


def begins_name(text: str, rules: Rules) -> bool:
    """Whether an agency's name can begin as the text does: a place, what it does, a level before that, a town."""
    if is_full(text, rules) or rules.function.match(text) or _is_town(text, rules):
        return True
    return text[:1] in rules.levels and rules.function.match(text, 1) is not None


def _is_town(text: str, rules: Rules) -> bool:
    """Whether the text is a town's name or that of its office, more than one character before its kind."""
    return any(
        text.endswith(kind) and len(text) > len(kind) + 1 for kinds in rules.townships for kind in reversed(kinds)
    )


def whole_names(lines: Sequence[str], goes_on: Callable[[str, str], bool], rules: Rules) -> list[str]:
    """The lines, those joined that are one agency's name over two lines or three. goes_on: whether a name goes on."""
    whole: list[str] = []
    for line in lines:
        name = line
        if len(line) <= _NAME and line[-1] in rules.last and whole and len(whole[-1]) <= _NAME:
            below = squeeze(line)
            for count in range(1, min(2, len(whole)) + 1):
                above = squeeze("".join(whole[-count:]))
                if len(above) + len(below) <= _NAME and goes_on(above, below):
                    name = above + below
                    del whole[-count:]
                    break
        whole.append(name)
    return whole


def whole_sentences(lines: Sequence[str], rules: Rules) -> list[str]:
    """The lines, those joined over which a sentence runs on; headings, items, dates and signatures stay apart."""
    whole: list[str] = []
    before = 0  # length of the line before this one, where a sentence is under way; 0 where none is
    for line in lines:
        runs_on = before and not (
            _OWN_LINE.match(line) or only_date(line) or (is_full(line, rules) and is_agency(line, rules))
        )
        if runs_on:
            whole[-1] += line
        else:
            whole.append(line)
        size = len(line)
        under_way = line[-1] not in _STOPS and (
            size >= before - _SLACK if runs_on else size >= _SHORTEST and _is_sentence(line)
        )
        before = size if under_way else 0
    return whole


def _is_sentence(line: str) -> bool:
    for mark in _SENTENCE:
        if mark in line:
            return True
    for left, right in _OPENED:  # noqa: SIM110  faster than a generator
        if left in line and line.count(left) > line.count(right):
            return True
    return False
