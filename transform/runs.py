"""Runs of numbers in a text: what the marks of cells part, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain, repeat
from operator import add
from typing import NamedTuple

from transform.numbers import around_digits

PARTS = "|｜ \t\x0b\xa0\u3000"  # what stands between cells


class Runs(NamedTuple):
    """Runs of numbers that nothing but the marks of cells parts, column by column, which takes a third of the time.

    gaps: what stands before each, from the end of the last one on. texts: the runs as printed; raws: their numbers.
    firsts, lasts: the lines on which each begins and ends. rest: what stands behind the last of them.
    """

    gaps: list[str]
    texts: list[str]
    raws: list[list[str]]
    firsts: list[int]
    lasts: list[int]
    rest: str

    def lines(self, begin: int, end: int) -> list[int]:
        """The line of each number of the runs from `begin` up to `end`."""
        firsts, lasts, raws = self.firsts[begin:end], self.lasts[begin:end], self.raws[begin:end]
        if firsts == lasts:  # a row of the table has a line
            return [*chain.from_iterable(map(repeat, firsts, map(len, raws)))]
        return [*chain.from_iterable(map(self._lines_of, range(begin, end)))]

    def _lines_of(self, place: int) -> Sequence[int]:
        first, last, count = self.firsts[place], self.lasts[place], len(self.raws[place])
        if first == last:
            return (first,) * count
        if last - first == count - 1:
            return range(first, last + 1)
        cells = enumerate(self.texts[place].split("\n"), first)
        return [line for line, cell in cells if cell.strip(PARTS)]  # empty lines between them

    def is_apart(self, place: int) -> bool:
        """Whether each number of a run has a line of its own."""
        return self.lasts[place] > self.firsts[place] or (len(self.raws[place]) == 1 and self.is_bare(place))

    def is_bare(self, place: int) -> bool:
        """Whether nothing stands before a run on its line."""
        return not beginning(self.gaps[place]).strip(PARTS)


def runs_in(text: str) -> Runs:
    """The runs of a text whose every line stands behind its break."""
    *pieces, rest = _run().split(text)
    gaps, texts = [*map(add, pieces[::3], pieces[1::3])], pieces[2::3]
    breaks = chain.from_iterable([(gap.count("\n"), run.count("\n")) for gap, run in zip(gaps, texts, strict=True)])
    ends = [*accumulate(breaks)]
    cells = [run.replace("|", " ") for run in texts] if "|" in text else texts
    return Runs(gaps, texts, [*map(str.split, cells)], ends[::2], ends[1::2], rest)


def beginning(gap: str) -> str:
    """What stands on a run's line before it."""
    return gap[gap.rfind("\n") + 1 :]


@cache
def _run() -> re.Pattern[str]:
    """The mark before a run of numbers, and the run. Each number is all of a cell; tabs part them, or bars, or each has
    a line. Nothing gives back what it took (`*+`), so that a search costs no more than the text is long."""
    signs, names = map(re.escape, around_digits())
    spaces = "[ \x0b\xa0\u3000]*+"
    digits = "0-9０-９"  # told faster than \d
    number = rf"[{signs}]{{0,2}}+[{digits}][{digits},./，．／]{{0,29}}+[{names}]{{0,4}}+(?={spaces}(?:[\t\n|]|\Z))"
    return re.compile(
        rf"([\t\n|]){spaces}({number}(?:"
        rf"(?:{spaces}\t{spaces}{number})++|(?:{spaces}\|{spaces}{number})++"
        rf"|(?:{spaces}\|?{spaces}\n++[ \t\x0b\xa0\u3000]*+{number})*+))"
    )
