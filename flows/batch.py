"""One batch of documents, from bytes to staged Parquet: what a worker process runs. No Prefect here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from math import ceil
from operator import attrgetter
from pathlib import Path
from typing import Protocol

import polars as pl

from extract.corpora import Record, records
from extract.document import Document, Rejected
from extract.reader import read, read_file
from extract.remote import Arrival, arriving, brought, is_remote
from extract.sources import Found
from load import staging
from transform import frames
from transform.frames import Read
from transform.reading import Reading, Refusal
from transform.reference import REFERENCE
from transform.report import PARSER_VERSION, read_document

# A batch is one task and one set of staged files: large enough that a task's 50 ms are nothing, small enough to hold.
DOCUMENTS = 5_000
BYTES = 256 << 20
_LEAST = 2 << 20  # bytes of documents that take longer to read (1-2 s) than another worker to start
_SHARED = 16 << 20  # bytes from which a corpus is shared: each sharer reads past the records of the others
_STRIPE = 250  # records that one sharer reads before it is the next one's turn
_PARTS = 100_000  # staged parts that one batch may have (a corpus is staged every DOCUMENTS records)

_HOUSE = Path(__file__).resolve().parents[1]

FOUND = {
    "uri": pl.String,
    "path": pl.String,
    "size": pl.Int64,
    "mtime_ns": pl.Int64,
    "ctime_ns": pl.Int64,
    "inode": pl.UInt64,
    "kind": pl.String,
    "detail": pl.String,
    "reason": pl.String,
    "metadata": pl.String,
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to read together.

    number: its place in the run. folder: where its frames are staged. files: what to read, as FOUND.
    share, shares: of a large corpus, every `shares`-th stripe of records, beginning with stripe number `share`.
    """

    number: int
    folder: Path
    files: pl.DataFrame
    share: int = 0
    shares: int = 1

    def run(self, at: Callable[[int], None], excluded: Mapping[int, tuple[str, str]]) -> int:
        """Read every document, stage the frames, and return the number of documents.

        at: told the ordinal of each document before it is read.
        excluded: ordinals of documents that are not to be read, with reason and detail.
        """
        held: list[Read] = []
        documents = written = 0
        for ordinal, unit in enumerate(self._units()):
            if ordinal in excluded:
                held.append(unit.refused(*excluded[ordinal]))
            else:
                at(ordinal)
                held += unit.read()
            if len(held) >= DOCUMENTS:
                self._stage(held, written)
                documents, written, held = documents + len(held), written + 1, []
        self._stage(held, written)
        return documents + len(held)

    def _units(self) -> Iterator[_Unit]:
        for found, arrival in arriving(Found(**row) for row in self.files.iter_rows(named=True)):
            if found.kind != "corpus":
                yield _File(found, arrival)
                continue
            number = -1
            for number, record in enumerate(records(Path(found.path), found.uri)):
                if number // _STRIPE % self.shares == self.share:
                    yield _Record(found.uri, record)
            if number < 0 and self.share == 0:
                empty = Rejected(found.uri, "", "empty", "the corpus holds no record; fetch it again")
                yield _Record(found.uri, empty)

    def _stage(self, reads: list[Read], written: int) -> None:
        if reads:
            staging.write(frames.build(reads), self.folder, self.number * _PARTS + written)


class _Unit(Protocol):
    """What is read at one go, and blamed alone where reading it goes wrong."""

    def read(self) -> Iterator[Read]: ...
    def refused(self, reason: str, detail: str) -> Read: ...


@dataclass(frozen=True, slots=True)
class _File:
    found: Found
    arrival: Arrival | None

    def read(self) -> Iterator[Read]:
        if self.found.kind == "unreadable":
            yield self.refused(self.found.reason, self.found.detail)
            return
        metadata = json.loads(self.found.metadata) if self.found.metadata else {}
        if self.arrival is not None:
            documents = self.arrival.read(metadata)
        else:
            documents = read_file(Path(self.found.path), self.found.uri, metadata)
        for document in documents:
            yield _read(self.found.uri, document)

    def refused(self, reason: str, detail: str) -> Read:
        return _read(self.found.uri, Rejected(self.found.uri, "", reason, detail))


