"""Readers that query while runs publish: `python -m tests.integration.readers --readers 10 --runs 5`.

Each night is run twice, over a warehouse that nobody reads while the readers rest, and over theirs: what readers cost.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

_CONTEXT = multiprocessing.get_context("spawn")
_LOOK = """
    SELECT (SELECT count(*) FROM runs), (SELECT sum(loaded) FROM runs), (SELECT count(*) FROM reports),
           (SELECT count(DISTINCT report_id) FROM application_outcomes)
"""


class Seen(NamedTuple):
    """What one reader saw: connections opened, how many versions, and complaints (none is right)."""

    connections: int
    versions: int
    complaints: list[str]


class Nights(NamedTuple):
    """What all readers saw, and how many seconds each run took: over a warehouse of its own, and over theirs."""

    seen: list[Seen]
    alone: list[float]
    beside: list[float]


def _read(warehouse: str, published: Any, reading: Any, ended: Any, told: Any) -> None:
    connections, versions, complaints = 0, set(), []
    while True:
        reading.wait()
        last = ended.is_set()
        at_least = published.value
        try:
            with duckdb.connect(warehouse, read_only=True) as connection:
                first = connection.execute(_LOOK).fetchall()[0]
                again = connection.execute(_LOOK).fetchall()[0]
        except duckdb.Error as error:
            complaints.append(f"error: {error}")
        else:
            runs, loaded, reports, with_cells = first
            versions.add(runs)
            if first != again:
                complaints.append(f"a connection saw two states: {first}, then {again}")
            if not loaded == reports == with_cells:
                complaints.append(f"half a state: {first}")
            if runs < at_least:
                complaints.append(f"{at_least} runs were published, {runs} are seen")
        connections += 1
        if last:
            told.put(Seen(connections, len(versions), complaints))
            return


def watch(folder: Path, readers: int, runs: int, documents: int, *, alone: bool = True) -> Nights:
    """`readers` processes that query in a loop while `runs` runs are published, each with new documents.

    alone: whether each run is made over a warehouse of its own too.
    """
    from tests.integration import whole  # a reader needs none of it, and would take seconds to import it

    sources, warehouse, unread = folder / "reports", folder / "read" / "w.duckdb", folder / "unread" / "w.duckdb"
    whole.invent(sources, documents)
    whole.run_once(sources, warehouse)
    if alone:
        whole.run_once(sources, unread)
    published, reading, ended = _CONTEXT.Value("q", 1), _CONTEXT.Event(), _CONTEXT.Event()
    told: Any = _CONTEXT.Queue()
    target: Callable[..., None] = _read
    processes = [
        _CONTEXT.Process(target=target, args=(str(warehouse), published, reading, ended, told), daemon=True)
        for _ in range(readers)
    ]
    for process in processes:
        process.start()
    times: dict[Path, list[float]] = {unread: [], warehouse: []}
    for number in range(1, runs + 1):
        whole.invent(sources, documents * (number + 1))
        for place in (unread, warehouse) if alone else (warehouse,):
            (reading.set if place is warehouse else reading.clear)()
            began = time.monotonic()
            whole.run_once(sources, place)
            times[place].append(time.monotonic() - began)
        published.value += 1
    ended.set()
    reading.set()
    seen = [told.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    return Nights(seen, times[unread], times[warehouse])


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--readers", type=int, default=10)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--documents", type=int, default=400)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        outcome = watch(Path(place), asked.readers, asked.runs, asked.documents)
    print(
        f"{len(outcome.seen)} readers, {sum(seen.connections for seen in outcome.seen):,} connections,"
        f" up to {max(seen.versions for seen in outcome.seen)} versions seen by one,"
        f" {sum(len(seen.complaints) for seen in outcome.seen)} complaints"
    )
    for complaint in sorted({complaint for seen in outcome.seen for complaint in seen.complaints}):
        print(complaint)
    ratio = statistics.median(b / a for a, b in zip(outcome.alone, outcome.beside, strict=True))
    print(
        f"{len(outcome.alone)} runs, median: {statistics.median(outcome.alone):.2f} s with nobody reading,"
        f" {statistics.median(outcome.beside):.2f} s beside the readers; {ratio:.2f} times"
    )
