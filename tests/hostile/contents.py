"""Random contents of a report: who, when, what was counted and how each figure is printed."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import yaml

from tests.hostile.form import APPLICANTS, DATA, PROCEEDINGS, RESULTS, keys, outcomes, parts

BLANKS = ("empty", "space", "wide_space", "hyphen", "dash", "slash", "none")
_BLANK_TEXT = {
    "empty": "",
    "space": " ",
    "wide_space": "\u3000",
    "hyphen": "-",
    "dash": "—",
    "slash": "/",
    "none": "无",
}
_DEPARTMENTS = (
    "卫生健康", "教育", "民政", "财政", "水利", "审计", "统计", "司法", "交通运输", "住房和城乡建设", "市场监督管理",
    "自然资源", "生态环境", "农业农村", "文化和旅游", "应急管理", "医疗保障", "退役军人事务", "人力资源和社会保障",
)  # fmt: skip
_TOWNS = ("清河镇", "石桥镇", "柳林镇", "东关街道", "城北街道", "云溪乡", "龙泉镇", "双塔街道")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of data/places.csv."""

    region_code: str
    admin_level: str
    province: str
    prefecture: str
    county: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Agency:
    """A plausible agency at a real place; level may be lower than the place's (a town)."""

    name: str
    place: Place
    level: str


@dataclass(slots=True)
class Contents:
    """One report before it is printed. values: truth (yuan for money, None for blank); printed: text of each cell."""

    form: str
    year: int
    agency: Agency
    published: date
    values: dict[str, float | int | None]
    printed: dict[str, str]
    head: dict[str, str] = field(default_factory=dict)
    soft: set[str] = field(default_factory=set)
    sums_hold: bool = True


@cache
def places() -> tuple[Place, ...]:
    """Real places with their codes."""
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Place(**{k: v for k, v in row.items() if k != "ambiguous"}, ambiguous=row["ambiguous"] == "1")
            for row in csv.DictReader(lines)
        )


@cache
def prose() -> dict[str, Any]:
    """Sentences by their place in a report."""
    loaded: dict[str, Any] = yaml.safe_load((DATA / "prose.yaml").read_text(encoding="utf-8"))
    return loaded


def agency(rng: Random) -> Agency:
    """A government, department, vertical body, zone or town at a random place."""
    place = rng.choice(places())
    here = place.county or place.prefecture or place.province
    if place.county and not place.prefecture and place.province.endswith("市"):
        here = place.province + here
    elif place.county and (place.ambiguous or rng.random() < 0.2):
        here = place.prefecture + here
    kind = rng.random()
    if place.county and kind < 0.12:
        town = rng.choice(_TOWNS)
        return Agency(here + town + ("办事处" if town.endswith("街道") else "人民政府"), place, "township")
    if kind < 0.2:
        return Agency(f"国家税务总局{here}税务局", place, place.admin_level)
    if kind < 0.26:
        return Agency(f"{here}气象局", place, place.admin_level)
    if kind < 0.32 and place.admin_level != "province":
        return Agency(f"{here}经济开发区管理委员会", place, place.admin_level)
    if kind < 0.45:
        return Agency(here + rng.choice(("人民政府", "人民政府办公室")), place, place.admin_level)
    what = rng.choice(_DEPARTMENTS)
    ending = "局" if place.admin_level == "county" else rng.choice(("局", "局", "委员会"))
    if place.admin_level == "province" and not place.province.endswith("市"):
        ending = "厅"
    if ending == "委员会" and what != "卫生健康":
        ending = "局"
    return Agency(here + what + ending, place, place.admin_level)


def _size(rng: Random, profile: str) -> int:
    if profile == "zero":
        return 0
    scale = {"few": 4, "hundreds": 300, "thousands": 30000}[profile]
    return int(scale * rng.random() ** 3) + rng.randint(0, 2)


def _split(rng: Random, total: int, ways: int, skew: float = 3) -> list[int]:
    weights = [rng.random() ** skew if rng.random() < 0.4 else 0.0 for _ in range(ways)]
    if not sum(weights):
        weights[rng.randrange(ways)] = 1.0
    shares = [int(total * w / sum(weights)) for w in weights]
    shares[weights.index(max(weights))] += total - sum(shares)
    return shares


