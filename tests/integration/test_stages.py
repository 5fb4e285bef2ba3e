"""Every stage together, without Prefect: incremental runs, retries, documents withdrawn or refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import batch
from flows.cli import main
from load.loading import RunSummary
from tests.conftest import load_into

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"
Ingest = Callable[..., RunSummary]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("pingyin-market-2021.html", "zhenyuan-notice-2022.txt"):
        shutil.copy(SAMPLES / name, folder)
    return folder


def _counts(done: RunSummary) -> dict[str, int]:
    names = ("loaded", "unchanged", "duplicate", "quarantined", "withdrawn")
    return {name: getattr(done, name) for name in names if getattr(done, name)}


def test_a_second_run_loads_nothing(ingested: Ingest, sources: Path) -> None:
    assert _counts(ingested(sources)) == {"loaded": 1, "quarantined": 1}
    assert _counts(ingested(sources)) == {"unchanged": 2}


def test_what_is_asked_to_be_read_again_is(ingested: Ingest, sources: Path) -> None:
    ingested(sources)
    assert _counts(ingested(sources, retry=True)) == {"unchanged": 1, "quarantined": 1}
    assert _counts(ingested(sources, reread=True)) == {"loaded": 1, "quarantined": 1}
    assert _counts(ingested(sources, version="another reader")) == {"loaded": 1, "quarantined": 1}


def test_a_document_gone_is_withdrawn_and_a_copy_is_a_duplicate(ingested: Ingest, sources: Path) -> None:
    ingested(sources)
    (sources / "zhenyuan-notice-2022.txt").unlink()
    shutil.copy(sources / "pingyin-market-2021.html", sources / "copy.html")
    assert _counts(ingested(sources)) == {"unchanged": 1, "duplicate": 1, "withdrawn": 1}


def test_every_record_of_a_corpus_is_counted(ingested: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "DOCUMENTS", 2)  # several staged parts
    text = (SAMPLES / "pingyin-market-2022.txt").read_text(encoding="utf-8")
    records = [
        {"id": n, "text": text.replace("平阴县", f"{place}县")} for n, place in enumerate(("平阴", "常山", "肥西"))
    ]
    corpus = tmp_path / "corpus.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    corpus.write_text("\n".join([*lines, "{broken", '{"id": 9}']) + "\n", encoding="utf-8")
    done = ingested(corpus)
    assert (done.found, done.loaded, done.quarantined) == (5, 3, 2)


def test_a_fault_of_the_engine_is_a_finding_about_one_document(
    ingested: Ingest, base: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> Any:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr(batch, "read_document", fail)
    assert _counts(ingested(sources)) == {"quarantined": 2}
    with duckdb.connect(str(base), read_only=True) as connection:
        details = connection.execute("SELECT DISTINCT reason, detail FROM quarantine").fetchall()
    assert [reason for reason, _ in details] == ["unreadable"]
    assert "fault of the reader (ZeroDivisionError: by design, test_stages.py:" in details[0][1]


def test_excluded_documents_are_quarantined_with_the_reason(tmp_path: Path, sources: Path) -> None:
    files = batch.frame_of(batch_found(sources))
    told: list[int] = []
    (work,) = batch.cut(files, tmp_path / "staging", workers=1)
    assert work.run(told.append, {0: ("timed_out", "too slow")}) == 2
    assert told == [1]


def batch_found(sources: Path) -> Any:
    from extract.sources import find

    return find([str(sources)])


def test_a_large_corpus_is_shared_and_every_record_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_SHARED", 10)
    monkeypatch.setattr(batch, "_STRIPE", 2)
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(f'{{"id": {n}, "text": "a report that is none"}}\n' for n in range(11)), encoding="utf-8")
    works = batch.cut(batch.frame_of(batch_found(corpus)), tmp_path / "staging", workers=3)
    assert [work.run(lambda _: None, {}) for work in works] == [4, 4, 3]


def test_batches_are_bounded_by_number_and_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from extract.sources import Found

    monkeypatch.setattr(batch, "DOCUMENTS", 3)
    monkeypatch.setattr(batch, "BYTES", 100)
    files = batch.frame_of([Found(str(n), str(n), size=1) for n in range(7)] + [Found("big", "big", size=500)])
    assert [len(work.files) for work in batch.cut(files, tmp_path, workers=1)] == [3, 3, 1, 1]


@pytest.mark.parametrize(("documents", "batches"), [(10, [10]), (15, [8, 7]), (40, [20, 20]), (120, [30, 30, 30, 30])])
def test_every_worker_has_its_share(
    documents: int, batches: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from extract.sources import Found

    monkeypatch.setattr(batch, "DOCUMENTS", 50)
    monkeypatch.setattr(batch, "_LEAST", 10)
    files = batch.frame_of([Found(str(n), str(n), size=1) for n in range(documents)])
    assert [len(work.files) for work in batch.cut(files, tmp_path, workers=2)] == batches


def test_status_inspect_and_export_tell_what_was_loaded(
    warehouse: Path, sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_into(warehouse, [str(sources)])
    assert main(["status", "--warehouse", str(warehouse)]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("Last runs", "completed", "not_a_report", "row_sum"))
    assert main(["export", str(tmp_path / "out"), "--warehouse", str(warehouse)]) == 0
    assert (tmp_path / "out" / "datapackage.json").is_file()
    capsys.readouterr()
    assert main(["inspect", str(SAMPLES / "pingyin-market-2021.html"), "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    received = next(cell for cell in report["cells"] if (cell["row"], cell["column"]) == ("received", "total"))
    assert (received["value"], received["status"], received["source_line"]) == (41, "reported", 37)


@pytest.mark.parametrize(
    ("content", "message", "code"),
    [
        (b"", "not loaded (empty): ", 1),
        (b"%PDF-1.7\n" + bytes(range(256)) * 8, "not loaded (unreadable): ", 1),
        ("关于开展活动的通知".encode(), "not loaded (not_a_report): ", 0),
    ],
)
def test_inspect_says_why_a_document_is_not_loaded(
    content: bytes, message: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "document"
    path.write_bytes(content)
    assert main(["inspect", str(path)]) == code
    told = capsys.readouterr()
    assert message in told.err
    assert told.err.count("\n") == 1


def test_a_file_that_is_no_warehouse_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.duckdb"
    path.write_text("dear reader", encoding="utf-8")
    assert main(["status", "--warehouse", str(path)]) == 1
    assert "is not a DuckDB file" in capsys.readouterr().err
