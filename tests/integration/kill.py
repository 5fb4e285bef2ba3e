"""Runs of the command line killed at random instants: `python -m tests.integration.kill --times 50`.

After each kill the warehouse must open and hold what it held before or what a whole run gives, no process may be left,
and after the next run it must hold the same as after a run that nobody disturbed, compared cell by cell, with no stray
file beside it.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from flows.prefect_home import prepare, server
from tests.integration import whole

Again = Callable[[Path, Path], None]

_LAST = 30.0  # seconds in which what a killed run had started must have ended


@dataclass(frozen=True)
class Course:
    """A run that nobody disturbed: seconds until it was published, and from then to its end."""

    until_published: float
    until_ended: float


class Killer:
    """Kills runs over the reports in `folder`. server: of Prefect; every tenth run starts one of its own.

    again: the run after a killed one, over sources and warehouse; the command where it is not given.
    """

    def __init__(self, folder: Path, documents: int, server: str, seed: int, again: Again | None = None) -> None:
        self._again = again or self._command
        self._folder, self._sources, self._server = folder, folder / "reports", server
        self._lottery = random.Random(seed)
        self._part, self._full = folder / "part" / "w.duckdb", folder / "full" / "w.duckdb"
        self._batch = max(1, documents // 6)
        whole.invent(self._sources, documents // 4)
        whole.run_once(self._sources, self._part)
        whole.invent(self._sources, documents)
        self._course = self._undisturbed()

    def _undisturbed(self) -> Course:
        began = time.monotonic()
        run = whole.start(self._sources, self._full, self._batch, self._server)
        _until_published(self._full, None, run)
        published = time.monotonic()
        assert run.wait() == 0
        return Course(published - began, time.monotonic() - published)

    def kill(self, number: int) -> str:
        """Kill one run and see what it left; what happened, and what it held then.

        Every other run starts from a warehouse that holds a run over a part of the reports. A third of them is killed
        at any instant, a third while it works, a third between publishing and its end.
        """
        warehouse = self._folder / f"killed-{number}" / "w.duckdb"
        warehouse.parent.mkdir()
        before = self._part if number % 2 else None
        if before:
            shutil.copyfile(before, warehouse)
        standing = self._server if number % 10 != 9 else None
        run = whole.start(self._sources, warehouse, self._batch, standing)
        when = self._wait(number % 3, warehouse, run)
        family = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
        run.send_signal(signal.SIGKILL)
        happened = f"killed {when}" if run.wait() else "done before"
        happened += ": " + self._state(warehouse, before)
        assert not psutil.wait_procs(family, timeout=_LAST)[1], "a process is left of the run"
        self._again(self._sources, warehouse)
        _require_none(whole.differences(warehouse, self._full))
        _require_none(whole.strays(warehouse))
        shutil.rmtree(warehouse.parent)
        return happened

    def _command(self, sources: Path, warehouse: Path) -> None:
        assert whole.start(sources, warehouse, self._batch, self._server).wait() == 0

    def _wait(self, third: int, warehouse: Path, run: whole.Process) -> str:
        course = self._course
        if third == 2:
            _until_published(warehouse, _version(warehouse), run)
            time.sleep(self._lottery.uniform(0.0, course.until_ended))
            return "after publishing"
        least = 0.0 if third == 0 else 0.4
        time.sleep(self._lottery.uniform(least, 1.05) * course.until_published)
        return "anywhere" if third == 0 else "at work"

    def _state(self, warehouse: Path, before: Path | None) -> str:
        if not warehouse.exists():
            assert before is None, "the warehouse is gone"
            return "none yet"
        if before is not None and not whole.differences(warehouse, before):
            return "as before"
        _require_none(whole.differences(warehouse, self._full))
        return "as after"


def _require_none(wrong: object) -> None:
    assert not wrong, wrong


def _version(warehouse: Path) -> str | None:
    """Which version is live; None for a plain file and for none."""
    return str(warehouse.readlink()) if warehouse.is_symlink() else None


def _until_published(warehouse: Path, before: str | None, run: whole.Process) -> None:
    """Wait for the version after `before`, or for the end of the run; a plain file becomes the first version."""
    while _version(warehouse) in (before, None) and run.poll() is None:
        time.sleep(0.002)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--times", type=int, default=50)
    words.add_argument("--documents", type=int, default=2_000)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        prepare(Path(place))
        with server() as answers:
            answers()
            url = os.environ["PREFECT_API_URL"]
            happened: Counter[str] = Counter()
            killer = Killer(Path(place), asked.documents, url, asked.seed)
            for number in range(asked.times):
                what = killer.kill(number)
                happened[what] += 1
                print(f"{number + 1} of {asked.times}: {what}", flush=True)
    print(", ".join(f"{count} {what}" for what, count in sorted(happened.items())))
