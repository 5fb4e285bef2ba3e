"""Readings made by hand, for the tests of frames and of the warehouse."""

from __future__ import annotations

import hashlib
from datetime import date

from extract.document import Document
from transform.frames import Read
from transform.reading import BLANK, REPORTED, Check, Figure, Identity, Issue, Reading, Refusal
from transform.reference import CellKey, load_reference

Key = tuple[str, str, str]


def who(agency: str = "淄博市卫生健康委员会", year: int = 2021, **more: object) -> Identity:
    """An identity told by the title."""
    told: dict[str, object] = {
        "agency_name": agency,
        "agency_basis": "title",
        "fiscal_year": year,
        "year_basis": "title",
        "title": f"{agency}{year}年政府信息公开工作年度报告",
        "published_on": date(year + 1, 1, 20),
        "region_code": "370300",
        "province": "山东省",
        "prefecture": "淄博市",
        "admin_level": "prefecture",
        "sector": "health",
        "scope": "own",
    }
    return Identity(**(told | more))  # type: ignore[arg-type]


def reading(
    form: str = "2021",
    values: dict[Key, int] | None = None,
    *,
    statuses: dict[Key, int] | None = None,
    raws: dict[Key, str | None] | None = None,
    identity: Identity | None = None,
    passed: bool | None = True,
) -> Reading:
    """A reading whose cells print 0 from line 11 on, but those named."""
    layout = load_reference().forms[form]
    width = len(layout.cells)
    made = Reading(form, 1, [0] * width, [REPORTED] * width, ["0"] * width, list(range(11, 11 + width)))
    for key, value in (values or {}).items():
        place = layout.index[CellKey(*key)]
        made.values[place], made.raws[place] = value, str(value)
    for key, status in (statuses or {}).items():
        place = layout.index[CellKey(*key)]
        made.statuses[place] = status
        if status != REPORTED:
            made.values[place] = made.values[place] or None
            made.raws[place] = "" if status == BLANK else None
    for key, raw in (raws or {}).items():
        made.raws[layout.index[CellKey(*key)]] = raw
    made.identity = identity or who()
    made.checks = [Check("balance", "total", "hard", 3, 3 if passed else 4, passed, None if passed else "3 ≠ 4")]
    made.figures = [Figure("received", 3, "全年共收到申请3件。", 5)]
    made.issues = [Issue("unknown_label", 7, "其它")]
    return made


def document(uri: str, content: str | None = None, **more: object) -> Document:
    """A plain text document whose bytes are `content` (the uri, if not given)."""
    text = content or uri
    return Document(
        uri,
        hashlib.sha256(text.encode()).hexdigest(),
        "text/plain",
        "utf-8",
        (text,),
        **more,  # type: ignore[arg-type]
    )


def read(uri: str, *results: Reading | Refusal, content: str | None = None, container: str | None = None) -> Read:
    """One document read; a file of its own unless a container is given."""
    return Read(container or uri, document(uri, content), list(results) or [reading()])
