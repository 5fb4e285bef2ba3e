"""How labels and figures are misprinted without changing what they say (§7.4–§7.8, §7.14, §7.15)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

from tests.hostile.form import Table, labels

_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_NARROW = str.maketrans({"（": "(", "）": ")", "，": ",", "：": ":", "“": '"', "”": '"', "、": "、"})
_NOTES = {
    "規": "guī", "設": "shè", "網": "wǎng", "構": "gòu", "務": "wù", "經": "jīng", "數": "shù", "內": "nèi", "業": "yè",
    "複": "fù", "機": "jī", "關": "guān", "處": "chù", "認": "rèn", "據": "jù", "繼": "jì", "發": "fā", "現": "xiàn",
    "開": "kāi", "續": "xù",
}  # fmt: skip
LEFT_OVERS = ("[bookmark: _GoBack]", "\u200b", "&nbsp;", "\ufeff", "\x0b", "[image: 图片1]")
NAMES = (
    "spaced_labels",
    "broken_labels",
    "narrow_punctuation",
    "no_numbering",
    "misprints",
    "left_overs",
    "thousands_commas",
    "wide_digits",
    "units_stuck",
    "decimals",
    "padding",
    "page_numbers",
    "running_headers",
    "glued_headers",
    "traditional",
    "pinyin_notes",
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBERING = re.compile(r"^(?:[一二三四]、|（[一二三四五六七]）|\d\.)")


@cache
def _converter(direction: str) -> Any:
    from opencc import OpenCC

    return OpenCC(direction)


def traditional(text: str) -> str:
    """The text in traditional characters."""
    converted: str = _converter("s2t").convert(text)
    return converted


def simplified(text: str) -> str:
    """The text in simplified characters."""
    converted: str = _converter("t2s").convert(text)
    return converted


def noted(text: str, rng: Random) -> str:
    """Pinyin in brackets behind some characters, as a broken converter leaves it."""
    return "".join(c + (f"({_NOTES[c]})" if c in _NOTES and rng.random() < 0.7 else "") for c in text)


def scripted(quirks: frozenset[str], rng: Random) -> Callable[[str], str]:
    """What writes a text in the script of the document, without characters that its formats cannot hold."""

    def say(text: str) -> str:
        text = _ILLEGAL.sub("", text)
        if "traditional" in quirks:
            text = traditional(text)
            if "pinyin_notes" in quirks:
                text = noted(text, rng)
        return text

    return say


def _label(text: str, quirks: frozenset[str], rng: Random) -> str:
    if "misprints" in quirks and labels().misprints.get(text) and rng.random() < 0.4:
        text = rng.choice(labels().misprints[text])
    if "no_numbering" in quirks and text not in ("3.其他", "（六）其他处理"):
        text = _NUMBERING.sub("", text)
    if "narrow_punctuation" in quirks:
        text = text.translate(_NARROW)
    if "spaced_labels" in quirks and rng.random() < 0.5:
        text = " ".join(text) if rng.random() < 0.4 else _between(text, " ", rng)
    if "broken_labels" in quirks and rng.random() < 0.4:
        text = _between(text, "\n", rng)
    return text


def _between(text: str, what: str, rng: Random) -> str:
    at = rng.randint(1, max(1, len(text) - 1))
    return text[:at] + what + text[at:]


def _number(text: str, key: str, quirks: frozenset[str], rng: Random) -> str:
    if not text.strip() or not re.search(r"\d", text):
        return text + (rng.choice(LEFT_OVERS[1:3]) if "left_overs" in quirks and rng.random() < 0.05 else "")
    plain = text.isdigit() and not key.endswith("_amount")
    if "thousands_commas" in quirks and plain and len(text) > 3:
        text = f"{int(text):,}"
    elif "decimals" in quirks and plain and rng.random() < 0.3:
        text += rng.choice((".0", ".00"))
    if "units_stuck" in quirks and plain and rng.random() < 0.3:
        text += rng.choice("件件条项个")
    if "wide_digits" in quirks and rng.random() < 0.5:
        text = text.translate(_WIDE_DIGITS)
    if "left_overs" in quirks and rng.random() < 0.04:
        text = rng.choice(LEFT_OVERS) + text
    if "padding" in quirks and rng.random() < 0.4:
        text = (
            rng.choice((" ", "\u3000", "\u00a0")) + text if rng.random() < 0.6 else text + rng.choice((" ", "\u3000"))
        )
    return text


def misprint(table: Table, quirks: frozenset[str], rng: Random) -> None:
    """Apply the quirks of labels and figures to a table's slots."""
    for row in table.rows:
        row.slots = [
            replace(
                slot,
                text=_number(slot.text, slot.key, quirks, rng) if slot.key else _label(slot.text, quirks, rng),
            )
            for slot in row.slots
        ]
        if "glued_headers" in quirks and row.kind == "header" and table.relation == "disclosure_items":
            measures = row.slots[1:]
            glued = replace(measures[0], text="".join(s.text for s in measures), width=sum(s.width for s in measures))
            row.slots = [row.slots[0], glued]


def interrupt(lines: list[str], quirks: frozenset[str], rng: Random, header: str) -> list[str]:
    """Page numbers and running headers between the lines of a table."""
    out: list[str] = []
    page = rng.randint(2, 5)
    for line in lines:
        out.append(line)
        if rng.random() < 0.03 and "page_numbers" in quirks:
            out.append(rng.choice((f"- {page} -", f"— {page} —", f"第 {page} 页", f"－{page}－", f"第{page}页 共9页")))
            page += 1
        if rng.random() < 0.02 and "running_headers" in quirks:
            out.append(header)
    return out


def choose(rng: Random, script: bool = True) -> frozenset[str]:
    """Some quirks, usually few."""
    count = rng.choice((0, 0, 1, 1, 2, 3, 5))
    chosen = set(rng.sample(NAMES[:14], count))
    if script and rng.random() < 0.15:
        chosen.add("traditional")
        if rng.random() < 0.3:
            chosen.add("pinyin_notes")
    return frozenset(chosen)
