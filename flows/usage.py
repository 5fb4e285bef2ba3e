"""What is wrong with the words on the command line, said before any work starts: one line, and what to do about it."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from glob import iglob
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NoReturn

from extract.sources import check

if TYPE_CHECKING:
    from flows.known import Again

WAREHOUSE = Path("warehouse") / "gongkai.duckdb"
RAW = "raw"  # the folder beside the warehouse that keeps what was fetched

COMPLETED, FAILED, WRONG_USAGE = 0, 1, 2


class Problem(Exception):
    """Something the person at the keyboard can put right. Its text is one line; `code` is the exit code."""

    def __init__(self, text: str, code: int = WRONG_USAGE) -> None:
        super().__init__(text)
        self.code = code


def refuse(text: str) -> NoReturn:
    raise Problem(text)


def check_sources(sources: tuple[str, ...], warehouse: Path) -> None:
    """Refuse sources that cannot be meant: none at all, paths that do not exist, folders that are empty or shut.

    One that is gone and was there in an earlier run of this warehouse is none of them: the run says what became of it.
    Raises SourceError for lists and web addresses that cannot be meant.
    """
    if not sources:
        refuse("nothing to read: name a file, a folder, a pattern or a URL, for example: gongkai ingest data/reports")
    for source in sources:
        if not source.strip():
            refuse("one of the sources is an empty text; check the quotes and variables of the command")
        if "://" not in source:
            try:
                _check_path(source)
            except Problem:
                from flows.known import was_read  # noqa: PLC0415 - a warehouse is opened only where it must be asked

                if not was_read(warehouse, source):
                    raise
        check(source)


def check_again(again: Again, warehouse: Path) -> None:
    """Refuse years and agencies that narrow nothing, or of which the warehouse holds nothing."""
    if not again.years and not again.agencies:
        return
    if not (again.retry or again.reread):
        refuse("--year and --agency say what is read again; add --reread or --retry-quarantined")
    check_warehouse(warehouse)
    from flows.known import chosen  # noqa: PLC0415 - the same

    if not chosen(warehouse, again):
        asked = " and ".join(", ".join(map(str, them)) for them in (again.years, again.agencies) if them)
        refuse(
            f"{warehouse} holds no report of {asked}; the names are in its relation `agencies` (* for any characters)"
        )


def _check_path(source: str) -> None:
    path = Path(source).expanduser()
    try:
        if path.is_dir():
            if not any(path.iterdir()):
                refuse(f"the folder {source} is empty; put reports there, or name another folder")
        elif path.exists():
            with path.open("rb"):
                pass
        elif any(mark in source for mark in "*?["):
            if next(iglob(str(path), recursive=True), None) is None:  # noqa: PTH207 - a pattern of any kind
                refuse(f"the pattern {source} matches nothing; quote it, and check it with ls")
        else:
            refuse(f"there is no file or folder {source}; check the spelling (current folder: {Path.cwd()})")
    except PermissionError:
        refuse(f"no permission to read {source}; change its permissions, or run as a user who may read it")
    except OSError as error:
        refuse(f"{source} cannot be opened ({error.strerror or error}); check the path")


def check_file(file: str) -> Path:
    """The one file that `inspect` reads."""
    path = Path(file).expanduser()
    if path.is_dir():
        refuse(f"{file} is a folder; inspect reads one file (to load a folder: gongkai ingest {file})")
    if "://" in file or (any(mark in file for mark in "*?[") and not path.exists()):
        refuse(f"inspect reads one file on this machine, not {file}; save it first, or load it: gongkai ingest {file}")
    _check_path(file)
    return path


def check_new_warehouse(warehouse: Path) -> None:
    """Refuse a path where no warehouse can be written. Creates the folder it will stand in."""
    if warehouse.is_dir():
        refuse(f"the warehouse {warehouse} is a folder; name a file in it: --warehouse {warehouse / WAREHOUSE.name}")
    if "?" in str(warehouse.absolute()):
        refuse(f"the path of the warehouse {warehouse} has a ?, behind which DuckDB takes it for options; name another")
    folder = warehouse.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(
            f"the folder {folder} for the warehouse cannot be made ({error.strerror}); name another: --warehouse FILE"
        )
    try:
        with TemporaryFile(dir=folder):  # asking for permission would say nothing of a disk that is read-only
            pass
    except OSError as error:
        refuse(f"the warehouse cannot be written in {folder} ({error.strerror}); name another place: --warehouse FILE")
    _check_content(warehouse)
    if warehouse.exists() and not os.access(warehouse, os.R_OK):
        refuse(
            f"no permission to read the warehouse {warehouse}; change its permissions or name another: --warehouse FILE"
        )


def _check_content(warehouse: Path) -> None:
    """Refuse a file that is there and no DuckDB database, before Prefect is started for nothing."""
    with suppress(OSError), warehouse.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":
            refuse(f"{warehouse} is not a DuckDB file; move it away or name another: --warehouse FILE")


def check_warehouse(warehouse: Path) -> None:
    """Refuse a warehouse that is not there yet, or not one."""
    if warehouse.is_dir():
        refuse(f"the warehouse {warehouse} is a folder; name the file in it: --warehouse {warehouse / WAREHOUSE.name}")
    if not warehouse.exists():
        refuse(f"there is no warehouse {warehouse} yet; make it: gongkai ingest SOURCE --warehouse {warehouse}")
    if not os.access(warehouse, os.R_OK):
        refuse(f"no permission to read the warehouse {warehouse}; change its permissions, or run as another user")


def check_folder(folder: Path) -> None:
    """Refuse a folder where no export can be written. Creates the folder it will stand in."""
    if folder.exists() and not folder.is_dir():
        refuse(f"{folder} is a file; export writes a folder, name one that is new or holds an earlier export")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"the folder {folder.parent} for the export cannot be made ({error.strerror}); name another")
    try:
        with TemporaryFile(dir=folder.parent):
            pass
    except OSError as error:
        refuse(f"the export cannot be written in {folder.parent} ({error.strerror}); name another folder")


def check_jobs(jobs: int | None) -> int:
    """Number of worker processes: what was asked for, or one for each core."""
    if jobs is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if jobs < 1:
        refuse(f"--jobs {jobs}: at least one worker process is needed")
    return jobs


def check_cron(cron: str) -> None:
    """Refuse what is not a schedule of five fields, or of six: the last is then seconds, to see a schedule at work."""
    field = r"[\d*/,\-]+"
    named = r"[\da-z*/,\-#]+"
    if not re.fullmatch(rf"(?:{field}\s+){{3}}{named}\s+{named}(?:\s+{field})?", cron.strip(), re.IGNORECASE):
        refuse(f"--cron {cron!r} is not a schedule; give minute hour day month weekday, for example: '0 2 * * *'")
