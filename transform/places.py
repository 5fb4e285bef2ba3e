"""Places: provinces, prefectures and counties by name, and which of several namesakes a text means.

Source: `data/reference/places.csv` (GB/T 2260 with the years in which a name was in use; see docs/identity.md) and
`place_aliases.csv` (customary names: 科右中旗).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from transform.reference import REFERENCE, read_csv

_AUTONOMOUS = "自治"
_ENDS = re.compile("[省市县区州旗盟]")
_HOST = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One place under one name; there is one object of each.

    level: 'province', 'prefecture' or 'county'; parent: code, '' for a province.
    valid_from, valid_to: years between which the code bore this name, None where the table does not bound them.
    short: the name without its kind (昌乐); pinyin: of the short name, as web addresses have it, the customary reading
    first (涡阳 is guoyang, and woyang in some).
    """

    code: str
    name: str
    level: str
    parent: str
    valid_from: int | None
    valid_to: int | None
    short: str
    pinyin: tuple[str, ...]

    def is_to_come(self, year: int | None) -> bool:
        """Whether the place had not this name yet in that year, with the slack that the table needs."""
        return year is not None and self.valid_from is not None and year < self.valid_from - 1

    def in_use(self, year: int | None, slack: int = 0) -> bool:
        """Whether the name was in use in that year, give or take `slack` years; today where no year is told."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from - slack <= year) and (
            self.valid_to is None or year <= self.valid_to + slack
        )


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places by code, by full name (and customary full forms such as 凉山州), by short name."""

    by_code: Mapping[str, tuple[Place, ...]]
    elders: Mapping[str, tuple[Place, ...]]  # by code: the place in use, then the prefecture and the province it is of
    by_name: Mapping[str, tuple[Place, ...]]
    by_short: Mapping[str, tuple[Place, ...]]
    by_pinyin: Mapping[str, tuple[Place, ...]]
    lengths: Mapping[str, tuple[int, ...]]  # first two characters of full names -> lengths of these, the longest first
    endings: Mapping[str, tuple[int, ...]]  # the same for the last two characters
    short_provinces: Mapping[str, tuple[Place, ...]]

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """The place itself first, then the prefecture and the province it belongs to."""
        return (place, *self.elders[place.parent])

    def leading(self, name: str) -> tuple[tuple[Place, ...], str]:
        """The lowest place that a name begins with, as its possible meanings, and the rest of the name.

        西宁市城中区卫生健康局 gives 城中区 of 西宁 and 卫生健康局; a name without a place gives () and itself.
        """
        found: tuple[Place, ...] = ()
        rest = name
        while True:
            step, length = self._step(rest, short=not found)
            if found:
                codes = {elder.code for elder in found}
                above = self.elders
                step = tuple([p for p in step if not codes.isdisjoint([up.code for up in above[p.parent]])])
            if not step:
                return found, rest
            found, rest = step, rest[length:]

    def _step(self, name: str, *, short: bool) -> tuple[tuple[Place, ...], int]:
        for length in self.lengths.get(name[:2], ()):
            places = self.by_name.get(name[:length])
            if places:
                return places, length
        if short:
            # 广东惠州市: a province without its kind is sure only before another full name.
            for length in (3, 2):
                provinces = self.short_provinces.get(name[:length])
                if provinces and self._step(name[length:], short=False)[0]:
                    return provinces, length
        return (), 0

    def short_leading(self, name: str) -> tuple[tuple[Place, ...], str]:
        """The same for a place without its kind (青岛海关, 济南高新区): prefectures and provinces before counties."""
        for length in range(min(7, len(name)), 1, -1):
            places = self.by_short.get(name[:length], ())
            if places:
                upper = tuple(place for place in places if place.level != "county")
                return upper or places, name[length:]
        return (), name

    def mentions(self, text: str) -> dict[str, int]:
        """How often each full place name stands in the text (the longest name ending at each place)."""
        counts: dict[str, int] = defaultdict(int)
        for match in _ENDS.finditer(text):
            end = match.end()
            if length := self.ending(text, end, 0):
                counts[text[end - length : end]] += 1
        return counts

    def ending(self, text: str, end: int, floor: int) -> int:
        """Length of the longest full place name that ends at `end`, begins at `floor` or after; 0 where none does."""
        for length in self.endings.get(text[max(end - 2, floor) : end], ()):
            if end - length >= floor and text[end - length : end] in self.by_name:
                return length
        return 0


