"""Many documents, a run over them in a process that can be killed, and whether two warehouses hold the same."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from flows.batch import cut, reading_version
from flows.known import Again
from flows.planning import planned, to_read
from flows.workers import Workers
from load.warehouse import Warehouse

Process = subprocess.Popen[str]
ROOT = Path(__file__).resolve().parents[2]
_TEMPLATES = (("pingyin-market-2022.txt", "平阴"), ("tongzi-agriculture-2020.txt", "桐梓"))
# The base; the views for comparison are a function of it.
_BASE = sorted(path.stem for path in (ROOT / "sql" / "tables").glob("*.sql"))
# What a run writes of itself, and what follows from the order of arrival; the rest must be the same in every way to it.
_OF_THE_RUN = ("run_id", "loaded_at", "first_seen_at", "last_seen_at")
_APART = ("runs",)


def invent(folder: Path, count: int) -> None:
    """Write `count` reports: samples under the names of other counties, and every tenth one a notice."""
    with (ROOT / "data" / "reference" / "places.csv").open(encoding="utf-8") as file:
        places = [row["short"] for row in csv.DictReader(file) if row["level"] == "county" and not row["valid_to"]]
    folder.mkdir(parents=True, exist_ok=True)
    texts = [((ROOT / "data" / "reports" / name).read_text(encoding="utf-8"), own) for name, own in _TEMPLATES]
    for number in range(count):
        text, own = texts[number % len(texts)]
        if number % 10 == 9:
            text = f"关于召开会议的通知\n第{number}号\n各科室：定于本月召开会议，请准时参加。\n"
        (folder / f"{number:05d}.txt").write_text(text.replace(own, places[number % len(places)]), encoding="utf-8")


def run_once(sources: Path, warehouse: Path, jobs: int = 2) -> None:
    """A run through every stage, with worker processes and without Prefect."""
    with Warehouse(warehouse).run(reading_version(), wait=30) as run:
        files, plan = planned(run, [str(sources)], Again(), warehouse)
        batches = cut(to_read(files, plan), run.staging, jobs)
        with Workers(max(1, min(jobs, len(batches)))) as workers, ThreadPoolExecutor(jobs) as threads:
            list(threads.map(workers.run, batches))
        run.load(plan)


def start(sources: Path, warehouse: Path, documents: int = 5_000, server: str | None = None) -> subprocess.Popen[str]:
    """`gongkai ingest` in a process of its own. documents: how many a batch holds at most. server: that of Prefect.

    Without one it starts its own.
    """
    script = (
        "import sys; from flows import batch; from flows.cli import main;"
        "batch.DOCUMENTS = int(sys.argv[1]); sys.exit(main(sys.argv[2:]))"
    )
    words = ["ingest", str(sources), "--warehouse", str(warehouse), "--jobs", "2"]
    place = {"PREFECT_API_URL": server} if server else {}
    kept = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    return subprocess.Popen(
        [sys.executable, "-c", script, str(documents), *words],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), **place},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def differences(one: Path, other: Path) -> dict[str, int]:
    """Relations whose rows differ between two warehouses, with how many do, in either direction.

    Rows are compared by the hashes of all their values; where these differ, one by one.
    """
    differing = {}
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"ATTACH '{path.resolve()}' AS {name} (READ_ONLY)")
        relations = connection.execute(
            "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()"
            " WHERE database_name = 'one' AND schema_name = 'main' AND list_contains($base, table_name)"
            " GROUP BY table_name ORDER BY table_name",
            {"base": [name for name in _BASE if name not in _APART]},
        ).fetchall()
        for relation, columns in relations:
            kept = ", ".join(f'"{name}"' for name in columns if name not in _OF_THE_RUN)
            digests = [
                connection.execute(f"SELECT count(*), sum(hash(({kept}))::HUGEINT) FROM {side}.{relation}").fetchall()
                for side in ("one", "other")
            ]
            if digests[0] != digests[1]:
                differing[relation] = _differing_rows(connection, relation, kept)
    return differing


def _differing_rows(connection: duckdb.DuckDBPyConnection, relation: str, kept: str) -> int:
    sides = [f"SELECT ({kept})::VARCHAR FROM {side}.{relation}" for side in ("one", "other")]
    rows = connection.execute(
        f"SELECT (SELECT count(*) FROM ({sides[0]} EXCEPT ALL {sides[1]}))"
        f" + (SELECT count(*) FROM ({sides[1]} EXCEPT ALL {sides[0]}))"
    ).fetchall()[0][0]
    return int(rows)


def strays(warehouse: Path) -> list[str]:
    """Files beside the warehouse that are neither its versions nor its lock nor what Prefect remembers."""
    folder = warehouse.parent / f".{warehouse.name}"
    names = sorted(path.name for path in folder.iterdir())
    versions = [name for name in names if name.endswith(".duckdb") and name[0].isdigit()]
    return [name for name in names if name not in (*versions[-2:], "lock")] + [
        path.name
        for path in warehouse.parent.iterdir()
        if path not in (warehouse, folder, folder.with_name(".prefect"))
    ]
