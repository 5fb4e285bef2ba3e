"""Pages that are reports and pages that only look like them: one case a line, in words of our own."""

from __future__ import annotations

import pytest

from tests.unit.triage.pages import BLANK, FULL, LEGACY, NONE, SECTIONS, TITLE, reason, simplify
from transform.triage import TableEvidence, judge


@pytest.mark.parametrize(
    "head",
    [
        [TITLE],
        ["首页 > 政务公开 > 政府信息公开指南", "政府信息公开目录", "通知公告", TITLE],
        ["政策解读", "法治政府建设", "财政预算公开", TITLE, "发布机构：水务局"],
        ["关于印发《临河县水务局2021年政府信息公开工作年度报告》的通知", "各股室：", TITLE],
        ["澳门新葡京娱乐城2021年政府信息公开工作年度报告"],
        ["臨河縣水務局2021年政府信息公開工作年度報告"],
        ["临河县人民医院2021年政府信息公开工作年度报告"],
        ["临河职业技术学院2021年政府信息公开工作年度报告"],
        ["临河县召开会议发布2021年政府信息公开工作年度报告", "全文如下："],
        ["参考消息", "多样的生活", TITLE],
        ["政府信息公开申请表样表下载", "政府信息公开指南填写示例", TITLE],
        [
            "根据国务院办公厅政府信息与政务公开办公室《关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》编制"
        ],
        [],
    ],
)
def test_figures_of_the_statutory_tables_make_a_report(head: list[str]) -> None:
    assert reason([*head, *SECTIONS], FULL) is None


def test_one_table_with_figures_is_enough() -> None:
    assert reason([TITLE, *SECTIONS], TableEvidence(items=True, item_figures=2, labels=3, form="2021")) is None


def test_a_legacy_annex_behind_the_statutory_tables_does_no_harm() -> None:
    assert reason([TITLE, *SECTIONS, *LEGACY], FULL) is None


def test_the_name_of_the_file_is_no_part_of_the_first_title() -> None:
    lines = ["一图读懂临河县2021年政府信息公开工作年度报告", "全县收到申请三件。"]
    refusal = judge(lines, {}, "pages/picture.txt", NONE, 0, simplify)
    assert refusal is not None
    assert refusal.reason == "not_a_report"


