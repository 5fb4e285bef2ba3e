"""Cell styles of Excel workbooks: which of them show less than their cells hold."""

from __future__ import annotations

import pytest
from lxml import etree

from extract.cell_styles import Unshown, is_on, is_white, shows_no_figure, shows_no_zero, unshown

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("code", "no_figure", "no_zero"),
    [
        (";;;", True, True),
        (";;", True, True),
        ("0;-0;", False, True),
        ("0;-0;;@", False, True),
        ('0;-0;""', False, True),
        ("#", False, True),
        ("#,###", False, True),
        ('[=0]"";0', False, True),
        ("[Red]#;[Blue]#", False, True),
        ("0", False, False),
        ("0.00", False, False),
        ("#,##0", False, False),
        ('0;-0;"无"', False, False),
        ('0;-0;"-"', False, False),
        ('[>0]0;""', False, False),
        ("General", False, False),
        ("", False, False),
    ],
)
def test_what_a_number_format_shows(code: str, no_figure: bool, no_zero: bool) -> None:
    assert (shows_no_figure(code), shows_no_zero(code)) == (no_figure, no_zero)


@pytest.mark.parametrize(
    ("look", "white"),
    [
        ('rgb="FFFFFFFF"', True),
        ('rgb="ffffffff"', True),
        ('theme="0"', True),
        ('indexed="9"', True),
        ('theme="0" tint="0.0"', True),
        ('theme="0" tint="-0.5"', False),
        ('theme="1"', False),
        ('rgb="FF000000"', False),
        ("", False),
    ],
)
def test_the_colour_of_paper(look: str, white: bool) -> None:
    assert is_white(etree.fromstring(f"<color {look}/>")) is white
    assert not is_white(None)


def test_a_property_may_be_switched_off() -> None:
    font = etree.fromstring(f'<font {SPACE}><strike/><b val="0"/></font>')
    assert [is_on(font, name) for name in ("strike", "b", "i")] == [True, False, False]
    assert not is_on(None, "strike")


def test_styles_are_told_by_their_numbers() -> None:
    white = '<font><color rgb="FFFFFFFF"/></font>'
    root = etree.fromstring(
        f"""<styleSheet {SPACE}>
        <numFmts><numFmt numFmtId="170" formatCode=";;;"/><numFmt numFmtId="171" formatCode="#"/></numFmts>
        <fonts><font/><font><strike/></font>{white}</fonts>
        <fills><fill><patternFill patternType="none"/></fill>
        <fill><patternFill patternType="solid"><fgColor rgb="FF003366"/></patternFill></fill></fills>
        <cellStyleXfs><xf fontId="1"/></cellStyleXfs>
        <cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="1"/><xf fontId="2" fillId="0"/>
        <xf fontId="2" fillId="1"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>"""
    )
    found = unshown(root)
    assert found == Unshown(frozenset(("1", "2")), frozenset(("4",)), frozenset(("5",)))
    assert found
    assert not unshown(etree.fromstring(f"<styleSheet {SPACE}/>"))
