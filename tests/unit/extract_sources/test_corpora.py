"""Corpora: records as a stream, whatever the packing, and broken ones told apart from the rest."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import zstandard

from extract.corpora import Record, documents, records
from extract.document import Document, Rejected
from extract.limits import Limits
from extract.reference import read_csv


def _same(raw: bytes) -> bytes:
    return raw


@pytest.mark.parametrize("pack", [_same, gzip.compress, zstandard.ZstdCompressor().compress])
def test_json_lines_however_packed(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    lines = [
        '\ufeff{"id": "x1", "text": "甲\\u00a0乙\\n\\u2028丙", "url": "http://a", "Title": "题", "n": 3, '
        '"tags": ["t"]}',
        "{broken",
        "",
        '{"content": "<html><p>丁</p></html>"}',
        "[1]",
        '{"id": "x1", "text": "重"}',
        '{"other": "戊"}',
        '{"text": null}',
    ]
    path = tmp_path / "corpus.bin"
    path.write_bytes(pack("\n".join(lines).encode()))
    found = list(records(path, "c"))
    assert [item.uri for item in found] == ["c#x1", "c#2", "c#4", "c#5", "c#x1:6", "c#7", "c#8"]
    first = found[0]
    assert isinstance(first, Record)
    assert first.raw.decode() == "甲\u00a0乙\n\u2028丙"
    assert first.metadata == {"id": "x1", "url": "http://a", "title": "题", "n": "3"}
    broken = [item for item in found if isinstance(item, Rejected)]
    assert [item.uri for item in broken] == ["c#2", "c#5", "c#7"]
    assert "line 2" in broken[0].detail
    assert "other" in broken[2].detail


def test_the_agency_that_a_collection_names_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"agency": "甲县水务局", "author": "某人", "text": "一"}\n{"publisher": "乙局", "text": "二"}\n')
    (one, other) = documents(path)
    assert isinstance(one, Document) and isinstance(other, Document)
    assert (one.metadata["author"], other.metadata["author"]) == ("甲县水务局", "乙局")


def test_records_are_read_in_their_own_format(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"text": "一\\n二"}\n{"html": "<p>甲<table><tr><td>1<td>2</table>"}\n{"text": ""}\n', "utf-8")
    text, page, empty = documents(path, "c")
    assert isinstance(text, Document) and isinstance(page, Document) and isinstance(empty, Rejected)
    assert (text.lines, text.media_type) == (("一", "二"), "text/plain")
    assert (page.lines, page.media_type) == (("甲", "1\t2"), "text/html")
    assert (empty.uri, empty.reason) == ("c#3", "empty")


def test_parquet_with_text_and_with_bytes(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    rows = 700
    frame = pl.DataFrame({"正文": [f"报告{n}" for n in range(rows)], "url": ["u"] * rows, "year": list(range(rows))})
    frame.write_parquet(path, row_group_size=100)
    found = list(records(path, "c"))
    assert [item.uri for item in found] == [f"c#{n}" for n in range(1, rows + 1)]
    last = found[-1]
    assert isinstance(last, Record)
    assert (last.raw.decode(), last.metadata) == ("报告699", {"url": "u", "year": "699"})
    pl.DataFrame({"raw": ["报告".encode("gbk")]}).write_parquet(path)
    (document,) = documents(path)
    assert isinstance(document, Document)
    assert document.lines == ("报告",)


def test_a_corpus_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl.gz"
    raw = gzip.compress("\n".join(json.dumps({"text": str(n) * 50}) for n in range(5000)).encode())
    path.write_bytes(raw[: len(raw) // 2])
    found = list(records(path))
    assert len(found) > 10
    assert isinstance(found[-1], Rejected)
    assert "end" in found[-1].detail
    path.write_bytes(b"PAR1 broken")
    (broken,) = records(path)
    assert isinstance(broken, Rejected)
    (missing,) = records(tmp_path / "none")
    assert isinstance(missing, Rejected)


def test_a_line_longer_than_allowed_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"text": "9" * 3_000_000}) + "\n" + json.dumps({"text": "甲"}) + "\n")
    large, small = records(path, "c", Limits(max_bytes=1000))
    assert isinstance(large, Rejected) and large.reason == "too_large"
    assert isinstance(small, Record) and small.uri == "c#2"


def test_columns_are_declared_once() -> None:
    rows = read_csv("corpus_columns.csv")
    columns = [row["column"].lower() for row in rows]
    assert len(set(columns)) == len(columns)
    assert {row["role"] for row in rows} >= {"text", "id", "url", "title"}
