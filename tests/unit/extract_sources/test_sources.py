"""Files, folders, globs: what is found, in what order, and what is said of the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.corpora import documents
from extract.document import Document
from extract.found import written
from extract.reader import read_file
from extract.sources import Found, SourceError, Survey, find, is_within, searched


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


def test_names_that_are_no_utf8_can_be_stored_and_opened(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/" + "年报".encode("gbk")
    os.mkdir(folder)  # noqa: PTH102
    for name in ("测试.txt".encode("gbk"), "测试.jsonl".encode("gbk"), "测试.jsonl".encode(), b"\xff.txt"):
        Path(os.fsdecode(folder + b"/" + name)).write_text('{"text": "甲"}')
    found = list(find([str(tmp_path)]))
    assert [item.uri.encode() for item in found if item.path.encode()]
    shown = [str(Path(item.uri).relative_to(tmp_path)) for item in found]
    assert shown == [
        "年报/测试.jsonl",
        "年报/测试.jsonl".replace("测试", "\uf7b2\uf7e2\uf7ca\uf7d4"),
        "年报/测试.txt",
        "年报/\uf7ff.txt",
    ]
    for item in found:
        reads = documents(Path(item.path), item.uri) if item.kind == "corpus" else read_file(Path(item.path), item.uri)
        assert [type(document) for document in reads] == [Document]
    assert list(find([written(os.fsdecode(folder))])) == found
    assert searched([os.fsdecode(folder)]) == [str(tmp_path / "年报")]


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


def survey(*sources: Path | str) -> tuple[list[str], dict[str, str]]:
    """Names found, and the sources that were lost with the reason."""
    asked = Survey([str(source) for source in sources])
    return [Path(item.path).name for item in asked], asked.lost


def test_a_source_that_is_gone_does_not_stop_the_others(tree: Path) -> None:
    found, lost = survey(tree / "gone", tree / "b", tree / "*.none")
    assert found == ["1.txt", "2.txt"]
    assert list(lost) == [str(tree / "gone"), str(tree / "*.none")]
    assert "no such file or folder" in lost[str(tree / "gone")]
    assert "the pattern matches nothing" in lost[str(tree / "*.none")]


def test_a_source_that_holds_nothing_is_lost_as_a_disk_that_is_not_mounted(tree: Path) -> None:
    empty = tree / "empty"
    (empty / "below").mkdir(parents=True)
    (empty / ".hidden").touch()
    found, lost = survey(empty, tree / "b")
    assert found == ["1.txt", "2.txt"]
    assert lost == {str(empty): f"{empty}: nothing is in it; check that its disk is mounted"}


def test_sources_that_overlap_are_not_lost_and_empty_ones_named_twice_are(tree: Path) -> None:
    (tree / "empty").mkdir()
    found, lost = survey(tree, tree / "b", tree / "a.txt", tree / "**" / "*.txt", tree / "empty", f"{tree}/empty/")
    assert len(found) == len(set(found)) == 6
    assert list(lost) == [f"{tree}/empty", f"{tree}/empty/"]


def test_a_source_that_cannot_be_listed_is_lost(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> object:
        raise OSError(112, "Host is down")

    monkeypatch.setattr(os, "scandir", refuse)
    assert survey(tree) == ([], {str(tree): f"{tree}: Host is down; check the permissions or the link"})


@pytest.mark.parametrize(
    ("uri", "within"),
    [("/a/b/c.txt", True), ("/a/b", False), ("/a/bc/d.txt", False), ("s3://a/b/c", True), ("", False)],
)
def test_what_lies_within_a_folder(uri: str, within: bool) -> None:
    assert is_within(uri, {"/a/b", "s3://a/b"}) is within
