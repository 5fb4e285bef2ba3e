"""Which agency publishes a report: title, preamble, signature and metadata weighed against each other."""

from __future__ import annotations

import re
from collections import Counter

from transform.agency import (
    is_agency,
    is_full,
    is_hijacked,
    is_place,
    is_town,
    split_place,
)
from transform.evidence import Evidence
from transform.naming import Rules
from transform.places import Context
from transform.preamble import Introduced, acting_towns, compilers, introduced, is_writer
from transform.region import locate, locate_bare
from transform.titles import QUALIFIER, Title, squeeze
from transform.variants import are_alike, canonical, expand, same_office
from transform.weights import is_host, is_of_some_unit, preamble_scores, self_words, unit_words

_GOVERNMENT = "人民政府"
_OFFICE = re.compile(r"(?:人民政府|政府)(?:办公[厅室]|办)?$")
_TOWNSHIP_KINDS = frozenset(("镇", "乡", "街道"))
_KINDS = frozenset("局委厅关校院") | _TOWNSHIP_KINDS
_PLACES, _OFFICES, _CUSTOMS = frozenset("省市州县区旗"), frozenset("办厅室"), frozenset("关")
# How a preamble introduces the agency that reports, and how it tells whom to ask.
_NAMED, _BY = re.compile(r"(?:现将|请与|联系)$"), "由"
_SURE, _MARGIN = 3, 1.5
_OFTEN = 3  # times as much as of whom to ask must be said of another

Found = tuple[str | None, str | None]


