"""Where documents come from: files, folders, globs, lists of addresses and stores, found without being read."""

# ruff: noqa: PLC0415 - what lists a store or parses YAML is imported only where a source asks for it.

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from extract.addresses import is_web, problem_of
from extract.found import Found, Kind, SourceError, kind_of, openable, place_of, written
from extract.source_list import is_list, listed

__all__ = ["Found", "Kind", "SourceError", "Survey", "check", "find", "is_within", "searched"]


def find(sources: Sequence[str]) -> Iterator[Found]:
    """Everything in the sources, folders and globs in sorted order, each file once, without opening any.

    Folders are followed to the bottom, links to folders too, each real folder once. Hidden files (".name") are
    passed over. What cannot be listed is an item of kind 'unreadable'. A web address, named or listed in a file, is an
    item of kind 'address', not asked yet; addresses of stores (s3://…) are listed by fsspec (`extract.remote`).
    Raises SourceError, before anything is yielded, for a source that does not exist, a pattern that matches nothing or
    a list that cannot be read.
    """
    finder = _Finder()
    return chain.from_iterable([finder.items(source) for source in sources])


class Survey:
    """What several sources hold, as `find` yields it; one that cannot be listed does not stop the others.

    Iterate it once. `lost` then tells, for each source that could not be listed at all or holds nothing, the reason in
    a sentence: a disk that is not mounted looks like an empty folder. Such a source says nothing of what it held.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        self.lost: dict[str, str] = {}
        self._sources = sources

    def __iter__(self) -> Iterator[Found]:
        finder = _Finder()
        for source in self._sources:
            before = finder.met
            try:
                for item in finder.items(source):
                    if item.kind == "unreadable" and item.uri in (source, os.path.expanduser(source)):  # noqa: PTH111
                        self.lost[source] = f"{source}: {item.detail}"
                    else:
                        yield item
            except SourceError as error:
                self.lost[source] = str(error)
            if finder.met == before and source not in self.lost:
                self.lost[source] = f"{source}: nothing is in it; check that its disk is mounted"


def check(source: str) -> None:
    """Raises SourceError for a web address or a list of them that cannot be meant. Asks no network."""
    if is_web(source):
        wrong = problem_of(source)
        if wrong:
            raise SourceError(wrong)
    elif "://" not in source and is_list(os.path.expanduser(source)):  # noqa: PTH111
        listed(os.path.expanduser(source))  # noqa: PTH111


def searched(sources: Iterable[str]) -> list[str]:
    """Where what is not found any more is gone, as patterns of uris. sources: those that could be listed.

    A web address is never gone: what it gave is kept. Of a list, only rows that name no address lie in the list itself.
    """
    roots = []
    for source in sources:
        if is_web(source):
            continue
        path = source if "://" in source else os.path.expanduser(source)  # noqa: PTH111
        shown = place_of(openable(path))
        if "://" not in path and is_list(path):
            roots.append(f"{glob.escape(shown)}#*")
        elif "://" not in path and glob.has_magic(path) and os.path.lexists(path):
            roots += [glob.escape(shown), glob.escape(shown.rstrip("/")) + "/*"]  # a name that looks like a pattern
        else:
            roots.append(shown)
    return roots


def is_within(uri: str, folders: Collection[str]) -> bool:
    """Whether a place lies below one of the folders."""
    above = uri.rpartition("/")[0]
    while above:
        if above in folders:
            return True
        above = above.rpartition("/")[0]
    return False


def _expand(source: str) -> list[str]:
    path = openable(os.path.expanduser(source))  # noqa: PTH111 - paths stay strings: a million Path objects cost seconds
    if os.path.lexists(path):
        return [path]
    if glob.has_magic(path):
        matches = sorted(glob.iglob(path, recursive=True))  # noqa: PTH207
        if matches:
            return matches
        raise SourceError(f"{place_of(source)}: the pattern matches nothing; quote it, and check it with ls")
    raise SourceError(f"{place_of(source)}: no such file or folder; check the path (relative to {os.getcwd()})")  # noqa: PTH109


class _Finder:
    """Remembers what was named and which folders were seen, so that overlapping sources give each file once.

    met: how many items it came upon, also those it had given before.
    """

    def __init__(self) -> None:
        self.met = 0
        self._folders: set[tuple[int, int]] = set()
        self._named: set[str] = set()

    def items(self, source: str) -> Iterator[Found]:
        """What one source holds. Whatever makes it unusable is raised at once, not when the first item is asked for."""
        check(source)
        if is_web(source):
            return self._once([Found(source, source, kind="address")])
        if "://" in source:
            from extract import remote

            return self._once(remote.find(source))
        paths = _expand(source)
        if paths == [os.path.expanduser(source)] and is_list(paths[0]):  # noqa: PTH111
            return self._once(listed(paths[0]))
        return chain.from_iterable(map(self.find, paths))

    def _once(self, found: Iterable[Found]) -> Iterator[Found]:
        for item in found:
            self.met += 1
            if item.uri not in self._named:
                self._named.add(item.uri)
                yield item

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
        self.met += 1
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
                    self.met += _holds_a_file(folder)
                    continue
                self._folders.add((status.st_dev, status.st_ino))
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=_name)
            except OSError as error:
                self.met += 1
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
                    self.met += 1
                    yield _refused(entry.path, error)
                    continue
                self.met += 1
                if entry.path not in self._named:
                    yield _found(entry.path, status)
            waiting.extend(reversed(below))


def _holds_a_file(folder: str) -> bool:
    return any(not name.startswith(".") for _, _, names in os.walk(folder) for name in names)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _found(path: str, status: os.stat_result) -> Found:
    return Found(
        place_of(path),
        written(path),
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
        kind_of(path),
    )


def _refused(path: str, error: OSError) -> Found:
    detail = f"{error.strerror or error}; check the permissions or the link"
    return Found(place_of(path), written(path), kind="unreadable", detail=detail)