def applications(rng: Random, form: str, profile: str) -> dict[str, int]:
    """Section three with every identity holding."""
    values = dict.fromkeys(keys(form)["application_outcomes"], 0)
    for a in APPLICANTS[:-1]:
        if a != "natural_person" and rng.random() < 0.55:
            continue
        received, carried = _size(rng, profile), _size(rng, profile) // 4
        out = min(received + carried, int(rng.random() ** 2 * (received // 4 + 2)))
        done = received + carried - out
        for o, n in (("received", received), ("carried_in", carried), ("concluded", done), ("carried_out", out)):
            values[f"{o}.{a}"] = n
        for o, n in zip(parts(form), _split(rng, done, len(parts(form))), strict=True):
            values[f"{o}.{a}"] = n
    for o in outcomes(form):
        values[f"{o}.total"] = sum(values[f"{o}.{a}"] for a in APPLICANTS[:-1])
    return values


def reviews(rng: Random, profile: str) -> dict[str, int]:
    """Section four with every identity holding."""
    values: dict[str, int] = {}
    for p in PROCEEDINGS:
        shares = [0] * 4
        if profile != "zero" and rng.random() < 0.6:
            shares = [rng.choice((0, 0, 1, 2, rng.randint(0, 90))) for _ in range(4)]
        for r, n in zip(RESULTS, [*shares, sum(shares)], strict=True):
            values[f"{p}.{r}"] = n
    return values


def _money(rng: Random, amount: float, contents: Contents, key: str) -> None:
    """Print an amount of yuan in one of the ways agencies do; the truth is exact to what is printed."""
    measure = key.split(".")[1]
    if measure == "fee_amount":
        tens = round(amount / 10000, rng.choice((0, 1, 2, 3, 6)))
        text = f"{tens:.6f}".rstrip("0").rstrip(".")
        contents.values[key] = round(float(text) * 10000, 2)
        contents.printed[key] = text + rng.choice(("", "", "", "万元"))
        if rng.random() < 0.12:
            contents.head[measure] = "本年收费金额"
        elif rng.random() < 0.08:
            contents.head[measure] = "本年收费金额（单位：元）"
            contents.printed[key] = text = f"{amount:.2f}".rstrip("0").rstrip(".")
            contents.values[key] = float(text)
        return
    way = rng.choice(("plain", "plain", "yuan", "wan", "wan_header", "yuan_header"))
    if way.startswith("wan"):
        text = f"{amount / 10000:.4f}".rstrip("0").rstrip(".")
        contents.values[key] = round(float(text) * 10000, 2)
        contents.printed[key] = text + ("万元" if way == "wan" else "")
        if way == "wan_header":
            contents.head[measure] = "采购总金额（万元）"
        return
    text = f"{amount:.2f}".rstrip("0").rstrip(".")
    contents.values[key] = float(text)
    contents.printed[key] = text + ("元" if way == "yuan" else "")
    if way == "yuan_header":
        contents.head[measure] = "采购总金额（元）"


def _change(rng: Random, n: int) -> str:
    if n < 0:
        return rng.choice((f"-{-n}", f"－{-n}", f"减{-n}", f"减少{-n}", f"−{-n}"))
    if n == 0:
        return rng.choice(("0", "0", "0", "0/0"))
    return rng.choice((str(n), str(n), f"+{n}", f"增{n}", f"增加{n}"))


def contents(rng: Random, *, clean: bool = False, blanks: str = "some") -> Contents:
    """One random report. clean: its sums hold. blanks: 'no', 'some' or ('yes') every report has empty cells."""
    form = rng.choice(("2019", "2021", "2021"))
    year = rng.choice((2019, 2020)) if form == "2019" else rng.choice((2021, 2022, 2023, 2024, 2025))
    if rng.random() < 0.04:
        year = 2021 if form == "2019" else 2020
    late = rng.random()
    published = date(year + 1, 1, 31) - timedelta(days=rng.randint(0, 30))
    if late < 0.08:
        published = date(year + 1, rng.randint(3, 11), rng.randint(1, 28))
    elif late < 0.13:
        published = date(year, 12, rng.randint(15, 31))
    made = Contents(form, year, agency(rng), published, {}, {})
    profile = rng.choice(("zero", "few", "few", "few", "hundreds", "hundreds", "thousands"))
    values: dict[str, int] = {**applications(rng, form, profile), **reviews(rng, profile)}
    if not clean and rng.random() < 0.2:
        made.sums_hold = False
        for key in rng.sample(list(values), rng.randint(1, 4)):
            values[key] = max(0, values[key] + rng.choice((-2, -1, 1, 1, 2, 9)))
    printed = {key: str(value) for key, value in values.items()}
    made.values.update(values)
    made.printed.update(printed)
    for key in keys(form)["disclosure_items"]:
        measure = key.split(".")[1]
        n = rng.choice((0, 0, 0, rng.randint(1, 9), int(4000 * rng.random() ** 3), int(90000 * rng.random() ** 6)))
        if measure == "change":
            n = rng.choice((0, 0, n % 300, -(n % 60)))
        made.values[key] = n
        made.printed[key] = _change(rng, n) if measure == "change" else str(n)
        if measure in ("fee_amount", "purchase_amount") and n:
            _money(rng, n * rng.choice((1, 37.5, 1234.56, 10000)), made, key)
    if blanks == "some":
        _blank(rng, made, rng.choice(("none", "none", "none", "all", "some", "section", "dashes", "mixed")))
    elif blanks == "yes":
        _blank(rng, made, rng.choice(("all", "some")))
    return made


def _blank(rng: Random, made: Contents, way: str) -> None:
    """Leave zeros out, as many agencies do: everywhere, here and there, or in one section."""
    if way == "none":
        return
    tokens = [rng.choice(("empty", "space", "wide_space"))]
    if way == "dashes":
        tokens = [rng.choice(("hyphen", "dash", "slash", "none"))]
    elif way == "mixed":
        tokens = list(BLANKS)
    section = set(rng.choice(list(keys(made.form).values())))
    for key, value in made.values.items():
        if value != 0:
            continue
        if (way == "section" and key not in section) or (way in ("some", "mixed") and rng.random() < 0.5):
            continue
        made.values[key] = None
        made.printed[key] = _BLANK_TEXT[rng.choice(tokens)]
    if all(value is None for value in made.values.values()):
        made.values["license.decisions"], made.printed["license.decisions"] = 0, "0"
