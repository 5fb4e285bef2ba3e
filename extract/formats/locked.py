"""Containers that are recognised and cannot be read, so that the reason given is the right one."""

from __future__ import annotations

from collections.abc import Iterator

from extract import ole
from extract.document import Document
from extract.format import Format, Source, Unreadable
from extract.limits import Limits

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"BM")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")


def _is_encrypted(raw: bytes) -> bool:
    return "encryptedpackage" in ole.streams(raw)


def _is_picture(raw: bytes) -> bool:
    return b"\0" in raw[:64]  # "BM" alone could begin a text


def refuse_encrypted(source: Source, limits: Limits) -> Iterator[Document]:
    """Office files with a password are containers of one encrypted stream."""
    raise Unreadable("encrypted", "the office file asks for a password; ask for an open copy")


def refuse_container(source: Source, limits: Limits) -> Iterator[Document]:
    """A compound file in which no reader knows a stream."""
    raise Unreadable("unreadable", "a binary office file of a kind not read here; save it as DOCX or PDF")


def refuse_picture(source: Source, limits: Limits) -> Iterator[Document]:
    """A scan or photograph."""
    raise Unreadable("image_only", "the file is a picture; find the text version, or have it transcribed")


def refuse_archive(source: Source, limits: Limits) -> Iterator[Document]:
    """An archive or compressed file of a kind not unpacked here."""
    raise Unreadable("unreadable", "a compressed file; unpack it (a corpus needs its ending: .jsonl.gz, .jsonl.zst)")


FORMATS = (
    Format(
        "encrypted office file",
        "application/x-ole-storage",
        (),
        refuse_encrypted,
        magic=(ole.MAGIC,),
        sniff=_is_encrypted,
        rank=30,
    ),
    Format("compound file", "application/x-ole-storage", (), refuse_container, magic=(ole.MAGIC,), rank=39),
    Format("picture", "image/*", (".jpg", ".png", ".tif"), refuse_picture, magic=_PICTURES, sniff=_is_picture, rank=60),
    Format(
        "archive", "application/octet-stream", (".rar", ".7z", ".gz", ".zst"), refuse_archive, magic=_ARCHIVES, rank=61
    ),
)
