"""What a page shows: text that no reader sees is not said, and what a script opens is."""

from __future__ import annotations

import pytest

from extract.document import Document
from extract.reader import read
from tests.unit.extract_formats.pages import page


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
SHORT = "<table><tr><td>许可<td>5</table>"
NAMES = "甲乙丙丁戊己庚辛壬癸子丑"
LONG = f"<table>{''.join(f'<tr><td>{name}项<td>1' for name in NAMES)}</table>"
LONG_LINES = " ".join(f"{name}项\t1" for name in NAMES)


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
        (
            f"{FIRST}<div class=tab><div class=tab>{SECOND}</div></div>",
            "规章\t1\t2 文件\t3\t4 许可\t5 处罚\t6",
        ),
        # A table in the layout is one of its own, whatever stands beside it.
        (f"<table><tr><td>{LONG}<td><div class=tab>{SHORT}</div></table>", f"{LONG_LINES} 许可\t5"),
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
