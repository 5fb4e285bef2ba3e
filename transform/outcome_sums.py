"""What the sums of section three leave of the ways in which its numbers can stand."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from transform.binding import Bound, cut_from, is_cut, is_void
from transform.reference import Form
from transform.settle import LOST, Slot, Sum, Table, Way, close_sum, column_sums, settle
from transform.tokens import Kind

_FEWEST_TOTALS = 3  # rows that end in the sum of their other numbers: from then on the last of a short row is its total


def settle_outcomes(  # noqa: PLR0917  all that the table showed of itself
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
    totals = [outcome for outcome, bound in bounds.items() if bound.direct and confirmed(bound.ways[0], parts, total)]
    uniform = len(short) >= _FEWEST_TOTALS and len(set(short)) == 1 and not totals and _leave_total_out(bounds.values())
    for outcome, bound in bounds.items():
        if total < 0:
            continue
        if bound.direct:
            way = bound.ways[0]
            if is_cut(bound.values, last_text_line) and not confirmed(way, parts, total):
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
        bounds[outcome].ways = [] if outcome in unsure and _leave_total_blank(ways, total) else ways
    _imply(bounds, sums, frozenset(suspects))


def _leave_total_blank(ways: Iterable[Way], total: int) -> bool:
    """Whether what is left of a row is a number without a total: nothing bears out where it stands."""
    return total >= 0 and all(way[total].value is None and any(slot.value for slot in way) for way in ways)


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


def _leave_total_out(bounds: Iterable[Bound]) -> bool:
    """Whether a row shows that its last number is no total, being less than another one."""
    rows = [[token.amount or 0 for token, _ in bound.values] for bound in bounds]
    return any(max(amounts) > amounts[-1] for amounts in rows if amounts)


def confirmed(way: Way, parts: Sequence[int], total: int) -> bool:
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
