"""Documents in stores that fsspec reaches (s3://, file://, memory://, …): listed, then read as bytes within limits.

Credentials and endpoints are those of fsspec's own environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, FSSPEC_S3_…).
Nothing of a store is copied to this machine but corpora, for the time of a run.
"""

from __future__ import annotations

import glob
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from extract.document import Document, Rejected
from extract.format import Unreadable
from extract.found import Found, SourceError, kind_of
from extract.limits import Limits
from extract.reader import read

_AHEAD = 8  # objects asked for at once by one process: a store answers in tens of milliseconds, a reader in one
_DEFAULT = Limits()
_EXTRAS = {"s3": "s3", "s3a": "s3"}  # scheme to the optional extra of this package that brings its driver
_HERE = ("file://", "local://")  # what stands before the path of a file on this machine
# What stores call the time of last modification and the mark of a version, in the order they are asked for.
_TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")
_MARKS = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "ino")


def find(url: str) -> list[Found]:
    """What lies at an address: an object, everything below a prefix, or what a pattern matches, in sorted order.

    Objects whose path below the address holds a part that begins with "." are passed over. An address that cannot be
    listed now is one item of kind 'unreadable'. Raises SourceError where the driver is not installed, the address is
    of no known kind, or nothing is there.
    """
    filesystem, path = _opened(url)
    try:
        objects = _objects(filesystem, path)
    except FileNotFoundError:
        raise SourceError(f"{url}: nothing is there; check the address and what the credentials may see") from None
    except Exception as error:  # every driver has errors of its own
        detail = f"it cannot be listed ({_told(error)}); check the network, the credentials and the endpoint"
        return [Found(url, url, kind="unreadable", detail=detail)]
    if not objects and glob.has_magic(path):
        raise SourceError(f"{url}: the pattern matches nothing; quote it, and check the address")
    # Drivers drop the scheme, and some the host; what stood before the path is what makes it an address again.
    spelled = url.rstrip("/")
    before = spelled.removesuffix(path) if spelled.endswith(path) else f"{url.partition('://')[0]}://"
    return [_found(before, name, info) for name, info in sorted(objects.items())]


def is_remote(path: str) -> bool:
    """Whether the bytes of an item are read through this module."""
    return "://" in path


def arriving(found: Iterable[Found], limits: Limits = _DEFAULT) -> Iterator[tuple[Found, Arrival | None]]:
    """The items in their order; those of a store with their bytes asked for a little ahead of their turn."""
    waiting: deque[tuple[Found, Arrival | None]] = deque()
    pool: ThreadPoolExecutor | None = None
    try:
        for item in found:
            if item.kind == "file" and is_remote(item.path):
                pool = pool or ThreadPoolExecutor(_AHEAD, thread_name_prefix="gongkai-store")
                waiting.append((item, Arrival(item, pool.submit(_bytes, item, limits), limits)))
            else:
                waiting.append((item, None))
            if len(waiting) > _AHEAD:
                yield waiting.popleft()
        yield from waiting
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


class Arrival:
    """The bytes of one object on their way."""

    def __init__(self, found: Found, coming: Future[bytes], limits: Limits) -> None:
        self._found, self._coming, self._limits = found, coming, limits

    def read(self, metadata: Mapping[str, str]) -> list[Document | Rejected]:
        """As `extract.reader.read_file`; an object that does not come in time is 'timed_out'. Never raises."""
        try:
            raw = self._coming.result(self._limits.seconds)
        except Unreadable as reason:
            return [Rejected(self._found.uri, "", reason.reason, reason.detail)]
        except Late:
            detail = f"the store did not send it within {self._limits.seconds:g} s; run again later"
            return [Rejected(self._found.uri, "", "timed_out", detail)]
        return read(self._found.uri, raw, metadata, self._limits)


