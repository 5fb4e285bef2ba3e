"""Clocks and tables: works measured in turns, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence

Work = Callable[[int], object]


def alternating(
    works: Mapping[str, Work],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
    before: Mapping[str, Work] | None = None,
) -> dict[str, list[float]]:
    """Seconds of every work in each of `rounds` rounds, in each of which all works have their turn.

    A work is given the number of the round. Round 0 warms up and is not told. Every other round goes backwards.
    before: what is done before a work, and is no part of it.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in list(works.items())[:: 1 if number % 2 else -1]:
            if before and name in before:
                before[name](number)
            start = clock()
            work(number)
            if number:
                times[name].append(clock() - start)
    return times


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """Median of the ratios round by round."""
    return statistics.median(a / b for a, b in zip(of, to, strict=True))


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    lines = [list(map(str, header)), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(header))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        print("  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip())
        if not number:
            print("  ".join("-" * width for width in widths))


def _shown(cell: object) -> str:
    if not isinstance(cell, float):
        return f"{cell:,}" if isinstance(cell, int) else str(cell)
    return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}" if abs(cell) < 1 else f"{cell:.2f}"
