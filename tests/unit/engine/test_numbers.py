"""What stands in a value cell: numbers, blanks, and what is neither."""

from __future__ import annotations

import pytest

from transform.numbers import as_change, as_count, as_money, compact, is_blank, parse, splits


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("0", 0),
        ("０", 0),
        ("0.0", 0),
        ("1,234", 1234),
        ("１，２３４件", 1234),
        ("3件", 3),
        ("12批次", 12),
        ("12件次", 12),
        ("12条次", 12),
        ("12户", 12),
        ("[bookmark: _GoBack]375　", 375),
        ("3①", 3),
        ("4[1]", 4),
        ("5*", 5),
        ("73¹", 73),
        ("73 ²", 73),
        ("73₁", 73),
        ("73⁽¹⁾", 73),
        ("73¹,²", 73),
        ("73⑴", 73),
        ("73❶", 73),
        ("73[¹]", 73),
        ("73[注一]", 73),
        ("12件¹", 12),
        ("**12**", 12),
        ("***1,234***", 1234),
        ("__12__", 12),
        ("**`12`**", 12),
        ("12\\*", 12),
        ("12<br>", 12),
        ("~~65~~73", 73),
        ("〇", 0),
        ("零", 0),
    ],
)
def test_counts(printed: str, count: int) -> None:
    number = parse(compact(printed))
    assert number is not None
    assert as_count(number) == count


@pytest.mark.parametrize(
    "printed",
    [
        "1,2",
        "12,34",
        "007",
        "3/2",
        "增3减2",
        "约3",
        "3-4",
        "见附件",
        "1.2.3",
        "¹",
        "①",
        "①73",
        "7³3",
        "*12",
        "*",
        "N/A",
    ],
)
@pytest.mark.parametrize("wrapped", ["{}", "**{}**"])
def test_what_is_no_number_stays_unread(printed: str, wrapped: str) -> None:
    compacted = compact(wrapped.format(printed))
    assert parse(compacted) is None
    assert not is_blank(compacted)


@pytest.mark.parametrize("printed", ["12[image: 图]3", "12<br>3", "1<br/>2<br>"])
def test_two_numbers_that_a_left_over_parts_are_not_one(printed: str) -> None:
    assert parse(compact(printed)) is None


@pytest.mark.parametrize("printed", ["2.5", "-3", "增3", "3元", "3万元"])
def test_what_is_no_count_is_not_made_one(printed: str) -> None:
    number = parse(compact(printed))
    assert number is not None
    assert as_count(number) is None


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "　",
        "-",
        "—",
        "——",
        "/",
        "无",
        "無",
        "&nbsp;",
        "\u200b",
        "\\-",
        "**-**",
        "~~5~~",
        "<br>",
        "null",
        "NULL",
        "NaN",
        "None",
        "<NA>",
    ],
)
def test_blanks(printed: str) -> None:
    assert is_blank(compact(printed))


@pytest.mark.parametrize(
    ("printed", "change"), [("增3", 3), ("减2", -2), ("+3", 3), ("－7", -7), ("0/0", 0), ("增3/减0", 3), ("減3", -3)]
)
def test_changes(printed: str, change: int) -> None:
    number = parse(compact(printed))
    assert number is not None
    assert as_change(number) == change


@pytest.mark.parametrize(
    ("printed", "unit", "fen"),
    [
        ("43.788", "万元", 43_788_000),
        ("43.788万元", "万元", 43_788_000),
        ("425万元", "元", 425_000_000),
        ("4192613.35", "元", 419_261_335),
        ("251000元", "万元", 25_100_000),
        ("380000元整", "万元", 38_000_000),
    ],
)
def test_money_has_its_unit_once(printed: str, unit: str, fen: int) -> None:
    number = parse(compact(printed))
    assert number is not None
    assert as_money(number, unit) == fen


def test_money_of_another_kind_of_unit_is_none() -> None:
    number = parse(compact("3件"))
    assert number is not None
    assert as_money(number, "元") is None


def test_glued_digits_are_cut_in_every_way_without_leading_zeros() -> None:
    assert splits("000", 3) == [(0, 0, 0)]
    assert set(splits("120", 2)) == {(1, 20), (12, 0)}
    assert splits("00", 3) == []
