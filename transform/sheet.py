"""The cells of one report, as they are being told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transform.reading import MISSING, REPORTED, Issue
from transform.reference import Form
from transform.rows import Value


@dataclass(slots=True)
class Sheet:
    """The cells of one report, parallel to `Form.cells`; all missing until something is told of them.

    notes: lines below the tables of section two that speak of units.
    """

    form: Form
    notes: Sequence[str] = ()
    values: list[int | None] = field(init=False)
    statuses: list[int] = field(init=False)
    raws: list[str | None] = field(init=False)
    lines: list[int | None] = field(init=False)
    units: dict[int, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = len(self.form.cells)
        self.values = [None] * size
        self.statuses = [MISSING] * size
        self.raws = [None] * size
        self.lines = [None] * size

    def put_printed(self, indices: Sequence[int], run: Sequence[Value]) -> None:
        """Say what the cells of a row hold that is printed in full: a number each, in the order of `indices`."""
        for index, (token, line) in zip(indices, run, strict=True):
            self.values[index] = token.amount
            self.statuses[index] = REPORTED
            self.raws[index] = token.raw
            self.lines[index] = line

    def put(self, index: int, value: int | None, status: int, raw: str | None, line: int | None) -> None:
        """Say what one cell holds."""
        self.values[index] = value
        self.statuses[index] = status
        self.raws[index] = raw
        self.lines[index] = line
