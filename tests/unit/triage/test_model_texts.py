"""Model texts and explanations, which hold the tables of a report: one case a line, in words of our own."""

from __future__ import annotations

import pytest

from tests.unit.triage.pages import BLANK, FULL, NONE, SECTIONS, TITLE, reason
from transform.triage import TableEvidence


@pytest.mark.parametrize(
    "title",
    [
        "XX局2021年政府信息公开工作年度报告",
        "××县××局2021年政府信息公开工作年度报告",
        "某某县水务局2021年政府信息公开工作年度报告",
        "20××年政府信息公开工作年度报告",
        "2021年政府信息公开工作年度报告（模板）",
        "2021年政府信息公开年报范本",
        "2021年度政府信息公開工作年度報告（範本）",
        "政府信息公开工作年度报告填报说明及样表",
        "政府信息公开年度报告参考文本",
        "**市水务局2021年政府信息公开工作年度报告",
        "xx县水务局2021年政府信息公开工作年度报告",
    ],
)
@pytest.mark.parametrize("tables", [FULL, BLANK, NONE])
def test_model_texts_are_not_reports_even_when_filled_in(title: str, tables: TableEvidence) -> None:
    assert reason([title, *SECTIONS], tables) == "not_a_report"


@pytest.mark.parametrize(
    "sentence",
    [
        "本报告由xx县水务局编制完成。",
        "如有疑问，请联系XX镇人民政府办公室。",
        "本报告由××局办公室编制。",
        "由某某市水务局负责解释。",
        "请与某县人民医院办公室联系。",
        "请与**县水务局联系，电话为****。",
        "本报告由○○街道办事处编制。",
        "统计期限自20XX年1月1日起至20XX年12月31日止。",
    ],
)
def test_placeholders_in_preamble_or_signature_make_a_model_text(sentence: str) -> None:
    head = ["2021年政府信息公开工作年度报告", sentence, *SECTIONS]
    assert reason(head, FULL) == "not_a_report"
    assert reason([*SECTIONS, "××县水务局", "2022年1月8日"], FULL) == "not_a_report"


@pytest.mark.parametrize(
    "sentence",
    [
        "联系人：张某某局长。",
        "申请人某某局要求公开，三份文件已经答复。",
        "个别单位（如某市卫健局）公开较晚。",
        "联系电话：0570-60xxxx（xx办公室）。",
        "由某某局牵头，召开座谈会。",
    ],
)
def test_a_placeholder_where_no_agency_is_expected_does_no_harm(sentence: str) -> None:
    head = ["2021年政府信息公开工作年度报告", sentence, *SECTIONS]
    assert reason(head, FULL) is None
    assert reason([head[0], sentence.rstrip("。"), *SECTIONS], FULL) is None
    assert reason(["年报", sentence.rstrip("。"), *SECTIONS], FULL) is None
    other = "办理××局转来的申请。"
    assert reason([head[0], other, *SECTIONS], FULL) is None
    assert reason([head[0], other, other, *SECTIONS], FULL) == "not_a_report"


@pytest.mark.parametrize(
    "sentence",
    ["如有疑问，请联系XX镇人民政府办公室。", "现将年报解读如下：", "填报样式：由某某局编制，请与××局联系。"],
)
def test_a_report_with_its_agency_in_full_in_the_title_is_no_model_text(sentence: str) -> None:
    assert reason(["昌乐县水利局2021年政府信息公开工作年度报告", sentence, *SECTIONS], FULL) is None
    assert reason(["昌乐县水利局", "2021年政府信息公开工作年度报告", sentence, *SECTIONS], FULL) is None
    assert reason(["2021年政府信息公开工作年度报告", sentence, *SECTIONS], FULL) == "not_a_report"


@pytest.mark.parametrize(
    "sentence",
    [
        "**临河县水务局**2021年的工作有新的进展。",
        "**县水务局**按照要求编制本报告。",
        "联系电话：0631-****123，邮箱xxgk@linhe.cn。",
        "二○○八年起公开政府信息，网址www.xx.gov.cn。",
        "按照XXGK系统的要求编制。",
    ],
)
def test_signs_that_stand_for_no_agency_do_no_harm(sentence: str) -> None:
    assert reason([TITLE, sentence, *SECTIONS], FULL) is None
    assert reason([TITLE, *SECTIONS[:1], "收到某某公司、××局的来函。", *SECTIONS[1:], "无。"] * 2, FULL) is None


def test_a_page_that_says_that_it_explains_is_no_report() -> None:
    said = "《临河县水务局2021年政府信息公开工作年度报告》已经公布，现对其内容作如下解读。"
    assert reason([said, *SECTIONS], FULL) == "not_a_report"
    assert reason([TITLE, *SECTIONS[:1], "对三份文件作了如下解读。", *SECTIONS[1:]], FULL) is None


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (["临河县政府办关于做好2021年政府信息公开工作年度报告编制工作的通知", "各单位："], "not_a_report"),
        (["关于报好2021年年报的请示", "关于开展2021年度政府信息公开年报编报工作的通知"], "not_a_report"),
        (["关于做好2021年政府信息公开年报编制工作的通知", "2021年政府信息公开工作年度报告"], "not_a_report"),
        (["关于做好2021年政府信息公开年报编制工作的通知", "各乡镇：", "2021年政府信息公开年报"], "not_a_report"),
        (["关于做好2021年政府信息公开年报编制工作的通知", "临河县水务局2021年政府信息公开工作年度报告"], None),
        (["关于做好2021年政府信息公开年报编制工作的通知", "临河县水务局", "2021年政府信息公开工作年度报告"], None),
        (["关于印发临河县水务局2021年政府信息公开工作年度报告的通知"], None),
    ],
)
def test_a_call_to_write_reports_with_a_sample_is_none(lines: list[str], verdict: str | None) -> None:
    assert reason([*lines, *SECTIONS], FULL) == verdict


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (["关于《临河县水务局2021年政府信息公开工作年度报告》的解读"], "not_a_report"),
        (["【图解】临河县水务局2021年政府信息公开工作年度报告"], "not_a_report"),
        (["一图读懂临河县水务局2021年政府信息公开年报", "一、总体情况"], "not_a_report"),
        (["图文解读丨临河县水务局2021年政府信息公开工作年度报告"], "not_a_report"),
        (["政策解读|临河县水务局2021年政府信息公开工作年度报告"], "not_a_report"),
        (["一图读懂｜临河县水务局2021年政府信息公开工作年度报告"], "not_a_report"),
        (["《臨河縣水務局2021年政府信息公開工作年度報告》圖解"], "not_a_report"),
        (["《临河县水务局2020年政府信息公开工作年度报告》解读", TITLE], None),
        (["年报解读", "政策解读", "2021年政府信息公开工作年度报告"], None),
        (["政策解读 > 2021年政府信息公开工作年度报告", "2021年政府信息公开工作年度报告"], None),
        (["解读回应", "2021年政府信息公开工作年度报告"], None),
    ],
)
def test_an_explanation_that_repeats_the_tables_is_no_report(lines: list[str], verdict: str | None) -> None:
    assert reason([*lines, *SECTIONS], FULL) == verdict
