"""Readers that are wrong on purpose: a law that lets one of them pass is no law."""

from __future__ import annotations

import re

from extract.document import Document
from transform.reading import REPORTED, Reading, Refusal
from transform.reference import load_reference
from transform.report import read_document


def pours(document: Document) -> list[Reading | Refusal]:
    """A broken reader: who and when as ever, and all numbers behind the first label poured into the cells in order."""
    found = read_document(document)
    for reading in found:
        if isinstance(reading, Reading):
            start = min(line for line in reading.lines if line is not None)
            numbers = [int(digits) for line in document.lines[start - 1 :] for digits in re.findall(r"\d+", line)]
            size = len(load_reference().forms[reading.form].cells)
            reading.values = list((numbers + [None] * size)[:size])
            reading.statuses = [REPORTED] * size
    return found


def knows_no_blank(document: Document) -> list[Reading | Refusal]:
    """A broken reader: what it did not read is 0."""
    found = read_document(document)
    for reading in found:
        if isinstance(reading, Reading):
            reading.values = [value or 0 for value in reading.values]
    return found


def is_a_year_late(document: Document) -> list[Reading | Refusal]:
    """A broken reader: publication year for fiscal year."""
    found = read_document(document)
    for reading in found:
        if isinstance(reading, Reading) and reading.identity.fiscal_year is not None:
            reading.identity.fiscal_year += 1
    return found
