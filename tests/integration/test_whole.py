"""Readers and runs that are killed, in small; `tests/integration/kill.py` and `readers.py` do it at length."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from tests.integration import whole
from tests.integration.kill import Killer
from tests.integration.prefect_api import asked
from tests.integration.readers import watch


def test_a_run_killed_at_any_instant_is_made_good_by_the_next(prefect_server: str, tmp_path: Path) -> None:
    killer = Killer(tmp_path, documents=24, server=prefect_server, seed=4, again=_by_the_flow)
    killer.kill(1, "reading")
    assert killer.kill(2, "ending") == "killed ending: as after"
    states = {run["state"]["name"] for run in _runs_into(prefect_server, tmp_path / "killed-1")}
    assert states == {"Crashed", "Completed"}


def _by_the_flow(sources: Path, warehouse: Path) -> None:
    from flows.ingest import ingest

    ingest([str(sources)], str(warehouse), jobs=1)


def _runs_into(server: str, folder: Path) -> list[dict[str, Any]]:
    runs = asked(server, "flow_runs", flows={"name": {"any_": ["ingest"]}})
    return [run for run in runs if Path(run["parameters"]["warehouse"]).parent == folder]


def test_readers_see_whole_states_and_the_newest(tmp_path: Path) -> None:
    seen = watch(tmp_path, readers=2, runs=1, documents=10, alone=False).seen
    assert [reader.complaints for reader in seen] == [[], []]
    assert all(reader.connections > 1 for reader in seen)


def test_one_differing_cell_would_be_found(sample_warehouse: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    shutil.copyfile(sample_warehouse, other)
    assert whole.differences(sample_warehouse, other) == {}
    with duckdb.connect(str(other)) as connection:
        connection.execute("UPDATE prose_figures SET value = value + 1 WHERE rowid = 0")
    assert "prose_figures" in whole.differences(sample_warehouse, other)
