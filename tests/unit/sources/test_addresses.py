"""Which addresses are asked: none that leads inwards, by whatever name, spelling, redirect or second answer."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from extract.addresses import allowed_hosts, is_public, problem_of
from extract.fetch import fetched
from extract.found import Found
from extract.sources import SourceError, find
from extract.web import Checked, Manners, Refused

INWARDS = [
    *("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "169.254.169.254"),
    *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "203.0.113.9"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff0e::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
    *("2001:0:7f00:1::", "no address", ""),
]


@pytest.mark.parametrize("address", INWARDS)
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://me:secret@example.org/a", "https://example.org/a: a name or password stands in the address"),
        ("https://", "not an http:// or https:// address"),
        ("http://[::1", "no address (Invalid IPv6 URL)"),
        ("http://example.org:99999/", "no address (Port out of range 0-65535)"),
        ("http://example.org/a b", "blanks or control characters in the address"),
        ("http://example.org/" + "a" * 3_000, "an address of 3,019 characters; shorten it"),
    ],
)
def test_an_address_that_cannot_be_meant_is_told_before_any_work(url: str, message: str) -> None:
    assert message in str(problem_of(url))
    assert "secret" not in str(problem_of(url))
    with pytest.raises(SourceError):
        find([url])


def test_hosts_are_allowed_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_ALLOW_HOSTS", "Intranet.example, 10.0.0.7")
    assert allowed_hosts() == {"intranet.example", "10.0.0.7"}
    assert Manners().allowed == {"intranet.example", "10.0.0.7"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked_however_it_is_spelled(
    host: str, site: Any, tmp_path: Path, manners: Manners
) -> None:
    url = site.url("/page", host)
    (item,) = fetched([Found(url, url, kind="address")], tmp_path / "raw", replace(manners, allowed=frozenset()))
    assert item.kind == "unreadable"
    assert "an address that is not of the open internet; if it is meant: GONGKAI_ALLOW_HOSTS=" in item.detail
    assert site.requests == []


def test_a_redirect_inwards_is_refused(site: Any, tmp_path: Path, manners: Manners) -> None:
    async def inwards(exchange: Any) -> None:
        await exchange.send(302, b"", Location=site.url("/page", "localhost"))

    site.pages["/inwards"] = inwards
    url = site.url("/inwards")
    (item,) = fetched([Found(url, url, kind="address")], tmp_path / "raw", manners)
    assert item.detail.startswith("localhost is ")
    assert item.detail.endswith("if it is meant: GONGKAI_ALLOW_HOSTS=localhost")
    assert [path for path, _ in site.requests] == ["/inwards"]
    (item,) = fetched(
        [Found(url, url, kind="address")],
        tmp_path / "raw",
        replace(manners, allowed=frozenset({"127.0.0.1", "localhost"})),
    )
    assert item.kind == "file"


class Wire(httpx.AsyncBaseTransport):
    """Keeps what would have gone out."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return httpx.Response(200)


def test_the_address_that_was_looked_at_is_the_one_asked() -> None:
    """A name that tells a public address to whoever looks, and this machine to whoever connects."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])

    async def resolve(_host: str, _port: int) -> list[str]:
        return next(answers)

    async def go() -> Wire:
        wire = Wire()
        async with httpx.AsyncClient(transport=Checked(Manners(resolve=resolve), wire)) as client:
            await client.get("https://reports.example/a")
            with pytest.raises(Refused, match=r"reports\.example is 127\.0\.0\.1"):
                await client.get("https://reports.example/a")
        return wire

    (request,) = asyncio.run(go()).sent
    assert request.url.host == "93.184.216.34"
    assert request.headers["host"] == "reports.example"
    assert request.extensions["sni_hostname"] == "reports.example"


def test_one_inward_address_among_several_is_enough_to_refuse() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    async def go() -> None:
        async with httpx.AsyncClient(transport=Checked(Manners(resolve=resolve), Wire())) as client:
            await client.get("https://reports.example/a")

    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        asyncio.run(go())


def test_proxies_of_the_environment_are_not_used(
    site: Any, tmp_path: Path, manners: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    url = site.url("/page")
    (item,) = fetched([Found(url, url, kind="address")], tmp_path / "raw", manners)
    assert item.kind == "file"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for reports.test with its key, signed by itself."""
    x509 = pytest.importorskip("cryptography.x509")
    from datetime import UTC, datetime, timedelta

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "reports.test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("reports.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    form = serialization.Encoding.PEM
    plain = (form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*plain) + signed.public_bytes(form))
    return path


@pytest.mark.parametrize(("host", "is_trusted"), [("reports.test", True), ("other.test", False)])
def test_a_certificate_must_be_of_the_name_and_not_of_the_address(
    host: str, is_trusted: bool, certificate: Path, serve: Any, manners: Manners
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def resolve(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    trusting = ssl.create_default_context(cafile=str(certificate))
    own = replace(manners, allowed=frozenset({host}), resolve=resolve, certificates=trusting)
    url = serve(context).url("/page", host)
    (item,) = fetched([Found(url, url, kind="address")], certificate.parent / "raw", own)
    assert (item.kind == "file") is is_trusted
    assert is_trusted or item.detail.startswith("its certificate is not to be trusted (")
