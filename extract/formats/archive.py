"""Zip archives: every file in them is a document of its own, `archive.zip#folder/name`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from extract.document import Rejected
from extract.format import Format, Member, Source, Unreadable
from extract.limits import Limits
from extract.package import MAGIC, Package


def read(source: Source, limits: Limits) -> Iterator[Member | Rejected]:
    """The archive's files, hidden ones and those of the system left out. One that cannot be read costs only itself."""
    package = Package(source.raw, limits)
    if "[Content_Types].xml" in package or "mimetype" in package:
        raise Unreadable("unreadable", "an office file of a kind not read here; save it as DOCX, XLSX or PDF")
    members = [(name, shown) for name, shown in package.members() if not _is_hidden(shown)]
    if not members:
        raise Unreadable("empty", "an archive without files; fetch it again")
    for number, (name, shown) in enumerate(members):
        uri = f"{source.uri}#{shown}"
        if number >= limits.max_members:
            detail = f"the archive holds {len(members)} files, {limits.max_members} are read; unpack it into a folder"
            yield Rejected(source.uri, source.sha256, "too_large", detail)
            return
        try:
            content = package.read(name)
        except Unreadable as reason:
            yield Rejected(uri, source.sha256, reason.reason, reason.detail)
            if reason.reason == "too_large":
                return
            continue
        yield Member(uri, content, source.metadata)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name.replace("\\", "/")).parts)


FORMATS = (Format("zip archive", "application/zip", (".zip",), read, magic=MAGIC, rank=29),)
