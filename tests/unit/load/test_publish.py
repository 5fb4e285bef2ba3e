"""Publishing: readers keep what they see, a run killed anywhere leaves the old state, two runs never write at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from load.errors import CorrectionError, DiskError, LockedError, WarehouseError
from load.publish import Versions
from load.warehouse import Warehouse
from tests.unit.frames.readings import read, reading
from transform.frames import report_id

ROOT = Path(__file__).parents[3]


def report_count(warehouse: Warehouse) -> int:
    with warehouse.connect() as connection:
        return connection.execute("SELECT count(*) FROM reports").fetchall()[0][0]


def test_an_open_reader_keeps_its_view_and_a_new_one_sees_the_new(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    with warehouse.connect() as before:
        ingest([read("/reports/a"), read("/reports/b")])
        ingest([read("/reports/a"), read("/reports/b"), read("/reports/c")])
        assert before.execute("SELECT count(*) FROM reports").fetchone() == (1,)
        assert report_count(warehouse) == 3
    with duckdb.connect(str(warehouse.versions.path), read_only=True) as plain:
        assert plain.execute("SELECT count(*) FROM reports").fetchone() == (3,)


def test_two_versions_are_kept_and_no_strays(warehouse: Warehouse, ingest) -> None:
    for count in (1, 2, 3):
        ingest([read(f"/reports/{name}") for name in range(count)])
    names = sorted(path.name for path in warehouse.versions.folder.iterdir())
    assert [name for name in names if not name.endswith(".duckdb")] == ["lock"]
    assert len(names) == 3


def test_strays_of_a_dead_run_are_removed_by_the_next(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    folder = warehouse.versions.folder
    (folder / "draft-1.duckdb").write_bytes(b"half")
    (folder / "draft-1.duckdb.wal").write_bytes(b"half")
    (folder / "999999.duckdb").write_bytes(b"never linked")
    (folder / "link-1").symlink_to("nowhere")
    (folder / "staging-x").mkdir()
    (folder / "staging-x" / "documents-000000.parquet").write_bytes(b"half")
    ingest([read("/reports/a"), read("/reports/b")])
    assert {path.suffix for path in folder.iterdir()} == {"", ".duckdb"}
    assert not (folder / "999999.duckdb").exists()
    assert report_count(warehouse) == 2


def test_a_second_run_says_who_writes(warehouse: Warehouse) -> None:
    with (
        warehouse.run("1"),
        pytest.raises(LockedError, match=rf"process {os.getpid()}\)"),
        Warehouse(warehouse.versions.path).run("1"),
    ):
        pass


def test_a_second_run_may_wait(warehouse: Warehouse) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time\nfrom pathlib import Path\nfrom load.publish import Versions\n"
            "with Versions(Path(sys.argv[1])).locked():\n    print('held', flush=True)\n    time.sleep(0.5)",
            str(warehouse.versions.path),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with warehouse.versions.locked(wait=60):
        assert holder.wait() == 0
    holder.stdout.close()


def test_a_run_that_dies_is_named_to_the_next_one_alone(warehouse: Warehouse) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom load.publish import Versions\n"
        "with Versions(Path(sys.argv[1])).locked(known_as='the first'):\n    os._exit(3)"
    )
    words = [sys.executable, "-c", script, str(warehouse.versions.path)]
    assert subprocess.run(words, check=False, cwd=ROOT).returncode == 3
    with warehouse.run("1", known_as="the second") as run:
        assert run.died == "the first"
    with warehouse.run("1") as run:
        assert run.died == ""


_WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from load import staging
from load.warehouse import Warehouse
from tests.unit.frames.readings import read
from tests.unit.load.conftest import FakeFile
from transform.frames import build
warehouse = Warehouse(Path(sys.argv[1]), Path(sys.argv[2]))
print("go", flush=True)
number = 0
while True:
    number += 1
    reads = [read(f"/reports/{name}") for name in range(number)]
    with warehouse.run("1") as run:
        plan = run.plan([FakeFile(read.container) for read in reads], ["/reports"])
        staging.write(build([read for read in reads if read.container in plan.uris]), run.staging, 0)
        run.load(plan)
    print(number, flush=True)
"""


def test_a_run_killed_at_any_instant_leaves_a_whole_warehouse(warehouse: Warehouse, base_sql: Path, ingest) -> None:
    lottery = random.Random(7)
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(warehouse.versions.path), str(base_sql), str(ROOT)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "go\n"
        time.sleep(lottery.uniform(0.1, 1.2))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        with warehouse.connect() as connection:
            loaded, told = connection.execute(
                "SELECT (SELECT count(*) FROM reports), (SELECT coalesce(sum(loaded), 0)::BIGINT FROM runs)"
            ).fetchall()[0]
            cells = connection.execute("SELECT count(*) FROM application_outcomes").fetchall()[0][0]
        assert loaded == told
        assert cells == loaded * 175
    ingest([read(f"/reports/{name}") for name in range(40)])
    assert report_count(warehouse) == 40
    assert {path.suffix for path in warehouse.versions.folder.iterdir()} == {"", ".duckdb"}


