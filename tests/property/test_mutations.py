"""The law of accidents: whatever small thing befalls a text, no number is read that it did not print there before."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from extract.document import Document
from extract.reader import read
from tests.hostile.mutations import KINDS, mutate
from tests.property.broken_readers import pours
from tests.property.oracle import Undisturbed, as_text, faults, moved, undisturbed
from transform.reading import Reading, Refusal
from transform.report import read_document

HOUSE = Path(__file__).resolve().parents[2]
# Folders of documents, each with the file that tells their truth. The second is not part of the project.
COLLECTIONS = (
    (HOUSE / "data" / "reports", HOUSE / "data" / "truth" / "reports.jsonl"),
    (HOUSE.parent / "shared" / "seeds", HOUSE.parent / "shared" / "seeds" / "truth.jsonl"),
)
TEXTS = (".txt", ".md")
ROUNDS = 4  # accidents of each kind to each text


class Text(NamedTuple):
    """A document that is text, with its undisturbed reading."""

    document: Document
    base: Undisturbed


@cache
def texts() -> dict[str, Text]:
    found = {}
    for folder, truths in COLLECTIONS:
        if not truths.exists():
            continue
        for line in truths.read_text(encoding="utf-8").splitlines():
            truth: dict[str, Any] = json.loads(line)
            path = folder / truth["file"]
            if path.suffix not in TEXTS:
                continue
            (document,) = read(path.name, path.read_bytes())
            assert isinstance(document, Document)
            readings = [reading for reading in read_document(document) if isinstance(reading, Reading)]
            if len(readings) == 1:
                found[path.name] = Text(document, undisturbed(readings[0], truth))
    return found


def accident(
    name: str, kind: str, seed: int, reader: Callable[[Document], Sequence[Reading | Refusal]] = read_document
) -> list[str]:
    """One accident to one text: what is then read and was not said."""
    document, base = texts()[name]
    text, _ = mutate("\n".join(document.lines), Random(f"{name} {kind} {seed}"), kind)
    lines = text.split("\n")
    return faults(base, moved(base, document.lines, lines), reader(as_text(document, lines)))


@pytest.mark.parametrize("kind", KINDS)
def test_an_accident_leaves_a_number_as_it_was_or_open(kind: str) -> None:
    wrong = [
        f"{name} {kind} {seed}: {fault}"
        for name in texts()
        for seed in range(ROUNDS)
        for fault in accident(name, kind, seed)
    ]
    assert wrong == []


def test_the_law_catches_a_reader_that_pours_numbers_in_order() -> None:
    assert any(accident(name, "delete_number", seed, pours) for name in list(texts())[:4] for seed in range(5))
