"""What the command line starts: flows, with Prefect set up first and failures told in one line."""

# ruff: noqa: PLC0415 - Prefect reads its settings when it is imported, so they are made before.

from __future__ import annotations

from pathlib import Path

from extract.sources import SourceError
from flows import progress
from flows.console import complain, console, safe
from flows.prefect_home import prepare, server
from flows.usage import COMPLETED, FAILED, WRONG_USAGE
from load.errors import LoadError


def ingest_now(sources: tuple[str, ...], warehouse: Path, retry_quarantined: bool, reread: bool, jobs: int) -> int:
    """Run the `ingest` flow and print its counts; the exit code."""
    prepare(warehouse.parent)
    try:
        with progress.shown() as shown:
            shown.stage("starting Prefect" if server() != "embedded" else "starting Prefect (10 to 30 seconds)")
            from flows.ingest import ingest

            done = ingest(list(sources), str(warehouse), retry_quarantined, reread, jobs)
    except SourceError as error:
        complain(str(error))
        return WRONG_USAGE
    except LoadError as error:
        complain(str(error))
        return FAILED
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
    return COMPLETED
