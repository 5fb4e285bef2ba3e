"""The public contract: every relation and column that analysts were promised, from the catalogue itself."""

from __future__ import annotations

import pytest

from load import catalogue
from load.warehouse import Warehouse
from tests.unit.frames.readings import read
from transform.reference import load_reference

CONTRACT = {
    "reports": """report_id agency_id agency_name fiscal_year form title published_on region_code province prefecture
        county admin_level sector scope agency_basis year_basis source_uri source_sha256 media_type encoding script
        is_current cells_expected cells_reported cells_blank cells_derived cells_missing checks_failed parser_version
        run_id loaded_at""",
    "disclosure_items": """report_id category measure agency_id fiscal_year form article_item value unit status raw
        source_line""",
    "application_outcomes": """report_id outcome applicant agency_id fiscal_year form outcome_group value status raw
        source_line""",
    "review_litigation": "report_id proceeding result agency_id fiscal_year form value status raw source_line",
    "checks": "report_id check_name scope severity lhs rhs passed message",
    "quarantine": """source_uri source_sha256 reason detail agency_name fiscal_year region_code first_seen_at
        last_seen_at run_id""",
    "runs": "run_id found loaded unchanged duplicate quarantined withdrawn started_at finished_at outcome",
    "agencies": "agency_id agency_name",
    "regions": "region_code name",
    "forms": "form row_code row_label row_label_hant row_label_en column_code column_label",
    "metrics": "metric name_zh name_en numerator denominator unit forms caveat",
    "corrections": "report_id printed_value corrected_value reason corrected_by corrected_on",
}
TYPES = {
    ("disclosure_items", "value"): "DECIMAL(18,2)",
    ("application_outcomes", "value"): "BIGINT",
    ("review_litigation", "value"): "BIGINT",
    ("reports", "published_on"): "DATE",
    ("reports", "is_current"): "BOOLEAN",
    ("checks", "passed"): "BOOLEAN",
}


@pytest.fixture
def columns(warehouse: Warehouse, ingest) -> dict[tuple[str, str], tuple[str, str | None]]:
    ingest([read("/reports/a")])
    with warehouse.connect() as connection:
        rows = connection.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main'"
            " AND NOT internal"
        ).fetchall()
    return {(table, column): (kind, comment) for table, column, kind, comment in rows}


def test_every_promised_relation_and_column_is_there(columns) -> None:
    promised = {(table, column) for table, names in CONTRACT.items() for column in names.split()}
    assert not promised - columns.keys()


def test_figures_have_exact_types(columns) -> None:
    assert {key: columns[key][0] for key in TYPES} == TYPES


def test_every_relation_and_column_of_the_base_is_described(warehouse: Warehouse, columns) -> None:
    mine = {path.stem for path in (catalogue.SQL / "tables").glob("*.sql")}
    assert not [key for key, (_, comment) in columns.items() if key[0] in mine and not comment]
    with warehouse.connect() as connection:
        described = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE comment <> ''"
            " UNION ALL SELECT view_name FROM duckdb_views() WHERE comment <> ''"
        ).fetchall()
    assert not mine - {name for (name,) in described}


def test_every_file_states_its_grain_and_makes_the_relation_of_its_name() -> None:
    for path in sorted((catalogue.SQL / "tables").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("-- grain: "), path.name
        assert f" {path.stem} " in text.split("\n")[1], path.name


def test_the_relation_forms_and_the_reader_agree_on_the_order_of_cells(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    with warehouse.connect() as connection:
        for name, form in load_reference().forms.items():
            rows = connection.execute(
                "SELECT relation, row_code, column_code FROM forms WHERE form = ? ORDER BY position", [name]
            ).fetchall()
            assert rows == [tuple(cell) for cell in form.cells]
            assert connection.execute(
                "SELECT count(*) FROM forms WHERE row_label IS NULL OR column_label_en IS NULL"
            ).fetchone() == (0,)
