"""The schedule fires by itself: `gongkai serve` against a real server, until a night has been."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.prefect_api import asked

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"
_PATIENCE = 180.0  # seconds: never waited for but where nothing fires
_EVERY_FEW_SECONDS = "* * * * * */5"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "2022.txt").write_bytes((SAMPLES / "pingyin-market-2022.txt").read_bytes())
    return folder


@pytest.fixture
def service(prefect_server: str, reports: Path, warehouse: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`gongkai serve` over a warehouse that is there already, as it is found on every night but the first."""
    words = ["serve", "--source", str(reports), "--warehouse", str(warehouse), "--out-dir", str(tmp_path / "export")]
    process = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("gongkai")),
            *words,
            "--cron",
            _EVERY_FEW_SECONDS,
            "--jobs",
            "1",
            "--log-json",
        ],
        env={
            **{name: value for name, value in os.environ.items() if name != "PREFECT_LOGGING_LEVEL"},
            "PREFECT_API_URL": prefect_server,
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _night(server: str, service: subprocess.Popen[str]) -> dict[str, Any]:
    """The first run of the deployment that ended."""
    ended = {"flows": {"name": {"any_": ["nightly"]}}, "flow_runs": {"end_time": {"is_null_": False}}}
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert service.poll() is None, f"it ended by itself: {service.communicate()[1]}"
        for run in asked(server, "flow_runs", **ended, sort="START_TIME_ASC"):
            if run["state_type"] in ("COMPLETED", "FAILED", "CRASHED"):
                return run
        time.sleep(0.2)
    raise AssertionError("no night has been")


def test_a_night_comes_by_itself_and_is_seen_whole(
    prefect_server: str, service: subprocess.Popen[str], reports: Path, warehouse: Path, tmp_path: Path
) -> None:
    night = _night(prefect_server, service)
    service.send_signal(signal.SIGINT)
    lines = [json.loads(line) for line in service.communicate(timeout=_PATIENCE)[1].splitlines()]

    assert night["auto_scheduled"]
    assert night["name"] == f"night of {warehouse}"
    assert set(night["tags"]) >= {"gongkai", "nightly"}
    assert night["state"]["type"] == "COMPLETED"
    assert night["state"]["message"] == "1 found: 1 loaded, 0 unchanged, 0 duplicate, 0 quarantined"

    tasks = asked(prefect_server, "task_runs", flow_runs={"id": {"any_": [night["id"]]}})
    (inner,) = asked(prefect_server, "flow_runs", flow_runs={"parent_flow_run_id": {"any_": [night["id"]]}})
    assert inner["name"] == f"{reports.name} into {warehouse.stem}"
    assert any(task["name"].startswith("export") for task in tasks)
    kept = {"key": {"any_": ["gongkai-run"]}, "flow_run_id": {"any_": [inner["id"]]}}
    (artifact,) = asked(prefect_server, "artifacts", artifacts=kept)
    assert "What became of the documents" in artifact["data"]

    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        names = connection.execute("SELECT agency_name, fiscal_year FROM reports").fetchall()
    assert names == [("平阴县市场监督管理局", 2022)]
    assert warehouse.is_symlink()
    assert (tmp_path / "export" / "datapackage.json").is_file()
    told = next(line for line in lines if line["event"] == "run")
    assert (told["run_id"], told["found"], told["loaded"]) == (artifact["description"], 1, 1)
