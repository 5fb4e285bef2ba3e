"""One batch of documents, from bytes to staged Parquet: what a worker process runs. No Prefect here."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extract import reader
from extract.document import Document, Rejected
from extract.sources import Found
from load import staging
from transform import frames
from transform.frames import Read
from transform.reading import Reading, Refusal
from transform.report import read_document


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to read together. number: its place in the run. folder: where its frames are staged."""

    number: int
    folder: Path
    found: tuple[Found, ...]

    def run(self, at: Callable[[int], None], excluded: Mapping[int, tuple[str, str]]) -> int:
        """Read every document, stage the frames, and return the number of documents (a corpus holds many)."""
        reads: list[Read] = []
        for index, found in enumerate(self.found):
            if index in excluded:
                reads.append(_refused(found, *excluded[index]))
                continue
            at(index)
            reads += read_found(found)
        staging.write(frames.build(reads), self.folder, self.number)
        return len(reads)
