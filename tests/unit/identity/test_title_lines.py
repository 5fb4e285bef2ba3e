"""Lines on which a page speaks of itself and of other pages."""

from __future__ import annotations

import pytest

from transform.title_lines import is_of_page, of_report

OF_PAGE = [
    "上一篇：某县财政局年度情况",
    "下一条 关于召开会议",
    "【前一页】：通知",
    "· 后一篇 | 通知",
    "相关链接：",
    "相关文档】：",
    "推荐阅读：",
    "延伸阅读 |",
    "热门：",
    "热门文章：",
    "热点：",
    "友情链接：",
    "主办：县政府办公室",
    "承办单位：信息中心",
    "协办方：档案馆",
    "运维：信息中心",
    "技术支持：公司",
    "网站维护：信息中心",
    "网站建设单位：信息中心",
    "维护单位：信息中心",
    "主管单位:县政府",
    "监制：县政府",
    "县人民政府 版权所有",
    "Copyright 2021",
    "备案号 123",
    "ICP备1234号",
    "公网安备 1234号",
]
OF_REPORT = [
    "某县财政局2021年政府信息公开工作年度报告",
    "下一步，加强网站建设。",
    "相关情况如下：",
    "主办的活动",
    "一、总体情况",
]


@pytest.mark.parametrize("line", OF_PAGE)
def test_a_line_of_the_page_goes_and_the_others_stay(line: str) -> None:
    assert is_of_page(line)
    assert of_report([OF_REPORT[0], line, *OF_REPORT[1:]]) == OF_REPORT


def test_lines_of_the_report_stay() -> None:
    assert not any(map(is_of_page, OF_REPORT))
    assert of_report(OF_REPORT) == OF_REPORT
