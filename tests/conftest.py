"""What every test may use: a run through the real stages, whose count of documents is held to add up each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from extract.sources import find
from flows.batch import cut, frame_of, reading_version
from load.loading import RunSummary
from load.warehouse import Warehouse

Ingest = Callable[..., RunSummary]
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "reports"


def balanced(done: RunSummary) -> RunSummary:
    """The run as given; fails where a document found was lost or counted twice."""
    assert done.found == done.loaded + done.unchanged + done.duplicate + done.quarantined
    return done


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Where a warehouse may be made."""
    return tmp_path / "warehouse" / "test.duckdb"


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
