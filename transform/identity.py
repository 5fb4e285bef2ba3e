"""Who reports on which year: weighs what title, preamble, signature and metadata say. A gap is better than a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from transform.agency import is_division, is_full, is_nobodys, is_township, level_of_nobody, split_place
from transform.evidence import Evidence, gather, place_code
from transform.fiscal import fiscal_year, published_on
from transform.naming import Rules, load_rules
from transform.places import Context, Place
from transform.publisher import Publisher
from transform.reading import Identity
from transform.region import admin_level, locate
from transform.sectors import sector_of
from transform.titles import Title
from transform.variants import agency_id

__all__ = ["agency_id", "identify"]

_NAVIGATION = re.compile("[>＞»]")
_CLAUSE = re.compile("[，,。；;\\n]")


def identify(
    lines: Sequence[str],
    metadata: Mapping[str, str],
    uri: str,
    table_span: tuple[int, int] | None,
    simplify: Callable[[str], str],
) -> Identity:
    """Agency, year, place and title of one report.

    lines: its raw lines. metadata: title, url, site, author, published, as far as known. uri: file or address.
    table_span: 0-based first and last line of the statutory tables, None where unknown. simplify: traditional to
    simplified characters, called only on traditional text. What the text does not tell stays None.
    """
    rules = load_rules()
    evidence = gather(lines, metadata, table_span, simplify, rules)
    identity = Identity(script=evidence.script)
    title = _best_title(evidence)
    identity.title = title.text if title else None
    identity.fiscal_year, identity.year_basis = fiscal_year(evidence)
    identity.published_on = published_on(evidence, identity.fiscal_year)
    context = Context(
        rules.gazetteer,
        lambda: "\n".join((evidence.prose, *evidence.aside, evidence.site, identity.title or "")),
        metadata.get("url") or uri,
        identity.fiscal_year,
    )
    name, basis = Publisher(evidence, title, context, rules).find()
    place = locate(name, context, rules) if name else None
    if name and place is None and not is_full(name, rules):
        place = context.choose(rules.gazetteer.by_code.get(place_code(evidence) or "", ()))
        if place is None and is_nobodys(name, rules):
            # Of no place that anything tells it would be one agency with all its namesakes.
            place = _of_the_site(name, evidence, context, rules)
            name = name if place else None
    identity.agency_name, identity.agency_basis = (name, basis) if name else (None, None)
    if name:
        if place:
            identity.region_code = place.code
            for elder in rules.gazetteer.ancestors(place):
                setattr(identity, elder.level, elder.name if elder is not place else place.name)
        identity.admin_level = admin_level(name, place, rules)
        identity.sector = sector_of(_office(name, place, rules))
    identity.scope = _scope(evidence, title, name, identity.admin_level, rules)
    return identity


def _of_the_site(name: str, evidence: Evidence, context: Context, rules: Rules) -> Place | None:
    """The place whose site the page is on, where the name's own level (县人民政府) is that place's."""
    place = context.choose(split_place(evidence.site, rules)[0]) or context.hosted("")
    return place if place and place.name.endswith(level_of_nobody(name, rules) or "") else None


def _office(name: str, place: Place | None, rules: Rules) -> str:
    """The part of a name that tells what the agency does: of 金融街街道办事处 no more than 街道办事处."""
    if is_township(name, rules):
        return next((full for short, full in rules.townships if name.endswith((short, full))), name)
    return name if not place else split_place(name, rules)[1] or name


def _best_title(evidence: Evidence) -> Title | None:
    """The title to keep: the first that names an agency and a year, else the first with either, else any."""
    titles = [*evidence.titles, *([evidence.metadata_title] if evidence.metadata_title else [])]
    return max(titles, key=lambda title: bool(title.agency) * 2 + (title.year is not None), default=None)


def _scope(evidence: Evidence, title: Title | None, name: str | None, level: str | None, rules: Rules) -> str:
    words = title.text if title else ""
    if any([word in words for word in rules.own]):  # noqa: C419  a list is faster
        return "own"
    if any([word in words for word in rules.system]):  # noqa: C419
        return "system"
    governs = name is not None and level != "township" and (name.endswith("政府") or is_division(name, rules))
    told = _scope_told(evidence.head[:8], name or "", rules, governs=governs)
    if told:
        return told
    return "unknown" if not name or governs else "own"


def _scope_told(opening: list[str], name: str, rules: Rules, *, governs: bool) -> str | None:
    """What the first lines say of the figures: collected from others, or only the agency's own.

    A bureau may put its own information together (综合各项数据): only a clause that names others tells that it
    collected theirs, and a branch (分局) is no other where it reports itself.
    """
    text = "\n".join(opening)
    if rules.reach.search(text) is None:
        return None
    text = "\n".join(line for line in opening if not _NAVIGATION.search(line))
    scope = None
    others = [word for word in rules.others if not name.endswith(word)]
    for clause in _CLAUSE.split(rules.uncounted.sub("", text)):
        if any(word in clause for word in rules.own_only):
            return "own"
        if not any(word in clause for word in rules.collected) or any(word in clause for word in rules.elsewhere):
            continue
        if governs or any(word in clause for word in others):
            scope = "system"
    return scope
