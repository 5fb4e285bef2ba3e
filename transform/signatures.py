"""Who signs a report: the agency's line beside the closing date, or one on the last lines that bears no date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from transform.agency import is_agency, is_full, is_town
from transform.dates import only_date, trailing_date
from transform.naming import Rules
from transform.titles import squeeze, wide_brackets

_LONGEST = 32  # characters of a signature
_DATED = 60  # characters of a line with the date of a signature, at most
_LAST = 4  # lines at the end on which a signature can stand without its date
_LINKS = 8  # lines above these on which a list of links can begin
_REST_OF_DATE = re.compile(r"\d{0,2}\s*[月日][\d月日\s]*$")


def can_sign(name: str, rules: Rules) -> bool:
    """Whether a line can be the name of the agency that signs.

    Without a place it must end as few other words do: 安全处, 其他处 and 三、本年度办 are pieces of tables and menus.
    """
    if not is_agency(name, rules):
        return False
    return is_full(name, rules) or name.endswith(rules.telling) or is_town(name, rules)


def as_name(line: str) -> str:
    """A line as a name: without spaces and the brackets around it, those inside in full width."""
    name = wide_brackets(squeeze(line))
    return name.strip("（）") if name.startswith("（") or name.count("（") != name.count("）") else name


def signed(
    lines: Sequence[str], named: Callable[[str], bool], goes_on: Callable[[str, str], bool], *, backwards: bool
) -> tuple[date | None, list[str]]:
    """The first date on the lines (the last, `backwards`) that is a line or ends one behind an agency's name, and the
    agencies named there and beside it; (None, []) where there is none."""
    places = [place for place, line in enumerate(lines) if "20" in line and len(line) <= _DATED]
    for place in reversed(places) if backwards else places:
        day, names = _signed(lines, place, named, goes_on)
        if day:
            return day, names
    return None, []


def _signed(
    lines: Sequence[str], place: int, named: Callable[[str], bool], goes_on: Callable[[str, str], bool]
) -> tuple[date | None, list[str]]:
    below = lines[place + 1] if place + 1 < len(lines) else ""
    folded = _REST_OF_DATE.match(below)  # 2021年1月2 above 8日
    day = only_date(lines[place] + folded[0] if folded else lines[place])
    if day:
        beside = [lines[index] for index in (place - 1, place - 2, place + 1) if 0 <= index < len(lines)]
        return day, [name for line in beside if len(name := as_name(line)) <= _LONGEST and named(name)]
    ended = trailing_date(lines[place] + folded[0] if folded else lines[place])
    if ended:
        name = as_name(ended[0])
        above = squeeze(lines[place - 1]) if place else ""
        if goes_on(above, name):
            name = above + name
        if named(name):
            return ended[1], [name]
    return None, []


def closing_name(
    lines: Sequence[str], named: Callable[[str], bool], are_alike: Callable[[str, str], bool], rules: Rules
) -> str:
    """The one agency that the last lines name without a date, "" where they name none, or several, or are links."""
    names = [name for line in lines[-_LAST:] if len(name := as_name(line)) <= _LONGEST and named(name)]
    if not names or any(not are_alike(names[0], other) for other in names[1:]):
        return ""
    above = lines[-_LAST - _LINKS :]
    return "" if any(squeeze(line).endswith(rules.links) for line in above if len(line) <= _LONGEST) else names[0]
