"""The `ingest` flow: find and plan → read in batches → load and publish → summary. Few tasks, each over many documents.

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
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from extract.fetch import fetched
from extract.raw import StoreError
from extract.sources import find, searched
from flows import progress, summary
from flows.batch import Batch, at_hand, cut, frame_of, reading_version
from flows.usage import RAW, WAREHOUSE, check_jobs
from flows.workers import Workers
from load.errors import LoadError
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
    jobs: int | None = None,
    wait: float = 60.0,
) -> RunSummary:
    """Load what is new or changed in the sources.

    sources: files, folders, patterns, lists of addresses, addresses. jobs: worker processes (default: one for each
    core). wait: seconds to wait for another run that writes the same warehouse.
    """
    shown = progress.current()
    with Warehouse(warehouse).run(reading_version(), wait=wait) as run:
        shown.stage("looking for documents")
        files, plan = find_and_plan(run, sources, retry_quarantined, reread, Path(warehouse).absolute().parent / RAW)
        todo = files.join(plan.to_read.select("uri"), on="uri", how="semi", maintain_order="left")
        todo = at_hand(todo, run.staging / "corpora")
        workers = check_jobs(jobs)
        read_all(cut(todo, run.staging, workers), len(todo), workers)
        shown.stage("loading")
        done = load_and_publish(run, plan)
    shown.stage("summary")
    summarise(warehouse, done)
    # A state and not the summary itself, for its message; Prefect hands the caller the state's data.
    return cast(RunSummary, Completed(message=_message(done), data=done))


def _message(done: RunSummary) -> str:
    fates = ("loaded", "unchanged", "duplicate", "quarantined")
    return f"{done.found:,} found: " + ", ".join(f"{getattr(done, fate):,} {fate}" for fate in fates)


@task(name="find and plan", cache_policy=NO_CACHE)
def find_and_plan(run: Run, sources: list[str], retry: bool, reread: bool, raw: Path) -> tuple[pl.DataFrame, Plan]:
    """All files of the sources, and which of them are to be read. Nothing is opened; web addresses are asked.

    raw: folder in which what they send is kept.
    """
    shown = progress.current()
    try:
        files = frame_of(fetched(find(sources), raw, at=shown.at))
    except StoreError as error:
        raise LoadError(str(error)) from error
    refused = files.filter(kind="unreadable")["uri"].to_list()
    return files, run.plan(files, searched(sources, refused), retry=retry, reread=reread)


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
