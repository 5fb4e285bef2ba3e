"""Section four: reviews and litigation, one row under three sets of five columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from transform.binding import Bound, is_cut, is_empty, is_packed, is_void, put_counts, slots_of
from transform.labels import fold, load_lexicon
from transform.lines import Shape
from transform.numbers import splits
from transform.reading import Issue
from transform.reference import CellKey, Form, load_reference
from transform.rows import PROCEEDINGS, SURPLUS, Row, Value
from transform.settle import EMPTY, LOST, Slot, Way, close_sum, placements
from transform.sheet import Sheet

_MOST_OMITTED = 2
_MOST_LOST = 2
_FEWEST = 3  # of five columns: a set with fewer numbers than this settles nothing


@dataclass(slots=True)
class _Run:
    """Values under one header. row_lines: how many lines of several cells they came from; folds: the places at which
    all of these but the first begin; marked: each cell stands in its own place by the format itself, so that order and
    blanks are as printed; places: where the header's labels stand, by code, its own columns among them."""

    header: str
    values: list[Value]
    row_lines: int
    line: int
    marked: bool = False
    places: tuple[tuple[str, int], ...] = ()
    packed: bool = False
    columns: list[str] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)


def fill_proceedings(sheet: Sheet, rows: Sequence[Row], last_text_line: int, *, faithful: bool) -> None:
    """Read the rows of section four into the sheet. faithful: the other tables keep their blank cells in place."""
    form = sheet.form
    told: dict[str, tuple[Bound, bool]] = {}
    for run in _runs(rows, faithful=faithful):
        run.columns = _proceedings_of(form, run)
        if not run.columns or not _leave_out_own(form, run):
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
        cells = [form.index[CellKey(PROCEEDINGS, proceeding, result)] for result in form.results]
        put_counts(sheet, cells, bound, zeros_printed=zeros_printed)


def _said(bound: Bound) -> list[list[int | None]]:
    return [[slot.value for slot in way] for way in bound.ways]


def _runs(rows: Sequence[Row], *, faithful: bool) -> list[_Run]:
    """Runs of values, each with the header above it; values on further lines without a text between continue a run."""
    runs: list[_Run] = []
    for row in rows:
        if runs and not row.header_text:
            if row.shape is not Shape.CELL:
                runs[-1].row_lines += 1
                runs[-1].folds.append(len(runs[-1].values))
            runs[-1].values += row.values
        else:
            several = int(row.shape is not Shape.CELL)
            run = _Run(row.header_text, list(row.values), several, row.line, row.shape is Shape.GRID, row.columns)
            run.packed = is_packed(row, row.values) and not (faithful and row.shape is Shape.CELL)
            runs.append(run)
    return runs


def _proceedings_of(form: Form, run: _Run) -> list[str]:
    """The proceedings whose sets of columns the header prints, in order; empty where it does not tell."""
    axes = load_lexicon().axes
    every = _order_of(form, run)
    if not every:
        return []
    if len(_set_begun(form.form).findall(run.header)) == len(every):
        return every
    results = axes["result"].inside(run.header)
    sets = results.count(form.results[0])
    named = [code for code in dict.fromkeys(axes["proceeding"].inside(run.header)) if code in form.proceedings]
    size = len(every) * len(form.results)
    if len(results) != size == len(run.values) and _is_jumbled_whole(form, run.header):
        return every
    if sets and not _in_sets(results, form.results, sets):
        return every if _put_in_order(form, run, results) else []
    if sets and sets % len(every) == 0:  # a header repeated on the next page is the same header
        return every
    if 0 < sets < len(every):
        if named == every and sets == len(every) - 1:
            return []
        litigation = [code for code in named if code != form.proceedings[0]]
        for candidate in (named, litigation):
            if len(candidate) == sets:
                return candidate
        return []
    if sets == 0 and not results and len(run.values) == len(every) * len(form.results):
        slots = slots_of(run.values)
        return every if _adds_up(form, slots) else []
    return []


def _leave_out_own(form: Form, run: _Run) -> bool:
    """Leave out the cells under columns that no form has; whether what is left can be told. Where nothing is blank, the
    sums tell."""
    own = {place for code, place in run.places if code == SURPLUS}
    if not own or not any(map(is_empty, run.values)):
        return True
    results = [(code, place) for code, place in run.places if code != SURPLUS]
    kept = {place: value for value in run.values if (place := value.token.column) is not None and place not in own}
    order = [place for _, place in results]
    if not run.marked or order != [*kept] or [code for code, _ in results] != [*form.results] * len(run.columns):
        return False
    run.values = [*kept.values()]
    return True


