"""Section four: reviews and litigation, one row under three sets of five columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from transform.binding import Bound, is_cut, is_empty, put_count, slots_of
from transform.labels import load_lexicon
from transform.lines import Shape
from transform.numbers import as_count
from transform.reading import Issue
from transform.reference import CellKey, Form
from transform.rows import PROCEEDINGS, Row, Value
from transform.settle import LOST, Slot, Way, close_sum, placements
from transform.sheet import Sheet

_MOST_OMITTED = 2
_FEWEST = 3  # of five columns: a set with fewer numbers than this settles nothing


@dataclass(slots=True)
class _Run:
    """Values under one header. lines: how many lines of several cells they came from."""

    header: str
    values: list[Value]
    row_lines: int
    line: int
    columns: list[str] = field(default_factory=list)


def fill_proceedings(sheet: Sheet, rows: Sequence[Row], last_text_line: int) -> None:
    """Read the rows of section four into the sheet."""
    form = sheet.form
    told: dict[str, tuple[Bound, bool]] = {}
    for run in _runs(rows):
        run.columns = _proceedings_of(form, run)
        if not run.columns:
            if any(not is_empty(value) for value in run.values):
                sheet.issues.append(Issue("values_without_columns", run.line, run.header[:200]))
            continue
        for proceeding, bound in _bind(form, run, last_text_line).items():
            if proceeding in told:
                sheet.issues.append(Issue("row_printed_twice", run.line, proceeding))
                if _said(told[proceeding][0]) != _said(bound):
                    told[proceeding][0].ways = []
                continue
            told[proceeding] = bound, not any(is_empty(value) for value in run.values)
    for proceeding, (bound, zeros_printed) in told.items():
        for place, result in enumerate(form.results):
            put_count(sheet, CellKey(PROCEEDINGS, proceeding, result), bound, place, zeros_printed=zeros_printed)


def _said(bound: Bound) -> list[list[int | None]]:
    return [[slot.value for slot in way] for way in bound.ways]


def _runs(rows: Sequence[Row]) -> list[_Run]:
    """Runs of values, each with the header above it; values on further lines without a text between continue a run."""
    runs: list[_Run] = []
    for row in rows:
        if runs and not row.header_text:
            runs[-1].values += row.values
            runs[-1].row_lines += row.shape is not Shape.CELL
        else:
            runs.append(_Run(row.header_text, list(row.values), int(row.shape is not Shape.CELL), row.line))
    return runs


def _proceedings_of(form: Form, run: _Run) -> list[str]:
    """The proceedings whose sets of columns the header prints, in order; empty where it does not tell."""
    axes = load_lexicon().axes
    results = axes["result"].inside(run.header)
    sets = results.count(form.results[0])
    named = [code for code in dict.fromkeys(axes["proceeding"].inside(run.header)) if code in form.proceedings]
    every = list(form.proceedings)
    if sets and not _in_sets(results, form.results, sets):
        return []
    if sets and sets % len(every) == 0:  # a header repeated on the next page is the same header
        return every
    if 0 < sets < len(every):
        if named == every and sets == len(every) - 1:
            return []
        litigation = [code for code in named if code != every[0]]
        for candidate in (named, litigation):
            if len(candidate) == sets:
                return candidate
        return []
    if sets == 0 and len(run.values) == len(every) * len(form.results) and not run.header.strip():
        slots = slots_of(run.values, as_count)
        return every if _adds_up(form, slots) else []
    return []


def _in_sets(found: Sequence[str], results: Sequence[str], sets: int) -> bool:
    """Whether the column labels stand in the form's order in every set; one lost label a set is borne."""
    place = -1
    count = 0
    for code in found:
        at = results.index(code)
        if at <= place:
            count += 1
        place = at
    return count + 1 == sets and len(found) >= (len(results) - 1) * sets


def _adds_up(form: Form, slots: Sequence[Slot]) -> bool:
    """Whether every set of five adds up, all of it printed."""
    width = len(form.results)
    for start in range(0, len(slots), width):
        group = slots[start : start + width]
        if any(slot.value is None for slot in group):
            return False
        if sum(slot.value or 0 for slot in group[:-1]) != group[-1].value:
            return False
    return True


def _bind(form: Form, run: _Run, last_text_line: int) -> dict[str, Bound]:
    width, sets = len(form.results), len(run.columns)
    values = _trimmed(run.values, width * sets)
    slots = slots_of(values, as_count)
    surplus = len(values) - width * sets
    parts, total = range(width - 1), width - 1
    regular = run.row_lines <= 1
    if surplus == 0 and (regular or _adds_up(form, slots)):
        bounds = {}
        for n, proceeding in enumerate(run.columns):
            way: Way = tuple(slots[n * width : (n + 1) * width])
            is_last = n == sets - 1
            if is_last and is_cut(values, last_text_line) and not _sure_total(way):
                way = (*way[:-1], Slot(None, way[-1].source, True))
            bounds[proceeding] = Bound(run.line, values, [close_sum(way, parts, total) or way], True)
        return bounds
    found = _ways_in_sets(slots, width, sets, surplus) if regular else None
    if found is None:
        found = [[] for _ in run.columns]
    return {
        proceeding: Bound(run.line, values, ways, False) for proceeding, ways in zip(run.columns, found, strict=True)
    }


def _sure_total(way: Way) -> bool:
    return way[-1].value is not None and sum(slot.value or 0 for slot in way[:-1]) == way[-1].value


def _trimmed(values: Sequence[Value], size: int) -> Sequence[Value]:
    """A run without the empty cells that pad it at either end."""
    start, end = 0, len(values)
    while end - start > size and is_empty(values[end - 1]):
        end -= 1
    while end - start > size and is_empty(values[start]):
        start += 1
    return values[start:end]


def _ways_in_sets(slots: Sequence[Slot], width: int, sets: int, surplus: int) -> list[list[Way]] | None:
    """Per set, every way that is part of a cut of the run into sets which all add up; None where nothing can be told."""
    if surplus > _MOST_OMITTED or len(slots) < _FEWEST * sets:
        return None
    found: list[dict[tuple[tuple[int | None, bool], ...], Way]] = [{} for _ in range(sets)]
    runs = [tuple(slots)] if surplus <= 0 else list(combinations(slots, width * sets))
    for kept in runs:
        for sizes in _cuts(len(kept), width, sets):
            start = 0
            ways_of: list[list[Way]] = []
            for size in sizes:
                group = kept[start : start + size]
                start += size
                ways = [
                    closed
                    for way in placements(group, width, LOST)
                    if (closed := close_sum(way, range(width - 1), width - 1)) is not None
                ]
                ways_of.append(ways)
            if all(ways_of):
                for n, ways in enumerate(ways_of):
                    for way in ways:
                        found[n].setdefault(tuple((slot.value, slot.lost and slot.value is None) for slot in way), way)
    return [list(ways.values()) for ways in found]


def _cuts(size: int, width: int, sets: int) -> list[tuple[int, ...]]:
    """All ways to part `size` values into `sets` groups of at most `width`."""
    if sets == 1:
        return [(size,)] if size <= width else []
    return [(first, *rest) for first in range(min(width, size) + 1) for rest in _cuts(size - first, width, sets - 1)]
