"""Runs that were killed: Prefect's server takes them for running until somebody tells it what became of them.

A run leaves the id of its flow run in the lock of the warehouse and takes it away at its end. Whoever gets the lock and
finds an id there knows that its process is gone, since the system takes a lock from nobody else.
"""

from __future__ import annotations

from uuid import UUID

import httpx
from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

_AROUND = "nightly"  # the flow that calls `ingest` in its own process, and ends with it
_MESSAGE = "Its process ended without a word (killed, or the machine went down). What was published before stays."


def tell_killed(died: str) -> None:
    """Tell the server that a flow run has crashed, where it knows the run and takes it for running.

    died: id of the flow run, '' for none. What the server does not take is logged; it is no reason not to load.
    """
    if not died:
        return
    told = get_run_logger()
    try:
        with get_client(sync_client=True) as client:
            run = client.read_flow_run(UUID(died))
            for gone in (run, *_around(client, run)):
                if gone.state is None or not gone.state.is_final():
                    client.set_flow_run_state(gone.id, Crashed(message=_MESSAGE))
                    told.warning("%s was killed; the server knows it now", gone.name)
    except (ObjectNotFound, ValueError):
        told.info("the run before this one was killed; it was of another server (%s)", died)
    except httpx.HTTPError as error:
        told.warning("the server could not be told that run %s was killed (%s)", died, error)


def _around(client: SyncPrefectClient, run: FlowRun) -> list[FlowRun]:
    """The run of `nightly` in whose process a run was."""
    if run.parent_task_run_id is None:
        return []
    above = client.read_task_run(run.parent_task_run_id).flow_run_id
    if above is None:
        return []
    night = client.read_flow_run(above)
    return [night] if client.read_flow(night.flow_id).name == _AROUND else []