@pytest.mark.parametrize(
    "lines",
    [
        ["国务院办公厅政府信息与政务公开办公室关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知", "各省："],
        ["国务院办公厅政府信息与政务公开办公室", "关于印发《中华人民共和国政府信息公开工作", "年度报告格式》的通知"],
        ["國務院辦公廳政府信息與政務公開辦公室關于印發《中華人民共和國政府信息公開工作年度報告格式》的通知"],
        ["中华人民共和国政府信息公开工作年度报告格式", "一、报告内容", "二、报告体例"],
    ],
)
@pytest.mark.parametrize("tables", [BLANK, NONE, TableEvidence(True, True, True, 1, 2, 0, 26, "2021")])
def test_the_form_notice_is_not_a_report(lines: list[str], tables: TableEvidence) -> None:
    assert reason([*lines, *SECTIONS], tables) == "not_a_report"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["关于做好2021年政府信息公开工作年度报告编制发布工作的通知", "各乡镇：请于一月底前报送。"], "calls on"),
        (["县政府办公室关于报送2021年度政府信息公开年报的函"], "calls on"),
        (["关于认真做好2021年度政府信息公开", "工作年度报告编制工作的通知"], "calls on"),
        (["临河县政府信息公开指南", "本指南每年更新，其中附有受理机构的名称和电话。"], "guide"),
        (["政府信息公开目录", "一、机构职能", "二、政策文件"], "directory"),
        (["政府信息公开申请表", "申请人姓名"], "filing"),
        (["中华人民共和国政府信息公开条例", "第一条 为了保障公民依法获取政府信息"], "Regulations"),
        (["文字解读：临河县水务局2021年政府信息公开工作年度报告", "一、编制背景"], "explains"),
        (["一图读懂临河县2021年政府信息公开工作年度报告"], "explains"),
        (["图解：临河县水务局2021年政府信息公开工作年度报告"], "explains"),
        (["关于政府信息公开年度报告有关项目填报问题的解释", "某市人民政府办公厅："], "explains"),
        (["临河县召开2021年度政府信息公开工作年报编制部署会", "会议要求各单位按时报送。"], "news"),
        (["我县高质量完成2021年政府信息公开年度报告发布工作"], "news"),
        (["临河县发布2021年政府信息公开工作年度报告", "记者获悉，报告已上网。"], "news"),
        (["临河县法治政府建设2021年度报告", "一、总体情况"], "law"),
        (["临河县2021年度法治政府建设情况报告"], "law"),
        (["政府网站工作年度报表", "（2021年度）", "网站名称", "独立用户访问总量"], "website"),
        (["临河县水务局2021年部门预算公开情况说明"], "budget"),
        (["临河县水务局2021年度部门决算公开报告"], "budget"),
        (["中共临河县委2021年党务公开工作年度报告"], "openness"),
        (["临河大学2020-2021学年信息公开工作年度报告", "一、概述"], "school"),
        (["临河职业技术学院信息公开年度报告（2021年）"], "school"),
        (["臨河大學2020-2021學年信息公開工作年度報告"], "school"),
        (["临河县第一人民医院2021年信息公开工作年度报告"], "hospital"),
        (["临河供水集团有限公司2021年度信息公开年报"], "hospital"),
        (["临河县人民法院2021年司法公开工作报告"], "openness"),
        (["临河县人民检察院2021年信息公开工作年度报告"], "administrative"),
        (["2021年临河县政务公开工作要点"], "plans"),
        (["临河县政务公开工作总结"], "plans"),
        (["404 Not Found", "nginx"], "error"),
        (["您访问的页面不存在", "返回首页"], "error"),
        (["今日天气晴，最高气温三十度。", "明日有雨。"], "Neither"),
    ],
)
def test_pages_that_look_like_reports(lines: list[str], says: str) -> None:
    refusal = judge(lines, {}, "", NONE, 0, simplify)
    assert refusal is not None
    assert refusal.reason == "not_a_report"
    assert says in refusal.detail


def test_the_title_beside_the_text_tells_too() -> None:
    assert (
        reason(["各乡镇人民政府：", "请按时报送。"], title="关于做好2021年政府信息公开工作年度报告编制工作的通知")
        == "not_a_report"
    )


def test_the_name_of_the_file_tells_too() -> None:
    uri = "https://example.org/%E5%B9%B4%E6%8A%A5%E6%A8%A1%E6%9D%BF.docx"  # 年报模板.docx
    assert reason(["一、总体情况", "二、主动公开政府信息情况"], BLANK, uri=uri) == "not_a_report"


def test_a_list_of_links_is_not_a_report() -> None:
    lines = [f"临河县{name}局2021年政府信息公开工作年度报告" for name in ("水务", "教育", "财政", "民政")]
    assert reason(["政府信息公开年报", *lines]) == "not_a_report"


def test_a_model_is_told_by_its_placeholders() -> None:
    lines = [*SECTIONS[:1], "20××年，×局共公开信息××条，收到申请×件，办结×件。", *SECTIONS[2:]]
    assert reason(["2021年政府信息公开工作年度报告", *lines], BLANK) == "not_a_report"


