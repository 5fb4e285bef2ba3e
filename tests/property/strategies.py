"""What reports are made of, for hypothesis: label texts, printed numbers, small tables that add up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st

from transform.numbers import units
from transform.reference import load_reference
from transform.settle import EMPTY, Slot, Sum, Table, Way, omissions, placements

_WIDE = str.maketrans("0123456789,.+-", "０１２３４５６７８９，．＋－")
_LEFT_OVERS = ("", " ", "\u3000", "\u200b", "\ufeff", "&nbsp;", "[bookmark: _GoBack]", "\xa0")
ROW = ("a", "b", "c", "total")  # columns of a small table; the last is the sum of the others
PARTS, WHOLE = range(len(ROW) - 1), len(ROW) - 1


@cache
def _spellings() -> list[str]:
    return sorted({spelling.text for spelling in load_reference().spellings})


def labels() -> st.SearchStrategy[str]:
    """Labels of the forms, whole, in pieces, with spaces and left-overs within, and any other text."""
    whole = st.sampled_from(_spellings())
    broken = st.tuples(whole, st.integers(0, 40), st.sampled_from((*_LEFT_OVERS, "\n", "、", "(gui)", "2022年"))).map(
        lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]
    )
    return st.one_of(whole, broken, st.text(max_size=40))


class PrintedNumber(NamedTuple):
    """A count and one of the ways in which it is printed."""

    value: int
    text: str


@st.composite
def printed_counts(draw: st.DrawFn) -> PrintedNumber:
    """A count with thousands commas, in wide digits, with a unit, between left-overs."""
    value = draw(st.one_of(st.integers(0, 20), st.integers(0, 10**9)))
    text = f"{value:,}" if draw(st.booleans()) else str(value)
    text += draw(st.sampled_from(("", ".0", ".00"))) if draw(st.booleans()) else ""
    if draw(st.booleans()):
        text = text.translate(_WIDE)
    counts = sorted(name for name, (kind, _) in units().items() if kind == "count")
    text += draw(st.sampled_from(["", *counts]))
    return PrintedNumber(value, draw(st.sampled_from(_LEFT_OVERS)) + text + draw(st.sampled_from(_LEFT_OVERS)))


@st.composite
def printed_changes(draw: st.DrawFn) -> PrintedNumber:
    """A change, with whichever sign or word it is printed."""
    value = draw(st.integers(-3_000, 3_000))
    size = abs(value)
    ways = [f"减{size}", f"-{size}", f"－{size}", f"−{size}", f"减少{size}件", f"0/-{size}", f"增0/减{size}"]
    if value >= 0:
        ways = [str(size), f"+{size}", f"增{size}", f"增加 {size} 项", f"↑{size}", f"+{size}/-0", f"增{size}/减0"]
    return PrintedNumber(value, draw(st.sampled_from(ways)))


class Puzzle(NamedTuple):
    """A table as it was, and as a reader has it after some cells left no trace.

    truth: row to its cells. table: the ways of each row to stand, of which one is the truth.
    """

    truth: dict[str, Way]
    table: Table


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    """Rows of parts and a total, and a row that sums them up; from some blanks are gone, some have one too many."""
    names = [f"row {number}" for number in range(draw(st.integers(1, 3)))]
    cell = st.one_of(st.none(), st.integers(0, 3))
    truth = {name: _summed(draw(st.lists(cell, min_size=len(PARTS), max_size=len(PARTS)))) for name in names}
    below = [_add([truth[name][at].value for name in names]) for at in range(len(ROW))]
    truth["sum"] = tuple(Slot(value) for value in below)
    sums = [Sum(tuple((name, at) for name in names), (("sum", at),)) for at in range(len(ROW))]
    ways: dict[str, Sequence[Way]] = {}
    unsure = set()
    for name, row in truth.items():
        accident = draw(st.sampled_from(("none", "dropped", "added")))
        ways[name] = [row]
        if accident == "dropped" and any(slot.value is None for slot in row):
            ways[name] = placements([slot for slot in row if slot.value is not None], len(ROW), EMPTY)
        elif accident == "added":
            at = draw(st.integers(0, len(ROW)))
            ways[name] = omissions([*row[:at], Slot(draw(st.integers(0, 3))), *row[at:]], len(ROW))
        if len(ways[name]) > 1:
            unsure.add(name)
    return Puzzle(truth, Table(ways, sums, frozenset(unsure)))


def _add(values: Sequence[int | None]) -> int | None:
    """The sum of what is printed, None where nothing is."""
    printed = [value for value in values if value is not None]
    return sum(printed) if printed else None


def _summed(parts: Sequence[int | None]) -> Way:
    return tuple(Slot(value) for value in (*parts, _add(parts)))