def _order_of(form: Form, run: _Run) -> list[str]:
    """All proceedings in the order of their sets. In another order than the form's they are told only where the format
    itself says that the labels stand in that order; elsewhere (empty) a page may have been read in another."""
    axes = load_lexicon().axes
    every = list(form.proceedings)
    named = [code for code in dict.fromkeys(axes["proceeding"].inside(run.header)) if code in form.proceedings]
    litigation = max((found.start() for found in axes["proceeding_group"].pattern.finditer(run.header)), default=-1)
    review = -1
    for found in axes["proceeding"].pattern.finditer(run.header):
        if axes["proceeding"].codes[found.group()] == every[0]:
            review = found.start()
    if 0 <= litigation < review:  # the first set stands behind the two that the label of a group spans
        named = [*(code for code in named if code != every[0]), every[0]]
    if named == [code for code in every if code in named]:
        return every
    return named if run.marked and len(named) == len(every) else []


def _put_in_order(form: Form, run: _Run, results: Sequence[str]) -> bool:
    """Put the values of a full run into the form's order, where every set of columns prints each label once but in an
    order of its own; whether that is so."""
    width = len(form.results)
    sets = [results[start : start + width] for start in range(0, len(results), width)]
    if len(results) != len(run.values) or any(sorted(codes) != sorted(form.results) for codes in sets):
        return False
    run.values = [
        run.values[n * width + codes.index(result)] for n, codes in enumerate(sets) for result in form.results
    ]
    return True


@cache
def _set_begun(form: str) -> re.Pattern[str]:
    """One set of column labels in the form's order, each whole or cut behind its first half (a line break within)."""
    labels = load_reference().labels
    folds = [fold(labels["result", result]) for result in load_reference().forms[form].results]
    return re.compile("".join(f"{label[: len(label) // 2]}(?:{label[len(label) // 2 :]})?" for label in folds))


