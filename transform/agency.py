"""Agencies' names: what is one, where a text names one, and how two ways of naming one agency are told to agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from transform.naming import Rules
from transform.places import Place

_MEMO_ENTRIES = 8192  # one report asks for the same few names again and again
_GENERIC = 4  # characters of a kind of agency that is none below a place either (管委会)
_GOVERNMENT, _GOVERNMENTS = "政府", ("政府", "人民政府")
_BEFORE, _AFTER = 6, 24  # characters around a mention


class Mention(NamedTuple):
    """An agency's name in running text with the characters around it."""

    name: str
    before: str
    after: str


def is_hijacked(name: str, rules: Rules) -> bool:
    """Whether gambling words, Latin letters or digits stand where a place or an agency should."""
    for innocent in rules.innocent:
        name = name.replace(innocent, "")
    return bool(rules.hijack.search(name))


@lru_cache(_MEMO_ENTRIES)
def is_agency(name: str, rules: Rules) -> bool:
    """Whether a short text can be an agency's name as a whole."""
    if not 2 <= len(name) <= 40:
        return False
    # Most texts end as no agency's name does.
    central = name in rules.central
    if not central and ((name[-1] not in rules.last and name[-1] != "）") or not rules.suffixed.fullmatch(name)):
        return False
    if is_hijacked(name, rules) or name in rules.never or name.endswith(rules.party) or rules.no_name.search(name):
        return False
    if central:
        return True
    rest = split_place(name, rules)[1]
    if rest == name and rules.nobody.fullmatch(name):
        return False
    if rest != name:
        if rules.damaged.match(rest):
            return False
    # 市城中区农业农村局 lost the name of its city.
    elif rules.stump.fullmatch(name) or (name[0] in rules.levels and rules.gazetteer.leading(name[1:])[0]):
        return False
    return bool(rest) and rest not in rules.never_rest and not rest.startswith(rules.system)


def is_place(name: str, rules: Rules) -> bool:
    """Whether the text is a place's name and nothing else."""
    places, rest = split_place(name, rules)
    return bool(places) and not rest and not name.startswith(rules.vertical)


def is_division(name: str, rules: Rules) -> bool:
    """Whether the text is the name of a division of the corps, alone or with the city that is one with it."""
    division = rules.division.match(name)
    return division is not None and (division.end() == len(name) or is_place(name[division.end() :], rules))


def without_glued(name: str, rules: Rules) -> str:
    """The name without the word that a title prints right beside it (更正长沙县教育局), where the rest says where."""
    rest = name
    if not is_full(name, rules):
        glued = rules.glued.match(name)
        rest = name[glued.end() :] if glued else name
    elif name.endswith(rules.glued_words):
        rest = name[: -max(len(word) for word in rules.glued_words if name.endswith(word))]
    if rest == name or not is_full(rest, rules):
        return name
    return rest if is_agency(rest, rules) or is_place(rest, rules) or is_town(rest, rules) else name


def is_within(name: str, place: str, rules: Rules) -> bool:
    """Whether a name can go on a line that holds only its place: it names no place, or one inside that place."""
    inner, outer = split_place(name, rules)[0], rules.gazetteer.leading(place)[0]
    if not inner:
        # 经济技术开发区管委会 is nobody's name alone, and the zone's below its county's.
        whole = len(name) > _GENERIC and is_agency(place + name, rules)
        return whole or is_agency(name, rules) or is_town(name, rules)
    return any(up in outer for elder in inner for up in rules.gazetteer.ancestors(elder)[1:])


def is_nobodys(name: str, rules: Rules) -> bool:
    """Whether a name tells no place and stands for any of its kind: 县人民政府, 教育局, 开发区财政局."""
    return level_of_nobody(name, rules) is not None


def level_of_nobody(name: str, rules: Rules) -> str | None:
    """The words with which a name of no place tells its level or kind of zone, "" where it tells none: 县 of 县教育局,
    开发区 of 开发区财政局. None where the name is one agency's."""
    if is_full(name, rules) or is_township(name, rules) or is_town(name, rules):
        return None
    if name.startswith(tuple(rules.central)):  # 水利部长江水利委员会
        return None
    run = generic.end() if (generic := rules.anywhere.match(name)) else 0
    # 市场监督管理局 begins with no 市, 市市场监督管理局 with one.
    for end in range(run, -1, -1):
        rest = name[end:]
        if end and not rules.anywhere.fullmatch(name, 0, end):
            continue
        if rest.startswith(_GOVERNMENTS) or rest in rules.endings or rules.function.match(rest):
            return name[:end]
    # 市政园林局, 区域合作局: what it does is not known, but no place's name begins so.
    return name[0] if rules.anywhere.fullmatch(name, 0, 1) else None


