"""The place an agency belongs to: from its name, else from what the text around tells without doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transform.agency import after_ministry, is_township, split_place
from transform.naming import Rules
from transform.places import Context, Place
from transform.variants import expand

_BRANCH = re.compile(r"(?:局|中心|队|委员会)(.{2,8}?)(?:分局|分中心|大队|支队|管理部|管理处)$")
_LEVELS = ("central", "province", "prefecture", "county", "township")
_SHORT_PLACED = re.compile(
    r"海关$|税务局$|气象局$|高新|经济|开发区|新区|示范区|分局$|支行$|分行$|调查队$|管理委员会$|监管|海事局$|邮政"
)
# What stands behind a county's short name where that county is meant; zones and new towns have names of their own.
_OFFICIAL = re.compile(r"海关|税务|气象|调查队|支行|监管|海事|邮政|县|市")
_OF_A_COUNTY = re.compile(r"经济|高新")
_NAMED_FOR = re.compile(r"经济|高新|工业园|产业园|综合实验区|综合保税区|保税区|新区")
# A place below that the table does not have: a county told by a short name, or a zone with offices of its own.
_UNKNOWN_COUNTY = re.compile(r"(?!红旗|国旗|旗县|郊县|贫困县)[\u4e00-\u9fff]{1,4}[县旗盟](?=[\u4e00-\u9fff]{2})")
_UNKNOWN_ZONE = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:(?<![社城库灌灾牧林校景园矿学辖片地护老小市垦])区|新城)(?=[\u4e00-\u9fff]{2})"
)
_COUNTY, _DISTRICT = "county", "区"
_OWN_LEVEL = re.compile(r"(?:全|我)(市|县|区|州|旗|省)")
_ZONE = re.compile(r"开发区|高新区|经开区|示范区|度假区|产业园|工业园|保税区|风景名胜区|新区")


def locate(name: str, context: Context, rules: Rules) -> Place | None:
    """The lowest place that the name tells, namesakes decided by the context; None where they are not."""
    places, rest = split_place(name, rules)
    if not places and _SHORT_PLACED.search(name):
        places, rest = rules.gazetteer.short_leading(after_ministry(name, rules))
        if all(place.level == "county" for place in places) and not _is_official(places, rest):
            # 龙湖新城 and 东湖高新区 are named for no county; only one that the text or the web address knows is meant.
            places = tuple(place for place in places if _known(place, context))
    if not places:
        places = _without_kind(name, context, rules)
    place = context.choose(_of_the_zone(rest, places, context) or places)
    if place and place.level != _COUNTY and _UNKNOWN_COUNTY.match(rest) and not rules.function.match(rest):
        return None
    if place and place.level != _COUNTY:
        branch = _BRANCH.search(rest)
        lower = _children(branch[1], place, context, rules) if branch else None
        return lower or place
    if not place and not places and is_township(name, rules):
        return _only_county(context, rules)
    return place


def _without_kind(name: str, context: Context, rules: Rules) -> tuple[Place, ...]:
    """Counties of which the name holds only the short form (盐都市场监督管理局), and which text or web address tell."""
    places, rest = rules.gazetteer.short_leading(name)
    if not rules.function.match(rest):
        return ()
    return tuple(place for place in places if place.name in context.mentions or context.is_host_of(place))


def _is_official(places: Sequence[Place], rest: str) -> bool:
    """Whether an office, or the zone of a county that is no district, is named for the place."""
    if _OFFICIAL.match(rest):
        return True
    return bool(_OF_A_COUNTY.match(rest)) and not any(place.name.endswith(_DISTRICT) for place in places)


def _of_the_zone(rest: str, elders: Sequence[Place], context: Context) -> tuple[Place, ...]:
    """Places below a province or prefecture for which a zone is named behind it: 嘉祥 in 山东嘉祥经济开发区."""
    zone = _NAMED_FOR.search(rest, 2)
    if zone is None:
        return ()
    codes = {elder.code for elder in elders}
    for end in range(zone.start(), 1, -1):  # 南京 in 江苏省南京江北新区
        lower = [
            place
            for place in context.gazetteer.by_short.get(rest[:end], ())
            if place.in_use(context.year, slack=1)
            and any(up.code in codes for up in context.gazetteer.ancestors(place)[1:])
        ]
        if lower:
            return tuple(place for place in lower if place.level != _COUNTY) or tuple(lower)
    return ()


def _known(place: Place, context: Context) -> bool:
    elders = context.gazetteer.ancestors(place)
    return any(elder.name in context.text or context.is_host_of(elder) for elder in elders)


def _children(text: str, elder: Place, context: Context, rules: Rules) -> Place | None:
    gazetteer = rules.gazetteer
    places = (*gazetteer.by_name.get(text, ()), *gazetteer.by_short.get(text, ()))
    return context.choose(
        tuple(place for place in places if any(up.code == elder.code for up in gazetteer.ancestors(place)[1:]))
    )


def _only_county(context: Context, rules: Rules) -> Place | None:
    """The one county that a township's report names, if it names one only."""
    counties = {
        name: tuple(place for place in rules.gazetteer.by_name[name] if place.level == "county")
        for name in context.mentions
    }
    counties = {name: places for name, places in counties.items() if places}
    if len(counties) == 1:
        return context.choose(next(iter(counties.values())))
    hosted = context.hosted("")
    return hosted if hosted and hosted.level == "county" else None


def locate_bare(name: str, context: Context, rules: Rules) -> str | None:
    """A full name for an office printed without its place (区卫健局), where the text tells the place without doubt."""
    level = name[0] if name[:1] in rules.levels and not rules.function.match(name) else _own_level(context)
    office = name[1:] if name[:1] in rules.levels and not rules.function.match(name) else name
    if not level:
        return None
    counts: Counter[str] = Counter()
    for printed, count in context.mentions.items():
        if printed.endswith(level) or (level == "县" and printed.endswith("旗")):
            counts[printed] += count
    ranked = counts.most_common(2)
    chosen: Place | None = None
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]):
        chosen = context.choose(rules.gazetteer.by_name[ranked[0][0]])
    if chosen is None:
        chosen = context.hosted(level)
    if chosen is None:
        return None
    prefix = chosen.name
    if chosen.level == "county" and _has_namesakes(chosen, context):
        prefix = rules.gazetteer.ancestors(chosen)[1].name + prefix
    return prefix + expand(office, rules)


def _has_namesakes(place: Place, context: Context) -> bool:
    """Whether another place bears the name in the report's year, other than the same one under an earlier code."""
    gazetteer = context.gazetteer
    above = {elder.code for elder in gazetteer.ancestors(place)}
    return any(
        other.code not in above
        and other.parent not in above
        and other.in_use(context.year, slack=1)
        and place.code not in {elder.code for elder in gazetteer.ancestors(other)}
        for other in gazetteer.by_name[place.name]
    )


def _own_level(context: Context) -> str | None:
    """The level that the report calls its own: 全县, 我县, and so on."""
    counts: Counter[str] = Counter(_OWN_LEVEL.findall(context.text))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def admin_level(name: str, place: Place | None, rules: Rules) -> str | None:
    """The level of the place served; one below the place it is named for where the agency is a township or a zone."""
    if name in rules.central:
        return "central"
    if place is None:
        return "township" if is_township(name, rules) else None
    if is_township(name, rules):
        return "township"
    if _ZONE.search(name) or _UNKNOWN_ZONE.match(split_place(name, rules)[1]):
        return _LEVELS[min(_LEVELS.index(place.level) + 1, 4)] if place.level != _COUNTY else _COUNTY
    return place.level
