"""Pages of reports, and what is said of them."""

from __future__ import annotations

from opencc import OpenCC

from transform.reading import REASONS
from transform.triage import TableEvidence, judge

simplify = OpenCC("t2s").convert

FULL = TableEvidence(True, True, True, 10, 175, 15, 26, "2021")
BLANK = TableEvidence(True, True, True, 0, 0, 0, 26, "2021")
NONE = TableEvidence()

TITLE = "临河县水务局2021年政府信息公开工作年度报告"
SECTIONS = [
    "一、总体情况",
    "全年工作平稳有序，各项要求均已落实。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
]
SECTIONS += [
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "人手不足，今后加强。",
    "六、其他需要报告的事项",
    "无。",
]
LEGACY = [
    "附表",
    "统计指标",
    "单位",
    "统计数",
    "一、主动公开情况",
    "（一）主动公开政府信息数",
    "条",
    "210",
    "收到申请数",
    "件",
    "3",
]
LEGACY += ["1.当面申请数", "件", "0", "申请办结数", "件", "3", "举报投诉数量", "件", "0", "行政复议数量", "件", "0"]


def reason(
    lines: list[str], tables: TableEvidence = NONE, images: int = 0, uri: str = "", **metadata: str
) -> str | None:
    refusal = judge(lines, metadata, uri, tables, images, simplify)
    if refusal is not None:
        assert refusal.reason in REASONS
        assert refusal.detail.endswith(".") or "Title: " in refusal.detail
    return refusal.reason if refusal else None
