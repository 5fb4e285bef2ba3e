"""Annexes of a report that are not its own: the tables of another agency, or of another year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.script import simplify
from transform.agency import is_agency, is_township, split_place
from transform.dates import arabic
from transform.naming import load_rules
from transform.reading import Identity
from transform.variants import are_alike

_ANNEX = "附"
_LONGEST = 60  # characters of the line that heads an annex
_EDGES = " \t|（(【[《\u3000\xa0"
_NUMBER = r"(?:\d{1,2}(?!\d)|[一二三四五六七八九十]{1,2}(?![〇○零一二三四五六七八九十]))?"
# 附件2：…, 附表一 …, 附：…; the number may stand alone on its line.
_HEADED = re.compile(rf"附(?:(?:件|表|录)\s*{_NUMBER}\s*[：:、.．]*|{_NUMBER}\s*[：:])\s*(?P<what>.*)$")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|rar|zip)\W*$", re.IGNORECASE)
_YEAR = re.compile(r"(20\d\d)\s*年")
# What an annex with a year may be besides tables.
_OF_ALL = re.compile(r"格式|样式|样表|模板|修订|印发|通知|说明|对比|目录|清单")
# What a heading says behind the name of an agency.
_SAID = re.compile(r"(?:20\d\d|年度|年报|政府信息|信息公开|行政复议|依申请|主动公开|情况|统计|报告|数据|表|的).*$")
# Bodies that report with others rather than alone, and whose tables are annexed all the same.
_BODY = re.compile(r"(?:馆|院|校|中心|所|站|公司)$")


def has_annex(lines: Sequence[str]) -> bool:
    """Whether one of these lines may head an annex."""
    return _ANNEX in "\n".join(lines) and any(_heading(line) is not None for line in lines if _ANNEX in line)


def another_annex(lines: Sequence[str], identity: Identity) -> int | None:
    """The 0-based line that heads the first annex of another agency or another year than the report's; None where there
    is none. An annex that says neither holds the report's own tables."""
    return next((place for place, what in _headings(lines) if _is_anothers(what, identity)), None)


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that head annexes, with what they say; what a number alone heads stands on the next line."""
    for place, line in enumerate(lines):
        what = _heading(line) if _ANNEX in line else None
        if what is not None:
            below = next((text for text in lines[place + 1 : place + 4] if text.strip()), "")
            yield place, what or (below if len(below) <= _LONGEST else "")


def _heading(line: str) -> str | None:
    found = _HEADED.match(line.strip(_EDGES)) if len(line) <= _LONGEST else None
    if found is None or _FILE.search(line) is not None or found["what"].startswith("下载"):
        return None
    return found["what"]


def _is_anothers(what: str, identity: Identity) -> bool:
    what = arabic(simplify(what))
    years = {int(year) for year in _YEAR.findall(what)}
    # A later year is that in which the report was made public.
    if years and identity.fiscal_year is not None and max(years) < identity.fiscal_year and not _OF_ALL.search(what):
        return True
    rules = load_rules()
    name = _SAID.sub("", what).strip(_EDGES + "》：:")
    places, rest = split_place(name, rules)
    if (
        identity.agency_name is None
        or not (places or is_township(name, rules))
        or not (is_agency(name, rules) or _BODY.search(rest))
    ):
        return False
    return not are_alike(name, identity.agency_name, rules)
