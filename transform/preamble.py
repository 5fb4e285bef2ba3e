"""The formulas with which a preamble introduces its agency: 由…编制, 现公布…年度报告, 请与…联系."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from transform.agency import is_agency, is_place, is_town, split_place, without_glued
from transform.naming import Rules
from transform.titles import QUALIFIER, squeeze, wide_brackets

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff（）()“”\"]"
_BY, _OF, _WITH = 5, 4, 3  # weights: who compiled it, whose report is made known, whom to ask
# Patterns that begin with plain text, or with alternatives that do, are found much faster.
_COMPILED = re.compile(
    rf"由(?<!自由)({_HAN}{{2,36}}?)(?:根据|依据|按照|依照|结合|负责|组织|牵头|汇总|汇编|编制|编写|撰写|起草|会同|围绕|对照|依《|按《)"
)
_SECTION_ONE = re.compile(r"(?:^|(?<=。))\s*(?:[一1]\s*[、.．](?!\d)|第一部分)", re.MULTILINE)
_STOP = re.compile("[。；;]")
_REPORT, _WRITES = re.compile("报告|年报"), re.compile("编制|编写|撰写|汇编|起草")
# 本报告中所列数据由… is said of the figures and not of the report.
_FIGURES = re.compile(r"(?:报告|年报)[》”\"]?(?:中|内|里|所|的?数据)[^，,]*$")
_THIS = r"[本该此](?:单位|机关)?(?:20\d\d)?年?度?(?:政府信息公开)?(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
_THIS_REPORT, _WRITES_THIS = (
    re.compile(_THIS),
    re.compile(rf"(?:{_WRITES.pattern}|形成)(?:了|完成|并[发公]布)?{_THIS}"),
)
_MAKES_KNOWN = "(?:公布|发布|公开|制定|形成|将|(?:编制|撰写|制作)(?:完成)?)了?"
_ALSO = "(?:[并和及、]|并?向社会)?"  # 编制并发布, 编制并向社会公开
# X年度报告纳入考核, X年度报告模板: a report that others are told of.
NOT_THIS = (
    '[》”"]?的?(?:模板|范本|范文|样本|样式|格式|通知|要求|培训|纳入|列入|作为|考核|评估|质量'
    "|(?:编制|编写|编报|发布|公布|报送)(?:工作|任务|质量|情况|纳入))"
)
_PUBLISHED = re.compile(
    rf"{_MAKES_KNOWN}(?:{_ALSO}{_MAKES_KNOWN})*[：:]?[《“\"]?(?:[^》，。；]{{0,30}}[:：@])?(?:20\d\d年度?)?({_HAN}{{2,36}}?)"
    rf"(?:关于)?(?:20\d\d年?度?)?的?(?:政府信息公开|信息公开|政务公开|政府信息与政务公开)(?:工作)?(?:20\d\d年)?(?:年?度)?(?:工作)?"
    rf"(?:(?:的?(?:年度)?报告|年报)(?!{NOT_THIS})|的?(?:有关|年度)?情况(?:报告|汇报|公布|公开|公告|通报)?如下)"
)
# The report that was finished is named before the work on it: 完成了《X…报告》的编制工作.
_FINISHED = re.compile(
    rf"完成了?《(?:20\d\d年度?)?({_HAN}{{2,36}}?)(?:20\d\d年?度?)?的?(?:政府信息公开|信息公开|政务公开)[^》。]{{0,14}}》的?(?:编制|编写|撰写)"
)
_CONTACT = re.compile(
    rf"(?:请|可|径|需|欢迎|直接)(?:直接|及时)?(?:与|和|向|致电|拨打|联系|咨询)[:：]?({_HAN}{{2,48}}?)(?:联系|联络|反映|咨询|反馈|提出|询问|索取|(?<!中国)[（(，,。;；电]|$)"
)
_GOVERNMENT = re.compile(r"(?<![镇乡木民])(?:人民)?政府(?:办公[厅室]|办)?$")
_ALIAS = re.compile(r"（(?:以下|下称|简称)[^）]*）")
_LEAD = re.compile(r"^(?:[本该]?年度?|社会|我们)")
_BEGUN = rf"(?:^|[，。；,;])({_HAN}{{2,36}}?)"
_WRITING = re.compile(
    rf"{_BEGUN}(?:根据|按照|依据|依照|结合)[^。]{{0,90}}(?:编制|撰写|形成)了?(?:本(?:年度)?报告|20\d\d年[^，。]{{0,24}}报告)"
)
_WRITING_THIS = re.compile(rf"{_BEGUN}(?:组织|牵头|负责|汇总|统一)?{_WRITES_THIS.pattern}(?!{NOT_THIS})")
# With a word without which the formula is not sought: that is found much faster.
_FORMULAS = (
    (_PUBLISHED, _OF, "公开"),
    (_FINISHED, _OF, "完成"),
    (_WRITING, _OF, "报告"),
    (_WRITING_THIS, _OF, "报告"),
    (_CONTACT, _WITH, ""),
)
_SEVERAL = re.compile("[、和与及]")


class Introduced(NamedTuple):
    """Agencies, towns and places that the preamble's formulas name, as printed, each with its weight: those said to
    report, and those whom readers are told to ask."""

    said: Counter[str]
    asked: Counter[str]


def introduced(prose: str, rules: Rules) -> Introduced:
    """Whom the preamble's formulas name.

    prose: clean simplified text before and after the tables, its lines parted by line breaks.
    """
    found = Introduced(Counter(), Counter())
    for text in compilers(prose):
        if name := _named(text, rules, asked=False):
            found.said[name] += _BY
    for line in prose.split("\n"):
        text = squeeze(line)
        for formula, weight, word in _FORMULAS:
            for match in formula.finditer(text) if word in text else ():
                name = _named(match[1], rules, asked=formula is _CONTACT)
                # 请与定边县: a line ends inside the name.
                if not name or (match.end(1) == len(text) and is_place(name, rules)):
                    continue
                if formula is _CONTACT:
                    # To ask the same twice says no more.
                    found.asked[name] = 1 if _is_asked_for_others(name, rules) else weight
                else:
                    found.said[name] += weight
    return found


def _is_asked_for_others(name: str, rules: Rules) -> bool:
    """Whether readers of others' reports are told to ask there, too: a site's host, who runs its services, a place's
    desk (X县政府信息公开办公室). It is who reports only where more is said of it."""
    return _GOVERNMENT.search(name) is not None or name.endswith(rules.serves) or is_place(name, rules)


def preamble_end(prose: str) -> int:
    """Where section one begins in the prose; its length where no heading tells."""
    heading = _SECTION_ONE.search(prose)
    return heading.start() if heading else len(prose)


def compilers(prose: str) -> Iterator[str]:
    """What 由… names as the writer of this report.

    Who else does something by that word (文件由县司法局负责审核, 由省审计厅组织的培训) tells nothing of who reports.
    """
    if "由" not in prose:
        return
    end = preamble_end(prose)
    for part, is_preamble in ((prose[:end], True), (prose[end:], False)):
        for line in part.split("\n"):
            text = squeeze(line) if "由" in line else ""
            for match in _COMPILED.finditer(text):
                if _writes(text, match, is_preamble=is_preamble):
                    yield match[1]


def is_writer(name: str, writer: str, rules: Rules) -> bool:
    """Whether the name is the writer's, an office inside it left out, and not of one of several."""
    return writer.startswith(name) and not writer.startswith(rules.together, len(name))


