"""Web pages: reading order, metadata, and the grid of tables whatever their spans."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Cell, Document, Rejected
from extract.limits import Limits
from extract.reader import read
from tests.unit.extract_formats.pages import page


def cells(document: Document, line: int) -> list[tuple[str, int, int, int]]:
    return [(cell.text, cell.column, cell.width, cell.height) for cell in document.rows[line]]


def test_blocks_become_lines_in_reading_order() -> None:
    document = page("<h1>甲</h1>乙<p>丙<b>丁</b>\n  戊<br>己</p><ul><li>庚<li>辛</ul><dl><dt>壬<dd>癸</dl>")
    assert document.lines == ("甲", "乙", "丙丁 戊", "己", "庚", "辛", "壬", "癸")
    assert document.media_type == "text/html"
    assert not document.rows


def test_what_is_not_shown_is_not_read() -> None:
    document = page(
        "<script>var x='无';</script><style>p{}</style><p>甲</p><p hidden>乙</p><p style='DISPLAY : none'>丙</p>"
        "<select><option>丁</select><!-- 戊 --><p>規<ruby>章<rp>(</rp><rt>zhāng</rt><rp>)</rp></ruby></p>"
    )
    assert document.lines == ("甲", "規章")


def test_a_title_that_never_ends_swallows_nothing() -> None:
    found = read("u", "<title>某县目录_某站\n\n某县目录\n类别".encode())[0]
    assert isinstance(found, Document)
    assert found.lines == ("某县目录_某站", "某县目录", "类别")


def test_tags_of_breaks_alone_make_no_page_of_a_text_with_lines() -> None:
    found = read("x", "| 总<br>计 | 3<br> |\n| 自然人<br> | 2<br> |\n".encode())[0]
    assert isinstance(found, Document)
    assert (found.media_type, found.lines) == ("text/plain", ("| 总<br>计 | 3<br> |", "| 自然人<br> | 2<br> |"))
    found = read("x", "总计<br>3<br/>自然人<BR>2<br><br>完<br>\n".encode())[0]
    assert isinstance(found, Document)
    assert found.lines == ("总计", "3", "自然人", "2", "完")
    found = read("x", "# 甲\n乙\n<table><tr><td>总<br>计</table>\n".encode())[0]
    assert isinstance(found, Document)
    assert found.lines == ("# 甲", "乙", "总 计")


def test_spans_are_counted_and_not_repeated() -> None:
    document = page(
        "<table><tr><td rowspan=3>申请人</td><td colspan=3>情况</td></tr>"
        "<tr><td rowspan=2>自然人</td><td colspan=2>法人</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
    )
    assert cells(document, 1) == [("申请人", 0, 1, 3), ("情况", 1, 3, 1)]
    assert cells(document, 2) == [("自然人", 1, 1, 2), ("法人", 2, 2, 1)]
    assert cells(document, 3) == [("甲", 2, 1, 1), ("乙", 3, 1, 1)]
    assert document.lines[2] == "甲\t乙"
    assert document.tables == {1: (1, 1), 2: (1, 2), 3: (1, 3)}


@pytest.mark.parametrize(("rowspan", "height"), [("9", 2), ("0", 2), ("x", 1), ("", 1), ("2.5", 2)])
def test_odd_row_spans_are_read_as_browsers_do(rowspan: str, height: int) -> None:
    document = page(f"<table><tr><td rowspan='{rowspan}'>甲<td>乙<tr><td>丙</table>")
    assert document.rows[1][0].height == height


def test_a_row_span_ends_with_its_section() -> None:
    document = page("<table><thead><tr><td rowspan=5>甲<td>乙</thead><tbody><tr><td>丙<td>丁</tbody></table>")
    assert cells(document, 2) == [("丙", 0, 1, 1), ("丁", 1, 1, 1)]


def test_blank_cells_stay_and_breaks_stay_within_cells() -> None:
    document = page("<table><tr><td>总<br>计</td><td></td><td>&nbsp;</td><td><p>1</p><p>2</p></td></tr></table>")
    assert [cell.text for cell in document.rows[1]] == ["总\n计", "", "", "1\n2"]
    assert document.lines == ("总 计\t\t\t1 2",)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<span title="a>b" lang=\'"\'>甲</span>', "甲"),
        ("甲<!-- <td>9</td> -->乙", "甲乙"),
        ("<script>'</style><td>9</td>'</script>甲<style>td > p {}</style>", "甲"),
        ("&amp;nbsp;&lt;td&gt;", "&nbsp;<td>"),
        ("<b>1</b><i>,2</i><p><o:p></o:p></p>", "1,2"),
        ("甲<select><option>9</select><svg><svg><td>9</svg>乙</svg>丙", "甲丙"),
        ('<input value="5&quot;&amp;lt;">', '5"&lt;'),
        ("<pre>\n1  2</pre>", "1  2"),
        ("<a><img src=x></a><h3>甲</h3>乙", "甲\n乙"),
    ],
)
def test_what_a_cell_holds_is_told_from_its_markup(markup: str, text: str) -> None:
    document = page(f"<table><tr><td>{markup}</td><td>末</td></tr></table>")
    assert [cell.text for cell in document.rows[1]] == [text, "末"]
    assert document.images == 0


def test_unclosed_cells_and_rows() -> None:
    document = page("<table><tr><td>甲<td>乙<tr><th>丙<th>丁</table>")
    assert document.lines == ("甲\t乙", "丙\t丁")


def test_layout_tables_flatten_and_inner_tables_stand_alone() -> None:
    document = page(
        "<table><tr><td>栏目<td><p>正文</p><table><tr><td>1<td>2</table><p>后文</p><table><tr><td>3</table></table>"
    )
    assert document.lines == ("栏目", "正文", "1\t2", "后文", "3")
    assert document.tables == {3: (1, 1), 5: (2, 1)}


def test_a_number_in_a_frame_of_its_own_is_a_cell() -> None:
    framed = "<td><table><tr><td>{}</td></tr></table></td>"
    document = page(f"<table><tr><td>规章</td>{framed.format(3)}{framed.format('')}</tr></table>")
    assert document.rows == {1: (Cell("规章", 0), Cell("3", 1), Cell("", 2))}
    assert document.tables == {1: (1, 1)}
    two = "<td><table><tr><td>3</td><td>4</td></tr></table></td>"
    assert page(f"<table><tr><td>规章</td>{two}</tr></table>").lines == ("规章", "3\t4")


def test_a_cell_that_holds_a_page_flattens() -> None:
    paragraphs = "".join(f"<p>{number}{'文字' * 40}</p>" for number in range(10))
    document = page(f"<table><tr><td>{paragraphs}</td></tr></table>")
    assert len(document.lines) == 10
    assert not document.rows


def test_preformatted_text_keeps_its_columns() -> None:
    assert page("<pre>甲    乙\n  1    2</pre>").lines == ("甲    乙", "  1    2")


def test_a_table_in_preformatted_text_keeps_what_its_cells_hold() -> None:
    document = page("<pre>甲\n<table><tr><td>乙  1</td><th>丙\n2</th></tr></table>丁</pre>")
    assert document.lines == ("甲", "乙  1\t丙 2", "丁")
    assert cells(document, 2) == [("乙  1", 0, 1, 1), ("丙\n2", 1, 1, 1)]


def test_a_text_with_tables_set_in_it_keeps_its_lines() -> None:
    found = read("x", "# 标题\n\n总计  3\n<table><tr><td>总\n计</td><td>3</td></tr></table>\n末行".encode())[0]
    assert isinstance(found, Document)
    assert found.lines == ("# 标题", "总计  3", "总 计\t3", "末行")
    assert cells(found, 3) == [("总 计", 0, 1, 1), ("3", 1, 1, 1)]


def test_metadata_of_the_page_and_of_its_source() -> None:
    head = (
        "<title> 网页 </title><meta name='ArticleTitle' content='某县年度报告'>"
        "<meta name=PubDate content='2022年1月5日'>"
        "<meta name=SiteName content='某县人民政府'><meta name=ContentSource content=办公室>"
        "<meta name=Url content='/a'>"
    )
    assert page("甲", head).metadata == {
        "title": "某县年度报告",
        "published": "2022-01-05",
        "site": "某县人民政府",
        "author": "办公室",
        "url": "/a",
    }
    assert page("甲", "<title> 网\n页 </title><meta name=PubDate content=无>").metadata == {"title": "网 页"}
    raw = b"<html><title>x</title><p>y"
    found = read("u", raw, {"title": "z", "province": "p"})[0]
    assert isinstance(found, Document)
    assert found.metadata == {"title": "z", "province": "p"}


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_two_bytes_a_character(codec: str) -> None:
    raw = "<!doctype html><html><meta charset=utf-16><p>总体情况<table><tr><td>总计<td>3</table>".encode(codec)
    found = read("x", raw)[0]
    assert isinstance(found, Document)
    assert (found.media_type, found.lines) == ("text/html", ("总体情况", "总计\t3"))


def test_declared_gbk() -> None:
    raw = "<html><meta charset=gb2312><p>鄜</p></html>".encode("gbk")
    found = read("x", raw)[0]
    assert isinstance(found, Document)
    assert (found.lines, found.encoding) == (("鄜",), "gb18030")


def test_images_that_could_hold_a_table_are_counted() -> None:
    assert page("<img src=1><img src=2 width=20><a><img src=3></a><img width=600 height=400><p>甲").images == 2
    found = read("x", b"<html><body><p><img src=1></p></body></html>")[0]
    assert isinstance(found, Rejected)
    assert found.reason == "image_only"


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "b"])
def test_deep_nesting_costs_at_most_its_limit(tag: str) -> None:
    found = read("x", (f"<html><{tag}>" * 30_000).encode())[0]
    assert isinstance(found, Rejected)
    assert found.reason == "too_large"


def test_attributes_without_end_cost_nothing() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(50_000))
    found = read("x", f"<html><p>甲<td {attributes}>乙".encode())[0]
    assert isinstance(found, Rejected)
    assert found.reason == "too_large"
    assert page(f"<img src='data:{'A' * 50_000}'><p>甲").lines == ("甲",)


def test_tables_nested_deeper_than_allowed() -> None:
    found = read("x", ("<table><tr><td>" * 80 + "1").encode())[0]
    assert isinstance(found, Rejected)
    assert found.reason == "too_large"


@pytest.mark.parametrize(
    "table",
    ["<tr>" + "<td>1" * 60, "<tr><td colspan=1000>1" * 1000, "<tr><td>1" * 60],
)
def test_tables_and_lines_cost_at_most_their_limit(table: str) -> None:
    found = read("x", f"<html><table>{table}</table>".encode(), limits=Limits(max_table_cells=50, max_lines=50))[0]
    assert isinstance(found, Rejected)
    assert found.reason == "too_large"


def _random_layout(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """A grid filled without gaps by rectangles: (row, column, width, height)."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 7))
    owner: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in owner:
                continue
            width = 1
            widest = draw(st.integers(1, 3))
            while width < widest and column + width < columns and (row, column + width) not in owner:
                width += 1
            height = draw(st.integers(1, min(3, rows - row)))
            for r in range(row, row + height):
                for c in range(column, column + width):
                    owner[r, c] = len(found)
            found.append((row, column, width, height))
    return rows, columns, found


layouts = st.composite(_random_layout)()


@given(layouts)
@settings(max_examples=150, deadline=None)
def test_any_layout_is_read_back(layout: tuple[int, int, list[tuple[int, int, int, int]]]) -> None:
    rows, _, placed = layout
    html = "<table>"
    for row in range(rows):
        begun = [cell for cell in placed if cell[0] == row]
        html += "<tr>" + "".join(f"<td colspan={w} rowspan={h}>{r},{c}</td>" for r, c, w, h in begun) + "</tr>"
    document = page(html + "</table>")
    read_back = [(document.tables[line][1] - 1, cell) for line in document.rows for cell in document.rows[line]]
    assert read_back == [(r, Cell(f"{r},{c}", c, w, h)) for r, c, w, h in placed]
