"""Where and how Prefect runs, decided by environment variables before it is imported. What is already set is kept."""

from __future__ import annotations

import os
from pathlib import Path

# Measured: the embedded server takes 10-17 s to start, 22-35 s the first time in a home (it makes its database).
_STARTUP_SECONDS = 180

_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(_STARTUP_SECONDS),
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # Nothing is sent anywhere.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
}


def prepare(beside: Path) -> None:
    """Set what Prefect reads at import. Its home is `.prefect` in the folder `beside`, unless PREFECT_HOME says where.

    A standing server is used where PREFECT_API_URL is set; otherwise each run starts one of its own and ends it.
    """
    os.environ.setdefault("PREFECT_HOME", str(beside.resolve() / ".prefect"))
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)


def server() -> str:
    """The standing server's address, or 'embedded'."""
    return os.environ.get("PREFECT_API_URL") or "embedded"
