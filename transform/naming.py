"""The rules of agencies' names, compiled from `data/reference/agency_rules.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_letters, digits

from transform.places import Gazetteer, load_places
from transform.reference import REFERENCE, read_csv
from transform.sectors import sector_keywords

_GOVERNMENT, _JOINTS = "政府", "和与及"
_GOVERNMENT_OFFICE = "人民政府办公"
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_TOWN = (
    rf"([{_HAN}]{{1,12}}?(?:(?<![城古集村小强])镇(?!镇)|(?<![城水侨家故茶返下回还同])乡(?![镇村土])|街道(?!路)|苏木))"
)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The naming rules, compiled. A name ends with a suffix; running text is searched for the strong ones only.

    Compared by identity, so that what they say of a name can be remembered.
    """

    gazetteer: Gazetteer
    suffixed: re.Pattern[str]
    endings: tuple[str, ...]
    last: frozenset[str]  # the last characters of these
    telling: tuple[str, ...]  # those with which few other words end
    stump: re.Pattern[str]
    mention: re.Pattern[str]
    beyond: re.Pattern[str]  # how a name goes on behind 人民政府
    branch: re.Pattern[str]
    branches: tuple[str, ...]  # the endings of these
    bare_mention: re.Pattern[str]
    outside: re.Pattern[str]
    desk: re.Pattern[str]  # the last office or desk inside an agency that a name ends with
    unnamed_desk: re.Pattern[str]
    media: tuple[str, ...]
    serves: tuple[str, ...]  # who runs a government's services or site, and is asked about others' reports, too
    school: re.Pattern[str]
    asked: re.Pattern[str]  # group 1: the agency to which an office belongs that readers are told to ask
    nobody: re.Pattern[str]
    town_acts: re.Pattern[str]
    house_acts: re.Pattern[str]  # group 1: a house named for its port and no place of the table (长沙海关认真…)
    acts: re.Pattern[str]  # what a subject of a sentence does
    subject: re.Pattern[str]
    han: re.Pattern[str]
    townships: tuple[tuple[str, str], ...]
    seats: tuple[tuple[str, str], ...]
    town_kinds: tuple[str, ...]  # the short forms
    town_endings: tuple[str, ...]  # and the full ones
    no_town: re.Pattern[str]
    subdistrict: tuple[str, ...]
    subdistrict_stem: re.Pattern[str]
    vertical: tuple[str, ...]
    central: frozenset[str]
    central_mention: re.Pattern[str]
    loose: tuple[str, ...]
    # Both by the last two characters of the short form, the longest first: short form and full form.
    official: Mapping[str, tuple[tuple[str, str], ...]]  # abbreviations with no other reading
    canonical: Mapping[str, tuple[tuple[str, str], ...]]  # variants unified for identifiers
    government: tuple[tuple[str, str], ...]
    hijack: re.Pattern[str]
    innocent: tuple[str, ...]
    system: tuple[str, ...]
    own: tuple[str, ...]
    collected: tuple[str, ...]
    elsewhere: tuple[str, ...]
    together: tuple[str, ...]
    own_only: tuple[str, ...]
    reach: re.Pattern[str]  # any of the words of `collected` and `own_only`
    others: tuple[str, ...]
    uncounted: re.Pattern[str]
    levels: frozenset[str]
    anywhere: re.Pattern[str]  # a level or a kind of zone, without a name: 县, 自治州, 开发区
    function: re.Pattern[str]
    functions: re.Pattern[str]
    joints: tuple[str, ...]
    party: tuple[str, ...]
    damaged: re.Pattern[str]
    never: frozenset[str]
    never_rest: frozenset[str]
    no_name: re.Pattern[str]  # what no agency's name holds: a page's buttons, the words and numbers of its tables
    links: tuple[str, ...]  # headings of lists of other sites, at their ends
    short_placed: re.Pattern[str]  # an office that can bear a place's short name
    of_a_province: frozenset[str]  # what a province and a city in it of that short name do not share,
    of_a_city: tuple[str, ...]
    of_a_county: tuple[str, ...]  # what stands behind a county's short name where that county is meant,
    county_zone: tuple[str, ...]  # and where that is no district
    named_for: re.Pattern[str]  # a zone behind the name of the place below a province or prefecture that it is of
    zone: re.Pattern[str]
    glued: re.Pattern[str]  # what a title may print right before a name,
    glued_words: tuple[str, ...]  # and behind it
    before_place: re.Pattern[str]
    division: re.Pattern[str]  # of the corps, one with the city behind it
    estate: re.Pattern[str]  # what a province or prefecture holds and does not serve; group 1: its name
    no_estate: re.Pattern[str]
    in_town: re.Pattern[str]  # a body inside a town; group 1: the town's name. 城乡, 古镇 and the like are words
    neighbours: re.Pattern[str]  # the committee of a village or neighbourhood, group 1


