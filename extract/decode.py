"""Bytes to text and text to lines, for formats that carry no certain encoding of their own.

Lines end at "\\n", "\\r\\n" and a lone "\\r" and nowhere else: that is where editors and `sed -n 12p` break lines
(the lone "\\r" of old exports too), so a line number names the same line everywhere. `str.splitlines` would also
break at U+000B, U+000C, U+001C-1E, U+0085, U+2028 and U+2029, which conversions leave inside lines and cells;
those stay in the line, where `str.split` and `str.strip` take them for the white space they are.
"""

from __future__ import annotations

import codecs
from functools import cache

from extract.script import common_characters

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIRST_BYTES = tuple(bom for bom, _ in _BOMS)
# In order of preference where two are equally plausible. cp950 is Big5 as it is written in practice.
_MULTIBYTE = ("utf-8", "gb18030", "cp950")
_WIDE = ("utf-16-le", "utf-16-be")
_SAMPLE = 20_000  # characters; enough to tell encodings apart, small enough not to matter
# A declared encoding is believed unless another reads this much more plausibly.
_DOUBT = 0.15


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of the codec that reads it. Never raises: bytes that fit nowhere become U+FFFD.

    Strict UTF-8 is tried first and nearly always decides. Otherwise the readings as UTF-8, GB18030, Big5 (and
    UTF-16, where there are zero bytes) are compared by their share of characters common in reports, so that a few
    bad bytes do not turn a UTF-8 text into GB18030. `declared` (a page's own claim) settles what is in doubt.
    A multibyte character cut off at the very end is dropped.
    """
    if raw.startswith(_FIRST_BYTES):
        codec = next(codec for bom, codec in _BOMS if raw.startswith(bom))
        return raw.decode(codec, "replace").removesuffix("\ufffd"), codec
    if b"\0" in raw:
        return _most_plausible(raw, (*_MULTIBYTE, *_WIDE), declared)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start:
            return raw[: error.start].decode("utf-8"), "utf-8"
    return _most_plausible(raw, _MULTIBYTE, declared)


def _most_plausible(raw: bytes, codecs_tried: tuple[str, ...], declared: str | None) -> tuple[str, str]:
    readings = {codec: raw.decode(codec, "replace") for codec in codecs_tried}
    scores = {codec: plausibility(text) for codec, text in readings.items()}
    best = max(codecs_tried, key=lambda codec: scores[codec])
    claimed = _canonical(declared) if declared else None
    if claimed in scores and scores[claimed] > scores[best] - _DOUBT:
        best = claimed
    return readings[best].removesuffix("\ufffd"), best


@cache
def _canonical(declared: str) -> str | None:
    """The codec used here for an encoding's name: the GB family is read as GB18030, Big5 as cp950."""
    try:
        name = codecs.lookup(declared.strip()).name
    except LookupError:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "big5hkscs": "cp950"}.get(name, name)


def plausibility(text: str) -> float:
    """How much a text looks like a report in Chinese, from 1 (every character common) to below 0 (mostly refuse).

    The share of common characters among those outside ASCII, less the share of U+FFFD, of controls and of private use.
    """
    sample = text[:_SAMPLE]
    common = common_characters()
    foreign = good = bad = 0
    for character in sample:
        if character >= "\x80":
            foreign += 1
            if character in common:
                good += 1
            elif character == "\ufffd" or character < "\xa0" or "\ue000" <= character <= "\uf8ff":
                bad += 1
        elif character < " " and character not in "\t\n\r\f\v":
            foreign += 1
            bad += 1
    return (good - bad) / foreign if foreign else 0.0


def split_lines(text: str) -> list[str]:
    """The lines of a text, without their ends; a text that ends in a line break has no empty line after it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines
