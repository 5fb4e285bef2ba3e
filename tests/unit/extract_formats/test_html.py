"""Web pages: reading order, hidden text, metadata, and the grid of tables whatever their spans."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Cell, Document, Rejected
from extract.limits import Limits
from extract.reader import read


def page(body: str, head: str = "") -> Document:
    found = read("page", f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())
    assert len(found) == 1
    assert isinstance(found[0], Document), found
    return found[0]


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


def test_hidden_text_is_read_where_the_only_table_is_in_it() -> None:
    document = page("<p>甲</p><div style='display:none'><table><tr><td>1<td>2</table></div>")
    assert document.lines == ("甲", "1\t2")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<del>65</del>73", "73"),
        ("<S>65</S> 73", "73"),
        ("<strike>6<b>5</b></strike>73", "73"),
        ('<span style="Text-Decoration: Line-through">65<s>1</s></span>73', "73"),
        ('<span class="a old">65</span>73', "73"),
        ('<span class="oldest">65</span>73', "6573"),
        ("<del>65</del><ins>73</ins>", "73"),
        ("<del>65</del>", ""),
        ('65<span style="visibility: hidden">73</span>', "65"),
        ('65<span style="font-size:0px">73</span>', "65"),
        ('65<span style="font-size:0.8em">73</span>', "6573"),
        ('<div style="font-size:0"><span style="font-size:12px">73</span></div>', "73"),
        ("73<sup>1</sup>", "73¹"),
        ("73<sup><a href='#n'>[1]</a></sup>", "73[1]"),
        ("73<sup><sup>(2)</sup></sup>", "73⁽²⁾"),
        ("73<sup>注1</sup>", "73[注1]"),
        ("73<sub>1</sub>", "73₁"),
        ("73<sup>*</sup>", "73*"),
        ('73<span style="vertical-align:super">1</span>', "73¹"),
        ('73<span class="note" style="color:red">1</span>', "73¹"),
        ('<span style="vertical-align:middle">73</span>', "73"),
        ("73<sup>含下放的事项</sup>", "73含下放的事项"),
    ],
)
def test_struck_text_is_not_said_and_a_raised_figure_is_no_digit(markup: str, text: str) -> None:
    head = "<style>.note, .n2 {vertical-align: super} td .old{text-decoration:line-through}</style>"
    document = page(f"<table><tr><td>{markup}</td><td>末</td></tr></table>", head)
    assert [cell.text for cell in document.rows[1]] == [text, "末"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<span class="hide">9</span>57', "57"),
        ('<b class="x unseen">9</b>57', "57"),
        ('<span id="off">9</span>57', "57"),
        ('<span class="hide show">9</span>57', "957"),
        ('<span class="hide" style="display:inline">9</span>57', "957"),
        ('<span class="print">9</span>57', "957"),
        ('<span class="gone">9</span>57', "957"),
        ('<span class="hover">9</span>57', "957"),
        ('<span class="frame"><b>9</b></span>57', "957"),
        ('<span style="opacity:0">9</span>57', "57"),
        ('<span style="opacity: .5">9</span>57', "957"),
        ('<span style="position:absolute;left:-9999px">9</span>57', "57"),
        ('<span style="text-indent: -999em">9</span>57', "57"),
        ('<span style="margin:0 -9px">9</span>57', "957"),
        ('<span style="color:#fff">9</span>57', "57"),
        ('<font color="#FFFFFF">9</font>57', "57"),
        ('<span style="color: White"><b>9</b></span>57', "957"),
        ('<span style="color:rgb(255, 255, 255)">9</span>57', "57"),
        ('<span class="white">9</span>57', "57"),
        ('<span class="button">9</span>57', "957"),
        ('<span style="background-color:#fff;color:#333">9</span>57', "957"),
        ('<span style="color:#fff;background:red">9</span>57', "957"),
        ('<div style="background:#036"><span style="color:#fff">9</span>57</div>', "957"),
        ('<div style="background:white"><span style="color:#fff">9</span>57</div>', "57"),
        ('<div style="color:white">5<span style="color:#fff">9</span>7</div>', "597"),
        ('<span style="color:#fff">957</span>', "957"),
        ('57<a href="#_ftn1">1</a>', "57¹"),
        ('57<a href="#fn2"><span>12</span></a>', "57¹²"),
        ('57<a href="#_ftn1"><sup>1</sup></a>', "57¹"),
        ('<a href="#_ftn1">57</a>', "57"),
        ('5<a href="#top">7</a>', "57"),
        ('5<a href="#_ftn1">700</a>', "5700"),
    ],
)
def test_what_no_reader_sees_is_not_said(markup: str, text: str) -> None:
    head = """<style>@import url(a.css); /* .gone{display:none} */ @media print { .print { display: none } }
        .hide, p .hide2 {display:none} span.show{display: inline} .unseen{font-size:0} #off { text-indent:-9999px }
        .hover:hover{display:none} .frame{opacity:0} .white{color:#FFF} .button{color:#fff;background:#036}</style>"""
    document = page(f"<table><tr><td>{markup}</td><td>末</td></tr></table>", head)
    assert [cell.text for cell in document.rows[1]] == [text, "末"]


def test_white_text_in_tables_that_a_style_sheet_makes_dark_is_read() -> None:
    row = '<table><tr><td><span style="color:#fff">1</span>2</td><td>末</td></tr></table>'
    assert page(row, "<style>table{background:#246;color:#eee}</style>").rows[1][0].text == "12"
    assert page(row, "<style>.other{background:#246}</style>").rows[1][0].text == "2"


def test_what_a_script_opens_is_read_though_a_style_sheet_hides_it() -> None:
    head = "<style>.tab{display:none}</style>"
    report = "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
    assert page(f"<table><tr><td>站</table><div class=tab>{report}</div>", head).lines == ("站", "1\t2", "3\t4")
    assert page(f"{report}<div class=tab>{report}</div>{report}", head).lines == ("1\t2", "3\t4") * 2
    assert page(f"{report}<p class=tab>{'公开' * 150}<p class=tab>旧", head).lines == ("1\t2", "3\t4", "公开" * 150)


TABS = "<style>.tab{display:none} .on{display:block} .wow{visibility:hidden} td .pale{opacity:0}</style>"
FIRST = "<table><tr><td>规章<td>1<td>2<tr><td>文件<td>3<td>4</table>"
SECOND = "<table><tr><td>许可<td>5<tr><td>处罚<td>6</table>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<div class='tab on'>{FIRST}</div><div class=tab>{SECOND}</div>", "规章\t1\t2 文件\t3\t4 许可\t5 处罚\t6"),
        (f"<div class=tab>{FIRST}</div><div class='tab on'>{SECOND}</div>", "规章\t1\t2 文件\t3\t4 许可\t5 处罚\t6"),
        (FIRST + SECOND.replace("<tr>", "<tr class=wow>"), "规章\t1\t2 文件\t3\t4 许可\t5 处罚\t6"),
        (FIRST + SECOND.replace("<table>", "<table class=wow>"), "规章\t1\t2 文件\t3\t4 许可\t5 处罚\t6"),
        (
            FIRST + "<table><tr><td>许可<td>5<tr class=tab><td>处罚<td>6</table>",
            "规章\t1\t2 文件\t3\t4 许可\t5 处罚\t6",
        ),
        # A double of what is shown, whatever its year and its figures, stays hidden: a table, a row.
        (f"{FIRST}<div class=tab>{FIRST.replace('1', '7')}</div>", "规章\t1\t2 文件\t3\t4"),
        (f"<div class=tab>{FIRST.replace('1', '7')}</div>{FIRST}", "规章\t1\t2 文件\t3\t4"),
        (FIRST.replace("</table>", "<tr class=tab><td>文件<td>7<td>8</table>"), "规章\t1\t2 文件\t3\t4"),
        # Small things stay hidden in a table that is opened too.
        (f"<div class=tab>{FIRST.replace('>1', '><i class=pale>9</i>1')}</div>", "规章\t1\t2 文件\t3\t4"),
        (f"<div style='display:none'>{FIRST.replace('>1', '><i class=pale>9</i>1')}</div>", "规章\t1\t2 文件\t3\t4"),
    ],
)
def test_a_style_sheet_hides_no_table_without_a_double(body: str, lines: str) -> None:
    assert page(body, TABS).lines == tuple(lines.split(" "))