@dataclass(frozen=True, slots=True)
class _Record:
    corpus: str
    record: Record | Rejected

    def read(self) -> Iterator[Read]:
        if isinstance(self.record, Rejected):
            yield _read(self.corpus, self.record)
            return
        for document in read(self.record.uri, self.record.raw, self.record.metadata):
            yield _read(self.corpus, document)

    def refused(self, reason: str, detail: str) -> Read:
        return _read(self.corpus, Rejected(self.record.uri, "", reason, detail))


def _read(container: str, document: Document | Rejected) -> Read:
    """What the engine makes of a document. One that was never opened has no digest: that of its place stands for it."""
    if isinstance(document, Rejected):
        digest = document.sha256 or sha256(document.uri.encode()).hexdigest()
        return Read(container, replace(document, sha256=digest), [])
    return Read(container, document, judged(document))


def judged(document: Document | Rejected) -> list[Reading | Refusal]:
    """What the engine makes of a document. A fault of the engine is a finding about one document, never a lost run."""
    if isinstance(document, Rejected):
        return []
    try:
        return read_document(document)
    except Exception as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "unknown place"
        detail = f"fault of the reader ({type(error).__name__}: {error}, {where}); report it with the document"
        return [Refusal("unreadable", detail)]


def frame_of(found: Iterable[Found]) -> pl.DataFrame:
    """Files found, as FOUND: a fifth of the memory that a million objects take."""
    parts, rows = [pl.DataFrame(schema=FOUND)], []
    facts = attrgetter(*FOUND)
    for item in found:
        rows.append(facts(item))
        if len(rows) == 50_000:
            parts.append(pl.DataFrame(rows, schema=FOUND, orient="row"))
            rows = []
    return pl.concat([*parts, pl.DataFrame(rows, schema=FOUND, orient="row")])


def at_hand(files: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """The files, those corpora that lie in a store brought into `folder`: they are read by rows, and in shares."""
    far = (pl.col("kind") == "corpus") & pl.col("path").str.contains("://", literal=True)
    if files.filter(far).is_empty():
        return files
    items = (Found(**row) for row in files.iter_rows(named=True))
    return frame_of(brought(item, folder) if item.kind == "corpus" and is_remote(item.path) else item for item in items)


def cut(files: pl.DataFrame, folder: Path, workers: int) -> list[Batch]:
    """Batches of at most DOCUMENTS files and about BYTES, in the order given, as many as give every worker its share.

    A corpus is a batch of its own; a large one is shared among all workers.
    """
    single = pl.col("kind") == "corpus"
    parts = [files.filter(~single), files.filter(single)]
    parts[0] = parts[0].with_columns(_places(_fair(parts[0], workers)))
    shared = [(part.drop("slot"), 0, 1) for part in parts[0].partition_by("slot", maintain_order=True)]
    for row in range(len(parts[1])):
        shares = workers if parts[1]["size"][row] > _SHARED else 1
        shared += [(parts[1][row], share, shares) for share in range(shares)]
    return [Batch(number, folder, *part) for number, part in enumerate(shared, start=1)]


@cache
def reading_version() -> str:
    """What reads: the parser's version, its code and its tables. What another version read is read again."""
    digest = sha256()
    for folder, pattern in ((_HOUSE / "extract", "*.py"), (_HOUSE / "transform", "*.py"), (REFERENCE, "*.*")):
        for path in sorted(folder.rglob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{PARSER_VERSION}-{digest.hexdigest()[:12]}"


def _fair(files: pl.DataFrame, workers: int) -> int:
    """How many documents a batch holds, so that no worker is at rest while another has much left."""
    rounds = ceil(len(files) / (DOCUMENTS * workers))
    parts = min(rounds * workers, ceil(files["size"].sum() / _LEAST))
    return max(1, min(DOCUMENTS, ceil(len(files) / max(1, parts))))


def _places(documents: int) -> pl.Expr:
    by_size = pl.col("size").cum_sum() // BYTES
    return (by_size * (1 << 32) + pl.int_range(pl.len()) // documents).alias("slot")
