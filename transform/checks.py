"""What must add up, evaluated on what was printed. Nothing is repaired here."""

from __future__ import annotations

from collections.abc import Sequence

from transform.reading import MISSING, Check
from transform.reference import Form


def evaluate(form: Form, values: Sequence[int | None], statuses: Sequence[int]) -> list[Check]:
    """Every identity of the form over one report's cells.

    A blank part counts as 0 beside a printed part; where a side has nothing printed, or any cell is missing, the
    identity is unassessable (`passed` None) and both sides stay open as far as they are.
    """
    checks = []
    for name, scope, severity, lhs, rhs in form.identities:
        left, right = _side(values, statuses, lhs), _side(values, statuses, rhs)
        if left is None or right is None:
            checks.append(Check(name, scope, severity, left, right, None))
        elif left == right:
            checks.append(Check(name, scope, severity, left, right, True))
        else:
            checks.append(Check(name, scope, severity, left, right, False, f"{name} {scope}: {left} is not {right}"))
    return checks


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
