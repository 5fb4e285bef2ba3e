"""Word documents, built with python-docx or from XML where it has no call for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Cell, Document, Rejected
from extract.limits import Limits
from extract.numbering import spell
from extract.reader import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def package(body: str, **parts: str) -> bytes:
    """A bare document; further parts by name, without folder and ending."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{content}</w:{name}>")
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def only(raw: bytes) -> Document:
    found = read("x.docx", raw)
    assert len(found) == 1
    assert isinstance(found[0], Document), found
    return found[0]


def saved(build: Callable[[docx.document.Document], None]) -> Document:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return only(out.getvalue())


def test_paragraphs_and_tables_in_document_order() -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("一、总体情况")
        table = document.add_table(2, 2)
        table.cell(0, 0).text = "总\n计"
        table.cell(1, 1).text = "3"
        document.add_paragraph("")
        document.add_paragraph("二、其他")

    document = saved(build)
    assert document.lines == ("一、总体情况", "总 计\t", "\t3", "二、其他")
    assert document.rows[2] == (Cell("总\n计", 0), Cell("", 1))
    assert document.tables == {2: (1, 1), 3: (1, 2)}


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_any_merge_is_read_back(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(2, 5)), data.draw(st.integers(2, 5))
    top, left = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    bottom, right = data.draw(st.integers(top, rows - 1)), data.draw(st.integers(left, columns - 1))

    def build(document: docx.document.Document) -> None:
        table = document.add_table(rows, columns)
        table.cell(top, left).merge(table.cell(bottom, right))
        for row in range(rows):
            for column in range(columns):
                if not (top <= row <= bottom and left <= column <= right):
                    table.cell(row, column).text = f"{row},{column}"
        table.cell(top, left).text = "并"

    document = saved(build)
    expected = {
        (row, Cell(f"{row},{column}", column))
        for row in range(rows)
        for column in range(columns)
        if not (top <= row <= bottom and left <= column <= right)
    } | {(top, Cell("并", left, right - left + 1, bottom - top + 1))}
    found = {(document.tables[line][1] - 1, cell) for line in document.rows for cell in document.rows[line]}
    assert found == expected


def test_revisions_fields_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>丙</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>丁</w:t></w:r><w:hyperlink><w:r><w:t>戊</w:t><w:tab/><w:t>己</w:t>"
        "<w:br/><w:t>庚</w:t></w:r></w:hyperlink></w:p><w:sdt><w:sdtContent>"
        + paragraph("辛")
        + "</w:sdtContent></w:sdt>"
    )
    assert only(package(body)).lines == ("甲丙戊\t己", "庚", "辛")


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


