"""Lines on which a page prints more than a title: labels, buttons and dates before it, dates and counters behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from transform.titles import SITE_OWNERS, is_title, parse_title, squeeze

_LONGEST = 200  # characters of a line with a title
_HAN = r"[\u4e00-\u9fff]"
_DATE = r"20[0-3]\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_REPORTS = ("报告", "年报")
# What is none of the title's own words: signs, dates, document numbers, brackets of a menu, labels, buttons.
_BEFORE = re.compile(
    rf"(?:\s+|[•·●▪◆★☆►▶]|{_DATE}(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?(?!\s*[-–—至到~～起\d])"
    rf"|[\[【(（]\s*{_DATE}[^\])）】]{{0,6}}[\])）】]"
    rf"|{_HAN}{{1,10}}[〔\[(（【]20\d\d[〕\])）】]\s*第?\s*\d+\s*号"
    rf"|【{_HAN}{{1,10}}】|\[{_HAN}{{1,10}}\]"
    r"|(?:公告|公报|公示|文件|信息|文章|内容|新闻|正文|资料)?(?:标\s*题|名\s*称|题\s*[名目])(?:\s*[:：]|\s)"
    r"|(?:内容)?(?:概\s*述|摘\s*要|主\s*题)(?:\s*[:：]|\s)|(?:首页|当前位置|语音播报|(?:部门)?年报)(?:\s*[:：]|\s)"
    r"|(?:导出|下载|打印)(?:本[文页])?\s*(?:文字版|(?i:word|pdf))版?)+"
)
# Labels that run into the name behind them where cells were joined; others begin so (主题公园管理处).
_GLUED = re.compile(
    rf"\s*(?:{_HAN}{{0,2}}(?:标题|名称|题名|题目)|正文|内容概述|摘要|首页|(?:部门)?年报|下载)(?={_HAN})"
)
_BEHIND = re.compile(
    rf"\s*[|\[【]?\s*(?:{_HAN}{{0,4}}(?:日期|时间)\s*[:：]?\s*20\d\d|{_HAN}{{0,4}}(?:机构|单位|部门|来源|作者|次数|浏览|点击|阅读|访问)"
    rf"(?:量|数|人次)?\s*[:：]|字体|字号|{_DATE}(?!\s*[-–—至到~～]))"
)

# What a page says of other pages and of itself; alternatives that begin with plain text are found much faster.
_MARK, _WHO = r"\s*[】\]]?\s*[:：|]", r"(?:单位|方)?\s*[:：]"
_OTHER_PAGES = "|".join(
    (
        *(rf"{where}一[篇条页](?:{_MARK}|\s)" for where in "上下前后"),
        rf"相关(?:文章|文档|链接|阅读|信息|新闻|内容){_MARK}",
        *(rf"{what}{_MARK}" for what in ("推荐阅读", "延伸阅读", "热门(?:文章)?", "热点", "友情链接")),
    )
)
_OWNER = "|".join(
    (
        *(f"{what}{_WHO}" for what in ("主办", "承办", "协办", "运维", "技术支持", "网站(?:维护|建设)", "维护单位")),
        *(f"{what}{_WHO}" for what in ("主管单位", "监制")),
        *("版权所有", "Copyright", "备案号", "ICP备", "网安备"),
    )
)
_OTHERS, _FOOTER = re.compile(rf"[\s•·>»\[【]*(?:{_OTHER_PAGES})"), re.compile(_OWNER)
_EITHER = re.compile(f"{_OTHER_PAGES}|{_OWNER}")
_SHORT = 160  # characters of such a line, at most


def is_of_page(line: str) -> bool:
    """Whether a line leads to other pages, or tells who runs the site: it says nothing of the report."""
    if len(line) > _SHORT:
        return False
    return _OTHERS.match(line) is not None or ("报告" not in line and _FOOTER.search(line) is not None)


def of_report(lines: Sequence[str]) -> list[str]:
    """The lines without those of the page, which one search of them all tells to be none as a rule."""
    if _EITHER.search("\n".join(lines)) is None:
        return [*lines]
    return [line for line in lines if not is_of_page(line)]


def parted(
    line: str, is_named: Callable[[str], bool], is_full: Callable[[str], bool], goes_on: Callable[[str, str], bool]
) -> list[str]:
    """The line, or the pieces of it of which one is a title.

    is_named: whether a text names an agency or a place. is_full: whether it says where, too. goes_on: whether a name,
    the second, goes on another.
    """
    if len(line) > _LONGEST or not any([word in line for word in _REPORTS]):  # noqa: C419  a list is faster
        return [line]
    end = max(line.rfind(word) + len(word) for word in _REPORTS if word in line)
    behind = _BEHIND.match(line, end + (line[end : end + 1] in '》”"'))
    whole = line[: behind.start()] if behind else line
    if not is_title(squeeze(whole)):
        behind, whole = None, line
    before = _BEFORE.match(whole)
    start = before.end() if before and is_title(squeeze(whole[before.end() :])) else 0
    glued = _GLUED.match(whole, start)
    if glued and is_title(rest := squeeze(whole[glued.end() :])) and is_full(parse_title(rest, 0).agency):
        start = glued.end()
    end, start = _parts(whole, start, is_named, is_full, goes_on)
    pieces = (whole[:end], whole[start:], line[len(whole) :])
    return [bare for piece in pieces if (bare := piece.strip())]


def _parts(
    line: str,
    start: int,
    is_named: Callable[[str], bool],
    is_full: Callable[[str], bool],
    goes_on: Callable[[str, str], bool],
) -> tuple[int, int]:
    """Where what stands before the title ends, and where the title begins: behind words that stand apart from a full
    name and belong to no name with it. Of two offices on one line nothing tells which reports: neither is kept."""
    rest = line[start:]
    if not (" " in rest or "\t" in rest):
        return start, start
    agency = parse_title(squeeze(rest), 0).agency
    whole = is_full(agency) and is_named(agency)
    for space in re.finditer(r"\s+", rest):
        title = squeeze(rest[space.end() :])
        if not is_title(title):
            break
        name = parse_title(title, 0).agency
        if not (name and is_full(name) and is_named(name)):
            continue
        above = squeeze(rest[: space.start()])
        begins = start + space.end()
        if not whole or above == name or above.endswith(SITE_OWNERS):
            return begins, begins
        if is_named(above) and is_full(above) and not goes_on(above, name):
            return start, max(line.find(name[-1], begins + len(name) - 1) + 1, begins)
    return start, start
