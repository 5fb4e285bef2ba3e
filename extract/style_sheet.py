"""What a page's own style sheets say of its elements, as far as their plain selectors tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

_OPENS, _CLOSES = re.compile(r"<style\b[^<>]*+>", re.IGNORECASE), re.compile(r"</style", re.IGNORECASE)
_COMMENT = re.compile(r"/\*(?:.*?\*/|.*)|<!--|-->", re.DOTALL)  # one that is never closed ends with the sheet
# For paper, for a telephone: what is said of another medium is not said of the page.
_CONDITIONAL = re.compile(r"@[a-z-]++[^{};@]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}", re.IGNORECASE)
_PLAIN = re.compile(r"(?=[^,]*[.#])[A-Za-z0-9_.#>\s-]+")  # by classes and identifiers: no states, no pseudo-elements
_CHOOSES = re.compile(r"[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?(?:[.#]-?[a-z_][a-z0-9_-]*)+", re.IGNORECASE)
_MOST = 200  # selectors that are asked for at once; pages have a dozen


@lru_cache(maxsize=1)  # one page is asked several questions
def rules(text: str) -> tuple[tuple[str, str], ...]:
    """Selectors and declarations of the style sheets in a page's source."""
    found: list[tuple[str, str]] = []
    *pieces, _ = _CLOSES.split(text)
    for piece in pieces:
        opening = _OPENS.search(piece)
        sheet = _CONDITIONAL.sub("", _COMMENT.sub("", piece[opening.end() :])) if opening else ""
        for rule in sheet.split("}"):
            selector, brace, declarations = rule.rpartition("{")
            if brace:
                found.append((selector.rpartition(";")[2], declarations))
    return tuple(found)


def selected(page: LexborHTMLParser, text: str, tells: Callable[[str], object]) -> list[LexborNode]:
    """Elements for which a rule stands whose declarations tell so. text: the page's source."""
    if "<style" not in text and "<STYLE" not in text:
        return []
    wanted = dict.fromkeys(
        part.strip()
        for selector, declarations in rules(text)
        if tells(declarations)
        for part in selector.split(",")
        if _is_plain(part)
    )
    return page.css(", ".join(list(wanted)[:_MOST])) if wanted else []


def _is_plain(selector: str) -> bool:
    """Whether classes or identifiers choose, and nothing but these and elements stand in the selector."""
    steps = selector.replace(">", " ").split()
    if not _PLAIN.fullmatch(selector) or not all(_CHOOSES.fullmatch(step) for step in steps):
        return False
    return re.search(r">\s*>|^\s*>|>\s*$", selector) is None
