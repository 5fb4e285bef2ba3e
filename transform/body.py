"""What the body of a report tells of its agency: which it names, by which words it calls its own, who acts in it."""

from __future__ import annotations

import re
from collections import Counter

from transform.agency import government_of_town, is_agency, is_full
from transform.evidence import Evidence
from transform.naming import Rules
from transform.places import Context
from transform.preamble import acting_towns, compilers, is_writer
from transform.region import locate, locate_bare
from transform.titles import squeeze
from transform.variants import expand
from transform.weights import is_host, is_of_some_unit, preamble_scores, self_words, unit_words

OFFICE = re.compile(r"(?:人民政府|政府)(?:办公[厅室]|办)?$")
TOWNSHIP_KINDS = frozenset(("镇", "乡", "街道"))
OFFICES, SURE = frozenset("办厅室"), 3
_KINDS = frozenset("局委厅关校院") | TOWNSHIP_KINDS
_CUSTOMS, _COMMITTEES = frozenset("关"), frozenset("委会")  # by what customs houses and zones call themselves
_HOUSE = "海关"
_CLAUSE_ENDS = tuple("，。；：、,;:\n")
# How a preamble introduces the agency that reports, and how it tells whom to ask.
_NAMED, _BY = re.compile(r"(?:现将|请与|联系)$"), "由"

Found = tuple[str | None, str | None]


def _is_short_for(short: str, name: str) -> bool:
    """Whether a name's characters stand in that order in a longer one: 高新区管委会, 高新技术产业开发区管理委员会."""
    rest = iter(name)
    return all(character in rest for character in short)


