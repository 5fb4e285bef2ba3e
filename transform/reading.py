"""The nouns that travel from a document to the frames: a reading, or a reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

# Status codes, in the order of the database's ENUM; a reading holds the small integers.
STATUSES = ("reported", "blank", "derived", "missing")
REPORTED, BLANK, DERIVED, MISSING = range(4)

# Reasons for which a document is not loaded: the closed list of the quarantine relation.
REASONS = (
    "not_a_report",
    "legacy_form",
    "no_tables",
    "image_only",
    "unidentified_agency",
    "unidentified_year",
    "unreadable",
    "too_large",
    "encrypted",
    "empty",
    "timed_out",
)


@dataclass(slots=True)
class Identity:
    """Who reports on which year, each with the place in the text that tells it.

    *_basis is one of 'title', 'preamble', 'signature', 'metadata', 'inferred'; None where the value is None.
    """

    agency_name: str | None = None
    agency_basis: str | None = None
    fiscal_year: int | None = None
    year_basis: str | None = None
    title: str | None = None
    published_on: date | None = None
    region_code: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    admin_level: str | None = None
    sector: str | None = None
    scope: str = "unknown"
    script: str = "simplified"


class Check(NamedTuple):
    """One identity evaluated on what was printed. scope names the row or column; passed is None where unassessable."""

    check_name: str
    scope: str
    severity: str
    lhs: int | None
    rhs: int | None
    passed: bool | None
    message: str | None = None


@dataclass(slots=True)
class Figure:
    """A number told in the prose (soft evidence, never a cell): what it counts, its sentence and line."""

    figure: str
    value: int
    sentence: str
    line: int


@dataclass(slots=True)
class Issue:
    """Something in the text that a person should look at: a code, its place and the text itself."""

    code: str
    line: int | None
    text: str


@dataclass(slots=True)
class Reading:
    """One report as read. values, statuses, raws and lines run parallel to the form's cells (`Form.cells`).

    values: counts as integers; money in fen (hundredths of a yuan); None unless reported or derived.
    statuses: indices into STATUSES. raws: the text as printed. lines: 1-based line of the document.
    units: unit found for a money cell, by cell index ('元', '万元').
    part: 1-based ordinal of the report within its document.
    """

    form: str
    part: int
    values: list[int | None]
    statuses: list[int]
    raws: list[str | None]
    lines: list[int | None]
    units: dict[int, str] = field(default_factory=dict)
    identity: Identity = field(default_factory=Identity)
    checks: list[Check] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class Refusal:
    """A document, or a part of one, that is not loaded: the reason (one of REASONS), a sentence a person can act on,
    and whatever was told of it. `reading` keeps the figures of a report whose agency or year could not be told."""

    reason: str
    detail: str
    part: int = 1
    identity: Identity = field(default_factory=Identity)
    reading: Reading | None = None
