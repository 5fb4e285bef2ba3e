"""Where a file of several reports is cut, and where one report is left whole."""

from __future__ import annotations

from itertools import pairwise

import pytest

from transform.triage import split

RELATIONS = {"表二": "disclosure_items", "表三": "application_outcomes", "表四": "review_litigation"}


def spans(text: str) -> list[str]:
    """The first line of every span; 表二, 表三, 表四 stand for the beginnings of the three tables."""
    lines = text.split("\n")
    starts = [(number, RELATIONS[line[:2]]) for number, line in enumerate(lines) if line[:2] in RELATIONS]
    found = split(lines, starts)
    assert found[0][0] == 0
    assert found[-1][1] == len(lines)
    assert all(one[1] == other[0] and one[0] < one[1] for one, other in pairwise(found))
    return [lines[start] for start, _ in found]


TABLES = "表二\n0\n表三\n0\n表四\n0\n五、存在的主要问题及改进情况\n今后加强。"
ONE = f"甲县水务局2021年政府信息公开工作年度报告\n一、总体情况\n工作平稳。\n{TABLES}"
TWO = f"乙县水务局2021年政府信息公开工作年度报告\n一、总体情况\n工作平稳。\n{TABLES}"


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        TABLES,
        f"首页>甲县水务局2021年政府信息公开工作年度报告\n{ONE}",
        f"{ONE}\n上一篇：甲县水务局2020年政府信息公开工作年度报告\n下一篇：甲县教育局2021年政府信息公开工作年度报告",
        f"{ONE}\n附件1\n乡镇受理情况一览\n甲镇 3 件",
        "甲县水务局2021年政府信息公开工作年度报告\n目录\n一、总体情况\n二、主动公开\n一、总体情况\n工作平稳。\n"
        + TABLES,
        ONE.replace("表三", "甲县水务局2021年政府信息公开工作年度报告\n表三"),
        ONE.replace("表四", "甲县水务局2021年政府信息公开工作年度报告\n- 4 -\n表四"),
        ONE.replace("表三", "表三\n0\n表三"),
        ONE.replace("表三", "表三\n0\n甲县水务局2021年政府信息公开工作年度报告\n表三（续）"),
        "表三\n0\n表二\n0\n表四\n0",
    ],
)
def test_one_report_is_left_whole(text: str) -> None:
    assert len(spans(text)) == 1


def test_nothing_is_one_span() -> None:
    assert split([], []) == [(0, 0)]
    assert split(["甲"], []) == [(0, 1)]


def test_two_reports_are_cut_at_the_title_of_the_second() -> None:
    assert spans(f"{ONE}\n{TWO}")[1] == "乙县水务局2021年政府信息公开工作年度报告"


def test_two_years_of_one_agency() -> None:
    assert spans(ONE + "\n" + ONE.replace("2021", "2020"))[1].startswith("甲县水务局2020年")


def test_the_agency_above_a_title_goes_with_it() -> None:
    second = TWO.replace("乙县水务局2021", "附件2\n乙县水务局\n\n2021")
    assert spans(f"{ONE}\n甲县水务局\n2022年1月8日\n{second}")[1] == "附件2"


def test_a_title_over_two_lines() -> None:
    second = TWO.replace("信息公开工作年度报告", "信息公开工作\n年度报告", 1)
    assert spans(f"{ONE}\n{second}")[1] == "乙县水务局2021年政府信息公开工作"


def test_a_volume_of_many() -> None:
    volume = "\n".join(ONE.replace("甲县水务局", f"甲县{name}局") for name in ("水务", "教育", "财政", "民政"))
    assert [line[2:4] for line in spans(f"甲县2021年年报汇编\n{volume}")] == ["20", "教育", "财政", "民政"]


def test_traditional_titles() -> None:
    second = TWO.replace("乙县水务局2021年政府信息公开工作年度报告", "乙縣水務局2021年政府信息公開工作年度報告")
    assert len(spans(f"{ONE}\n{second.replace('总体情况', '總體情況')}")) == 2


def test_the_same_report_twice_is_cut_where_it_begins_again() -> None:
    assert len(spans(f"{ONE}\n{ONE}")) == 2


def test_the_same_report_twice_without_a_title() -> None:
    body = f"一、总体情况\n工作平稳。\n{TABLES}"
    assert spans(f"{body}\n{body}")[1] == "一、总体情况"


def test_a_report_without_tables_between_two_others_is_a_part_of_its_own() -> None:
    middle = "丙县水务局2021年政府信息公开工作年度报告\n一、总体情况\n表格见图片。"
    assert [line[0] for line in spans(f"{ONE}\n{middle}\n{TWO}")] == ["甲", "丙", "乙"]


def test_a_report_without_tables_at_the_end_is_a_part_of_its_own() -> None:
    last = "丙县水务局2021年政府信息公开工作年度报告\n一、总体情况\n表格见图片。"
    assert [line[0] for line in spans(f"{ONE}\n{last}")] == ["甲", "丙"]


def test_second_report_with_later_tables_only() -> None:
    first = "甲县水务局2021年政府信息公开工作年度报告\n一、总体情况\n表二\n0\n五、问题\n无"
    second = "乙县水务局2021年政府信息公开工作年度报告\n一、总体情况\n表三\n0\n表四\n0"
    assert [line[0] for line in spans(f"{first}\n{second}")] == ["甲", "乙"]
