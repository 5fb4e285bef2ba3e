"""Stores: what fsspec lists, what tells a change, and bytes within limits; S3 against a server of its protocol."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import pytest

from extract import remote
from extract.document import Document, Rejected
from extract.found import Found
from extract.limits import Limits
from extract.remote import arriving, brought
from extract.sources import SourceError, Survey, find

REPORT = "示例县财政局政府信息公开工作年度报告".encode()


@pytest.fixture
def store() -> Iterator[str]:
    """A folder of the memory store with a few objects in it."""
    root = f"memory://{uuid.uuid4().hex}"
    memory = fsspec.filesystem("memory")
    for name in ("b/2.txt", "a.txt", "b/1.html", "b/.hidden", "c.jsonl.zst", "what[1]?.txt"):
        memory.pipe_file(f"{root}/{name}", REPORT)
    yield root
    memory.rm(root, recursive=True)


def names(found: list[Found], root: str) -> list[str]:
    return [item.uri.removeprefix(f"{root}/") for item in found]


def read_all(found: list[Found], limits: Limits | None = None) -> list[Document | Rejected]:
    coming = arriving(found, limits or Limits())
    return [document for _, arrival in coming if arrival is not None for document in arrival.read({})]


def test_a_prefix_is_listed_to_the_bottom_in_order(store: str) -> None:
    found = list(find([store]))
    assert names(found, store) == ["a.txt", "b/1.html", "b/2.txt", "c.jsonl.zst", "what[1]?.txt"]
    assert [item.kind for item in found] == ["file", "file", "file", "corpus", "file"]
    assert {item.size for item in found} == {len(REPORT)}
    assert all(item.mtime_ns for item in found)


def test_patterns_and_names_that_look_like_patterns(store: str) -> None:
    assert names(list(find([f"{store}/**/*.txt"])), store) == ["a.txt", "b/2.txt", "what[1]?.txt"]
    assert names(list(find([f"{store}/what[1]?.txt"])), store) == ["what[1]?.txt"]
    assert names(list(find([f"{store}/b/1.html", f"{store}/b"])), store) == ["b/1.html", "b/2.txt"]


def test_an_object_that_changed_looks_changed(store: str) -> None:
    first = list(find([store]))
    assert first == list(find([store]))
    fsspec.filesystem("memory").pipe_file(f"{store}/a.txt", REPORT[::-1])
    changed = [new.uri for old, new in zip(first, find([store]), strict=True) if old != new]
    assert changed == [f"{store}/a.txt"]


def test_files_of_this_machine_by_address(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(REPORT)
    (item,) = find([f"file://{tmp_path}/*.txt"])
    assert (item.uri, item.path) == (f"file://{tmp_path}/a.txt", f"{tmp_path}/a.txt")
    before = item
    os.utime(tmp_path / "a.txt", ns=(0, 1_000_000_000))
    assert next(iter(find([f"file://{tmp_path}"]))) != before


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("memory://nowhere-at-all", "nothing is there; check the address and what the credentials may see"),
        ("memory://nowhere-at-all/*.txt", "the pattern matches nothing; quote it, and check the address"),
        ("carrier-pigeon://coop/a.txt", "addresses of the kind carrier-pigeon:// are not read"),
    ],
)
def test_a_store_that_cannot_be_used_is_said_at_once(source: str, message: str) -> None:
    with pytest.raises(SourceError) as told:
        find([source])
    assert str(told.value).startswith(f"{source}: ")
    assert message in str(told.value)


def test_a_driver_that_is_not_installed_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    with pytest.raises(SourceError) as told:
        find(["s3://bucket/reports"])
    assert str(told.value) == (
        "s3://bucket/reports: s3:// needs a package that is not installed: pip install gongkai[s3]"
    )


def test_objects_are_read_in_their_order_with_what_is_local_between(store: str) -> None:
    found = [*find([f"{store}/*.txt", f"{store}/b"]), Found("here", "here")]
    coming = list(arriving(found * 5))
    assert [item for item, _ in coming] == found * 5
    assert [arrival is None for item, arrival in coming] == [item.uri == "here" for item in found * 5]
    documents = read_all(found)
    assert [document.uri for document in documents] == [item.uri for item in found[:-1]]
    assert all(isinstance(document, Document) and document.lines == (REPORT.decode(),) for document in documents)


def test_metadata_travels(store: str) -> None:
    ((_, arrival),) = arriving(find([f"{store}/a.txt"]))
    assert arrival is not None
    (document,) = arrival.read({"agency": "示例县财政局"})
    assert isinstance(document, Document)
    assert document.metadata["agency"] == "示例县财政局"


def test_what_is_too_large_is_not_asked_for(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_opened", lambda url: pytest.fail("asked"))
    (rejected,) = read_all([Found(f"{store}/a.txt", f"{store}/a.txt", size=11)], Limits(max_bytes=10))
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.detail[:40]) == ("too_large", "11 bytes, more than the 10 allowed; spli")


def test_what_grew_since_it_was_listed_is_too_large(store: str) -> None:
    (found,) = find([f"{store}/a.txt"])
    (rejected,) = read_all([replace(found, size=5)], Limits(max_bytes=10))
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "too_large"


def test_what_is_gone_or_fails_is_a_finding(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(find([f"{store}/*.txt"]))
    fsspec.filesystem("memory").rm(f"{store}/a.txt")
    gone, there = read_all(found)
    assert isinstance(gone, Rejected)
    assert (gone.reason, gone.detail) == ("unreadable", "gone from its store since it was listed; run again")
    assert isinstance(there, Document)

    def fail(*_: object, **__: object) -> bytes:
        raise ConnectionResetError("reset\nby peer")

    monkeypatch.setattr(fsspec.get_filesystem_class("memory"), "cat_file", fail)
    (failed,) = read_all(found[1:])
    assert isinstance(failed, Rejected)
    assert failed.detail == "the store does not give it (ConnectionResetError: reset by peer); run again later"


def test_a_store_that_hangs_is_given_up(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    answered = threading.Event()
    monkeypatch.setattr(fsspec.get_filesystem_class("memory"), "cat_file", lambda *_, **__: answered.wait(20) and b"")
    (late,) = read_all(list(find([f"{store}/a.txt"])), Limits(seconds=0.05))
    answered.set()
    assert isinstance(late, Rejected)
    assert (late.reason, late.detail) == ("timed_out", "the store did not send it within 0.05 s; run again later")


def test_a_corpus_is_brought_for_the_time_of_the_run(store: str, tmp_path: Path) -> None:
    (corpus,) = find([f"{store}/c.jsonl.zst"])
    here = brought(corpus, tmp_path / "corpora")
    assert (here.uri, here.kind) == (corpus.uri, "corpus")
    assert Path(here.path).read_bytes() == REPORT
    lost = brought(replace(corpus, path=f"{store}/gone.jsonl"), tmp_path)
    assert (lost.kind, lost.reason) == ("unreadable", "unreadable")
    big = brought(replace(corpus, size=1 << 60), tmp_path)
    assert (big.kind, big.reason) == ("unreadable", "too_large")


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server that speaks S3, in a process of its own, with fsspec pointed at it by the environment."""
    pytest.importorskip("moto")
    s3fs = pytest.importorskip("s3fs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("s3") / "log").open("wb")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    patch = pytest.MonkeyPatch()
    with subprocess.Popen(command, stdout=log, stderr=log) as server, log:
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            patch.setenv("AWS_ACCESS_KEY_ID", "key")
            patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
            patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
            patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
            filesystem = s3fs.S3FileSystem(use_listings_cache=False)
            filesystem.mkdir("reports")
            yield filesystem
        finally:
            server.terminate()
            patch.undo()
            s3fs.S3FileSystem.clear_instance_cache()


def test_s3_is_listed_and_read(s3: Any) -> None:
    for name in ("2023/a.txt", "2023/b/c.html", "2022/d.txt", "2023/.hidden", "2023/empty.txt", "2023/folder/"):
        s3.pipe_file(f"reports/{name}", b"" if "empty" in name or name.endswith("/") else REPORT)
    found = list(find(["s3://reports/2023"]))
    assert [item.uri for item in found] == [f"s3://reports/2023/{name}" for name in ("a.txt", "b/c.html", "empty.txt")]
    assert [item.size for item in found] == [len(REPORT), len(REPORT), 0]
    assert all(item.mtime_ns and item.inode for item in found)
    first, second, empty = read_all(found)
    assert isinstance(first, Document)
    assert first.lines == (REPORT.decode(),)
    assert isinstance(second, Document)
    assert isinstance(empty, Rejected)
    assert empty.reason == "empty"


def test_s3_patterns_changes_and_corpora(s3: Any, tmp_path: Path) -> None:
    for number in range(3):
        s3.pipe_file(f"reports/list/{number}.txt", REPORT)
    before = list(find(["s3://reports/list/*.txt"]))
    assert before == list(find(["s3://reports/list"]))
    s3.pipe_file("reports/list/1.txt", REPORT[::-1])
    after = list(find(["s3://reports/list"]))
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]
    s3.pipe_file("reports/corpus.jsonl", b'{"text": "a"}\n')
    (corpus,) = find(["s3://reports/corpus.jsonl"])
    assert corpus.kind == "corpus"
    assert Path(brought(corpus, tmp_path).path).read_bytes() == b'{"text": "a"}\n'


