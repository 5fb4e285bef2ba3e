"""What one document may cost before it is given up."""

from __future__ import annotations

import time
from dataclasses import dataclass

from extract.format import Unreadable

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document. Each is checked before the memory or time it stands for is spent.

    max_bytes: size of the file or record itself.
    max_inflated: bytes that one document's compressed parts may unpack to, all together.
    max_members: members read from one archive.
    max_pages, max_lines: pages and lines of one document.
    max_table_cells: cells of all its tables.
    max_depth: nesting of elements; tables within tables and archives within archives are held to a fraction of it.
    seconds: wall-clock time of one reader, looked at between pages and parts.
    """

    max_bytes: int = 64 * _MIB
    max_inflated: int = 256 * _MIB
    max_members: int = 1_000
    max_pages: int = 500
    max_lines: int = 200_000
    max_table_cells: int = 200_000
    max_depth: int = 1_000
    seconds: float = 30.0

    @property
    def max_nested_tables(self) -> int:
        """Tables within tables that are followed."""
        return max(1, self.max_depth // 20)

    @property
    def max_nested_archives(self) -> int:
        """Archives within archives that are opened."""
        return max(1, self.max_depth // 250)

    def deadline(self) -> Deadline:
        """The clock of one document, started now."""
        return Deadline(self.seconds)


class Deadline:
    """A clock that is asked between pages: readers stop of themselves, nothing is interrupted."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raises Unreadable('timed_out') once the time is up."""
        if time.monotonic() > self._end:
            raise Unreadable(
                "timed_out",
                f"reading took longer than {self._seconds:g} s; raise Limits.seconds or split the document",
            )
