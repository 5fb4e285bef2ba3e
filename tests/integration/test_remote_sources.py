"""Sources beyond the disk through every stage: counts that add up whatever a host does, metadata, nights after."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import fsspec
import pytest

from extract.web import Manners
from flows.cli import main
from flows.summary import remarks
from load.loading import RunSummary

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"
REPORT = (SAMPLES / "pingyin-market-2021.html").read_bytes()
OTHER = (SAMPLES / "pingyin-market-2022.txt").read_bytes()
NOTICE = (SAMPLES / "zhenyuan-notice-2022.txt").read_bytes()
Ingest = Callable[..., RunSummary]
Pages = dict[str, bytes | int]


class Handler(BaseHTTPRequestHandler):
    pages: Pages

    def do_GET(self) -> None:
        page = self.pages.get(self.path, 404)
        body = page if isinstance(page, bytes) else b""
        self.send_response(200 if isinstance(page, bytes) else page)
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/inwards":
            self.send_header("Location", f"http://localhost:{self.server.server_address[1]}/2021.html")
        self.end_headers()
        # Half of what was promised, then nothing.
        self.wfile.write(body[: len(body) // 2] if self.path == "/half" else body)
        self.close_connection = True

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def pages() -> Pages:
    return {
        "/2021.html": REPORT,
        "/2022.txt": OTHER,
        "/copy": REPORT,
        "/notice": NOTICE,
        "/half": OTHER,
        "/inwards": 302,
    }


@pytest.fixture
def site(pages: Pages) -> Iterator[str]:
    handler = type("Pages", (Handler,), {"pages": pages})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def manners() -> Manners:
    return replace(Manners(allowed=frozenset({"127.0.0.1"})), interval=0.0, first_wait=0.001, attempts=2)


@pytest.fixture
def ingested(ingested: Ingest, manners: Manners) -> Ingest:
    """The same, in a hurry."""
    return partial(ingested, manners=manners)


def counts(done: RunSummary) -> dict[str, int]:
    names = ("found", "loaded", "unchanged", "duplicate", "quarantined", "withdrawn")
    return {name: getattr(done, name) for name in names if getattr(done, name)}


def asked(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def source_list(site: str, tmp_path: Path) -> Path:
    rows = ["url,agency,region,note", f"{site}/2021.html,平阴县市场监督管理局,平阴县,"]
    rows += [f"{site}/{name},,,by hand" for name in ("2022.txt", "copy", "notice", "half", "inwards", "gone")] + [
        ",,,lost"
    ]
    path = tmp_path / "sources.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_every_row_of_a_list_is_accounted_for_in_every_night(
    ingested: Ingest, source_list: Path, site: str, pages: Pages, base: Path
) -> None:
    assert counts(ingested(source_list)) == {"found": 8, "loaded": 2, "duplicate": 1, "quarantined": 5}
    told = dict(asked(base, "SELECT source_uri, reason || ': ' || detail FROM quarantine"))
    assert told[f"{site}/gone"] == "unreadable: the page is not there (404); look for its new address"
    assert str(told[f"{site}/half"]).startswith(f"unreadable: the answer broke off after {len(OTHER) // 2:,} bytes (")
    assert str(told[f"{site}/inwards"]).startswith("unreadable: localhost is ")
    assert str(told[f"{source_list}#9"]).endswith("row 9 has no url; fill it in or remove the row")
    assert str(told[f"{site}/notice"]).startswith("not_a_report: ")

    del pages["/2022.txt"]
    source_list.write_text(source_list.read_text(encoding="utf-8").replace(",,,lost", ""), encoding="utf-8")
    assert counts(ingested(source_list)) == {"found": 7, "unchanged": 7, "withdrawn": 1}


def test_a_copy_that_stands_in_is_told(ingested: Ingest, site: str, pages: Pages, base: Path) -> None:
    first = ingested(f"{site}/2022.txt")
    assert [remark.event for remark in remarks(base, first)] == ["run"]
    pages.clear()
    second = ingested(f"{site}/2022.txt")
    assert [remark.message for remark in remarks(base, second)] == [
        "1 found: 0 loaded, 1 unchanged, 0 duplicate, 0 quarantined",
        f"Not fetched anew, the copy kept stands: {site}/2022.txt: "
        "unreadable: the page is not there (404); look for its new address",
    ]


def test_a_page_that_comes_at_last_then_changes_then_is_read_without_network(
    ingested: Ingest, site: str, pages: Pages, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counts(ingested(f"{site}/late")) == {"found": 1, "quarantined": 1}
    pages["/late"] = REPORT
    assert counts(ingested(f"{site}/late")) == {"found": 1, "loaded": 1}
    pages["/late"] = REPORT.replace(b"</body>", b"<p>.</p></body>")
    assert counts(ingested(f"{site}/late")) == {"found": 1, "loaded": 1}
    states = asked(base, "SELECT source_state, count(*) FROM reports GROUP BY 1 ORDER BY 1")
    assert states == [("present", 1), ("superseded", 1)]

    base.unlink()
    shutil.rmtree(base.parent / f".{base.name}")
    monkeypatch.setenv("GONGKAI_OFFLINE", "1")
    pages.clear()
    assert counts(ingested(f"{site}/late")) == {"found": 1, "loaded": 1}


def test_a_store_is_read_through_every_stage(ingested: Ingest, base: Path) -> None:
    root = f"memory://{uuid.uuid4().hex}"
    memory = fsspec.filesystem("memory")
    for name, body in {"2021.html": REPORT, "b/2022.txt": OTHER, "b/notice.txt": NOTICE, "empty.txt": b""}.items():
        memory.pipe_file(f"{root}/{name}", body)
    memory.pipe_file(f"{root}/corpus.jsonl", b'{"id": "one", "text": "no report"}\n{broken\n')
    assert counts(ingested(root)) == {"found": 6, "loaded": 2, "quarantined": 4}
    assert counts(ingested(root)) == {"found": 6, "unchanged": 6}
    memory.rm(f"{root}/b/2022.txt")
    memory.pipe_file(f"{root}/b/notice.txt", NOTICE + b"\n")
    assert counts(ingested(root)) == {"found": 5, "unchanged": 4, "quarantined": 1, "withdrawn": 1}
    assert asked(base, "SELECT source_uri FROM reports WHERE source_state = 'present'") == [(f"{root}/2021.html",)]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("https://me:secret@example.org/a", "https://example.org/a: a name or password stands in the address"),
        ("list.csv", "list.csv: unknown column 'agnecy'; a list has the columns url, agency, region, note"),
    ],
)
def test_wrong_sources_are_told_before_anything_starts(
    source: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("url,agnecy\nhttps://e.org/a,x\n", encoding="utf-8")
    assert main(["ingest", source]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    assert "secret" not in told
