"""A small warehouse of invented reports, every cell of every form in place, with all views of `sql/views`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from transform.reference import load_reference, read_csv

ROOT = Path(__file__).resolve().parents[3]
REFERENCE_TABLES = ("metrics", "metric_terms", "continuity_terms", "prose_terms", "identities")
BLANK, MISSING = "blank", "missing"
Cells = Mapping[tuple[str, str, str], int | float | str]

BASE_TABLES = """
CREATE TABLE reports (
    report_id VARCHAR, agency_id VARCHAR, agency_name VARCHAR, fiscal_year INTEGER, form VARCHAR, title VARCHAR,
    published_on DATE, region_code VARCHAR, province VARCHAR, prefecture VARCHAR, county VARCHAR,
    admin_level VARCHAR, sector VARCHAR, scope VARCHAR, source_uri VARCHAR, is_current BOOLEAN,
    cells_expected INTEGER, cells_reported INTEGER, cells_blank INTEGER, cells_derived INTEGER,
    cells_missing INTEGER, checks_failed INTEGER, loaded_at TIMESTAMP);
CREATE TABLE disclosure_items (
    report_id VARCHAR, category VARCHAR, measure VARCHAR, value DECIMAL(18, 2), status VARCHAR, raw VARCHAR,
    source_line INTEGER);
CREATE TABLE application_outcomes (
    report_id VARCHAR, outcome VARCHAR, applicant VARCHAR, outcome_group VARCHAR, value BIGINT, status VARCHAR,
    raw VARCHAR, source_line INTEGER);
CREATE TABLE review_litigation (
    report_id VARCHAR, proceeding VARCHAR, result VARCHAR, value BIGINT, status VARCHAR, raw VARCHAR,
    source_line INTEGER);
CREATE TABLE checks (
    report_id VARCHAR, check_name VARCHAR, scope VARCHAR, severity VARCHAR, lhs BIGINT, rhs BIGINT, passed BOOLEAN,
    message VARCHAR);
CREATE TABLE quarantine (
    source_uri VARCHAR, reason VARCHAR, detail VARCHAR, agency_name VARCHAR, fiscal_year INTEGER,
    region_code VARCHAR);
CREATE TABLE agencies (
    agency_id VARCHAR, agency_name VARCHAR, region_code VARCHAR, province VARCHAR, prefecture VARCHAR,
    county VARCHAR, admin_level VARCHAR, sector VARCHAR);
CREATE TABLE corrections (
    report_id VARCHAR, relation VARCHAR, row_code VARCHAR, column_code VARCHAR, printed_value DECIMAL(18, 2),
    corrected_value DECIMAL(18, 2));
CREATE TABLE prose_figures (
    report_id VARCHAR, position INTEGER, figure VARCHAR, value BIGINT, sentence VARCHAR, source_line INTEGER);
CREATE TABLE forms (
    form VARCHAR, relation VARCHAR, row_group VARCHAR, row_code VARCHAR, column_code VARCHAR, position INTEGER);
