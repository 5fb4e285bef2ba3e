"""The documentation is kept true: every command is documented, and every command line in it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import app

ROOT = Path(__file__).resolve().parents[3]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = sorted(name for name in app if not name.startswith("-"))
# Code of a page: indented by four, fenced, or in backticks.
_CODE = re.compile(r"^ {4,}(.+)$|`([^`]+)`", re.MULTILINE)
_LINE = re.compile(r"(?:^|[\s/])gongkai ([a-z]+)\b([^\n#;|]*)")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_PATH = re.compile(r"`((?:docs|data|sql|flows|extract|transform|load|tests|warehouse)/[\w./-]*)`")
_MADE = ("warehouse/", "data/corrections.csv")  # not there before the first run, the first correction


def _code(page: Path) -> Iterator[str]:
    for indented, ticked in _CODE.findall(page.read_text(encoding="utf-8")):
        yield indented or ticked


def _options(command: str) -> set[str]:
    return {
        name
        for argument in app[command].assemble_argument_collection()
        for name in argument.names
        if name.startswith("-")
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert any(f"gongkai {command}" in code for code in _code(ROOT / "README.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_is_one(page: Path) -> None:
    for code in _code(page):
        for command, rest in _LINE.findall(code):
            assert command in COMMANDS, f"{page.name}: there is no command {command}: {code}"
            options = set(re.findall(r"(?<!\S)(--?[a-z][a-z-]*)", rest.partition("&&")[0]))
            assert options <= _options(command) | {"--help"}, f"{page.name}: {code}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_path_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    paths = [path for path in _PATH.findall(text) if not path.startswith(_MADE)]
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_a_wrong_option_would_be_found() -> None:
    assert "--warehouse" in _options("ingest")
    assert "--wharehouse" not in _options("ingest")
