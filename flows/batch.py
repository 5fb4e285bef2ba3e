"""One batch of documents, from bytes to staged Parquet: what a worker process runs. No Prefect here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import polars as pl

from extract.document import Document, Rejected
from extract.reader import read_file
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
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Files to read together. number: its place in the run. folder: where its frames are staged. files: as FOUND."""

    number: int
    folder: Path
    files: pl.DataFrame

    def run(self, at: Callable[[int], None], excluded: Mapping[int, tuple[str, str]]) -> int:
        """Read every document, stage the frames, and return the number of documents.

        at: told before each file which one it is. excluded: files not to be opened again, with reason and detail.
        """
        reads: list[Read] = []
        for index, row in enumerate(self.files.iter_rows(named=True)):
            found = Found(**row)
            if index in excluded:
                reads.append(_refused(found, *excluded[index]))
                continue
            at(index)
            reads += read_found(found)
        staging.write(frames.build(reads), self.folder, self.number)
        return len(reads)


def read_found(found: Found) -> Iterator[Read]:
    """Every document of one file, with what reading it gave."""
    if found.kind == "unreadable":
        yield _refused(found, "unreadable", found.detail)
        return
    for document in read_file(Path(found.path), found.uri):
        if isinstance(document, Rejected) and not document.sha256:
            yield _refused(found, document.reason, document.detail)
        else:
            yield Read(found.uri, document, judged(document))


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


def _refused(found: Found, reason: str, detail: str) -> Read:
    """A file that was not opened has no bytes to take a digest of: its place stands for them."""
    return Read(found.uri, Rejected(found.uri, sha256(found.uri.encode()).hexdigest(), reason, detail), [])


def frame_of(found: Iterable[Found]) -> pl.DataFrame:
    """Files found, as FOUND: a fifth of the memory that a million objects take."""
    parts, rows = [pl.DataFrame(schema=FOUND)], []
    for item in found:
        rows.append(tuple(getattr(item, name) for name in FOUND))
        if len(rows) == 50_000:
            parts.append(pl.DataFrame(rows, schema=FOUND, orient="row"))
            rows = []
    return pl.concat([*parts, pl.DataFrame(rows, schema=FOUND, orient="row")])


def cut(files: pl.DataFrame, folder: Path) -> list[Batch]:
    """Batches of at most DOCUMENTS files and about BYTES, in the order given; a corpus is a batch of its own."""
    single = pl.col("kind") == "corpus"
    parts = [files.filter(~single).with_columns(_places(BYTES)), files.filter(single)]
    batches = [part.drop("slot") for part in parts[0].partition_by("slot", maintain_order=True)]
    batches += [parts[1][row] for row in range(len(parts[1]))]
    return [Batch(number, folder, files) for number, files in enumerate(batches, start=1)]


@cache
def reading_version() -> str:
    """What reads: the parser's version and a digest of its code and tables, so that what an older one read is read again."""
    digest = sha256()
    for folder, pattern in ((_HOUSE / "extract", "*.py"), (_HOUSE / "transform", "*.py"), (REFERENCE, "*.*")):
        for path in sorted(folder.rglob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{PARSER_VERSION}-{digest.hexdigest()[:12]}"


def _places(limit: int) -> pl.Expr:
    by_size = pl.col("size").cum_sum() // limit
    return (by_size * (1 << 32) + pl.int_range(pl.len()) // DOCUMENTS).alias("slot")
