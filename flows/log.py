"""The log for programs: one JSON object a line on standard error, with the same keys every time.

Every line has `at` (UTC), `level`, `event` and `message`; what belongs to an event stands beside them, as
docs/operations.md lists it. `flows/logging.yaml` makes Prefect write the same.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

VARIABLE = "GONGKAI_LOG_JSON"
_SETTINGS = Path(__file__).with_name("logging.yaml")
_RUNS = ("flow_run_name", "task_run_name")  # what Prefect says of whose line it is
_LOGGER = logging.getLogger("gongkai")


class JsonLines(logging.Formatter):
    """A record as one line. What is no `event` of this program is one named `log`, with the `logger` that wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", "log"),
            "message": record.getMessage(),
        }
        if told["event"] == "log":
            told["logger"] = record.name
        told |= {name: value for name in _RUNS if isinstance(value := getattr(record, name, None), str)}
        told |= getattr(record, "facts", {})
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def begin() -> None:
    """From now on the log is JSON, in this process and in those it starts. To be called before Prefect is imported."""
    os.environ[VARIABLE] = "true"
    os.environ.setdefault("PREFECT_LOGGING_CONFIG_PATH", str(_SETTINGS))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    _LOGGER.handlers = [handler]
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
    logging.captureWarnings(True)


def is_json() -> bool:
    """Whether `begin` was called."""
    return any(isinstance(handler.formatter, JsonLines) for handler in _LOGGER.handlers)


def tell(event: str, message: str, *, level: int = logging.INFO, **facts: Any) -> None:
    """One line, where the log is JSON; nothing where it is not."""
    if is_json():
        _LOGGER.log(level, message, extra=event_of(event, **facts))


def event_of(event: str, **facts: Any) -> dict[str, Any]:
    """What makes a record of any logger one of an event: to be handed as `extra`."""
    return {"event": event, "facts": facts}
