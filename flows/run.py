"""What the command line starts: flows, with Prefect set up first and what they did in a line or two."""

# ruff: noqa: PLC0415 - Prefect reads its settings when it is imported, so they are made before.

from __future__ import annotations

from pathlib import Path

from flows import progress
from flows.console import console, safe
from flows.prefect_home import prepare, server, standing_server
from flows.usage import COMPLETED, RAW


def ingest_now(sources: tuple[str, ...], warehouse: Path, retry_quarantined: bool, reread: bool, jobs: int) -> int:
    """Run the `ingest` flow and print its counts; the exit code."""
    prepare(warehouse.parent)
    with progress.shown() as shown:
        shown.stage("starting Prefect" if server() != "embedded" else "starting Prefect (10 to 30 seconds)")
        from flows.ingest import ingest

        done = ingest(list(sources), str(warehouse), retry_quarantined, reread, jobs=jobs)
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
    _tell_stale(warehouse.absolute().parent / RAW, done.started_at.timestamp())
    return COMPLETED


def _tell_stale(raw: Path, since: float) -> None:
    """Say which addresses could not be fetched anew: what was loaded of them is of an earlier day."""
    from extract.raw import stale

    failed = stale(raw, since)
    if failed:
        url, why = failed[0]
        more = f" (and {len(failed) - 1:,} more)" if len(failed) > 1 else ""
        console().print(
            safe(f"Not fetched anew, the copy kept stands: {url}: {why}{more}"), soft_wrap=True, markup=False
        )


def export_now(out_dir: Path, warehouse: Path, since: Path | None) -> int:
    """Write the data package and say what is in it; the exit code."""
    from load.export import export

    done = export(warehouse, out_dir, since=since)
    rows = sum(done.rows.values())
    told = f"{safe(out_dir)}: {len(done.rows)} relations, {rows:,} rows, {done.size / 2**20:,.1f} MB"
    console().print(told + ("" if done.switched else "; the same as the export that stood there"))
    if done.changes is not None:
        changes = ", ".join(f"{count:,} {change}" for change, count in done.changes.items())
        console().print(f"since {safe(since)}: {changes}")
    return COMPLETED


def serve_now(sources: tuple[str, ...], cron: str, warehouse: Path, out_dir: Path | None, jobs: int) -> int:
    """Stay and run `nightly` on its schedule, with a server of its own where no standing one is named."""
    prepare(warehouse.parent, logs="INFO")
    with standing_server():
        from flows.nightly import serve_nightly

        places = [source if "://" in source else str(Path(source).absolute()) for source in sources]
        serve_nightly(places, cron, warehouse, out_dir, jobs)
    return COMPLETED
