"""Files, folders, globs: what is found, in what order, and what is said of the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.sources import Found, SourceError, find


def names(found: list[Found], root: Path) -> list[str]:
    return [str(Path(item.path).relative_to(root)) for item in found]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.jsonl.zst", "c/.hidden/x.txt", "c/.x", "c/d/e.html", "z.parquet"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_a_folder_is_listed_to_the_bottom_in_order(tree: Path) -> None:
    found = list(find([str(tree)]))
    assert names(found, tree) == ["a.txt", "c.jsonl.zst", "z.parquet", "b/1.txt", "b/2.txt", "c/d/e.html"]
    assert [item.kind for item in found][:3] == ["file", "corpus", "corpus"]
    status = (tree / "a.txt").stat()
    assert found[0] == Found(
        str(tree / "a.txt"),
        str(tree / "a.txt"),
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
        "file",
    )


def test_overlapping_sources_give_each_file_once(tree: Path) -> None:
    sources = [str(tree / "b" / "1.txt"), str(tree / "b"), str(tree), str(tree / "a.txt"), str(tree / "b" / "*.txt")]
    found = names(list(find(sources)), tree)
    assert len(found) == len(set(found)) == 6
    assert found[0] == "b/1.txt"


def test_globs(tree: Path) -> None:
    assert names(list(find([str(tree / "**" / "*.txt")])), tree) == ["a.txt", "b/1.txt", "b/2.txt"]


def test_links_that_go_round_end(tree: Path) -> None:
    (tree / "b" / "round").symlink_to(tree)
    (tree / "b" / "gone").symlink_to(tree / "nowhere")
    found = list(find([str(tree)]))
    assert len([item for item in found if item.kind != "unreadable"]) == 6
    (gone,) = [item for item in found if item.kind == "unreadable"]
    assert gone.path.endswith("gone")
    assert gone.detail


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_locked_folder_is_a_finding(tree: Path) -> None:
    (tree / "b").chmod(0)
    try:
        found = list(find([str(tree)]))
    finally:
        (tree / "b").chmod(0o755)
    assert [item.kind for item in found].count("unreadable") == 1


def test_a_folder_that_cannot_be_listed_is_a_finding(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("b"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(find([str(tree)]))
    assert [(item.kind, names([item], tree)) for item in found if item.kind == "unreadable"] == [("unreadable", ["b"])]
    assert len(found) == 5


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(find([str(tmp_path)])) == []


@pytest.mark.parametrize("source", ["missing.txt", "missing/*.txt", "ftp://host/a.txt"])
def test_a_source_that_cannot_be_used_is_said_at_once(source: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing|ftp"):
        find([source if "://" in source else str(tmp_path / source)])
