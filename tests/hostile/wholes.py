"""Damage to a document as a whole: who and when, mixed forms, two reports in a file, pages that are no reports."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import yaml

from tests.hostile.contents import Contents, prose
from tests.hostile.form import DATA, Row, Slot, Table, applications_table, items_table, keys, review_table
from tests.hostile.report import Block, Draft, Truth, facts, fill

NON_REPORTS = (
    "notice",
    "guide",
    "directory",
    "call",
    "interpretation",
    "news",
    "template",
    "university",
    "hospital",
)


def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / "nonreports.yaml").read_text(encoding="utf-8"))
    return loaded


def non_report(kind: str, made: Contents, rng: Random) -> Draft:
    """A page that looks like a report: one of NON_REPORTS, or 'legacy' for a report on an older form."""
    words = _words()
    page = words[kind]
    blocks = [Block("title", fill(page["title"], made, rng))]
    blocks += [Block("p", fill(line, made, rng)) for line in page["lines"]]
    blocks.append(Block("p", f"浏览次数：{rng.randint(1, 999_999)}"))
    truth = Truth(facts(made), made.form)
    if page["form"] == "blank":
        empty = {name: "" for names in keys(made.form).values() for name in names}
        tables = (
            items_table(made.form, empty, {}),
            applications_table(made.form, empty),
            review_table(made.form, empty),
        )
        blocks += [Block("table", table=table) for table in tables]
    if kind == "legacy":
        truth.extra["legacy"] = True
        rows = [[fill(cell, made, rng) for cell in row] for row in words["legacy_rows"]]
        table = Table("legacy", 3, [Row("title", [Slot(c, i) for i, c in enumerate(row)]) for row in rows])
        blocks.append(Block("table", table=table))
    else:
        truth.facts = {"is_report": False}
    return Draft(made, blocks, truth)


def _everywhere(draft: Draft, changes: Mapping[str, str]) -> None:
    for block in draft.blocks:
        for old, new in changes.items():
            block.text = block.text.replace(old, new)


def _told_below(draft: Draft, rng: Random) -> None:
    """Make sure that preamble and signature name the agency and the year."""
    made = draft.contents
    draft.blocks = [block for block in draft.blocks if block.kind != "title"]
    draft.blocks[0] = Block("p", fill(rng.choice(prose()["preambles"]), made, rng))
    if not any(block.kind == "signature" for block in draft.blocks):
        draft.blocks.append(Block("signature", made.agency.name))


def hijacked_title(draft: Draft, rng: Random) -> None:
    """A gambling advertisement stands in the title; preamble and signature still tell who."""
    _told_below(draft, rng)
    draft.blocks.insert(0, Block("title", fill(rng.choice(prose()["hijack"]), draft.contents, rng)))


def unknown(draft: Draft) -> None:
    """The document must be held back: nothing of it is to be loaded."""
    draft.truth.cells.clear()
    draft.truth.soft.clear()


def hijacked_name(draft: Draft, rng: Random) -> None:
    """The agency's name is overwritten everywhere; nobody can tell whose report it is."""
    _anonymous(draft, fill(rng.choice(prose()["hijack"]), draft.contents, rng))


def no_agency(draft: Draft, rng: Random) -> None:
    """Nowhere does the report say whose it is."""
    _anonymous(draft, "本机关")


def _anonymous(draft: Draft, instead: str) -> None:
    name = draft.contents.agency.name
    draft.blocks = [block for block in draft.blocks if not (block.kind == "signature" and block.text == name)]
    _everywhere(draft, {name: instead})
    draft.truth.facts.update(agency_name=None, agency_inferable=[], region_code=None, place={}, admin_level=None)
    unknown(draft)


def no_year(draft: Draft, rng: Random) -> None:
    """No year is told anywhere."""
    year = draft.contents.year
    draft.blocks = [block for block in draft.blocks if block.kind != "signature"]
    said = ((year, "本年"), (year - 1, "上年"), (year + 1, "下年"))
    _everywhere(draft, {f"{y}{gap}年": words for y, words in said for gap in ("", " ")})
    for block in draft.blocks:
        for y in (year - 1, year, year + 1):
            block.text = block.text.replace(str(y), "")
    draft.truth.facts.update(fiscal_year=None, published_on=None)
    unknown(draft)


def garbled_period(draft: Draft, rng: Random) -> None:
    """The title has no year and the period has lost characters."""
    made = draft.contents
    _told_below(draft, rng)
    y = made.year
    lost = rng.choice((f"{y}11日至{y}1231日", f"{y}年1月1日至12月31", f"{y}.1.1—{y}.12.31"))
    draft.blocks[0] = Block("p", f"本报告由{made.agency.name}编制，数据统计期限为{lost}。")
    draft.blocks.insert(0, Block("title", f"{made.agency.name}政府信息公开工作年度报告"))


def mixed_forms(draft: Draft) -> None:
    """第（一）项 has the columns of the other form, which this form has no cells for."""
    for name in keys(draft.contents.form)["disclosure_items"][:6]:
        draft.truth.cells[name] = None


_RELATIONS = ("disclosure_items", "application_outcomes", "review_litigation")


def second(first: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The truth of a file that holds two reports: only what they share is scored, and either may be the one found."""
    joint = {**first, "parts": [first, other]}
    for field in ("fiscal_year", "region_code"):
        joint[f"{field}_alt"] = [str(other[field])]
    for field, value in other["place"].items():
        joint[f"{field}_alt"] = [str(value)]
    joint["agency_alt"] = [other["agency_name"]]
    unscored = set(first.get("unscored", [])) | set(other.get("unscored", []))
    known = {key for relation in _RELATIONS for key in first[relation]}
    for relation in _RELATIONS:
        for key in {*first[relation], *other[relation]}:
            if key not in first[relation] or first[relation].get(key) != other[relation].get(key, "absent"):
                unscored.add(key)
    joint["unscored"] = sorted(unscored)
    joint["may_be_missing"] = sorted({*first.get("may_be_missing", []), *other.get("may_be_missing", [])} & known)
    return joint


WHOLES = {
    "hijacked_title": hijacked_title,
    "hijacked_name": hijacked_name,
    "no_agency": no_agency,
    "no_year": no_year,
    "garbled_period": garbled_period,
}
