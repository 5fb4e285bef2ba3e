"""The `nightly` flow, ingest then export, and its schedule on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.ingest import ingest
from flows.usage import WAREHOUSE
from load.export import export

_WAIT = 3600.0  # seconds that a night's run waits for another one


@flow(name="nightly", flow_run_name="night of {warehouse}")
def nightly(
    sources: list[str], warehouse: str = str(WAREHOUSE), out_dir: str | None = None, jobs: int | None = None
) -> None:
    """Load what is new in the sources; then, where `out_dir` says where to, write the export."""
    ingest(sources, warehouse, jobs=jobs, wait=_WAIT)
    if out_dir is not None:
        write_export(warehouse, out_dir)


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
            "warehouse": str(warehouse.resolve()),
            "out_dir": str(out_dir.resolve()) if out_dir else None,
            "jobs": jobs,
        },
        tags=["gongkai", "nightly"],
        limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def local_zone() -> str:
    """Name of this machine's time zone, UTC where it does not tell."""
    place = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    return place or "UTC"
