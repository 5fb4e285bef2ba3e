"""What a careful reader can still place: the adversary's own arithmetic over rows that lost or gained cells.

A cell that every reading consistent with the text shares may be given or left open (soft); one on which readings
differ cannot be placed; where only a search over the whole table could tell, the cell is not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from tests.hostile.form import APPLICANTS, Row, Table, sums
from tests.hostile.report import Truth

Value = float | int | None
_CAP = 4000


def _partial(row: Row) -> bool:
    gone = [slot for slot in row.figures() if not slot.text.strip()]
    return bool(gone) and len(gone) < len(row.figures())


def in_place(table: Table, truth: Truth) -> None:
    """Blanks keep their place; yet a row whose blanks all stand at its right end may have been packed to the left."""
    rows = [[bool(slot.text.strip()) for slot in row.figures()] for row in table.rows if row.figures()]
    if any(not a and b for row in rows for a, b in pairwise(row)):
        return
    for row in table.rows:
        if _partial(row):
            truth.soft.update(slot.key for slot in row.figures() if slot.key)


def by_position(table: Table, truth: Truth) -> None:
    """Only a gap on paper (spaces, an empty line) tells where the figures of a row with blanks stand."""
    for row in table.rows:
        if _partial(row):
            truth.soft.update(slot.key for slot in row.figures() if slot.key)


def dropped(table: Table, truth: Truth) -> None:
    """Blank cells left no trace: a row with fewer figures than cells is placed by arithmetic or not at all."""
    partial = [row for row in table.rows if _partial(row)]
    for row in partial:
        names = [slot.key for slot in row.figures() if slot.key]
        if table.relation == "application_outcomes":
            truth.unscored.update(names)
        else:
            _settle(names, list(_spread(names, row, truth.cells)), truth)
    if table.relation == "application_outcomes":
        _symmetric(table, partial, truth)


def _symmetric(table: Table, partial: Iterable[Row], truth: Truth) -> None:
    """Two columns of parts that could be exchanged without changing the text: neither can be told from the other."""
    rows = [row.figures() for row in table.rows if row.figures()]
    touched = {slot.key for row in partial for slot in row.figures()}
    counts = {key: value or 0 for key, value in truth.cells.items()}
    for i, j in combinations(range(len(APPLICANTS) - 1), 2):
        if all(_same_without_blanks([slot.text.strip() for slot in row], i, j) for row in rows):
            for row in rows:
                a, b = row[i], row[j]
                if a.key and b.key and counts.get(a.key) != counts.get(b.key) and a.key in touched:
                    truth.lose(a.key, b.key)
                    truth.unscored -= {a.key, b.key}


def _same_without_blanks(texts: list[str], i: int, j: int) -> bool:
    swapped = list(texts)
    swapped[i], swapped[j] = swapped[j], swapped[i]
    return list(filter(None, texts)) == list(filter(None, swapped))


def _spread(names: Sequence[str], row: Row, cells: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Every way to lay the printed figures of a row out over its cells that the sums of section four allow."""
    printed = [cells.get(slot.key) for slot in row.figures() if slot.key and slot.text.strip()]
    for places in combinations(range(len(names)), len(printed)):
        laid: dict[str, Value] = dict.fromkeys(names)
        laid.update({names[place]: value for place, value in zip(places, printed, strict=True)})
        if len(names) < 15 or all(_adds_up([laid[n] for n in names[k : k + 5]]) for k in (0, 5, 10)):
            yield laid


def _adds_up(block: Sequence[Value]) -> bool:
    given = [value for value in block[:-1] if value is not None]
    return not given or block[-1] is None or sum(given) == block[-1]


def _settle(names: Sequence[str], readings: Iterable[Mapping[str, Value]], truth: Truth) -> None:
    seen: dict[str, set[Value]] = {name: set() for name in names}
    for reading in readings:
        for name in names:
            seen[name].add(reading[name])
    for name in names:
        if seen[name] == {truth.cells.get(name)}:
            truth.soft.add(name)
        elif {value or 0 for value in seen[name]} == {0}:
            truth.unscored.add(name)  # nought or blank, and nothing else
        else:
            truth.lose(name)


def one_too_many(names: list[str], printed: list[Value], truth: Truth) -> None:
    """A row of section two with one figure more than cells: any one of them may be the stray one."""
    readings = [dict(zip(names, printed[:at] + printed[at + 1 :], strict=True)) for at in range(len(printed))]
    _settle(names, readings, truth)


def misfit(rows: Sequence[tuple[list[str], list[Value]]], form: str, truth: Truth) -> None:
    """Rows of section three or four with one figure too few or too many, at the same place in each of them.

    rows: the keys of each row and the figures that are printed for it.
    """
    identities = [pair for pair in sums(form) if any(n in pair[0] + pair[1] for names, _ in rows for n in names)]
    names = [name for row, _ in rows for name in row]
    readings = []
    for place in range(max(len(row) for row, _ in rows) + 1):
        reading = dict(truth.cells)
        for row, printed in rows:
            if len(printed) > len(row):
                fitted: list[Value] = [*printed[:place], *printed[place + 1 :]]
                reading.update(zip(row, fitted, strict=True))
            elif place < len(row):
                reading.update(_filled(row, [*printed[:place], None, *printed[place:]], identities))
        if all(_holds(pair, reading) for pair in identities):
            readings.append(reading)
    _settle(names, readings, truth)


