"""Where an agency is and what it serves, told by its name and a sentence of prose: never a place or level it is not of.

Cases: `cases/names_and_levels.csv`; an answer that the two do not tell is empty, and must stay open.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from transform.agency import is_nobodys, level_of_nobody
from transform.naming import load_rules
from transform.places import Context
from transform.region import admin_level, locate

with (Path(__file__).parent / "cases" / "names_and_levels.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] + "-" + case["prose"] for case in CASES])
def test_place_and_level(case: dict[str, str]) -> None:
    rules = load_rules()
    context = Context(rules.gazetteer, lambda: case["name"] + "。" + case["prose"], "", 2022)
    place = locate(case["name"], context, rules)
    level = admin_level(case["name"], place, rules)
    assert (place.code if place else "", level or "") == (case["region_code"], case["admin_level"])


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("市场监督管理局", ""),
        ("市场监管局", ""),
        ("县市场监督管理局", "县"),
        ("市市场监督管理局", "市"),
        ("市政园林局", "市"),
        ("市市政管理局", "市"),
        ("市容环境卫生管理局", "市"),
        ("区域经济合作局", "区"),
        ("经济开发区财政局", "经济开发区"),
        ("县人民政府", "县"),
        ("教育局", ""),
        ("昌乐县市场监督管理局", None),
        ("水利部长江水利委员会", None),
        ("池淮镇", None),
    ],
)
def test_a_name_of_no_place_is_nobodys(name: str, level: str | None) -> None:
    assert level_of_nobody(name, load_rules()) == level
    assert is_nobodys(name, load_rules()) is (level is not None)
