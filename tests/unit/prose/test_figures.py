"""What a sentence tells and what it does not: one line a case."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from transform.prose import figures, number_of

simplify = OpenCC("t2s").convert

RECEIVED = "applications_received"
CONCLUDED = "applications_concluded"
IN = "applications_carried_in"
OUT = "applications_carried_out"
REVIEWS = "reviews"
SUITS = "suits"
ISSUED = "documents_normative_issued"
ITEMS = "disclosed_items"


def told(*lines: str, year: int | None = 2021) -> dict[str, int]:
    return {figure.figure: figure.value for figure in figures(lines, range(0), simplify, year)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2021年，我局共收到政府信息公开申请12件。", {RECEIVED: 12}),
        ("全年收到政府信息公开申请 １２ 件，均按期答复。", {RECEIVED: 12}),
        ("全年共受理信息公开申请三件。", {RECEIVED: 3}),
        ("本年度新收政府信息公开申请十二件。", {RECEIVED: 12}),
        ("全年共收到1,234件政府信息公开申请。", {RECEIVED: 1234}),
        ("2021年共收到政府信息依申请公开5件。", {RECEIVED: 5}),
        ("收到26份政府信息依申请公开件。", {RECEIVED: 26}),
        ("2021年，我委收到政府信息公开申请0宗。", {RECEIVED: 0}),
        ("（二）依申请公开。2021年共收到申请7件。", {RECEIVED: 7}),
        ("截至2021年12月31日，我局没有收到政府信息公开申请。", {RECEIVED: 0}),
        ("2021年我街道未接到提出公开政府信息的申请。", {RECEIVED: 0}),
        ("2021年度，本机关未收到公民、法人和其他组织的政府信息公开申请。", {RECEIVED: 0}),
        ("我局全年未收到依申请公开件。", {RECEIVED: 0}),
        ("2021年，區政府共收到政府信息公開申請8件。", {RECEIVED: 8}),
        ("全年未收到政府信息公開申請。", {RECEIVED: 0}),
        ("2021年，縣局收到政府信息公(gong)開(kai)申請4件。", {RECEIVED: 4}),
        (
            "收到政府信息公开申请9件，办结政府信息公开申请8件，结转下年度继续办理1件。",
            {RECEIVED: 9, CONCLUDED: 8, OUT: 1},
        ),
        ("上年结转政府信息公开申请2件，本年新收政府信息公开申请5件。", {IN: 2, RECEIVED: 5}),
        ("2021年受理政府信息公开申请6件，历年累计受理政府信息公开申请90件。", {RECEIVED: 6}),
        ("全年未发生因政府信息公开申请行政复议、提起行政诉讼的情况。", {REVIEWS: 0, SUITS: 0}),
        ("2021年，无信息公开类行政复议及诉讼案件。", {REVIEWS: 0, SUITS: 0}),
        ("因政府信息公开引发的行政复议2件、行政诉讼1件。", {REVIEWS: 2, SUITS: 1}),
        ("政府信息公开类行政复议和行政诉讼均为0件。", {REVIEWS: 0, SUITS: 0}),
        ("没有因政府信息公开工作被申请行政复议的情况。", {REVIEWS: 0}),
        ("信息公开类行政复议1起，正在办理中。", {REVIEWS: 1}),
        ("全年沒有發生因政府信息公開申請行政復議和提起行政訴訟的情況。", {REVIEWS: 0, SUITS: 0}),
        ("依申请公开3次，行政复议0次，行政诉讼0次；", {RECEIVED: 3, REVIEWS: 0, SUITS: 0}),
        ("未发生因政府信息公开引发的行政复议，行政诉讼1件。", {REVIEWS: 0, SUITS: 1}),
        ("因政府信息公开被申请行政复议案件零起。", {REVIEWS: 0}),
        ("2021年1月1日至2021年12月31日共收到政府信息公开申请11件。", {RECEIVED: 11}),
        ("全年制发规范性文件3件。", {ISSUED: 3}),
        ("全年发布行政规范性文件十五件，均已公开。", {ISSUED: 15}),
        ("全年主动公开政府信息643条，其中政策解读12条。", {ITEMS: 643}),
        ("2021年我局主动公开政府信息142条，历年累计主动公开政府信息2018条。", {ITEMS: 142}),
        ("通过门户网等各种载体主动公开政府信息758条。", {ITEMS: 758}),
        # A part of what the sentence counts is not the whole.
        (
            "2021年,全县受理线上信息公开申请35件,依法办结32件,结转下年度办理3件,受理线下信息公开申请6件,已全部依法办结。",
            {},
        ),
        ("我局共受理依申请公开政府信息申请14件,答复8件,不予受理5件,补正后申请内容仍不明确1件。", {RECEIVED: 14}),
        ("全年收到政府信息公开申请9件,答复9件。", {RECEIVED: 9, CONCLUDED: 9}),
        ("全年收到政府信息公开申请9件，办结9件，其中予以公开5件，不予公开4件。", {RECEIVED: 9, CONCLUDED: 9}),
        ("受理依申请公开办件1件，已答复。今年共受理依申请公开2件。", {}),
        # Reviews that an office handles are its work; those of its disclosure are told.
        ("2021年收到政府信息公开申请1件。2021年度全局办理行政复议案件45件。", {RECEIVED: 1}),
        ("2021年办理政府信息公开行政复议2件。", {REVIEWS: 2}),
        # What is told of other years, of parts and of others is not the year's own count.
        ("五年来，全局努力公开。2021年，收到政府信息公开申请12件。", {RECEIVED: 12}),
        ("今年以来，共收到政府信息公开申请12件。", {RECEIVED: 12}),
        ("从2021年1月1日起，收到政府信息公开申请12件。", {RECEIVED: 12}),
        ("截至12月31日，共收到政府信息公开申请12件。", {RECEIVED: 12}),
        ("全市共收到政府信息公开申请500件，其中：市公安局收到120件；市教育局收到30件。", {RECEIVED: 500}),
        ("全年收到政府信息公开申请50件，其中县政府收到20件，各乡镇收到30件，办结48件。", {RECEIVED: 50, CONCLUDED: 48}),
        ("我局各科室密切配合，全年收到政府信息公开申请12件。", {RECEIVED: 12}),
        ("2021年，我街道收到政府信息公开申请4件。", {RECEIVED: 4}),
    ],
)
def test_told(sentence: str, expected: dict[str, int]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "2020年，我局共收到政府信息公开申请12件。",
        "上年共收到政府信息公开申请12件。",
        "去年同期收到政府信息公开申请12件。",
        "较去年增加政府信息公开申请14件。",
        "政府信息公开申请比上年减少14件。",
        "自条例施行以来共收到政府信息公开申请300件。",
        "历年累计受理政府信息公开申请9件。",
        "依申请公开方面，其中收到自然人政府信息公开申请3件。",
        "通过信函方式收到政府信息公开申请6件。",
        "收到网上政府信息公开申请6件。",
        "依申请公开之外，全年受理信访事项345件。",
        "依申请公开平台外，受理行政许可申请2300件。",
        "全年收到人大建议申请公开7件。",
        "收到行政复议申请3件，与信息公开无关者2件。",
        "全年收到政府信息公开申请20余件。",
        "全年收到政府信息公开申请近百件。",
        "全年收到政府信息公开申请约20件。",
        "全年收到政府信息公开申请10多件。",
        "全年收到政府信息公开申请1.2万件。",
        "政府信息公开申请办结率100%。",
        "未收到因政府信息公开申请答复引发的投诉。",
        "未收到通过信函方式提出的政府信息公开申请。",
        "未发生政府信息公开行政复议被纠正的情况。",
        "政府信息公开行政诉讼败诉案件0件。",
        "依申请公开引发的行政复议中结果维持2件。",
        "我局作为复议机关审理政府信息公开行政复议3件。",
        "因政府信息公开引发的行政复议、行政诉讼共3件。",
        "全年办理行政复议案件345件。",
        "废止规范性文件3件。",
        "现行有效规范性文件30件。",
        "清理规范性文件12件，解读规范性文件5件。",
        "政务微信公众号主动公开政府信息300条。",
        "主动公开政府信息300余条。",
        "第三件政府信息公开申请正在办理。",
        "认真贯彻《2021年收到政府信息公开申请9件办理办法》。",
        "2021年全年培训政府信息公开申请办理人员12人次。",
        "第一季度收到政府信息公开申请3件。",
        "2021年1-6月收到政府信息公开申请11件。",
        "2021年9月收到政府信息公开申请2件。",
        "共收到政府信息公开申请5件（含上年结转1件）。",
        "区政府本级收到政府信息公开申请5件，各部门收到政府信息公开申请55件。",
        "未收到不予公开的政府信息公开申请。",
        "收到政府信息公开申请数量	3",
        "自条例施行以来，我市共收到政府信息公开申请512件。",
        "五年来累计收到政府信息公开申请60件。",
        "近三年，我局收到政府信息公开申请60件，年均20件。",
        "三年间未发生因政府信息公开引发的行政复议。",
        "“十三五”期间，收到政府信息公开申请90件。",
        "自2008年5月1日起至今，共收到政府信息公开申请90件。",
        "截至目前，累计收到政府信息公开申请60件。",
        "2021年4月以来，共收到政府信息公开申请8件。",
        "9月份共收到政府信息公开申请2件。",
        "其中，市公安局收到政府信息公开申请120件。",
        "市公安局收到政府信息公开申请120件，占比最高。",
        "乡镇（街道）收到政府信息公开申请60件。",
        "2021年各部门共收到政府信息公开申请60件。",
        "县直单位收到政府信息公开申请60件。",
        "下属事业单位收到政府信息公开申请5件。",
        "全县政府信息公开工作机构共收到申请112件。",
        "每收到政府信息公开申请100件，网上占85件。",
        "月均收到政府信息公开申请12件。",
        "最多一天收到政府信息公开申请12件。",
        "在收到申请20个工作日内答复政府信息公开申请。",
        "代县政府收到政府信息公开申请3件。",
        "收到行政复议申请120件，其中涉及政府信息公开3件。",
        "2021年，本级收到政府信息公开申请4件，下属单位收到6件。",
    ],
)
def test_not_told(sentence: str) -> None:
    assert told(sentence) == {}


def test_another_year_holds_until_the_own_one_is_named() -> None:
    assert told("2020年，工作平稳。收到政府信息公开申请9件；2021年，收到政府信息公开申请4件。") == {RECEIVED: 4}


def test_the_year_is_taken_from_the_title() -> None:
    lines = [
        "某县水务局2020年政府信息公开工作年度报告",
        "2020年，收到政府信息公开申请3件。",
        "2021年，收到政府信息公开申请5件。",
    ]
    assert told(*lines, year=None) == {RECEIVED: 3}


def test_two_values_tell_nothing() -> None:
    assert told("全年收到政府信息公开申请3件。", "全年收到政府信息公开申请5件。") == {}


def test_the_same_value_twice_is_one_figure() -> None:
    found = figures(["全年收到政府信息公开申请3件。", "全年收到政府信息公开申请3件。"], range(0), simplify, 2021)
    assert [(figure.value, figure.line) for figure in found] == [(3, 1)]


def test_lines_of_the_tables_are_skipped() -> None:
    assert figures(["全年收到政府信息公开申请3件。"], {1}, simplify, 2021) == []


def test_a_sentence_wrapped_over_lines_is_read_whole() -> None:
    lines = [
        "（二）依申请公开情况",
        "2021年，我局严格按照规定的程序办理，共收到政府信",
        "",
        "息公开申请20件，均按时答复。",
    ]
    found = figures(lines, range(0), simplify, 2021)
    assert [(figure.figure, figure.value, figure.line) for figure in found] == [(RECEIVED, 20, 2)]


def test_the_sentence_is_kept_in_simplified_characters() -> None:
    (figure,) = figures(["概述。2021年，本局收到政府信息公開申請4件。此外無。"], range(0), simplify, 2021)
    assert figure.sentence == "2021年，本局收到政府信息公开申请4件"


def test_a_long_sentence_is_cut_around_its_figure() -> None:
    (figure,) = figures(["我局" + "认真履职、" * 80 + "，收到政府信息公开申请4件。"], range(0), simplify, 2021)
    assert len(figure.sentence) <= 200
    assert "申请4件" in figure.sentence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("二〇", 20),
        ("条", None),
    ],
)
def test_numerals(text: str, value: int | None) -> None:
    assert number_of(text) == value