@dataclass(slots=True)
class Context:
    """What the text around a name tells of the place: the prose before and after the tables, and the web address."""

    gazetteer: Gazetteer
    read: Callable[[], str]
    url: str
    year: int | None = None
    _mentions: dict[str, int] | None = field(default=None)

    @property
    def text(self) -> str:
        """The prose, read when a name alone does not decide."""
        return self.read()

    @property
    def mentions(self) -> dict[str, int]:
        if self._mentions is None:
            self._mentions = self.gazetteer.mentions(self.text)
        return self._mentions

    @property
    def hosts(self) -> frozenset[str]:
        """Labels of the web address's host, also without the customary endings for city, county, district."""
        host = (urlsplit(self.url).hostname or "") if "://" in self.url else ""
        labels = set(_HOST.findall(host)) - {"gov", "cn", "www", "com", "org"}
        return frozenset(labels | {label.removesuffix(end) for label in labels for end in ("shi", "xian", "qu", "zf")})

    def hosted(self, ending: str) -> Place | None:
        """The one place in use whose web address this is, its name ending so; None where there are none or several.

        Of several that sound alike the text may know one: 爱渭滨 on the site of weibin, which could be 卫滨's too.
        """
        found = {
            place.code: place
            for host in self.hosts
            for place in self.gazetteer.by_pinyin.get(host, ())
            if place.name.endswith(ending) and place.in_use(self.year)
        }
        known = [place for place in found.values() if len(found) == 1 or place.short in self.text]
        return known[0] if len(known) == 1 else None

    def is_host_of(self, place: Place) -> bool:
        """Whether the web address spells the place's name."""
        return bool(self._read_in_host(place))

    def _read_in_host(self, place: Place) -> frozenset[str]:
        return self.hosts.intersection(place.pinyin)

    def _weight(self, place: Place) -> int:
        weight = 0
        for elder in self.gazetteer.ancestors(place)[1:]:
            if elder.name in self.text:
                weight += 3
            elif elder.short in self.text:
                weight += 2
            if self.is_host_of(elder):
                weight += 2
        if weight == 0 and any(len(self.gazetteer.by_pinyin[reading]) == 1 for reading in self._read_in_host(place)):
            weight = 1
        return weight

    def choose(self, places: tuple[Place, ...]) -> Place | None:
        """The one place meant, or None where the text does not decide between namesakes."""
        places = tuple({place.code: place for place in places if not place.is_to_come(self.year)}.values())
        if len(places) > 1:
            current = (tuple(place for place in places if place.in_use(self.year, slack)) for slack in (0, 1))
            places = next(filter(None, current), places)
        if len(places) <= 1:
            return places[0] if places else None
        # One place under two codes over time is one place.
        weights = sorted(((self._weight(place), place) for place in places), key=lambda pair: -pair[0])
        if weights[0][0] > weights[1][0]:
            return weights[0][1]
        same = [place for weight, place in weights if weight == weights[0][0]]
        return _latest(same) if len({place.parent for place in same}) == 1 else None


def _latest(places: list[Place]) -> Place:
    return max(places, key=lambda place: (place.valid_to is None, place.valid_to or 0))


@cache
def load_places(folder: Path = REFERENCE) -> Gazetteer:
    """The places of `folder`, read once per process."""
    by_code: dict[str, list[Place]] = defaultdict(list)
    by_name: dict[str, list[Place]] = defaultdict(list)
    by_short: dict[str, list[Place]] = defaultdict(list)
    by_pinyin: dict[str, list[Place]] = defaultdict(list)
    for row in read_csv("places.csv", folder):
        place = Place(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            parent=row["parent"],
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            short=row["short"],
            pinyin=tuple(row["pinyin"].split()),
        )
        by_code[place.code].append(place)
        by_name[place.name].append(place)
        if place.name[-3:-1] == _AUTONOMOUS:
            for kind in (place.name[-1], place.name[-3:]):  # 湘西州, 湘西自治州
                if place.short + kind != place.name:
                    by_name[place.short + kind].append(place)
        by_short[place.short].append(place)
        for reading in place.pinyin:
            by_pinyin[reading].append(place)
    for row in read_csv("place_aliases.csv", folder):
        if row["name"] not in by_name:
            raise ValueError(f"place_aliases.csv: no place is named {row['name']}; write the name as places.csv has it")
        by_name[row["alias"]].extend(by_name[row["name"]])
    provinces = {short: tuple(p for p in places if p.level == "province") for short, places in by_short.items()}
    return Gazetteer(
        by_code=_frozen(by_code),
        elders=_elders(by_code),
        by_name=_frozen(by_name),
        by_short=_frozen(by_short),
        by_pinyin=_frozen(by_pinyin),
        lengths=_lengths((name[:2], name) for name in by_name),
        endings=_lengths((name[-2:], name) for name in by_name),
        short_provinces={short: places for short, places in provinces.items() if places},
    )


def _elders(by_code: Mapping[str, list[Place]]) -> dict[str, tuple[Place, ...]]:
    """The chain upwards from every code, and the empty one from what stands above a province."""

    def chain(code: str) -> tuple[Place, ...]:
        if not code:
            return ()
        place = next((place for place in by_code[code] if place.valid_to is None), by_code[code][-1])
        return (place, *chain(place.parent))

    return {code: chain(code) for code in ("", *by_code)}


def _frozen(table: Mapping[str, list[Place]]) -> dict[str, tuple[Place, ...]]:
    return {key: tuple(places) for key, places in table.items()}


def _lengths(names: Iterable[tuple[str, str]]) -> dict[str, tuple[int, ...]]:
    """For each key the lengths of the names under it, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for key, name in names:
        lengths[key].add(len(name))
    return {key: tuple(sorted(sizes, reverse=True)) for key, sizes in lengths.items()}
