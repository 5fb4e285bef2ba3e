"""Readers that query while runs publish: `python -m tests.integration.readers --readers 10 --runs 5`."""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tests.integration import whole

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


def _read(warehouse: str, published: Any, ended: Any, told: Any) -> None:
    connections, versions, complaints = 0, set(), []
    while True:
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


def watch(folder: Path, readers: int, runs: int, documents: int) -> list[Seen]:
    """What `readers` processes saw that queried in a loop while `runs` runs were published, each with new documents."""
    sources, warehouse = folder / "reports", folder / "warehouse" / "w.duckdb"
    whole.invent(sources, documents)
    whole.run_once(sources, warehouse)
    published, ended = _CONTEXT.Value("q", 1), _CONTEXT.Event()
    told: Any = _CONTEXT.Queue()
    target: Callable[..., None] = _read
    processes = [
        _CONTEXT.Process(target=target, args=(str(warehouse), published, ended, told), daemon=True)
        for _ in range(readers)
    ]
    for process in processes:
        process.start()
    for number in range(1, runs + 1):
        whole.invent(sources, documents * (number + 1))
        whole.run_once(sources, warehouse)
        published.value += 1
    ended.set()
    seen = [told.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    return seen


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--readers", type=int, default=10)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--documents", type=int, default=40)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        outcome = watch(Path(place), asked.readers, asked.runs, asked.documents)
    print(
        f"{len(outcome)} readers, {sum(seen.connections for seen in outcome):,} connections,"
        f" up to {max(seen.versions for seen in outcome)} versions seen by one,"
        f" {sum(len(seen.complaints) for seen in outcome)} complaints"
    )
    for complaint in sorted({complaint for seen in outcome for complaint in seen.complaints}):
        print(complaint)