@pytest.mark.parametrize(
    ("lines", "tables"),
    [
        (["临河县水务局2016年政府信息公开工作年度报告", *LEGACY], NONE),
        (["临河县水务局2020年政府信息公开工作年度报告", "一、概述", *LEGACY], NONE),
        (["政府信息公开情况统计表", *LEGACY], NONE),
        (["临河县水务局2020年政府信息公开工作年度报告", *LEGACY], TableEvidence(items=True, item_figures=1, labels=1)),
        (["臨河縣水務局2015年政府信息公開工作年度報告", "一、概述", "全年工作平穩。"], NONE),
        (["临河县水务局二〇一二年政府信息公开工作年度报告", "一、概述", "全年工作平稳。"], NONE),
        (["政府信息公开工作年度报告", "本报告所列数据自2014年1月1日至12月31日。", "一、概述"], NONE),
        (["临河县水务局2018年政府信息公开工作年度报告", *SECTIONS], NONE),
    ],
)
def test_reports_before_the_form(lines: list[str], tables: TableEvidence) -> None:
    assert reason(lines, tables) == "legacy_form"


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, *SECTIONS],
        ["政府信息公开年报", *SECTIONS],
        SECTIONS,
        ["政府信息公开指南", "政府信息公开目录", "依申请公开", TITLE, *SECTIONS],
        ["临河县水务局", "2021年政府信息公开工作", "年度报告", "一、概述", "工作平稳。"],
        ["臨河縣水務局2021年政府信息公開工作年度報告", "一、總體情況", "工作平穩。"],
        ["临河县大学城管理委员会2021年政府信息公开工作年度报告", *SECTIONS],
    ],
)
def test_reports_without_their_tables(lines: list[str]) -> None:
    assert reason(lines) == "no_tables"


def test_tables_without_a_figure_are_no_tables() -> None:
    assert reason([TITLE, *SECTIONS], BLANK) == "no_tables"


@pytest.mark.parametrize(
    ("lines", "images"),
    [
        ([TITLE, *SECTIONS], 3),
        ([TITLE, *SECTIONS[:3], "[image: 图片1]", SECTIONS[3], "[image: 图片2]", *SECTIONS[4:]], 0),
        ([TITLE, *SECTIONS[:3], "![表一](a.png)", *SECTIONS[3:]], 0),
        ([TITLE], 4),
        (["- 1 -", "- 2 -"], 2),
        ([], 5),
        (["[image: 扫描件]"], 0),
    ],
)
def test_tables_given_as_pictures(lines: list[str], images: int) -> None:
    assert reason(lines, NONE, images) == "image_only"


def test_pictures_in_the_prose_alone_are_not_tables() -> None:
    prose = ["我局高度重视政府信息公开工作，多措并举。" * 40, "[image: 图片1]"]
    lines = [
        TITLE,
        SECTIONS[0],
        *prose,
        SECTIONS[2],
        "情况见表。",
        SECTIONS[3],
        "情况见表。",
        SECTIONS[4],
        "情况见表。",
    ]
    assert reason(lines, NONE, 1) == "no_tables"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], "empty"),
        (["", "  ", "\u3000", "\ufeff"], "empty"),
        (["\ufffd\ufffd\ufffd年\ufffd\ufffd\ufffd\ufffd报"], "unreadable"),
        (["ÕþÎñ¹«¿ªÐÅÏ¢Äê±¨¸æ¡¢Ö÷¶¯¹«¿ª"], "unreadable"),
        (["2021骞存斂搴滀俊鎭叕寮€宸ヤ綔", "鏀垮簻淇℃伅鍏紑骞村害鎶ュ憡"], "unreadable"),
        (["%PDF-1.4 ] >> << / [ ] ( ) { } ;; == ++ ## @@ !! ?? // \\\\ ^^ && ** ~~ || -- .. ,,"], "unreadable"),
        (["Annual report on open government", "There is no Chinese in it at all."], "not_a_report"),
    ],
)
def test_nothing_to_read(lines: list[str], expected: str) -> None:
    assert reason(lines) == expected


def test_a_table_of_dashes_is_no_garbled_text() -> None:
    rows = [f"**{label}**| " + "| ".join(["**\\--**"] * 7) for label in ("其他", "总计", "重复申请")]
    assert reason([TITLE, *SECTIONS, *rows * 12], BLANK) != "unreadable"


@pytest.mark.parametrize(
    "title",
    [
        "临河县水务局2022年第三季度政府信息公开统计表",
        "临河县2022年上半年政府信息公开工作报告",
        "临河县政府信息公开工作2022年5月份报表",
    ],
)
def test_a_part_of_a_year_is_no_report_whatever_it_holds(title: str) -> None:
    assert reason([title, *SECTIONS], FULL) == "not_a_report"


