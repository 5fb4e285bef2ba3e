"""The year reported on and the day of publication, each by the weight of what tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Sequence
from datetime import date

from transform.dates import periods, uncited, without_periods
from transform.evidence import Evidence
from transform.preamble import preamble_end
from transform.titles import Title, without_titles

_STATED, _LEAD, _ENOUGH, _SETTLED = 4, 2, 3, 3
_BODY, _BODY_ALONE_AGAINST_A_PERIOD, _TWICE = 2, 3, 2
# What is only planned for a year (2024年，我局将继续…), not what was made something of (将加强公开列入日程).
_PLANNED = (
    r"[^，。；,;]{0,14}(?:整改|计划|存在|底前)|[\s，,]*[^，。；,;将]{0,14}(?:(?<!模)拟(?![定制稿])|打算|争取|力争"
    r"|将(?:会|要|以(?!往)|从|在|按|着|更|继续|进一步|加[强大快]|不断|持续|重点(?!领域|工作|项目)|努力|深入|严格|认真|坚持|围绕|紧紧|全面|全力|积极"
    r"|切实|大力|充分|强化|深化|优化|完善|健全|提[升高]|推[进动]|始终|结合|针对)(?![^，。；,;]{0,24}(?:作为|纳入|列入|摆[在到上]|当作)))"
)
# What only passes by: 2022年以来, 2022年3月印发. The end of a year is the year, and so are its months, first to last.
_WHOLE_YEAR = r"0?1月0?1日起?[至到—\-~～]|1月?份?[-—–~～至到]12月"
_IN_PASSING = (
    rf"\s*(?!{_WHOLE_YEAR}|12月(?:31日|底|末))\d{{1,2}}月|\s*(?:12月(?:31日|底|末))?(?:以来|起|以前|之前|前|初|后)"
)
# The look-behind stands behind the first digits: a pattern that begins with plain text is found much faster.
_TOLD = re.compile(rf"(20(?<![\d与较比同\-—–~～]20)[0-3]\d)\s*年度?+(?!工作要点|{_PLANNED}|{_IN_PASSING})")
# 编制了2021年政府信息公开工作年度报告: what the preamble says of itself, and no notice on how to write it.
_OF_YEAR = r"年度?[^\d，。；]{0,30}?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)(?!编|的?通知|的?要求|有关)"
_ANNOUNCED = re.compile(
    rf"(?:将|公布|发布|公开|形成|编制|撰写|制作)了?(?:[^\d，。；]{{0,30}}?)(20(?<!\d20)[0-3]\d){_OF_YEAR}"
)
# Who tells what was done in time tells of last year's report; section one tells what was done.
_DONE = re.compile(r"(?:[按如]期|[按及准]时|按要求|已经?|顺利|完成|[月日]|[月日]，?我[局委厅办镇])$")
_NOW, _WRITTEN = "现", re.compile("形成|编制|撰写")
# The same from its year on, sought first: a pattern that begins with plain text is found much faster.
_REPORT_OF = re.compile(rf"20[0-3]\d{_OF_YEAR}")
# 2022年，X局认真…, 现将我局2022年政府信息公开情况…, 截至2022年底, 2022年1—12月: told of the report.
_BEGINS = re.compile(
    r"(?:^|[。；;）)：:\n]|(?:现将|汇报)[^，。；]{0,8}|截[至止]到?|统计(?:期限|时限|时间|期)[为是：:]?)\s*[（(【]?$"
)
_SPANS = re.compile(rf"\s*(?:{_WHOLE_YEAR})")
# Of a period only its end, or its year: 数据截止日期为2020年12月31日, 报告期为2020年度.
_ENDED = re.compile(
    r"(?:数据|统计|报告)[^，。；;\d]{0,12}(?:截[至止]|核定)[^，。；;\d]{0,12}"
    r"(20[0-3]\d)\s*[年.\-/]\s*12\s*[月.\-/]\s*(?:2\d|3[01]|[底末])"
    r"|(?:报告|统计)(?:期间?|年度|周期|时段|所属期)\s*[为是：:]\s*(20[0-3]\d)年?+度?+(?![\d月.\-/])"
    r"|所[列涉有用](?:的?统计)?数据[^，。；;\d]{0,4}[为是系]\s*(20[0-3]\d)年?度?(?:全年)?的?(?:统计)?数据"
)
_LAST = re.compile("上一|上年|去年")  # report's, whose end is told too
_NOVEMBER = 11


def dated(evidence: Evidence) -> date | None:
    """The day that tells when the report was written: under the signature, else the page's own."""
    return evidence.signed_on or evidence.released_on or evidence.stamped_on


