"""Style sheets of web pages: which rules are read, and which elements they choose."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from extract.style_sheet import rules, selected


def test_rules_are_those_of_every_sheet_for_every_medium() -> None:
    text = (
        "<style>@import url(a.css); .a, .b {color: red} /* .c{x:y} */ @media print {.d{x:y} .e{x:y}} .f{x:z}</style>"
        "<p>.g{x:y}</p><STYLE type='text/css'><!-- #h{x:y} --></STYLE>"
    )
    found = [(selector.strip(), declarations) for selector, declarations in rules(text)]
    assert found == [(".a, .b", "color: red"), (".f", "x:z"), ("#h", "x:y")]


def test_a_page_without_sheets_has_no_rules() -> None:
    assert rules("<p>.a{x:y}</p>") == ()
    assert rules("<style>.a{x:y}") == ()  # never closed: the page is its text


@pytest.mark.parametrize(
    ("selector", "chosen"),
    [
        (".a", "pb"),
        ("p.a", "p"),
        ("#i", "i"),
        ("div > .a", "p"),
        ("p .a", "b"),
        (".none, #i", "i"),
        ("p", ""),
        ("*", ""),
        (".a:hover", ""),
        (".a::before", ""),
        (".a[title]", ""),
        (".a + i", ""),
        ("> .a", ""),
        ("div > > .a", ""),
        ("..a", ""),
    ],
)
def test_only_plain_selectors_choose(selector: str, chosen: str) -> None:
    sheet = f"<style>{selector} {{display:none}} .a {{color:red}}</style>"
    text = f"{sheet}<div><p class=a><b class=a>1</b><i id=i>2</i></div>"
    nodes = selected(LexborHTMLParser(text), text, lambda declarations: "none" in declarations)
    assert "".join(node.tag or "" for node in nodes) == chosen
