"""What reading promises of any bytes whatever: findings of a closed list, readings that hold together, no exception."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extract.document import Document, Rejected
from extract.reader import read
from transform.reading import DERIVED, REASONS, REPORTED, STATUSES, Reading, Refusal
from transform.reference import load_reference
from transform.report import read_document


def breaches(
    uri: str, data: bytes, reader: Callable[[Document], Sequence[Reading | Refusal]] = read_document
) -> list[str]:
    """Every promise that reading these bytes breaks, in words; an exception is one of them."""
    try:
        return [breach for found in _some(read(uri, data)) for breach in _of(found, reader)]
    except Exception as error:
        return [f"raised {type(error).__name__}: {error}"]


def _some(found: Sequence[Document | Rejected]) -> Sequence[Document | Rejected]:
    if not found:
        raise AssertionError("nothing was found, not even a reason")
    return found


def _of(found: Document | Rejected, reader: Callable[[Document], Sequence[Reading | Refusal]]) -> list[str]:
    if isinstance(found, Rejected):
        return _reason(found.reason, found.detail)
    if not isinstance(found, Document):
        return [f"read gave a {type(found).__name__}"]
    outcomes = reader(found)
    if not outcomes:
        return ["a document gave neither a reading nor a reason"]
    said: list[str] = []
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            said += _reason(outcome.reason, outcome.detail)
            said += _reading(outcome.reading, found) if outcome.reading else []
        elif isinstance(outcome, Reading):
            said += _reading(outcome, found)
            said += [] if outcome.identity.agency_name else ["a reading without an agency"]
            said += [] if outcome.identity.fiscal_year else ["a reading without a year"]
        else:
            said.append(f"read_document gave a {type(outcome).__name__}")
    return said


def _reason(reason: str, detail: str) -> list[str]:
    said = [] if reason in REASONS else [f"reason {reason!r} is none of the list"]
    return said if detail.strip() else [*said, f"{reason} without a sentence"]


def _reading(reading: Reading, document: Document) -> list[str]:
    size = len(load_reference().forms[reading.form].cells)
    arrays = (reading.values, reading.statuses, reading.raws, reading.lines)
    if {len(array) for array in arrays} != {size}:
        return [f"arrays of {[len(array) for array in arrays]} for {size} cells"]
    said = []
    for at, (value, status, raw, line) in enumerate(zip(*arrays, strict=True)):
        if (value is not None) != (status in (REPORTED, DERIVED)):
            said.append(f"cell {at} is {STATUSES[status]} with value {value}")
        if status == REPORTED and (raw is None or line is None):
            said.append(f"cell {at} is reported from nowhere")
        if line is not None and not 1 <= line <= len(document.lines):
            said.append(f"cell {at} stands on line {line} of {len(document.lines)}")
    return said
