"""What the command line starts: flows, with Prefect set up first and what they did in a line or two."""

# ruff: noqa: PLC0415 - Prefect reads its settings when it is imported, so they are made before.

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

from flows import log, progress, summary
from flows.console import complain, console, safe
from flows.known import Again
from flows.prefect_home import prepare, server, standing
from flows.usage import COMPLETED, FAILED
from load.loading import RunSummary


def ingest_now(sources: tuple[str, ...], warehouse: Path, again: Again, jobs: int) -> int:
    """Run the `ingest` flow and print its counts; the exit code."""
    prepare(warehouse.parent)
    with progress.shown() as shown:
        shown.stage("starting Prefect" if standing() else "starting Prefect (10 to 30 seconds)")
        with server() as answers:
            done = _ingest(answers, sources, warehouse, again, jobs)
    if not log.is_json():  # the flow has told it
        _show(warehouse, done)
    return COMPLETED if done.outcome == "completed" else FAILED


def _ingest(
    answers: Callable[[], None], sources: tuple[str, ...], warehouse: Path, again: Again, jobs: int
) -> RunSummary:
    """Run the flow once the server answers. Raises what failed it; a run that is not complete has its summary."""
    from flows.ingest import ingest

    answers()
    state = ingest(
        list(sources),
        str(warehouse),
        again.retry,
        again.reread,
        years=list(again.years),
        agencies=list(again.agencies),
        jobs=jobs,
        return_state=True,
    )
    done = state.result(raise_on_failure=False)
    if isinstance(done, BaseException):
        traceback.clear_frames(done.__traceback__)  # connections in them would be held past the end of DuckDB
        raise done
    return done


def _show(warehouse: Path, done: RunSummary) -> None:
    """The counts as a line, and what else is to be said."""
    took = (done.finished_at - done.started_at).total_seconds()
    told = console()
    told.print(
        f"{done.found:,} found = {done.loaded:,} loaded + {done.unchanged:,} unchanged + {done.duplicate:,} duplicate"
        f" + {done.quarantined:,} quarantined"
        + (f"; {done.withdrawn:,} withdrawn" if done.withdrawn else "")
        + f"  ({took:,.1f} s, {safe(warehouse)})"
    )
    if done.quarantined:
        told.print(
            f"Why {done.quarantined:,} documents are in quarantine: gongkai status --warehouse {safe(warehouse)}"
        )
    for remark in summary.remarks(warehouse, done):
        if remark.event == "stale":
            told.print(safe(remark.message), soft_wrap=True, markup=False)
        if remark.event == "incomplete":
            complain(remark.message)


def export_now(out_dir: Path, warehouse: Path, since: Path | None) -> int:
    """Write the data package and say what is in it; the exit code."""
    from load.export import export

    done = export(warehouse, out_dir, since=since)
    rows = sum(done.rows.values())
    told = f"{safe(out_dir)}: {len(done.rows)} relations, {rows:,} rows, {done.size / 2**20:,.1f} MB"
    if log.is_json():
        facts = {"relations": len(done.rows), "rows": rows, "bytes": done.size, "switched": done.switched}
        log.tell("export", told, out_dir=str(out_dir), **facts, changes=done.changes)
        return COMPLETED
    console().print(told + ("" if done.switched else "; the same as the export that stood there"))
    if done.changes is not None:
        changes = ", ".join(f"{count:,} {change}" for change, count in done.changes.items())
        console().print(f"since {safe(since)}: {changes}")
    return COMPLETED


def serve_now(sources: tuple[str, ...], cron: str, warehouse: Path, out_dir: Path | None, jobs: int) -> int:
    """Stay and run `nightly` on its schedule, with a server of its own where no standing one is named."""
    prepare(warehouse.parent, logs="INFO")
    with server(schedules=True) as answers:
        from flows.nightly import serve_nightly

        answers()
        places = [source if "://" in source else str(Path(source).absolute()) for source in sources]
        serve_nightly(places, cron, warehouse, out_dir, jobs)
    return COMPLETED