def _writes(text: str, by: re.Match[str], *, is_preamble: bool) -> bool:
    """Whether the sentence says of the report that it was written, or is answered for, by whom the formula names."""
    before = max((stop.end() for stop in _STOP.finditer(text, 0, by.start())), default=0)
    behind = _STOP.search(text, by.end(1))
    said_of, does = text[before : by.start()], text[by.end(1) : behind.start() if behind else len(text)]
    if _WRITES_THIS.search(does):
        return True
    writes = _WRITES.search(does) is not None
    if not is_preamble:
        return writes and _THIS_REPORT.search(said_of) is not None
    return writes or (_REPORT.search(said_of) is not None and _FIGURES.search(said_of) is None)


def _named(text: str, rules: Rules, *, asked: bool) -> str | None:
    """The agency, town or place that a formula names, without the office inside it that does the paper work. asked:
    the formula tells whom to ask, which is an office inside whatever that office is called."""
    names = [without_glued(QUALIFIER.sub("", _ALIAS.sub("", wide_brackets(_LEAD.sub("", text)))), rules)]
    if asked and (host := _host_of(names[0], rules)):
        names.append(host)
    while not _GOVERNMENT.search(names[-1]) and (desk := rules.desk.search(names[-1])):
        names.append(names[-1][: desk.start()])
    for name in reversed(names):
        if rules.unnamed_desk.search(name):
            return None
        if _are_several(name, rules):
            return None
        if not rules.outside.search(name) and (is_agency(name, rules) or is_town(name, rules) or is_place(name, rules)):
            return name
    return None


def _host_of(name: str, rules: Rules) -> str | None:
    """The agency inside which an office is that readers are told to ask; a ministry's may report for themselves."""
    rest = split_place(name, rules)[1]
    office = rules.asked.fullmatch(rest)
    if office is None:
        return None
    host = name.removesuffix(rest) + office[1]
    return None if host in rules.central or rules.school.search(rest, office.end(1)) else host


def _are_several(name: str, rules: Rules) -> bool:
    """Whether agencies are named together: 县政府办公室和县大数据中心, but not 文化和旅游局."""
    return any(is_agency(name[: found.start()], rules) for found in _SEVERAL.finditer(name))


def acting_towns(prose: str, rules: Rules) -> Counter[str]:
    """Towns, or their offices, that are the subject of clauses of the prose, each with the number of these."""
    found: Counter[str] = Counter()
    for match in rules.town_acts.finditer("\n".join(map(squeeze, prose.split("\n")))):
        name = match[1]
        short, full = next(pair for pair in rules.townships if name.endswith(pair))
        town = name.removesuffix(full[len(short) :]) if name.endswith(full) else name
        if is_town(town, rules) and not rules.outside.search(town):
            found[town] += 1
    return found
