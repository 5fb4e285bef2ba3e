"""Web pages saved with their parts (MHTML): the page in them is read, the rest left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from extract.decode import decode
from extract.format import Format, Member, Source, Unreadable
from extract.limits import Limits

_HEADERS = re.compile(rb"\A\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}", re.ASCII)
_READABLE = ("text/html", "application/xhtml+xml", "text/plain")


def sniff(raw: bytes) -> bool:
    """Whether the bytes begin with the headers of a mail message that say it is one."""
    if not raw[:100].lstrip()[:1].isalpha():
        return False
    head = raw[:4096].lower()
    if b"mime-version:" not in head:
        return False
    found = _HEADERS.match(head)
    return found is not None and b"mime-version:" in found[0] and b"content-type:" in found[0]


def read(source: Source, limits: Limits) -> Iterator[Member]:
    """The first page, or text, among the parts; the document keeps the digest of the whole file."""
    parts = [part for part in message_from_bytes(source.raw).walk() if not part.is_multipart()]
    for wanted in _READABLE:
        for part in parts:
            content = part.get_payload(decode=True)
            if part.get_content_type() == wanted and isinstance(content, bytes) and content.strip():
                yield Member(source.uri, _as_utf8(part, content), source.metadata, source.sha256)
                return
    raise Unreadable("unreadable", "a saved page without its text; save it again as HTML or PDF")


def _as_utf8(part: Message, content: bytes) -> bytes:
    """The part's header may be the only place that names its encoding."""
    charset = part.get_content_charset()
    return decode(content, charset)[0].encode() if charset else content


FORMATS = (Format("saved web page", "multipart/related", (".mht", ".mhtml"), read, sniff=sniff, rank=50),)
