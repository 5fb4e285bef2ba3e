"""Where an agency is and what it serves, told by its name and a sentence of prose: never a place or level it is not of.

Cases: `cases/names_and_levels.csv`; an answer that the two do not tell is empty, and must stay open.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

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
