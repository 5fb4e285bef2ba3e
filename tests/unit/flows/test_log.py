"""The log for programs: one object a line, the same keys, whoever writes it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import log, progress
from flows.cli import main

PAGE = Path(__file__).resolve().parents[3] / "docs" / "operations.md"


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The log of each test ends with it."""
    for name in (log.VARIABLE, "PREFECT_LOGGING_CONFIG_PATH", "PREFECT_LOGGING_LEVEL"):
        monkeypatch.setenv(name, "")  # remembered, so that it is as it was afterwards
        monkeypatch.delenv(name)
    yield
    logging.getLogger("gongkai").handlers = []
    logging.getLogger("gongkai").propagate = True
    logging.captureWarnings(False)


def _line(text: str) -> dict[str, object]:
    assert text.count("\n") == 1
    told = json.loads(text)
    assert isinstance(told, dict)
    return told


def test_a_line_holds_what_every_line_holds_and_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin()
    log.tell("run", "2 found\nof 县", found=2, place=Path("a"))
    line = _line(capsys.readouterr().err)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line.pop("at")))
    assert line == {"level": "info", "event": "run", "message": "2 found\nof 县", "found": 2, "place": "a"}


def test_what_others_write_is_an_event_named_log() -> None:
    record = logging.LogRecord("prefect.flow_runs", logging.WARNING, __file__, 1, "so %s", ("it is",), None)
    record.flow_run_name = "a night"
    line = json.loads(log.JsonLines().format(record))
    assert {**line, "at": ""} == {
        "at": "",
        "level": "warning",
        "event": "log",
        "message": "so it is",
        "logger": "prefect.flow_runs",
        "flow_run_name": "a night",
    }


def test_a_traceback_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin()
    try:
        raise ValueError("by design")
    except ValueError:
        logging.getLogger("gongkai").exception("it failed")
    assert "ValueError: by design" in str(_line(capsys.readouterr().err)["traceback"])


def test_nothing_is_written_where_the_log_is_not_json(capsys: pytest.CaptureFixture[str]) -> None:
    log.tell("run", "2 found")
    assert capsys.readouterr().err == ""


def test_wrong_usage_and_progress_are_lines_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(tmp_path / "nowhere"), "--log-json"]) == 2
    line = _line(capsys.readouterr().err)
    assert (line["event"], line["level"], line["code"]) == ("fault", "error", 2)
    with progress.shown() as shown:
        shown.stage("loading")
    assert _line(capsys.readouterr().err)["stage"] == "loading"


@pytest.mark.parametrize(
    "event", ["stage", "progress", "run", "quarantined", "stale", "incomplete", "export", "fault", "log"]
)
def test_every_event_is_documented(event: str) -> None:
    assert f"| `{event}` |" in PAGE.read_text(encoding="utf-8")
