"""Where documents come from: files, folders, globs and corpora, found without being read."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

Kind = Literal["file", "corpus", "unreadable"]

# Endings of files that hold many documents, one a record; `extract.corpora` reads them.
_CORPUS_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst", ".parquet")
# Sources that are no path. A scheme listed here gets its own finder; `Found.path` is then its address.
_FINDERS: dict[str, None] = {}


class SourceError(Exception):
    """A source that was named and cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file as it stands on disk, by what tells whether it changed since it was last read.

    uri: its path as reached from the source named. size: bytes. mtime_ns, ctime_ns: nanoseconds since 1970.
    kind: 'file' for one document, 'corpus' for many; 'unreadable' for a file or folder that the system refuses to
    show, with the refusal in `detail`.
    """

    uri: str
    path: str
    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0
    kind: Kind = "file"
    detail: str = ""


def find(sources: Sequence[str]) -> Iterator[Found]:
    """Everything in the sources, folders and globs in sorted order, each file once, without opening any.

    Folders are followed to the bottom, links to folders too, each real folder once. Hidden files (".name") are
    passed over. What cannot be listed is an item of kind 'unreadable'. Raises SourceError, before anything is yielded,
    for a source that does not exist or a pattern that matches nothing.
    """
    paths = [path for source in sources for path in _expand(source)]
    return chain.from_iterable(map(_Finder().find, paths))


def _expand(source: str) -> list[str]:
    scheme, separator, _ = source.partition("://")
    if separator and scheme not in _FINDERS:
        raise SourceError(f"{source}: addresses of the kind {scheme}:// are not read; download it and name the file")
    path = os.path.expanduser(source)  # noqa: PTH111 - paths stay strings: a million Path objects cost seconds
    if os.path.lexists(path):
        return [path]
    if glob.has_magic(path):
        matches = sorted(glob.iglob(path, recursive=True))  # noqa: PTH207
        if matches:
            return matches
        raise SourceError(f"{source}: the pattern matches nothing; quote it, and check it with ls")
    raise SourceError(f"{source}: no such file or folder; check the path (relative to {os.getcwd()})")  # noqa: PTH109


class _Finder:
    """Remembers what was named and which folders were seen, so that overlapping sources give each file once."""

    def __init__(self) -> None:
        self._folders: set[tuple[int, int]] = set()
        self._named: set[str] = set()

    def find(self, path: str) -> Iterator[Found]:
        try:
            status = os.stat(path)  # noqa: PTH116
            if stat.S_ISDIR(status.st_mode):
                yield from self._below(path)
                return
            parent = os.stat(os.path.dirname(path) or ".")  # noqa: PTH116, PTH120
        except OSError as error:
            yield _refused(path, error)
            return
        if path not in self._named and (parent.st_dev, parent.st_ino) not in self._folders:
            self._named.add(path)
            yield _found(path, status)

    def _below(self, folder: str) -> Iterator[Found]:
        """Depth first on a stack of our own, entries of one folder by name."""
        waiting = [folder]
        while waiting:
            folder = waiting.pop()
            try:
                status = os.stat(folder)  # noqa: PTH116
                if (status.st_dev, status.st_ino) in self._folders:
                    continue
                self._folders.add((status.st_dev, status.st_ino))
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=_name)
            except OSError as error:
                yield _refused(folder, error)
                continue
            below = []
            for entry in listed:
                if entry.name.startswith("."):
                    continue
                try:
                    if entry.is_dir():
                        below.append(entry.path)
                        continue
                    status = entry.stat()
                except OSError as error:
                    yield _refused(entry.path, error)
                    continue
                if entry.path not in self._named:
                    yield _found(entry.path, status)
            waiting.extend(reversed(below))


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _found(path: str, status: os.stat_result) -> Found:
    kind: Kind = "corpus" if path.lower().endswith(_CORPUS_ENDINGS) else "file"
    return Found(path, path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, kind)


def _refused(path: str, error: OSError) -> Found:
    return Found(path, path, kind="unreadable", detail=f"{error.strerror or error}; check the permissions or the link")
