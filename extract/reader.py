"""The one door to documents: bytes in, streams of lines or a reason out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from extract.document import Document, Rejected
from extract.format import Format, Member, Source, Unreadable
from extract.formats import known
from extract.found import openable, place_of
from extract.limits import Limits
from extract.radicals import without_radicals

_DEFAULT = Limits()
_NO_METADATA: dict[str, str] = {}


def read(
    uri: str, raw: bytes, metadata: Mapping[str, str] | None = None, limits: Limits = _DEFAULT
) -> list[Document | Rejected]:
    """The documents in some bytes: one as a rule, several for an archive, never none.

    The format is told by the bytes, not by the name. A document that gives no text is a `Rejected` with its reason:
    'unreadable', 'encrypted', 'too_large', 'image_only', 'empty' or 'timed_out'. Never raises for a bad document.
    metadata: what is known beside the bytes (title, url, columns of a corpus); it precedes what the document says.
    """
    return list(_read(Member(uri, raw, metadata or _NO_METADATA), limits, nesting=0))


def read_file(
    path: Path, uri: str | None = None, metadata: Mapping[str, str] | None = None, limits: Limits = _DEFAULT
) -> list[Document | Rejected]:
    """As `read`, for a file, which is opened only if it is not too large. uri: its path where not given."""
    uri = uri if uri is not None else place_of(str(path))
    path = Path(openable(str(path)))
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            return [Rejected(uri, "", "too_large", _too_large(size, limits))]
        raw = path.read_bytes()
    except OSError as error:
        return [Rejected(uri, "", "unreadable", f"the file cannot be opened: {error.strerror or error}")]
    return read(uri, raw, metadata, limits)


def _too_large(size: int, limits: Limits) -> str:
    return f"{size:,} bytes, more than the {limits.max_bytes:,} allowed; split it, or raise Limits.max_bytes"


def _read(member: Member, limits: Limits, nesting: int) -> Iterator[Document | Rejected]:
    uri, raw = member.uri, member.raw
    digest = member.sha256 or sha256(raw).hexdigest()
    if len(raw) > limits.max_bytes:
        yield Rejected(uri, digest, "too_large", _too_large(len(raw), limits))
        return
    if not raw:
        yield Rejected(uri, digest, "empty", "the file has no bytes; fetch it again")
        return
    if nesting > limits.max_nested_archives:
        yield Rejected(uri, digest, "too_large", "archives within archives; unpack them and read the files in them")
        return
    source = Source(uri, raw, digest, member.metadata)
    file_format: Format | None = None
    try:
        file_format = next(declared for declared in known() if declared.matches(raw))
        for found in file_format.read(source, limits):
            if isinstance(found, Member):
                yield from _read(found, limits, nesting + 1)
            else:
                yield _with_text(found)
    except Unreadable as reason:
        yield Rejected(uri, digest, reason.reason, reason.detail)
    except Exception as error:  # the border: whatever a library makes of a broken file is a finding, not a crash
        name = file_format.name if file_format else "file"
        yield Rejected(
            uri,
            digest,
            "unreadable",
            f"broken {name} ({type(error).__name__}: {error}); open it in its own program and save it anew",
        )


def _with_text(found: Document | Rejected) -> Document | Rejected:
    """A document without a single printed character is none."""
    if isinstance(found, Rejected):
        return found
    if any(line and not line.isspace() for line in found.lines):
        return without_radicals(found)
    if found.images:
        detail = f"{found.images} image(s) and no text; find the text version, or have the image transcribed"
        return Rejected(found.uri, found.sha256, "image_only", detail)
    return Rejected(found.uri, found.sha256, "empty", "no text in it; fetch it again or look for another copy")
