"""Titles, preambles and signatures as agencies write them: who, when and where are right or open.

Cases: `cases/openings.csv`. A stroke parts lines of a title or closing; an answer that the text does not tell is empty.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extract.script import simplify
from transform.identity import identify

with (Path(__file__).parent / "cases" / "openings.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))
SECTION_ONE = ["一、总体情况", "严格落实各项要求，主动公开各类信息，工作平稳有序。", "二、主动公开政府信息情况"]
TABLE = ["第二十条第（一）项", "规章", "0", "0", "0"]
SECTION_FIVE = ["五、存在的主要问题及改进情况", "公开内容还不够丰富，今后将不断改进。"]
ANSWERS = ("agency", "fiscal_year", "region_code")


def told(case: dict[str, str]) -> dict[str, str]:
    """Answers to one case; "" for what stays open."""
    head = [*case["title"].split("/"), case["opening"], *SECTION_ONE]
    text = [*head, *TABLE, *SECTION_FIVE, *case["closing"].split("/")]
    identity = identify(text, {}, case["uri"] or "report.txt", (len(head), len(head) + len(TABLE) - 1), simplify)
    answers = (identity.agency_name, identity.fiscal_year, identity.region_code)
    return {name: str(answer or "") for name, answer in zip(ANSWERS, answers, strict=True)}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_right_or_open(case: dict[str, str]) -> None:
    for name, answer in told(case).items():
        assert answer in {case[name], ""}, name


def test_what_is_told_is_read() -> None:
    assert len(CASES) >= 200
    answers = [told(case) for case in CASES]
    for name in ANSWERS:
        wanted = [place for place, case in enumerate(CASES) if case[name]]
        read = [place for place in wanted if answers[place][name] == CASES[place][name]]
        assert len(read) >= 0.95 * len(wanted), name
