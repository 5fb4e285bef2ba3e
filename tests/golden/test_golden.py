"""Golden cases: drop a document and its expectation into `cases/` and it is a test; the name says the quirk.

`<quirk>.<suffix>` is the document, `<quirk>.expected.json` what a careful person reads in it:

- `about`: the quirk in a sentence.
- `reports`: one object for each report that must be read, in order: `agency`, `year`, `form` and the cells concerned:
    `reported`, `derived`: the value and that very status; `told`: the value with either of the two;
    `blank`, `missing`: that status; `empty`: no value, whichever status; `if_told`: this value or none.
    A key is `row.column` as the database names them, `row.*` for the whole row, or `row` with the row's list of values,
    in which null means a blank. Money is in yuan.
  `rest`: what all cells not named are: `empty` (the default), `missing`, `blank` or `zero` (reported as 0), for all or
    by relation. `failed`: the hard checks that fail, as `check:scope` (none if absent). `lines`, `raws`: its place.
- `refusals`: one `reason` for each document or part that is refused, with `agency` and `year` where they are told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.document import Document, Rejected
from extract.reader import read
from transform.reading import BLANK, DERIVED, MISSING, REASONS, REPORTED, STATUSES, Reading, Refusal
from transform.reference import Form, load_reference
from transform.report import read_document

CASES = Path(__file__).parent / "cases"
EXPECTED = ".expected.json"
FORMS = load_reference().forms
SETTLED = {"reported": (REPORTED,), "derived": (DERIVED,), "told": (REPORTED, DERIVED)}
UNSETTLED = {"blank": (BLANK,), "missing": (MISSING,), "empty": (BLANK, MISSING)}
REST = {**UNSETTLED, "zero": (REPORTED,)}

Cells = dict[
    int, tuple[tuple[int, ...], int | None]
]  # index of a cell -> statuses allowed, value in the reading's unit


def names() -> list[str]:
    return sorted(path.name.removesuffix(EXPECTED) for path in CASES.glob("*" + EXPECTED))


def document_of(name: str) -> Path:
    (path,) = (path for path in CASES.glob(name + ".*") if not path.name.endswith(EXPECTED))
    return path


def expectation_of(name: str) -> dict[str, Any]:
    expectation: dict[str, Any] = json.loads((CASES / (name + EXPECTED)).read_text(encoding="utf-8"))
    return expectation


def parts_of(path: Path) -> list[Reading | Refusal | Rejected]:
    parts: list[Reading | Refusal | Rejected] = []
    for document in read(path.name, path.read_bytes(), {}):
        parts.extend(read_document(document) if isinstance(document, Document) else [document])
    return parts


def stored(form: Form, index: int, value: float | str | None) -> int | None:
    """A value of an expectation as a reading holds it: money in fen."""
    if value is None:
        return None
    money = form.quantities.get(form.cells[index].column) == "money"
    return int(Decimal(str(value)) * (100 if money else 1))


def indices(form: Form, key: str) -> list[int]:
    """Cells named by `row`, `row.*` or `row.column`."""
    row, _, column = key.partition(".")
    found = [at for at, cell in enumerate(form.cells) if cell.row == row and column in ("", "*", cell.column)]
    assert found, f"{key} names no cell of form {form.form}"
    return found


def valued(form: Form, cells: dict[str, Any]) -> Iterator[tuple[int, int | None]]:
    for key, value in cells.items():
        places = indices(form, key)
        values = value if isinstance(value, list) else [value] * len(places)
        for at, one in zip(places, values, strict=True):
            yield at, stored(form, at, one)


def expected_cells(form: Form, report: dict[str, Any]) -> tuple[Cells, dict[int, int | None]]:
    """Every cell of the form with what it must be; and, apart, those that may hold one value or none."""
    cells: Cells = {}
    for kind, statuses in SETTLED.items():
        for at, value in valued(form, report.get(kind, {})):
            cells[at] = (BLANK,) if value is None else statuses, value
    for kind, statuses in UNSETTLED.items():
        for key in report.get(kind, []):
            cells |= dict.fromkeys(indices(form, key), (statuses, None))
    optional = dict(valued(form, report.get("if_told", {})))
    rest = report.get("rest", "empty")
    for at, cell in enumerate(form.cells):
        kind = rest.get(cell.relation, "empty") if isinstance(rest, dict) else rest
        cells.setdefault(at, (REST[kind], 0 if kind == "zero" else None))
    return cells, optional


def faults(reading: Reading, report: dict[str, Any]) -> list[str]:
    """Every cell that is not as expected, in words."""
    form = FORMS[reading.form]
    cells, optional = expected_cells(form, report)
    found = []
    for at, (statuses, value) in cells.items():
        have, status = reading.values[at], reading.statuses[at]
        if at in optional and have in (None, optional[at]):
            continue
        if have != value or (at not in optional and status not in statuses):
            allowed = "/".join(STATUSES[one] for one in statuses)
            name = f"{form.cells[at].row}.{form.cells[at].column}"
            found.append(f"{name}: want {value} {allowed}, have {have} {STATUSES[status]} ({reading.raws[at]!r})")
    for key, line in report.get("lines", {}).items():
        found += [f"{key}: want line {line}" for at in indices(form, key) if reading.lines[at] != line]
    for key, raw in report.get("raws", {}).items():
        found += [f"{key}: want raw {raw!r}" for at in indices(form, key) if reading.raws[at] != raw]
    return found


def failed_checks(reading: Reading) -> list[str]:
    return sorted(
        f"{check.check_name}:{check.scope}"
        for check in reading.checks
        if check.severity == "hard" and check.passed is False
    )


@pytest.mark.parametrize("name", names())
def test_case_reads_as_a_careful_person_reads_it(name: str) -> None:
    expectation = expectation_of(name)
    parts = parts_of(document_of(name))
    readings = [part for part in parts if isinstance(part, Reading)]
    refusals = [part for part in parts if not isinstance(part, Reading)]
    wanted, refused = expectation.get("reports", []), expectation.get("refusals", [])
    assert [refusal.reason for refusal in refusals] == [refusal["reason"] for refusal in refused], refusals
    for refusal, expected in zip(refusals, refused, strict=True):
        if isinstance(refusal, Refusal):
            told = {"agency": refusal.identity.agency_name, "year": refusal.identity.fiscal_year}
            assert told | expected == expected | told
    assert len(readings) == len(wanted)
    for reading, report in zip(readings, wanted, strict=True):
        who = (reading.identity.agency_name, reading.identity.fiscal_year, reading.form)
        assert who == (report["agency"], report["year"], report["form"])
        assert faults(reading, report) == []
        assert failed_checks(reading) == sorted(report.get("failed", []))


def test_every_document_has_its_expectation_and_says_its_quirk() -> None:
    documents = sorted(path.name.split(".")[0] for path in CASES.iterdir() if not path.name.endswith(EXPECTED))
    assert documents == names()
    for name in names():
        expectation = expectation_of(name)
        assert expectation["about"].strip()
        assert expectation.get("reports") or expectation.get("refusals")
        assert {refusal["reason"] for refusal in expectation.get("refusals", [])} <= set(REASONS)


def test_a_key_names_one_cell_only() -> None:
    """Expectations need no relation: no row and column stand in two tables of one form."""
    for form in FORMS.values():
        keys = [(cell.row, cell.column) for cell in form.cells]
        assert len(keys) == len(set(keys))
