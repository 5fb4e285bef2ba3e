"""One Prefect server for all of these tests: starting one takes ten seconds."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from flows.prefect_home import prepare, server


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server that starts what is scheduled; it stands in the environment while it stays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PREFECT_API_URL", raising=False)
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        patch.setenv("PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS", "1")
        prepare(tmp_path_factory.mktemp("unused"))
        with server(schedules=True) as answers:
            answers()
            yield os.environ["PREFECT_API_URL"]
