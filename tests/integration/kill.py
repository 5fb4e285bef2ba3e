"""Runs killed at random instants: `python -m tests.integration.kill --times 50`.

After each kill the warehouse must open and hold what it held before or what a whole run gives, and after the next run
the same as after a run that nobody disturbed, compared cell by cell, with no stray file beside it.
"""

from __future__ import annotations

import argparse
import random
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.integration import whole


def kill_runs(folder: Path, documents: int, times: int, seed: int) -> Counter[str]:
    """Kill `times` runs over `documents` reports; what the warehouse held after each kill, counted.

    Every other run starts from a warehouse that holds a run over a part of the reports. Raises AssertionError where
    anything but a state before or after a whole run is seen.
    """
    lottery = random.Random(seed)
    sources = folder / "reports"
    part, full = folder / "part" / "w.duckdb", folder / "full" / "w.duckdb"
    whole.invent(sources, documents // 4)
    whole.run_once(sources, part)
    whole.invent(sources, documents)
    began = time.monotonic()
    assert whole.start(sources, full, documents // 6).wait() == 0
    took = time.monotonic() - began
    seen: Counter[str] = Counter()
    for number in range(times):
        warehouse = folder / f"killed-{number}" / "w.duckdb"
        warehouse.parent.mkdir()
        before = number % 2 == 1
        if before:
            warehouse.write_bytes(part.read_bytes())
        run = whole.start(sources, warehouse, documents // 6)
        time.sleep(lottery.uniform(0.05, 1.05) * took)
        run.send_signal(signal.SIGKILL)
        killed = run.wait() != 0
        seen["killed" if killed else "done before"] += 1
        seen[_state(warehouse, part if before else None, full)] += 1
        whole.run_once(sources, warehouse)
        assert whole.differences(warehouse, full) == {}
        assert whole.strays(warehouse) == []
    return seen


def _state(warehouse: Path, before: Path | None, full: Path) -> str:
    if not warehouse.exists():
        assert before is None, "the warehouse is gone"
        return "none yet"
    if before is not None and not whole.differences(warehouse, before):
        return "as before"
    assert whole.differences(warehouse, full) == {}
    return "as after"


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--times", type=int, default=50)
    words.add_argument("--documents", type=int, default=400)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        outcome = kill_runs(Path(place), asked.documents, asked.times, asked.seed)
    print(f"{asked.times} runs: " + ", ".join(f"{count} {state}" for state, count in sorted(outcome.items())))
