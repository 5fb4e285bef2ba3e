"""Runs of numbers in a text: what the marks of cells part, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from transform.numbers import around_digits

PARTS = "|｜ \t\x0b\xa0\u3000"  # what stands between cells


class Run(NamedTuple):
    """Numbers that nothing but the marks of cells parts.

    gap: what stands before them, from the end of the last run on; above: the line on which it begins. lines: of the
    numbers. bare: nothing stands before them on their line; apart: each has a line of its own.
    """

    gap: str
    above: int
    raws: list[str]
    lines: Sequence[int]
    bare: bool
    apart: bool


def runs_in(text: str) -> tuple[Iterator[Run], str]:
    """The runs of a text whose every line stands behind its break, and what stands behind the last of them."""
    *pieces, rest = _run().split(text)
    return _runs(pieces), rest


def _runs(pieces: Sequence[str]) -> Iterator[Run]:
    number = 0
    for before, mark, run in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        gap = before + mark
        above, number = number, number + gap.count("\n")
        raws = (run.replace("|", " ") if "|" in run else run).split()
        breaks = run.count("\n")
        bare = mark == "\n" or not beginning(before).strip(PARTS)
        lines: Sequence[int]
        if not breaks:
            lines = [number] * len(raws)
        elif breaks == len(raws) - 1:
            lines = range(number, number + len(raws))
        else:  # empty lines between them
            lines = [line for line, cell in enumerate(run.split("\n"), number) if cell.strip(PARTS)]
        yield Run(gap, above, raws, lines, bare, breaks > 0 or (bare and len(raws) == 1))
        number += breaks


def beginning(gap: str) -> str:
    """What stands on a run's line before it."""
    return gap[gap.rfind("\n") + 1 :]


@cache
def _run() -> re.Pattern[str]:
    """The mark before a run of numbers, and the run. Each number is all of a cell; tabs part them, or bars, or each has
    a line. Nothing gives back what it took (`*+`), so that a search costs no more than the text is long."""
    signs, names = map(re.escape, around_digits())
    spaces = "[ \x0b\xa0\u3000]*+"
    number = rf"[{signs}]{{0,2}}+\d[\d,./，．／]{{0,29}}+[{names}]{{0,4}}+(?={spaces}(?:[\t\n|]|\Z))"
    return re.compile(
        rf"([\t\n|]){spaces}({number}(?:"
        rf"(?:{spaces}\t{spaces}{number})++|(?:{spaces}\|{spaces}{number})++"
        rf"|(?:{spaces}\|?{spaces}\n++[ \t\x0b\xa0\u3000]*+{number})*+))"
    )
