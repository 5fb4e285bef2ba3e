"""Rows of section three in the order of the form: labels that were moved away from their values are found by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transform.binding import bind_run
from transform.reading import Issue
from transform.reference import Form
from transform.rows import Row
from transform.settle import column_sums, consistent
from transform.sheet import Sheet

_MOST_ROWS = 400  # of section three, each with its label above: more are no table of any form


def in_order(sheet: Sheet, rows: list[Row], order: Sequence[str], unlabelled: Sequence[Row]) -> list[Row]:
    """The rows whose labels stand in the form's order, where labels and values have a line each.

    There a label that stands out of order, or values before the first label, show that text was moved, and what was
    moved cannot be told. A row with its label on its own line is itself, wherever it stands.
    """
    bare = [row for row in rows if not row.values]
    rows = [row for row in rows if row.values]
    loose = [row for row in rows if not row.same_line]
    if not loose:
        return rows
    early = [
        row for row in unlabelled if row.line <= loose[0].line and len(row.values) >= len(sheet.form.applicants) - 1
    ]
    if early and bare:
        sheet.issues.append(Issue("values_before_labels", early[0].line, ""))
        return _behind_their_values(sheet.form, early[-1], loose, bare[-1]) + [row for row in rows if row.same_line]
    if any(row.header_text and not _counts_up(row) for row in early):  # right below the header: labels follow some rows
        sheet.issues.append(Issue("values_before_labels", early[0].line, ""))
        return [row for row in rows if row.same_line]
    places = [order.index(row.label) for row in loose]
    firm = _in_every_increasing_run(places)
    moved = {row.label for row, sure in zip(loose, firm, strict=True) if not sure}
    for row, sure in zip(loose, firm, strict=True):
        if not sure:
            sheet.issues.append(Issue("label_out_of_order", row.line, row.label))
    # Where a label stands twice and one of the two was moved, the other need not be this table's.
    return [row for row in rows if row.same_line or row.label not in moved]


def _behind_their_values(form: Form, early: Row, rows: Sequence[Row], bare: Row) -> list[Row]:
    """Rows whose labels follow their values, each run given to the label behind it, if the sums over columns prove that
    and disprove the other reading; none where they do not."""
    labels = [*(row.label for row in rows), bare.label]
    moved = [replace(row, label=label) for row, label in zip((early, *rows), labels, strict=True)]
    as_read, as_moved = _failing_sums(form, rows), _failing_sums(form, moved)
    return moved if as_moved == 0 and as_read > 0 else []


def _counts_up(row: Row) -> bool:
    """Whether the numbers are those of the columns: 1, 2, 3, and so on."""
    amounts = [token.amount for token, _ in row.values]
    return amounts == [*range(1, len(amounts) + 1)]


def _failing_sums(form: Form, rows: Sequence[Row]) -> int:
    """How many sums over columns fail if full rows are taken as printed; 1 where nothing can be told."""
    width = len(form.applicants)
    ways = {row.label: bind_run(row, width, faithful=True).ways for row in rows}
    whole = {label: found[0] for label, found in ways.items() if len(found) == 1}
    sums = column_sums(form, range(width))
    told = [total for total in sums if all(row in whole for row, _ in (*total.lhs, *total.rhs))]
    return sum(not consistent(total, whole) for total in told) if told else 1


def _in_every_increasing_run(places: Sequence[int]) -> list[bool]:
    """For each place, whether every longest non-decreasing run through the sequence holds it."""
    size = len(places)
    if size > _MOST_ROWS:
        return [False] * size
    if all(places[n] <= places[n + 1] for n in range(size - 1)):
        return [True] * size
    upto = [1] * size
    onward = [1] * size
    for n in range(size):
        for m in range(n):
            if places[m] <= places[n]:
                upto[n] = max(upto[n], upto[m] + 1)
    for n in range(size - 1, -1, -1):
        for m in range(n + 1, size):
            if places[n] <= places[m]:
                onward[n] = max(onward[n], onward[m] + 1)
    longest = max(upto)
    rank = [upto[n] if upto[n] + onward[n] - 1 == longest else 0 for n in range(size)]
    shared = Counter(rank)
    return [place > 0 and shared[place] == 1 for place in rank]
