"""Section three: the outcomes of applications, by applicant, and what their sums settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from transform.binding import (
    Bound,
    as_printed,
    bind_run,
    cut_from,
    digits_in,
    is_cut,
    is_empty,
    is_void,
    may_be_anothers,
    may_be_one_cell,
    put_counts,
    same_values,
    slots_of,
    with_empty_lines,
)
from transform.frame import frame_of
from transform.lines import Shape
from transform.order import in_order
from transform.reading import Issue
from transform.reference import CellKey, Form, load_reference
from transform.rows import OUTCOMES, SUBTOTAL, SURPLUS, Row, Value
from transform.settle import LOST, Slot, Sum, Table, Way, close_sum, column_sums, settle
from transform.sheet import Sheet
from transform.tokens import Kind

_MOST_LENGTHS = 2
_FEWEST_TOTALS = 3  # rows that end in the sum of their other numbers: from then on the last of a short row is its total


def fill_outcomes(sheet: Sheet, rows: Sequence[Row], last_text_line: int, *, faithful: bool) -> None:
    form = sheet.form
    known = [_without_subtotal(row, form.applicants) for row in _without_subtotals(form, rows)]
    known = in_order(sheet, known, form.outcomes, unlabelled=[row for row in rows if not row.label])
    columns = _applicants(known, form.applicants)
    width = len(columns)
    if _is_printed_in_full(known, width, last_text_line):  # most tables: nothing to settle
        for row in known:
            sheet.put_printed(_cells_of(form.form, row.label, columns), row.values[:width])
        return
    total = columns.index(form.applicants[-1]) if form.applicants[-1] in columns else -1
    parts = [place for place in range(width) if place != total]
    spaced = with_empty_lines(known, dict.fromkeys(form.outcomes, width))
    faithful, known = faithful or spaced is not known, list(spaced)
    in_full = all(len(row.values) == width and "" not in [token.raw for token, _ in row.values] for row in known)
    in_place = in_full or (total == width - 1 and _leaves_totals_blank(known, width))
    frame = None if in_place else frame_of(known, width)
    drops_blanks = not in_full and _drops_blanks(known)
    bounds: dict[str, Bound] = {}
    short = [row for row in known if 0 < digits_in(row) < width]  # its blank cells left nothing
    beginning: set[int] = set()  # columns of the labels behind which the first column is known to follow
    if faithful and total >= 0 and not in_full:
        beginning = {row.label_column for row in known if _begins_at_label(row, width, parts, total)}
    for row in known:
        bound = bind_run(row, width, faithful=faithful or in_place, frame=frame)
        if not bound.direct and not beginning.isdisjoint((0, row.label_column)):  # 0: spans leave no blank cell at all
            bound = _borne_out(row, width, parts, total) or bound
        before = bounds.get(row.label)
        if before is not None and not same_values(before, bound):
            sheet.issues.append(Issue("row_printed_twice", row.line, row.label))
            before.direct, before.ways = False, []
            continue
        if may_be_one_cell(row, known) and not _is_borne_out(bound, parts, total):
            bound.direct, bound.ways = False, []
        if may_be_anothers(row, width) or (short and len(row.values) == 1):
            bound.direct, bound.ways = False, []
        if row.shared and (bound.direct or not drops_blanks) and not _is_borne_out(bound, parts, total):
            bound.direct, bound.ways = False, []
        if before is None:
            bounds[row.label] = bound
    kinds = {token.kind for bound in bounds.values() for token, _ in bound.values}
    # Rows of many lengths lost no cell or two: blank ones left nothing, beside zeros that are printed.
    zeros_printed = Kind.BLANK not in kinds and len(_lengths(known)) <= _MOST_LENGTHS
    _settle_outcomes(form, bounds, columns, parts, total, zeros_printed, drops_blanks, last_text_line)
    for outcome, bound in bounds.items():
        put_counts(sheet, _cells_of(form.form, outcome, columns), bound, zeros_printed=zeros_printed)


def _lengths(rows: Iterable[Row]) -> set[int]:
    """How many cells of a row hold something, for all rows that hold anything."""
    return {sum(not is_void(value) for value in row.values) for row in rows} - {0}


def _is_printed_in_full(rows: Sequence[Row], width: int, last_text_line: int) -> bool:
    """Whether every row has a label of its own and a count under each column, none of which the text's end cut, and
    nothing tells that they may be another's."""
    if len({row.label for row in rows}) < len(rows):
        return False
    for row in rows:
        values = row.values
        if len(values) > width:  # empty cells of the next label's span behind the empty line that ends the row
            if row.shape is not Shape.CELL or width not in row.breaks or not all(map(is_void, values[width:])):
                return False
            values = values[:width]
        if len(values) < width or values[-1].line == last_text_line:
            return False
        if row.shared or may_be_anothers(row, width) or may_be_one_cell(row, rows):
            return False
        if None in [token.amount for token, _ in values]:
            return False
    return True