@pytest.mark.parametrize("said", ["class=pale", 'style="opacity:0"', "class=wow"])
def test_cells_keep_their_only_text_where_most_would_be_emptied(said: str) -> None:
    def veiled(table: str, most: int) -> str:
        first, *cells = table.split("<td>")
        ends = [cell.partition("<") for cell in cells]
        return first + "".join(
            f"<td>{f'<span {said}>{text}</span>' if number < most else text}{bracket}{rest}"
            for number, (text, bracket, rest) in enumerate(ends)
        )

    assert page(veiled(FIRST, 6), TABS).lines == ("规章\t1\t2", "文件\t3\t4")
    assert page(veiled(FIRST, 4), TABS).lines == ("规章\t1\t2", "文件\t3\t4")
    beside = veiled(FIRST, 5).replace(">4", "><i class=pale>9</i>4")
    assert page(beside, TABS).lines == ("规章\t1\t2", "文件\t3\t4")
    assert page(veiled(FIRST, 3), TABS).lines == ("\t\t", "文件\t3\t4")
    assert page(FIRST + veiled(FIRST, 6), TABS).lines[:2] == ("规章\t1\t2", "文件\t3\t4")


def test_what_is_hidden_twice_counts_once() -> None:
    nine = "<b class=pale style='opacity:0'>9</b>"
    table = f"<table><tr><td>规章<td>{nine}1<td>{nine}2<td>{nine}3<td>{nine}4</table>"
    assert page(table, TABS).lines == ("规章\t1\t2\t3\t4",)


def test_a_zero_that_a_program_hides_in_each_cell_is_blank() -> None:
    zero = "<td><b class=pale>0</b>"
    assert page(f"<table><tr><td>规章{zero}{zero}{zero}<td>5</table>", TABS).lines == ("规章\t\t\t\t5",)


def test_a_cell_that_is_not_to_be_seen_keeps_its_place() -> None:
    document = page(
        "<table><tr><td>1<td style='visibility:hidden'>2<td>3<tr><td>4<td style='display:none'>5<td>6</table>"
    )
    assert document.lines == ("1\t\t3", "4\t6")


def test_a_raised_block_stays_a_block() -> None:
    assert page("<sup><table><tr><td>1<td>2</table></sup>").lines == ("1\t2",)


def test_hidden_within_hidden() -> None:
    assert page("<p hidden>甲<span style='display:none'>乙<i hidden>丙</i></span></p><p>丁").lines == ("丁",)


@pytest.mark.parametrize("said", ["hidden", 'style="display:none"', 'style="text-decoration:line-through"'])
def test_a_page_that_is_hidden_whole_is_shown_by_a_script(said: str) -> None:
    (document,) = read("u", f"<html {said}><body><p>甲</p><p hidden>乙</p></body></html>".encode())
    assert isinstance(document, Document)
    assert document.lines == ("甲",)


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
