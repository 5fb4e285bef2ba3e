"""What texts hold but should not is taken out, in whatever line it stands: a text without it is not searched again."""

from __future__ import annotations

from datetime import date

import pytest

from extract.script import simplify
from transform.identity import identify

PLAIN = "昌乐县水利局2021年政府信息公开工作年度报告"
ODDITIES = {
    "a bookmark": "昌乐县[bookmark: a1]水利局2021年政府信息公开工作年度报告",
    "an entity": "昌乐县&nbsp;水利局2021年政府信息公开工作年度报告",
    "a zero-width space": "昌乐县\u200b水利局2021年政府信息公开工作年度报告",
    "a soft hyphen": "昌乐县水\u00ad利局2021年政府信息公开工作年度报告",
    "pinyin": "昌乐（lè）县水利局2021年政府信息公开工作年度报告",
    "pinyin without a tone": "昌乐(le)县水利局2021年政府信息公开工作年度报告",
    "wide digits": "昌乐县水利局２０２１年政府信息公开工作年度报告",
    "a wide space": "昌乐县水利局\u30002021年政府信息公开工作年度报告",
    "a space that does not break": "昌乐县水利局\u00a02021年政府信息公开工作年度报告",
    "a Chinese year": "昌乐县水利局二〇二一年政府信息公开工作年度报告",
    "a Chinese year with a ring": "昌乐县水利局二○二一年政府信息公开工作年度报告",
    "a Chinese year with a zero": "昌乐县水利局二零二一年政府信息公开工作年度报告",
    "a Chinese year with a letter": "昌乐县水利局二O二一年政府信息公开工作年度报告",
    "a Chinese year with a digit": "昌乐县水利局二0二一年政府信息公开工作年度报告",
    "traditional characters": "昌樂縣水利局2021年政府信息公開工作年度報告",
}
DATES = {
    "nothing": "2022年1月10日",
    "wide digits": "２０２２年１月１０日",
    "Chinese digits": "二〇二二年一月十日",
    "Chinese digits with a zero": "二零二二年一月十日",
    "Chinese digits with a letter": "二O二二年一月十日",
    "Chinese digits with a digit": "二0二二年一月十日",
    "a zero-width space": "2022年1月\u200b10日",
    "wide spaces": "2022\u3000年\u30001月\u300010日",
}


@pytest.mark.parametrize("title", [PLAIN, *ODDITIES.values()], ids=["nothing", *ODDITIES])
def test_agency_and_year_are_those_of_the_plain_title(title: str) -> None:
    lines = [title, "一、总体情况", "各项工作平稳有序。", "二、主动公开情况", "规章\t0", "六、其他", "没有其他事项。"]
    identity = identify(lines, {}, "report.txt", (4, 4), simplify)
    assert (identity.agency_name, identity.fiscal_year) == ("昌乐县水利局", 2021)


@pytest.mark.parametrize("day", DATES.values(), ids=DATES)
def test_the_day_is_that_of_the_plain_date(day: str) -> None:
    lines = [PLAIN, "一、总体情况", "各项工作平稳有序。", "规章\t0", "六、其他", "没有其他事项。", "昌乐县水利局", day]
    assert identify(lines, {}, "report.txt", (3, 3), simplify).published_on == date(2022, 1, 10)


def test_a_title_of_columns_without_end_is_not_read() -> None:
    columns = "昌乐县林业局/" * 3000
    identity = identify(["总体情况", "规章\t0"], {"title": columns + PLAIN}, "report.txt", (1, 1), simplify)
    assert identity.title is None
