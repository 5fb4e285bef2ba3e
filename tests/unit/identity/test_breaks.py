"""Names and sentences over a line break: joined or left open; what the break left of a name is never an agency."""

from __future__ import annotations

import pytest

from extract.script import simplify
from transform.breaks import is_broken, whole_sentences
from transform.identity import identify
from transform.naming import load_rules
from transform.reading import Identity

RULES = load_rules()
NAMES = (
    "柳州市柳南区农业农村局",
    "国家税务总局洛阳市税务局",
    "广西壮族自治区人民政府办公厅",
    "延边朝鲜族自治州卫生健康委员会",
    "宁波市海曙区人民政府月湖街道办事处",
    "绵阳市住房和城乡建设局",
    "涟水县综合行政执法局",
    "兰州市西固区陈坪街道办事处",
    "北京市东城区发展和改革委员会",
    "定边县统计局",
)
TITLE = "2022年政府信息公开工作年度报告"
TABLE = ["第二十条第（一）项", "规章", "0", "0", "0"]
BROKEN = [(name[:at], name[at:]) for name in NAMES for at in range(1, len(name))]


def read(head: list[str], tail: list[str]) -> Identity:
    lines = [*head, "一、总体情况", "各项公开工作平稳有序。", *TABLE, "五、存在的主要问题", "人手不足。", *tail]
    first = len(head) + 2
    return identify(lines, {}, "report.txt", (first, first + len(TABLE) - 1), simplify)


def fold(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize(("above", "below"), BROKEN)
def test_a_broken_name_is_whole_or_open(above: str, below: str) -> None:
    name = above + below
    # What stands behind a district's government is the full name of the office, the office alone a short one.
    right = {name, None}
    contact = f"本报告根据条例编制，统计期限为2022年1月1日至12月31日，如有疑问，请与{above}"
    assert read([above, below + TITLE], []).agency_name in right
    assert read([TITLE], [above, below, "2023年1月12日"]).agency_name in right
    assert read([TITLE], [above, f"{below} 2023年1月12日"]).agency_name in right
    assert read([TITLE, contact, f"{below}联系（电话见网页）。"], []).agency_name in right
    assert read([TITLE, f"根据条例要求，现将{above}", f"{below}{TITLE}公布如下。"], []).agency_name in right


def test_most_broken_names_are_whole() -> None:
    titled = sum(read([above, below + TITLE], []).agency_name == above + below for above, below in BROKEN)
    signed = sum(read([TITLE], [above, below, "2023年1月12日"]).agency_name == above + below for above, below in BROKEN)
    assert titled >= 0.95 * len(BROKEN)
    assert signed >= 0.95 * len(BROKEN)


@pytest.mark.parametrize("width", range(7, 20))
@pytest.mark.parametrize("name", NAMES)
def test_a_folded_text_names_its_agency_whole_or_not_at_all(name: str, width: int) -> None:
    preamble = f"本报告根据《中华人民共和国政府信息公开条例》编制，对报告有疑问的，请与{name}联系（地址：河西路8号）。"
    closing = [*fold(name, width), "2023年1月12日"]
    assert read(fold(name + TITLE, width) + fold(preamble, width), closing).agency_name in {name, None}
    assert read([TITLE, *fold(preamble, width)], []).agency_name in {name, None}


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("涟水县政务公开", "教育局"),
        ("涟水县人民政府", "教育局"),
        ("涟水县教育局", "体育局"),
        ("部门年报", "教育局"),
        ("张掖市人民政府政务公开", "甘州区科学技术局"),
        ("柳州市", "西宁市城中区教育局"),
        ("吉林", "吉林市教育局"),
        ("镇街年报", "月湖街道办事处"),
    ],
)
def test_a_line_above_that_is_no_part_of_the_name(above: str, below: str) -> None:
    assert not is_broken(above, below, RULES)


def test_a_tail_alone_is_no_agency() -> None:
    for tail in ("府办公厅", "办公厅", "设局", "市柳南区农业农村局"):
        assert read([tail + TITLE], []).agency_name is None
        assert read([TITLE], [tail, "2023年1月12日"]).agency_name is None


def test_a_place_at_the_end_of_a_line_is_not_its_government() -> None:
    assert read([TITLE, "对报告有疑问的，请与定边县", "统计局联系：0912-111"], []).agency_name is None


def test_sentences_are_whole() -> None:
    lines = [
        "柳州市2022年政府信息公开",
        "工作年度报告",
        "根据条例要求，现将柳州市",
        "柳南区水利局年度报告公布",
        "如下",
        "一、总体情况",
        "我局按时公开信息，共发布",
        "（二）依申请公开",
        "全年未收到申请，办结率为",
        "2023年1月12日",
        "如有疑问，请联系",
        "电话：0772-111",
        "各项工作平稳，成效明显",
        "柳州市柳南区水利局",
    ]
    joined = ["".join(lines[2:5])]
    assert whole_sentences(lines, RULES) == lines[:2] + joined + lines[5:]
