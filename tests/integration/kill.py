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
from pathlib import Path
from typing import Literal, get_args

import psutil

from flows.prefect_home import prepare, server
from tests.integration import whole

Again = Callable[[Path, Path], None]
# By what a run leaves on the disk: nothing yet, staged frames, a draft beside them, a new version.
Stage = Literal["starting", "reading", "loading", "ending"]
STAGES: tuple[Stage, ...] = get_args(Stage)
# Where a kill is aimed at, in turns: no stage is any instant of the run.
AIMS: tuple[Stage | None, ...] = (None, *STAGES)

_LAST = 30.0  # seconds in which what a killed run had started must have ended
_TRIES = 9  # a run may end before its instant has come; then another one is killed
_POLL = 0.01  # seconds between two looks how far a run has come


class Killer:
    """Kills runs over the reports in `folder`. server: of Prefect; every seventh run starts one of its own.

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

    def _undisturbed(self) -> dict[Stage, float]:
        """Seconds that each stage of a run takes that nobody disturbs."""
        run = whole.start(self._sources, self._full, self._batch, self._server)
        course, began = {}, time.monotonic()
        for stage, following in zip(STAGES, (*STAGES[1:], None), strict=True):
            _wait(self._full, run, following)
            course[stage] = time.monotonic() - began
            began += course[stage]
        assert run.wait() == 0
        return course

    def kill(self, number: int, aim: Stage | None = None) -> str:
        """Kill one run and see what it left; in which stage it was, and what the warehouse held then.

        Every other run starts from a warehouse that holds a run over a part of the reports. aim: the stage in which
        the instant is to lie, any instant of the run where it is None.
        """
        warehouse = self._folder / f"killed-{number}" / "w.duckdb"
        before = self._part if number % 2 else None
        standing = self._server if number % 7 != 6 else None
        stage = next(filter(None, (self._killed(warehouse, before, standing, aim) for _ in range(_TRIES))), None)
        assert stage, f"{_TRIES} runs ended before their instant had come"
        happened = f"killed {stage}: " + self._state(warehouse, before)
        self._again(self._sources, warehouse)
        _require_none(whole.differences(warehouse, self._full))
        _require_none(whole.strays(warehouse))
        shutil.rmtree(warehouse.parent)
        return happened

    def _killed(self, warehouse: Path, before: Path | None, standing: str | None, aim: Stage | None) -> Stage | None:
        """Start a run and kill it; the stage it was in, None where it ended before."""
        if warehouse.parent.exists():
            shutil.rmtree(warehouse.parent)
        warehouse.parent.mkdir()
        if before:
            shutil.copyfile(before, warehouse)
        run = whole.start(self._sources, warehouse, self._batch, standing)
        _wait(warehouse, run, aim or STAGES[0])
        span = self._course[aim] if aim else sum(self._course.values())
        time.sleep(self._lottery.uniform(0.0, span))
        family = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
        run.send_signal(signal.SIGKILL)
        was_killed = run.wait() == -signal.SIGKILL
        assert not psutil.wait_procs(family, timeout=_LAST)[1], "a process is left of the run"
        return _stage(warehouse) if was_killed else None

    def _command(self, sources: Path, warehouse: Path) -> None:
        assert whole.start(sources, warehouse, self._batch, self._server).wait() == 0

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


def _stage(warehouse: Path) -> Stage:
    """How far a run has come that began with a plain file or none; its first version takes the place of either."""
    if warehouse.is_symlink():
        return "ending"
    left = [path.name for path in warehouse.parent.glob(f".{warehouse.name}/*")]
    if any(name.startswith("draft-") for name in left):
        return "loading"
    return "reading" if any(name.startswith("staging-") for name in left) else "starting"


def _wait(warehouse: Path, run: whole.Process, stage: Stage | None) -> None:
    """Wait until a run has come to a stage, or has ended."""
    while run.poll() is None and (stage is None or STAGES.index(_stage(warehouse)) < STAGES.index(stage)):
        time.sleep(_POLL)


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
                what = killer.kill(number, AIMS[number % len(AIMS)])
                happened[what] += 1
                print(f"{number + 1} of {asked.times}: {what}", flush=True)
    print(", ".join(f"{count} {what}" for what, count in sorted(happened.items())))
