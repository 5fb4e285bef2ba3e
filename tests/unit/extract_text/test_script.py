"""Which script, the text in simplified characters, and conversion left-overs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reference import read_csv
from extract.script import clean, is_simple, may_be_traditional, script_of, simplify


@pytest.mark.parametrize(
    ("text", "script", "may_be"),
    [
        ("政府信息公开工作年度报告，本机关收到申请数量", "simplified", False),
        ("政府信息公開工作年度報告，本機關收到申請數量", "traditional", True),
        ("信息公开报告（繁體版：信息公開）本机关办理申请", "simplified", True),
        ("信息公開報告（简体版：公开）本機關辦理申請", "traditional", True),
        ("龍岗区水务局", "simplified", True),
        ("2021", "simplified", False),
        ("", "simplified", False),
    ],
)
def test_script(text: str, script: str, may_be: bool) -> None:
    assert script_of(text) == script
    assert may_be_traditional(text) == may_be


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("政府資訊公開", "政府信息公开"),
        ("反覆申請", "反复申请"),
        ("行政復議、行政複議、行政覆議", "行政复议、行政复议、行政复议"),
        ("顯著著力", "显著着力"),
        ("餘姚市於2021年徵收", "余姚市于2021年征收"),
        ("大資料局", "大数据局"),
        ("乾隆年間", "乾隆年间"),
        ("总体情况\n一", "总体情况\n一"),
        ("ABC 1", "ABC 1"),
    ],
)
def test_simplify(text: str, simplified: str) -> None:
    assert simplify(text) == simplified


def test_simplify_long_text_as_short_text() -> None:
    assert simplify("資訊公開。" * 200) == "信息公开。" * 200


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("[bookmark: _GoBack]0", "0"),
        ("1[bookmark: _GoBack]2", "12"),
        ("0[image: 图片1]0", "0 0"),
        ("[image: 图片2]二、主动公开", "二、主动公开"),
        ("![图片](media/1.png)甲", "甲"),
        ("0&nbsp;", "0\u00a0"),
        ("&lt;办法&gt;&#12290;", "<办法>。"),
        ("甲&乙;", "甲&乙;"),
        ("总\u200b计\ufeff", "总计"),
        ("总\x0b计\x07", "总 计"),
        ("0\x0c0", "0 0"),
        ("甲\t乙\n丙", "甲\t乙\n丙"),
        ("規(guī)章", "規章"),
        ("公(gong)(gong)開(kai)", "公開"),
        ("網（wǎng）站", "網站"),
        ("機(jī)構\n  (gòu)", "機構\n"),
        ("機構 (gòu)", "機構"),
        ("項目\n(a) (gong)", "項目\n(a) (gong)"),
        ("醫(yī)院內(nèi)容區(qū)", "醫院內容區"),
        ("客户端(APP)", "客户端(APP)"),
        ("长度(km)(mg)(pdf)", "长度(km)(mg)(pdf)"),
        ("（一）第(九)项(1)", "（一）第(九)项(1)"),
        ("项目(a)", "项目(a)"),
        ("[2019]60号", "[2019]60号"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(alphabet="公開(gongāi)[]image: 0&nbsp;\u200b\n\t"))
def test_clean_keeps_lines_and_digits(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.count("\n") == text.count("\n")
    assert len(cleaned) <= len(text)


def test_reference_tables_are_sound() -> None:
    rows = read_csv("characters.csv")
    assert len({row["simplified"] for row in rows}) == len(rows)
    telling = [row for row in rows if row["tells_script"]]
    assert telling
    for row in rows:
        assert len(row["simplified"]) == len(row["traditional"]) == 1
        assert row["tells_script"] in ("", "text", "name")
    for row in telling:
        assert row["simplified"] != row["traditional"]
        assert simplify(row["traditional"]) == row["simplified"]
    words = read_csv("vocabulary.csv")
    assert len({word["traditional"] for word in words}) == len(words)
    for word in words:
        assert word["traditional"] and word["evidence"]
        assert simplify(word["traditional"]) == word["simplified"] == simplify(word["simplified"])


def test_a_character_is_simple_where_its_conversion_changes_nothing() -> None:
    changed = [
        sign for sign in map(chr, range(0x2E80, 0x10000)) if not "\ud800" <= sign <= "\udfff" and simplify(sign) != sign
    ]
    assert len(changed) > 2_000
    assert [sign for sign in changed if is_simple(f"信息{sign}公开")] == []
    assert is_simple("本行政机关2021年收到政府信息公开申请 3 件（其中结转 1 件）")
