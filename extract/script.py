"""Which Chinese script a text is in, the same text in simplified characters, and text freed of conversion left-overs.

Converting a whole report costs 0.3 ms, telling its script 2 µs: so the script is told first, and only texts that must
be compared or shown are converted. The tables are those of OpenCC, whose own converter takes forty times as long.
"""

from __future__ import annotations

import html
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from extract.reference import read_csv

Script = Literal["simplified", "traditional"]

_ENOUGH = 3  # different characters that only traditional texts hold; fewer may be a quotation, or a title
# Longer strings are prose, met once; remembering them would only cost memory.
_MEMO_LENGTH = 500
_MEMO_ENTRIES = 50_000
_RARE = "\U00010000"  # the first of the characters that no set of a pattern holds without loss of speed


@cache
def common_characters() -> frozenset[str]:
    """Characters common in reports, in both scripts, with the punctuation of Chinese texts."""
    rows = read_csv("characters.csv")
    return frozenset(row["simplified"] for row in rows) | frozenset(row["traditional"] for row in rows)


@cache
def telling_characters(*kinds: str) -> str:
    """Common characters that tell a traditional text: of its sentences (`text`), of the names in it (`name`)."""
    return "".join(row["traditional"] for row in read_csv("characters.csv") if row["tells_script"] in kinds)


def script_of(text: str) -> Script:
    """The script of a text, or of its first and last lines: simplified where too little tells it."""
    told = [character for character in telling_characters("text") if character in text]
    return "traditional" if len(told) >= _ENOUGH else "simplified"


def may_be_traditional(text: str) -> bool:
    """Whether a text holds anything traditional, if only a name."""
    return _traditional().search(text) is not None


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{telling_characters('text', 'name')}]")


class _Characters(dict[int, int | str]):
    """A table for `str.translate`. Characters that stay are remembered too: a miss costs more than a conversion."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


def _opencc(name: str) -> dict[str, str]:
    """One dictionary of the package opencc: what is printed to the first of what it can mean."""
    lines = files("opencc").joinpath("dictionary", name).read_text("utf-8").splitlines()
    return {printed: meant.split(" ")[0] for printed, _, meant in (line.partition("\t") for line in lines) if meant}


@cache
def _dictionaries() -> tuple[re.Pattern[str], dict[str, str], _Characters]:
    """Phrases that do not convert character by character, longest first, and all characters."""
    phrases, characters = _opencc("TSPhrases.txt"), _opencc("TSCharacters.txt")
    pattern = re.compile("(" + "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) + ")")
    codes = {ord(printed): ord(meant) if len(meant) == 1 else meant for printed, meant in characters.items()}
    return pattern, phrases, _Characters(codes)


@cache
def _vocabulary() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words for which another word, not only other characters, is used on the mainland."""
    words = {row["traditional"]: row["simplified"] for row in read_csv("vocabulary.csv")}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True))), words


def _convert(text: str) -> str:
    pattern, words = _vocabulary()
    text = pattern.sub(lambda found: words[found[0]], text)
    phrase, phrases, characters = _dictionaries()
    if phrase.search(text) is None:
        return text.translate(characters)
    pieces = phrase.split(text)
    pieces[::2] = [piece.translate(characters) for piece in pieces[::2]]
    pieces[1::2] = [phrases[piece] for piece in pieces[1::2]]
    return "".join(pieces)


_remembered = lru_cache(maxsize=_MEMO_ENTRIES)(_convert)


@cache
def _written_otherwise() -> re.Pattern[str]:
    """Rare characters are in no set: they would make the search of it a search through a list."""
    printed = [*_vocabulary()[1], *_dictionaries()[1], *map(chr, _dictionaries()[2])]
    common = [sign for sign in printed if len(sign) == 1 and sign < _RARE and _convert(sign) != sign]
    return re.compile(f"[{''.join(common)}{_RARE}-\U0010ffff]")


def is_simple(text: str) -> bool:
    """Whether each character of a text is sure to be its own simplified form."""
    return _written_otherwise().search(text) is None


def simplify(text: str) -> str:
    """A text in simplified characters and mainland vocabulary. Line breaks and everything not Chinese stay."""
    if text.isascii():
        return text
    return _remembered(text) if len(text) <= _MEMO_LENGTH else _convert(text)


# Left by converters where an object stood. A bookmark takes no room on the page, a picture does.
_ANCHOR = re.compile(r"\[(?:bookmark|anchor)\b[^\[\]\n]*\]")
_OBJECT = re.compile(
    r"!?\[(?:image|img|picture|object|embed|shape)\b[^\[\]\n]*\](?:\([^()\n]*\))?|!\[[^\[\]\n]*\]\([^()\n]*\)|\ufffc"
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,9}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
# Zero-width characters, direction marks, soft hyphens, and controls that are no white space.
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)  # how Markdown keeps the lines of a cell apart
_ODD_WHITE = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# A syllable of pinyin in brackets after a character: with a tone mark, or spelled initial and final. Other Latin
# text in brackets (units, names of programs) is neither.
_TONED = r"[a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ][a-z]{0,3}"
_INITIAL = r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])"
_FINAL = (
    r"(?:iang|iong|uang|ueng|iao|ian|ing|uai|uan|ang|eng|ong|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|üe|ve"
    r"|[aoeiuüv])"
)
_LATIN_IN_BRACKETS = re.compile(r"[(（][a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")  # without one there is no pinyin
# With its tone it may stand apart, on the next line of a narrow cell.
_PINYIN = re.compile(
    rf"(?<=[\u3400-\u4dbf\u4e00-\u9fff])"
    rf"(?:[ \n]*[(（]{_TONED}[)）]|[(（](?:{_INITIAL}{_FINAL}|an|ang|ai|ao|en|er|ou)[)）])+"
)


def without_pinyin(text: str) -> str:
    """A text without the pinyin in brackets after its characters; all else stays where it is."""
    return text if _LATIN_IN_BRACKETS.search(text) is None else _PINYIN.sub(_breaks_in, text)


def _breaks_in(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _instead_of_object(found: re.Match[str]) -> str:
    """Nothing, but a space where two figures would run together."""
    text, start, end = found.string, found.start(), found.end()
    return " " if text[start - 1 : start].isdigit() and text[end : end + 1].isdigit() else ""


def clean(text: str) -> str:
    """A text without what conversions left in it; line breaks, tabs and the order of everything else stay.

    Goes: names of bookmarks and images in square brackets, character entities (resolved), tags of line breaks (a
    space), zero-width and control characters (those that are white space become a space), and pinyin in brackets after
    a character, as in 規(guī)章.
    """
    if "[" in text or "\ufffc" in text:
        text = _OBJECT.sub(_instead_of_object, _ANCHOR.sub("", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "<" in text:
        text = _BREAK.sub(" ", text)
    text = without_pinyin(text)
    if text.isprintable():
        return text
    return _INVISIBLE.sub("", _ODD_WHITE.sub(" ", text))
