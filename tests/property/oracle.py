"""What a small accident to a text may do to its reading: leave a number as it was, or open. Nothing else.

One accident makes the text itself say something else, and no reader can know better: two neighbouring lines trade
places.

- Each is a value and nothing but a value: what stood in the one cell now stands in the other. Exactly these two cells
  may hold exactly each other's numbers.
- Each is the label of a column of section two or three and nothing else: what stood under the one now stands under the
  other. In each row that has both, exactly these two columns may hold exactly each other's numbers. (In section four
  the labels of the columns stand there three times; there nothing is allowed.)

Lines that bring their own label along take their row with them and allow nothing by trading places; so does a value
that trades places with a label, by which its row has a value too few and another one too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extract.document import Document
from tests.property.scoring import known, told
from transform.labels import fold, load_lexicon
from transform.numbers import compact, is_blank, parse
from transform.reading import Reading, Refusal

Allowed = Mapping[str, frozenset[Decimal]]


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """The reading of a text as it is: who and when, and the numbers each cell may hold. lines: cell to its line."""

    agency: str | None
    year: int | None
    form: str
    numbers: Allowed
    lines: Mapping[str, int] = field(default_factory=dict)


def undisturbed(reading: Reading, truth: Mapping[str, Any]) -> Undisturbed:
    """What a reading, and the truth where the reading left a cell open, say of a text."""
    numbers: dict[str, frozenset[Decimal]] = {}
    lines: dict[str, int] = {}
    right = known(truth)
    for at, (cell, value) in enumerate(told(reading).items()):
        said = value if value is not None else right.get(cell)
        numbers[cell] = frozenset() if said is None else frozenset({said})
        line = reading.lines[at]
        if line is not None:
            lines[cell] = line
    who = reading.identity
    return Undisturbed(who.agency_name, who.fiscal_year, reading.form, numbers, lines)


def swapped_lines(before: Sequence[str], after: Sequence[str]) -> tuple[int, int] | None:
    """The two lines (1-based) that changed places, None where the texts are not so related."""
    if len(before) != len(after):
        return None
    moved = [number for number, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new]
    if len(moved) != 2:
        return None
    a, b = moved
    return (a, b) if (before[a - 1], before[b - 1]) == (after[b - 1], after[a - 1]) else None


def _holds_one_value(line: str) -> bool:
    """Whether all that a line prints is one number, or the sign of a blank."""
    text = compact(line.strip("|\t "))
    return is_blank(text) or parse(text) is not None


def moved(base: Undisturbed, before: Sequence[str], after: Sequence[str]) -> Allowed:
    """The numbers each cell may hold in `after`: those of the base, but where the text itself changed its word."""
    lines = swapped_lines(before, after)
    if lines is None:
        return base.numbers
    if all(_holds_one_value(before[line - 1]) for line in lines):
        cells = {line: [cell for cell, at in base.lines.items() if at == line] for line in lines}
        if all(len(found) == 1 for found in cells.values()):
            (a,), (b,) = cells.values()
            return _exchanged(base.numbers, [(a, b)])
    for axis in map(load_lexicon().axes.__getitem__, ("measure", "applicant")):
        one, other = (axis.exact(fold(before[line - 1])) for line in lines)
        if one is not None and other is not None:
            rows = [cell.removesuffix(f".{one}") for cell in base.numbers if cell.endswith(f".{one}")]
            pairs = [(f"{row}.{one}", f"{row}.{other}") for row in rows]
            return _exchanged(base.numbers, [pair for pair in pairs if pair[1] in base.numbers])
    return base.numbers


def _exchanged(numbers: Allowed, pairs: Sequence[tuple[str, str]]) -> Allowed:
    both = {cell: numbers[a] | numbers[b] for a, b in pairs for cell in (a, b)}
    return {**numbers, **both}


def faults(base: Undisturbed, allowed: Allowed, after: Sequence[Reading | Refusal]) -> list[str]:
    """Everything read that the text did not say before the accident, in words."""
    found = []
    for reading in after:
        if not isinstance(reading, Reading):
            continue
        who = reading.identity
        if who.agency_name != base.agency:
            found.append(f"agency {who.agency_name}, not {base.agency}")
        if who.fiscal_year != base.year:
            found.append(f"year {who.fiscal_year}, not {base.year}")
        if reading.form != base.form:
            found.append(f"form {reading.form}, not {base.form}")
            continue
        for cell, value in told(reading).items():
            if value is not None and value not in allowed[cell]:
                found.append(f"{cell} is {value}, not {' or '.join(map(str, allowed[cell])) or 'open'}")
    return found


def as_text(document: Document, lines: Sequence[str]) -> Document:
    """The document with other lines."""
    return Document(document.uri, document.sha256, document.media_type, document.encoding, tuple(lines))
