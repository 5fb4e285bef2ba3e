"""A small warehouse of invented reports on the real catalogue: every cell of every form in place, nothing read."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from load.catalogue import SQL, in_order, install, mentioned, run
from load.stored import files
from transform.reading import STATUSES
from transform.reference import CellKey, load_reference, read_csv

ROOT = Path(__file__).resolve().parents[3]
VIEWS = ROOT / "sql" / "views"
BLANK, MISSING = "blank", "missing"
Given = int | str | None
Cells = Mapping[CellKey, Given]


@dataclass
class Report:
    """One invented report: `cells` by key, a number or a status; every other cell holds `default`. Money in fen."""

    name: str
    agency_id: str = "a"
    fiscal_year: int = 2022
    form: str = "2021"
    scope: str = "own"
    is_current: bool = True
    published_on: date | None = date(2023, 1, 20)
    province: str | None = "山东省"
    prefecture: str | None = "淄博市"
    county: str | None = None
    region_code: str | None = "370300"
    admin_level: str | None = "prefecture"
    sector: str | None = "health"
    default: Given = 0
    cells: Cells = field(default_factory=dict)
    loaded_at: datetime = datetime(2024, 1, 1, tzinfo=UTC)

    @property
    def report_id(self) -> str:
        """The id under which the report is loaded."""
        return report_id(self.name)


def report_id(name: str) -> str:
    """Id of the report of this name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def outcomes(column: str = "total", **values: Given) -> dict[CellKey, Given]:
    """Cells of section three in one column, by outcome."""
    return {CellKey("application_outcomes", outcome, column): value for outcome, value in values.items()}


def applicants(row: str, **values: Given) -> dict[CellKey, Given]:
    """Cells of section three in one row, by applicant."""
    return {CellKey("application_outcomes", row, applicant): value for applicant, value in values.items()}


def proceedings(proceeding: str, **values: Given) -> dict[CellKey, Given]:
    """Cells of section four of one proceeding, by result."""
    return {CellKey("review_litigation", proceeding, result): value for result, value in values.items()}


def items(category: str, **values: Given) -> dict[CellKey, Given]:
    """Cells of section two of one category, by measure."""
    return {CellKey("disclosure_items", category, measure): value for measure, value in values.items()}


class Warehouse:
    """A warehouse file with the catalogue, gone with this object, to which reports are added."""

    def __init__(self, *reports: Report) -> None:
        """Copy the catalogue and load the reports."""
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "invented.duckdb"
        shutil.copyfile(_catalogue(), self.path)
        self.connection = duckdb.connect(str(self.path))
        self.fresh: set[Path] = set()
        self.add(*reports)

    def add(self, *reports: Report) -> None:
        """Insert reports with every cell of their forms."""
        if reports:
            readings = pl.DataFrame([_reading(report) for report in reports], infer_schema_length=None)
            described = pl.DataFrame(
                [
                    _described(report, row["cell_statuses"])
                    for report, row in zip(reports, readings.to_dicts(), strict=True)
                ],
                infer_schema_length=None,
            )
            self.insert("packed_readings", readings)
            self.insert("reports", described)
            self.fresh.clear()

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Insert the rows of a frame by name."""
        self.connection.register("frame", frame)
        self.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")
        self.connection.unregister("frame")

    def insert_rows(self, table: str, *rows: Mapping[str, object]) -> None:
        """Insert rows given as dictionaries."""
        self.insert(table, pl.DataFrame(list(rows), infer_schema_length=None))
        self.fresh.clear()

    def refresh(self) -> None:
        """Compute every stored relation from what was added."""
        for path in files(SQL):
            run(self.connection, path)
            self.fresh.add(path)

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Rows of a query, for which the stored relations that it reads are computed from what was added."""
        for path in stored_behind(sql):
            if path not in self.fresh:
                run(self.connection, path)
                self.fresh.add(path)
        return self.connection.execute(sql, list(parameters)).fetchall()

    def one(self, sql: str, *parameters: object) -> tuple[object, ...]:
        """The only row of a query."""
        rows = self.rows(sql, *parameters)
        assert len(rows) == 1, rows
        return rows[0]


def stored_behind(sql: str) -> list[Path]:
    """The files of the stored relations that a query reads, in order."""
    read = set().union(*(_behind()[name] for name in re.findall(r"\w+", sql) if name in _behind()))
    return [path for path in files(SQL) if path.stem in read]


@cache
def _behind() -> dict[str, set[str]]:
    """Each relation with all that it is computed from, itself included."""
    behind: dict[str, set[str]] = {}
    for path in in_order([*(SQL / "tables").glob("*.sql"), *VIEWS.glob("*.sql")]):
        behind[path.stem] = {path.stem}.union(*(behind.get(name, set()) for name in mentioned(path)))
    return behind


@cache
def _catalogue() -> Path:
    """A warehouse without reports, made once: making it takes longer than most tests."""
    folder = tempfile.mkdtemp(prefix="gongkai-catalogue-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "catalogue.duckdb"
    with duckdb.connect(str(path)) as connection:
        install(connection)
    return path


def _reading(report: Report) -> dict[str, object]:
    form = load_reference().forms[report.form]
    unknown = set(report.cells) - set(form.cells)
    assert not unknown, f"not on form {report.form}: {unknown}"
    given = [report.cells.get(cell, report.default) for cell in form.cells]
    return {
        "report_id": report.report_id,
        "agency_id": report.agency_id,
        "fiscal_year": report.fiscal_year,
        "form": report.form,
        "cell_values": [value if isinstance(value, int) else None for value in given],
        "cell_statuses": [STATUSES.index(value) if isinstance(value, str) else 0 for value in given],
        "cell_raws": [None] * len(given),
        "cell_lines": list(range(1, len(given) + 1)),
    }


def _described(report: Report, statuses: list[int]) -> dict[str, object]:
    return {
        "report_id": report.report_id,
        "agency_id": report.agency_id,
        "agency_name": f"{report.agency_id}局",
        "fiscal_year": report.fiscal_year,
        "form": report.form,
        "title": report.name,
        "published_on": report.published_on,
        "region_code": report.region_code,
        "province": report.province,
        "prefecture": report.prefecture,
        "county": report.county,
        "admin_level": report.admin_level,
        "sector": report.sector,
        "scope": report.scope,
        "agency_basis": "title",
        "year_basis": "title",
        "source_uri": f"{report.name}.txt",
        "source_sha256": report.name,
        "part": 1,
        "media_type": "text/plain",
        "script": "simplified",
        "source_state": "present",
        "is_current": report.is_current,
        "cells_expected": len(statuses),
        **{f"cells_{status}": statuses.count(index) for index, status in enumerate(STATUSES)},
        "checks_failed": 0,
        "hard_checks_failed": 0,
        "parser_version": "1",
        "run_id": "run",
        "loaded_at": report.loaded_at,
    }


def metric_rows() -> list[dict[str, str]]:
    """The metric dictionary as written."""
    return read_csv("metrics.csv")
