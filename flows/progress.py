"""How long work tells where it is: a bar on a terminal, a line now and then anywhere else. Always on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows import log

_EVERY = 10.0  # seconds between two plain lines of one stage


class Plain:
    """A line at the start of each stage, and one every ten seconds of it."""

    def __init__(self) -> None:
        self._stage, self._last = "", 0.0

    def stage(self, name: str) -> None:
        """A new stage begins; its extent is not known yet."""
        self._stage, self._last = name, time.monotonic()
        print(name, file=sys.stderr, flush=True)

    def at(self, done: int, total: int | None = None) -> None:
        """So many items of the stage are done, of so many."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            print(f"{self._stage}: {done:,}" + (f" of {total:,}" if total else ""), file=sys.stderr, flush=True)


class Bar(Plain):
    """The same as a live bar."""

    def __init__(self, bars: Progress) -> None:
        super().__init__()
        self._bars = bars
        self._task = bars.add_task("", total=None)

    def stage(self, name: str) -> None:
        """A new stage begins; its extent is not known yet."""
        self._bars.reset(self._task, description=name, total=None)

    def at(self, done: int, total: int | None = None) -> None:
        """So many items of the stage are done, of so many."""
        self._bars.update(self._task, completed=done, total=total)


class Lines(Plain):
    """The same as lines of the log for programs."""

    def stage(self, name: str) -> None:
        """A new stage begins; its extent is not known yet."""
        self._stage, self._last = name, time.monotonic()
        log.tell("stage", name, stage=name)

    def at(self, done: int, total: int | None = None) -> None:
        """So many items of the stage are done, of so many."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            log.tell("progress", f"{self._stage}: {done:,}", stage=self._stage, done=done, total=total)


class Silent(Plain):
    """Says nothing: runs on a schedule tell their progress to Prefect."""

    def stage(self, name: str) -> None:
        """Nothing."""

    def at(self, done: int, total: int | None = None) -> None:
        """Nothing."""


_SILENT = Silent()
_CURRENT: ContextVar[Plain] = ContextVar("progress")


def current() -> Plain:
    """The progress of the run at hand. A flow cannot be handed it: Prefect stores what a flow is called with."""
    return _CURRENT.get(_SILENT)


@contextmanager
def shown() -> Iterator[Plain]:
    """Show the progress of what runs inside."""
    console = Console(stderr=True)
    if log.is_json() or not console.is_terminal:
        token = _CURRENT.set(Lines() if log.is_json() else Plain())
        try:
            yield current()
        finally:
            _CURRENT.reset(token)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        token = _CURRENT.set(Bar(bars))
        try:
            yield current()
        finally:
            _CURRENT.reset(token)
