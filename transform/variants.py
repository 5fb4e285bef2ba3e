"""Several ways of naming one agency: short forms written out, two names told to be of one office, its identifier."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from transform.agency import is_agency, is_place, is_township, split_place
from transform.naming import Rules, load_rules

_OTHER_NAME = re.compile(r"(?<=[^（])（([^（）]+)）$")
_FORMERLY = ("原", "挂", "加挂")
_GOVERNMENT, _OF_THE_PEOPLE = "政府", "人民政府"
_PEOPLES, _OFFICE = ("", "人民"), "办"  # what stands before 政府, and behind it in the name of its own office


def canonical(name: str, rules: Rules) -> str:
    """The name with its place kept and its known short forms written out, for telling variants of one name."""
    return _written_out(name, rules.canonical)


def expand(name: str, rules: Rules) -> str:
    """The name with a short form at its end written out where that has one reading only."""
    return _written_out(name, rules.official)


def _written_out(name: str, forms: Mapping[str, tuple[tuple[str, str], ...]]) -> str:
    for short, full in forms.get(name[-2:], ()):
        if name.endswith(short) and not name.endswith(full):
            return name[: -len(short)] + full
    return name


def same_office(short: str, full: str, rules: Rules) -> bool:
    """Whether `full` is the longer way to say `short`: 县卫健局 and 昌乐县卫生健康局."""
    left, right = canonical(short, rules), canonical(full, rules)
    if left == right or right.endswith(left):
        return True
    _, left_rest = split_place(left, rules)
    places, right_rest = split_place(right, rules)
    if any(left == place.short + right_rest for place in places):
        return True
    return left_rest == right_rest or (left_rest[:1] in rules.levels and left_rest[1:] == right_rest)


def are_alike(name: str, other: str, rules: Rules) -> bool:
    """Whether two names can be of one agency: one begins or ends with the other. A place's is its government's."""
    short, long = sorted((canonical(name, rules), canonical(other, rules)), key=len)
    if is_place(short, rules):
        rest = long.removeprefix(short)
        return not rest or rest.startswith((_GOVERNMENT, _OF_THE_PEOPLE))
    return long.startswith(short) or long.endswith(short)


def _without_other_names(name: str, rules: Rules) -> str:
    """The name without a bracket behind it that holds the one it had, or another that it bears: 教育局（体育局）."""
    found = _OTHER_NAME.search(name)
    if found is None or not (found[1].startswith(_FORMERLY) or is_agency(found[1], rules)):
        return name
    return name[: found.start()]


def agency_id(agency_name: str, region_code: str | None) -> str:
    """A short identifier that stays with one agency over the years: its region and a hash of its canonical name."""
    rules = load_rules()
    name = canonical(_without_other_names(agency_name, rules), rules)
    places, rest = split_place(name, rules)
    # 西湖区人民政府北山街道办事处 and 西湖区北山街道办事处 are one office, and so are 省政府国资委 and 省国资委.
    before, _, office = rest.partition(_GOVERNMENT)
    if is_township(office, rules) or (before in _PEOPLES and office and not office.startswith(_OFFICE)):
        rest = office
    # With a region the place in the name says nothing more: 城中区X局 and 西宁市城中区X局 are one agency.
    digest = hashlib.blake2b((rest if region_code and places else name).encode(), digest_size=5).hexdigest()
    return f"{region_code or '000000'}-{digest}"
