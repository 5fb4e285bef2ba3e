"""What a lost column or a dropped blank leaves open, settled by the form's arithmetic, or not at all.

Every row comes with all the ways its printed values can stand under the columns. A way is kept while no identity of the
form contradicts it; a cell is told when all ways that are left agree on it. Identities in which a printed number is
already known to be wrong prove nothing and are not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from transform.reference import Form
from transform.rows import OUTCOMES

MAX_WAYS = 4_000  # ways of one row
MAX_STEPS = 20_000  # steps of one search over rows


class Slot(NamedTuple):
    """What one way puts into one cell.

    value: the number; None for a blank, or where lost.
    source: index of the token it was printed in, -1 where none was (blank dropped, or lost).
    lost: the cell is not legible: its value is unknown, or implied by the row.
    """

    value: int | None
    source: int = -1
    lost: bool = False


LOST = Slot(None, -1, True)
EMPTY = Slot(None)
Way = tuple[Slot, ...]


class Sum(NamedTuple):
    """One identity over the cells of one table: (row, column) pairs, parts on the left."""

    lhs: tuple[tuple[str, int], ...]
    rhs: tuple[tuple[str, int], ...]


def column_sums(form: Form, places: Sequence[int]) -> list[Sum]:
    """The form's identities over the columns of section three, as (outcome, place) pairs."""
    sums = []
    wanted = {form.applicants[place]: n for n, place in enumerate(places)}
    for identity in form.identities:
        members = [[form.cells[index] for index in side] for side in (identity.lhs, identity.rhs)]
        if members[0][0].relation != OUTCOMES or identity.scope not in wanted:
            continue
        lhs, rhs = (tuple((cell.row, wanted[identity.scope]) for cell in side) for side in members)
        sums.append(Sum(lhs, rhs))
    return sums


def placements(slots: Sequence[Slot], width: int, filler: Slot) -> list[Way]:
    """All ways to lay `slots` in their order into `width` cells; the cells between are `filler`."""
    ways = []
    for places in combinations(range(width), len(slots)):
        way = [filler] * width
        for place, slot in zip(places, slots, strict=True):
            way[place] = slot
        ways.append(tuple(way))
    return ways


def omissions(slots: Sequence[Slot], width: int) -> list[Way]:
    """All ways to leave out what is too much of `slots`, order kept."""
    return [tuple(kept) for kept in combinations(slots, width)]


def close_sum(way: Way, parts: Sequence[int], total: int) -> Way | None:
    """A way with its one lost cell implied by parts = total; None where the sum contradicts it.

    Blanks count as nothing beside a printed part; a blank total says nothing.
    """
    lost = [place for place in (*parts, total) if way[place].lost]
    printed = [way[place].value for place in parts if way[place].value is not None]
    whole = way[total]
    known = sum(value for value in printed if value is not None)
    if not lost:
        if whole.value is None or not printed:
            return way
        return way if known == whole.value else None
    if len(lost) == 1:
        place = lost[0]
        if place == total:
            implied = known if printed else None
        elif whole.value is None:
            implied = None
        else:
            implied = whole.value - known
            if implied < 0:
                return None
        if implied is None:
            return way
        return (*way[:place], Slot(implied, way[place].source, True), *way[place + 1 :])
    if whole.value is not None and known > whole.value:
        return None
    return way


class Table(NamedTuple):
    """The rows of one table with the ways of each, and the sums over its columns. unsure: rows that were not printed in
    full; even the only way of such a row must satisfy the sums."""

    ways: Mapping[str, Sequence[Way]]
    sums: Sequence[Sum]
    unsure: frozenset[str]


def settle(table: Table, suspects: frozenset[tuple[str, int]]) -> dict[str, list[Way]]:
    """The ways of each row that are left when every usable column sum is satisfied.

    suspects: cells of sums along a row that fail although all is printed. A column sum that holds one of them, or that
    fails itself over settled rows, is not used. A row whose ways contradict every other is left with none.
    """
    left = {row: list(ways) for row, ways in table.ways.items()}
    open_rows = [row for row in left if row in table.unsure]
    if not open_rows:
        return left
    usable = []
    for total in table.sums:
        members = (*total.lhs, *total.rhs)
        if any(member in suspects or member[0] not in left for member in members):
            continue
        usable.append(total)
    fixed = {row: ways[0] for row, ways in left.items() if row not in table.unsure}
    usable = [total for total in usable if consistent(total, fixed)]
    relevant = [total for total in usable if any(row in open_rows for row, _ in (*total.lhs, *total.rhs))]
    found = _search(open_rows, left, fixed, relevant)
    if found is None:
        return left
    for row in open_rows:
        left[row] = found[row]
    return left


def _amount(members: Sequence[tuple[str, int]], chosen: Mapping[str, Way]) -> tuple[int, bool]:
    """Sum of the members that are known, and whether all are."""
    known, complete = 0, True
    for row, column in members:
        way = chosen.get(row)
        if way is None:
            complete = False
            continue
        slot = way[column]
        if slot.value is not None:
            known += slot.value
        elif slot.lost:
            complete = False
    return known, complete


def consistent(total: Sum, chosen: Mapping[str, Way]) -> bool:
    """Whether the rows chosen so far can still satisfy a sum over a column."""
    lhs, lhs_complete = _amount(total.lhs, chosen)
    rhs, rhs_complete = _amount(total.rhs, chosen)
    if lhs_complete and rhs_complete:
        return lhs == rhs or _unassessable(total, chosen)
    if rhs_complete and lhs > rhs:
        return _unassessable(total, chosen)
    return not (lhs_complete and rhs > lhs)


def _unassessable(total: Sum, chosen: Mapping[str, Way]) -> bool:
    """A side of which nothing is printed says nothing: a blank total is no total of 0."""
    for side in (total.lhs, total.rhs):
        slots = [chosen[row][column] for row, column in side if row in chosen]
        if len(slots) == len(side) and all(slot.value is None and not slot.lost for slot in slots):
            return True
    return False


def _search(
    rows: Sequence[str], ways: Mapping[str, Sequence[Way]], fixed: Mapping[str, Way], sums: Sequence[Sum]
) -> dict[str, list[Way]] | None:
    """Per row, the ways that occur in some choice over all rows that satisfies all sums; None where the search is too
    large to be finished (then nothing is proved)."""
    order = sorted(rows, key=lambda row: len(ways[row]))
    touching = {
        row: [total for total in sums if any(row == member[0] for member in (*total.lhs, *total.rhs))] for row in order
    }
    survivors: dict[str, dict[Way, None]] = {row: {} for row in order}
    chosen: dict[str, Way] = dict(fixed)
    steps = 0

    def walk(depth: int) -> bool:
        nonlocal steps
        if depth == len(order):
            for row in order:
                survivors[row][chosen[row]] = None
            return True
        row = order[depth]
        for way in ways[row]:
            steps += 1
            if steps > MAX_STEPS:
                return False
            chosen[row] = way
            if all(consistent(total, chosen) for total in touching[row]) and not walk(depth + 1):
                return False
            del chosen[row]
        return True

    if not walk(0):
        return None
    return {row: list(survivors[row]) for row in order}


def agreed(ways: Sequence[Way], column: int) -> Slot | None:
    """What all ways say of a cell: a slot with their common value, EMPTY where all leave it blank, None where they
    differ. It is lost if it is so in any of them."""
    if not ways:
        return None
    first = ways[0][column]
    for way in ways:
        slot = way[column]
        if slot.value != first.value or (slot.value is None and slot.lost):
            return None
        if slot.lost:
            first = slot
    return first