def _leaves_totals_blank(rows: Sequence[Row], width: int) -> bool:
    """Whether every row has a number in each cell but its last, and several show that the last of these is no total:
    then it is the total that is blank, and no cell before it was dropped."""
    shown = 0
    for row in rows:
        amounts = [token.amount for token, _ in row.values[: width - 1]]
        if len(row.values) < width or not all(map(is_void, row.values[width - 1 :])) or None in amounts:
            return False
        shown += sum(amount or 0 for amount in amounts[:-1]) != amounts[-1]
    return shown >= _FEWEST_TOTALS


def _borne_out(row: Row, width: int, parts: Sequence[int], total: int) -> Bound | None:
    """The row as printed, where its table keeps blank cells in place, nothing but empty cells stands behind its last
    column, and its own sum holds."""
    values = row.values
    if len(values) < width or not all(map(is_void, values[width:])):
        return None
    bound = as_printed(row, values[:width])
    return bound if _confirmed(bound.ways[0], parts, total) else None


def _begins_at_label(row: Row, width: int, parts: Sequence[int], total: int) -> bool:
    """Whether a row shows that the first column follows the label: elsewhere a blank cell there may be the label's."""
    if len(row.values) < width or is_void(row.values[0]):
        return False
    return _confirmed(tuple(slots_of(row.values[:width])), parts, total)


@cache
def _cells_of(form: str, outcome: str, applicants: tuple[str, ...]) -> tuple[int, ...]:
    """Indices of one outcome's cells, in the order of the columns printed."""
    index = load_reference().forms[form].index
    return tuple(index[CellKey(OUTCOMES, outcome, applicant)] for applicant in applicants)


def _applicants(rows: Sequence[Row], applicants: Sequence[str]) -> tuple[str, ...]:
    """The columns of section three: the form's, unless header and rows agree on fewer."""
    widths = Counter(len(row.values) for row in rows if any(not is_empty(value) for value in row.values))
    header = next((row.header for row in rows if row.header), ())
    if set(header) == set(applicants):
        return _printed_order(header, applicants)
    if widths and header:
        width, times = widths.most_common(1)[0]
        if width == len(header) < len(applicants) and times == sum(widths.values()) and times > 2:
            return tuple(code for code in applicants if code in header)
    return tuple(applicants)


def _printed_order(header: Sequence[str], applicants: Sequence[str]) -> tuple[str, ...]:
    """The columns as the header prints them. The columns of one person and of the total span two rows, so that both may
    be printed before the organisations between them; only a total printed before all else stands first."""
    first, total = applicants[0], applicants[-1]
    between = [code for code in header if code not in (first, total)]
    return (total, first, *between) if header[0] == total else (first, *between, total)


def _without_subtotals(form: Form, rows: Sequence[Row]) -> list[Row]:
    """The rows of the form. A total above other results is that of a group, by which an office sums it up."""
    known = [row for row in rows if row.label in form.outcomes]
    *_, total, rest = form.outcomes
    labels = [row.label for row in known if row.label != total]
    if len({*labels}) < len(labels):  # a second table
        return known
    last = max((place for place, row in enumerate(known) if row.label not in (total, rest)), default=0)
    return [row for place, row in enumerate(known) if row.label != total or place > last]


