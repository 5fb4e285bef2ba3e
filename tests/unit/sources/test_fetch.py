"""Pages of a host that behaves and of one that does not: what came, what was kept, what is said of the rest."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.fetch import fetched
from extract.found import Found
from extract.raw import STATE, Store, StoreError, stale
from extract.web import Manners
from transform.reading import REASONS


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def ask(urls: Sequence[str], raw: Path, manners: Manners) -> list[Found]:
    found = list(fetched([Found(url, url, kind="address") for url in urls], raw, manners))
    assert [item.uri for item in found] == list(urls), "every address is found again, in its order"
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/hang", ("timed_out", "no answer within 0.3 s; run again later")),
        ("/trickle", ("timed_out", "not received whole within 1.5 s; run again later, or save it by hand")),
        ("/trickle-head", ("timed_out", "not received whole within 1.5 s; run again later, or save it by hand")),
        ("/truncate", ("unreadable", "the answer broke off after 72 bytes (")),
        ("/flood", ("too_large", "more than the 4,194,304 bytes allowed; save it by hand")),
        ("/boast", ("too_large", "10,737,418,240 bytes, more than the 4,194,304 allowed; save it by hand")),
        ("/bomb", ("too_large", "more than the 4,194,304 bytes allowed; save it by hand")),
        ("/bad-gzip", ("unreadable", "its compression is broken (")),
        ("/garbage", ("unreadable", "no whole answer came (")),
        ("/video", ("unreadable", "video/mp4 is no document; name the address of the report itself")),
        ("/stream", ("unreadable", "text/event-stream is no document; name the address of the report itself")),
        ("/forbidden", ("unreadable", "the server does not give it to us (403); save it with a browser")),
        ("/gone", ("unreadable", "the page is not there (404); look for its new address")),
        ("/nothing", ("unreadable", "the server answered 204, which is no document; look at it in a browser")),
        ("/not-asked-304", ("unreadable", "the server answered 304, which is no document")),
        ("/busy", ("unreadable", "(503) and asks to come back in 7,200 s; run again later")),
        ("/round", ("unreadable", "redirected more than 5 times; name the last address")),
        ("/to-file", ("unreadable", "redirected to an address that is not asked (file:///etc/passwd: not an http://")),
        ("/to-password", ("unreadable", "(http://example.org/: a name or password stands in the address")),
        ("/to-nowhere", ("unreadable", "run again later")),
    ],
)
def test_a_page_that_does_not_come_is_a_finding_with_its_reason(
    path: str, expected: tuple[str, str], site: Any, raw: Path, manners: Manners
) -> None:
    (item,) = ask([site.url(path)], raw, manners)
    reason, detail = expected
    assert (item.kind, item.reason) == ("unreadable", reason)
    assert detail in item.detail
    assert "\n" not in item.detail
    assert item.reason in REASONS
    assert "secret" not in item.detail
    assert list(raw.glob("part-*")) == [], "nothing half received stays"
    assert list(raw.glob("??/*")) == []


def test_bad_pages_take_no_good_one_with_them(site: Any, raw: Path, manners: Manners) -> None:
    paths = ("/page", "/truncate", "/flood", "/plain", "/gone")
    found = ask([site.url(path) for path in paths], raw, replace(manners, seconds=10.0, silence=5.0))
    assert [item.kind for item in found] == ["file", "unreadable", "unreadable", "file", "unreadable"]


def test_bytes_are_kept_by_digest_with_their_origin(site: Any, raw: Path, manners: Manners) -> None:
    (item,) = ask([site.url("/moved")], raw, manners)
    body = Path(item.path).read_bytes()
    assert item.size == len(body)
    assert Path(item.path).parent.parent == raw
    with Store(raw) as store:
        origin = store.origin(site.url("/moved"))
    assert (origin.status, origin.etag, origin.media_type) == (200, '"1"', "text/html")
    assert origin.final_url == site.url("/page")
    assert origin.fetched_at > 0
    assert item.path.endswith(origin.sha256)
    assert json.loads(item.metadata) == {"url": site.url("/page")}


def test_what_did_not_change_is_not_sent_again_and_looks_the_same(site: Any, raw: Path, manners: Manners) -> None:
    urls = [site.url("/page"), site.url("/moved"), site.url("/plain")]
    first = ask(urls, raw, manners)
    second = ask(urls, raw, manners)
    assert first == second
    conditions = [headers.get("if-none-match") for path, headers in site.requests if path == "/page"]
    assert sorted(conditions, key=str) == ['"1"', '"1"', None, None]


def test_a_page_that_changed_looks_changed(site: Any, raw: Path, manners: Manners) -> None:
    async def changing(exchange: Any) -> None:
        await exchange.send(body=b"version %d" % exchange.count)

    site.pages["/changing"] = changing
    (first,) = ask([site.url("/changing")], raw, manners)
    (second,) = ask([site.url("/changing")], raw, manners)
    assert (first.inode, first.path) != (second.inode, second.path)
    assert Path(second.path).read_bytes() == b"version 2"


@pytest.mark.parametrize("path", ["/truncate-once", "/busy-once"])
def test_what_may_pass_is_tried_again(path: str, site: Any, raw: Path, manners: Manners) -> None:
    (item,) = ask([site.url(path)], raw, manners)
    assert item.kind == "file"
    assert site.asked[path] == 2


@pytest.mark.parametrize(
    ("path", "times"), [("/truncate", 3), ("/busy", 1), ("/gone", 1), ("/teapot", 1), ("/boast", 1)]
)
def test_what_will_not_pass_is_not(path: str, times: int, site: Any, raw: Path, manners: Manners) -> None:
    ask([site.url(path)], raw, manners)
    assert site.asked[path] == times


def test_a_failure_leaves_the_copy_kept(site: Any, raw: Path, manners: Manners) -> None:
    url = site.url("/page")
    before = ask([url], raw, manners)
    began = time.time()
    del site.pages["/page"]
    assert ask([url], raw, manners) == before
    assert stale(raw, began) == [(url, "unreadable: the page is not there (404); look for its new address")]


def test_kept_bytes_need_no_network(site: Any, raw: Path, manners: Manners, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = [site.url("/page"), site.url("/plain")]
    (before,) = ask(urls[:1], raw, manners)
    monkeypatch.setenv("GONGKAI_OFFLINE", "1")
    kept, never = ask(urls, raw, manners)
    assert kept == before
    assert never.detail == "never fetched, and GONGKAI_OFFLINE is set; unset it and run again"
    assert site.asked["/page"] == 1
    assert site.asked["/plain"] == 0


def test_a_fetch_that_broke_off_is_taken_up_again(
    site: Any, raw: Path, manners: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [site.url("/plain"), site.url("/page"), site.url("/gone")]
    note, noted = Store.note, []

    def note_one(self: Store, origin: Any) -> None:
        if noted:
            raise StoreError("the disk is full")
        note(self, origin)
        noted.append(origin.url)

    monkeypatch.setattr(Store, "note", note_one)
    with pytest.raises(StoreError, match="full"):
        ask(urls, raw, manners)
    monkeypatch.undo()
    monkeypatch.delenv("GONGKAI_OFFLINE", raising=False)
    (done,) = noted
    asked = dict(site.asked)
    assert [item.kind for item in ask(urls, raw, manners)] == ["file", "file", "unreadable"]
    path = done.removeprefix(site.url(""))
    assert site.asked[path] == asked[path], "what came is not asked again"
    ask(urls, raw, manners)
    assert site.asked[path] == asked[path] + 1, "a fetch that ended is no such"


def test_a_host_that_stays_silent_is_not_asked_for_the_rest(site: Any, raw: Path, manners: Manners) -> None:
    urls = [site.url(f"/hang?{number}") for number in range(6)]
    found = ask(urls, raw, replace(manners, deaf=2, connections=1, attempts=1))
    assert sum(site.asked.values()) == 2
    assert {item.reason for item in found} == {"timed_out"}
    assert found[-1].detail == f"127.0.0.1:{site.port} left 2 requests in a row unanswered; run again later"


def test_a_host_that_is_not_there_is_told(site: Any, raw: Path, manners: Manners) -> None:
    site.close()
    (item,) = ask([site.url("/page")], raw, manners)
    assert (item.kind, item.reason) == ("unreadable", "unreadable")
    assert "cannot be reached (" in item.detail


def test_a_host_is_asked_at_its_pace(site: Any, raw: Path, manners: Manners, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    waits: list[float] = []
    sleep = asyncio.sleep

    async def wait(seconds: float) -> None:
        waits.append(round(seconds))
        await sleep(0)

    monkeypatch.setattr("extract.web.asyncio.sleep", wait)
    ask([site.url(f"/plain?{number}") for number in range(4)], raw, replace(manners, interval=100.0))
    assert sorted(waits) == [0, 100, 200, 300]


def test_no_more_connections_than_allowed(site: Any, raw: Path, manners: Manners) -> None:
    import asyncio

    open_now, most = 0, 0

    async def busy(exchange: Any) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.02)
        open_now -= 1
        await exchange.send()

    site.pages["/counted"] = busy
    ask([site.url(f"/counted?{number}") for number in range(8)], raw, manners)
    assert most == manners.connections


def test_bytes_lost_from_the_store_come_again(site: Any, raw: Path, manners: Manners) -> None:
    (item,) = ask([site.url("/page")], raw, manners)
    Path(item.path).write_bytes(b"half")
    (again,) = ask([site.url("/page")], raw, manners)
    assert Path(again.path).read_bytes() != b"half"


def test_a_damaged_state_is_set_aside(site: Any, raw: Path, manners: Manners) -> None:
    raw.mkdir()
    (raw / STATE).write_bytes(b"no database " * 1_000)
    (item,) = ask([site.url("/page")], raw, manners)
    assert item.kind == "file"
    assert (raw / f"{STATE}.damaged").exists()


def test_a_store_that_cannot_be_written_ends_the_run_with_a_sentence(site: Any, raw: Path, manners: Manners) -> None:
    raw.write_text("a file stands here", encoding="utf-8")
    with pytest.raises(StoreError, match=r"what is fetched cannot be kept .*; make room, or change its permissions"):
        ask([site.url("/page")], raw, manners)


def test_a_locked_state_is_not_taken_for_a_damaged_one(
    site: Any, raw: Path, manners: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask([site.url("/page")], raw, manners)
    monkeypatch.setattr("extract.raw._WAIT", 0.0)
    with sqlite3.connect(raw / STATE) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            ask([site.url("/page")], raw, manners)
        other.rollback()
    assert not (raw / f"{STATE}.damaged").exists()


def test_what_is_no_address_passes_untouched(raw: Path, manners: Manners) -> None:
    local = [Found("a", "a"), Found("b", "b", kind="corpus")]
    assert list(fetched(local, raw, manners)) == local
    assert not raw.exists()