class Publisher:
    """The search for one report's agency. `find` gives its name and the basis of it, or (None, None)."""

    def __init__(self, evidence: Evidence, title: Title | None, context: Context, rules: Rules) -> None:
        self.evidence, self.title, self.context, self.rules = evidence, title, context, rules
        self._scores: Counter[str] | None = None
        self._kinds: list[str] | None = None
        self._introductions: Introduced | None = None

    @property
    def introductions(self) -> Introduced:
        """Whom the preamble's formulas name."""
        if self._introductions is None:
            self._introductions = introduced(self.evidence.prose, self.rules)
        return self._introductions

    @property
    def scores(self) -> Counter[str]:
        """Full names in the prose with their weights; the prose is searched when first asked for."""
        if self._scores is None:
            self._scores = preamble_scores(self.evidence, self.rules)
        return self._scores

    def find(self) -> Found:
        """Title, signature, preamble, metadata, body: the first that names an agency, completed by the others."""
        named = self._from_title() if self.title else None
        if named and self.title:
            basis = "title" if self.title.line >= 0 else "metadata"
            return self._government(named, basis) if is_place(named, self.rules) else self._reconcile(named, basis)
        # A township's report (我镇) signed by the county's office keeps the name of a page it was copied into.
        signatures = [name for name in self.evidence.signatures if not self._of_township() or self._is_own_kind(name)]
        for name in signatures:
            if is_full(name, self.rules):
                return self._longest(name), "signature"
        found = self._introduced() or self._preamble()
        closing = self._closing()
        if closing and is_full(closing, self.rules):
            return self._closed(closing, found)
        if found:
            return found
        for name in filter(None, (*signatures[:1], closing)):
            return self._reconcile(name, "signature")
        author = self.evidence.author
        if author and is_agency(author, self.rules) and is_full(author, self.rules) and self._is_own_kind(author):
            return author, "metadata"
        loose = self._loose()
        if loose:
            return loose, "title"
        office = self._inferred()
        return office if office[0] else self._acting_house() or self._acting_town()

    def _closing(self) -> str:
        """The name on the last lines that no date stands beside, where the report can be of that kind; else ""."""
        name = self.evidence.closing
        return name if name and self._is_own_kind(name) and not self._is_of_others(name) else ""

    def _closed(self, closing: str, found: Found | None) -> Found:
        """What to make of a name without a date on the last lines: a signature, or the site's, or a link.

        Another that is said to report, reports; against any other that the text tells, nothing tells which of them.
        """
        name, _ = found or self._inferred()
        if name is None or are_alike(name, closing, self.rules):
            return self._longest(closing), "signature"
        said = any(are_alike(name, other, self.rules) for other in self.introductions.said)
        return found if found and said else (None, None)

    def _loose(self) -> str | None:
        """A title that names no office but all of one kind (全市气象部门): kept as printed."""
        name = self.title.agency if self.title else ""
        return name if len(name) > 3 and name.endswith(self.rules.loose) and not is_hijacked(name, self.rules) else None

    def _from_title(self) -> str | None:
        """The agency or the place that the title names, if what stands there can be one."""
        if self.title is None:
            return None
        for name in (self.title.agency, self.title.issuer):
            if not name or is_hijacked(name, self.rules):
                continue
            candidates = [QUALIFIER.sub("", name), name]
            if name.endswith(self.rules.system):
                # 舒城县人民政府全县: whose figures they are is no part of the name.
                candidates += [name.removesuffix(word) for word in self.rules.system]
            for candidate in candidates:
                if is_place(candidate, self.rules) or is_agency(candidate, self.rules):
                    return candidate
                if town := self._of_town(candidate):
                    return town
        return None

    def _introduced(self) -> Found | None:
        """The agency that the preamble's formulas introduce, where they introduce one only."""
        weights: Counter[str] = Counter()
        forms: dict[str, str] = {}
        said, asked = self.introductions
        for printed, weight in (*said.items(), *((name, self._as_asked(name, asked[name])) for name in asked)):
            name = self._of_town(printed) or printed
            if self._is_only_asked(name, weight):
                continue
            if is_place(name, self.rules) or self._is_own_kind(name):
                key = canonical(name, self.rules)
                weights[key] += weight
                forms[key] = max(forms.get(key, ""), name, key=len)
        # 光明区应急管理局 beside 深圳市光明区应急管理局 is one agency.
        for name in list(weights):
            longer = [other for other in weights if other != name and other.endswith(name)]
            if len(longer) == 1:
                weights[longer[0]] += weights.pop(name)
        ranked = weights.most_common(2)
        if not ranked or ranked[0][1] < _SURE or (len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]):
            return None
        name = forms[ranked[0][0]]
        if not said and self._is_outspoken(name):
            return None
        if is_place(name, self.rules):
            return self._government(name, "preamble")
        full, basis = self._reconcile(name, "preamble")
        # 区水利局 of no place that the text tells could be any.
        return (full, basis) if full and not self._is_levelled(full) else None

    def _as_asked(self, name: str, weight: int) -> int:
        """The weight of whom to ask: for who is asked about others' reports, too, all of it where the report calls itself
        so (我局 of a bureau, 我县 of a county)."""
        if is_place(name, self.rules):
            own = [word for word, _ in self_words(self.evidence).most_common(1)]
            return _SURE if own and own[0] in _PLACES and name.endswith(own[0]) else weight
        return _SURE if name.endswith(self.rules.serves) and self.kinds and self._is_own_kind(name) else weight

    def _is_outspoken(self, asked: str) -> bool:
        """Whether the body speaks of another agency as its own so often that whom to ask tells nothing beside it."""
        least = _SURE if asked.endswith(self.rules.serves) else _OFTEN * max(self.scores[asked], _SURE)
        return any(
            score >= least and self._may_report(name, score) and not are_alike(name, asked, self.rules)
            for name, score in self.scores.items()
        )

    def _of_town(self, name: str) -> str | None:
        """The government or office of the town that is named, None where the name is of no town."""
        if not is_town(name, self.rules):
            return None
        short, full = next(pair for pair in self.rules.townships if name.endswith(pair[0]))
        return name[: -len(short)] + full

    def _government(self, place: str, basis: str) -> Found:
        """A title that names only a place: its government's report, whichever of its offices signs."""
        return place + next((seat for kind, seat in self.rules.seats if place.endswith(kind)), _GOVERNMENT), basis

    def _reconcile(self, name: str, basis: str) -> Found:
        if is_full(name, self.rules):
            for other in self.evidence.signatures:
                # Two offices: the one that the prose knows too; a template's title or signature is left over.
                foreign = other != name and is_full(other, self.rules) and not are_alike(name, other, self.rules)
                # The second of two names of one bureau, X局（Y局）, is no other office.
                foreign = foreign and split_place(other, self.rules)[1] not in name.partition("（")[2]
                if foreign and self.scores[name] == 0 < self.scores[other]:
                    return self._longest(other), "signature"
            return self._longest(name, basis), basis
        printed = [
            other
            for other in filter(None, (*self.evidence.signatures, self.evidence.closing))
            if is_full(other, self.rules) and same_office(name, other, self.rules)
        ]
        if printed:
            return self._longest(printed[0]), basis
        same = {other: score for other, score in self.scores.items() if same_office(name, other, self.rules)}
        offices = {self._key(other) for other in same}
        if len(offices) == 1:
            return expand(max(same, key=lambda other: (len(other), same[other])), self.rules), basis
        if len(offices) > 1:
            first, second = sorted(same.values(), reverse=True)[:2]
            if first >= _SURE and first >= 2 * second:
                return max(same, key=lambda other: same[other]), basis
        if not same and (name[:1] in self.rules.levels or self.rules.function.match(name)):
            composed = locate_bare(name, self.context, self.rules)
            if composed:
                return composed, "inferred"
        return expand(name, self.rules), basis

    def _key(self, name: str) -> tuple[frozenset[str], str]:
        places, rest = split_place(canonical(name, self.rules), self.rules)
        return frozenset(place.code for place in places), rest

    def _longest(self, name: str, basis: str = "title") -> str:
        """The longest official form of a full name among those printed.

        The prose is asked only for short forms, and for what it names itself.
        """
        wanted = canonical(name, self.rules)
        forms = [*self.evidence.signatures, self.evidence.closing]
        if wanted != name or basis == "preamble":
            forms += self.scores
        longer = [other for other in forms if len(other) > len(name) and canonical(other, self.rules).endswith(wanted)]
        return max(longer, key=len) if longer else expand(name, self.rules)

    def _may_report(self, name: str, score: int) -> bool:
        """Whether the prose names an agency as the report's own can be named."""
        known = not _OFFICE.search(name) or score > _SURE or (score == _SURE and self._acts(name))
        return known and self._is_own_kind(name) and not self._is_of_others(name)

    def _preamble(self) -> Found | None:
        """The agency that the prose names as its own, where one clearly leads."""
        merged: Counter[str] = Counter()
        for name, score in self.scores.items():
            if score and self._may_report(name, score) and not self._is_only_asked(name, score):
                merged[canonical(name, self.rules)] += score
        ranked = merged.most_common(2)
        if not ranked or ranked[0][1] < _SURE or (len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]):
            return None
        forms = [name for name in self.scores if canonical(name, self.rules) == ranked[0][0]]
        return self._longest(max(forms, key=len), "preamble"), "preamble"

    @property
    def kinds(self) -> list[str]:
        """The kinds of agency by which the report calls itself most (我局, 本镇), at most two."""
        if self._kinds is None:
            self._kinds = [word for word, _ in self_words(self.evidence).most_common(2) if word in _KINDS]
        return self._kinds

    def _is_own_kind(self, name: str) -> bool:
        """Whether the name's kind is one by which the report calls itself (我局 is no 委员会)."""
        return not self.kinds or any(kind in name[-5:] for kind in self.kinds)

    def _is_of_others(self, name: str) -> bool:
        """Whether the report calls itself by a word that the name does not end with: 我所, 我公司 is no bureau that it
        speaks of, and 本单位 no government."""
        own = self_words(self.evidence)
        if own and own.keys() & (_KINDS | _OFFICES):
            return False
        words = tuple(unit_words(self.evidence))
        anyone = not own and _OFFICE.search(name) is not None and is_of_some_unit(self.evidence)
        return anyone or (bool(words) and not name.endswith(words))

    def _is_only_asked(self, name: str, weight: int) -> bool:
        """Whether nothing but a contact names a bureau, where the report calls a place its own (我县) and no agency: a
        government's readers are told to ask the bureau that runs its services."""
        if weight > _SURE or is_place(name, self.rules) or _GOVERNMENT in name:
            return False
        words = [word for word, _ in self_words(self.evidence).most_common(2)]
        return bool(words) and words[0] in _PLACES and not self.kinds

    def _of_township(self) -> bool:
        return bool(self.kinds) and _TOWNSHIP_KINDS.issuperset(self.kinds)

    def _acts(self, name: str) -> bool:
        """Whether a government or its office is the subject of a sentence on what it did, where the report calls itself
        so (我办, 我县), or of several where it calls itself nothing and names nobody else; a bureau's report speaks of
        its government, too."""
        prose = squeeze(self.evidence.prose)
        clauses = sum(1 for _ in re.finditer(rf"{re.escape(name)}(?:{self.rules.acts.pattern})", prose))
        if not clauses:
            return False
        own = [word for word, _ in self_words(self.evidence).most_common(1)]
        if own:
            office = own[0] in _OFFICES and name.endswith(tuple(_OFFICES))
            return office or _OFFICE.sub("", name).endswith(own[0])
        return clauses > 1 and not any(
            score and not are_alike(name, other, self.rules) for other, score in self.scores.items()
        )

    def _acting_house(self) -> Found | None:
        """From the body alone: the one customs house that acts in it, where it calls itself one (我关) and no more."""
        if set(self.kinds) != _CUSTOMS or unit_words(self.evidence):
            return None
        prose = "\n".join(map(squeeze, self.evidence.prose.split("\n")))
        houses = {match[1] for match in self.rules.house_acts.finditer(prose)}
        name = houses.pop() if len(houses) == 1 else ""
        port, kind = name[:-2], name[-2:]
        # 长沙海关隶属海关 are several, and so are 隶属海关.
        named = bool(port) and kind not in port and not self.rules.no_town.fullmatch(port)
        return (name, "inferred") if named and is_agency(name, self.rules) else None

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
        name = self._of_town(town)
        if any(printed.endswith((town, str(name))) for printed in self.evidence.printed_by):
            return name, "inferred"
        if not own <= _TOWNSHIP_KINDS or (not own and unit_words(self.evidence)):
            return None, None
        # Named once, it is told only with its county or on its county's site.
        if name and (count > 1 or is_full(name, self.rules) or locate(name, self.context, self.rules)):
            return name, "inferred"
        return None, None

    def _inferred(self) -> Found:
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
                counts[match[0]] += _SURE
                told = True
        merged: Counter[str] = Counter()
        for name, count in counts.items():
            office = expand(name[1:] if self._is_levelled(name) else name, rules)
            if self._is_own_kind(office):
                merged[office] += count
        ranked = merged.most_common(2)
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None, None
        office = ranked[0][0]
        levels = [name[0] for name in counts if self._is_levelled(name) and expand(name[1:], rules) == office]
        composed = locate_bare((levels[0] if levels else "") + office, self.context, rules)
        if composed:
            return composed, "inferred"
        # 区财政局 of no place that the text tells could be any.
        return (office, "preamble") if told and not levels else (None, None)

    def _is_levelled(self, name: str) -> bool:
        """Whether a level stands before what an office does: 市财政局, but not 市场监督管理局."""
        return name[:1] in self.rules.levels and not self.rules.function.match(name)

    def _is_judged(self, match: re.Match[str]) -> bool:
        """Whether the office stands behind its place, outside of cited titles: as a full name it is weighed already."""
        text, start = match.string, match.start()
        if not self._is_levelled(match[0]) or text.rfind("《", 0, start) > text.rfind("》", 0, start):
            return False
        return self.rules.gazetteer.ending(text, start + 1, max(0, start - 12)) > 0