def test_s3_that_is_not_there_is_told(s3: Any) -> None:
    with pytest.raises(SourceError, match="s3://reports/nothing: nothing is there; check the address"):
        find(["s3://reports/nothing"])


def test_a_bucket_that_is_gone_or_does_not_answer_is_lost_and_stops_nothing(
    s3: Any, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.mkdir("leaving")
    s3.pipe_file("leaving/a.txt", REPORT)
    assert [item.uri for item in Survey(["s3://leaving"])] == ["s3://leaving/a.txt"]
    s3.rm("leaving", recursive=True)
    gone = Survey(["s3://leaving", store])
    assert len(list(gone)) == 5
    assert list(gone.lost) == ["s3://leaving"]

    listed = remote._objects

    def refuse(filesystem: Any, path: str) -> Any:
        if isinstance(filesystem, type(s3)):
            raise ConnectionError("no answer")
        return listed(filesystem, path)

    monkeypatch.setattr(remote, "_objects", refuse)
    silent = Survey(["s3://reports", store])
    assert len(list(silent)) == 5
    assert "it cannot be listed (ConnectionError: no answer); check the network" in silent.lost["s3://reports"]


def test_what_cannot_be_listed_is_a_finding(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise PermissionError("Access Denied")

    monkeypatch.setattr(fsspec.get_filesystem_class("memory"), "info", refuse)
    (item,) = find([store])
    assert (item.kind, item.uri) == ("unreadable", store)
    assert item.detail == (
        "it cannot be listed (PermissionError: Access Denied); check the network, the credentials and the endpoint"
    )
