"""A warehouse in a folder of its own, and a run over invented documents."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from load import staging
from load.loading import RunSummary
from load.warehouse import Warehouse
from transform.frames import Read, build

NAME = "it's.duckdb"
Runner = Callable[..., RunSummary]


@dataclass(frozen=True)
class FakeFile:
    """A file as a source finds it; `version` stands for everything that changes when it is written."""

    uri: str
    version: int = 1

    size: int = 10
    inode: int = 1

    @property
    def mtime_ns(self) -> int:
        return self.version

    @property
    def ctime_ns(self) -> int:
        return self.version


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warehouse [1]" / NAME


@pytest.fixture(scope="session")
def empty(base_sql: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse whose catalogue stands and into which nothing was loaded."""
    folder = tmp_path_factory.mktemp("empty") / "warehouse"
    with Warehouse(folder / NAME, base_sql).run("1") as run:
        run.load(run.plan([], []))
    return folder


@pytest.fixture
def warehouse(path: Path, empty: Path, base_sql: Path) -> Warehouse:
    shutil.copytree(empty, path.parent, symlinks=True)
    return Warehouse(path, base_sql)


@pytest.fixture
def ingest(warehouse: Warehouse, tmp_path: Path) -> Runner:
    """Run over documents: those of files that need no reading are not staged, as a real run would not."""

    def run(
        reads: Sequence[Read],
        *,
        parser: str = "1",
        roots: Sequence[str] = ("/reports",),
        retry: bool = False,
        versions: dict[str, int] | None = None,
        batch_size: int = 2,
        corrections: Path | None = None,
    ) -> RunSummary:
        found = [FakeFile(uri, (versions or {}).get(uri, 1)) for uri in dict.fromkeys(read.container for read in reads)]
        with warehouse.run(parser, corrections=corrections or tmp_path / "none.csv") as held:
            plan = held.plan(found, roots, retry=retry)
            todo = [read for read in reads if read.container in set(plan.uris)]
            for number, start in enumerate(range(0, len(todo), batch_size)):
                staging.write(build(todo[start : start + batch_size]), held.staging, number)
            return held.load(plan)

    return run
