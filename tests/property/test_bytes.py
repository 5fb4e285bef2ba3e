"""The byte law: any bytes give documents or reasons, readings or reasons, in bounded time, and never an exception."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from extract.document import Document, Rejected
from extract.reader import read
from tests.property.breakage import BREAKS, broken, documents
from tests.property.contract import breaches
from transform.reading import Reading, Refusal
from transform.report import read_document

COUNT = 960
GROUPS = 12
# Not a measure of speed: a document that takes longer than this hangs.
HANGS = 60


class Hangs(BaseException):
    """Not an Exception: no reader may take it for a fault of the file."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise Hangs in the block after so many seconds."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("group", range(GROUPS))
def test_broken_bytes_give_findings(group: int) -> None:
    found = []
    for seed in range(group, COUNT, GROUPS):
        what, data = broken(seed)
        with limited(HANGS):
            found += [f"{what}: {breach}" for breach in breaches(what, data)]
    assert found == []


def test_what_is_broken_was_whole_and_of_every_format() -> None:
    media: Counter[str] = Counter()
    for name, data in documents():
        for found in read(name, data):
            assert isinstance(found, Document), (name, found)
            media[found.media_type] += 1
    assert len(media) >= 7, media


def test_broken_documents_reach_every_stage() -> None:
    """The law would hold of a reader that refuses everything: some of these are still read, some refused by each."""
    reached: Counter[str] = Counter()
    for seed in range(100):
        for document in read(*broken(seed)):
            outcomes = [document] if isinstance(document, Rejected) else read_document(document)
            reached.update(type(outcome).__name__ for outcome in outcomes)
    assert min(reached[name] for name in ("Reading", "Refusal", "Rejected")) >= 5
    assert {kind.__name__ for kind in BREAKS} <= {
        word.strip(",") for seed in range(100) for word in broken(seed)[0].split()
    }


def test_the_law_catches_readers_that_break_it() -> None:
    data = dict(documents())["changshan-education-2022.txt"]

    def raises(document: Document) -> list[Reading | Refusal]:
        raise IndexError("list index out of range")

    def makes_up_a_reason(document: Document) -> list[Reading | Refusal]:
        return [Refusal("strange", "Something was strange.")]

    def fills_a_gap(document: Document) -> list[Reading | Refusal]:
        (reading,) = read_document(document)
        assert isinstance(reading, Reading)
        reading.values[0] = None
        return [reading]

    assert breaches("whole", data) == []
    assert breaches("whole", data, raises) == ["raised IndexError: list index out of range"]
    assert breaches("whole", data, makes_up_a_reason) == ["reason 'strange' is none of the list"]
    assert breaches("whole", data, fills_a_gap) == ["cell 0 is reported with value None"]
    assert breaches("whole", data, lambda document: []) == ["a document gave neither a reading nor a reason"]


def test_a_hang_is_told_from_work() -> None:
    with pytest.raises(Hangs), limited(1):
        while True:
            pass
