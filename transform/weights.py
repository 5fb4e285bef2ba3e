"""How much the prose of a report speaks for each agency that it names, and by which word it calls its own."""

from __future__ import annotations

import re
from collections import Counter

from transform.agency import Mention, mentions
from transform.dates import uncited
from transform.evidence import Evidence
from transform.naming import Rules
from transform.preamble import NOT_THIS, compilers, is_writer, preamble_end
from transform.titles import squeeze

_SELF = re.compile(r"(?:我|本)(局|委|厅|镇|乡|街道|关|中心|办|院|队|县|市|区|处|会|省|州|旗|校)(?!政府信息|行政区)")
# By what others call themselves: an office inside an agency, an enterprise; and by what any may.
_UNIT = re.compile(
    r"(?<!自)(?:我(所(?![有属在辖谓能需做])|站(?!点)|社|园|团|部(?!门)|台|场|段|室|行(?![政业]))"
    r"|[我本](公司|集团|馆|厂|村|园区)|本(所(?![有属在辖谓能需做])))"
)
_ANY_UNIT = re.compile("[我本](?:单位|部门)")
_OWN_REPORT = re.compile(
    r"^(?:[（(][^）)]{0,20}[）)])?(?:关于)?(?:20\d\d年?度?)?(?:的?政府信息公开|信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:报告|情况|年报|工作)"
)
_HOST = re.compile(
    r"^(?:网|门户|官网|官方|政府网|政务网|政务服务网|公报|公众|信息公开网|政府信息公开网|关于|印发|《|下发|转发|制发的|“|的?(?:正确|坚强|统一|大力|有力|精心|悉心|具体|业务|工作)?(?:领导|要求|部署|指导|支持|关心|帮助|安排|统筹)|的统一)"
)
_CITING = re.compile(r"(?:根据|按照|依据|和|及|以及|、|《|落实|贯彻|对照|经|在|至|到|登录|通过|从)$")
_SOURCE = re.compile(r"(?:来源|作者)[:：]?$")
_CONTACT = re.compile(r"(?:与|联系|请联系|系|向|致电|咨询|径与|邮寄至)$")
_APART = 40  # characters of a title or a name on a line of its own, at most
_NEAR = 10  # characters behind a name in which its own report is told
_IS_REPORT, _OTHERS = re.compile("(?:报告|年报)$"), re.compile(NOT_THIS)
_ISSUING = re.compile(r"(?:现将|公布|公开|发布|编制|编制了|形成|撰写|制作)$")


def self_words(evidence: Evidence) -> Counter[str]:
    """How often the report calls its agency 我局, 我委, 本镇, …: the word after 我 or 本."""
    return Counter(_SELF.findall(evidence.prose))


def unit_words(evidence: Evidence) -> set[str]:
    """The words that are none of `self_words` by which the report calls its agency: 所 of 我所, 公司 of 我公司."""
    return {word for found in _UNIT.findall(evidence.prose) for word in found if word}


def is_of_some_unit(evidence: Evidence) -> bool:
    """Whether the report calls its agency 本单位, as any may but a government."""
    return _ANY_UNIT.search(evidence.prose) is not None


def preamble_scores(evidence: Evidence, rules: Rules) -> Counter[str]:
    """Full agency names in the prose, each with the weight of the ways in which it is named."""
    scores: Counter[str] = Counter()
    # A name alone on one of the last lines is a signature or a link, and no more than that.
    last = {squeeze(line) for line in evidence.tail if len(line) <= _APART}.difference(map(squeeze, evidence.head))
    apart = last.union(title.text for title in evidence.titles)
    prose = evidence.prose
    writers, end = tuple(compilers(prose)), preamble_end(prose)
    for part, is_preamble in ((prose[:end], True), (prose[end:], False)):
        for line in part.split("\n"):
            if len(line) > _APART or squeeze(line) not in apart:
                for mention in mentions(uncited(line), rules):
                    scores[mention.name] += _weight(mention, rules, writers, is_preamble=is_preamble)
    return scores


def is_host(after: str) -> bool:
    """Whether what follows a name tells that it leads, asks or hosts, and does not report."""
    return _HOST.match(after) is not None


def _weight(mention: Mention, rules: Rules, writers: tuple[str, ...], *, is_preamble: bool) -> int:
    """How much a mention speaks for its being the publisher: 0 for the host of a site, the author of a notice, and who
    does by 由… anything else than write the report."""
    if is_host(mention.after) or (mention.name.endswith(rules.media) and _SOURCE.search(mention.before)):
        return 0
    if mention.after.startswith(("、", "等")):  # one of several: 县水利局、县财政局联合编制
        return 1
    if mention.before.endswith("由"):
        return 5 if any(is_writer(mention.name, writer, rules) for writer in writers) else 0
    own = _OWN_REPORT.match(mention.after, 0, _NEAR)
    if own and _IS_REPORT.search(own[0]) and _OTHERS.match(mention.after, own.end()):
        return 0
    if own or (is_preamble and _ISSUING.search(mention.before)):
        return 4
    if _CONTACT.search(mention.before):
        return 1 if mention.name.endswith(rules.serves) else 3
    if _CITING.search(mention.before):
        return 0
    # 县财政局和县审计局检查了…: two act together, and neither is the one that reports.
    if (not mention.before or mention.before[-1] in "，。；：,;: 是") and not mention.after.startswith(rules.together):
        return 3
    return 1
