"""One Prefect server for all of these tests. It takes long to start, so it begins while other tests run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.prefect_home import prepare, server

_ANSWERS = pytest.StashKey[Callable[[], None]]()
_STACK = pytest.StashKey[ExitStack]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the server where a test will ask for it."""
    asked = any("prefect_server" in getattr(item, "fixturenames", ()) for item in session.items)
    if not asked or session.config.getoption("collectonly"):
        return
    stack = session.config.stash[_STACK] = ExitStack()
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="prefect-")))
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    patch.delenv("PREFECT_API_URL", raising=False)
    patch.setenv("PREFECT_HOME", str(home))
    patch.setenv("PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS", "1")
    prepare(home)
    session.config.stash[_ANSWERS] = stack.enter_context(server(schedules=True))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End it."""
    if _STACK in session.config.stash:
        session.config.stash[_STACK].close()


@pytest.fixture(scope="session")
def prefect_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a real server that starts what is scheduled. It stands in the environment from then on."""
    request.config.stash[_ANSWERS]()
    yield os.environ["PREFECT_API_URL"]
