"""Rows that are taken out before a page is parsed: what is read is what the parser would have made of them."""

from __future__ import annotations

import pytest

from extract.document import Document
from extract.formats import html
from extract.plain_rows import cut
from extract.reader import read

ROW = "<tr><td>规章</td><td>3</td></tr>"
OTHER = "<tr><td>行政处罚</td><td>17</td></tr>"


def _read(body: str) -> Document:
    (found,) = read("page.html", f"<html><body>{body}</body></html>".encode())
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(
    "rows",
    [
        ROW,
        "<tr class=a>\n<th colspan=2 COLSPAN='3'>规<br/>章</th>\r\n<td>0</td>\n</tr>",
        '<tr><td rowspan="2">a &amp; b</td><td><p class=x><b>3</b><span\nlang=EN-US>1</span></p></td></tr>'
        + ROW
        + OTHER,
        "<tr><td rowspan=0>0</td><td COLSPAN=2>&nbsp;</td></tr>" + ROW + "<!-- --> " + OTHER,
        "<tr><td rowspan=3>0</td><td>1</td><td rowspan=2>2</td></tr>" + ROW + ROW + "</tbody><tbody>" + OTHER,
        "<tr><td><b><b><b><b>1</b></b></b></b></td><td><font><div><h2>1</h2></div></font></td></tr>",
    ],
)
def test_rows_of_plain_cells_are_taken_out_and_read_as_they_are_parsed(
    rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"<p>前</p><table><tr><td>标签</td><td><ul><li>不</li></ul></td></tr>{rows}</table><p>后</p>"
    assert cut(page)[1]
    quick = _read(page)
    monkeypatch.setattr(html, "cut", lambda markup: (markup, []))
    assert quick == _read(page)


@pytest.mark.parametrize(
    "around",
    [
        "<!-- {} -->",
        "<script>document.write('{}')</script>",
        "<style>{}</style>",
        '<p title="{}">',
        "<p title='{}'>",
        "<select>{}</select>",
        "<svg>{}</svg>",
        "<textarea>{}</textarea>",
        "<iframe>{}</iframe>",
        "<div>{}</div>",
        "<pre><table>{}</table></pre>",
    ],
)
def test_rows_that_are_no_rows_of_a_table_are_read_as_they_are_parsed(
    around: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"<table>{ROW}</table>{around.format(OTHER)}<table>{ROW}</table>"
    quick = _read(page)
    monkeypatch.setattr(html, "cut", lambda markup: (markup, []))
    assert quick == _read(page)


@pytest.mark.parametrize(
    "cell",
    [
        "<td>1<td>2</td>",
        "<td>1</th>",
        "<td><p>1<div>2</div></p></td>",
        "<td><b><i>1</b></i></td>",
        "<td><a>1<a>2</a></a></td>",
        "<td><span>1</td>",
        "<td>1</span></td>",
        "<td>1<sup>2</sup></td>",
        "<td>&copy;1</td>",
        "<td>1<table></table></td>",
        "<td/>1</td>",
        '<td style="display:none">1</td>',
        '<td><span style="font-size:0">1</span></td>',
        '<td>1<a href="#_ftn1">1</a></td>',
        '<td colspan="&#50;">1</td>',
        "",
    ],
)
def test_a_row_with_anything_else_in_it_stays(cell: str) -> None:
    page = f"<table><tr>{cell}</tr></table>"
    assert cut(page) == (page, [])


@pytest.mark.parametrize("mark", ["\x010", "&#1;0", "&#x01;0", "&#X1;0"])
def test_a_page_that_writes_the_mark_itself_is_not_cut(mark: str) -> None:
    page = f"<script>{OTHER}</script><table><tr><td>{mark}</td></tr>{ROW}</table>"
    assert cut(page) == (page, [])
    assert [[cell.text for cell in cells] for cells in _read(page).rows.values()] == [["\x010"], ["规章", "3"]]


def test_a_page_that_hides_elsewhere_is_read_as_it_is_shown() -> None:
    found = _read(f'<div style="display:none"><p>9</p></div><table hidden>{OTHER}</table><table>{ROW}</table>')
    assert [[cell.text for cell in cells] for cells in found.rows.values()] == [["规章", "3"]]


@pytest.mark.parametrize(
    ("beside", "text"),
    [
        ("73<sup>1</sup>", "73¹"),
        ("7<s>3</s>", "7"),
        ('7<span style="text-decoration:line-through">3</span>', "7"),
        ('73<span style="vertical-align:super">1</span>', "73¹"),
        ('73<a href="#_ftn1">1</a>', "73¹"),
    ],
)
def test_a_page_that_strikes_or_sets_small_elsewhere_is_read_as_it_is_shown(beside: str, text: str) -> None:
    assert _read(f"<p>{beside}</p><table>{ROW}</table>").lines == (text, "规章\t3")


@pytest.mark.parametrize("white", ["\n", "\t", "\r\n", "\f", "  ", " \n "])
def test_white_space_of_the_source_is_one_space(white: str) -> None:
    assert _read(f"<p>{white}甲{white}乙{white}</p><table>{ROW.replace('规章', f'规{white}章')}</table>").lines == (
        "甲 乙",
        "规 章\t3",
    )


def test_a_cell_that_holds_a_page_is_left_to_the_layout() -> None:
    lines = "<br>".join(f"{number}、" + "本机关主动公开政府信息。" * 5 for number in range(12))
    found = _read(f"<table><tr><td>导航</td><td>{lines}</td></tr></table>")
    assert not found.rows
    assert len(found.lines) == 13


def test_a_cell_laid_over_one_from_above_leaves_the_rows_below_it() -> None:
    above = "<tr><td>a</td><td rowspan=10>b</td></tr><tr><td colspan=2 rowspan=2>c</td></tr>"
    read_ = _read(f"<table>{above}{'<tr><td>规章</td><td>0</td></tr>' * 5}</table>")
    assert [[cell.text for cell in row] for row in read_.rows.values()][-5:] == [["规章", "0"]] * 5
