"""The year reported on and the day of publication, each by the weight of what tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from datetime import date

from transform.dates import periods, uncited, without_periods
from transform.evidence import Evidence
from transform.titles import Title, without_titles

_STATED, _LEAD, _ENOUGH, _SETTLED = 4, 2, 3, 3
_BODY, _BODY_ALONE_AGAINST_A_PERIOD = 2, 3
# The look-behind stands behind the first digits: a pattern that begins with plain text is found much faster.
_TOLD = re.compile(r"(20(?<![\d与较比同]20)[0-3]\d)\s*年度?(?!工作要点|[^，。]{0,12}(?:整改|计划|存在))")
# 编制了2021年政府信息公开工作年度报告: what the preamble says of itself, and no notice on how to write it.
_OF_YEAR = r"年度?[^\d，。；]{0,30}?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)(?!编|的?通知|的?要求|有关)"
_ANNOUNCED = re.compile(
    rf"(?:将|公布|发布|公开|形成|编制|撰写|制作)了?(?:[^\d，。；]{{0,30}}?)(20(?<!\d20)[0-3]\d){_OF_YEAR}"
)
# The same from its year on, sought first: a pattern that begins with plain text is found much faster.
_REPORT_OF = re.compile(rf"20[0-3]\d{_OF_YEAR}")
_DECEMBER, _NOVEMBER = 12, 11


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
    for year in _announced_years(evidence).difference(votes):
        votes[year] += _STATED
        basis.setdefault(year, "preamble")
    if not votes and evidence.metadata_title and evidence.metadata_title.year:
        votes[evidence.metadata_title.year] += _STATED
        basis[evidence.metadata_title.year] = "metadata"
    body = None if _settled(votes, evidence, published) else _body_year(evidence, published, votes)
    if body:
        # A period that nothing else bears out may be last year's, left over: one that the prose denies decides nothing.
        denied = body not in votes and "preamble" in basis.values()
        votes[body] += _BODY_ALONE_AGAINST_A_PERIOD if denied else _BODY
        basis.setdefault(body, "inferred")
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


def _announced_years(evidence: Evidence) -> set[int]:
    """Years of the reports that sentences of the first lines say they make known."""
    text = uncited("\n".join(without_titles([line for line in evidence.head if "公开" in line], evidence.titles)))
    return {int(year) for year in _ANNOUNCED.findall(text)} if _REPORT_OF.search(text) else set()


def _body_year(evidence: Evidence, published: date | None, stated: Container[int]) -> int | None:
    """The year that the prose before the tables speaks of, where it clearly leads and the rest agrees.

    A year that nothing states and that was not near its end on the day of publication is only planned.
    """
    lines = evidence.prose.split("\n")
    whole = _told(lines[:-2] if evidence.signed_on else lines, evidence.titles)
    head = _told(evidence.head, evidence.titles)
    if published:
        for year in whole | head:
            if (published.year, published.month) < (year, _NOVEMBER) and year not in stated:
                del whole[year], head[year]
    head = head or whole
    ranked = head.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    year, count = ranked[0]
    others = max((number for other, number in whole.items() if other != year), default=0)
    # The closing sections speak of plans: next year's number there is no news, but it must not outweigh.
    return year if others < 2 * max(count, whole[year]) else None


def _told(lines: list[str], titles: Sequence[Title]) -> Counter[int]:
    # Periods and the report that is made known are evidence of their own.
    text = without_periods(uncited("\n".join(without_titles(lines, titles))))
    if _REPORT_OF.search(text):
        text = _ANNOUNCED.sub("", text)
    return Counter(int(year) for year in _TOLD.findall(text))
