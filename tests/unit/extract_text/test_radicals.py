"""Radicals that a PDF's text has for characters."""

from __future__ import annotations

import unicodedata

from extract.document import Document
from extract.reader import read
from extract.reference import read_csv


def _read(text: str, **metadata: str) -> Document:
    (document,) = read("report.txt", text.encode(), metadata)
    assert isinstance(document, Document)
    return document


def test_radicals_are_read_as_characters() -> None:
    document = _read("⾦堂县⼈⺠政府2022年政府信息公开⼯作年度报告\n⻋辆\n", title="⼈⺠政府")
    assert document.lines == ("金堂县人民政府2022年政府信息公开工作年度报告", "车辆")
    assert document.metadata["title"] == "人民政府"


def test_rows_of_tables_are_too() -> None:
    table = "<table><tr><td>⾃然⼈</td><td>0</td></tr></table>"
    page = f"<html><meta charset=utf-8><body><p>⼀、总体情况</p>{table}</body></html>"
    (document,) = read("report.html", page.encode())
    assert isinstance(document, Document)
    assert [[cell.text for cell in cells] for cells in document.rows.values()] == [["自然人", "0"]]


def test_a_text_without_any_stays_as_it_is() -> None:
    assert _read("⿰ 人民政府\n").lines == ("⿰ 人民政府",)  # how a character is composed is no radical


def test_the_table_gives_one_character_for_each_radical() -> None:
    rows = read_csv("radicals.csv")
    assert len({row["radical"] for row in rows}) == len(rows)
    for row in rows:
        assert unicodedata.name(row["radical"]).startswith("CJK RADICAL")
        assert unicodedata.name(row["character"]).startswith("CJK UNIFIED IDEOGRAPH")
