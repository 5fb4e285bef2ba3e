"""Imports go one way, flows → load → transform → extract, and only flows knows Prefect."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("flows", "load", "transform", "extract")  # each may import itself and those after it
NOT_PURE = {"prefect", "duckdb", "httpx", "fsspec", "socket", "subprocess", "multiprocessing", "time"}


def _imported(module: Path) -> Iterator[str]:
    """Top-level names of everything that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively; say the whole name"
            yield (node.module or "").partition(".")[0]


def _modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_the_rooms_before_it(room: str) -> None:
    modules = _modules(room)
    assert modules
    above = ROOMS[: ROOMS.index(room)]
    assert not [(str(m.relative_to(ROOT)), name) for m in modules for name in _imported(m) if name in above]


@pytest.mark.parametrize("room", ROOMS[1:])
def test_only_flows_knows_prefect_and_the_command_line(room: str) -> None:
    shell = {"prefect", "cyclopts", "rich"}
    assert not [(module.name, name) for module in _modules(room) for name in _imported(module) if name in shell]


def test_transform_is_pure() -> None:
    assert not [(m.name, name) for m in _modules("transform") for name in _imported(m) if name in NOT_PURE]


def test_no_room_imports_the_tests_or_an_unknown_package() -> None:
    declared = {"cyclopts", "duckdb", "fsspec", "httpx", "lxml", "docx", "olefile", "opencc", "polars", "prefect"}
    declared |= {"pypdfium2", "python_calamine", "regex", "rich", "selectolax", "stamina", "yaml", "zstandard"}
    declared |= {"packaging", "uvicorn"}  # come with Prefect
    known = set(sys.stdlib_module_names) | set(ROOMS) | declared
    unknown = {(str(m.relative_to(ROOT)), name) for room in ROOMS for m in _modules(room) for name in _imported(m)}
    assert not [pair for pair in unknown if pair[1] not in known]


def test_no_folder_of_tests_shadows_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
