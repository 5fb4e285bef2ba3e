"""Figures corrected by a person: a file in git, checked against what was printed at every load."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import duckdb

from load.catalogue import SQL
from load.errors import CorrectionError

CORRECTIONS = Path(__file__).resolve().parents[1] / "data" / "corrections.csv"
COLUMNS = ("report_id", "relation", "row", "column", "printed_value", "corrected_value", "reason", "source", "by", "on")


def load(connection: duckdb.DuckDBPyConnection, path: Path = CORRECTIONS) -> None:
    """Fill the relation `corrections` from the file, if there is one.

    Raises CorrectionError where a line is malformed, or where its cell no longer holds the value it says was printed.
    A correction of a report that this warehouse does not hold is kept and marked as not applicable.
    """
    connection.execute("DELETE FROM corrections")
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for number, row in enumerate(rows, start=2):
        try:
            connection.execute(
                "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false)",
                [
                    *(row[name] for name in COLUMNS[:4]),
                    *(Decimal(row[name]) if row[name] else None for name in COLUMNS[4:6]),
                    *(row[name] for name in COLUMNS[6:9]),
                    date.fromisoformat(row["on"]),
                ],
            )
        except (KeyError, TypeError, ValueError, InvalidOperation, duckdb.Error) as error:
            raise CorrectionError(f"{path}, line {number}: {error}; the columns are {', '.join(COLUMNS)}") from error
    _match(connection, path)


def _match(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(
        "UPDATE corrections SET is_applicable = report_id IN (SELECT report_id FROM reports)",
    )
    broken = connection.execute((SQL / "load" / "broken_corrections.sql").read_text(encoding="utf-8")).fetchone()
    if broken:
        report, relation, row, column, expected, actual, is_cell = broken
        holds = f"holds {actual}" if is_cell else "is no cell of its form"
        raise CorrectionError(
            f"{path}: {relation} {row}.{column} of report {report} {holds}, and the correction says that {expected} "
            "was printed; look at the report again and change or remove the line"
        )
