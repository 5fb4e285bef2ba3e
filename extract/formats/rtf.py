"""Rich text (RTF): paragraphs and tables, cells placed by the right edges that each row declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract import edges
from extract.document import Document
from extract.edges import Edged
from extract.format import Format, Source
from extract.limits import Limits
from extract.notes import set_small
from extract.stream import Block, Stream

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]{3,5})")
# Groups that hold no text of the page.
_SKIPPED = frozenset(
    (
        b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"headerl", b"headerr",
        b"headerf", b"nonshppict",
        b"footer", b"footerl", b"footerr", b"footerf", b"footnote", b"listtable", b"listoverridetable", b"fldinst",
        b"generator", b"themedata", b"colorschememapping", b"datastore", b"latentstyles", b"xmlnstbl", b"bkmkstart",
        b"bkmkend", b"nonesttables", b"rsidtbl", b"pgdsctbl",
    )
)  # fmt: skip
# Text that is hidden, struck out or deleted by a revision is not what the document says; a raised figure is no digit.
_UNSAID = frozenset((b"v", b"strike", b"strikedl", b"striked", b"deleted"))
_LEVELS = {b"super": "above", b"sub": "below", b"nosupersub": ""}
_PRINTED = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": "\u2003", b"enspace": "\u2002",
}  # fmt: skip
_LITERAL = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits. fallback: characters after \\u that older readers show instead. unsaid: why its text is
    left out. level: 'above' or 'below' the line, where it is set small."""

    skip: bool = False
    fallback: int = 1
    unsaid: frozenset[bytes] = frozenset()
    level: str = ""


class _Rtf:
    """One pass over the tokens."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        page = _CODE_PAGE.search(raw, 0, 2000)
        self._codec = f"cp{page[1].decode()}" if page and page[1] not in (b"0", b"936") else "gb18030"
        try:
            b"".decode(self._codec)
        except LookupError:
            self._codec = "gb18030"
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._pending = bytearray()  # bytes of characters in the code page
        self._cell: list[Block] = []
        self._row: list[list[Block]] = []
        self._rows: list[list[Edged]] = []
        self._edges: list[tuple[int, bool, bool]] = []
        self._left = 0
        self._merge = (False, False)
        self._in_table = False
        self._set, self._since = "", 0  # how text is set, and from which part on

    def read(self) -> list[Block]:
        """Blocks in order."""
        stack: list[_State] = []
        state = _State()
        passed = 0  # bytes of a fallback still to be passed over
        for token in _TOKEN.finditer(self._raw):
            word, number, code, symbol, brace, text = token.groups()
            if brace == b"{":
                stack.append(state)
            elif brace == b"}":
                state = stack.pop() if stack else state
            elif word is not None:
                if word in _SKIPPED:
                    state = replace(state, skip=True)
                elif word in _UNSAID:
                    state = replace(state, unsaid=state.unsaid - {word} if number == b"0" else state.unsaid | {word})
                elif word in _LEVELS:
                    state = replace(state, level="" if number == b"0" else _LEVELS[word])
                elif word == b"plain":
                    state = replace(state, unsaid=frozenset(), level="")
                elif word == b"uc":
                    state = replace(state, fallback=int(number or 1))
                elif word == b"u" and number is not None:
                    if not (state.skip or state.unsaid):
                        self._level(state.level)
                        self._print(chr(int(number) & 0xFFFF))
                    passed = state.fallback
                elif word == b"bin" and number is not None:
                    break  # raw bytes follow, which this tokenizer would take for words
                elif not (state.skip or (state.unsaid and word in _PRINTED)):
                    self._word(word, int(number) if number else None)
            elif symbol == b"*":
                state = replace(state, skip=True)
            elif code is not None or symbol is not None or text is not None:
                if passed:
                    length = len(text) if text is not None else 1
                    skipped = min(passed, length)
                    passed -= skipped
                    text = text[skipped:] if text is not None else None
                    code = symbol = None
                if state.skip or state.unsaid:
                    continue
                self._level(state.level)
                if code is not None:
                    self._pending.append(int(code, 16))
                elif symbol is not None:
                    self._print(_LITERAL.get(symbol, ""))
                elif text:
                    self._pending += text
        self._end_table()
        self._end_line(self._blocks)
        return self._blocks

    def _level(self, level: str) -> None:
        """What follows is set on the line, above or below it."""
        if level != self._set:
            self._settle()
            self._set = level

    def _settle(self) -> None:
        """Text that was set small so far becomes what plain text has for it."""
        self._flush()
        if self._set:
            small = "".join(self._parts[self._since :])
            self._parts[self._since :] = [set_small(small, below=self._set == "below")]
        self._since = len(self._parts)

    def _print(self, text: str) -> None:
        self._flush()
        self._parts.append(text)

    def _flush(self) -> None:
        if self._pending:
            self._parts.append(bytes(self._pending).decode(self._codec, "replace"))
            self._pending.clear()

    def _word(self, word: bytes, number: int | None) -> None:
        if word in _PRINTED:
            self._print(_PRINTED[word])
        elif word in (b"par", b"sect", b"page", b"nestcell", b"nestrow"):
            if not self._in_table:
                self._end_table()
            self._end_line(self._cell if self._in_table else self._blocks)
        elif word == b"pard":
            self._in_table = False
        elif word == b"intbl":
            self._in_table = True
        elif word == b"trowd":
            self._edges, self._left, self._merge = [], 0, (False, False)
        elif word == b"trleft":
            self._left = number or 0
        elif word in (b"clvmrg", b"clmrg"):
            down, along = self._merge
            self._merge = (down or word == b"clvmrg", along or word == b"clmrg")
        elif word == b"cellx":
            self._edges.append((number or 0, *self._merge))
            self._merge = (False, False)
        elif word == b"cell":
            self._end_line(self._cell)
            self._row.append(self._cell)
            self._cell = []
        elif word == b"row":
            self._end_row()

    def _end_line(self, into: list[Block]) -> None:
        self._settle()
        text = "".join(self._parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._parts.clear()
        self._since = 0
        into += [line for line in text.split("\n") if line and not line.isspace()]

    def _end_row(self) -> None:
        if len(self._edges) == len(self._row):
            left, row = self._left, []
            for blocks, (right, down, along) in zip(self._row, self._edges, strict=True):
                row.append(Edged(blocks, left, right, down, along))
                left = right
            self._rows.append(row)
        else:
            self._rows.append(edges.by_order(self._row))
        self._row = []

    def _end_table(self) -> None:
        if self._row:
            self._end_row()
        if self._rows:
            self._blocks.append(edges.table(self._rows))
            self._rows = []


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """One document; raises Unreadable past the limits."""
    stream = Stream(limits)
    stream.blocks(_Rtf(source.raw).read())
    yield stream.document(source, "application/rtf", images=source.raw.count(b"\\pict"))


FORMATS = (Format("rich text", "application/rtf", (".rtf",), read, magic=(b"{\\rtf",), rank=40),)
