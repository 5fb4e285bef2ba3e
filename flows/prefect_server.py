"""Prefect's server as a process of one run: `python -m flows.prefect_server PORT`. It ends with whoever started it.

The server that Prefect would start by itself outlives a run that is killed, and stays for good.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import uvicorn

_LAST = 5.0  # seconds for a last word, then it ends as it stands


def _end_with_parent() -> None:
    """Wait until the other end of standard input is closed, which the parent's end does however it ends."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_LAST)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level=os.environ.get("PREFECT_SERVER_LOGGING_LEVEL", "error").lower(),
        lifespan="on",
        timeout_graceful_shutdown=int(_LAST) - 1,
    )
