"""Where and how Prefect runs, decided by environment variables before it is imported. What is already set is kept."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

# Measured: a server takes 8-17 s to start, up to 35 s the first time in a home (it makes its database).
_STARTUP_SECONDS = 180
_STOP_SECONDS = 5
_POLL = 0.1  # seconds between two looks whether it answers

_DEFAULTS = {
    # Nothing is sent anywhere.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
}
# A server for one run needs no scheduler, no dashboard and no look for late runs.
_FOR_ONE_RUN = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT_UI_ENABLED": "0"}


def prepare(beside: Path, logs: str = "CRITICAL") -> None:
    """Set what Prefect reads at import. Its home is `.prefect` in the folder `beside`, unless PREFECT_HOME says where.

    logs: level of what Prefect prints. The command line tells failures in its own words, a service wants the log.
    """
    os.environ.setdefault("PREFECT_HOME", str(beside.resolve() / ".prefect"))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", logs)
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)


def standing() -> str | None:
    """The address of the standing server that the environment names."""
    return os.environ.get("PREFECT_API_URL") or None


@contextmanager
def server(schedules: bool = False) -> Iterator[Callable[[], None]]:
    """A server for as long as what runs inside, which waits for it by calling what it is given.

    Between the two there is time to import Prefect. The standing server goes before one of our own. schedules: whether
    it is to start runs by itself.

    What is given raises RuntimeError where the server does not answer within the time that a start may take.
    """
    if standing():
        yield lambda: None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    url = f"http://127.0.0.1:{port}/api"
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "flows.prefect_server", port],
        stdin=subprocess.PIPE,  # closed when this process ends, however it ends
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the run, which has something to tell the server then
        env={**os.environ, **({} if schedules else _FOR_ONE_RUN), "PREFECT__SERVER_FINAL": "1"},
    )
    with ExitStack() as stack:
        stack.callback(_stop, process)

        def answers() -> None:
            from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415 - see the first line

            _until_answered(url, process)
            stack.enter_context(temporary_settings({PREFECT_API_URL: url}))
            os.environ["PREFECT_API_URL"] = url  # for the processes that a schedule starts
            stack.callback(os.environ.pop, "PREFECT_API_URL")
            stack.callback(_send_what_waits)

        yield answers


def _until_answered(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _STARTUP_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=2, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(_POLL)
    raise RuntimeError("Prefect's server did not start; see why: PREFECT_SERVER_LOGGING_LEVEL=DEBUG gongkai doctor")


def _send_what_waits() -> None:
    """Logs and events that Prefect holds back: it would try for a minute to send them to a server that has ended."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 - see the first line
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415 - the same

    APILogWorker.drain_all()
    EventsWorker.drain_all()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
