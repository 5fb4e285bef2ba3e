"""What an Excel workbook shows of its cells, for a library that does not know: hidden rows and columns, struck or white
figures and zeros shown as nothing are taken out of the file, and raised figures become marks, before it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

from lxml import etree

from extract.cell_styles import Unshown, is_on, is_white, unshown
from extract.limits import Limits
from extract.notes import set_small
from extract.package import Package, tree

# What is looked for in the bytes of a part before anything is parsed.
_LOOKS = (b"strike", b"vertAlign")
_COLOURS = (b'FFFFFF"', b'ffffff"', b'theme="0"')
_FORMATS = (b"strike", b"<numFmt ", b'indexed="', *_COLOURS)
_HIDDEN = re.compile(rb'<(?:\w+:)?(?:row|col)\b[^>]*\bhidden="(?:1|true)"')
_NO_ZEROS = re.compile(rb'\bshowZeros="(?:0|false)"')
_STRINGS, _STYLES, _SHEETS = "xl/sharedStrings", "xl/styles", "xl/worksheets/"
_HEAD = 4096  # bytes of a sheet before its rows
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]")
_ON, _OFF = ("1", "true"), ("0", "false")


def is_plain(name: str, content: bytes) -> bool:
    """Whether a part of a workbook is shown as it stands. Raises Unreadable."""
    if name.startswith(_STYLES):
        return not (any(look in content for look in _FORMATS) and unshown(tree(name, content)))
    if name.startswith(_SHEETS):
        hides = (b"hidden" in content and _HIDDEN.search(content)) or _NO_ZEROS.search(content[:_HEAD])
        return not hides and not (b"rPr>" in content and any(look in content for look in (*_LOOKS, *_COLOURS)))
    return not (name.startswith(_STRINGS) and any(look in content for look in (*_LOOKS, *_COLOURS)))


def shown(raw: bytes, limits: Limits) -> bytes:
    """The workbook without what it does not show. Raises Unreadable."""
    package = Package(raw, limits)
    names = [name for name, _ in package.members()]
    styles = next((name for name in names if name.startswith(_STYLES)), None)
    told = unshown(Package(raw, limits).xml(styles)) if styles else Unshown()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            change: Callable[[Any], None] | None = None
            if name.startswith(_STRINGS):
                change = _strings
            elif name.startswith(_SHEETS) and name.endswith(".xml"):
                change = partial(_sheet, told=told)
            if change is None:
                archive.writestr(name, package.read(name))
            else:
                root = package.xml(name)
                change(root)
                archive.writestr(name, etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    return out.getvalue()


def _strings(root: Any) -> None:
    for item in root.iter("{*}si", "{*}is"):
        runs = item.findall("{*}r")
        white = [run for run in runs if is_white(run.find("{*}rPr/{*}color"))]
        for run in runs:
            look, text = run.find("{*}rPr"), run.find("{*}t")
            if look is None or text is None:
                continue
            level = look.find("{*}vertAlign")
            if is_on(look, "strike") or (run in white and len(white) < len(runs)):
                text.text = ""
            elif level is not None and level.get("val") in ("superscript", "subscript"):
                text.text = set_small(text.text or "", below=level.get("val") == "subscript")


def _sheet(root: Any, told: Unshown) -> None:
    hidden = [
        (int(column.get("min", "1")), int(column.get("max", "1")))
        for column in root.iter("{*}col")
        if column.get("hidden") in _ON
    ]
    no_zeros = any(view.get("showZeros") in _OFF for view in root.iter("{*}sheetView"))
    for row in root.iter("{*}row"):
        unseen = row.get("hidden") in _ON
        for ordinal, cell in enumerate(row.iterchildren("{*}c"), 1):
            column = _column(cell.get("r", "")) or ordinal
            if unseen or _is_unshown(cell, told, no_zeros) or any(first <= column <= last for first, last in hidden):
                for part in list(cell):
                    cell.remove(part)
                cell.attrib.pop("t", None)
    _strings(root)


def _is_unshown(cell: Any, told: Unshown, no_zeros: bool) -> bool:
    """Whether the look of a cell leaves nothing of what it holds. no_zeros: the sheet shows none."""
    style = cell.get("s", "0")
    if style in told.cells:
        return True
    if cell.get("t", "n") != "n":
        return False
    return style in told.figures or ((no_zeros or style in told.zeros) and _is_zero(cell.findtext("{*}v", "")))


def _is_zero(value: str) -> bool:
    try:
        return float(value) == 0
    except ValueError:
        return False


def _column(place: str) -> int:
    """1 of A7; 0 where the cell does not say."""
    letters = _PLACE.match(place)
    number = 0
    for letter in letters[1] if letters else "":
        number = number * 26 + ord(letter) - 64
    return number
