"""Reading on one core: documents a second for each format, against a floor, and where the time goes.

The floor is the least that any reader does: list, read, hash, decode, split into lines. Every round reads documents
that no round before has seen, so that what the reader remembers of labels counts and what it remembers of documents
does not.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from extract.reader import read_file
from extract.sources import find
from flows.batch import judged
from tests.bench import clean
from tests.bench.measure import alternating, ratio, table
from transform import report
from transform.reading import Reading

DOCUMENTS = {
    "text": 200,
    "traditional text": 200,
    "text, one template": 200,
    "HTML": 100,
    "DOCX": 50,
    "PDF": 30,
    "XLSX": 50,
}
ROUNDS = 5
# What a stage is called here, by the name under which `transform.report` calls it.
STAGES = {
    "in full": "tables_in_full",
    "lines": "scan_document",
    "rows": "find_rows",
    "cells": "read_tables",
    "identity": "identify",
    "triage": "judge",
    "prose": "figures",
}


def read_all(folder: Path) -> None:
    """Read every document of a folder to its figures."""
    for found in find([str(folder)]):
        for document in read_file(Path(found.path), found.uri):
            (outcome,) = judged(document)
            if not isinstance(outcome, Reading):
                raise ValueError(f"{found.uri} is a clean report and was refused: {outcome}")


def floor(folder: Path) -> None:
    """The least that reading the same files takes."""
    for found in find([str(folder)]):
        raw = Path(found.path).read_bytes()
        sha256(raw).hexdigest()
        raw.decode("utf-8", errors="replace").split("\n")


@contextmanager
def split_up(spent: dict[str, float]) -> Iterator[None]:
    """Add the seconds of every stage of `transform.report` to `spent` while the block runs."""

    def clocked(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                spent[stage] += time.perf_counter() - start

        return run

    stages = {name: clocked(stage, getattr(report, name)) for stage, name in STAGES.items()}
    with ExitStack() as held:
        for name, work in stages.items():
            held.enter_context(patch.object(report, name, work))
        yield


def main(rounds: int = ROUNDS, size: int | None = None) -> None:
    """Print both tables. size: documents of each format and round, instead of DOCUMENTS."""
    with tempfile.TemporaryDirectory() as folder:
        folders = {
            (name, number): clean.write(
                Path(folder) / f"{name} {number}", name, range(number * 10_000, number * 10_000 + (size or count))
            )
            for name, count in DOCUMENTS.items()
            for number in range(rounds + 2)
        }
        works: dict[str, Callable[[int], object]] = {
            name: lambda number, name=name: read_all(folders[name, number])  # type: ignore[misc]
            for name in DOCUMENTS
        }
        works["floor"] = lambda number: floor(folders["text", number])
        times = alternating(works, rounds, time.process_time)
        rows = []
        for name, count in DOCUMENTS.items():
            each = [seconds / (size or count) for seconds in times[name]]
            least = [seconds / (size or DOCUMENTS["text"]) for seconds in times["floor"]]
            plain = [seconds / (size or DOCUMENTS["text"]) for seconds in times["text"]]
            rows.append((name, 1 / statistics.median(each), ratio(least, each), ratio(each, plain)))
        rows.append(("floor (text)", 1 / statistics.median(least), 1.0, ratio(least, plain)))
        table(
            f"Reading, one core (medians of {rounds} rounds; floor = list, read, hash, decode, split)",
            ("format", "documents/s", "of the floor", "time / text"),
            rows,
        )
        table(
            "Where the time goes, per cent",
            ("format", "extract", *STAGES, "rest"),
            [(name, *_shares(folders[name, rounds + 1])) for name in DOCUMENTS],
        )


def _shares(folder: Path) -> list[float]:
    spent = dict.fromkeys(STAGES, 0.0)
    documents = []
    start = time.perf_counter()
    for found in find([str(folder)]):
        documents += read_file(Path(found.path), found.uri)
    extracted = time.perf_counter()
    with split_up(spent):
        for document in documents:
            judged(document)
    whole = time.perf_counter() - start
    parts = [extracted - start, *spent.values()]
    return [100 * part / whole for part in [*parts, whole - sum(parts)]]
