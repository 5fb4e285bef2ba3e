"""What a web server's answer means: a document, a move elsewhere, a failure that may pass or one that stays."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx

from extract.addresses import problem_of
from extract.format import Unreadable
from extract.raw import Origin
from extract.web import Passing

_PASSING = (408, 425, 429, 500, 502, 503, 504)
# Never a document, whatever the bytes: some of these do not even end.
_NO_DOCUMENT = ("audio/", "video/", "font/", "text/css", "text/event-stream", "text/javascript", "multipart/x-mixed")


def conditions(known: Origin) -> dict[str, str]:
    """Headers that ask for the bytes only if they are not those we keep."""
    told = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in told.items() if value}


def next_hop(url: str, location: str) -> str:
    """Where a redirect leads. Raises Unreadable where that is no address to be asked."""
    target = urljoin(url, location.strip())
    wrong = problem_of(target)
    if wrong:
        raise Unreadable("unreadable", f"redirected to an address that is not asked ({wrong})")
    return target


def require_document(response: httpx.Response, largest: int) -> None:
    """Raises Unreadable or Passing for an answer that is no document."""
    status = response.status_code
    if status in _PASSING:
        wait = retry_after(response.headers.get("retry-after", ""))
        asked = f" and asks to come back in {wait:,.0f} s" if wait else ""
        raise Passing("unreadable", f"the server is overloaded or broken ({status}){asked}; run again later", wait)
    if status in (404, 410):
        raise Unreadable("unreadable", f"the page is not there ({status}); look for its new address")
    if status in (401, 403, 407, 451):
        raise Unreadable("unreadable", f"the server does not give it to us ({status}); save it with a browser")
    if status not in (200, 203):
        raise Unreadable("unreadable", f"the server answered {status}, which is no document; look at it in a browser")
    media_type = _media_type(response)
    if media_type.startswith(_NO_DOCUMENT):
        raise Unreadable("unreadable", f"{media_type} is no document; name the address of the report itself")
    told = response.headers.get("content-length", "")
    if told.isdecimal() and int(told) > largest:
        raise Unreadable("too_large", f"{int(told):,} bytes, more than the {largest:,} allowed; save it by hand")


def retry_after(told: str) -> float | None:
    """Seconds that Retry-After asks for, None where it says nothing that can be understood."""
    if told.strip().isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def received(known: Origin, url: str, response: httpx.Response, digest: str, size: int) -> Origin:
    """What is known of an address whose bytes have come."""
    now = time.time()
    return replace(
        known,
        sha256=digest,
        size=size,
        final_url=url,
        status=response.status_code,
        media_type=_media_type(response),
        etag=response.headers.get("etag", ""),
        last_modified=response.headers.get("last-modified", ""),
        kept_ns=known.kept_ns if digest == known.sha256 else int(now * 1_000_000) * 1_000,
        fetched_at=now,
        asked_at=now,
        error="",
    )
