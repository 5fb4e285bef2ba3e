"""Accuracy over a mixed hostile corpus: what is false, what is not read, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests.bench.measure import table
from tests.hostile.corpus import ALL_DAMAGES
from tests.hostile.make import mixed
from tests.property.scoring import WRONG, score, tags

DOCUMENTS = 2_000
SEED = 1
_CHUNK = 50
_SHOWN = 20
_HEADER = ("count", *WRONG, "not loaded", "cells read %", "not 0 read %")


@dataclass
class Tally:
    """Counts by tag (a layout, format or damage, and 'all')."""

    by_tag: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another tally counted."""
        for tag, counts in other.by_tag.items():
            self.by_tag.setdefault(tag, Counter()).update(counts)
        self.faults += other.faults


def tally(seeds: range) -> Tally:
    """Generate, read and score the documents of some seeds."""
    made = Tally()
    for seed in seeds:
        case = mixed(seed, None, None)
        result = score(case.data, case.truth)
        wrong = result.wrong
        counts = Counter(fault.kind for fault in result.faults)
        counts.update(
            documents=1, hurt=bool(wrong), cells=result.cells, right=result.right,
            nonzero=result.nonzero, nonzero_right=result.nonzero_right,
        )  # fmt: skip
        met = tags(case.name)
        for tag in ("all", *met, *(() if set(met) & set(ALL_DAMAGES) else ("undamaged",))):
            made.by_tag.setdefault(tag, Counter()).update(counts)
        made.faults += [f"{case.file_name}: {fault.kind} {fault.cell} {fault.said}" for fault in wrong]
    return made


def _chunks(count: int) -> Iterator[range]:
    for start in range(SEED, SEED + count, _CHUNK):
        yield range(start, min(start + _CHUNK, SEED + count))


def main(count: int = DOCUMENTS) -> None:
    """Print what is wrong, by kind, and a table by layout, format and damage."""
    whole = Tally()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for part in pool.map(tally, _chunks(count)):
            whole.add(part)
    table(
        f"Accuracy, {count:,} hostile documents (seeds {SEED} to {SEED + count - 1})",
        (
            "documents",
            "count",
            "false numbers",
            *(kind for kind in WRONG[1:]),
            "not loaded",
            "cells read %",
            "not 0 read %",
        ),
        [_row(tag, whole.by_tag[tag]) for tag in ("all", "undamaged") if tag in whole.by_tag],
    )
    table(
        "By layout, format and damage",
        (
            "of these",
            "count",
            "false numbers",
            *(kind for kind in WRONG[1:]),
            "not loaded",
            "cells read %",
            "not 0 read %",
        ),
        [_row(tag, counts) for tag, counts in sorted(whole.by_tag.items()) if tag not in ("all", "undamaged")],
    )
    for line in whole.faults[:_SHOWN]:
        print(line)
    if len(whole.faults) > _SHOWN:
        print(f"… and {len(whole.faults) - _SHOWN:,} more")


def _row(tag: str, counts: Counter[str]) -> tuple[object, ...]:
    return (
        tag,
        counts["documents"],
        *(counts[kind] for kind in WRONG),
        counts["not loaded"],
        100 * counts["right"] / counts["cells"] if counts["cells"] else "",
        100 * counts["nonzero_right"] / counts["nonzero"] if counts["nonzero"] else "",
    )
