"""What every test may use: a run through the real stages, whose count of documents is held to add up each time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from extract.sources import find
from flows.batch import cut, frame_of, reading_version
from load.loading import RunSummary
from load.warehouse import Warehouse

Ingest = Callable[..., RunSummary]
_NAME = "test.duckdb"
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "reports"


def balanced(done: RunSummary) -> RunSummary:
    """The run as given; fails where a document found was lost or counted twice."""
    assert done.found == done.loaded + done.unchanged + done.duplicate + done.quarantined
    return done


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse whose catalogue stands and into which nothing was loaded: making one takes seconds."""
    folder = tmp_path_factory.mktemp("installed") / "warehouse"
    with Warehouse(folder / _NAME).run("none") as held:
        held.load(held.plan([], []))
    return folder


@pytest.fixture
def warehouse(tmp_path: Path, installed: Path) -> Path:
    """A warehouse that holds the catalogue and one run over nothing."""
    shutil.copytree(installed, tmp_path / "warehouse", symlinks=True)
    return tmp_path / "warehouse" / _NAME


def load_into(
    warehouse: Path, names: Sequence[str], retry: bool = False, reread: bool = False, version: str | None = None
) -> RunSummary:
    """Load sources into a warehouse through every stage in this process, without Prefect. Returns what the run did."""
    with Warehouse(warehouse).run(version or reading_version()) as held:
        files = frame_of(find(names))
        plan = held.plan(files, names, retry=retry, reread=reread)
        todo = files.join(plan.to_read.select("uri"), on="uri", how="semi", maintain_order="left")
        for batch in cut(todo, held.staging, workers=1):
            batch.run(lambda _: None, {})
        return balanced(held.load(plan))


@pytest.fixture
def ingested(warehouse: Path) -> Ingest:
    """Load sources into `warehouse`, as `load_into` does."""

    def run(*sources: Path | str, retry: bool = False, reread: bool = False, version: str | None = None) -> RunSummary:
        return load_into(warehouse, [str(source) for source in sources], retry, reread, version)

    return run


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the sample reports, loaded once for all tests; to be read only."""
    path = tmp_path_factory.mktemp("sample") / "gongkai.duckdb"
    load_into(path, [str(SAMPLES)])
    return path