def published_on(evidence: Evidence, year: int | None) -> date | None:
    """The day of release that the page states, else the day under the signature, else any other day that the page bears
    or the metadata tell. A day before November of the year reported on cannot be right."""
    for day in (evidence.released_on, evidence.signed_on, evidence.stamped_on):
        if day and not (year and (day.year, day.month) < (year, _NOVEMBER)):
            return day
    return None


def fiscal_year(evidence: Evidence) -> tuple[int | None, str | None]:
    """The year and what tells it, or (None, None) where the evidence is absent or contradicts itself."""
    published = dated(evidence)
    votes: Counter[int] = Counter()
    basis: dict[int, str] = {}
    for year in {title.year for title in evidence.titles if title.year}:
        votes[year] += _STATED
        basis.setdefault(year, "title")
    for year in _period_years(evidence):
        votes[year] += _STATED
        basis.setdefault(year, "preamble")
    released = evidence.signed_on or evidence.released_on
    # Against title and period together a sentence would decide nothing.
    agreed = len(votes) == 1 and max(votes.values()) > _STATED
    for year, weight in () if agreed else _announced_years(evidence).items():
        if year not in votes:
            votes[year] += weight if _can_be(year, released) else 1
            basis[year] = "preamble" if weight == _STATED else "inferred"
    if not votes and evidence.metadata_title and evidence.metadata_title.year:
        votes[evidence.metadata_title.year] += _STATED
        basis[evidence.metadata_title.year] = "metadata"
    for year in () if votes else _ended_years(evidence):
        votes[year] += _ENOUGH
        basis[year] = "preamble"
    body, is_clear = (None, False) if _settled(votes, evidence, published) else _body_year(evidence, published, votes)
    if body:
        # A period that nothing else bears out may be last year's, left over: one that the prose denies decides nothing.
        denied = body not in votes and "preamble" in basis.values()
        if not denied or not _is_only_mentioned(body, votes, evidence, is_clear=is_clear):
            votes[body] += _BODY_ALONE_AGAINST_A_PERIOD if denied else _BODY if is_clear else 1
            basis.setdefault(body, "inferred")
    titles = (*evidence.titles, *filter(None, [evidence.metadata_title]))
    columns = {title.column for title in titles if title.column}
    for column in columns if not any(title.year for title in titles) else ():
        # A column may be of the year in which its pages were put up: it tells no more than prose does.
        votes[column] += _BODY_ALONE_AGAINST_A_PERIOD if votes and column not in votes else _BODY
        basis.setdefault(column, "inferred")
    if published:
        # At the end of a year a report is an early one of this or a late one of the last: the date decides nothing.
        if published.month < _NOVEMBER or published.year - 1 not in votes:
            votes[published.year - 1 if published.month < _NOVEMBER else published.year] += 1
        for year in list(votes):
            if (published.year, published.month) < (year, _NOVEMBER):
                votes[year] -= 3
    ranked = votes.most_common()
    if not ranked or ranked[0][0] not in basis:
        return None, None
    year, weight = ranked[0]
    lead = weight - (ranked[1][1] if len(ranked) > 1 else 0)
    enough = weight >= _ENOUGH or (basis[year] == "inferred" and weight >= 2)
    return (year, basis[year]) if enough and lead >= _LEAD else (None, None)


def _settled(votes: Counter[int], evidence: Evidence, published: date | None) -> bool:
    """Whether two statements agree on one year, or the first lines speak of the stated year most."""
    if len(votes) != 1:
        return False
    ((year, weight),) = votes.items()
    if published and (published.year, published.month) < (year, _NOVEMBER):
        return False
    if weight > _STATED:
        return True
    text = "\n".join((*evidence.head, *evidence.tail))
    here, before, after = (text.count(f"{number}年") for number in (year, year - 1, year + 1))
    return here >= _SETTLED and here > 2 * max(before, after)


