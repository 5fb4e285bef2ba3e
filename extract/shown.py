"""What a page shows: hidden and struck text is not what it says, and a figure set small is the mark of a note."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.notes import set_small
from extract.opened import CELLS, unopened
from extract.style_sheet import rules, selected

# Of a source in small letters: a plain word that must stand in it, which is found ten times as fast, and the pattern.
_HIDES = tuple(
    (word, re.compile(word + rest))
    for word, rest in (
        (b"isplay", rb"\s*:\s*none"),
        (b"isibility", rb"\s*:\s*(?:hidden|collapse)"),
        (b"ont-size", rb"\s*:\s*0(?![.\d]*[1-9])"),
        (b" hidden", rb"\b"),
        (b"opacity", rb"\s*:\s*0(?![.\d]*[1-9])"),
        (b"-999", rb"\d*(?:px|em|pt|%)"),
    )
)
_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(_NO_DISPLAY.pattern + r"|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
# Without size, without colour, or beside the page.
_UNSEEN_STYLE = re.compile(
    r"(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])|(?:left|text-indent)\s*:\s*-999\d*(?:px|em|pt|%)", re.IGNORECASE
)
_SHOWN_STYLE = re.compile(
    r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[1-9])", re.IGNORECASE
)
_STYLED = ", ".join(f'[style*="{word}" i]' for word in ("isplay", "isibility", "ont-size", "opacity", "-999"))
_WHITES = (b"#fff", b"white", b"255")
_WHITE_COLOUR = r"(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)"
_WHITE = re.compile(rf"(?<![\w-])color\s*(?::\s*|=\s*[\"']?){_WHITE_COLOUR}", re.IGNORECASE)
_WHITENS = re.compile(_WHITE.pattern.encode())
_OF_SOME = re.compile(r"[.#]")  # in a selector
_GROUND = re.compile(
    rf"background(?:-color|-image)?\s*:\s*(?!none|transparent|inherit|{_WHITE_COLOUR})\S", re.IGNORECASE
)
_MARKS = re.compile(rb"<(?:su[bp]|del|s|strike)\b")
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_SMALL_STYLE = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_SETS_SMALL = re.compile(_SMALL_STYLE.pattern.encode())
_CLASSES = re.compile(r"\.[A-Za-z_][A-Za-z0-9_-]*(?=\s*(?:,|$))")  # that a rule of a style sheet is for, and no others
_TO_A_NOTE = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote|cite_note)", re.IGNORECASE)
_NOTES = re.compile(_TO_A_NOTE.pattern.encode())
_MARK = re.compile(r"\s*\d{1,2}\s*")
_INLINE = frozenset(("span", "font", "a", "b", "strong", "i", "em", "u", "small", "sup", "sub"))


def shows_all(source: str) -> bool:
    """Whether nothing of a source hides, strikes or sets small what it holds, or leads to a note: no page is changed
    for it."""
    told = _told(source)
    marks = _MARKS.search(told) or b"line-through" in told or _aligns(told)
    return not (marks or _hides_some(told) or _whitens(told) or _leads_to_notes(told))


def keep_shown(page: LexborHTMLParser, text: str) -> None:
    """Leaves in a page what a reader sees of it. text: the page's source."""
    told = _told(text)
    if _hides_some(told):
        _drop_hidden(page, text)
    if _whitens(told):
        _drop_white(page, text)
    if _strikes(told):
        _drop(page.css('del, s, strike, [style*="line-through" i]' + _of_classes(text, _STRUCK_STYLE)))
    if _sets_small(told):
        nodes = page.css("sup, sub" + _of_classes(text, _SMALL_STYLE))
        nodes += [node for node in page.css('[style*="vertical-align" i]') if _style(node, _SMALL_STYLE)]
        for node in reversed(nodes):
            _set_small(node)
    if _leads_to_notes(told):
        for link in page.css('a[href^="#"]'):
            _set_note(link)


def _told(source: str) -> bytes:
    return source.encode(errors="ignore").lower()


def _hides_some(told: bytes) -> bool:
    return any(word in told and pattern.search(told) for word, pattern in _HIDES)


def _whitens(told: bytes) -> bool:
    return b"color" in told and any(word in told for word in _WHITES) and _WHITENS.search(told) is not None


def _strikes(told: bytes) -> bool:
    return b"line-through" in told or _MARKS.search(told) is not None


def _sets_small(told: bytes) -> bool:
    return _aligns(told) or _MARKS.search(told) is not None


def _aligns(told: bytes) -> bool:
    return b"vertical-align" in told and _SETS_SMALL.search(told) is not None


def _leads_to_notes(told: bytes) -> bool:
    return b"#" in told and _NOTES.search(told) is not None


def _drop(nodes: Iterable[LexborNode]) -> None:
    """Takes elements out of their page, inner ones first: what is gone must not be asked again. The page itself stays:
    one that is hidden whole is shown by a script."""
    for node in reversed({node.mem_id: node for node in nodes if node.tag != "html"}.values()):
        node.decompose()


