"""A source that is gone says nothing of what it held: the rest is loaded, somebody is told, nothing is withdrawn."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import duckdb
import fsspec
import pytest

from flows.summary import remarks
from load.errors import LoadError
from load.loading import RunSummary

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"
Ingest = Callable[..., RunSummary]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A folder of two reports, as a disk that may be away."""
    folder = tmp_path / "disk"
    (folder / "2021").mkdir(parents=True)
    shutil.copy(SAMPLES / "pingyin-market-2021.html", folder / "2021")
    shutil.copy(SAMPLES / "pingyin-market-2022.txt", folder)
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copy(SAMPLES / "zhenyuan-notice-2022.txt", folder)
    return folder


def states(warehouse: Path) -> list[tuple[str, int]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute("SELECT state, count(*) FROM documents GROUP BY state ORDER BY state").fetchall()


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_a_folder_that_is_away_for_a_night(how: str, ingested: Ingest, base: Path, disk: Path, other: Path) -> None:
    ingested(disk, other)
    away = disk.rename(disk.with_name("away"))
    if how == "empty":  # the folder a disk is mounted on
        disk.mkdir()
    shutil.copy(SAMPLES / "tongzi-agriculture-2020.txt", other)
    night = ingested(disk, other)
    assert (night.outcome, night.found, night.loaded, night.unchanged, night.withdrawn) == ("incomplete", 2, 1, 1, 0)
    assert str(night.message).startswith("1 of 2 sources could not be listed, and nothing of them was withdrawn: ")
    assert str(disk) in str(night.message)
    assert [remark.event for remark in remarks(base, night)] == ["run", "incomplete"]
    assert states(base) == [("present", 4)]

    if how == "empty":
        disk.rmdir()
    away.rename(disk)
    back = ingested(disk, other)
    assert (back.outcome, back.message, back.unchanged, back.withdrawn) == ("completed", None, 4, 0)


def test_where_no_source_can_be_listed_the_run_fails(ingested: Ingest, base: Path, disk: Path) -> None:
    ingested(disk)
    shutil.rmtree(disk)
    with pytest.raises(LoadError, match="1 of 1 sources could not be listed, and nothing of them was withdrawn"):
        ingested(disk)
    assert states(base) == [("present", 2)]
    with duckdb.connect(str(base), read_only=True) as connection:
        last = connection.execute("SELECT outcome, message FROM runs ORDER BY started_at DESC LIMIT 1").fetchall()
    assert [(outcome, str(disk) in message) for outcome, message in last] == [("failed", True)]


def test_what_is_gone_from_a_source_that_is_there_is_withdrawn(
    ingested: Ingest, base: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingested(disk)
    shutil.copy(SAMPLES / "zhenyuan-notice-2022.txt", disk)
    (disk / "pingyin-market-2022.txt").unlink()
    (disk / "2021").rename(disk / ".2021")
    (disk / "2021").symlink_to(disk / "nowhere")  # a folder that cannot be listed
    night = ingested(disk)
    assert (night.outcome, night.found, night.quarantined, night.withdrawn) == ("completed", 2, 2, 1)
    assert states(base) == [("present", 3), ("withdrawn", 1)]


def test_a_store_that_is_gone(ingested: Ingest, base: Path, other: Path) -> None:
    root = f"memory://{uuid.uuid4().hex}"
    memory = fsspec.filesystem("memory")
    memory.pipe_file(f"{root}/2022.txt", (SAMPLES / "pingyin-market-2022.txt").read_bytes())
    ingested(root, other)
    memory.rm(root, recursive=True)
    night = ingested(root, other)
    assert (night.outcome, night.found, night.withdrawn) == ("incomplete", 1, 0)
    assert f"{root}: nothing is there" in str(night.message)
    assert states(base) == [("present", 2)]


def test_a_list_that_is_gone(ingested: Ingest, other: Path, tmp_path: Path) -> None:
    night = ingested(tmp_path / "sources.csv", other)
    assert (night.outcome, night.found) == ("incomplete", 1)
