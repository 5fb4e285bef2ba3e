"""The accuracy law over the hostile corpus: no number, agency, year or form that is not the document's own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.hostile.corpus import ALL_DAMAGES, FORMATS, Case, Incompatible, generate
from tests.hostile.layouts import LAYOUTS
from tests.hostile.make import mixed
from tests.property.broken_readers import is_a_year_late, knows_no_blank, pours
from tests.property.scoring import Reader, Score, score, tags

DOCUMENTS = 220
# Of the figures other than 0 that the documents tell, at least this share is read; the rest is left open.
READ = 0.97
READ_UNDAMAGED = 0.995


def cases(count: int) -> Iterator[Case]:
    """Every layout, format and damage in turn, twice each, in company that chance picks; then a mix of all."""
    singles: list[dict[str, Any]] = [{"layout": name} for name in LAYOUTS]
    singles += [{"format": name} for name in FORMATS]
    singles += [{"damage": [name]} for name in ALL_DAMAGES]
    made = 0
    for seed, chosen in enumerate(singles * 2, 70_000):
        try:
            yield generate(seed, **chosen)
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
    undamaged = [made for made in whole if not set(tags(made.file)) & set(ALL_DAMAGES)]
    for share, some in ((READ, whole), (READ_UNDAMAGED, undamaged)):
        known = sum(made.nonzero for made in some)
        assert sum(made.nonzero_right for made in some) >= share * known > 1_000


def test_every_layout_format_and_damage_is_met() -> None:
    met = {tag for case in corpus() for tag in tags(case.name)}
    assert {*LAYOUTS, *FORMATS, *ALL_DAMAGES} - met == set()


def test_tags_are_the_longest_names() -> None:
    name = "000001_tab_rows_tight_txt-gb18030_cut_two_reports"
    assert tags(name) == ["tab_rows_tight", "txt-gb18030", "cut", "two_reports"]


@pytest.mark.parametrize(
    ("reader", "kind"),
    [(pours, "false number"), (knows_no_blank, "false number"), (is_a_year_late, "wrong year")],
)
def test_a_broken_reader_is_caught(reader: Reader, kind: str) -> None:
    faults = (fault for case in corpus()[:60] for fault in score(case.data, case.truth, reader).wrong)
    assert any(fault.kind == kind for fault in faults)
