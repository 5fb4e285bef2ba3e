"""`gongkai ingest` as a whole: exit codes, what is told to people and to programs, and disks that refuse."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import psutil
import pytest

from flows.cli import main
from tests.integration.prefect_api import asked

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "reports"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("pingyin-market-2022.txt", "zhenyuan-notice-2022.txt"):
        shutil.copy(SAMPLES / name, folder)
    return folder


def _process(script: str, *words: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own, with the standing server of these tests. before: what starts it."""
    kept = {name: value for name, value in os.environ.items() if name != "PREFECT_LOGGING_LEVEL"}
    command = [*before, sys.executable, "-c", dedent(script), *map(str, words)]
    env = {**kept, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_a_run_is_told_in_words_and_fails_where_a_source_is_gone(
    prefect_server: str, reports: Path, warehouse: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["--warehouse", str(warehouse), "--jobs", "1"]
    assert main(["ingest", str(reports), *words]) == 0
    told = capfd.readouterr()
    assert told.out.startswith("2 found = 1 loaded + 0 unchanged + 0 duplicate + 1 quarantined")
    assert told.err.splitlines() == [
        "starting Prefect",
        "looking for documents",
        "reading 2 files",
        "loading",
        "summary",
    ]

    gone = reports.rename(reports.with_name("moved"))
    assert main(["ingest", str(reports), str(gone), *words]) == 1
    told = capfd.readouterr()
    assert told.out.startswith("2 found = 0 loaded + 0 unchanged + 2 duplicate + 0 quarantined")
    assert told.err.splitlines()[-1].startswith(
        f"gongkai: 1 of 2 sources could not be listed, and nothing of them was withdrawn: {reports}: no such file"
    )
    (run,) = asked(prefect_server, "flow_runs", flow_runs={"name": {"any_": [f"reports, moved into {warehouse.stem}"]}})
    assert run["state"]["type"] == "FAILED"
    assert str(reports) in run["state"]["message"]

    assert main(["ingest", str(reports), *words]) == 1
    told = capfd.readouterr()
    assert told.out == ""
    assert "1 of 1 sources could not be listed" in told.err


def test_a_run_is_told_to_programs_a_line_an_event(prefect_server: str, reports: Path, warehouse: Path) -> None:
    script = "import sys; from flows.cli import main; sys.exit(main(sys.argv[1:]))"
    done = _process(script, "ingest", reports, "--warehouse", warehouse, "--log-json")
    assert (done.returncode, done.stdout) == (0, "")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"at", "level", "event", "message"} <= line.keys() for line in lines)
    by_event: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_event.setdefault(line["event"], []).append(line)
    assert by_event.keys() == {"stage", "log", "run", "quarantined"}
    assert [line["stage"] for line in by_event["stage"]][1:] == [
        "looking for documents",
        "reading 2 files",
        "loading",
        "summary",
    ]
    (run,), (quarantined,) = by_event["run"], by_event["quarantined"]
    counts = {"found": 2, "loaded": 1, "unchanged": 0, "duplicate": 0, "quarantined": 1, "withdrawn": 0}
    assert {name: run[name] for name in counts} == counts
    assert (run["outcome"], run["warehouse"]) == ("completed", str(warehouse))
    assert (quarantined["reason"], quarantined["documents"]) == ("not_a_report", 1)
    assert quarantined["example"] == str(reports / "zhenyuan-notice-2022.txt")


def test_a_run_asks_nobody_but_its_own_server(
    prefect_server: str, reports: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, asked_for = socket.socket.connect, []

    def noted(self: socket.socket, address: Any) -> None:
        asked_for.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    assert main(["ingest", str(reports), "--warehouse", str(warehouse), "--jobs", "1"]) == 0
    assert asked_for
    assert {address[0] for address in asked_for if isinstance(address, tuple)} == {"127.0.0.1"}

    (server,) = [child for child in psutil.Process().children() if "flows.prefect_server" in " ".join(child.cmdline())]
    assert {where.laddr.ip for where in server.net_connections() if where.status == "LISTEN"} == {"127.0.0.1"}


_DISKS = """
    import hashlib, shutil, subprocess, sys
    from pathlib import Path
    from flows.cli import main

    disk, reports, empty = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    size = sum(path.stat().st_size for path in Path(empty).rglob("*") if path.is_file())

    def mount(*options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(disk)], check=True)

    def state():
        return hashlib.sha256((disk / "warehouse" / "test.duckdb").read_bytes()).hexdigest()

    mount(f"size={size + (2 << 20)}")
    shutil.copytree(empty, disk / "warehouse", symlinks=True)
    warehouse = str(disk / "warehouse" / "test.duckdb")
    before = state()
    print(main(["ingest", reports, "-w", warehouse, "-j", "1"]), state() == before)
    mount("remount", "ro")
    print(main(["ingest", reports, "-w", warehouse, "-j", "1"]), main(["status", "-w", warehouse]), state() == before)
    mount("remount", "rw", f"size={size * 4 + (64 << 20)}")
    print(main(["ingest", reports, "-w", warehouse, "-j", "1"]), state() == before)
"""


def test_a_full_disk_and_one_that_cannot_be_written_are_survived(
    prefect_server: str, reports: Path, installed: Path, tmp_path: Path
) -> None:
    alone = ("unshare", "--user", "--map-root-user", "--mount")
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of its own can be mounted here")
    (tmp_path / "disk").mkdir()
    done = _process(_DISKS, tmp_path / "disk", reports, installed, before=alone)
    full, locked, good = [line for line in done.stdout.splitlines() if line.endswith(("True", "False"))]
    assert (full, locked, good) == ("1 True", "2 0 True", "0 False"), done.stderr
    complaints = [line for line in done.stderr.splitlines() if line.startswith("gongkai: ")]
    assert complaints[0].startswith("gongkai: the disk is full (")
    assert complaints[0].endswith("; free some space and run it again, what was published stays")
    assert complaints[1].startswith("gongkai: the warehouse cannot be written in ")
    assert "(Read-only file system)" in complaints[1]
    assert len(complaints) == 2
