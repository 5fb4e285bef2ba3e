"""Laws of the small things that reading rests on: folds, printed numbers, and tables settled by their sums."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.script import clean, simplify
from tests.property.strategies import (
    ROW,
    PrintedNumber,
    Puzzle,
    labels,
    printed_changes,
    printed_counts,
    puzzles,
)
from transform.labels import fold
from transform.numbers import as_change, as_count, compact, is_blank, parse, splits
from transform.settle import Slot, Sum, Table, Way, agreed, placements, settle

fixed = settings(derandomize=True, deadline=None, database=None, max_examples=150)


@fixed
@given(labels())
def test_a_fold_is_its_own_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@fixed
@given(labels())
def test_cleaning_and_simplifying_twice_is_doing_it_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert simplify(simplify(text)) == simplify(text)


@fixed
@given(labels())
def test_a_text_says_the_same_in_its_compact_form(text: str) -> None:
    once, twice = compact(text), compact(compact(text))
    assert (parse(once), is_blank(once)) == (parse(twice), is_blank(twice))


@fixed
@given(printed_counts())
def test_a_printed_count_is_read_as_it_was_meant(printed: PrintedNumber) -> None:
    found = parse(compact(printed.text))
    assert found is not None
    assert as_count(found) == printed.value


@fixed
@given(printed_changes())
def test_a_printed_change_is_read_with_its_sign(printed: PrintedNumber) -> None:
    found = parse(compact(printed.text))
    assert found is not None
    assert as_change(found) == printed.value


@fixed
@given(st.text(max_size=12))
def test_no_text_is_both_a_number_and_a_blank(text: str) -> None:
    compacted = compact(text)
    assert not (is_blank(compacted) and parse(compacted) is not None)


@fixed
@given(st.lists(st.integers(0, 120), min_size=1, max_size=5))
def test_glued_numbers_are_among_their_cuts(numbers: list[int]) -> None:
    digits = "".join(map(str, numbers))
    ways = splits(digits, len(numbers))
    assert tuple(numbers) in ways
    assert {"".join(map(str, way)) for way in ways} == {digits}


@fixed
@given(puzzles())
def test_what_is_settled_is_what_brute_force_leaves(puzzle: Puzzle) -> None:
    """Every choice of ways is tried against every sum: a cell is told if and only if all choices left agree on it."""
    left = settle(puzzle.table, frozenset())
    possible = solutions(puzzle)
    assert puzzle.truth in possible
    for row in puzzle.table.unsure:
        for at in range(len(ROW)):
            values = {solution[row][at].value for solution in possible}
            told = agreed(left[row], at)
            assert (told.value if told else "open") == (values.pop() if len(values) == 1 else "open")


@fixed
@given(puzzles())
def test_what_is_settled_is_what_was_printed(puzzle: Puzzle) -> None:
    left = settle(puzzle.table, frozenset())
    for row, way in puzzle.truth.items():
        for at, slot in enumerate(way):
            told = agreed(left[row], at)
            assert told is None or told.value == slot.value


def solutions(puzzle: Puzzle) -> list[dict[str, Way]]:
    """Every choice of one way a row that breaks no sum over a column."""
    rows = list(puzzle.table.ways)
    choices = (dict(zip(rows, chosen, strict=True)) for chosen in product(*puzzle.table.ways.values()))
    return [choice for choice in choices if all(_holds(total, choice) for total in puzzle.table.sums)]


def _holds(total: Sum, choice: Mapping[str, Way]) -> bool:
    """A side of which nothing is printed says nothing; beside a printed part a blank counts as nothing."""
    lhs, rhs = ([choice[row][at].value for row, at in side] for side in total)
    printed = [[value for value in side if value is not None] for side in (lhs, rhs)]
    return not all(printed) or sum(printed[0]) == sum(printed[1])


@pytest.mark.parametrize("first", [0, 1])
def test_brute_force_knows_an_open_puzzle_from_a_settled_one(first: int) -> None:
    """One number that is 0 or 1 in one of four places, and a sum that tells only of the 1."""
    ways = placements([Slot(1), Slot(1)], len(ROW), Slot(None))
    sums = [Sum((("row", at),), (("sum", at),)) for at in range(len(ROW))]
    below = tuple(Slot(value) for value in ((1, 0, 0, 1) if first else (None, None, None, None)))
    truth = {"row": ways[2], "sum": below}
    puzzle = Puzzle(truth, Table({"row": ways, "sum": [below]}, sums, frozenset({"row"})))
    assert len(solutions(puzzle)) == (1 if first else len(ways))
