"""What a source holds, told without opening it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["file", "corpus", "address", "unreadable"]

# Endings of files that hold many documents, one a record; `extract.corpora` reads them.
_CORPUS_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst", ".parquet")


class SourceError(Exception):
    """A source that was named and cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file as it stands where it was found, by what tells whether it changed since it was last read.

    uri: its place as reached from the source named. path: where its bytes are read: a path, or the address of an
    object in a store. size: bytes. mtime_ns, ctime_ns: nanoseconds since 1970 (mtime_ns is None where the source tells
    no time: it is then read in every run). inode: the file's number, or one made of what else marks a version.
    kind: 'file' for one document, 'corpus' for many, 'address' for a web address that `extract.fetch` is to ask;
    'unreadable' for what gives no bytes, with the quarantine code in `reason` and a sentence in `detail`.
    metadata: what the source says of the document, a JSON object of texts; '' where it says nothing.
    """

    uri: str
    path: str
    size: int = 0
    mtime_ns: int | None = 0
    ctime_ns: int = 0
    inode: int = 0
    kind: Kind = "file"
    detail: str = ""
    reason: str = "unreadable"
    metadata: str = ""


def kind_of(name: str) -> Kind:
    """'corpus' or 'file', as the ending of a file's name says."""
    return "corpus" if name.lower().endswith(_CORPUS_ENDINGS) else "file"
