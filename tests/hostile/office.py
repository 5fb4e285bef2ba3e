"""A draft as a word-processor document or a workbook; bytes are the same for the same draft."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from random import Random
from xml.sax.saxutils import escape

import xlsxwriter  # type: ignore[import-untyped]

from tests.hostile.form import Slot, Table
from tests.hostile.quirks import misprint, scripted
from tests.hostile.report import Draft

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def _paragraphs(text: str) -> str:
    runs = "</w:t><w:br/><w:t>".join(escape(piece) for piece in text.split("\n"))
    return f'<w:p><w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def _docx_table(table: Table, say: Callable[[str], str]) -> str:
    out = ["<w:tbl><w:tblPr/><w:tblGrid>", "<w:gridCol/>" * table.columns, "</w:tblGrid>"]
    merged: dict[int, tuple[int, int]] = {}
    for row in table.rows:
        out.append("<w:tr>")
        slots: list[Slot] = list(row.slots)
        column = 0
        while slots or merged.get(column, (0, 0))[0]:
            left, span = merged.get(column, (0, 0))
            if left:
                merged[column] = (left - 1, span)
                out.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/><w:vMerge/></w:tcPr><w:p/></w:tc>')
                column += span
                continue
            slot = slots.pop(0)
            start = '<w:vMerge w:val="restart"/>' if slot.height > 1 else ""
            out.append(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{slot.width}"/>{start}</w:tcPr>{_paragraphs(say(slot.text))}</w:tc>'
            )
            if slot.height > 1:
                merged[column] = (slot.height - 1, slot.width)
            column += slot.width
        out.append("</w:tr>")
    return "".join([*out, "</w:tbl>"])


def docx(draft: Draft, rng: Random) -> bytes:
    """A document with merged cells as word processors write them."""
    say = scripted(draft.quirks, rng)
    body = []
    for block in draft.blocks:
        if block.table is not None:
            misprint(block.table, draft.quirks, rng)
            body.append(_docx_table(block.table, say))
        else:
            body.append(_paragraphs(say(block.text)))
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>'
    document += "".join(body) + "</w:body></w:document>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELS), ("word/document.xml", document)):
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 31, 0, 0, 0)), text)
    return file.getvalue()


def xlsx(draft: Draft, rng: Random) -> bytes:
    """A workbook: everything on one sheet, or a sheet for each table; figures as numbers or as text."""
    say = scripted(draft.quirks, rng)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2022, 1, 31)})
    sheet = book.add_worksheet(say("年报"))
    one_sheet, as_numbers = rng.random() < 0.5, rng.random() < 0.6
    line, number = 0, 0
    for block in draft.blocks:
        if block.table is None:
            sheet.write_string(line, 0, say(block.text))
            line += 1
            continue
        misprint(block.table, draft.quirks, rng)
        number += 1
        target, top = (sheet, line) if one_sheet else (book.add_worksheet(say(f"附表{number}")), 0)
        _xlsx_table(block.table, target, top, say, as_numbers)
        line += len(block.table.rows) + 1 if one_sheet else 0
    book.close()
    return file.getvalue()


def _xlsx_table(
    table: Table, sheet: xlsxwriter.worksheet.Worksheet, top: int, say: Callable[[str], str], as_numbers: bool
) -> None:
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(table.rows, top):
        column = 0
        for slot in row.slots:
            while (at, column) in taken:
                column += 1
            taken |= {(at + y, column + x) for y in range(slot.height) for x in range(slot.width)}
            text = say(slot.text)
            if slot.width * slot.height > 1:
                sheet.merge_range(at, column, at + slot.height - 1, column + slot.width - 1, "")
            if as_numbers and slot.key and re.fullmatch(r"-?\d+(\.\d+)?", text):
                sheet.write_number(at, column, float(text))
            elif text:
                sheet.write_string(at, column, text)
            column += slot.width