def _is_jumbled_whole(form: Form, header: str) -> bool:
    """Whether a header whose labels run over lines of text, cut anywhere, holds every character of every label, once
    for each set, in the form's order as far as that can be told: labels that begin alike (结果维持, 结果纠正) differ by
    their ends, which stand on one line; others may be raised or lowered by a line."""
    if any(header.count(character) < times for character, times in _characters_of(form.form).items()):
        return False
    labels = load_reference().labels
    folds = [fold(labels["result", result]) for result in form.results]
    begins = [label[: len(label) // 2] for label in folds]
    ends = [label[len(begin) :] for label, begin in zip(folds, begins, strict=True) if begins.count(begin) > 1]
    places = [header.find(end) for end in ends if header.count(end) >= len(form.proceedings)]
    return places == sorted(places)


@cache
def _characters_of(form: str) -> Counter[str]:
    """The characters of the column labels of all sets, each as often as they print it."""
    reference = load_reference()
    columns = reference.forms[form]
    one = Counter("".join(fold(reference.labels["result", result]) for result in columns.results))
    return Counter({character: times * len(columns.proceedings) for character, times in one.items()})


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
    values = run.values if run.packed else _trimmed(run.values, width, sets)
    if len(values) == 1 and len(values[0].token.raw) >= width * sets and values[0].token.raw.isdigit():
        return _bind_glued(run, values, width)
    slots = slots_of(values)
    if not run.packed and len(values) == width * sets and _stands(run, values, slots, width):
        bounds = {}
        for n, proceeding in enumerate(run.columns):
            way: Way = tuple(slots[n * width : (n + 1) * width])
            if n == sets - 1 and is_cut(values, last_text_line) and not _sure_total(way):
                way = (*way[:-1], LOST)
            else:
                way = close_sum(way, range(width - 1), width - 1) or way
            bounds[proceeding] = Bound(run.line, values, [way], True)
        return bounds
    found: list[list[Way]] | None = None
    cut = is_cut(values, last_text_line)
    if run.row_lines <= 1 and not run.marked and not cut and len(values) != width * sets:
        kept = [slot for slot, value in zip(slots, values, strict=True) if not is_empty(value)]
        found = _ways_in_sets(kept if run.packed else slots, width, sets)
    if found is None:
        found = [[] for _ in run.columns]
    return {
        proceeding: Bound(run.line, values, ways, False) for proceeding, ways in zip(run.columns, found, strict=True)
    }


def _stands(run: _Run, values: Sequence[Value], slots: Sequence[Slot], width: int) -> bool:
    """Whether a full run can be taken in its printed order.

    Text out of a page whose columns were read one after the other has its blocks moved, and then no two sums hold; a
    row that lost a cell is filled up. One sum that fails is a printed error, and stays.
    """
    failing, below = 0, False
    for start in range(0, len(slots), width):
        group = slots[start : start + width]
        printed = [slot.value for slot in group[:-1] if slot.value is not None]
        if group[-1].value is not None and printed and sum(printed) != group[-1].value:
            failing += 1
            below = below or max(printed) > group[-1].value
    # A row that lost a cell is filled up at its end, or moved: its one blank cell explains no total below a part.
    if failing and (is_empty(values[-1]) or (below and sum(map(is_void, values)) == 1)):
        return False
    if any(fold % width == 0 for fold in run.folds):  # whole sets on lines of their own: any of them may be the first
        return False
    return failing <= (1 if run.marked or run.row_lines <= 1 else 0)


def _bind_glued(run: _Run, values: Sequence[Value], width: int) -> dict[str, Bound]:
    """Digits of all columns without a mark between them, cut in every way in which each set adds up."""
    size = width * len(run.columns)
    ways = []
    for numbers in splits(values[0].token.raw, size):
        groups = [numbers[start : start + width] for start in range(0, size, width)]
        if all(sum(group[:-1]) == group[-1] for group in groups):
            ways.append([tuple(Slot(number, 0) for number in group) for group in groups])
    return {
        proceeding: Bound(run.line, values, [way[n] for way in ways], False) for n, proceeding in enumerate(run.columns)
    }


def _sure_total(way: Way) -> bool:
    return way[-1].value is not None and sum(slot.value or 0 for slot in way[:-1]) == way[-1].value


def _trimmed(values: Sequence[Value], width: int, sets: int) -> Sequence[Value]:
    """A run without the empty cells that pad it at either end. Where the row's own blank cells stand at its ends, only
    the sums tell which of them pad it; the run is left as it is where they do not."""
    size = width * sets
    surplus = len(values) - size
    if surplus <= 0:
        return values
    if all(map(is_empty, values)):
        return values[:size]
    windows = [
        values[start : start + size]
        for start in range(surplus + 1)
        if all(map(is_empty, (*values[:start], *values[start + size :])))
    ]
    if len(windows) > 1:
        windows = [window for window in windows if _bears_out(slots_of(window), width)]
    return windows[0] if len(windows) == 1 else values


def _bears_out(slots: Sequence[Slot], width: int) -> bool:
    """Whether every set in which something is printed prints the total of its parts."""
    sets = (slots[start : start + width] for start in range(0, len(slots), width))
    return all(_sure_total(tuple(group)) for group in sets if any(slot.value is not None for slot in group))


def _ways_in_sets(slots: Sequence[Slot], width: int, sets: int) -> list[list[Way]] | None:
    """Per set, every way that is part of a cut of the run into sets which all add up; None where nothing can be
    told."""
    surplus = len(slots) - width * sets
    if surplus > _MOST_OMITTED or len(slots) < _FEWEST * sets:
        return None
    if surplus < -_MOST_LOST and not any(
        _is_borne_out(slots, sizes, width) for sizes in _cuts(len(slots), width, sets)
    ):
        return None
    found: list[dict[tuple[tuple[int | None, bool], ...], Way]] = [{} for _ in range(sets)]
    for kept in [tuple(slots)] if surplus <= 0 else combinations(slots, width * sets):
        for sizes in _cuts(len(kept), width, sets):
            start = 0
            ways_of: list[list[Way]] = []
            for size in sizes:
                ways_of.append(_ways_of_set(kept[start : start + size], width))
                start += size
            if all(ways_of):
                for n, ways in enumerate(ways_of):
                    for way in ways:
                        found[n].setdefault(tuple((slot.value, slot.lost and slot.value is None) for slot in way), way)
    return [list(ways.values()) if any(map(_prints_total, ways.values())) else [] for ways in found]


def _prints_total(way: Way) -> bool:
    """Whether a set prints the total that bears it out, or nothing at all: a blank or lost total proves no place."""
    return (way[-1].source >= 0 and not way[-1].lost) or all(slot.value is None and not slot.lost for slot in way)


def _is_borne_out(slots: Sequence[Slot], sizes: Sequence[int], width: int) -> bool:
    """Whether each set of this cut prints the total of its parts, if anything: where so many cells are gone, sums that
    hold only because something may be lost prove nothing."""
    start = 0
    for size in sizes:
        numbers = [slot.value for slot in slots[start : start + size] if slot.value is not None]
        if numbers and (len(numbers) < 2 or sum(numbers[:-1]) != numbers[-1]):
            return False
        start += size
    return True


def _ways_of_set(group: Sequence[Slot], width: int) -> list[Way]:
    """The ways a set's numbers can stand: what is between them was lost, or is blank."""
    ways = placements(group, width, LOST)
    if len(group) < width:
        ways += placements(group, width, EMPTY)
    return [closed for way in ways if (closed := close_sum(way, range(width - 1), width - 1)) is not None]


def _cuts(size: int, width: int, sets: int) -> list[tuple[int, ...]]:
    """All ways to part `size` values into `sets` groups of at most `width`."""
    if sets == 1:
        return [(size,)] if size <= width else []
    return [(first, *rest) for first in range(min(width, size) + 1) for rest in _cuts(size - first, width, sets - 1)]
