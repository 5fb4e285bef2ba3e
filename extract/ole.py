"""Compound files (OLE2), the container of the binary office formats and of encrypted ones."""

from __future__ import annotations

import io
from functools import lru_cache

import olefile

from extract.format import Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BROKEN = (OSError, ValueError, IndexError, TypeError, AttributeError)


@lru_cache(maxsize=1)  # the sniffers of several formats look at the same bytes in turn
def streams(raw: bytes) -> frozenset[str]:
    """Names of the streams at the root, in lower case; empty for a broken container."""
    if not raw.startswith(MAGIC):
        return frozenset()
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as container:
            return frozenset(path[0].lower() for path in container.listdir())
    except _BROKEN:
        return frozenset()


def read(raw: bytes, name: str) -> bytes:
    """Bytes of one stream; they cannot exceed the container's. Raises Unreadable."""
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as container:
            data: bytes = container.openstream(name).read()
            return data
    except _BROKEN as error:
        raise Unreadable("unreadable", f"broken container, no stream {name} ({error}); fetch the file again") from error
