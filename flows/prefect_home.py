"""Where and how Prefect runs, decided by environment variables before it is imported. What is already set is kept."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

# Measured: the embedded server takes 10-17 s to start, 22-35 s the first time in a home (it makes its database).
_STARTUP_SECONDS = 180

_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(_STARTUP_SECONDS),
    # Nothing is sent anywhere.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
}


def prepare(beside: Path, logs: str = "CRITICAL") -> None:
    """Set what Prefect reads at import. Its home is `.prefect` in the folder `beside`, unless PREFECT_HOME says where.

    logs: level of what Prefect prints. The command line tells failures in its own words, a service wants the log.

    A standing server is used where PREFECT_API_URL is set; otherwise each run starts one of its own and ends it.
    """
    os.environ.setdefault("PREFECT_HOME", str(beside.resolve() / ".prefect"))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", logs)
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)


def server() -> str:
    """The standing server's address, or 'embedded'."""
    return os.environ.get("PREFECT_API_URL") or "embedded"


@contextmanager
def standing_server() -> Iterator[None]:
    """A server that stays as long as what runs inside: an embedded one cannot schedule. PREFECT_API_URL goes before it.

    Raises RuntimeError where it does not answer within the time that a start may take.
    """
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    url = f"http://127.0.0.1:{port}/api"
    words = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"]
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    try:
        _until_answered(url, process)
        os.environ["PREFECT_API_URL"] = url
        yield
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        process.terminate()
        process.wait()


def _until_answered(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _STARTUP_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise RuntimeError("Prefect's server did not start; see why: PREFECT_LOGGING_LEVEL=DEBUG prefect server start")
