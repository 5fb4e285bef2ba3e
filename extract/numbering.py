"""Automatic list numbers of word processing documents: the characters that are printed and stand in no paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_VAL, _NUM_PR, _P_STYLE = WORD + "val", WORD + "numPr", WORD + "pStyle"
_PPR, _BASED_ON = WORD + "pPr", WORD + "basedOn"
_DIGITS = "〇一二三四五六七八九"
_PLACEHOLDER = re.compile(r"%([1-9])")
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
)


@dataclass(slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """One list: the counters of its levels run across all paragraphs that name it."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Labels of the numbered paragraphs of one document, asked for in reading order.

    part: gives the root element of a part by its name, None where there is none. Parts are parsed when first needed.
    """

    def __init__(self, part: Callable[[str], Any]) -> None:
        self._part = part

    @cached_property
    def _lists(self) -> dict[str, _List]:
        root = self._part("word/numbering.xml")
        return _lists(root) if root is not None else {}

    @cached_property
    def _styles(self) -> dict[str | None, tuple[str | None, int | None, str | None]]:
        root = self._part("word/styles.xml") if self._lists else None
        return _styles(root) if root is not None else {}

    def label(self, properties: Any) -> str:
        """What is printed before a paragraph with these properties (w:pPr); "" where nothing is."""
        if properties is None:
            return ""
        reference, style = first(properties, _NUM_PR), first(properties, _P_STYLE)
        number_id, level = _reference(reference) if reference is not None else (None, None)
        if number_id is None and style is not None:
            number_id, of_style = self._of_style(style.get(_VAL))
            level = level if level is not None else of_style
        if number_id is None:
            return ""
        found = self._lists.get(number_id)
        return _next_label(found, level or 0) if found else ""

    def _of_style(self, style: str | None) -> tuple[str | None, int | None]:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            number_id, level, style = self._styles[style]
            if number_id is not None:
                return number_id, level
        return None, None


def first(elements: Iterable[Any], tag: str) -> Any:
    """The first of some elements, or of the children of one, that has this tag; None where none has it.

    A third of the time of lxml's own search, as there are few to look at.
    """
    for element in elements:
        if element.tag == tag:
            return element
    return None


def _reference(element: Any) -> tuple[str | None, int | None]:
    number_id, level = element.find(WORD + "numId"), element.find(WORD + "ilvl")
    return (
        number_id.get(_VAL) if number_id is not None else None,
        int(level.get(_VAL)) if level is not None else None,
    )


def _styles(root: Any) -> dict[str | None, tuple[str | None, int | None, str | None]]:
    """Style to its list, its level and the style it is based on."""
    styles = {}
    for style in root.iter(WORD + "style"):
        parts = list(style)
        reference = first((part for properties in parts if properties.tag == _PPR for part in properties), _NUM_PR)
        based = first(parts, _BASED_ON)
        number_id, level = _reference(reference) if reference is not None else (None, None)
        styles[style.get(WORD + "styleId")] = (number_id, level, based.get(_VAL) if based is not None else None)
    return styles


def _lists(root: Any) -> dict[str, _List]:
    abstract = {}
    for element in root.iter(WORD + "abstractNum"):
        abstract[element.get(WORD + "abstractNumId")] = _List(dict(map(_level, element.iter(WORD + "lvl"))))
    lists = {}
    for element in root.iter(WORD + "num"):
        reference = element.find(WORD + "abstractNumId")
        base = abstract.get(reference.get(_VAL)) if reference is not None else None
        if base is None:
            continue
        overrides = list(element.iter(WORD + "lvlOverride"))
        if overrides:  # numbering that begins anew has counters of its own
            levels = dict(base.levels)
            for override in overrides:
                number = int(override.get(WORD + "ilvl", "0"))
                start = override.find(WORD + "startOverride")
                known = levels.get(number, _Level())
                if start is not None:
                    levels[number] = _Level(int(start.get(_VAL, "1")), known.number_format, known.text)
            base = _List(levels)
        lists[element.get(WORD + "numId")] = base
    return lists


def _level(element: Any) -> tuple[int, _Level]:
    level = _Level()
    start, number_format, text = (element.find(WORD + name) for name in ("start", "numFmt", "lvlText"))
    if start is not None:
        level.start = int(start.get(_VAL, "1"))
    if number_format is not None:
        level.number_format = number_format.get(_VAL, "decimal")
    if text is not None:
        level.text = text.get(_VAL, "")
    return int(element.get(WORD + "ilvl", "0")), level


def _next_label(found: _List, level: int) -> str:
    definition = found.levels.get(level)
    if definition is None:
        return ""
    found.counters[level] = found.counters.get(level, definition.start - 1) + 1
    for deeper in [other for other in found.counters if other > level]:
        del found.counters[deeper]
    if definition.number_format in ("bullet", "none"):
        return ""

    def number(place: re.Match[str]) -> str:
        which = int(place[1]) - 1
        shown = found.levels.get(which, definition)
        return spell(found.counters.get(which, shown.start), shown.number_format)

    return _PLACEHOLDER.sub(number, definition.text)


def spell(number: int, number_format: str) -> str:
    """A list number as its format (w:numFmt) prints it; formats not seen in reports are printed as digits."""
    if number_format in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
        return ten + (_DIGITS[ones] if ones else "")
    if number_format == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if number_format == "decimalFullWidth":
        return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    if number_format in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if number_format == "lowerLetter" else 65) + number - 1)
    return str(number)