def _without_subtotal(row: Row, applicants: Sequence[str]) -> Row:
    """The row without the number in a column that sums up organisations, if it is printed in full and holds; else, in a
    table with columns of an office's own, a row of which nothing is told."""
    if row.header[-1:] == (SURPLUS,):
        values = row.values[:-1] if len(row.values) == len(row.header) else []
        return replace(row, header=row.header[:-1], values=values)
    if SUBTOTAL not in row.header:
        return row
    order = _printed_order(row.header, applicants)
    values = [value for value in row.values if not is_void(value)]
    amounts = [token.amount for token, _ in values]
    kept: list[Value] = []
    if len(order) > len(applicants) and len(values) == len(order) and None not in amounts:
        told = dict(zip(order, amounts, strict=True))
        if sum(told.get(code) or 0 for code in applicants[1:-1]) == told[SUBTOTAL]:
            kept = [value for value, code in zip(values, order, strict=True) if code != SUBTOTAL]
    header = tuple(code for code in row.header if code != SUBTOTAL)
    return replace(row, header=header, values=kept, columns=())


def _settle_outcomes(  # noqa: PLR0917  all that the table showed of itself
    form: Form,
    bounds: dict[str, Bound],
    columns: Sequence[str],
    parts: Sequence[int],
    total: int,
    zeros_printed: bool,
    drops_blanks: bool,
    last_text_line: int,
) -> None:
    """Narrow the ways of every row by its own sum, then of all rows by the sums over columns."""
    suspects: set[tuple[str, int]] = set()
    in_total = _rows_ending_in_total(bounds.values()) if total == len(columns) - 1 else 0
    # Rows that are all short by as many numbers lost the same columns, of which the total may be one if no row has it.
    short = [len(bound.values) for bound in bounds.values() if not bound.direct]
    totals = [outcome for outcome, bound in bounds.items() if bound.direct and _confirmed(bound.ways[0], parts, total)]
    uniform = len(short) >= _FEWEST_TOTALS and len(set(short)) == 1 and not totals
    for outcome, bound in bounds.items():
        if total < 0:
            continue
        if bound.direct:
            way = bound.ways[0]
            if is_cut(bound.values, last_text_line) and not _confirmed(way, parts, total):
                first = cut_from(bound.values)
                # Cut short or misprinted: neither is to be made good from the sum.
                bound.ways = [(*way[:first], *[LOST] * (len(way) - first))]
                continue
            if len(totals) >= _FEWEST_TOTALS and _may_be_moved(bound, parts, total):
                bound.direct, bound.ways = False, []
                continue
            closed = close_sum(way, parts, total)
            if closed is None:
                suspects.update((outcome, place) for place in range(len(columns)))
            bound.ways = [closed or way]
            continue
        if is_cut(bound.values, last_text_line):  # the text ends within the row: of what is lost nothing is told
            bound.ways = []
            continue
        ends_in_total = bound.dropped or (in_total >= _FEWEST_TOTALS and drops_blanks)
        # Nothing but zeros is no sum that shows it.
        if len(bound.values) > 1 and in_total and ends_in_total and any(token.amount for token, _ in bound.values):
            bound.ways = [way for way in bound.ways if way[total].source == len(bound.values) - 1]
        closed_ways = [closed for way in bound.ways if (closed := close_sum(way, parts, total)) is not None]
        if not uniform and not any(way[total].source >= 0 and not way[total].lost for way in closed_ways):
            closed_ways = []  # a total that is blank or lost proves no place
        bound.ways = _distinct(closed_ways, zeros_printed)
    if all(bound.direct and not any(slot.lost for slot in bound.ways[0]) for bound in bounds.values()):
        return
    sums = column_sums(form, [form.applicants.index(code) for code in columns])
    for outcome, bound in bounds.items():
        # A digit broken off its number makes one number too many, too: the row's own sum may hold by chance.
        if len(bound.values) > len(columns) and not _has_witness(outcome, total, bounds, sums, suspects):
            bound.ways = []
    told = {outcome: bound.ways for outcome, bound in bounds.items() if bound.ways}
    unsure = frozenset(outcome for outcome in told if not bounds[outcome].direct)
    left = settle(Table(told, sums, unsure), frozenset(suspects))
    for outcome, ways in left.items():
        bounds[outcome].ways = ways
    _imply(bounds, sums, frozenset(suspects))


def _has_witness(
    outcome: str, place: int, bounds: Mapping[str, Bound], sums: Sequence[Sum], suspects: Container[tuple[str, int]]
) -> bool:
    """Whether a sum over the column holds the row's cell, and all its other members are told and beyond doubt."""
    for total in sums:
        members = (*total.lhs, *total.rhs)
        if (outcome, place) in members and all(
            row in bounds and bounds[row].ways and (row, column) not in suspects for row, column in members
        ):
            return True
    return False