def test_a_failed_load_leaves_everything_as_it_was(warehouse: Warehouse, ingest, monkeypatch) -> None:
    ingest([read("/reports/a")])
    live = warehouse.versions.live()

    def full(self: Versions, draft: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Versions, "publish", full)
    with pytest.raises(DiskError, match=r"the disk is full \(.*; free some space and run it again"):
        ingest([read("/reports/a"), read("/reports/b")])
    monkeypatch.undo()
    assert warehouse.versions.live() == live
    assert {path.suffix for path in warehouse.versions.folder.iterdir()} == {"", ".duckdb"}
    ingest([read("/reports/a"), read("/reports/b")])
    assert report_count(warehouse) == 2


def test_what_is_no_warehouse_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.duckdb").write_text("no database, but long enough to have a header")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE t (i INTEGER)")
    (tmp_path / "folder").mkdir()
    for name, complaint in (("text.duckdb", "not a DuckDB file"), ("folder", "is a folder")):
        with pytest.raises(WarehouseError, match=complaint), Warehouse(tmp_path / name).run("1"):
            pass
    with pytest.raises(WarehouseError, match="of something else"), Warehouse(tmp_path / "other.duckdb").run("1") as run:
        run.plan([], [])
    with pytest.raises(WarehouseError, match="ingest something first"):
        Warehouse(tmp_path / "none.duckdb").connect()
    with pytest.raises(WarehouseError, match="Not a directory"), Warehouse(tmp_path / "text.duckdb" / "w").run("1"):
        pass
    assert (tmp_path / "text.duckdb").read_text().startswith("no database")


def test_a_persons_own_link_and_a_plain_copy_are_followed(
    warehouse: Warehouse, base_sql: Path, ingest, tmp_path: Path
) -> None:
    ingest([read("/reports/a")])
    link = tmp_path / "mine.duckdb"
    link.symlink_to(warehouse.versions.path)
    assert Warehouse(link).versions.folder == warehouse.versions.folder
    live = warehouse.versions.live()
    assert live is not None
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(live.read_bytes())
    adopted = Warehouse(copy, base_sql)
    with adopted.run("1") as run:
        summary = run.load(run.plan([], []))
    assert summary.found == 0
    assert report_count(adopted) == 1
    assert copy.is_symlink()


HEAD = "report_id,relation,row,column,printed_value,corrected_value,reason,source,by,on\n"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("application_outcomes,received,total,5,50,a zero was lost,letter,A. Clerk,2024-05-01", None),
        ("application_outcomes,received,total,4,50,a zero was lost,letter,A. Clerk,2024-05-01", "holds 5"),
        ("application_outcomes,received,nobody,4,50,a zero was lost,letter,A. Clerk,2024-05-01", "is no cell"),
        ("application_outcomes,received,total,five,50,a zero was lost,letter,A. Clerk,2024-05-01", "line 2"),
    ],
)
def test_a_correction_that_no_longer_matches_fails_the_run(
    warehouse: Warehouse, ingest, tmp_path: Path, line: str, complaint: str | None
) -> None:
    made = read("/reports/a", reading(values={("application_outcomes", "received", "total"): 5}))
    file = tmp_path / "corrections.csv"
    other = report_id("0" * 64, 1)
    file.write_text(
        f"{HEAD}{report_id(made.document.sha256, 1)},{line}\n{other},{line.replace('five', '5')}\n", encoding="utf-8"
    )
    if complaint:
        with pytest.raises(CorrectionError, match=complaint):
            ingest([made], corrections=file)
        assert report_count(warehouse) == 0
        return
    ingest([made], corrections=file)
    with warehouse.connect() as connection:
        rows = connection.execute(
            "SELECT printed_value, corrected_value, is_applicable FROM corrections ORDER BY is_applicable"
        ).fetchall()
    assert rows == [(5, 50, False), (5, 50, True)]


def test_a_failed_run_leaves_a_row_that_says_why_and_nothing_else(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    with pytest.raises(ZeroDivisionError), warehouse.run("1") as run:
        run.plan([], ["/reports"])
        raise ZeroDivisionError("a reader divides by nothing")
    with warehouse.connect() as connection:
        told = connection.execute("SELECT outcome, found, message FROM runs ORDER BY finished_at DESC").fetchall()
    assert told[:2] == [("failed", 0, "a reader divides by nothing"), ("completed", 1, None)]
    assert report_count(warehouse) == 1
