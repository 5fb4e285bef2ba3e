"""What must add up, over whole and broken reports."""

from __future__ import annotations

import pytest

from transform.checks import evaluate
from transform.reading import BLANK, MISSING, REPORTED
from transform.reference import Form, load_reference

FORMS = load_reference().forms


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_each_side_is_the_sum_of_its_cells(form: Form) -> None:
    powers = [1 << place for place in range(len(form.cells))]  # whose sums tell which of them they are of
    checks = evaluate(form, powers, [REPORTED] * len(powers))
    assert [(it.lhs, it.rhs) for it in checks] == [
        (sum(powers[cell] for cell in it.lhs), sum(powers[cell] for cell in it.rhs)) for it in form.identities
    ]
    assert {it.passed for it in checks} == {False}
    assert all(it.message and it.check_name in it.message for it in checks)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(("status", "told"), [(BLANK, True), (MISSING, None)])
def test_a_blank_part_counts_as_nothing_and_a_missing_one_leaves_it_open(
    form: Form, status: int, told: bool | None
) -> None:
    values: list[int | None] = [0] * len(form.cells)
    statuses = [REPORTED] * len(form.cells)
    assert {it.passed for it in evaluate(form, values, statuses)} == {True}
    identity = next(it for it in form.identities if len(it.lhs) > 1)
    values[identity.lhs[0]], statuses[identity.lhs[0]] = None, status
    checks = dict(zip(form.identities, evaluate(form, values, statuses), strict=True))
    assert checks[identity].passed is told
    assert all(check.passed for it, check in checks.items() if identity.lhs[0] not in (*it.lhs, *it.rhs)), (
        "an identity without that cell is as it was"
    )
