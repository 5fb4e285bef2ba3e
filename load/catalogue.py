"""What stands in the warehouse before any report: reference tables, code lists, relations and views from `sql/`."""

from __future__ import annotations

import hashlib
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from load.errors import SqlError
from transform.reading import STATUSES
from transform.reference import REFERENCE

SQL = Path(__file__).resolve().parents[1] / "sql"

_COMMENT = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
_MENTION = re.compile(r"\b(?:from|join)\s+(?:main\.)?(\w+)", re.IGNORECASE)


def digest(sql: Path = SQL, reference: Path = REFERENCE) -> str:
    """Hex digest of everything that shapes the catalogue: a change of it means that it is made anew."""
    state = hashlib.sha256(repr(STATUSES).encode())
    for path in sorted([*sql.rglob("*.sql"), *reference.glob("*.csv")]):
        state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()


def in_order(files: list[Path]) -> list[Path]:
    """The files, each after those whose relations it reads from; ties by name.

    A relation is named as its file; a file reads from it where its name follows FROM or JOIN. Raises SqlError where
    files read from each other in a circle.
    """
    by_name = {path.stem: path for path in sorted(files, key=lambda path: path.stem)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, path in by_name.items():
        text = _COMMENT.sub(" ", path.read_text(encoding="utf-8"))
        sorter.add(name, *sorted({found.lower() for found in _MENTION.findall(text)} & by_name.keys() - {name}))
    try:
        sorter.prepare()
    except CycleError as error:
        raise SqlError(f"sql/: {' reads from '.join(reversed(error.args[1]))}; break the circle") from error
    ordered: list[Path] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += [by_name[name] for name in ready]
        sorter.done(*ready)
    return ordered


def install(connection: duckdb.DuckDBPyConnection, sql: Path = SQL, reference: Path = REFERENCE) -> None:
    """Make the catalogue, or make it anew around the tables that hold what was read (those stay as they are)."""
    _drop_what_is_made(connection)
    _load_reference(connection, reference)
    tables, views = sorted((sql / "tables").glob("*.sql")), sorted((sql / "views").glob("*.sql"))
    for path in [sql / "types.sql", *in_order([*tables, *views])]:
        run(connection, path)
    connection.execute("CREATE OR REPLACE TABLE reference.catalogue AS SELECT ? AS made_from", [digest(sql, reference)])


def made_from(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The digest that the catalogue of an open warehouse was made from; None for an empty file."""
    row = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'reference' AND table_name = 'catalogue'"
    )
    if row.fetchone() is None:
        return None
    found: tuple[str] | None = connection.execute("SELECT made_from FROM reference.catalogue").fetchone()
    return found[0] if found else None


def refresh(connection: duckdb.DuckDBPyConnection, sql: Path = SQL) -> None:
    """Compute the tables among the views (those which `sql/views` makes as tables) from the figures as they are now."""
    for path in in_order(sorted((sql / "views").glob("*.sql"))):
        if re.search(r"^CREATE OR REPLACE TABLE", path.read_text(encoding="utf-8"), re.MULTILINE):
            run(connection, path)


def run(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run the statements of one file. Raises SqlError that names the file."""
    try:
        connection.execute(path.read_text(encoding="utf-8"))
    except duckdb.Error as error:
        raise SqlError(f"{path.parent.name}/{path.name}: {error}") from error


def _drop_what_is_made(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the views, the reference tables and the types: they are functions of files, and types cannot be altered."""
    made = connection.execute(
        "SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
        " UNION ALL SELECT 'TABLE', table_name FROM duckdb_columns()"
        " WHERE schema_name = 'main' AND data_type LIKE 'ENUM%' GROUP BY table_name"
        " UNION ALL SELECT 'TYPE', type_name FROM duckdb_types() WHERE NOT internal AND schema_name = 'main'"
    ).fetchall()
    for kind in ("VIEW", "TABLE", "TYPE"):
        for _, name in [row for row in made if row[0] == kind]:
            connection.execute(f'DROP {kind} IF EXISTS "{name}" CASCADE')


def _load_reference(connection: duckdb.DuckDBPyConnection, reference: Path) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS reference")
    for path in sorted(reference.glob("*.csv")):
        connection.execute(
            f'CREATE OR REPLACE TABLE reference."{path.stem}" AS SELECT * FROM'  # noqa: S608 - a file name of ours
            " read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"', nullstr = '\\N')",
            [str(path)],
        )
    connection.execute("CREATE OR REPLACE TABLE reference.statuses (position INTEGER, status VARCHAR)")
    connection.executemany("INSERT INTO reference.statuses VALUES (?, ?)", list(enumerate(STATUSES)))