@pytest.mark.parametrize(
    "head",
    [
        ["根据要求，现将临河县水务局2021年上半年政府信息公开工作情况报告如下。"],
        ["现公布临河县水务局2021年1-6月政府信息公开工作报告。"],
        ["本报告数据的统计期限为2021年1月1日至6月30日。"],
        [TITLE + "质量评估报告"],
        [TITLE + "（征求意见稿）"],
    ],
)
def test_what_is_no_whole_year_s_report_is_told_without_a_title_of_its_own(head: list[str]) -> None:
    assert reason([*head, *SECTIONS], FULL) == "not_a_report"


@pytest.mark.parametrize(
    "head",
    [
        ["现将临河县水务局2021年1-12月政府信息公开工作情况报告如下。"],
        [TITLE, "本报告数据的统计期限为2021年1月1日至6月30日。"],
        ["临河县环境质量评估中心2021年政府信息公开工作年度报告"],
    ],
)
def test_months_and_words_that_are_no_part_of_a_year_do_no_harm(head: list[str]) -> None:
    assert reason([*head, *SECTIONS], FULL) is None


@pytest.mark.parametrize(
    "head",
    [
        ["临河县人民医院2021年信息公开工作年度报告"],
        ["首页", "临河职业技术学院2021年信息公开工作年度报告", "发布机构：学院办公室"],
        ["2021年临河县自来水有限公司信息公开年度报告"],
        ["臨河供電公司2021年信息公開工作年度報告"],
    ],
)
def test_an_institution_under_its_own_rules_is_no_agency_even_on_the_form(head: list[str]) -> None:
    assert reason([*head, *SECTIONS], FULL) == "not_a_report"
    assert reason([*head, TITLE, *SECTIONS], FULL) is None


@pytest.mark.parametrize(
    "title",
    [
        "临河县2021年政府信息公开申请办理情况汇总表",
        "临河县水务局2021年政府信息公开申请办理情况分单位统计表",
        "临河县各乡镇2021年政府信息公开情况统计表",
    ],
)
def test_a_table_with_a_column_for_each_agency_is_no_report(title: str) -> None:
    assert reason([title, *SECTIONS], FULL) == "not_a_report"
    assert reason([title, TITLE, *SECTIONS], FULL) is None


def test_a_report_on_all_a_city_is_one() -> None:
    assert reason(["临河市2021年政府信息公开工作年度报告（全市汇总）", *SECTIONS], FULL) is None


def test_a_call_over_three_lines_is_one() -> None:
    call = ["临河县人民政府办公室", "关于做好2021年政府信息公开工作年度报告", "编制和发布工作的通知", "各单位："]
    assert reason([*call, *SECTIONS], FULL) == "not_a_report"
    assert reason(call) == "not_a_report"
    assert reason([*call, TITLE, *SECTIONS], FULL) is None


def test_a_month_of_publication_in_the_title_does_no_harm() -> None:
    assert reason([TITLE + "（2022年1月）", *SECTIONS], FULL) is None


def test_a_report_on_the_form_may_tell_older_figures_in_its_sentences() -> None:
    prose = "政府网站公开政府信息数8条，政务微信公开政府信息数1条，其他方式公开政府信息数4条，共回应公众关注热点2次。"
    glued = "第二十条第（一）项信息内容本年新制作数量本年新公开数量对外公开总数量规章555规范性文件141414"
    assert reason([TITLE, *SECTIONS, prose, glued]) == "no_tables"
    assert reason([TITLE + prose + "".join(SECTIONS) + glued]) == "no_tables"
    assert reason([TITLE, *SECTIONS, prose]) == "legacy_form"


def test_a_report_is_told_by_its_preamble_alone() -> None:
    preamble = (
        "根据条例，现编制并公布本单位2020年度政府信息公开工作年度报告。本报告的统计数据时限为2020年1月1日至12月31日。"
    )
    assert reason(["发布机构：临河县水务局", preamble, "一、公开的基本情况", "2020年公开信息12条。"]) == "no_tables"
    assert reason(["各单位应当编制年度报告，报县政府。", "一、公开的基本情况"]) == "not_a_report"
