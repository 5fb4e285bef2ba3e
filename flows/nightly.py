"""The `nightly` flow, ingest then export, and its schedule on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.schedules import Cron
from prefect.states import Completed, Failed
from prefect.types.entrypoint import EntrypointType

from flows import log
from flows.ingest import ingest
from flows.usage import WAREHOUSE
from load.export import export

_WAIT = 3600.0  # seconds that a night's run waits for another one


@flow(name="nightly", flow_run_name="night of {warehouse}")
def nightly(
    sources: list[str], warehouse: str = str(WAREHOUSE), out_dir: str | None = None, jobs: int | None = None
) -> None:
    """Load what is new in the sources; then, where `out_dir` says where to, write the export.

    What was loaded is exported also where a source could not be listed; the state is that of `ingest`.
    """
    loaded = ingest(sources, warehouse, jobs=jobs, wait=_WAIT, return_state=True)
    done = loaded.result(raise_on_failure=False)
    if isinstance(done, BaseException):
        raise done
    if out_dir is not None:
        write_export(warehouse, out_dir)
    state = Failed if loaded.is_failed() else Completed
    return cast(None, state(message=loaded.message))


@task(name="export", cache_policy=NO_CACHE)
def write_export(warehouse: str, out_dir: str) -> None:
    """The Parquet data package of the live warehouse."""
    export(Path(warehouse), Path(out_dir))


def serve_nightly(sources: list[str], cron: str, warehouse: Path, out_dir: Path | None, jobs: int) -> None:
    """Stay and run `nightly` on the schedule, one run at a time, until interrupted."""
    nightly.serve(
        name="nightly",
        schedule=Cron(cron, timezone=local_zone()),
        parameters={
            "sources": sources,
            # Not resolved: both are links to a version, and the link is what a run swaps.
            "warehouse": str(warehouse.absolute()),
            "out_dir": str(out_dir.absolute()) if out_dir else None,
            "jobs": jobs,
        },
        tags=["gongkai", "nightly"],
        limit=1,
        print_starting_message=not log.is_json(),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def local_zone() -> str:
    """Name of this machine's time zone, UTC where it does not tell."""
    place = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    return place or "UTC"
