"""What every test may use: a run through the real stages. Whatever run a test makes, its counts are held to add up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.web import Manners
from flows.batch import at_hand, cut, reading_version
from flows.known import Again
from flows.planning import planned, to_read
from load.catalogue import SQL
from load.loading import RunSummary
from load.manifest import Plan
from load.warehouse import Run, Warehouse

Ingest = Callable[..., RunSummary]
_NAME = "test.duckdb"
_NOTHING = Again()
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "reports"


def balanced(warehouse: Path, plan: Plan, done: RunSummary) -> None:
    """Fails where a document was lost or counted twice: by the counts, and by the rows that the run left."""
    assert done.found == done.loaded + done.unchanged + done.duplicate + done.quarantined
    files = [*plan.uris, *plan.unchanged["uri"]]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        places = "SELECT count(*) FROM document_sources WHERE state = 'present' AND list_contains(?, container_uri)"
        assert connection.execute(places, [files]).fetchall() == [(done.found,)]
        taken = "SELECT count(*) FROM documents WHERE run_id = ? AND outcome = ?"
        for outcome in ("loaded", "quarantined"):
            rows = connection.execute(taken, [done.run_id, outcome]).fetchall()
            assert rows == [(getattr(done, outcome),)]


def unbalanced(folder: Path) -> list[tuple[str, str]]:
    """Runs whose counts do not add up in any warehouse below a folder, as (warehouse, run)."""
    query = "SELECT run_id FROM warehouse.runs WHERE found <> loaded + unchanged + duplicate + quarantined"
    wrong = []
    with duckdb.connect() as connection:  # attaching takes a quarter of the time of connecting
        for link in folder.rglob("*.duckdb"):
            if link.is_symlink() and link.exists():
                place = str(link.resolve()).replace("'", "''")
                connection.execute(f"ATTACH '{place}' AS warehouse (READ_ONLY)")
                wrong += [(str(link), run) for (run,) in connection.execute(query).fetchall()]
                connection.execute("DETACH warehouse")
    return wrong


@pytest.fixture(scope="session", autouse=True)
def every_run_adds_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Look at every run that a test makes: in this process when it ends, in others by what they left at the end."""
    load = Run.load

    def looked_at(run: Run, plan: Plan) -> RunSummary:
        done = load(run, plan)
        live = run.versions.live()
        assert live is not None
        balanced(live, plan, done)
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "load", looked_at)
        yield
    assert unbalanced(tmp_path_factory.getbasetemp()) == []


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


@pytest.fixture(scope="session")
def base_sql(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue without the views for comparison but those that `checks` needs.

    They have tests of their own, and cost a second a warehouse and half a second a run.
    """
    folder = tmp_path_factory.mktemp("sql")
    for name in ("types.sql", "tables", "load"):
        (folder / name).symlink_to(SQL / name)
    (folder / "views").mkdir()
    for name in ("checks.sql", "soft_checks.sql", "continuity.sql"):
        (folder / "views" / name).symlink_to(SQL / "views" / name)
    return folder


@pytest.fixture(scope="session")
def installed_base(base_sql: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as `installed`, of the base alone."""
    folder = tmp_path_factory.mktemp("base") / "warehouse"
    with Warehouse(folder / _NAME, base_sql).run("none") as held:
        held.load(held.plan([], []))
    return folder


@pytest.fixture
def base(tmp_path: Path, installed_base: Path) -> Path:
    """The same as `warehouse`, of the base alone."""
    shutil.copytree(installed_base, tmp_path / "base", symlinks=True)
    return tmp_path / "base" / _NAME


def load_into(
    warehouse: Path,
    names: Sequence[str],
    again: Again = _NOTHING,
    version: str | None = None,
    *,
    manners: Manners | None = None,
    sql: Path = SQL,
) -> RunSummary:
    """Load sources into a warehouse through every stage in this process, without Prefect. Returns what the run did."""
    with Warehouse(warehouse, sql).run(version or reading_version()) as held:
        files, plan = planned(held, names, again, warehouse, manners=manners)
        todo = at_hand(to_read(files, plan), held.staging / "corpora")
        for batch in cut(todo, held.staging, workers=1):
            batch.run(lambda _: None, {})
        return held.load(plan)


@pytest.fixture
def ingested(base: Path, base_sql: Path) -> Ingest:
    """Load sources into `base`, as `load_into` does."""

    def run(
        *sources: Path | str, version: str | None = None, manners: Manners | None = None, **again: Any
    ) -> RunSummary:
        names = [str(source) for source in sources]
        return load_into(base, names, Again(**again), version, manners=manners, sql=base_sql)

    return run


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the sample reports, loaded once for all tests; to be read only."""
    path = tmp_path_factory.mktemp("sample") / "gongkai.duckdb"
    load_into(path, [str(SAMPLES)])
    return path
