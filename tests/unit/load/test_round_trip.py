"""From hand-made readings to the relations and back: nothing changes on the way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.document import Rejected
from load.warehouse import Warehouse
from tests.unit.frames.readings import document, read, reading, who
from transform.frames import Read, report_id
from transform.reading import BLANK, DERIVED, MISSING, STATUSES, Refusal
from transform.reference import CellKey, load_reference

RECEIVED = ("application_outcomes", "received", "total")
GRANTED = ("application_outcomes", "granted", "natural_person")
REVIEW = ("review_litigation", "review", "total")
FEE = ("disclosure_items", "fee", "fee_amount")
PURCHASE = ("disclosure_items", "procurement", "purchase_amount")
CHANGE = ("disclosure_items", "license", "change")

ALL_CELLS = """
SELECT 'disclosure_items' AS relation, category::VARCHAR AS r, measure::VARCHAR AS c, value, status, raw, source_line
FROM disclosure_items WHERE report_id = $id
UNION ALL
SELECT 'application_outcomes', outcome::VARCHAR, applicant::VARCHAR, value, status, raw, source_line
FROM application_outcomes WHERE report_id = $id
UNION ALL
SELECT 'review_litigation', proceeding::VARCHAR, result::VARCHAR, value, status, raw, source_line
FROM review_litigation WHERE report_id = $id
"""


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_cell_comes_back_as_it_was_read(warehouse: Warehouse, ingest, form: str) -> None:
    layout = load_reference().forms[form]
    made = reading(
        form,
        statuses={RECEIVED: BLANK, GRANTED: MISSING, REVIEW: DERIVED},
        raws={("review_litigation", "review", "upheld"): "０件"},
    )
    for place, cell in enumerate(layout.cells):
        if made.statuses[place] == 0 and made.raws[place] == "0":
            made.values[place], made.raws[place] = place * 3 - 20, f"{place * 3 - 20}"
            if layout.quantities.get(cell.column) == "money":
                made.values[place], made.raws[place] = 123456789012345, "1234567890123.45"
    made.lines[-1] = None
    ingest([read("/reports/a", made), read("/reports/b"), read("/reports/c", reading("2019"))])
    with warehouse.connect() as connection:
        rows = connection.execute(ALL_CELLS, {"id": report_id(document("/reports/a").sha256, 1)}).fetchall()
    assert len(rows) == len(layout.cells)
    for relation, row, column, value, status, raw, line in rows:
        place = layout.index[CellKey(relation, row, column)]
        number = made.values[place]
        if layout.quantities.get(column) == "money":
            number = Decimal("1234567890123.45")
        assert (value, status, raw, line) == (
            number,
            STATUSES[made.statuses[place]],
            made.raws[place],
            made.lines[place],
        )


def test_money_is_exact_to_the_fen_and_keeps_its_unit(warehouse: Warehouse, ingest) -> None:
    made = reading("2021", values={FEE: 43788001}, raws={FEE: "43.788001万元"})
    made.units[load_reference().forms["2021"].index[CellKey(*FEE)]] = "万元"
    ingest([read("/reports/a", made)])
    with warehouse.connect() as connection:
        assert connection.execute(
            "SELECT value, unit, raw FROM disclosure_items WHERE measure = 'fee_amount'"
        ).fetchall() == [(Decimal("437880.01"), "万元", "43.788001万元")]
        assert connection.execute("SELECT count(unit) FROM disclosure_items").fetchone() == (1,)


def test_order_by_code_is_the_order_of_the_form(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    form = load_reference().forms["2021"]
    with warehouse.connect() as connection:
        rows = connection.execute("SELECT DISTINCT outcome FROM application_outcomes ORDER BY outcome").fetchall()
        assert [row for (row,) in rows] == list(form.outcomes)
        rows = connection.execute("SELECT DISTINCT applicant FROM application_outcomes ORDER BY applicant").fetchall()
        assert [row for (row,) in rows] == list(form.applicants)


def test_formats_with_tables_tell_table_and_row(warehouse: Warehouse, ingest) -> None:
    tables = {line: (2, line - 10) for line in range(11, 400)}
    ingest([Read("/reports/a", document("/reports/a", tables=tables), [reading()]), read("/reports/b")])
    with warehouse.connect() as connection:
        rows = connection.execute(
            "SELECT source_uri, source_place, source_line FROM disclosure_items JOIN reports USING (report_id)"
            " WHERE category = 'regulation' AND measure = 'issued' ORDER BY 1"
        ).fetchall()
    assert rows == [("/reports/a", "table 2 row 1", 11), ("/reports/b", None, 11)]


def test_figures_in_quarantine_are_kept_there_and_nowhere_else(warehouse: Warehouse, ingest) -> None:
    nameless = reading(values={RECEIVED: 5}, identity=replace(who(), agency_name=None, agency_basis=None))
    refused = Refusal(
        "unidentified_year",
        "Give the year.",
        identity=replace(who(), fiscal_year=None),
        reading=reading(values={RECEIVED: 6}),
    )
    ingest([read("/reports/a", nameless), read("/reports/b", refused)])
    with warehouse.connect() as connection:
        rows = connection.execute(
            "SELECT reason, quarantine.agency_name, value FROM quarantined_figures JOIN quarantine USING (report_id)"
            " WHERE row_code = 'received' AND column_code = 'total' ORDER BY 1"
        ).fetchall()
        assert rows == [("unidentified_agency", None, 5), ("unidentified_year", "淄博市卫生健康委员会", 6)]
        assert connection.execute("SELECT count(*) FROM quarantined_figures").fetchone() == (400,)
        for relation in ("reports", "disclosure_items", "application_outcomes", "review_litigation", "checks"):
            assert connection.execute(f"SELECT count(*) FROM {relation}").fetchone() == (0,)


def test_findings_travel_with_their_report(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a", reading(passed=False)), read("/reports/b", reading(passed=None))])
    with warehouse.connect() as connection:
        rows = connection.execute(
            "SELECT source_uri, check_name, lhs, rhs, passed, checks_failed FROM checks JOIN reports USING (report_id)"
            " ORDER BY 1"
        ).fetchall()
        assert rows == [("/reports/a", "balance", 3, 4, False, 1), ("/reports/b", "balance", 3, 4, None, 0)]
        for relation in ("issues", "prose_figures"):
            assert connection.execute(f"SELECT count(*) FROM {relation}").fetchone() == (2,)


def test_a_document_that_gave_no_text_is_in_quarantine(warehouse: Warehouse, ingest) -> None:
    ingest([Read("/reports/a", Rejected("/reports/a", "f" * 64, "encrypted", "Ask for a copy without password."), [])])
    with warehouse.connect() as connection:
        assert connection.execute("SELECT source_uri, reason, detail FROM quarantine").fetchall() == [
            ("/reports/a", "encrypted", "Ask for a copy without password.")
        ]