def brought(found: Found, folder: Path) -> Found:
    """A corpus of a store as a file in `folder`, where it can be read by rows and in shares; else 'unreadable'."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if found.size > free:
        detail = f"{found.size:,} bytes and {free:,} free in {folder}; make room, or split the corpus"
        return replace(found, kind="unreadable", reason="too_large", detail=detail)
    target = folder / sha256(found.uri.encode()).hexdigest()
    try:
        filesystem, path = _opened(found.path)
        filesystem.get_file(path, str(target))
    except Exception as error:
        return replace(found, kind="unreadable", detail=f"the store does not give it ({_told(error)}); run again later")
    return replace(found, path=str(target))


def _bytes(found: Found, limits: Limits) -> bytes:
    if found.size > limits.max_bytes:
        raise Unreadable(
            "too_large",
            f"{found.size:,} bytes, more than the {limits.max_bytes:,} allowed; split it, or raise Limits.max_bytes",
        )
    if not found.size:
        return b""
    try:
        filesystem, path = _opened(found.path)
        # One byte more than allowed tells an object that grew since it was listed.
        return bytes(filesystem.cat_file(path, start=0, end=limits.max_bytes + 1))
    except FileNotFoundError:
        raise Unreadable("unreadable", "gone from its store since it was listed; run again") from None
    except TimeoutError:
        raise Unreadable("timed_out", "the store did not answer in time; run again later") from None
    except Exception as error:
        raise Unreadable("unreadable", f"the store does not give it ({_told(error)}); run again later") from error


def _opened(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 - few runs need it

    scheme = url.partition("://")[0]
    try:
        filesystem, path = url_to_fs(url, **({"use_listings_cache": False} if scheme in _EXTRAS else {}))
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        how = f"pip install gongkai[{extra}]" if extra else f"install its driver for fsspec ({_told(error)})"
        raise SourceError(f"{url}: {scheme}:// needs a package that is not installed: {how}") from error
    except ValueError as error:
        raise SourceError(f"{url}: addresses of the kind {scheme}:// are not read ({_told(error)})") from error
    except Exception as error:
        raise SourceError(f"{url}: cannot be opened ({_told(error)}); check the address and credentials") from error
    return filesystem, path


def _objects(filesystem: Any, path: str) -> dict[str, dict[str, Any]]:
    """Path to facts of every object at a path. What is there by that very name goes before what it matches."""
    if glob.has_magic(path) and not filesystem.exists(path):
        matches = filesystem.glob(path, detail=True)
    else:
        matches = {path: filesystem.info(path)}
    objects: dict[str, dict[str, Any]] = {}
    for name, info in matches.items():
        if info["type"] != "directory":
            objects[name] = info
            continue
        below = len(name.rstrip("/"))
        objects |= {
            inner: facts
            for inner, facts in filesystem.find(name, detail=True).items()
            if not any(part.startswith(".") for part in inner[below:].split("/"))
        }
    # Stores mark a folder by an empty object whose name ends in a slash.
    return {name: info for name, info in objects.items() if info["type"] == "file" and not name.endswith("/")}


def _found(before: str, name: str, info: Mapping[str, Any]) -> Found:
    uri = before + name
    marks = [str(info[mark]) for mark in _MARKS if info.get(mark)]
    return Found(
        uri,
        name if before in _HERE else uri,
        size=int(info.get("size") or 0),
        mtime_ns=_nanoseconds(info) if not marks or _nanoseconds(info) is not None else 0,
        inode=int(sha256(marks[0].encode()).hexdigest()[:16], 16) if marks else 0,
        kind=kind_of(name),
    )


def _nanoseconds(info: Mapping[str, Any]) -> int | None:
    told = next((info[key] for key in _TIMES if info.get(key)), None)
    if isinstance(told, str):
        try:
            told = datetime.fromisoformat(told)
        except ValueError:
            return None
    if isinstance(told, datetime):
        told = (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    return int(told * 1_000_000) * 1_000 if isinstance(told, int | float) else None


def _told(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
