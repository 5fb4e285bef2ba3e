"""The whole of an ingest but Prefect's start, in one process and in two.

The floor is the least honest work for the same result: list, read, hash, decode, split, as many cells a report as the
form has to Parquet, and Parquet into a fresh DuckDB file. No reading, no processes watched, nothing kept between runs.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import duckdb
import polars as pl

from extract.sources import find
from flows.batch import cut, frame_of, reading_version
from flows.workers import Workers
from load.loading import RunSummary
from load.warehouse import Warehouse
from tests.bench import clean
from tests.bench.measure import Work, alternating, ratio, table

DOCUMENTS, ROUNDS = 10_000, 3
PROCESSES = (1, 2)
_CELLS = 200
_TEXTS = 2_000  # texts invented; the others are these with another line in them


def corpus(folder: Path, count: int) -> Path:
    """A folder of `count` clean texts, no two the same bytes."""
    texts = [clean.text(seed).split("\n") for seed in range(min(count, _TEXTS))]
    for number in range(count):
        sheet = folder / f"{number // 1_000:04d}"
        sheet.mkdir(parents=True, exist_ok=True)
        lines = texts[number % len(texts)]
        (sheet / f"{number:07d}.txt").write_text("\n".join([*lines[:3], f"（第{number}份）", *lines[3:]]), "utf-8")
    return folder


def ingest(source: Path, warehouse: Path, processes: int) -> RunSummary:
    """What the flow does, without Prefect: plan, read in worker processes, load, publish."""
    with Warehouse(warehouse).run(reading_version()) as run:
        files = frame_of(find([str(source)]))
        plan = run.plan(files, [str(source)])
        todo = files.join(plan.to_read.select("uri"), on="uri", how="semi", maintain_order="left")
        batches = cut(todo, run.staging, processes)
        if batches:
            with Workers(min(processes, len(batches))) as workers, ThreadPoolExecutor(processes) as threads:
                list(threads.map(workers.run, batches))
        return run.load(plan)


def floor(source: Path, out: Path, processes: int) -> None:
    """The least honest work; `out` is a folder to be made."""
    out.mkdir()
    paths = [found.path for found in find([str(source)])]
    parts = [(number, paths[number::processes], out) for number in range(processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(_floor_part, parts))
    with duckdb.connect(str(out / "floor.duckdb")) as connection:
        for name in ("reports", "cells"):
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{out}/{name}-*.parquet')")


def _floor_part(part: tuple[int, list[str], Path]) -> None:
    number, paths, out = part
    digests, lines = [], []
    for path in paths:
        raw = Path(path).read_bytes()
        digests.append(sha256(raw).hexdigest())
        lines.append(len(raw.decode("utf-8").split("\n")))
    reports = pl.DataFrame({"path": paths, "sha256": digests, "lines": lines}).with_row_index("report")
    reports.write_parquet(out / f"reports-{number}.parquet")
    cells = reports.select("report", slot=pl.lit(list(range(_CELLS)))).explode("slot")
    cells = cells.with_columns(value=pl.col("report").hash(1) % 100, line=pl.col("slot") + 30)
    cells.write_parquet(out / f"cells-{number}.parquet")


def main(rounds: int = ROUNDS, count: int = DOCUMENTS) -> None:
    """Print documents a second and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = corpus(folder / "source", count)
        works: dict[str, Work] = {}
        for processes in PROCESSES:
            works[_name("first run", processes)] = _work(ingest, source, folder, processes)
            works[_name("floor", processes)] = _work(floor, source, folder, processes)
        times = alternating(works, rounds)
        _tell_first(times, count, rounds)


def _name(kind: str, processes: int) -> str:
    return f"{kind}, {processes} process{'es' if processes > 1 else ''}"


def _work(work: Callable[[Path, Path, int], object], source: Path, folder: Path, processes: int) -> Work:
    return lambda number: work(source, folder / f"{work.__name__}-{processes}-{number}", processes)


def _tell_first(times: dict[str, list[float]], count: int, rounds: int) -> None:
    rows = []
    for processes in PROCESSES:
        floors = times[_name("floor", processes)]
        for kind in ("first run", "floor"):
            taken, alone = times[_name(kind, processes)], times[_name(kind, 1)]
            rows.append(
                (_name(kind, processes), count / statistics.median(taken), ratio(floors, taken), ratio(alone, taken))
            )
    table(
        f"The whole run without Prefect's start, {count:,} clean texts (medians of {rounds} rounds)",
        ("run", "documents/s", "of the floor", "times one process"),
        rows,
    )


def expect(done: RunSummary, count: int, changed: int) -> None:
    """Raise ValueError where a run over `count` files, of which some changed, says anything else."""
    if (done.found, done.unchanged) != (count, count - changed):
        raise ValueError(f"{changed} of {count} files were changed, and the run says {done}")
