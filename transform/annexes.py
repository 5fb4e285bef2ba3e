"""Annexes of a report that are not its own: the tables of another agency, or of another year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.script import simplify
from transform.agency import split_place
from transform.naming import load_rules
from transform.reading import Identity
from transform.variants import are_alike

_LONGEST = 60  # characters of the line that heads an annex
_NUMBER = r"[\s\d一二三四五六七八九十]{0,4}[：:、.．]?\s*"
_HEADED = re.compile(rf"^[\s|（(【\[]*附(?:件|表|录)?{_NUMBER}(?P<what>[^：:]{{4,}})$")
_YEAR = re.compile(r"20\d\d(?=\s*年)")
# What a heading says behind the name of an agency.
_SAID = re.compile(r"(?:20\d\d|年度|年报|政府信息|信息公开|行政复议|依申请|主动公开|情况|统计|报告|数据|表|的).*$")


def has_annex(lines: Sequence[str]) -> bool:
    """Whether one of these lines may head an annex."""
    return any([_heads_annex(line) for line in lines if "附" in line])  # noqa: C419  a list is faster


def _heads_annex(line: str) -> bool:
    return len(line) <= _LONGEST and _HEADED.match(line) is not None


def another_annex(lines: Sequence[str], identity: Identity) -> int | None:
    """The 0-based line that heads the first annex of another agency or another year than the report's; None where there
    is none. An annex that says neither holds the report's own tables."""
    heads = (n for n, line in enumerate(lines) if "附" in line and _heads_annex(line))
    return next((n for n in heads if _is_anothers(lines[n], identity)), None)


def _is_anothers(line: str, identity: Identity) -> bool:
    found = _HEADED.match(simplify(line))
    what = found["what"] if found else ""
    years = {int(year) for year in _YEAR.findall(what)}
    if years and identity.fiscal_year is not None and identity.fiscal_year not in years:
        return True
    rules = load_rules()
    name = _SAID.sub("", what).strip(" 》《\u3000")
    places, rest = split_place(name, rules)
    if identity.agency_name is None or not places or len(rest) < 2:
        return False
    return not are_alike(name, identity.agency_name, rules)
