"""What later runs cost beside the first: nothing changed, a hundredth changed. And what Prefect's start costs, apart.

python -m tests.bench nights --size 100000
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measure import alternating, table
from tests.bench.pipeline import PROCESSES, corpus, expect, ingest

DOCUMENTS, ROUNDS = 20_000, 3


def main(rounds: int = ROUNDS, count: int = DOCUMENTS) -> None:
    """Print the seconds of a first run, of later runs over the same files, and of a run by the command line."""
    with tempfile.TemporaryDirectory() as name:
        folder, processes = Path(name), PROCESSES[-1]
        source, warehouse = corpus(folder / "source", count), folder / "warehouse" / "nights.duckdb"
        start = time.perf_counter()
        expect(ingest(source, warehouse, processes), count, changed=count)
        first = time.perf_counter() - start
        later = alternating(
            {
                "nothing changed": lambda _: expect(ingest(source, warehouse, processes), count, changed=0),
                "1 % changed": lambda _: expect(ingest(source, warehouse, processes), count, changed=count // 100),
                "nothing changed, by the command line": lambda _: _by_command(source, warehouse),
            },
            rounds,
            before={"1 % changed": lambda number: _change(source, number)},
        )
    told = {"first": first, **{what: statistics.median(taken) for what, taken in later.items()}}
    told["of which Prefect's start and end"] = told["nothing changed, by the command line"] - told["nothing changed"]
    table(
        f"Runs over {count:,} clean texts, {processes} processes (medians of {rounds} rounds)",
        ("run", "s", "of the first"),
        [(what, seconds, seconds / first) for what, seconds in told.items()],
    )


def _change(source: Path, number: int) -> None:
    """Every hundredth file gets another line."""
    for path in sorted(source.rglob("*.txt"))[number::100]:
        path.write_text(path.read_text("utf-8") + f"\n（{number}）", "utf-8")


def _by_command(source: Path, warehouse: Path) -> None:
    program = Path(sys.executable).with_name("gongkai")
    subprocess.run([program, "ingest", source, "--warehouse", warehouse], check=True, capture_output=True)
