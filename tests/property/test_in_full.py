"""The law of tables printed in full: a report that is read straight off is read as the engine reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from extract.document import Cell, Document
from extract.reader import read
from tests.bench import clean
from tests.hostile.corpus import FORMATS, Incompatible, generate
from tests.hostile.layouts import LAYOUTS
from transform import in_full, report
from transform.reading import REPORTED, Reading, Refusal
from transform.report import read_document

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
BREAKS = 40  # broken copies of each document
HEADER = 5  # lines
UNITS = "注：本年收费金额、采购总金额单位均为：元，本机关共有三个下属单位。"
BETWEEN = (
    "0",
    "3",
    "",
    " ",
    "\t",
    "|",
    "- 7 -",
    "其他",
    "总计",
    "单位：元",
    "3 4",
    "０",
    "-",
    "行政许可",
    "第二十条",
    UNITS,
    "甲\t乙\t丙",
)


def changed(document: Document, within: range, change: Change, chance: Random) -> Document:
    """The document with the numbers of some lines (1-based) changed, wherever they stand in them."""

    def other(text: str) -> str:
        return _COUNT.sub(lambda found: str(change(int(found[0]), chance)), text)

    lines = [other(line) if number in within else line for number, line in enumerate(document.lines, 1)]
    rows = {
        number: tuple(cell._replace(text=other(cell.text)) for cell in cells) if number in within else cells
        for number, cells in document.rows.items()
    }
    for number, cells in rows.items():
        lines[number - 1] = "\t".join([cell.text for cell in cells]).replace("\n", " ")
    return replace(document, lines=tuple(lines), rows=rows)


def broken(document: Document, within: range, chance: Random) -> Document:
    """The document with some lines of its tables lost, printed twice, traded, cut, blank, or with something between."""
    lines = [(line, document.rows.get(number)) for number, line in enumerate(document.lines, 1)]
    for _ in range(chance.choice((1, 1, 2, 3))):
        one, other = (min(chance.choice(within) - 1, len(lines) - 1) for _ in range(2))
        cut = chance.randrange(len(lines[one][0]) + 1)
        what = chance.choice(("lost", "twice", "traded", "moved", "blank", "between", "cut"))
        if what == "lost":
            del lines[one : one + chance.choice((1, 1, 2, 7))]
        elif what == "twice":
            lines[one:one] = lines[one : one + chance.choice((1, 2, 8))]
        elif what == "traded":
            lines[one], lines[one - 1] = lines[one - 1], lines[one]
        elif what == "moved":
            lines.insert(other, lines.pop(one))
        elif what == "blank":
            lines[one] = ("", None)
        elif what == "between":
            between = chance.choice(BETWEEN)
            lines.insert(one, (between, (Cell(between, 0, 4),) if document.rows and chance.random() < 0.5 else None))
        else:
            lines[one : one + 1] = [(lines[one][0][:cut], None), (lines[one][0][cut:], None)]
    rows = {number: cells for number, (_, cells) in enumerate(lines, 1) if cells is not None}
    return replace(document, lines=tuple([line for line, _ in lines]), rows=rows)


def made() -> Iterator[bytes]:
    """Clean reports in every format, and the hostile corpus's in every layout and format."""
    for format, (_, make) in clean.FORMATS.items():
        yield from map(make, range(2 * len(clean.LAYOUTS) if format == "text" else 1))
    for chosen in (*({"layout": name} for name in LAYOUTS), *({"format": name} for name in FORMATS)):
        with suppress(Incompatible):
            yield generate(41_000, **chosen).data


@cache
def documents() -> tuple[tuple[Document, range], ...]:
    """Documents that leave nothing to settle (others are never read straight off, and take long), with the lines on
    which their cells stand."""
    found = []
    for data in made():
        for document in read("report", data):
            if not isinstance(document, Document):
                continue
            readings = [made for made in read_document(document) if isinstance(made, Reading)]
            told = [line for made in readings for line in made.lines if line]
            if told and all({REPORTED}.issuperset(made.statuses) for made in readings):
                around = range(max(min(told) - HEADER, 1), min(max(told) + 2, len(document.lines) + 1))
                found += [(document, around)] if len(around) > HEADER else []
    return tuple(found)


def by_the_engine(document: Document) -> Sequence[Reading | Refusal]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(report, "tables_in_full", lambda *_: None)
        return read_document(document)


def straight_off(document: Document) -> bool:
    return in_full.tables_in_full(document.lines, document.rows) is not None


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_printed_in_full_is_read_as_the_engine_reads_it(change: str) -> None:
    for seed, (document, within) in enumerate(documents()):
        other = changed(document, within, CHANGES[change], Random(seed))
        assert not straight_off(other) or read_document(other) == by_the_engine(other), document.uri


def test_what_is_broken_is_read_as_the_engine_reads_it() -> None:
    chance = Random(7)
    for document, within in documents():
        for _ in range(BREAKS):
            other = broken(document, within, chance)
            assert not straight_off(other) or read_document(other) == by_the_engine(other), other.lines


def test_most_of_what_is_printed_in_full_is_read_straight_off() -> None:
    assert sum(straight_off(document) for document, _ in documents()) > 0.5 * len(documents())


def test_labels_that_are_overlooked_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: two rows trade their labels, and no label is looked at."""

    def told_otherwise() -> int:
        traded = [labels_traded(document) for document, _ in documents() if not document.rows]
        return sum(straight_off(document) and read_document(document) != by_the_engine(document) for document in traded)

    assert told_otherwise() == 0
    monkeypatch.setattr(in_full, "_is_label", lambda *_: True)
    in_full._unit_above.cache_clear()
    try:
        assert told_otherwise() > 0
    finally:
        in_full._unit_above.cache_clear()


def labels_traded(document: Document) -> Document:
    """The document with the labels of two disclosure items in each other's place."""
    one, other = "行政许可", "行政强制"
    traded = [line.replace(one, "\0").replace(other, one).replace("\0", other) for line in document.lines]
    return replace(document, lines=tuple(traded))
