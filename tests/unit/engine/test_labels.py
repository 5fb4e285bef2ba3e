"""How printed labels are compared."""

from __future__ import annotations

import unicodedata

import pytest

from extract.notes import without_notes
from extract.script import clean
from transform.labels import fold, folds, load_lexicon


@pytest.mark.parametrize(
    "lines",
    [
        ["一、总体情况", "", "（二）依申请公开。2021年共收到申请11件"],
        ["二、主动公開政府信息情况", "其它處理", "ＡＢ １２３"],
        ["其他", "①本年新收"],  # a mark of a note would reach back to the line above
        ["規", "（guī）章", "[bookmark: x]总计"],
        ["", ""],
    ],
)
def test_lines_are_folded_at_one_go_as_each_alone(lines: list[str]) -> None:
    assert folds(lines) == [fold(line) for line in lines]


def _marks_a_note(sign: str) -> bool:
    return without_notes("件" + sign) == "件" or clean("件" + sign) == "件"


def test_every_character_is_folded_in_its_half_width_form() -> None:
    odd = [
        sign
        for sign in map(chr, range(0x21, 0xFFFF))
        if not 0xD800 <= ord(sign) < 0xE000
        and (normal := unicodedata.normalize("NFKC", sign)) != sign
        and fold("件" + sign) != (fold("件") if _marks_a_note(sign) else fold("件" + normal))
    ]
    assert odd == []


def test_where_any_label_stands_there_is_one_of_the_least() -> None:
    lexicon = load_lexicon()
    assert [label for label in lexicon.whole if lexicon.least_label.search(label) is None] == []
    least = lexicon.least_label.pattern.split("|")
    assert all(label in lexicon.whole for label in least)
    assert len(least) < len(lexicon.whole)
