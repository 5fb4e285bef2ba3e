"""The lines of a document as scans, each read in the light of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extract.document import Cell
from transform.bars import Bar, bars_in, complete_rows
from transform.lines import Scan, scan_cells, scan_lines


class Scans(NamedTuple):
    """Text and scan of every line, number n at index n - 1, and the lines of bars or white space that are marks, by
    number."""

    lines: Sequence[str]
    scans: Sequence[Scan]
    bars: Mapping[int, Bar]


def scan_document(lines: Sequence[str], grid: Mapping[int, tuple[Cell, ...]]) -> Scans:
    """The scans of a document. grid: the cells of lines that are rows of a table, by number."""
    scans = scan_lines(lines)
    for number, cells in grid.items():
        scans[number - 1] = scan_cells(cells)
    complete_rows(lines, scans)
    return Scans(lines, scans, bars_in(lines, scans))
