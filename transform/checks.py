"""What must add up, evaluated on what was printed. Nothing is repaired here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeAlias

from transform.reading import MISSING, Check
from transform.reference import Form, load_reference

Cells: TypeAlias = Callable[[Sequence[int | None]], Any]


def evaluate(form: Form, values: Sequence[int | None], statuses: Sequence[int]) -> list[Check]:
    """Every identity of the form over one report's cells.

    A blank part counts as 0 beside a printed part; where a side has nothing printed, or any cell is missing, the
    identity is unassessable (`passed` None) and both sides stay open as far as they are.
    """
    named, lhs, rhs = _sides_of(form.form)
    try:  # most reports print every cell
        left: list[int | None] = [sum(cells(values)) for cells in lhs]
        right: list[int | None] = [sum(cells(values)) for cells in rhs]
    except TypeError:
        left = [_side(values, statuses, it.lhs) for it in form.identities]
        right = [_side(values, statuses, it.rhs) for it in form.identities]
    if left == right and None not in left:
        return [*map(Check, *named, left, right, repeat(True))]
    return [*map(_check, *named, left, right)]


def _check(name: str, scope: str, severity: str, left: int | None, right: int | None) -> Check:
    if left is None or right is None:
        return Check(name, scope, severity, left, right, None)
    if left == right:
        return Check(name, scope, severity, left, right, True)
    return Check(name, scope, severity, left, right, False, f"{name} {scope}: {left} is not {right}")


def _side(values: Sequence[int | None], statuses: Sequence[int], cells: Sequence[int]) -> int | None:
    total, printed = 0, False
    for cell in cells:
        value = values[cell]
        if value is not None:
            total += value
            printed = True
        elif statuses[cell] == MISSING:
            return None
    return total if printed else None


@cache
def _sides_of(form: str) -> tuple[list[tuple[str, ...]], list[Cells], list[Cells]]:
    """The names, scopes and severities of a form's identities, and what takes the cells of either side of each."""
    *named, lhs, rhs = zip(*load_reference().forms[form].identities, strict=True)
    return named, [*map(_taking, lhs)], [*map(_taking, rhs)]


def _taking(indices: Sequence[int]) -> Cells:
    """The cells of a row follow each other, those of a column stand equally far apart: a slice takes them at once."""
    first, last = indices[0], indices[-1]
    span = range(first, last + 1, max((last - first) // max(len(indices) - 1, 1), 1))
    if (*span,) == indices:
        return itemgetter(slice(span.start, span.stop, span.step))
    return itemgetter(*indices)
