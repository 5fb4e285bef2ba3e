"""One request to one host: to an address that was looked at, within bounds, at a pace the host can bear."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

import httpx

from extract.addresses import ALLOWED, allowed_hosts, is_public
from extract.format import Unreadable

Resolve = Callable[[str, int], Awaitable[list[str]]]


class Refused(Unreadable):
    """An address that must not be asked: asking again does not help."""


class Passing(Exception):
    """A failure that may pass. wait: seconds the host asked for, None where it did not say."""

    def __init__(self, reason: str, detail: str, wait: float | None = None) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.wait = reason, detail, wait


async def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as this machine's resolver tells them."""
    told = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in told))


@dataclass(frozen=True, slots=True)
class Manners:
    """Bounds on asking. Times in seconds, sizes in bytes.

    seconds: of one address, from asking to the last byte, redirects and further attempts included, waiting for its
    turn apart. silence: between two signs of life. connections: at once to one host; hosts: asked at once.
    interval: between the starts of two requests to one host. attempts: of one address; first_wait: before the second.
    patience: the longest wait that a host may ask for. redirects: followed. deaf: requests in a row that a host may
    leave unanswered before the rest of its addresses are not asked. corpus_bytes, corpus_seconds: max_bytes and
    seconds of a corpus of many documents. allowed: hosts that may stand anywhere. certificates: whom to trust.
    """

    max_bytes: int = 64 << 20
    seconds: float = 90.0
    silence: float = 20.0
    connections: int = 2
    hosts: int = 16
    interval: float = 1.0
    attempts: int = 3
    first_wait: float = 1.0
    patience: float = 30.0
    redirects: int = 5
    deaf: int = 6
    corpus_bytes: int = 4 << 30
    corpus_seconds: float = 3_600.0
    allowed: frozenset[str] = field(default_factory=allowed_hosts)
    resolve: Resolve = resolved
    certificates: ssl.SSLContext | None = None


class Checked(httpx.AsyncBaseTransport):
    """Connects to the very address that was looked at: a name that tells another one a moment later gains nothing."""

    def __init__(self, manners: Manners, inner: httpx.AsyncBaseTransport) -> None:
        self._manners, self._inner = manners, inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to a checked address of its host. Raises Refused where one of them is not public."""
        url = request.url
        host = url.raw_host.decode("ascii")
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await self._address(host.strip("[]"), port)
        aimed = httpx.Request(
            request.method,
            url.copy_with(host=address),
            headers=request.headers,  # with the name of the host, as the client wrote it
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host.strip("[]")},
        )
        return await self._inner.handle_async_request(aimed)

    async def _address(self, host: str, port: int) -> str:
        try:
            addresses = await self._manners.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Passing("unreadable", f"the name {host} is not known ({error}); check the address") from error
        if not addresses:
            raise Passing("unreadable", f"the name {host} has no address; check it")
        inner = [address for address in addresses if not is_public(address)]
        if inner and host.lower() not in self._manners.allowed:
            raise Refused(
                "unreadable",
                f"{host} is {inner[0]}, an address that is not of the open internet; if it is meant: {ALLOWED}={host}",
            )
        return addresses[0]

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


class Host:
    """One host: its connections, its pace, and whether it still answers."""

    def __init__(self, name: str, manners: Manners, certificates: ssl.SSLContext) -> None:
        self.name = name
        self._manners = manners
        limits = httpx.Limits(max_connections=manners.connections, max_keepalive_connections=manners.connections)
        inner = httpx.AsyncHTTPTransport(verify=certificates, limits=limits, trust_env=False)
        self.client = httpx.AsyncClient(
            transport=Checked(manners, inner),
            timeout=httpx.Timeout(manners.silence, pool=None),
            headers={"User-Agent": _own_name(), "Accept": "*/*", "Accept-Encoding": "gzip"},
            trust_env=False,  # a proxy would look names up out of sight
            follow_redirects=False,
        )
        self._places = asyncio.Semaphore(manners.connections)
        self._next = 0.0
        self.silent = 0
        self.why = "unreadable"

    def heard(self) -> None:
        """It gave a sign of life."""
        self.silent = 0

    def unheard(self, why: str) -> None:
        """It gave none; why: the quarantine code."""
        self.silent, self.why = self.silent + 1, why

    @property
    def is_deaf(self) -> bool:
        """Whether it left so many requests in a row unanswered that the rest are not made."""
        return self.silent >= self._manners.deaf

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A connection's worth of place, at the host's pace."""
        async with self._places:
            clock = asyncio.get_running_loop().time
            start = max(clock(), self._next)
            self._next = start + self._manners.interval
            await asyncio.sleep(start - clock())
            yield


def _own_name() -> str:
    try:
        return f"gongkai/{version('gongkai')}"
    except PackageNotFoundError:
        return "gongkai"
