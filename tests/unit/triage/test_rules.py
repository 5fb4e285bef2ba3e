"""The reference tables themselves: every row complete, every pattern alive, every title rule reachable."""

from __future__ import annotations

from transform.marks import is_title, load_rules, year_of
from transform.reference import REFERENCE, read_csv

KINDS = {
    "form",
    "preamble",
    "title",
    "opening",
    "section",
    "heading",
    "legacy",
    "foreign",
    "garbled",
    "placeholder",
    "expected",
    "explaining",
    "part_of_a_year",
}


def test_every_title_rule_is_complete_and_named_once() -> None:
    rows = read_csv("triage_titles.csv")
    assert len({row["rule"] for row in rows}) == len(rows)
    for row in rows:
        assert row["lines"] in {"1", "2", "3"}
        assert row["strength"] in {"strong", "sample", "weak"}
        assert row["figures"] == "" or row["figures"].isdigit()
        assert row["hint"]
        assert row["detail"].endswith(".")


def test_every_mark_is_of_a_known_kind_and_stands_once() -> None:
    rows = read_csv("triage_marks.csv")
    assert {row["kind"] for row in rows} == KINDS
    assert len({(row["kind"], row["pattern"]) for row in rows}) == len(rows)
    assert all(row["evidence"] for row in rows)


def test_no_pattern_matches_everything() -> None:
    rules = load_rules(REFERENCE)
    patterns = [rule.pattern for rule in rules.titles] + [mark for marks in rules.marks.values() for mark in marks]
    assert not [pattern.pattern for pattern in patterns if pattern.search("") or pattern.search("甲乙丙丁")]


def test_a_title_and_its_year() -> None:
    rules = load_rules()
    assert is_title("甲县水务局2021年政府信息公开工作年度报告_甲县人民政府网", rules)
    assert not is_title("关于做好2021年政府信息公开工作年度报告编制工作的通知", rules)
    assert year_of("甲县二〇二一年政府信息公开工作年度报告") == 2021
    assert year_of("政府信息公开工作年度报告") is None