WHITE, DARK = '<w:color w:val="ffffff"/>', '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
RED = '<w:color w:val="FF0000"/>'
PAPER = '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f"<w:p>{run('9', WHITE)}{run('57')}</w:p>", "57"),
        (f"<w:tcPr>{PAPER}</w:tcPr><w:p><w:hyperlink>{run('9', WHITE)}</w:hyperlink>{run('57')}</w:p>", "57"),
        (f"<w:tcPr>{DARK}</w:tcPr><w:p>{run('本年', WHITE)}{run('制发')}</w:p>", "本年制发"),
        (f"<w:p><w:pPr>{DARK}</w:pPr>{run('本年', WHITE)}{run('制发')}</w:p>", "本年制发"),
        (f"<w:p>{run('本年', WHITE + DARK)}{run('制发')}</w:p>", "本年制发"),
        (f"<w:p>{run('本年', WHITE)}{run(' ')}</w:p>", "本年"),
        (f"<w:p>{run('9', RED)}{run('57')}</w:p>", "957"),
    ],
)
def test_white_text_beside_dark_text_is_not_seen(cell: str, text: str) -> None:
    document = only(package(f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc>{paragraph('末')}</w:tc></w:tr></w:tbl>"))
    assert [cell.text for cell in document.rows[1]] == [text, "末"]


def test_white_text_in_a_box_is_on_its_ground() -> None:
    box = f"<w:p>{run('年度', WHITE)}{run('报告')}</w:p>"
    pict = f"<w:pict><w:txbxContent>{box}</w:txbxContent></w:pict>"
    assert only(package(f"<w:p><w:r>{pict}</w:r>{run('9', WHITE)}{run('甲')}</w:p>")).lines == ("甲", "年度报告")


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("65", "<w:strike/>") + run("73"), "73"),
        (run("65", '<w:b/><w:dstrike w:val="true"/>') + run("73"), "73"),
        (run("7", '<w:strike w:val="0"/>') + run("3", '<w:vanish w:val="false"/>'), "73"),
        ("<w:moveFrom>" + run("65") + "</w:moveFrom><w:moveTo>" + run("73") + "</w:moveTo>", "73"),
        (run("65", "<w:strike/>"), ""),
        (run("73") + run("1", '<w:vertAlign w:val="superscript"/>'), "73¹"),
        (run("73") + run("[注1]", '<w:vertAlign w:val="superscript"/>'), "73[注1]"),
        (run("73") + run("2", '<w:vertAlign w:val="subscript"/>'), "73₂"),
        (run("73", '<w:vertAlign w:val="baseline"/>'), "73"),
        (
            run("73") + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>',
            "73",
        ),
    ],
)
def test_struck_text_is_not_said_and_a_raised_figure_is_no_digit(runs: str, text: str) -> None:
    cells = f"<w:tc><w:p>{runs}</w:p></w:tc><w:tc>{paragraph('末')}</w:tc>"
    document = only(package(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert [cell.text for cell in document.rows[1]] == [text, "末"]


def test_hidden_and_deleted_rows_are_not_read() -> None:
    rows = (
        f"<w:tr><w:trPr>{mark}</w:trPr><w:tc>{paragraph(text)}</w:tc></w:tr>"
        for mark, text in (("", "甲"), ("<w:hidden/>", "乙"), ("<w:del/>", "丙"))
    )
    assert only(package(f"<w:tbl>{''.join(rows)}</w:tbl>")).lines == ("甲",)


def test_text_boxes_are_read_once_and_ruby_without_pinyin() -> None:
    box = "<w:txbxContent>" + paragraph("框") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent><w:t>文</w:t></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>zhāng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>章</w:t></w:r></w:rubyBase></w:ruby>"
        "</w:r></w:p>"
    )
    assert only(package(body)).lines == ("文章", "框")


def test_automatic_numbers_are_printed_before_words_and_never_before_figures() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%2."/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    first = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    second = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'
    body = (
        paragraph("总体", first)
        + paragraph("属于国家秘密", second)
        + paragraph("0", second)
        + paragraph("问题", '<w:pStyle w:val="b"/>')
        + paragraph("其他", second)
    )
    lines = only(package(body, numbering=numbering, styles=styles)).lines
    assert lines == ("一、总体", "1.属于国家秘密", "0", "二、问题", "1.其他")


@pytest.mark.parametrize(
    ("number", "number_format", "printed"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "japaneseCounting", "二十"),
        (34, "chineseCountingThousand", "三十四"),
        (3, "decimalEnclosedCircle", "③"),
        (12, "decimalFullWidth", "１２"),
        (2, "lowerLetter", "b"),
        (5, "decimal", "5"),
        (5, "unheardOf", "5"),
    ],
)
def test_number_formats(number: int, number_format: str, printed: str) -> None:
    assert spell(number, number_format) == printed


def test_rows_that_begin_late_and_merges_from_the_left() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    body = (
        "<w:tbl><w:tr>" + cell("甲", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') + cell("乙") + "</w:tr>"
        "<w:tr>" + cell("", '<w:gridSpan w:val="2"/><w:vMerge/>') + cell("丙") + "</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("丁") + cell("戊") + "</w:tr>"
        "<w:tr>" + cell("己", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("庚") + "</w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + "</w:tr></w:tbl>"
    )
    document = only(package(body))
    assert [list(document.rows[line]) for line in sorted(document.rows)] == [
        [Cell("甲", 0, 2, 2), Cell("乙", 2)],
        [Cell("丙", 2)],
        [Cell("丁", 1), Cell("戊", 2)],
        [Cell("己", 0, 2), Cell("庚", 2)],
    ]


def test_broken_and_inflated_documents_are_rejected() -> None:
    raw = package(paragraph("甲"))
    broken = read("x", raw[: len(raw) // 2])[0]
    assert isinstance(broken, Rejected)
    assert broken.reason == "unreadable"
    bomb = read("x", package(paragraph("0" * 2_000_000)), limits=Limits(max_inflated=1_000_000))[0]
    assert isinstance(bomb, Rejected)
    assert bomb.reason == "too_large"
    truncated = read("x", package("<w:p>"))[0]
    assert isinstance(truncated, Rejected)
    assert truncated.reason == "unreadable"
    empty = read("x", package("<w:p/>"))[0]
    assert isinstance(empty, Rejected)
    assert empty.reason == "empty"
