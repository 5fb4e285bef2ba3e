"""Small accidents that befall real texts. Nothing is known of the truth afterwards but what was true before:
a number that was in the text may be gone or displaced, and none may be read that the text does not place."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?")
_TABLES = re.compile("第?二?十?条?第（一）项|信息内容|信息內容")


def _numbers(text: str) -> list[re.Match[str]]:
    start = _TABLES.search(text)
    found = list(_NUMBER.finditer(text, start.start() if start else 0))
    return found or list(_NUMBER.finditer(text))


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _filled(lines: list[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if line.strip()]


def delete_number(text: str, rng: Random) -> str:
    """One number is gone."""
    found = _numbers(text)
    if not found:
        return text
    gone = rng.choice(found)
    return text[: gone.start()] + text[gone.end() :]


def add_number(text: str, rng: Random) -> str:
    """One number is there again, on a line or in a cell of its own."""
    found = _numbers(text)
    if not found:
        return text
    near = rng.choice(found)
    return text[: near.end()] + rng.choice(("\n", "\t", " ", " | ")) + str(rng.randint(0, 99)) + text[near.end() :]


def swap_lines(text: str, rng: Random) -> str:
    """Two neighbouring lines change places."""
    lines = _lines(text)
    filled = _filled(lines)
    if len(filled) < 2:
        return text
    at = rng.randrange(len(filled) - 1)
    a, b = filled[at], filled[at + 1]
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def cut(text: str, rng: Random) -> str:
    """The text ends somewhere."""
    return text[: rng.randrange(1, len(text))] if len(text) > 1 else text


def duplicate_line(text: str, rng: Random) -> str:
    """One line is printed twice."""
    lines = _lines(text)
    at = rng.randrange(len(lines))
    return "\n".join([*lines[: at + 1], *lines[at:]])


def drop_label(text: str, rng: Random) -> str:
    """One line without a number is gone."""
    lines = _lines(text)
    labels = [n for n in _filled(lines) if not re.search(r"\d\s*\|?\s*$", lines[n])]
    if not labels:
        return text
    lines.pop(rng.choice(labels))
    return "\n".join(lines)


def glue_lines(text: str, rng: Random) -> str:
    """A line break is gone."""
    breaks = [n for n, character in enumerate(text) if character == "\n"]
    if not breaks:
        return text
    at = rng.choice(breaks)
    return text[:at] + text[at + 1 :]


def insert_prose(text: str, rng: Random) -> str:
    """A sentence with numbers stands between two lines."""
    lines = _lines(text)
    said = f"本年度另有{rng.randint(2, 99)}件事项转交其他机关办理，涉及{rng.randint(2, 9)}个科室。"
    lines.insert(rng.randrange(len(lines) + 1), said)
    return "\n".join(lines)


def drop_blank_lines(text: str, rng: Random) -> str:
    """All blank lines are gone."""
    return "\n".join(line for line in _lines(text) if line.strip())


def strip_indentation(text: str, rng: Random) -> str:
    """All lines begin at the margin."""
    return "\n".join(line.lstrip("\t \u3000") for line in _lines(text))


KINDS: dict[str, Callable[[str, Random], str]] = {
    kind.__name__: kind
    for kind in (
        delete_number,
        add_number,
        swap_lines,
        cut,
        duplicate_line,
        drop_label,
        glue_lines,
        insert_prose,
        drop_blank_lines,
        strip_indentation,
    )
}


def mutate(text: str, rng: Random, kind: str | None = None) -> tuple[str, str]:
    """The text after one accident, and which it was: `kind`, or one of KINDS by chance."""
    chosen = kind or rng.choice(tuple(KINDS))
    return KINDS[chosen](text, rng), chosen
