"""Bars at the ends of rows and on lines of their own: what they mean depends on the document's other rows.

Converters mark cells and rows by bars. A blank cell on a line of its own is a bar and nothing else, if the converter
keeps blank cells. If it drops them, as many bars stand behind the row's numbers, to make up for them. A cell that ends
in a line break of its own has its bar fall onto the next line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from transform.lines import Kind, Scan, Shape, behind_blank, scan_kept

_BAR = "|"
_FEWEST = 2  # blank cells before a number from which on a converter is told to keep blank cells


class Bar(Enum):
    """What a line of bars says."""

    ENDS_CELL = 1
    ENDS_ROW = 2
    MAKES_UP = 3  # ends a row whose blank cells were dropped


def bars_in(lines: Sequence[str], scans: Sequence[Scan]) -> Mapping[int, Bar]:
    """The lines of bars that are marks, by number. A single bar that is not among them is a blank cell."""
    several = [number for number, scan in enumerate(scans, 1) if scan.shape is Shape.END]
    if _BAR not in lines:
        return dict.fromkeys(several, Bar.MAKES_UP)
    filled = [number for number, scan in enumerate(scans, 1) if scan.shape is not Shape.EMPTY]
    ends_cell: list[int] = []
    single: list[int] = []
    blanks = 0  # single bars that a dropped blank would not have left where they are
    above = 0
    for place, number in enumerate(filled):
        if lines[number - 1] == _BAR:
            if above and _is_open_cell(lines[above - 1], scans[above - 1]):
                ends_cell.append(number)
            else:
                single.append(number)
                below = filled[place + 1] if place + 1 < len(filled) else 0
                if below and scans[below - 1].value is not None:
                    blanks += 1
                elif below and lines[below - 1] == _BAR:
                    blanks += _FEWEST
        above = number
    marks = dict.fromkeys(ends_cell, Bar.ENDS_CELL)
    if blanks >= _FEWEST:
        return marks | dict.fromkeys(several, Bar.ENDS_ROW)
    if several or any(scan.ends for scan in scans):
        return marks | dict.fromkeys((*several, *single), Bar.MAKES_UP)
    return marks


def _is_open_cell(line: str, scan: Scan) -> bool:
    """Whether the line is a cell, a blank one marked by a dash included, that no bar ends."""
    return scan.shape is Shape.CELL and not line.endswith(_BAR) and any(token.raw for token in scan.tokens)


def complete_rows(lines: Sequence[str], scans: list[Scan]) -> None:
    """Give rows between bars the blank cells at their ends that only the document's other rows tell from its edges."""
    led = [place for place, scan in enumerate(scans) if scan.led]
    if led and not _begins_with_bars(lines, scans):
        for place in led:
            scans[place] = behind_blank(scans[place])
    ended = [place for place, scan in enumerate(scans) if scan.ends and scan.shape is Shape.ROW]
    if ended and sum(map(_keeps_blank, scans)) >= _FEWEST:
        for place in ended:
            scans[place] = scan_kept(lines[place])


def _begins_with_bars(lines: Sequence[str], scans: Sequence[Scan]) -> bool:
    rows = [line for line, scan in zip(lines, scans, strict=True) if scan.shape is Shape.ROW and _BAR in line]
    return 2 * sum(line.startswith(_BAR) for line in rows) >= len(rows)


def _keeps_blank(scan: Scan) -> bool:
    if scan.shape is not Shape.ROW:
        return False
    filled = [place for place, token in enumerate(scan.tokens) if token.kind is Kind.VALUE]
    return any(not token.raw for token in scan.tokens[filled[0] : filled[-1]]) if filled else False
