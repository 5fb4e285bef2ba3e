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
_MINISTRYS = re.compile(r"局(?:.{2,8}分局)?")  # behind a ministry and the place: 国家矿山安全监察局山西局
_CUSTOMS, _COMPANY = "海关", "公司"
# A place below that the table does not have: a county told by a short name, or a zone with offices of its own.
_UNKNOWN_COUNTY = re.compile(r"(?!红旗|国旗|旗县|郊县|贫困县)[\u4e00-\u9fff]{1,4}[县旗盟](?=[\u4e00-\u9fff]{2})")
_UNKNOWN_ZONE = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:(?<![社城库灌灾牧林校景园矿学辖片地护老小市垦治])区|新城)(?=[\u4e00-\u9fff]{2})"
)
_PROVINCE, _COUNTY, _DISTRICT, _CITY = "province", "county", "区", "市"
_BUREAUS, _LONGEST_SHORT = ("局", "委员会"), 6  # what bears a county's short name; characters of one
_OWN_LEVEL = re.compile(r"(?:全|我)(市|县|区|州|旗|省)")
_AUTONOMOUS = re.compile("自治[区州县旗]")
_FARMS = re.compile(r"农垦(?:总局)?(?=.{2,8}管理局$)")


def locate(name: str, context: Context, rules: Rules) -> Place | None:
    """The lowest place that the name tells, namesakes decided by the context; None where they are not."""
    name = _from_place(name, rules)
    places, rest = split_place(name, rules)
    if not places:
        places, rest = _short_placed(name, context, rules)
    if not places:
        places = _without_kind(name, context, rules)
    place = context.choose(_of_the_zone(rest, places, context, rules) or places)
    if place and place.level != _COUNTY and _UNKNOWN_COUNTY.match(rest) and not rules.function.match(rest):
        return None
    if place and place.level != _COUNTY:
        branch = _BRANCH.search(rest)
        lower = _children(branch[1], place, context, rules) if branch else _named_short(rest, place, context, rules)
        return lower or place
    if not place and not places and is_township(name, rules):
        return _only_county(context, rules)
    return place


def _from_place(name: str, rules: Rules) -> str:
    """The name from its place on: 原长沙市…, 中共长沙市委…, 新疆生产建设兵团第八师石河子市…."""
    before = rules.before_place.match(name)
    if before is None or split_place(name, rules)[0] or not rules.gazetteer.leading(name[before.end() :])[0]:
        return name
    return name[before.end() :]


def _short_placed(name: str, context: Context, rules: Rules) -> tuple[tuple[Place, ...], str]:
    """The place of an office that bears its short name (青岛海关, 国家统计局湖北调查总队), and the rest of the name."""
    office = after_ministry(name, rules)
    places, rest = rules.gazetteer.short_leading(office)
    is_ministrys = office != name and _MINISTRYS.fullmatch(rest) is not None
    provinces = tuple(place for place in places if place.level == _PROVINCE)
    if provinces and (is_ministrys or rest in rules.of_a_province):
        return provinces, rest
    if not is_ministrys and not rules.short_placed.search(name):
        return (), office
    places = _told_from_province(places, rest, context, rules)
    if all(place.level == _COUNTY for place in places):
        if rest.startswith(_CUSTOMS):
            # 黄埔海关 is named for a port, and not of the district around it; 九龙海关 has nothing to do with 九龙县.
            places = tuple(place for place in places if _is_seat(place, context))
        elif not _is_official(places, rest, rules):
            # 龙湖新城 and 东湖高新区 are named for no county; only one that the text or the web address knows is meant.
            places = tuple(place for place in places if _known(place, context))
    return places, rest


def _told_from_province(places: tuple[Place, ...], rest: str, context: Context, rules: Rules) -> tuple[Place, ...]:
    """Of a province and a city in it under one short name (吉林) the city, where office or text tell it; else none."""
    codes = {place.code for place in places}
    inner = tuple(place for place in places if place.parent in codes)
    if not inner:
        return places
    return (
        inner if rest.startswith(rules.of_a_city) else tuple(place for place in inner if place.name in context.mentions)
    )


def _without_kind(name: str, context: Context, rules: Rules) -> tuple[Place, ...]:
    """Places of which the name holds only the short form (盐都市场监督管理局), and which text or web address tell."""
    places, rest = rules.gazetteer.short_leading(name)
    if rest.startswith(_CUSTOMS) or not (rules.function.match(rest) or rest.endswith(_COMPANY)):
        return ()
    return tuple(
        place
        for place in _told_from_province(places, rest, context, rules)
        if place.name in context.mentions or context.is_host_of(place)
    )


