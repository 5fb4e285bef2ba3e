"""Which agency publishes a report: title, preamble, signature and metadata weighed against each other."""

from __future__ import annotations

import re
from collections import Counter

from transform.agency import (
    government_of_town,
    is_agency,
    is_division,
    is_full,
    is_hijacked,
    is_place,
    mentions,
    split_place,
)
from transform.body import OFFICE, OFFICES, SURE, TOWNSHIP_KINDS, Body, Found
from transform.evidence import Evidence
from transform.governments import Governments, opening_subject
from transform.naming import Rules
from transform.places import Context
from transform.preamble import Introduced, introduced
from transform.region import bare_level, locate, locate_bare
from transform.titles import QUALIFIER, Title, squeeze
from transform.variants import are_alike, canonical, expand, same_office
from transform.weights import self_words

_GOVERNMENT, _HOUSE = "人民政府", "海关"
_PLACES = frozenset("省市州县区旗")
_MARGIN, _OFTEN = 1.5, 3  # times the weight of the next; times as much as of whom to ask must be said of another


class Publisher:
    """The search for one report's agency. `find` gives its name and the basis of it, or (None, None)."""

    def __init__(self, evidence: Evidence, title: Title | None, context: Context, rules: Rules) -> None:
        self.evidence, self.title, self.context, self.rules = evidence, title, context, rules
        self.body = Body(evidence, context, rules)
        self._introductions: Introduced | None = None

    @property
    def introductions(self) -> Introduced:
        """Whom the preamble's formulas name."""
        if self._introductions is None:
            self._introductions = introduced(self.evidence.prose, self.rules)
        return self._introductions

    def find(self) -> Found:
        """Title, signature, preamble, metadata, body: the first that names an agency, completed by the others."""
        named = self._from_title() if self.title else None
        if named and self.title:
            basis = "title" if self.title.line >= 0 else "metadata"
            return self._government(named, basis) if is_place(named, self.rules) else self._reconcile(named, basis)
        # A township's report (我镇) signed by the county's office keeps the name of a page it was copied into.
        signatures = [
            name for name in self.evidence.signatures if not self._of_township() or self.body.is_own_kind(name)
        ]
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
        if author and is_agency(author, self.rules) and is_full(author, self.rules) and self.body.is_own_kind(author):
            return author, "metadata"
        loose = self._loose()
        if loose:
            return loose, "title"
        return self._governing(self.body.find())

    def _governing(self, found: Found) -> Found:
        """The government that speaks of itself as of its place, where the body tells nobody else; of both neither."""
        opens = self._opens()
        if found[0]:
            governs = is_place(opens, self.rules) or (OFFICE.search(opens) is not None and is_full(opens, self.rules))
            return (None, None) if governs and not are_alike(opens, found[0], self.rules) else found
        if self._titled():
            return None, None
        if self._is_alone(opens):
            return self._longest(opens, "preamble"), "preamble"
        place, basis = Governments(self.evidence, self.body, self.context, self.rules).find(opens)
        return self._government(place, basis) if place and basis else (None, None)

    def _is_alone(self, opens: str) -> bool:
        """Whether who acts in the opening is an agency of a known place, and nobody else is named."""
        # A customs house speaks of those under it, and several are no agency: X县人民政府各乡镇人民政府.
        several = opens.count(_GOVERNMENT) > 1 or any(part.name != opens for part in mentions(opens, self.rules))
        if not is_agency(opens, self.rules) or opens.endswith(_HOUSE) or several or self.body.has_acting_office():
            return False
        placed = is_full(opens, self.rules) or locate(opens, self.context, self.rules) is not None
        return placed and self._may_report(opens, SURE) and not self._are_others(opens)

    def _are_others(self, name: str) -> bool:
        """Whether the prose names an agency that cannot be the same."""
        scores = self.body.scores.items()
        return any(score and not are_alike(name, other, self.rules) for other, score in scores)

    def _titled(self) -> bool:
        """Whether the title names somebody whom nothing reads."""
        return self.title is not None and bool(self.title.agency)

    def _opens(self) -> str:
        """Who acts in the opening, where no title names anybody."""
        return "" if self._titled() else opening_subject(self.evidence, self.rules)

    def _closing(self) -> str:
        """The name on the last lines that no date stands beside, where the report can be of that kind; else ""."""
        name = self.evidence.closing
        return name if name and self.body.is_own_kind(name) and not self.body.is_of_others(name) else ""

    def _closed(self, closing: str, found: Found | None) -> Found:
        """What to make of a name without a date on the last lines: a signature, or the site's, or a link.

        Another that is said to report, reports; against any other that the text tells, nothing tells which of them.
        """
        name, _ = found or self.body.office()
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
                if any(told(candidate, self.rules) for told in (is_place, is_agency, is_division)):
                    return candidate
                if town := government_of_town(candidate, self.rules):
                    return town
        return None

    def _introduced(self) -> Found | None:
        """The agency that the preamble's formulas introduce, where they introduce one only; (None, None) where the body
        speaks against whom to ask, and leaves it open."""
        weights: Counter[str] = Counter()
        forms: dict[str, str] = {}
        said, asked = self.introductions
        for printed, weight in (*said.items(), *((name, self._as_asked(name, asked[name])) for name in asked)):
            name = government_of_town(printed, self.rules) or printed
            if self._is_only_asked(name, weight):
                continue
            if is_place(name, self.rules) or self.body.is_own_kind(name):
                key = canonical(name, self.rules)
                weights[key] += weight
                forms[key] = max(forms.get(key, ""), name, key=len)
        # 光明区应急管理局 beside 深圳市光明区应急管理局 is one agency.
        for name in list(weights):
            longer = [other for other in weights if other != name and other.endswith(name)]
            if len(longer) == 1:
                weights[longer[0]] += weights.pop(name)
        ranked = weights.most_common(2)
        if not ranked or ranked[0][1] < SURE or (len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]):
            return None
        name = forms[ranked[0][0]]
        if not said and (others := self._outspoken(name)):
            # A bureau speaks of its government, too: against whom to ask that leaves it open.
            governed = all(OFFICE.search(other) for other in others) and not name.endswith(self.rules.serves)
            return (None, None) if governed else None
        if is_place(name, self.rules):
            return self._government(name, "preamble")
        full, basis = self._reconcile(name, "preamble")
        # 区水利局 of no place that the text tells could be any.
        return (full, basis) if full and not self.body.is_levelled(full) else None

    def _as_asked(self, name: str, weight: int) -> int:
        """The weight of whom to ask: of who is asked about others' reports, too, all of it where the report calls
        itself so (我局 of a bureau, 我县 of a county).
        """
        if is_place(name, self.rules):
            own = [word for word, _ in self_words(self.evidence).most_common(1)]
            return SURE if own and own[0] in _PLACES and name.endswith(own[0]) else weight
        return SURE if name.endswith(self.rules.serves) and self.body.kinds and self.body.is_own_kind(name) else weight

    def _outspoken(self, asked: str) -> list[str]:
        """Agencies of which the body speaks as its own so often that whom to ask tells nothing beside them."""
        least = SURE if asked.endswith(self.rules.serves) else _OFTEN * max(self.body.scores[asked], SURE)
        return [
            name
            for name, score in self.body.scores.items()
            if score >= least and self._may_report(name, score) and not are_alike(name, asked, self.rules)
        ]

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
                if foreign and self.body.scores[name] == 0 < self.body.scores[other]:
                    return self._longest(other), "signature"
            return self._longest(name, basis), basis
        printed = [
            other
            for other in filter(None, (*self.evidence.signatures, self.evidence.closing))
            if is_full(other, self.rules) and same_office(name, other, self.rules)
        ]
        if printed:
            return self._longest(printed[0]), basis
        same = {other: score for other, score in self.body.scores.items() if same_office(name, other, self.rules)}
        offices = {self._key(other) for other in same}
        if len(offices) == 1:
            return expand(max(same, key=lambda other: (len(other), same[other])), self.rules), basis
        if len(offices) > 1:
            first, second = sorted(same.values(), reverse=True)[:2]
            if first >= SURE and first >= 2 * second:
                return max(same, key=lambda other: same[other]), basis
        if not same and (bare_level(name, self.rules) or self.rules.function.match(name)):
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
            forms += self.body.scores
        longer = [other for other in forms if len(other) > len(name) and canonical(other, self.rules).endswith(wanted)]
        return max(longer, key=len) if longer else expand(name, self.rules)

    def _may_report(self, name: str, score: int) -> bool:
        """Whether the prose names an agency as the report's own can be named."""
        known = not OFFICE.search(name) or score > SURE or (score == SURE and self._acts(name))
        return known and self.body.is_own_kind(name) and not self.body.is_of_others(name)

    def _preamble(self) -> Found | None:
        """The agency that the prose names as its own, where one clearly leads."""
        merged: Counter[str] = Counter()
        for name, score in self.body.scores.items():
            if score and self._may_report(name, score) and not self._is_only_asked(name, score):
                merged[canonical(name, self.rules)] += score
        ranked = merged.most_common(2)
        if not ranked or ranked[0][1] < SURE or (len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]):
            return None
        forms = [name for name in self.body.scores if canonical(name, self.rules) == ranked[0][0]]
        return self._longest(max(forms, key=len), "preamble"), "preamble"

    def _is_only_asked(self, name: str, weight: int) -> bool:
        """Whether nothing but a contact names a bureau, where the report calls a place its own (我县) and no agency: a
        government's readers are told to ask the bureau that runs its services."""
        if weight > SURE or is_place(name, self.rules) or _GOVERNMENT in name:
            return False
        words = [word for word, _ in self_words(self.evidence).most_common(2)]
        return bool(words) and words[0] in _PLACES and not self.body.kinds

    def _of_township(self) -> bool:
        return bool(self.body.kinds) and TOWNSHIP_KINDS.issuperset(self.body.kinds)

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
            office = own[0] in OFFICES and name.endswith(tuple(OFFICES))
            return office or OFFICE.sub("", name).endswith(own[0])
        if self._are_others(name):
            return False
        return clauses > 1 or (self._opens() == name and not self.body.has_acting_office())