@cache
def load_rules(folder: Path = REFERENCE) -> Rules:
    """The naming rules of `folder`, compiled once per process."""
    table: dict[str, list[tuple[str, str, str]]] = {}
    for row in read_csv("agency_rules.csv", folder):
        table.setdefault(row["kind"], []).append((row["text"], row["value"], row["note"]))

    def texts(kind: str) -> list[str]:
        return [text for text, _, _ in table[kind]]

    suffixes = sorted(texts("suffix"), key=len, reverse=True)
    strong = sorted((text for text, value, _ in table["suffix"] if value == "strong"), key=len, reverse=True)
    keywords = sorted(
        (keyword for keyword in sector_keywords(folder) if not keyword.endswith(tuple(texts("unit")))),
        key=len,
        reverse=True,
    )
    # 青山区…街道政府信息公开: the government that ends there is none.
    ending = "|".join(re.escape(text) + ("(?!信息)" if text == _GOVERNMENT else "") for text in strong)
    function = "|".join(map(re.escape, keywords))
    levels = "".join(texts("generic"))
    tails = {text[at:] for text in suffixes for at in range(1, len(text))}.difference(suffixes)
    anything = "|".join(map(re.escape, suffixes))
    verbs = "|".join(map(re.escape, texts("verb")))
    acts = "|".join(re.escape(text) for text in texts("verb") if text not in _JOINTS)
    outside = "|".join((f"(?<!{value})" if value else "") + re.escape(text) for text, value, _ in table["outside"])
    joint = "|".join(map(re.escape, texts("joint")))
    anyone = "|".join(map(re.escape, texts("generic") + texts("no_town")))
    outpost = "|".join(map(re.escape, texts("outpost")))
    branches = "|".join(map(re.escape, texts("branch")))
    branch_offices = "|".join(map(re.escape, texts("subdistrict")))
    town_offices = "|".join(re.escape(value) for _, value, _ in table["township"])
    town_kinds = [kind for text, value, _ in table["township"] for kind in (value, text)]
    organ = "|".join(map(re.escape, texts("organ")))
    whole_organ = "|".join(text for text in texts("organ") if text in suffixes)
    organ_end = "|".join(
        re.escape(text) for text in suffixes if (len(text) > 1 or text in strong) and not text.endswith(_GOVERNMENT)
    )
    inner = "|".join(map(re.escape, sorted(texts("inner"), key=len, reverse=True)))
    desks = "|".join(re.escape(text) for text, value, _ in table["inner"] if value == "desk")
    hosts, asked = ("|".join(map(re.escape, texts(kind))) for kind in ("host", "asked"))
    glued = "|".join(sorted(texts("glued"), key=len, reverse=True))
    estates = "|".join(text + (f"(?!{value})" if value else "") for text, value, _ in table["estate"])
    return Rules(
        gazetteer=load_places(folder),
        suffixed=re.compile(rf"[{_HAN}·（）()、]{{1,40}}(?:{anything})(?:（[{_HAN}]{{2,20}}）)?"),
        endings=tuple(suffixes),
        last=frozenset(text[-1] for text in suffixes),
        telling=tuple(text for text in suffixes if len(text) > 1 or text in strong),
        # 府办公厅 and 设局 are what a line break left of a name; one character is enough before 委 only (农委).
        stump=re.compile(
            "|".join(map(re.escape, tails))
            + rf"|[^{levels}](?:{'|'.join(re.escape(text) for text in strong if text not in texts('brief'))})"
        ),
        mention=re.compile(rf"(?:(?!{outside})[{_HAN}（）()]){{0,22}}?(?:{ending})"),
        beyond=re.compile(
            rf"驻[{_HAN}]{{2,6}}?(?:{branch_offices})|(?:(?!{outside})[{_HAN}]){{1,8}}?(?:{town_offices})"
            rf"|(?:{function}|{organ})(?:(?!{outside}|{verbs})[{_HAN}]){{0,14}}?(?:{organ_end})|(?:{whole_organ})"
        ),
        branch=re.compile(
            rf"(?![我本该]?(?:{anyone})(?:{branches}))(?:(?!{outside}|{joint})[{_HAN}]){{1,12}}?(?:{branches})(?!局)"
        ),
        branches=tuple(texts("branch")),
        # 文化和旅游局 is one office; 旅游局 behind 和 is half of one, or one of several.
        bare_mention=re.compile(
            rf"(?<![{_JOINTS}、])[{levels}]?(?:{function})(?:(?!{acts}|[{_JOINTS}][{levels}])[{_HAN}]){{0,12}}?(?:局|委员会|委|厅)(?!会)"
        ),
        outside=re.compile(outside),
        desk=re.compile(rf"(?:{inner})$"),
        unnamed_desk=re.compile(rf"(?:{desks})$"),
        media=tuple(texts("media")),
        serves=tuple(texts("serves")),
        school=re.compile("|".join(map(re.escape, texts("school")))),
        # The government's office bears no name of its own behind the place.
        asked=re.compile(
            rf"((?:.+|(?={_GOVERNMENT_OFFICE}))(?:{hosts}))(?!办公[室厅]$|.*[局厅])[{_HAN}]{{2,14}}(?:{asked})"
        ),
        # 局办公室 and 开发区党政办公室 are offices of any bureau, of any zone.
        nobody=re.compile(rf"(?!.+街道办事处$)(?:{'|'.join(map(re.escape, texts('nobody')))})+(?:{inner})*"),
        town_acts=_acting(texts("act"), town_kinds),
        house_acts=_acting(texts("act"), texts("house")),
        acts=re.compile("|".join(map(re.escape, texts("act")))),
        subject=re.compile(verbs),
        han=re.compile(f"[{_HAN}]+"),
        townships=tuple((text, value) for text, value, _ in table["township"]),
        seats=tuple((text, value) for text, value, _ in table["seat"]),
        town_kinds=tuple(text for text, _, _ in table["township"]),
        town_endings=tuple(ending for text, value, _ in table["township"] for ending in (text, value)),
        no_town=re.compile(rf"(?:{'|'.join(map(re.escape, texts('no_town')))})+|.+乡"),
        subdistrict=tuple(texts("subdistrict")),
        subdistrict_stem=re.compile(
            rf"(?!.*(?:{outpost}|{function}))[{_HAN}]{{2,6}}(?:{'|'.join(map(re.escape, texts('subdistrict')))})"
        ),
        vertical=tuple(sorted(texts("vertical"), key=len, reverse=True)),
        central=frozenset((*texts("central"), *texts("ministry"))),
        # 财政部门 is no ministry, and a ministry before a place is the branch there.
        central_mention=re.compile(
            rf"(?:{'|'.join(map(re.escape, texts('central')))})(?!门|[{_HAN}]{{2,12}}(?:税务局|调查队|支行|分行))"
        ),
        loose=tuple(texts("loose")),
        official=_by_ending((text, value) for text, value, note in table["abbreviation"] if note == "expand"),
        canonical=_by_ending((text, value) for text, value, _ in table["abbreviation"]),
        government=tuple((text, value) for text, value, note in table["abbreviation"] if note == "government"),
        # One by one, letters and digits are found faster than as a class.
        hijack=re.compile("|".join(map(re.escape, (*texts("hijack"), *ascii_letters, *digits)))),
        innocent=tuple(value for _, value, _ in table["hijack"] if value),
        system=tuple(texts("system")),
        own=tuple(texts("own")),
        collected=tuple(texts("collected")),
        elsewhere=tuple(texts("elsewhere")),
        together=tuple(texts("together")),
        own_only=tuple(texts("own_only")),
        reach=re.compile("|".join(map(re.escape, texts("collected") + texts("own_only")))),
        others=tuple(texts("others")),
        uncounted=re.compile("|".join(map(re.escape, texts("uncounted")))),
        levels=frozenset(texts("generic")),
        anywhere=re.compile(rf"(?:{'|'.join(map(re.escape, sorted(texts('anywhere'), key=len, reverse=True)))})+"),
        function=re.compile(function),
        functions=re.compile(rf"(?:{function})+"),
        joints=tuple(_JOINTS),
        party=tuple(texts("party")),
        # 大同市区自然资源局 lost the name of its district.
        damaged=re.compile(rf"[{''.join(texts('nameless'))}](?:{function}|{_GOVERNMENT}|人民{_GOVERNMENT})"),
        never=frozenset(texts("never")),
        never_rest=frozenset(texts("never_rest")),
        no_name=re.compile(rf"{'|'.join(map(re.escape, texts('no_name')))}|^[一二三四五六七八九十]{{1,3}}[、）]"),
        links=tuple(texts("links")),
        short_placed=re.compile("|".join(text + "$" * (value == "end") for text, value, _ in table["short_placed"])),
        of_a_province=frozenset(texts("of_a_province")),
        of_a_city=tuple(texts("of_a_city")),
        of_a_county=tuple(texts("of_a_county")),
        county_zone=tuple(texts("county_zone")),
        named_for=re.compile("|".join(texts("named_for"))),
        zone=re.compile("|".join(texts("zone"))),
        glued=re.compile(rf"(?:{glued})+后?[的对]?"),
        glued_words=tuple(texts("glued")),
        before_place=re.compile("|".join(texts("before_place") + texts("division"))),
        division=re.compile("|".join(texts("division"))),
        estate=re.compile(rf"([{_HAN}]{{1,10}}?)(?:{estates})"),
        no_estate=re.compile(rf"(?:{'|'.join(texts('estate_kind'))})+"),
        in_town=re.compile(rf"{_TOWN}(?:人民政府|办事处)?[{_HAN}]{{0,14}}?(?:{'|'.join(texts('in_town'))})"),
        neighbours=re.compile(rf"(.{{2,12}})(?:{'|'.join(texts('neighbours'))})"),
    )


def _acting(acts: Iterable[str], kinds: Iterable[str]) -> re.Pattern[str]:
    """A clause of squeezed text that begins with an agency of these kinds, group 1, and says what it does."""
    kind = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
    does = "|".join(map(re.escape, acts))
    return re.compile(rf"(?:^|[\n，。；：、,;:）)]|年度?)([{_HAN}]{{2,16}}?(?:{kind}))(?={does})")


def _by_ending(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    endings: dict[str, tuple[tuple[str, str], ...]] = {}
    for short, full in sorted(pairs, key=lambda pair: -len(pair[0])):
        endings[short[-2:]] = (*endings.get(short[-2:], ()), (short, full))
    return endings
