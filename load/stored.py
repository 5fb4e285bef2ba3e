"""The tables among the views: computed whole, or after a night only for the agencies that it touched.

For a few agencies the very files of `sql/views` run in a scratch database in memory, which holds the rows of those
agencies and sees everything else in the warehouse through the search path. What they give replaces the rows of these
agencies; of totals over all agencies, what the same agencies told before is taken off first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from load import catalogue

# Share of all agencies from which on computing everything is cheaper than computing these twice and merging.
_FEW = 0.2
_MADE = re.compile(r"^CREATE OR REPLACE TABLE", re.MULTILINE)
_VIEW = re.compile(r"^CREATE OR REPLACE VIEW", re.MULTILINE)
_OF_AN_AGENCY = "-- grain: agency_id,"
_BY_AGENCY = ("reports", "packed_readings")
_BY_REPORT = ("report_checks", "prose_figures", "corrections")


def refresh(connection: duckdb.DuckDBPyConnection, sql: Path) -> None:
    """Compute every stored table from the figures as they are now."""
    for path in files(sql):
        catalogue.run(connection, path)


def refresh_touched(connection: duckdb.DuckDBPyConnection, sql: Path, before: Path) -> None:
    """Bring the stored tables up to date after a load, which left the agencies it changed in `touched`.

    before: the version of the warehouse that the load started from, with the same catalogue.
    """
    touched, agencies = connection.execute(
        "SELECT (SELECT count(*) FROM touched), (SELECT count(DISTINCT agency_id) FROM reports)"
    ).fetchall()[0]
    if not touched:
        return
    if touched > _FEW * agencies:
        refresh(connection, sql)
        return
    tables = files(sql)
    of_agencies = [path for path in tables if _text(path).startswith(_OF_AN_AGENCY)]
    totals = [path for path in tables if path not in of_agencies]
    home = _name(connection)
    connection.execute("ATTACH ? AS before (READ_ONLY)", [str(before)])
    for side, warehouse, wanted in (("before", "before", totals), ("now", home, tables)):
        with _scratch(connection, warehouse):
            for path in _with_what_they_read(sql, wanted):
                catalogue.run(connection, path)
            for path in wanted:
                connection.execute(f"CREATE TEMP TABLE {path.stem}_{side} AS SELECT * FROM {path.stem}")  # noqa: S608
    connection.execute("DETACH before")
    for path in of_agencies:
        connection.execute(f"DELETE FROM {path.stem} WHERE agency_id IN (SELECT agency_id FROM touched)")  # noqa: S608
        connection.execute(f"INSERT INTO {path.stem} SELECT * FROM {path.stem}_now")  # noqa: S608
    for path in totals:
        catalogue.run(connection, sql / "load" / f"merge_{path.stem}.sql")


@contextmanager
def _scratch(connection: duckdb.DuckDBPyConnection, warehouse: str) -> Iterator[None]:
    """A database of the touched agencies of an attached warehouse, first in the search path while it stands."""
    home = _name(connection)
    connection.execute("ATTACH ':memory:' AS scratch")
    try:
        for table in (*_BY_AGENCY, *_BY_REPORT):
            kept = (
                "agency_id IN (SELECT agency_id FROM touched)"
                if table in _BY_AGENCY
                else "report_id IN (SELECT report_id FROM scratch.main.reports)"
            )
            connection.execute(
                f'CREATE TABLE scratch.main.{table} AS SELECT * FROM "{warehouse}".main.{table} WHERE {kept}'  # noqa: S608
            )
        connection.execute(f"SET search_path = 'scratch.main,\"{home}\".main'")
        yield
    finally:
        connection.execute(f'USE "{home}"')
        connection.execute("DETACH scratch")


def files(sql: Path) -> list[Path]:
    """The files of the stored tables, in order."""
    return [path for path in catalogue.in_order(list((sql / "views").glob("*.sql"))) if _MADE.search(_text(path))]


def _with_what_they_read(sql: Path, wanted: list[Path]) -> list[Path]:
    """The files of the wanted tables, and of every view and stored table behind them, in order."""
    every = catalogue.in_order([*(sql / "tables").glob("*.sql"), *(sql / "views").glob("*.sql")])
    needed = {path.stem for path in wanted}
    for path in reversed(every):
        if path.stem in needed:
            needed |= catalogue.mentioned(path)
    return [
        path for path in every if path.stem in needed and (path.parent.name == "views" or _VIEW.search(_text(path)))
    ]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _name(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute("SELECT current_database()").fetchall()[0][0])
