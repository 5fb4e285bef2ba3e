"""Web addresses: which may be asked, and which machines are not meant. Nothing here touches the network."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

ALLOWED = "GONGKAI_ALLOW_HOSTS"
_LONGEST = 2_000  # characters of an address

# IPv6 ranges that carry an IPv4 address in their last 32 bits: translated (NAT64) and long deprecated compatible ones.
_CARRIERS = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_web(source: str) -> bool:
    """Whether a source is a web address."""
    return source.lower().startswith(("http://", "https://"))


def problem_of(url: str) -> str | None:
    """Why an address cannot be asked, as a sentence; None where it can. A password in it is not repeated."""
    if len(url) > _LONGEST:
        return f"{url[:60]}…: an address of {len(url):,} characters; shorten it"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"{url}: no address ({error}); correct it"
    if parts.username is not None or parts.password is not None:
        return (
            f"{without_user(url)}: a name or password stands in the address; the warehouse would keep it, leave it out"
        )
    if parts.scheme.lower() not in ("http", "https") or not host:
        return f"{url}: not an http:// or https:// address; correct it"
    if any(ord(char) <= 0x20 or ord(char) == 0x7F for char in url):
        return f"{url!r}: blanks or control characters in the address; correct it"
    return None


def without_user(url: str) -> str:
    """The address without the name and password in it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def allowed_hosts(text: str | None = None) -> frozenset[str]:
    """Names of machines that may be asked wherever they stand, of `text` or else the environment variable ALLOWED."""
    told = os.environ.get(ALLOWED, "") if text is None else text
    return frozenset(told.replace(",", " ").lower().split())


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, multicast or reserved.

    What an IPv6 address carries (mapped, 6to4, Teredo, NAT64) is looked at too: it is where the bytes would go.
    """
    try:
        told = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in [*_carried(told)] or [told])


def _carried(address: Address) -> Iterable[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return
    for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
        if inner is not None:
            yield inner
    if any(address in carrier for carrier in _CARRIERS):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
