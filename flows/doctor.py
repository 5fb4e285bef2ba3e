"""`gongkai doctor`: is this installation sound? Each finding comes with what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from rich.console import Console
from rich.markup import escape

from flows.usage import COMPLETED, FAILED

_LEAST_SPACE = 2 << 30  # bytes; a build is written beside the live warehouse before it takes its place


class Finding(NamedTuple):
    """One thing looked at: is it sound, what was seen, and what to do where it is not."""

    sound: bool
    what: str
    advice: str = ""


def examine(warehouse: Path) -> int:
    """Look at everything a run needs and print it; FAILED where something is not sound."""
    console = Console()
    sound = True
    for look in (_python, _packages, _reference, _warehouse, _disk, _prefect):
        for finding in look(warehouse):
            sound &= finding.sound
            mark = "[green]ok[/]  " if finding.sound else "[red]FAIL[/]"
            console.print(f"{mark} {escape(finding.what)}" + (f"\n     → {finding.advice}" if finding.advice else ""))
    return COMPLETED if sound else FAILED


def _python(_: Path) -> Iterator[Finding]:
    told = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Finding(sys.version_info >= (3, 11), told, "" if sys.version_info >= (3, 11) else "use Python 3.11 or later")


def _packages(_: Path) -> Iterator[Finding]:
    """Every package that pyproject.toml asks for, in a version it allows."""
    try:
        needed = [Requirement(line) for line in requires("gongkai") or ()]
    except PackageNotFoundError:
        yield Finding(False, "gongkai is not installed in this environment", "run `make setup`")
        return
    wrong, right = [], 0
    for need in needed:
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(need.name)
        except PackageNotFoundError:
            wrong.append(f"{need} is missing")
            continue
        right += need.specifier.contains(found, prereleases=True)
        if not need.specifier.contains(found, prereleases=True):
            wrong.append(f"{need.name} {found} is installed, {need.specifier} is needed")
    yield Finding(
        not wrong,
        f"{right} packages in allowed versions" + "".join(f"; {fault}" for fault in wrong),
        "run `make setup`" if wrong else "",
    )


def _reference(_: Path) -> Iterator[Finding]:
    """The forms are there and whole; each has at least one identity that must hold."""
    from transform.reference import load_reference  # noqa: PLC0415 - a broken installation is reported, not raised

    def look() -> str:
        forms = load_reference().forms
        assert forms and all(form.identities for form in forms.values())
        return "reference tables: " + ", ".join(
            f"form {name} with {len(form.cells)} cells" for name, form in forms.items()
        )

    yield _tried(look, "reference tables", "restore data/reference from the repository")


def _warehouse(warehouse: Path) -> Iterator[Finding]:
    if not warehouse.exists():
        yield Finding(True, f"no warehouse {warehouse} yet (the first `gongkai ingest` makes it)")
        return

    def look() -> str:
        from load.warehouse import Warehouse  # noqa: PLC0415 - the same

        with Warehouse(warehouse).connect() as connection:
            reports, cells = connection.execute("SELECT count(*), sum(cells_expected) FROM reports").fetchall()[0]
        return (
            f"warehouse {warehouse}: {reports:,} reports, {cells or 0:,} cells, {warehouse.stat().st_size >> 20:,} MB"
        )

    yield _tried(look, f"warehouse {warehouse}", "move the file away and ingest the sources again, or restore a copy")


def _disk(warehouse: Path) -> Iterator[Finding]:
    folder = _folder(warehouse)
    free = shutil.disk_usage(folder).free
    size = warehouse.stat().st_size if warehouse.is_file() else 0
    enough = free > max(_LEAST_SPACE, 3 * size)
    yield Finding(
        enough, f"{free >> 30:,} GB free in {folder}", "" if enough else "a run needs three times the warehouse"
    )
    writable = os.access(folder, os.W_OK)
    yield Finding(writable, f"{folder} can be written", "" if writable else "name another place with --warehouse")


def _prefect(warehouse: Path) -> Iterator[Finding]:
    """Run an empty flow as a run does: on the standing server, or on one for the time of it."""
    from flows.prefect_home import prepare, server, standing  # noqa: PLC0415 - the same

    prepare(_folder(warehouse))
    place = standing()
    what = f"Prefect {version('prefect')}, server: {place or 'one for each run'}"

    def look() -> str:
        with server() as answers:
            from prefect import flow  # noqa: PLC0415 - the same

            answers()
            flow(name="doctor")(lambda: None)()
        return what

    yield _tried(look, what, "check PREFECT_API_URL, or unset it" if place else "remove .prefect and try again")


def _folder(warehouse: Path) -> Path:
    """The folder the warehouse stands in, or the nearest one above that is there."""
    return next(path for path in warehouse.absolute().parents if path.is_dir())


def _tried(look: Callable[[], str], what: str, advice: str) -> Finding:
    try:
        return Finding(True, look())
    except Exception as error:
        return Finding(False, f"{what}: {error}", advice)
