"""The government that reports where nobody else is named: as the subject of the first sentence, or as the publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transform.agency import is_agency, is_place
from transform.body import Body, Found
from transform.evidence import Evidence
from transform.naming import Rules
from transform.places import Context
from transform.preamble import acting_towns
from transform.titles import squeeze, wide_brackets
from transform.variants import are_alike
from transform.weights import is_of_some_unit, self_words, unit_words

_GOVERNMENT = "人民政府"
# 2023年，长沙县坚持…, 一、总体情况2023年，在省委、省政府领导下，长沙市认真…: group 1 is who acts.
_YEAR = r"20[0-3]\d年度?(?:以?来)?[，,]?"
_BEGINS = (
    rf"(?:(?:^|[。；;：:\n])[?？]*{_YEAR}|(?:总体情况|概述|概况)[\n?？]*(?:{_YEAR})?)(?:在[^。]{{2,60}}?下[，,])?"
    r"([\u4e00-\u9fff]{2,24}?)"
)
_LEVEL = re.compile("[全我](市|县|区|州|旗|省)")
_WITHIN = re.compile("全(?:镇|乡|街道|校|院|系统)")  # what no government calls its own
_PUBLISHER = re.compile(r"(?:发布|公开|发文|制发)(?:机构|机关|单位)\s*[:：|]?[:：|\s]*([^:：|\s\d]{2,30})")
_PAGE_LINES = 15  # first lines on which a page prints who published it


def opening_subject(evidence: Evidence, rules: Rules) -> str:
    """Who acts in the first sentence of the first lines that tells it behind a year or heading; "" where none."""
    found = re.search(f"{_BEGINS}(?:{rules.acts.pattern})", "\n".join(map(squeeze, evidence.head)))
    return found[1] if found else ""


class Governments:
    """The search for a government that speaks of itself as of its place, in a report that names no agency."""

    def __init__(self, evidence: Evidence, body: Body, context: Context, rules: Rules) -> None:
        self.evidence, self.body, self.context, self.rules = evidence, body, context, rules

    def find(self, opens: str) -> Found:
        """The place that acts in the opening (opens), or the government that the page says publishes beside 我县."""
        name, basis = self._opens(opens) or self._publishes() or (None, None)
        if name is None or self._others(name):
            return None, None
        return name, basis

    def _opens(self, place: str) -> Found | None:
        if not is_place(place, self.rules) or not self.context.choose(self.rules.gazetteer.leading(place)[0]):
            return None
        levels = set(_LEVEL.findall(self.evidence.prose))
        if levels and place[-1] not in levels:
            return None
        return place, "inferred"

    def _publishes(self) -> Found | None:
        own = self_words(self.evidence)
        for name in map(wide_brackets, self._publishers()):
            place = name.removesuffix(_GOVERNMENT)
            if place != name and is_place(place, self.rules) and own[place[-1]]:
                return place, "metadata"
        return None

    def _publishers(self) -> Iterator[str]:
        for line in self.evidence.head[:_PAGE_LINES]:
            yield from _PUBLISHER.findall(line)

    def _others(self, place: str) -> bool:
        """Whether the report calls itself, or names, anything that is not the place's government."""
        own = set(self_words(self.evidence))
        if not own <= {place[-1]} or unit_words(self.evidence) or is_of_some_unit(self.evidence):
            return True
        if _WITHIN.search(self.evidence.prose):
            return True
        named = [name for name, score in self.body.scores.items() if score]
        named += [name for name in self.evidence.printed_by if is_agency(name, self.rules)]
        if any(not are_alike(name, place, self.rules) for name in named):
            return True
        return self.body.has_acting_office() or bool(acting_towns(self.evidence.prose, self.rules))
