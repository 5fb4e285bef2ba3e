"""Real reports beside the project's root, cell by cell; skipped where they are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.document import Document
from extract.reader import read_file
from transform.reading import Reading
from transform.reference import load_reference
from transform.report import read_document

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "seeds"
TRUTH = FOLDER / "truth.jsonl"
TRUTHS: list[dict[str, Any]] = (
    [json.loads(line) for line in TRUTH.read_text("utf-8").splitlines()] if TRUTH.exists() else []
)
TABLES = ("disclosure_items", "application_outcomes", "review_litigation")
FEN = 100


@pytest.mark.skipif(not TRUTHS, reason=f"no reports in {FOLDER}")
@pytest.mark.parametrize("truth", TRUTHS, ids=[truth["file"] for truth in TRUTHS])
def test_every_cell_is_read_as_printed(truth: dict[str, Any]) -> None:
    (document,) = read_file(FOLDER / truth["file"])
    assert isinstance(document, Document)
    (reading,) = read_document(document)
    assert isinstance(reading, Reading)
    who = reading.identity
    assert (who.agency_name, who.fiscal_year, who.region_code, reading.form) == (
        truth["agency_name"],
        truth["fiscal_year"],
        truth["region_code"],
        truth["form"],
    )
    form = load_reference().forms[reading.form]
    told = {
        (cell.relation, f"{cell.row}.{cell.column}"): value
        for cell, value in zip(form.cells, reading.values, strict=True)
    }
    amounts = {cell.column for cell in form.cells if form.quantities.get(cell.column) == "money"}
    for table in TABLES:
        for cell, printed in truth[table].items():
            wanted = printed * FEN if printed is not None and cell.partition(".")[2] in amounts else printed
            assert told[table, cell] == wanted, cell
