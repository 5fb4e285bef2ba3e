"""A web server on this machine that misbehaves in every way a document's host can, and one that speaks TLS."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

import pytest

from extract.web import Manners

PAGE = "<html><title>报告</title><body><p>示例县财政局</p></body></html>".encode()
BOMB = gzip.compress(bytes(20 << 20))
Headers = dict[str, str]
Answer = Callable[["Exchange"], Awaitable[None]]


class Exchange:
    """One request as it came, and the way to answer it."""

    def __init__(self, path: str, headers: Headers, writer: asyncio.StreamWriter, count: int) -> None:
        self.path, self.headers, self.writer, self.count = path, headers, writer, count

    async def send(self, status: int = 200, body: bytes = PAGE, length: int | None = None, **headers: str) -> None:
        told = {"Content-Length": str(len(body) if length is None else length), "Connection": "close"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = f"HTTP/1.1 {status} -\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self.writer.write(head.encode() + b"\r\n" + body)
        await self.writer.drain()


class Site:
    """An HTTP server in a thread; `pages` says what each path does. Requests are counted and kept."""

    def __init__(self, tls: object = None) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[tuple[str, Headers]] = []
        self.asked: Counter[str] = Counter()
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._started.wait(10)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def close(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        start = asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=self._tls)  # type: ignore[arg-type]
        server = self._loop.run_until_complete(start)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split()[1]
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            self.requests.append((path, headers))
            self.asked[path] += 1
            page = self.pages.get(path.partition("?")[0], _missing)
            await page(Exchange(path, headers, writer, self.asked[path]))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


async def _missing(exchange: Exchange) -> None:
    await exchange.send(404, b"no such page")


async def hang(exchange: Exchange) -> None:
    await asyncio.sleep(60)


async def trickle(exchange: Exchange) -> None:
    """Never silent, never done."""
    exchange.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(1_000):
        exchange.writer.write(b".")
        await exchange.writer.drain()
        await asyncio.sleep(0.02)


async def trickle_head(exchange: Exchange) -> None:
    exchange.writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000):
        exchange.writer.write(b"X-%d: .\r\n" % number)
        await exchange.writer.drain()
        await asyncio.sleep(0.02)


async def truncate(exchange: Exchange) -> None:
    await exchange.send(length=len(PAGE) + 1_000)


async def truncate_once(exchange: Exchange) -> None:
    await exchange.send(length=len(PAGE) + (1_000 if exchange.count == 1 else 0))


async def flood(exchange: Exchange) -> None:
    """Ten gigabytes without saying so beforehand."""
    exchange.writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(10 << 10):
        exchange.writer.write(b"100000\r\n" + b"x" * (1 << 20) + b"\r\n")
        await exchange.writer.drain()


async def boast(exchange: Exchange) -> None:
    await exchange.send(body=b"x", length=10 << 30)


async def bomb(exchange: Exchange) -> None:
    await exchange.send(body=BOMB, Content_Encoding="gzip")


async def bad_gzip(exchange: Exchange) -> None:
    await exchange.send(body=b"no gzip at all", Content_Encoding="gzip")


async def page(exchange: Exchange) -> None:
    """A well-behaved page with an ETag and a date."""
    known = {"etag": '"1"', "last-modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
    if exchange.headers.get("if-none-match") == known["etag"]:
        await exchange.send(304, b"")
    else:
        await exchange.send(ETag=known["etag"], Last_Modified=known["last-modified"], Content_Type="text/html")


async def plain(exchange: Exchange) -> None:
    await exchange.send(Content_Type="text/html")


async def busy_once(exchange: Exchange) -> None:
    if exchange.count == 1:
        await exchange.send(503, b"", Retry_After="0")
    else:
        await exchange.send()


async def busy(exchange: Exchange) -> None:
    await exchange.send(503, b"", Retry_After="7200")


async def garbage(exchange: Exchange) -> None:
    exchange.writer.write(b"\x00\xff not HTTP\r\n\r\n")
    await exchange.writer.drain()


def status(code: int, **headers: str) -> Answer:
    async def answer(exchange: Exchange) -> None:
        await exchange.send(code, b"", **headers)

    return answer


PAGES: dict[str, Answer] = {
    "/hang": hang,
    "/trickle": trickle,
    "/trickle-head": trickle_head,
    "/truncate": truncate,
    "/truncate-once": truncate_once,
    "/flood": flood,
    "/boast": boast,
    "/bomb": bomb,
    "/bad-gzip": bad_gzip,
    "/page": page,
    "/plain": plain,
    "/busy-once": busy_once,
    "/busy": busy,
    "/garbage": garbage,
    "/video": status(200, Content_Type="video/mp4"),
    "/stream": status(200, Content_Type="text/event-stream"),
    "/forbidden": status(403),
    "/nothing": status(204),
    "/not-asked-304": status(304),
    "/teapot": status(418),
    "/round": status(302, Location="/round"),
    "/moved": status(301, Location="/page"),
    "/to-file": status(302, Location="file:///etc/passwd"),
    "/to-password": status(302, Location="http://me:secret@example.org/"),
    "/to-nowhere": status(302, Location="http://[::1"),
}


@pytest.fixture
def serve() -> Iterator[Callable[[object], Site]]:
    """Starts sites, over TLS where given a context."""
    sites: list[Site] = []

    def start(tls: object = None) -> Site:
        sites.append(Site(tls))
        sites[-1].pages |= PAGES
        return sites[-1]

    yield start
    for site in sites:
        site.close()


@pytest.fixture
def site(serve: Callable[[object], Site]) -> Site:
    return serve(None)


@pytest.fixture
def manners() -> Manners:
    """As in a run, but hurried, and allowed to ask this machine."""
    return Manners(
        max_bytes=4 << 20,
        seconds=1.5,
        silence=0.3,
        interval=0.0,
        first_wait=0.001,
        deaf=100,
        allowed=frozenset({"127.0.0.1"}),
    )