def is_branch_of(name: str, bureau: str, rules: Rules) -> bool:
    """Whether the name is of a branch, and the other of what it belongs to: 南漳分局 of 襄阳市生态环境局.

    A ministry's own branches bear its line of work: 临朐县税务局 of 国家税务总局.
    """
    if bureau in rules.vertical:
        places, rest = split_place(name, rules)
        return bool(places) and len(rest) > 1 and rest[:2] in bureau
    if not name.endswith(rules.branches) or not rules.branch.fullmatch(name):
        return False
    return is_agency(bureau, rules) and not is_full(name, rules)


@lru_cache(_MEMO_ENTRIES)
def split_place(name: str, rules: Rules) -> tuple[tuple[Place, ...], str]:
    """The lowest place that the name begins with (after a ministry's name), as its possible meanings, and the rest."""
    return rules.gazetteer.leading(after_ministry(name, rules))


def after_ministry(name: str, rules: Rules) -> str:
    """The name without the ministry's that it begins with."""
    if not name.startswith(rules.vertical):
        return name
    return next(name[len(ministry) :] for ministry in rules.vertical if name.startswith(ministry))


def is_full(name: str, rules: Rules) -> bool:
    """Whether the name says where: it begins with a place or is of the central government."""
    return name in rules.central or bool(split_place(name, rules)[0]) or name.startswith(rules.vertical)


def is_township(name: str, rules: Rules) -> bool:
    """Whether the name is of a township, town or subdistrict, with or without its office."""
    if name.endswith(rules.town_endings):
        return any(name.endswith(kinds) and len(name) > len(kinds[0]) for kinds in rules.townships)
    # 铜官区东郊办事处: some counties' subdistricts leave 街道 out.
    if not name.endswith(rules.subdistrict):
        return False
    places, rest = split_place(name, rules)
    return bool(places) and places[0].level == "county" and bool(rules.subdistrict_stem.fullmatch(rest))


def is_town(name: str, rules: Rules) -> bool:
    """Whether the text is the name of one township, town or subdistrict, without its office: no 乡镇, no 各街道."""
    if not 3 <= len(name) <= 24 or not name.endswith(rules.town_kinds):
        return False
    if is_hijacked(name, rules) or not rules.han.fullmatch(name):
        return False
    kind = next(kind for kind in rules.town_kinds if name.endswith(kind))
    stem = split_place(name, rules)[1].removesuffix(kind)
    # 住房和城乡 is half of an office.
    if rules.function.match(stem) and any(joint in stem for joint in rules.joints):
        return False
    return bool(stem) and not rules.no_town.fullmatch(stem)


def government_of_town(name: str, rules: Rules) -> str | None:
    """The government or office of the town that is named, None where the name is of no town."""
    if not is_town(name, rules):
        return None
    short, full = next(pair for pair in rules.townships if name.endswith(pair[0]))
    return name[: -len(short)] + full


def mentions(text: str, rules: Rules) -> Iterator[Mention]:
    """Full names in running text: a place followed by what the agency does."""
    gazetteer = rules.gazetteer
    position = 0
    for start, places_end in _place_starts(text, rules):
        if start < position:
            continue
        match = rules.mention.match(text, places_end)
        if not match or text[start : match.end()] in rules.never:
            continue
        rest = match[0]
        if rest in rules.never_rest or gazetteer.leading(rest)[0] or rules.damaged.match(rest):
            continue
        end = match.end()
        if rest.endswith(_GOVERNMENT) and (organ := rules.beyond.match(text, end)):
            # 人民政府外事办公室, 人民政府中山路街道办事处: an agency of its own; 人民政府和…街道办事处 could be two.
            end = organ.end()
            town = next((organ[0].removesuffix(full) for _, full in rules.townships if organ[0].endswith(full)), "")
            if organ[0].startswith(rules.together) or (town and rules.no_town.fullmatch(town)):
                continue
        # 公安局渝中区分局: the branch is another agency than the bureau it belongs to.
        end = branch.end() if (branch := rules.branch.match(text, end)) else end
        if is_hijacked(text[start:end], rules):
            continue
        position = end
        yield Mention(text[start:end], text[max(0, start - _BEFORE) : start], text[end : end + _AFTER])
    for match in rules.central_mention.finditer(text):
        start, end = match.span()
        yield Mention(match[0], text[max(0, start - _BEFORE) : start], text[end : end + _AFTER])


def _place_starts(text: str, rules: Rules) -> Iterator[tuple[int, int]]:
    """Where a chain of full place names begins and ends, and ministries' names before places."""
    gazetteer = rules.gazetteer
    by_name = gazetteer.by_name
    position, size = 0, len(text)
    ends = [match.end() for match in _LEVEL.finditer(text)]
    for index, end in enumerate(ends):
        if end <= position:
            continue
        length = gazetteer.ending(text, end, position)
        if not length:
            continue
        start, position = end - length, end
        for following in ends[index + 1 :]:
            if following - position > 12:
                break
            if text[position:following] in by_name:
                position = following
        for ministry in rules.vertical:
            if text.endswith(ministry, 0, start):
                start -= len(ministry)
                break
        if position < size:
            yield start, position


_LEVEL = re.compile("[省市县区州旗盟]")
