"""A real flow on a real server, once: what it leaves in the warehouse and in Prefect."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from load.loading import RunSummary
from tests.integration.prefect_api import asked

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sample reports, a copy of one, and what is no report: an empty file, bytes of no format, a notice."""
    folder = tmp_path_factory.mktemp("reports")
    for name in ("pingyin-market-2021.html", "pingyin-market-2022.txt", "zhenyuan-notice-2022.txt"):
        shutil.copy(SAMPLES / name, folder)
    shutil.copy(SAMPLES / "pingyin-market-2022.txt", folder / "the-same-again.txt")
    (folder / "empty.txt").touch()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    return folder


@pytest.fixture(scope="module")
def warehouse_of_run(
    sources: Path, prefect_server: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, RunSummary]:
    """The warehouse that one run of the flow made, and what the run told of itself."""
    from flows.ingest import ingest

    warehouse = tmp_path_factory.mktemp("warehouse") / "of-the-flow.duckdb"
    return warehouse, ingest([str(sources)], str(warehouse), jobs=2)


def test_the_flow_accounts_for_every_document(warehouse_of_run: tuple[Path, RunSummary]) -> None:
    _, done = warehouse_of_run
    assert done.found == done.loaded + done.unchanged + done.duplicate + done.quarantined == 6
    assert (done.loaded, done.duplicate, done.quarantined) == (2, 1, 3)


def test_the_warehouse_holds_what_was_read_and_why_the_rest_was_not(warehouse_of_run: tuple[Path, RunSummary]) -> None:
    with duckdb.connect(str(warehouse_of_run[0]), read_only=True) as connection:
        reports = connection.execute("SELECT agency_name, fiscal_year FROM reports ORDER BY 2").fetchall()
        reasons = connection.execute("SELECT parse_filename(source_uri), reason FROM quarantine ORDER BY 1").fetchall()
    assert reports == [("平阴县市场监督管理局", 2021), ("平阴县市场监督管理局", 2022)]
    assert reasons == [
        ("broken.pdf", "unreadable"),
        ("empty.txt", "empty"),
        ("zhenyuan-notice-2022.txt", "not_a_report"),
    ]


def test_prefect_keeps_the_state_the_names_and_the_summary(
    prefect_server: str, warehouse_of_run: tuple[Path, RunSummary]
) -> None:
    warehouse, done = warehouse_of_run
    (run,) = asked(prefect_server, "flow_runs", flow_runs={"name": {"like_": f"into {warehouse.stem}"}})
    tasks = asked(prefect_server, "task_runs", flow_runs={"id": {"any_": [run["id"]]}})
    kept = {"key": {"any_": ["gongkai-run"]}, "flow_run_id": {"any_": [run["id"]]}}
    (artifact,) = asked(prefect_server, "artifacts", artifacts=kept)
    assert run["state"]["type"] == "COMPLETED"
    assert run["state"]["message"] == "6 found: 2 loaded, 0 unchanged, 1 duplicate, 3 quarantined"
    assert run["name"].endswith(" into of-the-flow")
    assert "read batch 1" in {task["name"] for task in tasks}
    assert artifact["description"] == done.run_id
    assert all(word in artifact["data"] for word in ("not_a_report", "row_sum", "Coverage", "Drift"))


def test_a_failed_run_fails_its_state_and_leaves_the_warehouse(
    warehouse_of_run: tuple[Path, RunSummary], sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.ingest import ingest
    from load.errors import LoadError
    from load.warehouse import Run

    def refuse(*_: object) -> RunSummary:
        raise LoadError("the disk is full")

    warehouse, done = warehouse_of_run
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        before = connection.execute("FROM documents ORDER BY ALL").fetchall()
    monkeypatch.setattr(Run, "load", refuse)
    state = ingest([str(sources)], str(warehouse), reread=True, jobs=1, return_state=True)
    assert state.is_failed()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        told = connection.execute("SELECT run_id = ?, outcome FROM runs ORDER BY started_at", [done.run_id]).fetchall()
        assert told == [(True, "completed"), (False, "failed")]
        assert connection.execute("FROM documents ORDER BY ALL").fetchall() == before


@pytest.mark.parametrize("died", ["6c1d6f40-0000-4000-8000-000000000000", "no id"])
def test_a_killed_run_of_another_server_is_no_reason_not_to_load(prefect_server: str, died: str) -> None:
    from prefect import flow

    from flows.killed import tell_killed

    assert flow(name="next")(lambda: tell_killed(died))(return_state=True).is_completed()
