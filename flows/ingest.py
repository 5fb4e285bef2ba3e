"""The `ingest` flow: find → plan → read in batches → load → publish → summary. Few tasks, each over many documents."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.runtime import flow_run
from prefect.states import Completed, State
from prefect.task_runners import ThreadPoolTaskRunner

from extract import sources as origins
from flows import progress, summary
from flows.batch import Batch
from flows.usage import check_jobs
from flows.workers import Workers
from load.warehouse import Warehouse

# Threads only wait for worker processes; a few more than workers keep each of these busy while another answers.
_THREADS = 8
