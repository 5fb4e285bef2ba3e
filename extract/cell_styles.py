"""Which cell styles of an Excel workbook show less than their cells hold: struck or white figures, zeros as nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_ON = ("1", "true")
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[_*].|\[[^\]]*\]|[^;"\\_*\[])*)(?:;|$)')
_CONDITION = re.compile(r"\[=0(?:\.0+)?\]")
# What leaves no mark of a zero: blanks, colours and conditions, places that only other figures fill.
_BLANK = re.compile(r'(?:"\s*"|\\\s|[_*].|\[[^\]]*\]|[#,\s])*')
_LONGEST = 255  # characters of a format that Excel takes
_WHITES = ("FFFFFFFF", "00FFFFFF")
_WHITE_INDEXES = ("1", "9")


@dataclass(frozen=True, slots=True)
class Unshown:
    """Numbers of the styles that show nothing of a cell, nothing of a figure, nothing of a zero."""

    cells: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    zeros: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.cells or self.figures or self.zeros)


def is_on(properties: Any, name: str) -> bool:
    """Whether a property stands and is not switched off."""
    found = properties.find("{*}" + name) if properties is not None else None
    return found is not None and found.get("val", "1") in _ON


def is_white(look: Any) -> bool:
    """Whether an element that tells a colour tells that of paper, in the theme that workbooks have."""
    if look is None or look.get("tint", "0").strip("-0."):
        return False
    is_paper = look.get("theme") == "0" or look.get("indexed") in _WHITE_INDEXES
    return is_paper or look.get("rgb", "").upper() in _WHITES


def unshown(root: Any) -> Unshown:
    """What the styles of a workbook do not show. root: of its styles."""
    fonts, fills = (_numbered(root.find("{*}" + name)) for name in ("fonts", "fills"))
    struck = {number for number, font in fonts.items() if is_on(font, "strike")}
    white = {number for number, font in fonts.items() if is_white(font.find("{*}color"))}
    paper = {number for number, fill in fills.items() if _is_paper(fill)}
    formats = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iter("{*}numFmt")}
    cells: set[str] = set()
    figures: set[str] = set()
    zeros: set[str] = set()
    for number, style in _numbered(root.find("{*}cellXfs")).items():
        font = style.get("fontId", "0")
        if font in struck or (font in white and style.get("fillId", "0") in paper):
            cells.add(number)
        code = formats.get(style.get("numFmtId"), "")
        if shows_no_figure(code):
            figures.add(number)
        elif shows_no_zero(code):
            zeros.add(number)
    return Unshown(frozenset(cells), frozenset(figures), frozenset(zeros))


def shows_no_figure(code: str) -> bool:
    """Whether a number format shows no number at all: ;;;."""
    sections = _sections(code)
    return len(sections) > 1 and not any(section.strip() for section in sections[:3])


def shows_no_zero(code: str) -> bool:
    """Whether a number format shows a zero as nothing: #, 0;-0;, [=0]"";0."""
    sections = _sections(code)
    conditional = [section for section in sections if _CONDITION.search(section)]
    if any("[" + sign in code for sign in "<>=") and not conditional:
        return False
    zero = conditional[0] if conditional else sections[2] if len(sections) > 2 else sections[0]
    return bool(code) and _BLANK.fullmatch(zero) is not None


def _sections(code: str) -> list[str]:
    sections = [section[1] for section in _SECTION.finditer(code[:_LONGEST])]
    return sections if code.endswith(";") else sections[:-1] or [""]


def _numbered(items: Any) -> dict[str, Any]:
    return {str(number): item for number, item in enumerate(items if items is not None else ())}


def _is_paper(fill: Any) -> bool:
    """Whether nothing, or white, is behind the text of a cell."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return False
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and is_white(pattern.find("{*}fgColor")))