class Body:
    """The prose of one report, asked when title, signature and formulas do not decide."""

    def __init__(self, evidence: Evidence, context: Context, rules: Rules) -> None:
        self.evidence, self.context, self.rules = evidence, context, rules
        self._scores: Counter[str] | None = None
        self._kinds: list[str] | None = None

    def find(self) -> Found:
        """From the body alone: an office, a house or zone, or a town that acts in it."""
        office = self.office()
        return office if office[0] else self._acting_house() or self._acting_town()

    @property
    def scores(self) -> Counter[str]:
        """Full names in the prose with their weights; the prose is searched when first asked for."""
        if self._scores is None:
            self._scores = preamble_scores(self.evidence, self.rules)
        return self._scores

    @property
    def kinds(self) -> list[str]:
        """The kinds of agency by which the report calls itself most (我局, 本镇), at most two."""
        if self._kinds is None:
            self._kinds = [word for word, _ in self_words(self.evidence).most_common(2) if word in _KINDS]
        return self._kinds

    def is_own_kind(self, name: str) -> bool:
        """Whether the name's kind is one by which the report calls itself (我局 is no 委员会)."""
        return not self.kinds or any(kind in name[-5:] for kind in self.kinds)

    def is_of_others(self, name: str) -> bool:
        """Whether the report calls itself by a word that the name does not end with: 我所, 我公司 is no bureau that it
        speaks of, and 本单位 no government."""
        own = self_words(self.evidence)
        if own and own.keys() & (_KINDS | OFFICES):
            return False
        words = tuple(unit_words(self.evidence))
        anyone = not own and OFFICE.search(name) is not None and is_of_some_unit(self.evidence)
        return anyone or (bool(words) and not name.endswith(words))

    def _acting_house(self) -> Found | None:
        """From the body alone: the one customs house that acts in it where it calls itself one (我关) and no more, or
        the one house or zone that acts more than once where nobody else is told.
        """
        if unit_words(self.evidence):
            return None
        prose = "\n".join(map(squeeze, self.evidence.prose.split("\n")))
        houses = Counter(match[1] for match in self.rules.house_acts.finditer(prose))
        name = max(houses, key=len, default="")
        # 番禺经开区管委会 is short for 番禺经济技术开发区管委会.
        if not name or any(not _is_short_for(other, name) for other in houses):
            return None
        own = {word for word, _ in self_words(self.evidence).most_common(2)}
        alone = houses.total() > 1 and not any(score >= SURE for score in self.scores.values())
        if name.endswith(_HOUSE):
            port = name.removesuffix(_HOUSE)
            # 长沙海关隶属海关 are several, and so are 隶属海关.
            named = bool(port) and _HOUSE not in port and not self.rules.no_town.fullmatch(port)
            told = set(self.kinds) == _CUSTOMS or (alone and own <= _CUSTOMS)
        else:
            named = bool(self.rules.gazetteer.short_leading(name)[0])
            told = alone and own <= _COMMITTEES
        return (expand(name, self.rules), "inferred") if named and told and is_agency(name, self.rules) else None

    def _acting_town(self) -> Found:
        """From the body alone: the one town that acts in it, where it speaks of no other agency as its own."""
        towns = acting_towns(self.evidence.prose, self.rules)
        own = {word for word, _ in self_words(self.evidence).most_common(1)}
        merged: Counter[str] = Counter()
        for town, count in towns.items():
            longer = [other for other in towns if other != town and other.endswith(town)]
            merged[longer[0] if len(longer) == 1 else town] += count
        ranked = merged.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None, None
        town, count = ranked[0]
        name = government_of_town(town, self.rules)
        if any(printed.endswith((town, str(name))) for printed in self.evidence.printed_by):
            return name, "inferred"
        if not own <= TOWNSHIP_KINDS or (not own and unit_words(self.evidence)):
            return None, None
        # Named once, it is told only with its county or on its county's site.
        if name and (count > 1 or is_full(name, self.rules) or locate(name, self.context, self.rules)):
            return name, "inferred"
        return None, None

    def office(self) -> Found:
        """From the body alone: one office named without its place, and the one place that it can belong to."""
        rules = self.rules
        counts: Counter[str] = Counter()
        told = False
        writers = tuple(compilers(self.evidence.prose))
        for match in rules.bare_mention.finditer(self.evidence.prose):
            by = match.string.endswith(_BY, 0, match.start())
            if by and not any(is_writer(match[0], writer, rules) for writer in writers):
                continue
            if is_host(match.string[match.end() : match.end() + 10]) or self._is_judged(match):
                continue
            # As the one who acts (卫健局将…) an office is the publisher more surely than in passing.
            counts[match[0]] += 2 if rules.subject.match(match.string, match.end()) else 1
            if by or _NAMED.search(match.string, max(0, match.start() - 4), match.start()):
                counts[match[0]] += SURE
                told = True
        merged: Counter[str] = Counter()
        for name, count in counts.items():
            office = expand(name[1:] if self.is_levelled(name) else name, rules)
            if self.is_own_kind(office):
                merged[office] += count
        ranked = merged.most_common(2)
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None, None
        office = ranked[0][0]
        levels = [name[0] for name in counts if self.is_levelled(name) and expand(name[1:], rules) == office]
        composed = locate_bare((levels[0] if levels else "") + office, self.context, rules)
        if composed:
            return composed, "inferred"
        # 区财政局 of no place that the text tells could be any.
        return (office, "preamble") if told and not levels else (None, None)

    def has_acting_office(self) -> bool:
        """Whether an office that is named without its place (县司法局积极…) begins a clause."""
        prose = self.evidence.prose
        return any(
            prose.startswith(_CLAUSE_ENDS, found.start() - 1) and not is_host(prose[found.end() : found.end() + 10])
            for found in self.rules.bare_mention.finditer(prose)
        )

    def is_levelled(self, name: str) -> bool:
        """Whether a level stands before what an office does: 市财政局, but not 市场监督管理局."""
        return name[:1] in self.rules.levels and not self.rules.function.match(name)

    def _is_judged(self, match: re.Match[str]) -> bool:
        """Whether the office stands behind its place, outside of cited titles: as a full name it is weighed already."""
        text, start = match.string, match.start()
        if not self.is_levelled(match[0]) or text.rfind("《", 0, start) > text.rfind("》", 0, start):
            return False
        return self.rules.gazetteer.ending(text, start + 1, max(0, start - 12)) > 0