def _filled(
    row: list[str], printed: list[Value], identities: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> dict[str, Value]:
    reading = dict(zip(row, printed, strict=True))
    for left, right in identities:
        if set(left + right) <= set(row):
            gaps = [name for name in (*left, *right) if reading[name] is None]
            reading.update(_solved(left, right, reading, gaps))
    return reading


def _solved(
    left: Sequence[str], right: Sequence[str], cells: Mapping[str, Value], unknown: Sequence[str]
) -> dict[str, Value]:
    if len(unknown) != 1:
        return {}
    difference = sum(cells.get(n) or 0 for n in right) - sum(cells.get(n) or 0 for n in left)
    return {unknown[0]: difference if unknown[0] in left else -difference}


def _holds(pair: tuple[tuple[str, ...], tuple[str, ...]], cells: Mapping[str, Value]) -> bool:
    values = [cells.get(name) for name in pair[0] + pair[1]]
    if any(value is None for value in values):
        return True
    if any(value is not None and value < 0 for value in values):
        return False
    return sum(cells[n] or 0 for n in pair[0]) == sum(cells[n] or 0 for n in pair[1])


def determined(known: Mapping[str, Value], form: str, wanted: Iterable[str]) -> set[str]:
    """The cells of `wanted` that the identities fix, given the known ones (exact elimination, then bounds)."""
    found: dict[str, Value] = dict(known)
    identities = [(left, right) for left, right in sums(form) if None not in [known.get(n, 0) for n in right]]
    for _ in range(12):
        before = len(found)
        for left, right in identities:
            unknown = [n for n in (*left, *right) if n not in found]
            if len(unknown) == 1:
                found.update(_solved(left, right, found, unknown))
            elif len(right) == 1 and right[0] in found and sum(found.get(n) or 0 for n in left) == found[right[0]]:
                found.update(dict.fromkeys(unknown, 0))
        if len(found) == before:
            break
    free = [n for n in dict.fromkeys(n for pair in identities for n in (*pair[0], *pair[1])) if n not in found]
    rows = [
        {n: Fraction(1 if n in left else -1) for n in (*left, *right) if n not in found} for left, right in identities
    ]
    return (set(found) | _pinned(rows, free)) & set(wanted)


def _pinned(rows: list[dict[str, Fraction]], free: Sequence[str]) -> set[str]:
    """Unknowns that Gaussian elimination leaves alone in an equation."""
    rows = [row for row in rows if row]
    done: list[dict[str, Fraction]] = []
    for name in free:
        pivot = next((row for row in rows if name in row), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in (*rows, *done):
            if name in row:
                factor = row[name] / pivot[name]
                for other, weight in pivot.items():
                    row[other] = row.get(other, Fraction(0)) - factor * weight
                    if not row[other]:
                        del row[other]
        rows = [row for row in rows if row]
        done.append(pivot)
    return {next(iter(row)) for row in done if len(row) == 1}


def unglued(table: Table, truth: Truth) -> None:
    """Cells glued together: digits part in as many ways as the sums allow."""
    for row in table.rows:
        slots = row.figures()
        names = [slot.key for slot in slots if slot.key]
        texts = [slot.text.strip() for slot in slots]
        digits = "".join(texts)
        if len(names) < 2 and digits:
            continue
        if not all(text.isdigit() and text.isascii() for text in texts):
            truth.unscored.update(names)
            continue
        readings = list(_parted(digits, names))
        if len(readings) >= _CAP or (table.relation == "application_outcomes" and len(readings) > 1):
            truth.unscored.update(names)
        else:
            _settle(names, readings, truth)


def _parted(digits: str, names: Sequence[str]) -> Iterator[dict[str, Value]]:
    count = 0
    stack: list[tuple[int, list[int]]] = [(0, [])]
    steps = 0
    while stack and count < _CAP and steps < 200_000:
        steps += 1
        at, taken = stack.pop()
        left = len(names) - len(taken)
        if left == 0:
            if at == len(digits):
                count += 1
                yield dict(zip(names, taken, strict=True))
            continue
        longest = 1 if at < len(digits) and digits[at] == "0" else len(digits) - at - left + 1
        for size in range(1, longest + 1):
            now = [*taken, int(digits[at : at + size])]
            if at + size <= len(digits) and _fits(now, len(names)):
                stack.append((at + size, now))


def _fits(taken: Sequence[int], cells: int) -> bool:
    if cells == len(APPLICANTS):
        return len(taken) < cells or sum(taken[:-1]) == taken[-1]
    if cells == 15 and len(taken) % 5 == 0:
        return sum(taken[-5:-1]) == taken[-1]
    return True