def _is_seat(place: Place, context: Context) -> bool:
    """Whether a customs house that bears the county's short name is the county's."""
    return place.name.endswith(_CITY) or (not place.name.endswith(_DISTRICT) and place.name in context.mentions)


def _is_official(places: Sequence[Place], rest: str, rules: Rules) -> bool:
    """Whether an office, or the zone of a county that is no district, is named for the place."""
    if rest.startswith(rules.of_a_county):
        return True
    return rest.startswith(rules.county_zone) and not any(place.name.endswith(_DISTRICT) for place in places)


def _of_the_zone(rest: str, elders: Sequence[Place], context: Context, rules: Rules) -> tuple[Place, ...]:
    """Places below a province or prefecture for which a zone is named behind it: 嘉祥 in 山东嘉祥经济开发区."""
    zone = rules.named_for.search(rest, 2)
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
    inner = tuple(place for place in places if any(up.code == elder.code for up in gazetteer.ancestors(place)[1:]))
    # 长沙分局 of a province's bureau is the city's, not 长沙县's.
    return context.choose(tuple(place for place in inner if place.level != _COUNTY) or inner)


def _named_short(rest: str, elder: Place, context: Context, rules: Rules) -> Place | None:
    """The county whose short name stands behind its prefecture, before what a bureau does: 内江市隆昌生态环境局."""
    if (elder.level == _PROVINCE and not elder.name.endswith(_CITY)) or not rest.endswith(_BUREAUS):
        return None
    for end in range(min(_LONGEST_SHORT, len(rest) - 1), 1, -1):
        counties = tuple(
            place
            for place in rules.gazetteer.by_short.get(rest[:end], ())
            if place.level == _COUNTY and any(up.code == elder.code for up in rules.gazetteer.ancestors(place)[1:])
        )
        if counties and rules.function.match(rest, end) and not rules.function.match(rest):
            return context.choose(counties)
    return None


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


def bare_level(name: str, rules: Rules) -> str:
    """The level with which a name without its place begins: 区 of 区卫健局, 自治区 of 自治区民政厅; "" for none."""
    if autonomous := _AUTONOMOUS.match(name):
        return autonomous[0]
    return name[0] if name[:1] in rules.levels and not rules.function.match(name) else ""


def locate_bare(name: str, context: Context, rules: Rules) -> str | None:
    """A full name for an office printed without its place (区卫健局), where the text tells the place without doubt."""
    told = bare_level(name, rules)
    level, office = told or _own_level(context), name[len(told) :]
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
    """The level of the place served: a town for what is in it, one below the place that a zone is named for. None where
    the name tells no place, or an estate somewhere in a province or prefecture."""
    if name in rules.central:
        return "central"
    if is_township(name, rules):
        return "township"
    if place is None:
        return None
    places, rest = split_place(_from_place(name, rules), rules)
    if places and _is_in_town(rest, rules):
        return "township"
    if place.level == _COUNTY:
        return _COUNTY
    if rules.zone.search(name) or _UNKNOWN_ZONE.match(rest):
        # A city that is a province has no prefectures: its zones stand beside its districts.
        return _COUNTY if place.name.endswith(_CITY) else _LEVELS[_LEVELS.index(place.level) + 1]
    return None if _is_estate(rest.removeprefix(place.short), rules) else place.level


def _is_in_town(rest: str, rules: Rules) -> bool:
    """Whether what follows the place is a body in a town, or in a village or neighbourhood."""
    neighbours = rules.neighbours.fullmatch(rest)
    if neighbours and not rules.no_town.fullmatch(neighbours[1]):
        return True
    inner = rules.in_town.fullmatch(rest)
    if inner is None or rules.function.match(rest):
        return False
    town = inner[1]  # 桐乡 in 浙江省桐乡…局 is a city
    stem = next(town.removesuffix(kind) for kind in rules.town_kinds if town.endswith(kind))
    joined = any(joint in stem for joint in rules.joints)
    return not joined and not rules.no_town.fullmatch(stem) and town not in rules.gazetteer.by_short


def _is_estate(rest: str, rules: Rules) -> bool:
    """Whether what follows the place is an estate with a name of its own, or a part of the state farms."""
    if farms := _FARMS.match(rest):
        return not rules.function.match(rest, farms.end())
    estate = rules.estate.match(rest)
    return estate is not None and not rules.no_estate.fullmatch(estate[1]) and not rules.function.match(rest)
