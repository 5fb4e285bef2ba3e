"""A document that hangs or kills its worker ends alone; the batch goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import psutil
import pytest

from flows.workers import Limits, WorkerFault, Workers

ROOT = Path(__file__).resolve().parents[3]
# Jobs must be importable in the worker process, which a test module is not.
JOBS = dedent("""
    import os
    import time
    from dataclasses import dataclass
    from pathlib import Path


    @dataclass(frozen=True)
    class Acts:
        acts: tuple
        marker: str = ""

        def run(self, at, excluded):
            told = []
            for index, act in enumerate(self.acts):
                if index in excluded:
                    told.append(excluded[index][0])
                    continue
                at(index)
                if act == "tell":
                    Path(self.marker).write_text(str(os.getpid()))
                if act == "hang":
                    time.sleep(60)
                if act == "die":
                    os._exit(3)
                if act == "die once" and not Path(self.marker).exists():
                    Path(self.marker).touch()
                    os._exit(3)
                if act == "fault":
                    raise ValueError("a fault of the program")
                if act == "eat":
                    bytearray(10 << 30)
                told.append(act)
            return told, os.getpid()


    @dataclass(frozen=True)
    class DiesAtRest:
        def run(self, at, excluded):
            os._exit(3)
    """)


@pytest.fixture
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    (tmp_path / "acting_jobs.py").write_text(JOBS)
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules.pop("acting_jobs", None)
    import acting_jobs

    return acting_jobs


def test_documents_that_hang_or_kill_are_excluded_and_the_rest_is_read(jobs: ModuleType) -> None:
    with Workers(1, Limits(seconds=1)) as workers:
        told, _ = workers.run(jobs.Acts(("read", "hang", "read", "die", "read")))
    assert told == ["read", "timed_out", "read", "unreadable", "read"]


def test_a_worker_ends_with_a_run_that_is_killed(jobs: ModuleType, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from acting_jobs import Acts; from flows.workers import Workers\n"
        "with Workers(1) as workers:\n    workers.run(Acts(('tell', 'hang'), sys.argv[2]))"
    )
    told = tmp_path / "worker"
    run = subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(told)], cwd=ROOT)
    while not (told.exists() and told.read_text()):
        assert run.poll() is None
        time.sleep(0.01)
    worker = psutil.Process(int(told.read_text()))
    run.kill()
    run.wait()
    assert psutil.wait_procs([worker], timeout=30) == ([worker], [])  # half of what it would hang


def test_one_death_is_not_held_against_a_document(jobs: ModuleType, tmp_path: Path) -> None:
    with Workers(1) as workers:
        told, _ = workers.run(jobs.Acts(("read", "die once"), str(tmp_path / "died")))
    assert told == ["read", "die once"]


def test_a_worker_does_not_import_what_the_run_was_started_with(
    jobs: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "started.py"
    script.write_text("from pathlib import Path\nPath(__file__).with_suffix('.imported').touch()\n")
    main = ModuleType("__main__")
    main.__file__ = str(script)
    monkeypatch.setitem(sys.modules, "__main__", main)
    with Workers(1) as workers:
        workers.run(jobs.Acts(("read",)))
    assert sys.modules["__main__"] is main
    assert not script.with_suffix(".imported").exists()


def test_a_fault_of_the_program_is_raised_with_its_traceback_and_the_place_stays_usable(jobs: ModuleType) -> None:
    with Workers(1) as workers:
        with pytest.raises(WorkerFault, match="a fault of the program"):
            workers.run(jobs.Acts(("fault",)))
        assert workers.run(jobs.Acts(("read",)))[0] == ["read"]


def test_a_worker_that_dies_outside_of_any_document_is_a_fault(jobs: ModuleType) -> None:
    with Workers(1) as workers, pytest.raises(WorkerFault, match="between two documents"):
        workers.run(jobs.DiesAtRest())


def test_memory_beyond_the_limit_is_refused_in_the_worker_and_not_taken_from_the_machine(jobs: ModuleType) -> None:
    with Workers(1, Limits(memory=1 << 30)) as workers, pytest.raises(WorkerFault, match="MemoryError"):
        workers.run(jobs.Acts(("eat",)))


def test_workers_are_shared_by_threads_and_replaced_after_their_share_of_jobs(jobs: ModuleType) -> None:
    with Workers(2, Limits(jobs=2)) as workers, ThreadPoolExecutor(6) as threads:
        pids = [pid for _, pid in threads.map(workers.run, [jobs.Acts(("read",))] * 8)]
    assert len(pids) == 8
    assert all(pids.count(pid) <= 2 for pid in pids)
