"""The accuracy law over the hostile corpus: no number, agency, year or form that is not the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from extract.document import Document
from tests.hostile.corpus import ALL_DAMAGES, FORMATS, Case, Incompatible, generate
from tests.hostile.layouts import LAYOUTS
from tests.hostile.make import mixed
from tests.property.scoring import Score, score
from transform.reading import REPORTED, Reading, Refusal
from transform.reference import load_reference
from transform.report import read_document

DOCUMENTS = 300
# Of the figures other than 0 that the documents tell, at least this share is read; the rest is left open.
READ = 0.97
READ_UNDAMAGED = 0.995


def cases(count: int) -> Iterator[Case]:
    """Every layout, format and damage in turn, twice each, in company that chance picks; then a mix of all."""
    singles = [dict(layout=name) for name in LAYOUTS] + [dict(format=name) for name in FORMATS]
    singles += [dict(damage=[name]) for name in ALL_DAMAGES]
    made = 0
    for seed, chosen in enumerate(singles * 2, 70_000):
        try:
            yield generate(seed, **chosen)  # type: ignore[arg-type]
        except Incompatible:
            continue
        made += 1
    yield from (mixed(seed, None, None) for seed in range(80_000, 80_000 + count - made))


@cache
def corpus() -> tuple[Case, ...]:
    return tuple(cases(DOCUMENTS))


@cache
def scores() -> tuple[Score, ...]:
    return tuple(score(case.data, case.truth) for case in corpus())


def wrong(made: Score) -> list[str]:
    return [f"{made.file}: {fault.kind} {fault.cell} {fault.said}" for fault in made.wrong]


def test_no_document_gives_a_false_number_agency_year_or_form() -> None:
    assert [line for made in scores() for line in wrong(made)] == []


def test_most_figures_are_read() -> None:
    whole = list(scores())
    undamaged = [made for made in whole if not any(name in made.file for name in ALL_DAMAGES)]
    for share, some in ((READ, whole), (READ_UNDAMAGED, undamaged)):
        known = sum(made.nonzero for made in some)
        assert sum(made.nonzero_right for made in some) >= share * known > 1_000


def test_every_layout_format_and_damage_is_met() -> None:
    names = " ".join(case.name for case in corpus())
    assert [name for name in (*LAYOUTS, *FORMATS, *ALL_DAMAGES) if f"_{name}" not in names] == []


def pours(document: Document) -> list[Reading | Refusal]:
    """A broken reader: who and when as ever, and all numbers behind the first label poured into the cells in order."""
    found = read_document(document)
    for reading in found:
        if isinstance(reading, Reading):
            start = min(line for line in reading.lines if line is not None)
            numbers = [int(digits) for line in document.lines[start - 1 :] for digits in re.findall(r"\d+", line)]
            size = len(load_reference().forms[reading.form].cells)
            reading.values = list((numbers + [None] * size)[:size])
            reading.statuses = [REPORTED] * size
    return found


def knows_no_blank(document: Document) -> list[Reading | Refusal]:
    """A broken reader: what it did not read is 0."""
    found = read_document(document)
    for reading in found:
        if isinstance(reading, Reading):
            reading.values = [value or 0 for value in reading.values]
    return found


def is_a_year_late(document: Document) -> list[Reading | Refusal]:
    """A broken reader: publication year for fiscal year."""
    found = read_document(document)
    for reading in found:
        if isinstance(reading, Reading) and reading.identity.fiscal_year is not None:
            reading.identity.fiscal_year += 1
    return found


@pytest.mark.parametrize(
    ("reader", "kind"),
    [(pours, "false number"), (knows_no_blank, "false number"), (is_a_year_late, "wrong year")],
)
def test_a_broken_reader_is_caught(reader: object, kind: str) -> None:
    faults = [
        fault
        for case in corpus()[:60]
        for fault in score(case.data, case.truth, reader).wrong  # type: ignore[arg-type]
    ]
    assert kind in {fault.kind for fault in faults}
