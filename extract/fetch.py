"""Web addresses to kept bytes: asked with manners, refused where they lead inwards, each failure a finding.

Every address found becomes one item again: a file of the store `raw/`, or 'unreadable' with the reason. An address that
fails while its earlier bytes are kept stands with those; `extract.raw.stale` tells which.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import ssl
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import stamina

from extract.answers import conditions, next_hop, received, require_document
from extract.format import Unreadable
from extract.found import Found, kind_of
from extract.raw import Origin, Store, StoreError
from extract.web import Host, Manners, Passing

OFFLINE = "GONGKAI_OFFLINE"
_MOVED = (301, 302, 303, 307, 308)

_Any = TypeVar("_Any")

logging.getLogger("stamina").setLevel(logging.ERROR)  # what failed in the end is told once, by the finding


def fetched(
    found: Iterable[Found],
    folder: Path,
    manners: Manners | None = None,
    at: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Found]:
    """The items found, each of kind 'address' replaced by what came of it; all others as they are, first.

    folder: the store, made where it is needed. at: told how many addresses of how many are done.
    Where the environment says GONGKAI_OFFLINE, nothing is asked: kept bytes stand, the rest is 'unreadable'.
    An address whose bytes came in a fetch that broke off less than a day ago is not asked again.
    Raises StoreError where the store cannot be written.
    """
    addresses = []
    for item in found:
        if item.kind == "address":
            addresses.append(item)
        else:
            yield item
    if not addresses:
        return
    with Store(folder) as store:
        if os.environ.get(OFFLINE):
            yield from [_offline(item, store) for item in addresses]
            return
        began = store.begin(time.time())
        yield from _run(_Fetch(store, manners or Manners(), began, at).all(addresses))
        store.end()


def _run(work: Coroutine[Any, Any, _Any]) -> _Any:
    """Run to the end, also where an event loop is already running in this thread (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class _Fetch:
    """One fetch of many addresses. began: what was asked since is not asked again."""

    def __init__(self, store: Store, manners: Manners, began: float, at: Callable[[int, int], None]) -> None:
        self._store, self._manners, self._began, self._at = store, manners, began, at
        self._certificates: ssl.SSLContext = manners.certificates or httpx.create_ssl_context()
        self._hosts: dict[str, Host] = {}

    async def all(self, addresses: list[Found]) -> list[Found]:
        """What came of each, in their order. Hosts are asked side by side, the addresses of one in their order."""
        by_host: dict[str, list[int]] = {}
        for place, item in enumerate(addresses):
            by_host.setdefault(_host_of(item.path), []).append(place)
        results: list[Found | None] = [None] * len(addresses)
        crowd = asyncio.Semaphore(self._manners.hosts)
        done = 0

        async def ask(places: Iterator[int]) -> None:
            nonlocal done
            for place in places:
                results[place] = await self._one(addresses[place])
                done += 1
                self._at(done, len(addresses))

        async def ask_host(places: list[int]) -> None:
            async with crowd:
                shared = iter(places)
                await asyncio.gather(*(ask(shared) for _ in range(self._manners.connections)))

        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._close)
            await asyncio.gather(*(ask_host(places) for places in by_host.values()))
        return [result for result in results if result is not None]

    async def _close(self) -> None:
        for host in self._hosts.values():
            await host.client.aclose()

    async def _one(self, item: Found) -> Found:
        known = self._store.origin(item.path)
        if known.sha256 and not known.error and known.asked_at >= self._began:
            return _kept(item, known, self._store)
        try:
            origin = await self._patiently(item.path, known)
        except StoreError:
            raise
        except Exception as error:  # the border: whatever a server makes a library do is a finding, not a crash
            failure = error if isinstance(error, Unreadable | Passing) else _fault(error)
            origin = replace(known, asked_at=time.time(), error=f"{failure.reason}: {failure.detail}")
            self._store.note(origin)
            return _kept(item, origin, self._store) if origin.sha256 else _refused(item, failure.reason, failure.detail)
        self._store.note(origin)
        return _kept(item, origin, self._store)

    async def _patiently(self, url: str, known: Origin) -> Origin:
        """Ask until it answers, as often and as long as is allowed. Raises Unreadable or Passing."""
        manners = self._manners
        clock = _Clock(manners.corpus_seconds if kind_of(urlsplit(url).path) == "corpus" else manners.seconds)
        attempts = stamina.retry_context(
            on=self._again,
            attempts=manners.attempts,
            timeout=None,
            wait_initial=manners.first_wait,
            wait_max=manners.patience,
            wait_jitter=manners.first_wait,
        )
        async for attempt in attempts:
            with attempt:
                return await self._follow(url, known, clock)
        raise AssertionError("stamina raises the last failure")

    def _again(self, failure: Exception) -> bool | float:
        """Whether to try again: after the wait that the host asked for, if it is bearable, or the usual one."""
        if not isinstance(failure, Passing) or (failure.wait or 0.0) > self._manners.patience:
            return False
        return True if failure.wait is None else failure.wait

    async def _follow(self, url: str, known: Origin, clock: _Clock) -> Origin:
        hop = url
        for _ in range(self._manners.redirects + 1):
            host = self._host(hop)
            async with host.turn():
                if host.is_deaf:
                    detail = f"{host.name} left {host.silent} requests in a row unanswered; run again later"
                    raise Unreadable(host.why, detail)
                try:
                    async with clock.running():
                        answer = await self._ask(host, hop, known)
                except TimeoutError:
                    detail = f"not received whole within {clock.seconds:g} s; run again later, or save it by hand"
                    raise Unreadable("timed_out", detail) from None
            if isinstance(answer, Origin):
                return answer
            hop = answer
        raise Unreadable("unreadable", f"redirected more than {self._manners.redirects} times; name the last address")

    def _host(self, url: str) -> Host:
        name = _host_of(url)
        if name not in self._hosts:
            self._hosts[name] = Host(name, self._manners, self._certificates)
        return self._hosts[name]

    async def _ask(self, host: Host, url: str, known: Origin) -> Origin | str:
        """One request: what came, or where it was moved to."""
        headers = conditions(known) if known.sha256 and known.final_url == url else {}
        came = 0
        try:
            async with host.client.stream("GET", url, headers=headers) as response:
                host.heard()
                if response.status_code in _MOVED and "location" in response.headers:
                    return next_hop(url, response.headers["location"])
                if response.status_code == 304 and headers:
                    return replace(known, status=304, asked_at=time.time(), error="")
                largest = self._largest(url)
                require_document(response, largest)
                with self._store.receiving() as parcel:
                    async for chunk in response.aiter_bytes():
                        parcel.add(chunk)
                        came = parcel.size
                        if came > largest:
                            raise Unreadable("too_large", f"more than the {largest:,} bytes allowed; save it by hand")
                    return received(known, url, response, parcel.keep(), came)
        except httpx.TimeoutException as error:
            host.unheard("timed_out")
            after = f" after {came:,} bytes" if came else ""
            detail = f"no answer within {self._manners.silence:g} s{after}; run again later"
            raise Passing("timed_out", detail) from error
        except httpx.ConnectError as error:
            host.unheard("unreadable")
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                detail = f"its certificate is not to be trusted ({error}); open it in a browser and save it by hand"
                raise Unreadable("unreadable", detail) from error
            raise Passing("unreadable", f"{host.name} cannot be reached ({error}); run again later") from error
        except (httpx.ReadError, httpx.RemoteProtocolError) as error:
            broke = f"the answer broke off after {came:,} bytes" if came else "no whole answer came"
            raise Passing("unreadable", f"{broke} ({error}); run again later") from error
        except httpx.DecodingError as error:
            raise Unreadable("unreadable", f"its compression is broken ({error}); save it by hand") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Unreadable(
                "unreadable", f"it cannot be asked ({type(error).__name__}: {error}); correct it"
            ) from error

    def _largest(self, url: str) -> int:
        return self._manners.corpus_bytes if kind_of(urlsplit(url).path) == "corpus" else self._manners.max_bytes


