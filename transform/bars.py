"""Bars and white space at the ends of rows and on lines of their own: what they mean is told by the document's others.

Converters mark cells and rows by bars. A blank cell on a line of its own is a bar and nothing else, if the converter
keeps blank cells. If it drops them, as many bars stand behind the row's numbers, to make up for them. A cell that ends
in a line break of its own has its bar fall onto the next line. A browser parts cells that hold paragraphs by
a tab with empty lines around, and the indented source of a page leaves its spaces behind every cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import groupby, pairwise
from typing import NamedTuple

from transform.labels import load_lexicon
from transform.lines import Scan, Shape, behind_bar, scan_kept, scan_line
from transform.numbers import units
from transform.tokens import Kind, Token

_BAR = "|"
_FEWEST_CELLS = 10  # cells with two bars behind each from which on each is told to stand between two
_FEWEST_PARTED = 10  # pairs of labels from which on white space between most is told to part cells
_FEWEST = 2  # blank cells before a number from which on a converter is told to keep blank cells
_FEWEST_UNITS = 10
_UNIT_LENGTH = 12  # characters of a line that is a unit, with the spaces around it
_FEWEST_MARKED = 20  # cells with a mark for each that has none
_EMPTY, _PAGE = Scan(Shape.EMPTY), Scan(Shape.PAGE)
_SILENT = frozenset({Shape.EMPTY, Shape.PAGE, Shape.RUNNING})


class Bar(Enum):
    """What a line of bars says."""

    ENDS_CELL = 1
    ENDS_ROW = 2
    MAKES_UP = 3  # ends a row whose blank cells were dropped


def bars_in(lines: Sequence[str], scans: Sequence[Scan]) -> Mapping[int, Bar]:
    """The lines of bars, or of white space, that are marks, by number. A single bar that is not among them is a blank
    cell."""
    parting = _parting(lines, scans)
    if parting is not None:
        return _around_spaces(lines, scans, parting)
    several = [number for number, scan in enumerate(scans, 1) if scan.shape is Shape.END]
    if _BAR not in lines:
        return dict.fromkeys(several, Bar.MAKES_UP)
    runs = _runs(lines, scans)
    behind_cells = [run for run in runs if run.behind_cell]
    edges = 2 if len(behind_cells) >= _FEWEST_CELLS and min(len(run.numbers) for run in behind_cells) > 1 else 1
    marks: dict[int, Bar] = {}
    single: list[int] = []
    blanks = 0  # single bars that a dropped blank would not have left where they are
    for run in runs:
        within = run.numbers
        if edges == 2:  # a bar before each cell and a bar behind it: of the bars between, every other is a blank cell
            within, outer = run.numbers[1:-1:2], (run.numbers[0], *run.numbers[2::2], run.numbers[-1])
            marks |= dict.fromkeys(outer, Bar.ENDS_CELL)
        elif run.behind_cell:
            within = run.numbers[1:]
            marks[run.numbers[0]] = Bar.ENDS_CELL
        single += within
        blanks += bool(within) and (run.before_value or _FEWEST * (len(within) > 1))
    if blanks >= _FEWEST:
        return marks | dict.fromkeys(several, Bar.ENDS_ROW)
    if several or any(scan.ends for scan in scans):
        return marks | dict.fromkeys((*several, *single), Bar.MAKES_UP)
    return marks


class _Parting(NamedTuple):
    """Lines of nothing but white space that part cells: the line, and how many of it part two. ends: they stand behind
    the last cell of a row, too."""

    line: str
    times: int
    ends: bool


def _parting(lines: Sequence[str], scans: Sequence[Scan]) -> _Parting | None:
    """The lines of white space that stand between most labels that follow each other, as they do between those of one
    header: a blank cell hardly stands between all of them."""
    line, stands = max(Counter(filter(str.isspace, lines)).items(), key=lambda found: found[1], default=("", 0))
    if stands < _FEWEST_PARTED:
        return None
    is_label = load_lexicon().is_labelled
    between_labels: Counter[int] = Counter()
    behind_numbers: Counter[bool] = Counter()
    above, run = _EMPTY, 0
    for place, scan in enumerate(scans):
        if lines[place] == line:
            run += 1
        elif scan.shape not in _SILENT:
            if scan.text is not None and above.text is not None and is_label(scan.text.fold):
                between_labels[run] += is_label(above.text.fold)
            elif scan.text is not None and above.value is not None:
                behind_numbers[run > 0] += 1
            above, run = scan, 0
    times, often = max(between_labels.items(), key=lambda found: found[1], default=(0, 0))
    if not times or often < _FEWEST_PARTED or often <= between_labels[0]:
        return None
    return _Parting(line, times, behind_numbers[True] > behind_numbers[False])


def _around_spaces(lines: Sequence[str], scans: Sequence[Scan], parting: _Parting) -> Mapping[int, Bar]:
    """The lines of white space that part cells, and the empty lines between them and cells. More of them than part two
    cells stand for blank cells; so do all behind the last number of a row that none ends."""
    filled = [place for place, scan in enumerate(scans) if scan.shape not in _SILENT]
    groups = [list(group) for _, group in groupby(filled, lambda place: lines[place] == parting.line)]
    marks: dict[int, Bar] = {}
    for above, spaces, below in zip(groups, groups[1:], groups[2:], strict=False):
        if lines[spaces[0]] != parting.line:
            continue
        ends_row = scans[above[-1]].text is None and scans[below[0]].value is None and not _is_blank(scans[below[0]])
        cells, rest = divmod(len(spaces), parting.times)
        blank = {*(spaces[: cells if ends_row and not parting.ends else max(cells - 1, 0)] if not rest else spaces[1:])}
        parts = range(above[-1] + 1, spaces[-1] + 1 if ends_row else below[0])
        marks |= {place + 1: Bar.ENDS_CELL for place in parts if place not in blank}
    return marks


def _is_blank(scan: Scan) -> bool:
    return all(token.kind is Kind.BLANK for token in scan.tokens)


class _Run(NamedTuple):
    """Single bars on lines that follow each other. behind_cell: a cell that no bar ends stands before them."""

    numbers: list[int]
    behind_cell: bool
    before_value: bool


def _runs(lines: Sequence[str], scans: Sequence[Scan]) -> list[_Run]:
    filled = [number for number, scan in enumerate(scans, 1) if scan.shape not in _SILENT]
    groups = [list(group) for _, group in groupby(filled, lambda number: lines[number - 1] == _BAR)]
    runs = []
    for place, numbers in enumerate(groups):
        if lines[numbers[0] - 1] != _BAR:
            continue
        above = groups[place - 1][-1] if place else 0
        below = groups[place + 1][0] if place + 1 < len(groups) else 0
        behind_cell = bool(above) and _is_open_cell(lines[above - 1], scans[above - 1])
        runs.append(_Run(numbers, behind_cell, bool(below) and scans[below - 1].value is not None))
    return runs


def _is_open_cell(line: str, scan: Scan) -> bool:
    """Whether the line is a cell that no bar ends, also a blank one marked by a dash or by what a page left over."""
    return scan.shape is Shape.CELL and not line.endswith(_BAR)


def complete_rows(lines: Sequence[str], scans: list[Scan]) -> None:
    """Give rows between bars the blank cells at their ends that only the document's other rows tell from its edges,
    take out numbers of pages that stand among cells, and put units on lines of their own to their numbers."""
    _take_out_pages(lines, scans)
    _join_units(lines, scans)
    led = [place for place, scan in enumerate(scans) if scan.led and lines[place] != _BAR]
    if led and not _begins_with_bars(lines, scans):
        for place in led:
            scans[place] = behind_bar(lines[place], scans[place])
        _join_broken(lines, scans)
    ended = [place for place, scan in enumerate(scans) if scan.ends and scan.shape is Shape.ROW]
    if ended and sum(map(_keeps_blank, scans)) >= _FEWEST:
        for place in ended:
            scans[place] = scan_kept(lines[place])


def _take_out_pages(lines: Sequence[str], scans: list[Scan]) -> None:
    """A number without the mark that nearly every cell has, a bar behind it or white space before it, may be the number
    of a page. It is one between empty lines, where the others have bars; there, right above another, it may be the
    beginning of that. Among blank cells, and where white space is all that others have, it may be a cell as well."""
    cells = [
        (_is_marked(line), scan.value is None)
        for line, scan in zip(lines, scans, strict=True)
        if scan.value is not None or _is_blank_cell(scan)
    ]
    marked, unmarked = cells.count((True, False)), cells.count((False, False))
    if not unmarked or marked < 2 * unmarked or marked + cells.count((True, True)) < _FEWEST_MARKED * unmarked:
        return
    barred = any(_BAR in line for line, scan in zip(lines, scans, strict=True) if scan.value is not None)
    for place, (line, scan) in enumerate(zip(lines, scans, strict=True)):
        if scan.value is None or _is_marked(line):
            continue
        above, below = scans[max(place - 1, 0)], scans[min(place + 1, len(scans) - 1)]
        if above.shape is below.shape is Shape.EMPTY and barred:
            scans[place] = _PAGE
        elif _is_blank_cell(above) or _is_blank_cell(below) or not barred:
            token = Token(Kind.ODD, line.strip(), lost=True)
            scans[place] = scan._replace(tokens=(token,), value=None)


def _is_marked(line: str) -> bool:
    return _BAR in line or line[:1].isspace()


def _is_blank_cell(scan: Scan) -> bool:
    return scan.shape is Shape.CELL and len(scan.tokens) == 1 and scan.tokens[0].kind is Kind.BLANK


def _join_units(lines: Sequence[str], scans: list[Scan]) -> None:
    """A unit on a line of its own belongs to the number right above it: one of money, or where a page sets many so."""
    below = [
        place
        for place, line in enumerate(lines)
        if place and len(line) < _UNIT_LENGTH and _unit_in(line) and _ends_in_number(lines[place - 1], scans[place - 1])
    ]
    of_money = [place for place in below if units()[_unit_in(lines[place])][0] == "money"]
    of_counts = [place for place in below if scans[place - 1].value is not None]
    for place in {*of_money, *(of_counts if len(of_counts) >= _FEWEST_UNITS else ())}:
        scans[place - 1], scans[place] = scan_line(lines[place - 1].rstrip() + lines[place].strip()), _PAGE


def _unit_in(line: str) -> str:
    """The unit that is all of a line, in brackets or before a bar; '' for any other line."""
    text = line.strip("| \t\xa0\u3000（）()")
    return text if text in units() else ""


def _ends_in_number(line: str, scan: Scan) -> bool:
    """Whether a line of text ends in a number without a unit, and in no mark that ends its cell."""
    if not scan.tokens or scan.shape is Shape.GRID or line.rstrip().endswith(_BAR):
        return False
    printed = scan.tokens[-1].printed
    return printed is not None and not printed.unit


def _join_broken(lines: Sequence[str], scans: list[Scan]) -> None:
    """A row whose next line begins with a bar goes on there: a blank cell broke it."""
    filled = [place for place, scan in enumerate(scans) if scan.shape is not Shape.EMPTY]
    for above, below in pairwise(filled):
        if scans[above].shape is Shape.ROW and not scans[above].ends and lines[below].startswith(_BAR):
            scans[above] = scans[above]._replace(shape=Shape.CELL)


def _begins_with_bars(lines: Sequence[str], scans: Sequence[Scan]) -> bool:
    rows = [line for line, scan in zip(lines, scans, strict=True) if scan.shape is Shape.ROW and _BAR in line]
    return 2 * sum(line.startswith(_BAR) for line in rows) >= len(rows)


def _keeps_blank(scan: Scan) -> bool:
    if scan.shape is not Shape.ROW:
        return False
    filled = [place for place, token in enumerate(scan.tokens) if token.kind is Kind.VALUE]
    return any(not token.raw for token in scan.tokens[filled[0] : filled[-1]]) if filled else False
