"""What was fetched, kept: bytes by their digest, and where, when and how each came, so that they are asked for once.

raw/ab/abcdef…          the bytes, named by their SHA-256
raw/origins.sqlite      one row an address: digest, final address, when, status, ETag, Last-Modified
raw/part-…              bytes on their way; what a killed run left is removed a day later
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import IO

STATE = "origins.sqlite"
_STALE = 24 * 3600.0  # seconds after which a fetch that broke off is begun anew
_WAIT = 30.0  # seconds to wait for another process that writes the state


class StoreError(Exception):
    """The store cannot be written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the bytes of an address came from.

    url: as asked. sha256, size: of its last bytes; '' and 0 where none came yet. final_url: where redirects led.
    status: of the last answer, 0 for none. media_type, etag, last_modified: as sent with the bytes; '' where not.
    kept_ns: when these bytes first came. fetched_at, asked_at: when they last came, when it was last asked (seconds
    since 1970). error: why the last asking failed, '' where it did not.
    """

    url: str
    sha256: str = ""
    size: int = 0
    final_url: str = ""
    status: int = 0
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    kept_ns: int = 0
    fetched_at: float = 0.0
    asked_at: float = 0.0
    error: str = ""


_COLUMNS = ", ".join(field.name for field in fields(Origin))
_MARKS = ", ".join("?" for _ in fields(Origin))


class Store:
    """The folder `raw`. Use as a context manager; its methods are for one thread."""

    def __init__(self, folder: Path) -> None:
        """Open or make it. A state that is damaged is set aside: everything is then asked again."""
        self.folder = folder
        with self.writing():
            folder.mkdir(parents=True, exist_ok=True)
            try:
                self._state = _opened(folder / STATE)
            except sqlite3.OperationalError:  # locked, full, no permission: not damaged
                raise
            except sqlite3.DatabaseError:
                (folder / STATE).replace(folder / f"{STATE}.damaged")
                self._state = _opened(folder / STATE)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exception: object) -> None:
        self._state.close()

    def path(self, sha256: str) -> Path:
        """Where bytes of this digest are kept."""
        return self.folder / sha256[:2] / sha256

    def origin(self, url: str) -> Origin:
        """What is known of an address. Bytes that are not there whole any more are not told."""
        with self.writing():
            row = self._state.execute(f"SELECT {_COLUMNS} FROM origins WHERE url = ?", [url]).fetchone()  # noqa: S608
        known = Origin(*row) if row else Origin(url)
        if known.sha256:
            with suppress(OSError):
                if self.path(known.sha256).stat().st_size == known.size:
                    return known
        return Origin(url)

    def note(self, origin: Origin) -> None:
        """Remember what is known of an address; on the disk when this returns."""
        with self.writing():
            self._state.execute(f"INSERT OR REPLACE INTO origins ({_COLUMNS}) VALUES ({_MARKS})", astuple(origin))  # noqa: S608

    @contextmanager
    def receiving(self) -> Iterator[Parcel]:
        """A place for bytes on their way; whatever was not `kept` is gone afterwards."""
        with self.writing():
            place = tempfile.NamedTemporaryFile(dir=self.folder, prefix="part-", delete=False)  # noqa: SIM115
        with place as file:
            try:
                yield Parcel(self, file)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(file.name)  # noqa: PTH108

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Whatever the disk or the state refuses inside is a StoreError."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            why = f"{self.folder}: what is fetched cannot be kept ({error})"
            raise StoreError(f"{why}; make room, or change its permissions") from error

    def begin(self, now: float) -> float:
        """When the fetch under way began: now, or when the one that broke off did, whose bytes need not come again."""
        with self.writing():
            row = self._state.execute("SELECT begun FROM under_way").fetchone()
            if row and now - _STALE < row[0] <= now:
                return float(row[0])
            self._state.execute("DELETE FROM under_way")
            self._state.execute("INSERT INTO under_way VALUES (?)", [now])
        for stray in self.folder.glob("part-*"):
            with suppress(OSError):
                if stray.stat().st_mtime < now - _STALE:
                    stray.unlink()
        return now

    def end(self) -> None:
        """The fetch under way is done."""
        with self.writing():
            self._state.execute("DELETE FROM under_way")


class Parcel:
    """Bytes on their way into the store."""

    def __init__(self, store: Store, file: IO[bytes]) -> None:
        self._store, self._file, self._digest = store, file, hashlib.sha256()
        self.size = 0

    def add(self, chunk: bytes) -> None:
        """The next bytes."""
        with self._store.writing():
            self._file.write(chunk)
        self._digest.update(chunk)
        self.size += len(chunk)

    def keep(self) -> str:
        """All bytes have come: put them in their place, on the disk for good. Their digest."""
        digest = self._digest.hexdigest()
        target = self._store.path(digest)
        with self._store.writing():
            self._file.flush()
            os.fsync(self._file.fileno())
            target.parent.mkdir(exist_ok=True)
            Path(self._file.name).replace(target)
        return digest


def stale(folder: Path, since: float) -> list[tuple[str, str]]:
    """Addresses asked since then in vain whose earlier bytes stand in for them, with the reason. [] without a store."""
    if not (folder / STATE).exists():
        return []
    query = "SELECT url, error FROM origins WHERE asked_at >= ? AND error <> '' AND sha256 <> '' ORDER BY url"
    with suppress(sqlite3.Error), closing(sqlite3.connect(folder / STATE, timeout=_WAIT)) as state:
        return state.execute(query, [since]).fetchall()
    return []


def _opened(path: Path) -> sqlite3.Connection:
    state = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        state.execute("PRAGMA journal_mode = WAL")
        state.execute("PRAGMA synchronous = NORMAL")
        state.execute(f"CREATE TABLE IF NOT EXISTS origins ({_COLUMNS}, PRIMARY KEY (url))")
        state.execute("CREATE TABLE IF NOT EXISTS under_way (begun)")
        state.execute(f"SELECT {_COLUMNS} FROM origins LIMIT 1").fetchall()  # noqa: S608
    except sqlite3.DatabaseError:
        state.close()
        raise
    return state
