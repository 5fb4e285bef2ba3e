"""PDF: ruled cells, tables over page breaks, columns without rules, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.document import Cell, Document, Rejected
from extract.glyphs import Glyph, lines, unstruck
from extract.limits import Limits
from extract.reader import read
from extract.ruling import Segment, grids


def only(raw: bytes, **limits: Any) -> Document:
    found = read("x.pdf", raw, limits=Limits(**limits))
    assert len(found) == 1
    assert isinstance(found[0], Document), found
    return found[0]


def rejected(raw: bytes, **limits: Any) -> Rejected:
    found = read("x.pdf", raw, limits=Limits(**limits))[0]
    assert isinstance(found, Rejected), found
    return found


def ruled(page: Any, top: float, rows: list[list[str]]) -> None:
    """A table with every line drawn."""
    left, width, height = 70, 60, 20
    right, bottom = left + width * len(rows[0]), top + height * len(rows)
    for row in range(len(rows) + 1):
        page.line(left, top + row * height, right, top + row * height)
    for column in range(len(rows[0]) + 1):
        page.line(left + column * width, top, left + column * width, bottom)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            page.text(left + column * width + 4, top + row * height + 13, text)


def test_a_wrapped_label_is_one_cell(paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    page.text(70, 60, "二、主动公开政府信息情况", 14)
    for y in (100, 160, 190):
        page.line(70, y, 310, y)
    for x in (70, 190, 250, 310):
        page.line(x, 100, x, 190)
    for number, part in enumerate(("要求行政机关确认", "或重新出具", "已获取信息")):
        page.text(75, 114 + 17 * number, part)
    page.text(210, 132, "12")
    page.text(75, 178, "总计")
    page.text(210, 178, "0")
    page.text(280, 178, "-3")
    page.text(70, 230, "三、其他")
    document = only(pdf([page]))
    assert document.lines[0] == "二、主动公开政府信息情况"
    assert document.lines[-1] == "三、其他"
    assert document.rows[2] == (Cell("要求行政机关确认\n或重新出具\n已获取信息", 0), Cell("12", 1), Cell("", 2))
    assert [cell.text for cell in document.rows[3]] == ["总计", "0", "-3"]
    assert document.tables == {2: (1, 1), 3: (1, 2)}
    assert document.pages == {1: 1}


def test_thin_boxes_are_rules_too(paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    for y in (100, 120, 140):
        page.thin_box(70, y, 120, 0.5)
    for x in (70, 130, 190):
        page.thin_box(x, 100, 0.5, 40)
    page.text(75, 113, "甲项")
    page.text(135, 133, "乙项")
    document = only(pdf([page]))
    assert [[cell.text for cell in row] for row in document.rows.values()] == [["甲项", ""], ["", "乙项"]]


def test_cells_drawn_as_boxes(paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    page.box(70, 100, 120, 20)
    page.box(70, 120, 60, 20)
    page.box(130, 120, 60, 20)
    page.text(75, 113, "合计")
    page.text(75, 133, "甲项")
    page.text(135, 133, "乙项")
    assert list(only(pdf([page])).rows.values()) == [(Cell("合计", 0, 2),), (Cell("甲项", 0), Cell("乙项", 1))]


def test_a_table_goes_on_over_the_page(paper: Any, pdf: Callable[..., bytes]) -> None:
    first, second = paper(), paper()
    first.line(70, 680, 250, 680)  # a header over two of the three columns
    first.line(70, 700, 250, 700)
    first.line(70, 680, 70, 700)
    first.line(250, 680, 250, 700)
    first.text(75, 693, "申请人情况")
    ruled(first, 700, [["甲项", "1", "2"]])
    first.text(280, 815, "- 1 -")
    ruled(second, 60, [["乙项", "3", "4"], ["丙项", "5", "6"]])
    second.text(70, 300, "四、其他")
    ruled(second, 320, [["丁项", "7", "8"]])
    document = only(pdf([first, second]))
    assert document.tables == {1: (1, 1), 2: (1, 2), 4: (1, 3), 5: (1, 4), 7: (2, 1)}
    assert document.rows[1] == (Cell("申请人情况", 0, 3),)
    assert [cell.column for cell in document.rows[4]] == [0, 1, 2]
    assert document.lines[2] == "- 1 -"
    assert [cell.text for cell in document.rows[5]] == ["丙项", "5", "6"]
    assert document.pages == {1: 1, 4: 2}


def test_columns_without_rules_are_parted_by_spaces(paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    page.text(70, 100, "总计")
    page.text(200, 100, "12")
    page.text(260, 100, "30")
    page.line(70, 105, 300, 105)
    assert [line.split() for line in only(pdf([page])).lines] == [["总计", "12", "30"]]
    assert "  " in only(pdf([page])).lines[0]


def test_text_printed_twice_for_bold_type_is_read_once(paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    for shift in (0, 0.3):
        page.text(70 + shift, 100, "总计100")
    assert only(pdf([page])).lines == ("总计100",)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages_keep_their_cells(rotation: int, paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    ruled(page, 100, [["1", "2"], ["3", "4"], ["5", "6"]])
    shown = [[cell.text for cell in row] for row in only(pdf([page], rotate=rotation)).rows.values()]
    upright = [["1", "2"], ["3", "4"], ["5", "6"]]
    expected: list[list[str]] = upright
    for _ in range(rotation // 90):
        expected = [list(row) for row in zip(*expected[::-1], strict=True)]
    assert shown == expected


def test_what_cannot_be_read(paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    page.text(70, 100, "甲项")
    raw = pdf([page] * 3)
    assert rejected(raw, max_pages=2).reason == "too_large"
    assert rejected(raw, seconds=-1).reason == "timed_out"
    assert rejected(raw[:40]).reason == "unreadable"
    assert rejected(pdf([paper()])).reason == "empty"


def test_a_scan_is_image_only() -> None:
    from fpdf import FPDF
    from PIL import Image

    document = FPDF()
    document.add_page()
    document.image(Image.new("L", (40, 40)), 10, 10, 150, 200)
    assert rejected(bytes(document.output())).reason == "image_only"


def test_a_password_is_said() -> None:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.set_encryption(owner_password="a", user_password="b")
    assert rejected(bytes(document.output())).reason == "encrypted"


def test_frames_and_underlines_are_no_tables() -> None:
    frame = [Segment(0, 0, 100), Segment(50, 0, 100)], [Segment(0, 0, 50), Segment(100, 0, 50)]
    assert grids(*frame) == []
    assert grids([Segment(10, 0, 100)], []) == []
    assert len(grids([*frame[0]], [*frame[1], Segment(40, 0, 50)])) == 1


@given(
    st.lists(st.integers(20, 60), min_size=2, max_size=5),
    st.lists(st.integers(15, 40), min_size=2, max_size=5),
    st.data(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_merged_block_in_any_grid_is_found(widths: list[int], heights: list[int], data: st.DataObject) -> None:
    xs = [sum(widths[:n]) for n in range(len(widths) + 1)]
    ys = [-sum(heights[:n]) for n in range(len(heights) + 1)]
    left, top = data.draw(st.integers(0, len(widths) - 1)), data.draw(st.integers(0, len(heights) - 1))
    right = data.draw(st.integers(left, len(widths) - 1))
    bottom = data.draw(st.integers(top, len(heights) - 1))
    whole = (right - left + 1, bottom - top + 1) == (len(widths), len(heights))
    lying = [
        Segment(ys[row], xs[column], xs[column + 1])
        for row in range(len(ys))
        for column in range(len(widths))
        if not (top < row <= bottom and left <= column <= right)
    ]
    standing = [
        Segment(xs[column], ys[row + 1], ys[row])
        for column in range(len(xs))
        for row in range(len(heights))
        if not (left < column <= right and top <= row <= bottom)
    ]
    found = grids(lying, standing)
    if whole:
        assert found == []
        return
    merged_away = {x for x in range(left + 1, right + 1) if (top, bottom) == (0, len(heights) - 1)}
    lost_rows = {y for y in range(top + 1, bottom + 1) if (left, right) == (0, len(widths) - 1)}
    if len(widths) - len(merged_away) < 2:
        return
    (grid,) = found
    assert len(grid.xs) == len(xs) - len(merged_away)
    cells = set(grid.cells().values())
    assert sum(cell.width * cell.height for cell in cells) == (len(grid.xs) - 1) * (len(grid.ys) - 1)
    width, height = right - left + 1 - len(merged_away), bottom - top + 1 - len(lost_rows)
    place = grid.locate((xs[left] + xs[right + 1]) / 2, (ys[top] + ys[bottom + 1]) / 2)
    assert place is not None
    assert (grid.cells()[place].width, grid.cells()[place].height) == (width, height)


def test_a_raised_mark_stays_on_its_line() -> None:
    base = [Glyph("总", 0, 0, 10, 10), Glyph("计", 10, 0, 20, 10), Glyph("1", 22, 3, 26, 10)]
    below = [Glyph("乙", 0, -16, 10, -6)]
    assert [line.text for line in lines([*below, *base])] == ["总计¹", "乙"]


def figures(*digits: tuple[str, float, float]) -> list[Glyph]:
    """Digits side by side: text, bottom, height."""
    return [
        Glyph(text, 6.0 * place, bottom, 6.0 * place + 6, bottom + height)
        for place, (text, bottom, height) in enumerate(digits)
    ]


@pytest.mark.parametrize(
    ("digits", "text"),
    [
        ([("7", 0, 10), ("3", 0, 10), ("1", 3.5, 6.5)], "73¹"),
        ([("7", 0, 10), ("3", 0, 10), ("1", -1, 6.5), ("2", -1, 6.5)], "73₁₂"),
        ([("1", 3.5, 6.5), ("7", 0, 10), ("3", 0, 10)], "¹73"),
        ([("7", 0, 10), ("3", 0, 10), ("1", 0, 7)], "731"),
        ([("7", 0, 10), ("3", 0.5, 9.5), ("1", 0, 10)], "731"),
        ([("7", 3, 6), ("3", 3, 6)], "73"),
    ],
)
def test_a_small_figure_above_or_below_the_line_is_no_digit(digits: list[tuple[str, float, float]], text: str) -> None:
    assert [line.text for line in lines(figures(*digits))] == [text]


@pytest.mark.parametrize(
    ("strokes", "text"),
    [
        ([(5.0, 0.0, 12.0)], "73"),
        ([(5.0, -2.0, 13.0)], "73"),
        ([(4.5, 0.0, 12.0), (5.5, 0.0, 12.0)], "73"),
        ([(0.5, 0.0, 12.0)], "6573"),
        ([(5.0, -20.0, 60.0)], "6573"),
        ([(5.0, 0.0, 24.0)], ""),
    ],
)
def test_a_line_through_characters_strikes_them_out(strokes: list[tuple[float, float, float]], text: str) -> None:
    printed = figures(("6", 0, 10), ("5", 0, 10), ("7", 0, 10), ("3", 0, 10))
    assert "".join(line.text for line in lines(unstruck(printed, strokes))) == text


def test_marks_and_struck_figures_in_a_ruled_table(paper: Any, pdf: Callable[..., bytes]) -> None:
    page = paper()
    for x in (50, 150, 250, 350):
        page.line(x, 100, x, 130)
    for y in (100, 130):
        page.line(50, y, 350, y)
    page.text(60, 120, "规章")
    page.text(160, 120, "73")
    page.text(181, 116, "1", 6)
    page.text(260, 120, "65")
    page.line(260, 116.5, 280, 116.5)
    page.text(280, 120, "73")
    assert only(pdf([page])).lines == ("规章\t73¹\t73",)
