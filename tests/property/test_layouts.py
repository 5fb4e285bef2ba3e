"""The law of layouts: a report read by a layout met before is read as it would be without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from extract.document import Document
from extract.reader import read
from tests.hostile.corpus import FORMATS, Incompatible, generate
from tests.hostile.layouts import LAYOUTS
from transform import layouts, report
from transform.reading import BLANK, REPORTED, Reading, Refusal
from transform.report import read_document
from transform.scans import scan_document

Change = Callable[[int, Random], int]
_COUNT = re.compile(r"(?<![^\s|])(?:0|[1-9]\d*)(?![^\s|])")
# Sums that hold go on to hold when every number is taken as often; the others break them, in one place or in many.
CHANGES: dict[str, Change] = {
    "none": lambda number, _: number,
    "nothing but zeros": lambda number, _: 0,
    "thrice": lambda number, _: 3 * number,
    "here and there one more": lambda number, chance: number + (chance.random() < 0.02),
    "zero or not": lambda number, chance: chance.choice((0, number)),
}


def changed(document: Document, within: range, change: Change, chance: Random) -> Document:
    """The document with the numbers of some lines (1-based) changed, wherever they stand in them."""

    def other(text: str) -> str:
        return _COUNT.sub(lambda found: str(change(int(found[0]), chance)), text)

    lines = [other(line) if number in within else line for number, line in enumerate(document.lines, 1)]
    rows = {
        number: tuple(cell._replace(text=other(cell.text)) for cell in cells) if number in within else cells
        for number, cells in document.rows.items()
    }
    return replace(document, lines=tuple(lines), rows=rows)


def generated() -> Iterator[bytes]:
    for chosen in (*({"layout": name} for name in LAYOUTS), *({"format": name} for name in FORMATS)):
        with suppress(Incompatible):
            yield generate(41_000, **chosen).data


def outline(document: Document) -> layouts.Outline | None:
    layouts.outline_of(scan_document(document.lines, document.rows))
    return layouts.outline_of(scan_document(document.lines, document.rows))


@cache
def documents() -> tuple[tuple[Document, range], ...]:
    """Documents whose tables have an outline and leave nothing to settle (others are never remembered, and take long),
    with the lines on which their cells stand."""
    found = []
    for data in generated():
        for document in read("report", data):
            if not isinstance(document, Document) or outline(document) is None:
                continue
            readings = [made for made in read_document(document) if isinstance(made, Reading)]
            plain = all({REPORTED, BLANK}.issuperset(made.statuses) for made in readings)
            if plain and (told := [line for made in readings for line in made.lines if line]):
                found.append((document, range(min(told), max(told) + 1)))
    return tuple(found)


def read_alone(document: Document) -> Sequence[Reading | Refusal]:
    layouts.forget()
    return read_document(document)


def meet(document: Document) -> None:
    """Nothing but this document's layout is remembered."""
    layouts.forget()
    for _ in range(1 + layouts._OFTEN):
        read_document(document)


@pytest.mark.parametrize("change", CHANGES)
def test_a_layout_met_before_changes_nothing(change: str) -> None:
    for seed, (document, within) in enumerate(documents()):
        other = changed(document, within, CHANGES[change], Random(seed))
        alone = read_alone(other)
        meet(document)
        for _ in range(2):  # a layout of which the texts are met is looked for
            assert read_document(other) == alone, document.uri


def test_layouts_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    recalled: list[object] = []
    used = 0

    def watched(*asked: object) -> object:
        recalled.append(layouts.recall(*asked))  # type: ignore[arg-type]
        return recalled[-1]

    monkeypatch.setattr(report, "recall", watched)
    for document, within in documents():
        meet(document)
        recalled.clear()
        read_document(changed(document, within, CHANGES["thrice"], Random(0)))
        used += any(recalled)
    # The others broke a sum, or left something to settle.
    assert used > len(documents()) / 4


def test_a_layout_that_overlooked_the_labels_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: two rows trade their labels, and the outline does not tell."""
    texts = [(document, within) for document, within in documents() if not document.rows]
    told = layouts._of_line

    def overlooked() -> int:
        return sum(read_after(document, within) != read_alone(labels_traded(document)) for document, within in texts)

    def read_after(document: Document, within: range) -> Sequence[Reading | Refusal]:
        meet(document)
        read_document(labels_traded(document))
        return read_document(labels_traded(document))

    assert overlooked() == 0
    monkeypatch.setattr(layouts, "_of_line", lambda scan: "text" if scan.text is not None else told(scan))
    assert overlooked() > 0


def labels_traded(document: Document) -> Document:
    """The document with the labels of two disclosure items in each other's place."""
    one, other = "行政许可", "行政强制"
    traded = [line.replace(one, "\0").replace(other, one).replace("\0", other) for line in document.lines]
    return replace(document, lines=tuple(traded))
