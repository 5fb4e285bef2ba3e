"""Section four: reviews and litigation, one row under three sets of five columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from transform.binding import Bound, in_empty_lines, is_cut, is_empty, is_packed, is_void, put_counts, slots_of
from transform.label_columns import below_labels
from transform.lines import Shape
from transform.numbers import splits
from transform.proceeding_sets import Run, leave_out_own, sets_of, values_by_proceeding
from transform.reading import Issue
from transform.reference import CellKey, Form
from transform.rows import PROCEEDINGS, Row, Value
from transform.settle import EMPTY, LOST, Slot, Way, close_sum, placements
from transform.sheet import Sheet

_MOST_OMITTED = 2
_MOST_LOST = 2
_FEWEST = 3  # of five columns: a set with fewer numbers than this settles nothing


def fill_proceedings(sheet: Sheet, rows: Sequence[Row], last_text_line: int, *, faithful: bool) -> None:
    """Read the rows of section four into the sheet. faithful: the other tables keep their blank cells in place."""
    form = sheet.form
    told: dict[str, tuple[Bound, bool]] = {}
    if by_proceeding := values_by_proceeding(form, rows):
        for proceeding, values in by_proceeding.items():
            sheet.put_printed(_cells_of(form, proceeding), values)
        return
    labels = [row.label_text for row in rows if row.label_text]
    # Rows of one table: nothing but its own label stands above a later one.
    if any(row.label_text and row.header_text == row.label_text for row in rows[1:]) and len(labels) > 1:
        sheet.issues.append(Issue("rows_of_several", rows[0].line, "".join(labels)[:200]))
        return
    for run in _runs(form, rows, faithful=faithful):
        run.columns = sets_of(form, run)
        if not run.columns or not leave_out_own(form, run):
            if any(not is_empty(value) for value in run.values):
                sheet.issues.append(Issue("values_without_columns", run.line, run.header[:200]))
            continue
        _lay_out(form, run)
        for proceeding, bound in _bind(form, run, last_text_line).items():
            if proceeding in told:
                sheet.issues.append(Issue("row_printed_twice", run.line, proceeding))
                if _said(told[proceeding][0]) != _said(bound):
                    told[proceeding][0].ways = []
                continue
            told[proceeding] = bound, not any(is_empty(value) for value in run.values)
    for proceeding, (bound, zeros_printed) in told.items():
        put_counts(sheet, _cells_of(form, proceeding), bound, zeros_printed=zeros_printed)


def _cells_of(form: Form, proceeding: str) -> list[int]:
    return [form.index[CellKey(PROCEEDINGS, proceeding, result)] for result in form.results]


def _said(bound: Bound) -> list[list[int | None]]:
    return [[slot.value for slot in way] for way in bound.ways]


def _runs(form: Form, rows: Sequence[Row], *, faithful: bool) -> list[Run]:
    """Runs of values, each with the header above it; values on further lines without a text between continue a run."""
    runs: list[Run] = []
    for row in rows:
        if runs and not row.header_text:
            if row.shape is not Shape.CELL:
                runs[-1].row_lines += 1
                runs[-1].folds.append(len(runs[-1].values))
            runs[-1].values += row.values
            runs[-1].row, runs[-1].spaced = None, ()
        else:
            several = int(row.shape is not Shape.CELL)
            run = Run(row.header_text, list(row.values), several, row.line, row.shape is Shape.GRID, row.columns)
            run.row, run.spaced = row, in_empty_lines(row, len(form.proceedings) * len(form.results))
            run.packed = is_packed(row, row.values) and not (faithful and row.shape is Shape.CELL)
            runs.append(run)
    return runs


def _lay_out(form: Form, run: Run) -> None:
    """Give a run the blank cells that it lacks: in columns of spaces where its numbers stand below the labels of all
    results, with a line for each cell where empty lines stand for blank ones, if the sums bear that out."""
    codes = [*form.results] * len(run.columns)
    if len(run.values) >= len(codes):
        return
    below = below_labels(run.row, codes) if run.row is not None else None
    laid = [below] if below else run.spaced
    laid = [values for values in laid if len(values) == len(codes) and _bears_out(slots_of(values), len(form.results))]
    if len(laid) == 1:
        run.values, run.marked, run.packed = list(laid[0]), True, False


def _bind(form: Form, run: Run, last_text_line: int) -> dict[str, Bound]:
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


def _stands(run: Run, values: Sequence[Value], slots: Sequence[Slot], width: int) -> bool:
    """Whether a full run can be taken in its printed order.

    Text out of a page whose columns were read one after the other has its blocks moved, and then no two sums hold; a
    row that lost a cell is filled up. One sum that fails is a printed error, and stays.
    """
    if not run.marked and all(map(is_void, values[:-1])) and not is_void(values[-1]):
        return False  # behind a row of blank cells, the number of a page
    failing, below = 0, False
    first_void = next((place for place, value in enumerate(values) if is_void(value)), len(values))
    for start in range(0, len(slots), width):
        group = slots[start : start + width]
        printed = [slot.value for slot in group[:-1] if slot.value is not None]
        if group[-1].value is not None and printed and sum(printed) != group[-1].value:
            failing += 1
            below = below or (first_void < start + width and max(printed) > group[-1].value)
    # A row that lost a cell is filled up at its end, or moved: its one blank cell explains no total below a part.
    if failing and (is_empty(values[-1]) or (below and sum(map(is_void, values)) == 1)):
        return False
    if any(fold % width == 0 for fold in run.folds):  # whole sets on lines of their own: any of them may be the first
        return False
    return failing <= (1 if run.marked or run.row_lines <= 1 else 0)


def _bind_glued(run: Run, values: Sequence[Value], width: int) -> dict[str, Bound]:
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
    """A run without the empty cells that pad it at either end. Where empty cells stand among the row's own, only the
    sums tell which of them pad it; the run is left as it is where they do not."""
    size = width * sets
    surplus = len(values) - size
    if surplus <= 0:
        return values
    if all(map(is_empty, values)):
        return values[:size]
    filled = [place for place, value in enumerate(values) if not is_empty(value)]
    starts = range(max(filled[-1] + 1 - size, 0), min(filled[0], surplus) + 1)
    windows = [values[start : start + size] for start in starts]
    printed = [value for value in values if not is_void(value)]
    if len(printed) == size and _bears_out(slots_of(printed), width):  # none of the row's own cells is empty
        return printed
    if any(map(is_void, values[filled[0] : filled[-1]])):  # any of these may be one too many
        return values
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
