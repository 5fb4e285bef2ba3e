"""The one door: formats told by content, containers, limits, and a reason for everything that cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import formats, reader
from extract.document import Cell, Document, Rejected
from extract.format import Format, Source
from extract.limits import Limits
from extract.reader import read, read_file

DOCS = Path(__file__).resolve().parents[3] / "docs" / "formats.md"
REASONS = {"unreadable", "encrypted", "too_large", "image_only", "empty", "timed_out"}


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_plain_text_keeps_its_lines_and_pages() -> None:
    raw = "一、总体情况\n\n\x0c总计\t3\r\n".encode()
    found = read("a.txt", raw, {"site": "s"})
    assert found == [
        Document(
            uri="a.txt",
            sha256=sha256(raw).hexdigest(),
            media_type="text/plain",
            encoding="utf-8",
            lines=("一、总体情况", "", "\x0c总计\t3"),
            pages={1: 1, 3: 2},
            metadata={"site": "s"},
        )
    ]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n\t \r\n", "empty"),
        (b"<html><body></body></html>", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image_only"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image_only"),
        (b"Rar!\x1a\x07\0", "unreadable"),
        (bytes(range(256)) * 8, "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unreadable"),
        (b"PK\x03\x04 broken", "unreadable"),
        (zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "unreadable"),
        (zipped({".hidden": b"x"}), "empty"),
    ],
)
def test_what_gives_no_text_is_rejected_with_its_reason(raw: bytes, reason: str) -> None:
    (found,) = read("x", raw)
    assert isinstance(found, Rejected)
    assert found.reason == reason
    assert len(found.detail) > 20, "a person must be told what to do"


def test_size_and_lines_are_limited(tmp_path: Path) -> None:
    (large,) = read("x", b"1" * 101, limits=Limits(max_bytes=100))
    assert isinstance(large, Rejected) and large.reason == "too_large"
    (long,) = read("x", b"1\n" * 101, limits=Limits(max_lines=100))
    assert isinstance(long, Rejected) and long.reason == "too_large"
    (mac,) = read("x", b"1\r" * 101, limits=Limits(max_lines=100))
    assert isinstance(mac, Rejected) and mac.reason == "too_large"
    path = tmp_path / "large.txt"
    path.write_bytes(b"1" * 101)
    (unopened,) = read_file(path, limits=Limits(max_bytes=100))
    assert isinstance(unopened, Rejected)
    assert (unopened.reason, unopened.sha256) == ("too_large", "")


def test_a_text_with_cells_without_end_is_refused() -> None:
    small = Limits(max_table_cells=100)
    for mark in ("\t", "|", "3 ", "\u3000"):
        (found,) = read("x", ("规章" + mark * 2_000).encode(), limits=small)
        assert isinstance(found, Rejected), mark
        assert found.reason == "too_large"
    assert isinstance(read("x", ("政府信息公开" * 2_000).encode(), limits=small)[0], Document)


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    (found,) = read_file(tmp_path / "none.txt")
    assert isinstance(found, Rejected) and found.reason == "unreadable"


def test_an_archive_gives_each_of_its_files() -> None:
    inner = zipped({"c.txt": "丙".encode()})
    name = "报告/甲.txt"
    raw = zipped({name: "甲".encode("gbk") * 3, "b.html": "<p>乙</p>".encode(), "d.zip": inner, "__MACOSX/x": b"x"})
    found = read("a.zip", raw, {"site": "s"})
    assert [document.uri for document in found] == [f"a.zip#{name}", "a.zip#b.html", "a.zip#d.zip#c.txt"]
    assert all(isinstance(document, Document) and document.metadata == {"site": "s"} for document in found)
    assert found[2].sha256 == sha256("丙".encode()).hexdigest()


def test_an_archive_is_limited() -> None:
    many = read("a.zip", zipped({f"{n}.txt": b"x" for n in range(5)}), limits=Limits(max_members=3))
    assert [type(found) for found in many] == [Document, Document, Document, Rejected]
    bomb = read("a.zip", zipped({"a": b"0" * 100_000, "b": b"x"}), limits=Limits(max_inflated=10_000))
    assert [found.reason for found in bomb if isinstance(found, Rejected)] == ["too_large"]
    nested = b"x"
    for _ in range(8):
        nested = zipped({"a.zip": nested})
    (deep,) = read("a.zip", nested)
    assert isinstance(deep, Rejected) and deep.reason == "too_large"


def test_names_in_archives_from_chinese_systems() -> None:
    raw = zipped({"AAAA.txt": b"x"}).replace(b"AAAA", "报告".encode("gbk"))
    assert read("a.zip", raw)[0].uri == "a.zip#报告.txt"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16"])
def test_a_text_with_zero_characters_is_a_text(codec: str) -> None:
    lines = ["二、主动公开政府信息情况", "\t\0规章\t\0\t2\0件\t1\0\0" + "2", "一、本年新收政府信息公开申请数量"]
    (found,) = read("x", "\n".join(lines).encode(codec))
    assert isinstance(found, Document), found
    assert found.lines == (lines[0], "\t规章\t\t2件\t1 2", lines[2])


@pytest.mark.parametrize("raw", [bytes(range(256)) * 20, b"\0\1data\0" * 50, "规章".encode() + bytes(range(256)) * 20])
def test_bytes_with_zeros_are_no_text(raw: bytes) -> None:
    (found,) = read("x", raw)
    assert isinstance(found, Rejected) and found.reason == "unreadable"


def test_a_page_saved_with_its_parts() -> None:
    page = "<html><body><p>报告</p></body></html>".encode("gbk").hex("=").upper()
    raw = (
        "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=B\r\n\r\n--B\r\n"
        "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n="
        f"{page}\r\n--B--\r\n"
    ).encode()
    (found,) = read("x.mht", raw)
    assert isinstance(found, Document)
    assert (found.lines, found.media_type) == (("报告",), "text/html")
    assert found.sha256 == sha256(raw).hexdigest()


def test_a_workbook_is_a_table_a_sheet() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range("B2:D2", "申请人情况")
        sheet.merge_range("B3:B4", "总计")
        sheet.write_row("C3", [3, -2.5])
        sheet.write_row("C4", ["", "1,200"])
        sheet.write_datetime("D6", date(2022, 1, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        book.add_worksheet("空")
        book.add_worksheet("三").write("A1", True)
    (found,) = read("x.xlsx", out.getvalue())
    assert isinstance(found, Document)
    assert found.rows == {
        1: (Cell("申请人情况", 1, 3),),
        2: (Cell("总计", 1, 1, 2), Cell("3", 2), Cell("-2.5", 3)),
        3: (Cell("", 2), Cell("1,200", 3)),
        4: (Cell("", 1), Cell("", 2), Cell("2022-01-05", 3)),
        5: (Cell("TRUE", 0),),
    }
    assert found.tables[4] == (1, 5)
    assert found.tables[5] == (2, 1)


def workbook(build: Callable[[xlsxwriter.Workbook], None]) -> Document | Rejected:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        build(book)
    (found,) = read("x.xlsx", out.getvalue())
    return found


def test_hidden_sheets_rows_and_columns_are_not_read() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("表")
        for row in range(3):
            sheet.write_row(row, 0, [f"{row}甲", f"{row}乙", f"{row}丙"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        for name, hide in (("旧", "hide"), ("更旧", "very_hidden")):
            old = book.add_worksheet(name)
            old.write("A1", name)
            getattr(old, hide)()

    found = workbook(build)
    assert isinstance(found, Document)
    assert found.rows == {
        1: (Cell("0甲", 0), Cell("", 1), Cell("0丙", 2)),
        2: (Cell("2甲", 0), Cell("", 1), Cell("2丙", 2)),
    }


def test_a_workbook_of_hidden_sheets_says_so() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("空")
        report = book.add_worksheet("年报")
        report.write("A1", "总计")
        report.hide()

    found = workbook(build)
    assert isinstance(found, Rejected) and found.reason == "empty" and "年报" in found.detail


def test_struck_cells_are_not_said_and_a_raised_figure_is_no_digit() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        struck, raised = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
        sheet = book.add_worksheet()
        sheet.write("A1", "甲")
        sheet.write("B1", 65, struck)
        sheet.write_rich_string("C1", struck, "65", "73")
        sheet.write_rich_string("D1", "73", raised, "1")
        sheet.write("E1", 73)
        sheet.write_rich_string("F1", struck, "6", struck, "5")

    found = workbook(build)
    assert isinstance(found, Document)
    assert [cell.text for cell in found.rows[1]] == ["甲", "", "73", "73¹", "73", ""]


@pytest.mark.parametrize(
    ("value", "look", "text"),
    [
        (9, {"font_color": "white"}, ""),
        (9, {"font_color": "white", "bg_color": "white"}, ""),
        (9, {"font_color": "white", "bg_color": "navy"}, "9"),
        (9, {"num_format": ";;;"}, ""),
        (0, {"num_format": "0;-0;;@"}, ""),
        (0, {"num_format": "#,###"}, ""),
        (0, {"num_format": '[=0]"";0'}, ""),
        (9, {"num_format": "0;-0;;@"}, "9"),
        (0, {"num_format": "#,##0"}, "0"),
        (0, {"num_format": '0;-0;"-"'}, "0"),
        (0, {"num_format": '0";"'}, "0"),
    ],
)
def test_what_a_cell_does_not_show_is_not_said(value: int, look: dict[str, str], text: str) -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_row("A1", ["甲", 57])
        book.worksheets()[0].write("C1", value, book.add_format(look))

    found = workbook(build)
    assert isinstance(found, Document)
    assert [cell.text for cell in found.rows[1]] == ["甲", "57", text][: 3 if text else 2]


def test_white_figures_in_a_cell_and_zeros_of_a_sheet_without_them_are_not_said() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        white, red = book.add_format({"font_color": "white"}), book.add_format({"font_color": "red"})
        sheet = book.add_worksheet()
        sheet.hide_zero()
        sheet.write_row("A1", ["甲", 0, "0", 73])
        sheet.write_rich_string("E1", white, "9", "57")
        sheet.write_rich_string("F1", red, "9", "57")

    found = workbook(build)
    assert isinstance(found, Document)
    assert [cell.text for cell in found.rows[1]] == ["甲", "", "0", "73", "57", "957"]


def test_a_workbook_with_far_cells_is_refused_before_it_is_laid_out() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", 1)
        sheet.write("XFD1048576", 1)
    (found,) = read("x.xlsx", out.getvalue())
    assert isinstance(found, Rejected) and found.reason == "too_large"


@given(
    st.binary(max_size=300), st.sampled_from(["", "%PDF-1.4\n", "PK\x03\x04", "{\\rtf1", "<html>", "MIME-Version: 1"])
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_and_none_are_lost(raw: bytes, start: str) -> None:
    found = read("x", start.encode("latin-1") + raw)
    assert found
    assert all(isinstance(item, Document) or item.reason in REASONS for item in found)


def test_a_new_format_is_one_declaration(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_note(source: Source, limits: Limits) -> Iterator[Document]:
        yield Document(source.uri, source.sha256, "text/x-note", None, (source.raw[5:].decode(),))

    note = Format("note", "text/x-note", (".note",), read_note, magic=(b"NOTE:",), rank=5)
    monkeypatch.setattr(reader, "known", lambda: (note, *formats.known()))
    (found,) = read("x", "NOTE:甲".encode())
    assert isinstance(found, Document)
    assert found.media_type == "text/x-note"


def test_every_format_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for declared in formats.known():
        assert declared.name in text, f"docs/formats.md does not tell of the {declared.name}"
        for suffix in declared.suffixes:
            assert re.search(rf"`{re.escape(suffix)}`", text), f"docs/formats.md lacks {suffix}"