def _rows_ending_in_total(bounds: Iterable[Bound]) -> int:
    """In how many rows the last of two numbers or more is the sum of the others and not zero, if that holds for all:
    then the table prints its totals, also where it drops blank cells."""
    seen = 0
    for bound in bounds:
        numbers = [token.amount for token, _ in bound.values if token.kind is not Kind.BLANK]
        if len(numbers) < 2:
            continue
        if any(number is None for number in numbers) or sum(numbers[:-1]) != numbers[-1]:  # type: ignore[arg-type]
            return 0
        seen += bool(numbers[-1])
    return seen


def _is_borne_out(bound: Bound, parts: Sequence[int], total: int) -> bool:
    """Whether a row is printed in full and adds up, or is blank throughout."""
    if not bound.direct:
        return False
    return all(map(is_empty, bound.values)) or (total >= 0 and _confirmed(bound.ways[0], parts, total))


def _drops_blanks(rows: Iterable[Row]) -> bool:
    """Whether no row has a blank cell or a zero, and rows are of many lengths: an agency that leaves its zeros blank,
    and a converter that drops blank cells. Rows that lost a column are all too short by one."""
    lengths = set()
    for row in rows:
        if row.shape not in (Shape.CELL, Shape.ROW) or not all(token.amount for token, _ in row.values):
            return False
        lengths.add(len(row.values))
    return len(lengths - {0}) > 2


def _confirmed(way: Way, parts: Sequence[int], total: int) -> bool:
    """Whether the row's own sum bears out its last number."""
    if way[total].value is None or any(slot.lost for slot in way):
        return False
    return sum(way[place].value or 0 for place in parts) == way[total].value


def _may_be_moved(bound: Bound, parts: Sequence[int], total: int) -> bool:
    """Whether a row with one blank cell, in a table that prints its totals, may have lost a cell and moved by one: its
    total is blank and its last number no less than all others together, or its total is less than one of its parts."""
    way = bound.ways[0]
    numbers = [number for place in (*parts, total) if (number := way[place].value) is not None]
    blank = [slot for slot in way if slot.source < 0 or is_void(bound.values[slot.source])]
    if len(blank) != 1 or len(numbers) < len(way) - 1 or any(slot.lost for slot in way):
        return False
    *others, last = numbers
    return 0 < last >= sum(others) if way[total].value is None else max(others) > last


def _distinct(ways: Iterable[Way], zeros_printed: bool) -> list[Way]:
    """The ways that differ in what they say. Where the agency prints its zeros, an implied number is as good as a
    printed one; where it leaves blanks, an implied zero may be one, and stays apart."""
    found: dict[tuple[object, ...], Way] = {}
    for way in ways:
        key = tuple(
            (slot.value, slot.lost and slot.value is None)
            if zeros_printed or slot.value
            else (slot.value, slot.lost, slot.source < 0)
            for slot in way
        )
        found.setdefault(key, way)
    return list(found.values())


def _imply(bounds: dict[str, Bound], sums: Sequence[Sum], suspects: frozenset[tuple[str, int]]) -> None:
    """Fill a cell that stands in its place and cannot be read, where a column sum leaves one number for it."""
    for lhs, rhs in sums:
        members = [(side, member) for side, group in ((1, lhs), (-1, rhs)) for member in group]
        if any(
            row not in bounds or len(bounds[row].ways) != 1 or (row, column) in suspects for _, (row, column) in members
        ):
            continue
        slots = [(side, row, column, bounds[row].ways[0][column]) for side, (row, column) in members]
        unknown = [entry for entry in slots if entry[3].lost and entry[3].value is None]
        if len(unknown) != 1 or unknown[0][3].source < 0:
            continue
        side, row, column, slot = unknown[0]
        if sum(other.lost and other.value is None for other in bounds[row].ways[0]) > 1:
            continue  # cells run into each other: their row does not bear out what the column says
        balance = sum(sign * (entry.value or 0) for sign, _, _, entry in slots)
        implied = -balance * side
        if implied >= 0:
            way = bounds[row].ways[0]
            bounds[row].ways = [(*way[:column], Slot(implied, slot.source, True), *way[column + 1 :])]
