"""From staged frames to relations: one transaction in a draft of the warehouse, all or nothing."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb
import polars as pl

from load import catalogue, corrections, parquet
from load.errors import StagingError
from load.manifest import Plan
from transform.frame_schemas import SCHEMAS

_STEPS = ("1_decide", "2_replace", "3_sources", "4_reports", "5_figures", "6_files")
_FATES = ("loaded", "unchanged", "duplicate", "quarantined")


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did, as in the relation `runs`; counts are of documents."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    outcome: str
    found: int
    loaded: int
    unchanged: int
    duplicate: int
    quarantined: int
    withdrawn: int
    parser_version: str
    gongkai_version: str
    duckdb_version: str
    polars_version: str
    python_version: str
    message: str | None = None


def load(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    plan: Plan,
    *,
    run_id: str,
    started_at: datetime,
    parser_version: str,
    steps: Path,
    corrections_file: Path,
) -> RunSummary:
    """Load the staged frames in `folder` into a draft whose catalogue stands, and write the row of the run.

    steps: folder of the loading SQL.
    Raises StagingError where a file of the plan was not staged, or a file was staged that is not in it;
    CorrectionError where a correction no longer matches. The draft is then to be thrown away.
    """
    connection.execute("BEGIN")
    for name, value in {
        "run_id": run_id,
        "started_at": started_at,
        "parser_version": parser_version,
        "retry": plan.retry,
        "reread": plan.reread,
    }.items():
        connection.execute(f"SET VARIABLE {name} = ?", [value])
    _open_staging(connection, folder)
    _refuse_gaps(connection)
    for step in _STEPS:
        catalogue.run(connection, steps / f"{step}.sql")
    corrections.load(connection, corrections_file)
    catalogue.run(connection, steps / "7_touched.sql")
    summary = _summary(connection, plan, run_id, started_at, parser_version)
    tell(connection, summary)
    connection.execute("COMMIT")
    return summary


def tell(connection: duckdb.DuckDBPyConnection, summary: RunSummary) -> None:
    """Write the row of a run."""
    connection.execute(
        f"INSERT INTO runs BY NAME SELECT {', '.join(f'? AS {field.name}' for field in fields(summary))}",
        [getattr(summary, field.name) for field in fields(summary)],
    )


def failed(run_id: str, started_at: datetime, parser_version: str, message: str) -> RunSummary:
    """The row of a run that failed: it loaded nothing, whatever it found."""
    nothing = dict.fromkeys(("found", *_FATES, "withdrawn"), 0)
    return _row(run_id, started_at, parser_version, nothing, outcome="failed", message=message)


def _open_staging(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Temporary views over the staged files. A batch without documents stands in where nothing was staged."""
    for schema in SCHEMAS:
        empty = schema.empty().with_columns(batch=pl.lit(-1, dtype=pl.Int32))
        empty.write_parquet(folder / f"{schema.name}-empty.parquet")
        _open(connection, f"staged_{schema.name}", folder, f"{schema.name}-*.parquet")
    _open(connection, "read_files", folder, "read_files.parquet")
    _open(connection, "withdrawn_files", folder, "withdrawn_files.parquet")


def _open(connection: duckdb.DuckDBPyConnection, view: str, folder: Path, names: str) -> None:
    # A view takes no parameter; it takes a variable, which it reads each time.
    connection.execute(f"SET VARIABLE {view} = ?", [f"{parquet.literal(folder)}/{names}"])
    connection.execute(f"CREATE TEMP VIEW {view} AS SELECT * FROM read_parquet(getvariable('{view}'))")  # noqa: S608


def _refuse_gaps(connection: duckdb.DuckDBPyConnection) -> None:
    """Nothing found may be lost, and nothing may come from nowhere."""
    for complaint, query in (
        (
            "was found and gave no document, not even a refused one",
            "SELECT uri FROM read_files ANTI JOIN staged_documents ON uri = container_uri",
        ),
        (
            "was staged and is not in the plan of the run",
            "SELECT DISTINCT container_uri FROM staged_documents ANTI JOIN read_files ON uri = container_uri",
        ),
    ):
        strays = connection.execute(query).fetchall()
        if strays:
            raise StagingError(f"{strays[0][0]} {complaint} ({len(strays)} such files); the run is not loaded")


def _summary(
    connection: duckdb.DuckDBPyConnection, plan: Plan, run_id: str, started_at: datetime, parser_version: str
) -> RunSummary:
    fates: Mapping[str, int] = dict(connection.execute("SELECT fate, count(*) FROM fates GROUP BY fate").fetchall())
    staged, withdrawn = connection.execute(
        "SELECT (SELECT count(DISTINCT source_uri) FROM staged_documents),"
        " (SELECT count(*) FROM moved WHERE state = 'withdrawn')"
    ).fetchall()[0]
    counts = {fate: fates.get(fate, 0) for fate in _FATES}
    counts["unchanged"] += plan.unchanged_documents
    found = staged + plan.unchanged_documents
    if found != sum(counts.values()):
        raise StagingError(f"{found} documents were found and {counts} accounted for; the run is not loaded")
    told = {"found": found, **counts, "withdrawn": withdrawn}
    outcome = "completed" if plan.incomplete is None else "incomplete"
    return _row(run_id, started_at, parser_version, told, outcome=outcome, message=plan.incomplete)


def _row(
    run_id: str,
    started_at: datetime,
    parser_version: str,
    counts: Mapping[str, int],
    *,
    outcome: str,
    message: str | None,
) -> RunSummary:
    return RunSummary(
        run_id=run_id,
        started_at=started_at,
        finished_at=datetime.now(UTC),
        outcome=outcome,
        **counts,
        parser_version=parser_version,
        gongkai_version=_own_version(),
        duckdb_version=duckdb.__version__,
        polars_version=pl.__version__,
        python_version=platform.python_version(),
        message=message,
    )


def _own_version() -> str:
    try:
        return version("gongkai")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0"
