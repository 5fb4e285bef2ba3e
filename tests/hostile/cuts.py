"""Damage to the rendered text: cut off, or repeated lines dropped; what is left decides the truth."""

from __future__ import annotations

from random import Random

from tests.hostile import marks, placing
from tests.hostile.form import keys
from tests.hostile.report import Truth

Spans = dict[str, tuple[int, int]]


def _row(key: str) -> str:
    return key.split(".", maxsplit=1)[0]


def cut(text: str, spans: Spans, truth: Truth, rng: Random) -> int:
    """Where the text ends, and the truth of what is left; the last row begun may be read or left open."""
    if not spans:
        return rng.randrange(len(text) // 2, len(text))
    first, last = min(start for start, _ in spans.values()), max(end for _, end in spans.values())
    at = rng.randrange(first, last) if rng.random() < 0.85 else rng.randrange(first // 2 + 1, len(text))
    if rng.random() < 0.2:
        long = [span for span in spans.values() if span[1] - span[0] > 1]
        if long:
            start, end = rng.choice(long)
            at = rng.randrange(start + 1, end)
    kept = {key for key, (_, end) in spans.items() if end <= at}
    begun = {key for key, (start, end) in spans.items() if start < at < end}
    last_row = {_row(key) for key in sorted(kept | begun, key=lambda k: spans[k])[-1:]}
    lost = {key for key in truth.cells if key not in kept | begun}
    truth.soft |= {key for key in kept | begun if _row(key) in last_row} | begun
    if last_row & {"review", "litigation_direct", "litigation_after_review"}:
        truth.soft |= set(keys(truth.form)["review_litigation"])
    if last_row and at < last:
        known = {key: truth.cells[key] for key in kept if key in truth.cells}
        told = placing.determined(known, truth.form, lost)
        truth.soft |= told
        lost -= told
        truth.lose(*lost)
    elif lost:
        truth.absent(*lost)
    if not kept:
        truth.cells.clear()
    return at


_PROCEEDINGS = frozenset({"review", "litigation_direct", "litigation_after_review"})


def dropped_repeats(marked: str, truth: Truth) -> str:
    """Every line that stood above before is gone; a row is whole only if all of its lines are left."""
    seen: set[str] = set()
    out: list[str] = []
    left: set[str] = set()
    for line in marked.split("\n"):
        plain, spans = marks.strip(line)
        if plain.strip() and plain.strip() in seen:
            continue
        seen.add(plain.strip())
        out.append(line)
        left |= set(spans)
    rows: dict[str, list[str]] = {}
    for names in keys(truth.form).values():
        for name in names:
            rows.setdefault(_row(name), []).append(name)
    for row, cells in rows.items():
        if row in _PROCEEDINGS or not left >= set(cells):
            # A total that is left can be told by the numbers before it, which it is the sum of.
            told = {name for name in cells if name.endswith(".total") and name in left and row not in _PROCEEDINGS}
            truth.lose(*(name for name in cells if name not in told))
            truth.soft.update(told)
        else:
            truth.soft.update(cells)
    return "\n".join(out)