class _Clock:
    """The time that one address takes, all attempts and redirects together."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self._used = seconds, 0.0

    def running(self) -> _Running:
        """Counts while it is entered; TimeoutError once the time is used up."""
        return _Running(self)

    def left(self) -> float:
        return max(0.0, self.seconds - self._used)

    def use(self, seconds: float) -> None:
        self._used += seconds


class _Running:
    def __init__(self, clock: _Clock) -> None:
        self._clock = clock

    async def __aenter__(self) -> None:
        self._start = time.monotonic()
        self._limit = asyncio.timeout(self._clock.left())
        await self._limit.__aenter__()

    async def __aexit__(self, *exception: Any) -> None:
        self._clock.use(time.monotonic() - self._start)
        await self._limit.__aexit__(*exception)


def _fault(error: Exception) -> Unreadable:
    detail = f"fault of the fetching ({type(error).__name__}: {error}); report it with the address"
    return Unreadable("unreadable", detail)


def _host_of(url: str) -> str:
    """Name and port: whose pace is kept."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2].lower()


def _offline(item: Found, store: Store) -> Found:
    known = store.origin(item.path)
    if known.sha256:
        return _kept(item, known, store)
    return _refused(item, "unreadable", f"never fetched, and {OFFLINE} is set; unset it and run again")


def _kept(item: Found, origin: Origin, store: Store) -> Found:
    """The bytes kept of an address as a file. What its source says of it is part of what tells a change."""
    told = json.dumps(
        {**json.loads(item.metadata or "{}"), "url": origin.final_url}, ensure_ascii=False, sort_keys=True
    )
    return Found(
        item.uri,
        str(store.path(origin.sha256)),
        size=origin.size,
        mtime_ns=origin.kept_ns,
        inode=int(sha256((origin.sha256 + told).encode()).hexdigest()[:16], 16),
        kind=kind_of(urlsplit(item.uri).path),
        metadata=told,
    )


def _refused(item: Found, reason: str, detail: str) -> Found:
    return replace(item, kind="unreadable", reason=reason, detail=detail)
