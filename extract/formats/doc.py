"""Word 97 documents (DOC), and what WPS writes in the same form.

Read here rather than by a converter: those at hand (antiword and its wrappers) lose where table rows end, and none is a
library that is looked after. What the binary format says of tables is all there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extract import ole, word97
from extract.document import Document
from extract.format import Format, Source, Unreadable
from extract.limits import Limits
from extract.stream import Stream


def sniff(raw: bytes) -> bool:
    """Whether the compound file holds a Word document."""
    return "worddocument" in ole.streams(raw)


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """One document; raises Unreadable."""
    word = ole.read(source.raw, "WordDocument")
    try:
        blocks, images = word97.read(word, ole.read(source.raw, word97.table_stream(word)))
    except (struct.error, IndexError) as error:
        raise Unreadable(
            "unreadable", f"broken Word document ({error}); open it in Word and save it as DOCX"
        ) from error
    stream = Stream(limits)
    stream.blocks(blocks)
    yield stream.document(source, "application/msword", images=images)


FORMATS = (
    Format("Word 97 document", "application/msword", (".doc", ".wps"), read, magic=(ole.MAGIC,), sniff=sniff, rank=32),
)
