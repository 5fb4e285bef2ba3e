"""The byte law at size: thousands of broken files of every format, the slowest of them, and what became of them."""

from __future__ import annotations

import faulthandler
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from extract.document import Rejected
from extract.reader import read
from tests.bench.measure import table
from tests.property.breakage import broken
from tests.property.contract import breaches
from transform.reading import Reading
from transform.report import read_document

FILES = 20_000
_CHUNK = 100
_SLOWEST = 5

Found = tuple[Counter[str], list[str], list[tuple[float, str]]]


def check(seeds: range) -> Found:
    """Read the bytes of some seeds: fates, promises broken, and the slowest with their seconds."""
    faulthandler.enable()  # a library that dies of a file says where
    fates: Counter[str] = Counter()
    found: list[str] = []
    slowest: list[tuple[float, str]] = []
    for seed in seeds:
        what, data = broken(seed)
        start = time.perf_counter()
        found += [f"{what}: {breach}" for breach in breaches(what, data)]
        slowest.append((time.perf_counter() - start, what))
        fates.update(_fates(what, data))
    return fates, found, sorted(slowest, reverse=True)[:_SLOWEST]


def _fates(what: str, data: bytes) -> Iterator[str]:
    try:
        for document in read(what, data):
            for outcome in [document] if isinstance(document, Rejected) else read_document(document):
                yield "read" if isinstance(outcome, Reading) else outcome.reason
    except Exception as error:
        yield type(error).__name__


def main(count: int = FILES) -> None:
    """Print what became of the files, and every promise broken."""
    fates: Counter[str] = Counter()
    found: list[str] = []
    slowest: list[tuple[float, str]] = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for some, breach, slow in pool.map(
            check, (range(at, min(at + _CHUNK, count)) for at in range(0, count, _CHUNK))
        ):
            fates.update(some)
            found += breach
            slowest += slow
    table(f"Broken bytes, {count:,} files", ("fate", "documents"), fates.most_common())
    table("The slowest", ("what", "s"), [(what, taken) for taken, what in sorted(slowest, reverse=True)[:_SLOWEST]])
    print(f"\n{len(found)} promises broken")
    for line in found:
        print(line)
