"""What stands between two runs of numbers, in tables that are printed in full: the texts, and nothing that leaves open
to which of the runs it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transform.line_tokens import EMPTY, SENTENCE, SILENT, OtherwiseError, tokens_of_cells, tokens_of_line
from transform.lines import cells_of
from transform.numbers import units
from transform.runs import PARTS
from transform.tokens import Kind, Token

_MOST_TEXTS = 100  # of a gap: those of section four's header, each printed once for each column it spans
_TEXT, _BLANK = Kind.TEXT, Kind.BLANK
_VOID = Token(Kind.BLANK, "")


@dataclass(slots=True)
class Gap:
    """The texts that follow each other, and what stands about them.

    texts: their folds, since the last sentence. spoken: a sentence stood there. empty: an empty line stood before any
    text; blank_first: a blank cell did, and before any empty line. blank: a blank cell stood behind the texts.
    """

    texts: list[str] = field(default_factory=list)
    spoken: bool = False
    empty: bool = False
    blank_first: bool = False
    blank: bool = False
    _row_above: Sequence[Token] = ()  # of a header

    def take_line(self, line: str, *, is_row: bool) -> None:
        """Take in a whole line. is_row: its format marks the cells."""
        tokens = tokens_of_cells(line.split("\t")) if is_row else tokens_of_line(line)
        token = tokens[0]
        if is_row or len(tokens) > 1:
            self._take_row(tokens)
        elif token.kind is _TEXT:
            self._take_text(token.fold)
        elif tokens is EMPTY:
            self.empty = True
        elif tokens is SENTENCE:
            self._take_sentence()
        elif tokens is SILENT:
            return
        elif token.kind is _BLANK:
            self.blank = True
            self.blank_first = self.blank_first or not (self.empty or self.texts or self.spoken)
        else:
            raise OtherwiseError

    def take_beginning(self, line: str, *, is_row: bool) -> bool:
        """Take in what stands before a run on its line; whether that is anything."""
        if not line.strip(PARTS):
            return False
        self._take_cells(tokens_of_cells(line.split("\t") if is_row else cells_of(line)))
        return True

    def _take_row(self, tokens: Sequence[Token]) -> None:
        above, self._row_above = self._row_above, tokens
        if len(above) == len(tokens):  # one that spans rows may stand in each of them
            tokens = [_VOID if token is other else token for token, other in zip(tokens, above, strict=True)]
        self._take_cells(tokens)

    def _take_cells(self, tokens: Sequence[Token]) -> None:
        kinds = [token.kind for token in tokens]
        texts = kinds.count(_TEXT)
        if texts and texts + kinds.count(_BLANK) == len(kinds):
            last: Token | None = None
            for token in tokens:
                if token.kind is _TEXT and token is not last:  # one that spans columns may stand in each of them
                    self._take_text(token.fold)
                    last = token
            self.blank = kinds[-1] is _BLANK
        elif not texts and SENTENCE[0] in tokens and {*tokens} <= {SENTENCE[0], _VOID}:
            self._take_sentence()
        else:
            raise OtherwiseError

    def _take_text(self, fold: str) -> None:
        if len(self.texts) == _MOST_TEXTS or (not self.texts and fold in units()):  # of the number above
            raise OtherwiseError
        self.blank = False
        self.texts.append(fold)

    def _take_sentence(self) -> None:
        self.spoken = True
        self.texts.clear()
