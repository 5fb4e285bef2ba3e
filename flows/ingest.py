"""The `ingest` flow: find and plan → read in batches → load and publish → summary. Few tasks, each over many documents.

A source that cannot be listed does not stop the others, yet the run ends as failed, so that somebody is told.

No task is retried: a document that fails is a finding and not a failure, a fault of the program fails again, and the
lock of another run is waited for where it is taken.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import log, progress, summary
from flows.batch import Batch, at_hand, cut, reading_version
from flows.killed import tell_killed
from flows.known import Again
from flows.planning import planned, to_read
from flows.usage import WAREHOUSE, check_jobs
from flows.workers import Workers
from load.loading import RunSummary
from load.manifest import Plan
from load.warehouse import Run, Warehouse

_THREADS = 16  # they only wait for worker processes, of which there are fewer


def _name() -> str:
    """What is read and where it goes, e.g. 'reports into gongkai'."""
    asked = flow_run.parameters
    return (
        f"{', '.join(Path(source).name or source for source in asked['sources'])} into {Path(asked['warehouse']).stem}"
    )


_RUNNER: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=_THREADS)


@flow(name="ingest", flow_run_name=_name, task_runner=cast(Any, _RUNNER))
def ingest(
    sources: list[str],
    warehouse: str = str(WAREHOUSE),
    retry_quarantined: bool = False,
    reread: bool = False,
    *,
    years: list[int] | None = None,
    agencies: list[str] | None = None,
    jobs: int | None = None,
    wait: float = 60.0,
) -> RunSummary:
    """Load what is new or changed in the sources.

    sources: files, folders, patterns, lists of addresses, addresses. years, agencies: narrow what is read again, see
    `Again`. jobs: worker processes (default: one for each core). wait: seconds to wait for another run that writes the
    same warehouse.

    The state is failed, with the RunSummary as its data, where a source could not be listed and the rest was loaded.
    """
    shown = progress.current()
    again = Again(retry_quarantined, reread, years or (), agencies or ())
    with Warehouse(warehouse).run(reading_version(), wait=wait, known_as=flow_run.id or "") as run:
        tell_killed(run.died)
        shown.stage("looking for documents")
        files, plan = find_and_plan(run, sources, again, warehouse)
        todo = at_hand(to_read(files, plan), run.staging / "corpora")
        workers = check_jobs(jobs)
        read_all(cut(todo, run.staging, workers), len(todo), workers)
        shown.stage("loading")
        done = load_and_publish(run, plan)
    shown.stage("summary")
    summarise(warehouse, done)
    told = summary.remarks(Path(warehouse), done)
    for remark in told:
        get_run_logger().log(remark.level, remark.message, extra=log.event_of(remark.event, **remark.facts))
    # A state and not the summary itself, for its message; Prefect hands the caller the state's data.
    state = Completed if plan.incomplete is None else Failed
    message = "; ".join([told[0].message, *([plan.incomplete] if plan.incomplete else [])])
    return cast(RunSummary, state(message=message, data=done))


@task(name="find and plan", cache_policy=NO_CACHE)
def find_and_plan(run: Run, sources: list[str], again: Again, warehouse: str) -> tuple[pl.DataFrame, Plan]:
    """All files of the sources, and which of them are to be read; see `planned`."""
    return planned(run, sources, again, Path(warehouse), at=progress.current().at)


def read_all(batches: list[Batch], files: int, jobs: int) -> None:
    """Read and stage every batch; raise what the first batch that fails raises."""
    shown = progress.current()
    shown.stage(f"reading {files:,} files")
    done = 0
    with Workers(min(jobs, len(batches))) as workers:
        futures = {read_batch.submit(batch, workers): batch for batch in batches}
        for future in as_completed(list(futures)):
            future.result()
            done += len(futures[future].files) if futures[future].share == 0 else 0
            shown.at(done, files)


@task(name="read batch", task_run_name="read batch {batch.number}", cache_policy=NO_CACHE)
def read_batch(batch: Batch, workers: Workers) -> int:
    """Read and stage one batch in a worker process; the number of its documents."""
    documents = int(workers.run(batch))
    get_run_logger().info("batch %d: %d documents of %d files", batch.number, documents, len(batch.files))
    return documents


@task(name="load and publish", cache_policy=NO_CACHE)
def load_and_publish(run: Run, plan: Plan) -> RunSummary:
    """Load what was staged into a draft and make it live: all or nothing."""
    return run.load(plan)


@task(name="summary", cache_policy=NO_CACHE)
def summarise(warehouse: str, done: RunSummary) -> None:
    """Keep what the run did as an artifact beside it."""
    create_markdown_artifact(summary.markdown(Path(warehouse), done.run_id), key="gongkai-run", description=done.run_id)
