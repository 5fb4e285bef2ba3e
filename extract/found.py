"""What a source holds, told without opening it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["file", "corpus", "address", "unreadable"]

# Endings of files that hold many documents, one a record; `extract.corpora` reads them.
_CORPUS_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst", ".parquet")


# Names of files are bytes, and some are no UTF-8 (unpacked from an archive in GBK). Each such byte travels as one of
# the last characters of private use, so that a path can be stored and opened again.
_BYTES = {0xDC80 + byte: 0xF780 + byte for byte in range(128)}
_CHARACTERS = {character: byte for byte, character in _BYTES.items()}
_STANDS_FOR_BYTE = re.compile("[\uf780-\uf7ff]")


def written(path: str) -> str:
    """A path as it can be written down, whatever bytes its names are made of."""
    return path if path.isascii() else path.translate(_BYTES)


def openable(path: str) -> str:
    """The path that `written` gave, as the file system knows it."""
    if path.isascii() or _STANDS_FOR_BYTE.search(path) is None or os.path.lexists(path):
        return path
    return path.translate(_CHARACTERS)


def place_of(path: str) -> str:
    """The path for people: a name in GBK as it was meant, unless another file beside it has that very name."""
    if path.isascii() or written(path) == path:
        return path
    names = path.split("/")
    for number, name in enumerate(names):
        if (stored := written(name)) != name:
            try:
                meant = os.fsencode(name).decode("gb18030")
            except UnicodeDecodeError:
                meant = stored
            taken = os.path.lexists("/".join((*path.split("/")[:number], meant)))
            names[number] = stored if taken else meant
    return "/".join(names)


class SourceError(Exception):
    """A source that was named and cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file as it stands where it was found, by what tells whether it changed since it was last read.

    uri: its place as reached from the source named, for people. path: where its bytes are read: a path as `written`, or
    the address of an object in a store. size: bytes. mtime_ns, ctime_ns: nanoseconds since 1970 (mtime_ns is None where
    the source tells no time: it is then read in every run). inode: the file's number, or one made of what else marks a
    version.
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
