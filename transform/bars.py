"""Lines that hold nothing but bars, and what they mean in a document: it depends on where the others stand.

Converters mark cells and rows by bars. Where a row's blank cells were dropped, as many bars stand behind its numbers;
where a cell holds a paragraph of its own, the bar behind it falls onto a line of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import pairwise

from transform.lines import Scan, Shape

_BAR = "|"
_FEWEST = 5  # numbers with a bar below from which on the bars are told to part cells
_SHARE = 0.7  # of all numbers alone on their lines


class Bar(Enum):
    """What a line of bars says."""

    ENDS_ROW = 1
    ENDS_CELL = 2


def bars_in(lines: Sequence[str], scans: Sequence[Scan]) -> Mapping[int, Bar]:
    """The lines of bars that are marks, by number. A single bar that is not among them is a blank cell."""
    ends = {number: Bar.ENDS_ROW for number, scan in enumerate(scans, 1) if scan.shape is Shape.END}
    if _BAR not in lines:
        return ends
    filled = [number for number, scan in enumerate(scans, 1) if scan.shape is not Shape.EMPTY]
    below = dict(pairwise(filled))
    single = [number for number in filled if lines[number - 1] == _BAR]
    numbers = [number for number in below if scans[number - 1].value is not None]
    followed = sum(lines[below[number] - 1] == _BAR for number in numbers)
    if followed >= _FEWEST and followed >= _SHARE * len(numbers):
        # The first bar below a cell ends it; another one ends a cell in which nothing stands.
        above = {after: before for before, after in below.items()}
        return ends | {
            number: Bar.ENDS_CELL for number in single if number in above and lines[above[number] - 1] != _BAR
        }
    if ends or any(scan.ends for scan in scans):
        return ends | dict.fromkeys(single, Bar.ENDS_ROW)
    return ends
