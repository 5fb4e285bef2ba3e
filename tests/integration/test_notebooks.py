"""The notebooks run from top to bottom on the sample reports, teach in small steps, and are kept without outputs."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

Played = dict[str, nbformat.NotebookNode | BaseException]


def read(path: Path) -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


async def play(path: Path, warehouse: Path) -> nbformat.NotebookNode:
    client = nbclient.NotebookClient(
        read(path), timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    await client.async_execute(env=os.environ | {"GONGKAI_WAREHOUSE": str(warehouse)})
    return client.nb


async def play_all(plays: list[tuple[Path, Path]]) -> list[nbformat.NotebookNode | BaseException]:
    return await asyncio.gather(*(play(*one) for one in plays), return_exceptions=True)


@pytest.fixture(scope="module")
def played(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """What became of each notebook, all at once, and of the first one without a warehouse ("none")."""
    own = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        # Kernels of this Python alone, whatever kernels the person has installed; nothing is written to their home.
        patch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
        for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(own / name.lower()))
        plays = [(path, sample_warehouse) for path in NOTEBOOKS]
        results = asyncio.run(play_all([*plays, (NOTEBOOKS[0], own / "none.duckdb")]))
    return dict(zip([*(path.stem for path in NOTEBOOKS), "none"], results, strict=True))


def outputs(notebook: nbformat.NotebookNode, kind: str) -> list[Any]:
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output["data"][kind] for output in shown if kind in output.get("data", {})]


def test_there_are_four_and_no_output_is_kept() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["1-", "2-", "3-", "4-"]
    for path in NOTEBOOKS:
        for cell in read(path).cells:
            assert not cell.get("outputs"), f"clear the outputs of {path.name}"
            assert cell.get("execution_count") is None, f"clear the outputs of {path.name}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_teaches_one_idea_a_cell_and_links_what_is_there(path: Path) -> None:
    notebook = read(path)
    for cell in notebook.cells:
        assert len(cell.source.splitlines()) <= 50, f"a cell of {path.name} does too much: {cell.source[:60]}"
    links = [part.partition(")")[0] for cell in notebook.cells for part in cell.source.split("](")[1:]]
    assert all((FOLDER / link).exists() for link in links)


@pytest.mark.parametrize(
    ("name", "plots", "told"),
    [
        ("1-first-steps", 2, ["found", "▶", "disclosure_rate"]),
        ("2-one-agency-over-the-years", 4, ["interval_low", "form_changed"]),
        ("3-agencies-compared-fairly", 2, ["another scope", "told_apart", "null"]),
        ("4-where-figures-do-not-add-up", 4, ["carry_over", "▶", "later_value", "not_a_report"]),
    ],
)
def test_a_notebook_runs_on_the_sample_and_shows(played: Played, name: str, plots: int, told: list[str]) -> None:
    notebook = played[name]
    if isinstance(notebook, BaseException):
        raise notebook
    assert len(outputs(notebook, "image/svg+xml")) == plots
    texts = "\n".join(outputs(notebook, "text/html"))
    assert [word for word in told if word not in texts] == []


def test_without_a_warehouse_a_notebook_says_what_to_do(played: Played) -> None:
    failure = played["none"]
    assert isinstance(failure, nbclient.exceptions.CellExecutionError)
    assert "none.duckdb: run `make run` first" in failure.evalue
