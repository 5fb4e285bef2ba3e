"""Versions of the warehouse and the link that says which one is live.

    warehouse/gongkai.duckdb                        a link, swapped atomically to the newest version
    warehouse/.gongkai.duckdb/000012.duckdb         the live version: never written again
    warehouse/.gongkai.duckdb/000011.duckdb         the one before, for readers who are just opening it
    warehouse/.gongkai.duckdb/draft-….duckdb        a version in the making (a stray, where no run holds the lock)
    warehouse/.gongkai.duckdb/staging-…/            staged frames of a run
    warehouse/.gongkai.duckdb/lock                  held by the one run that writes

A version becomes live by one rename of the link, after it and its folder are on the disk for good: a run killed at
any instant leaves the version before whole, and the next run removes what it left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from load.errors import LockedError, WarehouseError

_KEPT = 2  # versions: the live one and the one before
_MAGIC = slice(8, 12)  # where a DuckDB file says DUCK
_POLL = 0.2  # seconds between two tries for the lock
_LINE = 200  # bytes that a lock tells at the most


class Versions:
    """The versions of one warehouse. `path`: the file readers open."""

    def __init__(self, path: Path) -> None:
        """Remember the path; nothing is read or written yet."""
        self.path = _link_of(Path(path).absolute())
        self.folder = self.path.parent / f".{self.path.name}"

    def live(self) -> Path | None:
        """The live version, None where there is none yet. Raises WarehouseError where the path holds something else."""
        if self.path.is_dir():
            raise WarehouseError(f"the warehouse {self.path} is a folder; name a file in it")
        try:
            version = self.path.resolve(strict=True)
            with version.open("rb") as file:
                is_duckdb = file.read(16)[_MAGIC] == b"DUCK"
        except FileNotFoundError:
            return None
        except OSError as error:
            raise WarehouseError(f"the warehouse {self.path} cannot be read ({error.strerror})") from error
        if not is_duckdb:
            raise WarehouseError(f"{self.path} is not a DuckDB file; move it away or name another file")
        return version

    @contextmanager
    def locked(self, wait: float = 0.0, known_as: str = "") -> Iterator[str]:
        """Hold the right to write; strays of runs that died are removed first.

        wait: seconds to wait for another run. known_as: a name for the holder, less than a line of ASCII. Yields the
        name of the holder before where it died with the right in its hands, '' where it gave it back.
        Raises LockedError where another run still writes then.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WarehouseError(
                f"the warehouse {self.path} cannot be written ({error.strerror}); make its folder writable, or name "
                "another file"
            ) from error
        try:
            self._take(handle, time.monotonic() + wait)
            _, died = _holder(handle)
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()} {known_as}".encode(), 0)
            try:
                self.clean()
                yield died
            finally:
                os.ftruncate(handle, 0)
        finally:
            os.close(handle)

    def _take(self, handle: int, until: float) -> None:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    holder = _holder(handle)[0] or "unknown"
                    raise LockedError(
                        f"another run (process {holder}) is writing {self.path}; try again when it is done"
                    ) from None
                time.sleep(_POLL)
            else:
                return

    def draft(self) -> Path:
        """A copy of the live version to write to, or the path of a new file where there is none. Needs the lock."""
        live = self.live()
        draft = self.folder / f"draft-{os.getpid()}.duckdb"
        if live is not None:
            shutil.copyfile(live, draft)
        return draft

    def publish(self, draft: Path) -> Path:
        """Make the draft the live version, for good and at once. The draft must be closed. Returns its new path."""
        version = self.folder / f"{self._newest() + 1:06d}.duckdb"
        _sync(draft)
        draft.rename(version)
        _sync(self.folder)
        link = self.folder / f"link-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self.folder.name) / version.name)
        link.replace(self.path)
        _sync(self.path.parent)
        self.clean()
        return version

    def staging(self, run_id: str) -> Path:
        """The folder for the staged frames of a run, made anew."""
        folder = self.folder / f"staging-{run_id}"
        folder.mkdir()
        return folder

    def clean(self) -> None:
        """Remove drafts, staged frames and links of runs that ended, and versions no reader needs. Needs the lock."""
        live = self.live()
        versions = sorted(self.folder.glob("[0-9]*.duckdb"), reverse=True)
        before = [version for version in versions if live is None or version.name < live.name]
        kept = {live, *before[: _KEPT - 1]}
        for stray in self.folder.iterdir():
            if stray in kept or stray.name == "lock":
                continue
            if stray.is_dir() and not stray.is_symlink():
                shutil.rmtree(stray, ignore_errors=True)
            else:
                with suppress(FileNotFoundError):
                    stray.unlink()

    def _newest(self) -> int:
        return max((int(version.stem) for version in self.folder.glob("[0-9]*.duckdb")), default=0)


def _link_of(path: Path) -> Path:
    """The link that is swapped: a person's own link is followed to it, and from a version it is found again."""
    while path.is_symlink():
        target = path.parent / path.readlink()
        if target.parent.name == f".{path.name}":
            return path
        path = target
    link = path.parent.parent / path.parent.name.removeprefix(".")
    is_version = (
        path.parent.name.startswith(".") and link.is_symlink() and link.resolve().parent == path.parent.resolve()
    )
    return link if is_version else path


def _holder(handle: int) -> tuple[str, str]:
    """Process and name that a lock tells, empty where nobody holds it."""
    process, _, name = os.pread(handle, _LINE, 0).decode("ascii", "replace").partition(" ")
    return process, name


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