"""


@dataclass
class Report:
    """One invented report: cells by (relation, row, column); a cell not named holds `default`."""

    report_id: str
    agency_id: str = "a"
    fiscal_year: int = 2022
    form: str = "2021"
    scope: str = "own"
    is_current: bool = True
    published_on: date | None = date(2023, 1, 20)
    province: str = "山东省"
    prefecture: str | None = "淄博市"
    county: str | None = None
    region_code: str = "370300"
    admin_level: str | None = "prefecture"
    sector: str | None = "health"
    default: int | str = 0
    cells: Cells = field(default_factory=dict)
    loaded_at: str = "2024-01-01 00:00:00"


class Warehouse:
    """A connection with the base tables, the reference tables and the views, to which reports are added."""

    def __init__(self) -> None:
        """Make an empty warehouse in memory."""
        self.connection = duckdb.connect()
        self.connection.execute(BASE_TABLES)
        for name in REFERENCE_TABLES:
            path = ROOT / "data" / "reference" / f"{name}.csv"
            self.connection.execute(
                f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', header = true, all_varchar = true)"
            )
        self.connection.executemany("INSERT INTO forms VALUES (?, ?, ?, ?, ?, ?)", list(form_cells()))
        for path in view_files():
            self.connection.execute(path.read_text(encoding="utf-8"))

    def add(self, *reports: Report) -> Warehouse:
        """Insert reports with every cell of their forms, and their agencies."""
        for report in reports:
            self._add(report)
        return self

    def _add(self, report: Report) -> None:
        statuses = []
        columns: dict[str, list[tuple[object, ...]]] = {
            "disclosure_items": [],
            "application_outcomes": [],
            "review_litigation": [],
        }
        groups = outcome_groups()
        cells = load_reference().forms[report.form].cells
        unknown = set(report.cells) - set(cells)
        assert not unknown, f"not on form {report.form}: {unknown}"
        for line, cell in enumerate(cells, 1):
            given = report.cells.get(cell, report.default)
            value, status = (None, given) if isinstance(given, str) else (given, "reported")
            raw = None if value is None else str(value)
            group = (groups[cell.row],) if cell.relation == "application_outcomes" else ()
            columns[cell.relation].append((report.report_id, cell.row, cell.column, *group, value, status, raw, line))
            statuses.append(status)
        for relation, rows in columns.items():
            marks = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f"INSERT INTO {relation} VALUES ({marks})", rows)
        counts = [statuses.count(status) for status in ("reported", "blank", "derived", "missing")]
        row = (
            report.report_id, report.agency_id, f"{report.agency_id}局", report.fiscal_year, report.form, "年度报告",
            report.published_on, report.region_code, report.province, report.prefecture, report.county,
            report.admin_level, report.sector, report.scope, f"{report.report_id}.txt", report.is_current,
            len(statuses), *counts, 0, report.loaded_at,
        )  # fmt: skip
        self.connection.execute(f"INSERT INTO reports VALUES ({', '.join('?' * len(row))})", row)
        self.connection.execute(
            "INSERT INTO agencies SELECT ?, ?, ?, ?, ?, ?, ?, ? "
            "WHERE NOT EXISTS (SELECT 1 FROM agencies WHERE agency_id = ?)",
            (
                report.agency_id, f"{report.agency_id}局", report.region_code, report.province, report.prefecture,
                report.county, report.admin_level, report.sector, report.agency_id,
            ),
        )  # fmt: skip

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Rows of a query."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def one(self, sql: str, *parameters: object) -> tuple[object, ...]:
        """The only row of a query."""
        rows = self.rows(sql, *parameters)
        assert len(rows) == 1, rows
        return rows[0]


def outcome_groups() -> dict[str, str]:
    """Outcome to its group, over all forms."""
    return {row["outcome"]: row["outcome_group"] for row in read_csv("outcomes.csv")}


def form_cells() -> Iterable[tuple[str, str, str | None, str, str, int]]:
    """Rows of the relation `forms`."""
    groups = outcome_groups()
    for form in load_reference().forms.values():
        for position, cell in enumerate(form.cells, 1):
            group = groups[cell.row] if cell.relation == "application_outcomes" else None
            yield form.form, cell.relation, group, cell.row, cell.column, position


def view_files() -> list[Path]:
    """The view files in their order: DuckDB binds a view when it is made, so each stands after those it reads."""
    listed = (ROOT / "sql" / "order.txt").read_text(encoding="utf-8").split()
    return [ROOT / "sql" / f"{name}.sql" for name in listed if name.startswith("views/")]


def outcomes(column: str = "total", **values: int | str) -> dict[tuple[str, str, str], int | float | str]:
    """Cells of section three in one column, by outcome."""
    return {("application_outcomes", outcome, column): value for outcome, value in values.items()}