def _style(node: LexborNode, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.search(node.attributes.get("style") or "")


def _of_classes(text: str, declared: re.Pattern[str]) -> str:
    """The selector of the classes that the page's style sheets give a property, behind a comma; '' where none."""
    classes = [
        name
        for selector, declarations in (rules(text) if "<style" in text or "<STYLE" in text else ())
        if declared.search(declarations)
        for name in _CLASSES.findall(selector)
    ]
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


def _set_note(link: LexborNode) -> None:
    """A figure that leads to a note of the page is no digit of the number in front of it: 73<a href="#_ftn1">1</a>."""
    before = link.prev
    if not _TO_A_NOTE.match(link.attributes.get("href") or "") or before is None or not before.text().strip():
        return
    if _MARK.fullmatch(link.text()):
        link.replace_with(set_small(link.text()))


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (below for below in node.traverse(include_text=False) if below.mem_id != node.mem_id)


def _drop_hidden(page: LexborHTMLParser, text: str) -> None:
    """Hidden elements go, unless a script shows them to readers, as it does where the only tables are in them."""
    told = [
        node
        for node in page.css("[hidden], " + _STYLED)
        if "hidden" in node.attributes
        or _style(node, _HIDDEN_STYLE)
        or (_style(node, _UNSEEN_STYLE) and _is_bare(node))
    ]
    hidden = unopened(page, told, _hidden_by_sheet(page, text))
    if not hidden:
        return
    tables = page.css("table")
    unseen = {node.mem_id for node in hidden}
    if tables and all(_is_within(table, unseen) for table in tables):
        hidden = [node for node in hidden if node.tag != "table" and node.css_first("table") is None]
    _drop(inner for node in hidden for inner in (_content(node) if _keeps_its_place(node) else (node,)))


def _hidden_by_sheet(page: LexborHTMLParser, text: str) -> list[LexborNode]:
    """What the page's style sheets hide and no rule shows."""
    hidden = selected(page, text, _HIDDEN_STYLE.search)
    hidden += [node for node in selected(page, text, _UNSEEN_STYLE.search) if _is_bare(node)]
    if not hidden:
        return []
    shown = {node.mem_id for node in selected(page, text, lambda told: _SHOWN_STYLE.search(told) and not _hides(told))}
    return [node for node in hidden if node.mem_id not in shown and not _style(node, _SHOWN_STYLE)]


def _hides(declarations: str) -> bool:
    return bool(_HIDDEN_STYLE.search(declarations) or _UNSEEN_STYLE.search(declarations))


def _is_bare(node: LexborNode) -> bool:
    """Whether nothing but text is in an element inside a line; a block's inner ones may have their own look."""
    return node.tag in _INLINE and next(_elements(node), None) is None


def _keeps_its_place(node: LexborNode) -> bool:
    """Whether an element is a cell that cannot be seen, beside which others stay where they are."""
    return node.tag in CELLS and "hidden" not in node.attributes and not _style(node, _NO_DISPLAY)


def _content(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _drop_white(page: LexborHTMLParser, text: str) -> None:
    """White text goes where text of another colour stands beside it: there the ground is not dark, unless a style sheet
    makes all elements of a kind so."""
    if any(not _OF_SOME.search(selector) and _GROUND.search(told) for selector, told in rules(text)):
        return
    white = {
        node.mem_id: node
        for node in (
            *(node for node in page.css('[style*="color" i], font[color]') if _is_white(node)),
            *selected(page, text, lambda told: _WHITE.search(told) and "background" not in told),
        )
    }
    beside: dict[int, tuple[LexborNode, list[LexborNode]]] = {}
    for node in white.values():
        block = node.parent
        while block is not None and block.tag in _INLINE:
            block = block.parent
        if block is not None and _is_bare(node):
            beside.setdefault(block.mem_id, (block, []))[1].append(node)
    for block, nodes in beside.values():
        unseen = sum(len("".join(node.text().split())) for node in nodes)
        if unseen < len("".join(block.text().split())) and not any(_is_grounded(node, white) for node in nodes):
            _drop(nodes)


def _is_white(node: LexborNode) -> bool:
    return _style(node, _WHITE) is not None or _WHITE.match(f"color={node.attributes.get('color')}") is not None


def _is_grounded(node: LexborNode, white: Container[int]) -> bool:
    """Whether an element or one around it has a ground of another colour, or what is around it is white too."""
    if _style(node, _GROUND):
        return True
    above = node.parent
    while above is not None:
        ground = above.attributes.get("bgcolor") or above.attributes.get("background")
        if above.mem_id in white or _style(above, _GROUND) or (ground and not re.match(_WHITE_COLOUR, ground, re.I)):
            return True
        above = above.parent
    return False


def _is_within(node: LexborNode, outer: Container[int]) -> bool:
    """Whether an element is, or stands in, one of these."""
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id in outer:
            return True
        above = above.parent
    return False
