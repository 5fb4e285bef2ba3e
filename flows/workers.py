"""Worker processes for batches of documents, each watched: a document that hangs or kills its worker ends alone.

Why not `ProcessPoolExecutor`: one dead worker breaks every batch in flight there, and a single hung worker cannot be
ended. Here each worker is borrowed by one thread at a time, says at which document it is (one integer in shared
memory, so saying it costs nothing), and can be ended and replaced without touching its neighbours.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import Any, Protocol

_CONTEXT = multiprocessing.get_context("spawn")
_POLL = 0.2  # seconds between two looks at a busy worker
_START = 120.0  # seconds a new worker may take to import what it needs
_AT_REST = -1
_NEW_OBJECTS = 10_000  # after which the collector looks; readings hold no cycles, and looking through them is in vain
_STARTING = threading.Lock()  # `__main__` has one stand-in at a time


class Job(Protocol):
    """A batch of work that can be sent to a process: `run` reports each item before it starts on it.

    excluded: items that killed or hung a worker before, with (reason, detail); `run` must not touch them again.
    """

    def run(self, at: Callable[[int], None], excluded: Mapping[int, tuple[str, str]]) -> Any: ...


class WorkerFault(RuntimeError):
    """A fault of this program in a worker (not of a document): the traceback of the worker is its message."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document, and one worker, may take.

    seconds: wall-clock time for one document; past it the document is `timed_out`.
    memory: bytes of data a worker may hold; past it the document at hand is `unreadable`. 0 for no limit.
    jobs: batches after which a worker is replaced, so that what libraries leak stays bounded.
    """

    seconds: float = 60.0
    memory: int = 4 << 30
    jobs: int = 40


class _Worker:
    """One process and the pipe to it. Not shared: whoever borrows it is the only one to speak to it."""

    def __init__(self, limits: Limits) -> None:
        self.position: Any = _CONTEXT.RawValue("q", _AT_REST)
        self.pipe, far = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(
            target=_serve, args=(far, self.position, limits.memory), name="gongkai-worker", daemon=True
        )
        _start(self.process)
        far.close()
        self.done = 0
        if not self._is_ready():
            self.end()
            raise WorkerFault(f"a worker process ended at its start or did not start within {_START:.0f} seconds")

    def _is_ready(self) -> bool:
        try:
            return self.pipe.poll(_START) and self.pipe.recv() == "ready"
        except EOFError:  # it died at once
            return False

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _start(process: SpawnProcess) -> None:
    """Start a process that does not import what this one was started with.

    Without a stand-in, spawning imports `__main__` in the new process too: for a run that a Prefect worker or schedule
    started that is all of Prefect, 2.5 s of processor time a worker.
    """
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = main


@dataclass
class Workers:
    """`count` worker processes shared by any number of threads. Use as a context manager; `run` blocks for a worker."""

    count: int
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self._closing = threading.Event()
        self._idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        for _ in range(self.count):
            self._idle.put(None)  # started when first borrowed

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        """End all workers, also those at work: after a failure nobody waits for their batches."""
        self._closing.set()
        for _ in range(self.count):
            worker = self._idle.get()
            if worker is not None:
                worker.end()

    @contextmanager
    def _place(self) -> Iterator[_Place]:
        place = _Place(self.limits, self._closing, self._idle.get())
        try:
            if self._closing.is_set():
                raise WorkerFault("the run has ended; this batch was not read")
            yield place
        finally:
            self._idle.put(place.worker)

    def run(self, job: Job) -> Any:
        """The job's result. A document that hangs, or ends its worker twice, is excluded with the reason.

        Raises WorkerFault where the program itself fails, or a worker dies outside of any document.
        """
        excluded: dict[int, tuple[str, str]] = {}
        suspects: set[int] = set()
        with self._place() as place:
            while True:
                outcome = place.attempt(job, excluded)
                if not isinstance(outcome, _Fall):
                    return outcome.result
                if outcome.position == _AT_REST:
                    raise WorkerFault(f"a worker process ended between two documents ({outcome.detail})")
                # A death may have had another cause (the machine's memory): the second at one document has not.
                if outcome.reason == "timed_out" or outcome.position in suspects:
                    excluded[outcome.position] = (outcome.reason, outcome.detail)
                suspects.add(outcome.position)


@dataclass(frozen=True, slots=True)
class _Fall:
    position: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any


@dataclass
class _Place:
    """One of the places of `Workers`, with the process that holds it (None: to be started)."""

    limits: Limits
    closing: threading.Event
    worker: _Worker | None

    def attempt(self, job: Job, excluded: Mapping[int, tuple[str, str]]) -> _Done | _Fall:
        worker = self.worker = self.worker or _Worker(self.limits)
        try:
            worker.position.value = _AT_REST
            worker.pipe.send((job, dict(excluded)))
            fall = self._watch(worker)
            if fall is None:
                kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(_POLL)
            fall = _Fall(worker.position.value, "unreadable", _how_it_died(worker.process.exitcode))
        if fall is not None:
            self._drop(worker)
            return fall
        worker.done += 1
        if worker.done >= self.limits.jobs:
            self._drop(worker)
        if kind == "fault":
            raise WorkerFault(value)
        return _Done(value)

    def _watch(self, worker: _Worker) -> _Fall | None:
        """Wait for an answer; a fall where the worker stays at one document for longer than the limit."""
        at, waited = worker.position.value, 0.0
        while not worker.pipe.poll(_POLL):
            if self.closing.is_set():
                self._drop(worker)
                raise WorkerFault("the run has ended before this batch")
            now = worker.position.value
            waited = waited + _POLL if now == at else 0.0
            at = now
            if waited >= self.limits.seconds and at != _AT_REST:
                detail = f"reading took longer than {self.limits.seconds:.0f} seconds; look at the file by hand"
                return _Fall(at, "timed_out", detail)
        return None

    def _drop(self, worker: _Worker) -> None:
        worker.end()
        self.worker = None


def _how_it_died(code: int | None) -> str:
    sign = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return f"reading this document ended its process ({sign}); it may be damaged or need too much memory"


def _serve(pipe: Connection, position: Any, memory: int) -> None:
    """Run in the worker: jobs until the pipe closes. A job brings the imports it needs by being unpickled."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["POLARS_MAX_THREADS"] = "1"  # the processes are the parallelism
    _limit_memory(memory)
    gc.set_threshold(_NEW_OBJECTS)

    def at(index: int) -> None:
        position.value = index

    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):  # the run ended, perhaps by a kill
        pipe.send("ready")
        while True:
            job, excluded = pipe.recv()
            gc.collect()
            gc.freeze()  # modules and reference tables stay; looking through them at each collection costs time
            try:
                answer = ("done", job.run(at, excluded))
            except Exception:
                answer = ("fault", traceback.format_exc())
            position.value = _AT_REST
            pipe.send(answer)


def _end_with_parent() -> None:
    """Wait for the end of the run, which may be a kill: what it was reading is nobody's then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    if memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
