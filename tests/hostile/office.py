"""A draft as a word-processor document, a workbook or a PDF; bytes are the same for the same draft."""

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
from tests.hostile.layouts import pdf_columns
from tests.hostile.marks import strip, width
from tests.hostile.quirks import misprint, noted, traditional
from tests.hostile.report import Draft

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
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


def _scripted(draft: Draft, rng: Random) -> Callable[[str], str]:
    def say(text: str) -> str:
        text = _ILLEGAL.sub("", text)
        if "traditional" in draft.quirks:
            text = traditional(text)
            if "pinyin_notes" in draft.quirks:
                text = noted(text, rng)
        return text

    return say


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
    say = _scripted(draft, rng)
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
    say = _scripted(draft, rng)
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


def pdf(draft: Draft, rng: Random) -> bytes:
    """A PDF with a standard Chinese font that is named, not embedded; tables as columns of text."""
    say = _scripted(draft, rng)
    lines: list[str] = []
    for block in draft.blocks:
        if block.table is not None:
            misprint(block.table, draft.quirks, rng)
            lines += [strip(line)[0] for line in pdf_columns(block.table, rng)]
        else:
            lines += [block.text[i : i + 48] for i in range(0, len(block.text), 48)]
    sheets = [lines[i : i + 48] for i in range(0, len(lines), 48)]
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects.append(
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype"
        "/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000"
        "/W[1[500] 2 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
        "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>]>>"
    )
    kids = []
    for sheet in sheets:
        stream = "".join(_pdf_line(say(line), 800 - 15.5 * i) for i, line in enumerate(sheet))
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode("ascii")
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n".encode("ascii")
    return bytes(out)


def _pdf_line(line: str, y: float) -> str:
    out = []
    for found in re.finditer(r"\S+(?: \S+)*", line):
        x = 30 + 4.6 * width(line[: found.start()])
        code = found[0].encode("utf-16-be", errors="replace").hex()
        out.append(f"BT /F1 9.2 Tf {x:.1f} {y:.1f} Td <{code}> Tj ET\n")
    return "".join(out)
