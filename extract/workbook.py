"""What an Excel workbook shows of its cells, for a library that does not know: hidden rows and columns and struck
figures are taken out of the file, and raised figures become marks, before it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

from lxml import etree

from extract.limits import Limits
from extract.notes import set_small
from extract.package import Package

# What is looked for in the bytes of a part before anything is parsed.
_LOOKS = (b"strike", b"vertAlign")
_HIDDEN = re.compile(rb'<(?:\w+:)?(?:row|col)\b[^>]*\bhidden="(?:1|true)"')
_STRINGS, _STYLES, _SHEETS = "xl/sharedStrings", "xl/styles", "xl/worksheets/"
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]")
_ON = ("1", "true")


def is_plain(name: str, content: bytes) -> bool:
    """Whether a part of a workbook is shown as it stands."""
    if name.startswith(_SHEETS):
        hides = b"hidden" in content and _HIDDEN.search(content) is not None
        return not hides and not any(look in content for look in _LOOKS)
    return not (name.startswith((_STRINGS, _STYLES)) and any(look in content for look in _LOOKS))


def shown(raw: bytes, limits: Limits) -> bytes:
    """The workbook without what it does not show. Raises Unreadable."""
    package = Package(raw, limits)
    names = [name for name, _ in package.members()]
    struck = frozenset(
        style for name in names if name.startswith(_STYLES) for style in _struck_styles(Package(raw, limits).xml(name))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            change: Callable[[Any], None] | None = None
            if name.startswith(_STRINGS):
                change = _strings
            elif name.startswith(_SHEETS) and name.endswith(".xml"):
                change = partial(_sheet, struck=struck)
            if change is None:
                archive.writestr(name, package.read(name))
            else:
                root = package.xml(name)
                change(root)
                archive.writestr(name, etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    return out.getvalue()


def _on(properties: Any, name: str) -> bool:
    """Whether a property stands and is not switched off."""
    found = properties.find("{*}" + name) if properties is not None else None
    return found is not None and found.get("val", "1") in _ON


def _struck_styles(root: Any) -> set[str]:
    """Numbers of the cell styles whose font is struck out."""
    fonts, styles = root.find("{*}fonts"), root.find("{*}cellXfs")
    if fonts is None or styles is None:
        return set()
    struck = {str(number) for number, font in enumerate(fonts) if _on(font, "strike")}
    return {str(number) for number, style in enumerate(styles) if style.get("fontId", "0") in struck}


def _strings(root: Any) -> None:
    for item in root.iter("{*}si", "{*}is"):
        for run in item.findall("{*}r"):
            look, text = run.find("{*}rPr"), run.find("{*}t")
            if look is None or text is None:
                continue
            level = look.find("{*}vertAlign")
            if _on(look, "strike"):
                text.text = ""
            elif level is not None and level.get("val") in ("superscript", "subscript"):
                text.text = set_small(text.text or "", below=level.get("val") == "subscript")


def _sheet(root: Any, struck: frozenset[str]) -> None:
    hidden = [
        (int(column.get("min", "1")), int(column.get("max", "1")))
        for column in root.iter("{*}col")
        if column.get("hidden") in _ON
    ]
    for row in root.iter("{*}row"):
        unseen = row.get("hidden") in _ON
        for ordinal, cell in enumerate(row.iterchildren("{*}c"), 1):
            column = _column(cell.get("r", "")) or ordinal
            if unseen or cell.get("s") in struck or any(first <= column <= last for first, last in hidden):
                for part in list(cell):
                    cell.remove(part)
                cell.attrib.pop("t", None)
    _strings(root)


def _column(place: str) -> int:
    """1 of A7; 0 where the cell does not say."""
    letters = _PLACE.match(place)
    number = 0
    for letter in letters[1] if letters else "":
        number = number * 26 + ord(letter) - 64
    return number
