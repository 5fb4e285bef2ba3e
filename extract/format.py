"""What a file format declares to the reader, and the nouns that pass between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.document import Document, Rejected
    from extract.limits import Limits


class Unreadable(Exception):
    """A document that cannot be read: `reason` is a quarantine code, `detail` a sentence a person can act on."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one document and what is known of them beforehand.

    sha256: hex digest of the document's own bytes. metadata: as handed to `extract.reader.read`.
    """

    uri: str
    raw: bytes
    sha256: str
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """A document found inside another one: the reader sniffs it anew.

    uri: the outer document's, with "#" and the member's name where there can be several.
    sha256: set where the outer document is the document itself (a page saved with its parts); else of `raw`.
    """

    uri: str
    raw: bytes
    metadata: Mapping[str, str] = field(default_factory=dict)
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One file format. A module of `extract/formats/` declares one or more as `FORMATS`; nothing else is needed.

    name: short name for messages and documentation.
    media_type: IANA type given to its documents.
    suffixes: usual file name endings, for documentation; content decides, never the name.
    magic: the first bytes, any of them; empty where only `sniff` can tell.
    sniff: looks further into the bytes, where `magic` is not enough.
    read: bytes to documents; raises Unreadable. It may yield members to be read in turn.
    rank: formats are asked in ascending order; the more particular come first.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    read: Callable[[Source, Limits], Iterable[Document | Rejected | Member]]
    magic: tuple[bytes, ...] = ()
    sniff: Callable[[bytes], bool] | None = None
    rank: int = 50

    def matches(self, raw: bytes) -> bool:
        """Whether these bytes are of this format."""
        if self.magic and not raw.startswith(self.magic):
            return False
        return self.sniff is None or self.sniff(raw)
