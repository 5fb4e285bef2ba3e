"""Each accident does what its name says, on any text."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.hostile.mutations import KINDS, mutate

TEXT = "标题2021年\n\n信息内容\n\t规章\n\t12\n\t0\n\t7\n\n四、行政复议\n\t3 |\n"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "规章", "1", TEXT])
def test_accidents_befall_any_text(kind: str, text: str) -> None:
    assert mutate(text, Random(1), kind)[1] == kind


@pytest.mark.parametrize(("kind", "numbers"), [("delete_number", -1), ("add_number", 1), ("insert_prose", 2)])
def test_numbers_come_and_go(kind: str, numbers: int) -> None:
    for seed in range(20):
        mutated, _ = mutate(TEXT, Random(seed), kind)
        assert len(re.findall(r"\d+", mutated)) == len(re.findall(r"\d+", TEXT)) + numbers


@pytest.mark.parametrize(
    ("kind", "lines"), [("duplicate_line", 1), ("drop_label", -1), ("glue_lines", -1), ("swap_lines", 0)]
)
def test_lines_come_and_go(kind: str, lines: int) -> None:
    for seed in range(20):
        mutated, _ = mutate(TEXT, Random(seed), kind)
        assert mutated != TEXT or kind == "swap_lines"
        assert mutated.count("\n") == TEXT.count("\n") + lines


def test_layout_can_be_lost() -> None:
    assert "\n\n" not in mutate(TEXT, Random(1), "drop_blank_lines")[0]
    assert "\t" not in mutate(TEXT, Random(1), "strip_indentation")[0]


def test_the_same_seed_gives_the_same_accident() -> None:
    assert [mutate(TEXT, Random(seed)) for seed in range(9)] == [mutate(TEXT, Random(seed)) for seed in range(9)]
