"""What a page shows: hidden and struck text is not what it says, and a figure set small is the mark of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.notes import set_small

# Of a whole page: a plain word that must stand in it, which is found ten times as fast, and the pattern.
_HIDES = tuple(
    (word, re.compile(word + rest))
    for word, rest in (
        ("isplay", r"\s*:\s*none"),
        ("ISPLAY", r"\s*:\s*(?i:none)"),
        ("isibility", r"\s*:\s*(?:hidden|collapse)"),
        ("ISIBILITY", r"\s*:\s*(?i:hidden|collapse)"),
        ("ont-size", r"\s*:\s*0(?![.\d]*[1-9])"),
        (" hidden", r"\b"),
        (" HIDDEN", r"\b"),
    )
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_MARKED = re.compile(r"<(?=[sSdD])(?i:su[bp]|del|s|strike)\b")
_STRIKES = ("ine-through", "INE-THROUGH", "ine-Through")
_RAISES = ("ertical-align", "ERTICAL-ALIGN", "ertical-Align")
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_SMALL_STYLE = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_CLASSES = re.compile(r"\.[A-Za-z_][A-Za-z0-9_-]*(?=\s*(?:,|$))")  # that a rule of a style sheet is for, and no others
_SELECTOR = 200  # characters of a rule's selector that are looked at
_INLINE = frozenset(("span", "font", "a", "b", "strong", "i", "em", "u", "small", "sup", "sub"))


def keep_shown(page: LexborHTMLParser, text: str) -> None:
    """Leaves in a page what a reader sees of it. text: the page's source."""
    if any(word in text and pattern.search(text) for word, pattern in _HIDES):
        _drop_hidden(page)
    marked = _MARKED.search(text) is not None
    if marked or any([word in text for word in _STRIKES]):  # noqa: C419  a list is faster, here and below
        _drop(page.css('del, s, strike, [style*="line-through" i]' + _of_classes(text, _STRUCK_STYLE)))
    if marked or (any([word in text for word in _RAISES]) and _SMALL_STYLE.search(text)):  # noqa: C419
        nodes = page.css("sup, sub" + _of_classes(text, _SMALL_STYLE))
        nodes += [node for node in page.css('[style*="vertical-align" i]') if _style(node, _SMALL_STYLE)]
        for node in reversed(nodes):
            _set_small(node)


def _drop(nodes: Sequence[LexborNode]) -> None:
    """Takes elements out of their page, inner ones first: what is gone must not be asked again. The page itself stays:
    one that is hidden whole is shown by a script."""
    for node in reversed({node.mem_id: node for node in nodes if node.tag != "html"}.values()):
        node.decompose()


def _style(node: LexborNode, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.search(node.attributes.get("style") or "")


def _of_classes(text: str, declared: re.Pattern[str]) -> str:
    """The selector of the classes that the page's style sheets give a property, behind a comma; '' where none."""
    if "<style" not in text and "<STYLE" not in text:
        return ""
    classes: list[str] = []
    for rule in text.split("}"):
        selector, _, declarations = rule.rpartition("{")
        if declared.search(declarations):
            classes += _CLASSES.findall(selector[-_SELECTOR:])
    return "".join(f", {name}" for name in dict.fromkeys(classes))


def _set_small(node: LexborNode) -> None:
    """A short text that is set above or below the line becomes the mark that plain text has for it."""
    if node.tag not in _INLINE or node.parent is None or any(inner.tag not in _INLINE for inner in _elements(node)):
        return
    style = _style(node, _SMALL_STYLE)
    plain = node.text()
    small = set_small(plain, below=style[1].lower() == "sub" if style else node.tag == "sub")
    if small != plain:
        node.replace_with(small)


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (below for below in node.traverse(include_text=False) if below.mem_id != node.mem_id)


def _drop_hidden(page: LexborHTMLParser) -> None:
    """Hidden elements go, unless the only tables are in them: then a script shows them to readers."""
    hidden = [
        node
        for node in page.css('[hidden], [style*="isplay" i], [style*="isibility" i], [style*="ont-size" i]')
        if "hidden" in node.attributes or _style(node, _HIDDEN_STYLE) or _has_no_size(node)
    ]
    if not hidden:
        return
    tables = page.css("table")
    if tables and all(any(_within(table, node) for node in hidden) for table in tables):
        return
    _drop(hidden)


def _has_no_size(node: LexborNode) -> bool:
    """Whether the text of an element inside a line has no size; a block's inner elements may have theirs."""
    return node.tag in _INLINE and _style(node, _NO_SIZE) is not None and next(_elements(node), None) is None


def _within(node: LexborNode, outer: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id == outer.mem_id:
            return True
        above = above.parent
    return False