def _period_years(evidence: Evidence) -> set[int]:
    """Years whose whole is told as the statistical period."""
    told: set[int] = set()
    for line in evidence.head[:25]:
        if "12" in line:
            told.update(first for first, last in periods(line) if first == last)
    return told


def _ended_years(evidence: Evidence) -> set[int]:
    """Years of which the first lines tell only that the figures go to their end, or that they are the period."""
    text = uncited("\n".join(evidence.head))
    found = _ENDED.finditer(text)
    return {
        int(match[1] or match[2] or match[3])
        for match in found
        if not _LAST.search(text, match.start() - 8, match.start())
    }


def _announced_years(evidence: Evidence) -> dict[int, int]:
    """Years of the reports that sentences of the first lines say they make known, each with its weight.

    Below the heading of section one such a sentence may tell what was done about last year's report.
    """
    head = "\n".join(without_titles(evidence.head, evidence.titles))
    years: dict[int, int] = {}
    if not _REPORT_OF.search(head):
        return years
    end = preamble_end(head)
    for text, is_preamble in ((uncited(head[:end]), True), (uncited(head[end:]), False)):
        for match in _ANNOUNCED.finditer(text):
            year = int(match[1])
            if text.endswith(_NOW, 0, match.start()):
                years[year] = _STATED
            elif not _DONE.search(text, max(0, match.start() - 8), match.start()):
                weight = _STATED if is_preamble else _BODY if _WRITTEN.search(match[0]) else 0
                years[year] = max(weight, years.get(year, 0))
    return {year: weight for year, weight in years.items() if weight}


def _can_be(year: int, released: date | None) -> bool:
    """Whether a year that no title and no period tells can be reported on at the day of release: it is over, or nearly
    so, and no other has passed since."""
    if released is None:
        return True
    return (released.year, released.month) >= (year, _NOVEMBER) and released.year - year <= 1


def _body_year(evidence: Evidence, published: date | None, stated: Container[int]) -> tuple[int | None, bool]:
    """The year that the prose before the tables speaks of, where it clearly leads and the rest agrees, and whether it
    does so more than in passing: more than once, or in so many words.

    A year that nothing states and that was not near its end on the day of publication is only planned.
    """
    lines = evidence.prose.split("\n")
    whole = _told(lines[:-2] if evidence.signed_on else lines, evidence.titles)
    head = _told(evidence.head, evidence.titles)
    if published:
        for year in whole | head:
            if (published.year, published.month) < (year, _NOVEMBER) and year not in stated:
                del whole[year], head[year]
    released = evidence.signed_on or evidence.released_on
    for year in whole | head:
        if year not in stated and not _can_be(year, released):
            del whole[year], head[year]
    head = head or whole
    ranked = head.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None, False
    year, count = ranked[0]
    count = max(count, whole[year])
    others = max((number for other, number in whole.items() if other != year), default=0)
    # The closing sections speak of plans: next year's number there is no news, but it must not outweigh.
    if others >= 2 * count:
        return None, False
    return year, count >= _TWICE or _stated(_opening(evidence))[year] > 0


def _is_only_mentioned(year: int, votes: Collection[int], evidence: Evidence, *, is_clear: bool) -> bool:
    """Whether a year before the stated ones is that of an account, a revision or a notice: it stands there once, or
    more sentences begin with a stated year. A period left over from an earlier report is no later than the prose."""
    if year > min(votes):
        return False
    stated = _stated(without_periods(_opening(evidence)))
    return not is_clear or stated[year] < max(stated[other] for other in votes)


def _opening(evidence: Evidence) -> str:
    """The first lines without titles, their own and those that they cite."""
    return uncited("\n".join(without_titles(evidence.head, evidence.titles)))


def _stated(text: str) -> Counter[int]:
    """How many sentences begin with a year, or say that the report is of it."""
    return Counter(
        int(told[1])
        for told in _TOLD.finditer(text)
        if _BEGINS.search(text, max(0, told.start() - 14), told.start()) or _SPANS.match(text, told.end())
    )


def _told(lines: list[str], titles: Sequence[Title]) -> Counter[int]:
    # Periods and the report that is made known are evidence of their own.
    text = without_periods(uncited("\n".join(without_titles(lines, titles))))
    if _REPORT_OF.search(text):
        text = _ANNOUNCED.sub("", text)
    return Counter(int(year) for year in _TOLD.findall(text))
