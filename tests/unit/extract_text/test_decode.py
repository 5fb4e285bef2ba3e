"""Bytes to text and lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.decode import decode, plausibility, split_lines

SIMPLIFIED = "某县卫生健康局2021年政府信息公开工作年度报告\n一、总体情况，本机关主动公开信息12条。\n"
TRADITIONAL = "某縣衛生健康局2021年政府信息公開工作年度報告\n一、總體情況，本機關主動公開信息12條。\n"


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "cp950"),
        ("plain ASCII 1 2 3", "ascii", "utf-8"),
    ],
)
def test_every_encoding_reports_come_in(text: str, codec: str, told: str) -> None:
    assert decode(text.encode(codec)) == (text, told)


@pytest.mark.parametrize("bad", [b"\xff", b"\xb0", b"\xc3\x28", b"\xe4\xb8"])
def test_a_stray_bad_byte_does_not_turn_utf8_into_gbk(bad: bytes) -> None:
    raw = SIMPLIFIED.encode()
    cut = raw.index("一".encode())
    text, encoding = decode(raw[:cut] + bad + raw[cut:])
    assert encoding == "utf-8"
    assert "\ufffd" in text, "the place of the bad byte must stay visible"
    assert text.endswith(SIMPLIFIED[SIMPLIFIED.index("一") + 2 :])


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "big5"])
def test_a_character_cut_off_at_the_end_is_dropped(codec: str) -> None:
    source = TRADITIONAL if codec == "big5" else SIMPLIFIED
    whole = source.rstrip("。\n") + "條"
    text, _ = decode(whole.encode(codec)[:-1])
    assert text == whole[:-1]


def test_a_declaration_settles_only_what_is_in_doubt() -> None:
    assert decode(SIMPLIFIED.encode(), "gb2312")[1] == "utf-8"
    assert decode(TRADITIONAL.encode("big5"), "gb2312")[1] == "cp950"
    assert decode("鄜".encode("gbk"), "gb2312") == ("鄜", "gb18030")
    assert decode("鄜".encode("big5"), "Big5") == ("鄜", "cp950")


def test_an_unknown_declaration_is_ignored() -> None:
    assert decode(SIMPLIFIED.encode("gbk"), "x-no-such")[1] == "gb18030"


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_utf8_round_trips(text: str, codec: str) -> None:
    if not text.startswith("\ufeff") and "\0" not in text:
        assert decode(text.encode(codec))[0] == text


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_no_bytes_raise(raw: bytes) -> None:
    text, _ = decode(raw)
    assert isinstance(text, str)


def test_right_reading_is_more_plausible_than_wrong_ones() -> None:
    raw = SIMPLIFIED.encode("gbk")
    assert plausibility(raw.decode("gbk")) > 0.4 + plausibility(raw.decode("cp950", "replace"))
    assert plausibility("") == 0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲\n乙", ["甲", "乙"]),
        ("甲\r\n乙\r\n", ["甲", "乙"]),
        ("甲\r乙", ["甲", "乙"]),
        ("甲\n\n", ["甲", ""]),
        ("", []),
        ("甲\x0b乙\x0c丙\x85丁\u2028戊\u2029己\x1c庚", ["甲\x0b乙\x0c丙\x85丁\u2028戊\u2029己\x1c庚"]),
    ],
)
def test_lines_are_those_of_an_editor(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines


@given(st.lists(st.text(st.characters(exclude_characters="\r\n")), min_size=1), st.sampled_from(["\n", "\r\n", "\r"]))
def test_joined_lines_split_again(lines: list[str], end: str) -> None:
    assert split_lines(end.join([*lines, ""])) == lines
