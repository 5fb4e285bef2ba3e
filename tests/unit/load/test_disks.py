"""Disks that are full or cannot be written, under a warehouse that is already there: real ones, small and in memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
APART = ("unshare", "--user", "--map-root-user", "--mount")  # what is mounted there is gone with the process
REPORTS = 300

# A run over three reports; then over many with `left` kilobytes of disk (None: it cannot be written); then again.
SCRIPT = """
import hashlib, json, subprocess, sys
from pathlib import Path
from load import staging
from load.errors import LoadError
from load.warehouse import Warehouse
from tests.unit.frames.readings import read
from tests.unit.load.conftest import FakeFile
from transform.frames import build

disk, left, many = Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
warehouse = Warehouse(disk / "w.duckdb", Path(sys.argv[4]))

def mount(options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=True)

def run(count):
    reads = [read(f"/reports/{number}") for number in range(count)]
    with warehouse.run("1", corrections=disk / "none.csv") as held:
        plan = held.plan([FakeFile(read.container) for read in reads], ["/reports"])
        staging.write(build([read for read in reads if read.container in set(plan.uris)]), held.staging, 0)
        return held.load(plan)

def state():
    with warehouse.connect() as connection:
        count = connection.execute("SELECT count(*) FROM reports").fetchall()[0][0]
    return count, hashlib.sha256((disk / "w.duckdb").read_bytes()).hexdigest()

mount("size=200m")
run(3)
before = state()
used = sum(path.stat().st_blocks * 512 for path in disk.rglob("*") if path.is_file())
mount("remount,ro" if left is None else f"remount,size={used // 1024 + left}k")
try:
    run(many)
    complaint = None
except LoadError as error:
    complaint = [type(error).__name__, str(error)]
same = state() == before
strays = sorted(path.name for path in warehouse.versions.folder.iterdir())
mount("remount,rw,size=200m")
run(many)
print(json.dumps({"complaint": complaint, "same": same, "strays": strays, "after": state()[0]}))
"""


@pytest.fixture(scope="module")
def apart() -> None:
    """Skip where no disk of its own can be mounted."""
    tried = [*APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if not shutil.which("unshare") or subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("no disk of its own can be mounted here")


# What is left is too little for the copy of the warehouse, for the transaction, and for the checkpoint.
@pytest.mark.parametrize("left", [20, 600, 2500])
def test_a_full_disk_leaves_the_old_state_and_the_next_run_completes(
    apart: None, left: int, base_sql: Path, tmp_path: Path
) -> None:
    told = survive(tmp_path, left, base_sql)
    name, message = told["complaint"]
    assert name == "DiskError"
    assert message.startswith("the disk is full (")
    assert message.endswith("; free some space and run it again, what was published stays")
    assert (told["same"], told["strays"], told["after"]) == (True, ["000001.duckdb", "lock"], REPORTS)


def test_a_disk_that_cannot_be_written_leaves_the_old_state(apart: None, base_sql: Path, tmp_path: Path) -> None:
    told = survive(tmp_path, None, base_sql)
    name, message = told["complaint"]
    assert name == "WarehouseError"
    assert "cannot be written (Read-only file system); make its folder writable" in message
    assert (told["same"], told["after"]) == (True, REPORTS)


def survive(disk: Path, left: int | None, sql: Path) -> dict:  # type: ignore[type-arg]
    """What the script tells. sql: the catalogue of its warehouse."""
    done = subprocess.run(
        [*APART, sys.executable, "-c", SCRIPT, *map(str, (disk, json.dumps(left), REPORTS, sql))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
