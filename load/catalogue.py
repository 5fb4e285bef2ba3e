"""What stands in the warehouse before any report: reference tables, code lists, relations and views from `sql/`."""

from __future__ import annotations

import hashlib
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from load import figures
from load.errors import SqlError
from transform.reading import STATUSES
from transform.reference import REFERENCE

# As what DuckDB tells that it cannot write, by where it was just then: a block, a commit, a checkpoint, a spilled sort.
DISK_ERRORS = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.OutOfMemoryException)
SQL = Path(__file__).resolve().parents[1] / "sql"

_COMMENT = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
_KEPT = re.compile(r"^CREATE TABLE IF NOT EXISTS", re.MULTILINE)
_MENTION = re.compile(r"\b(?:from|join)\s+(?:main\.)?(\w+)", re.IGNORECASE)


def digest(sql: Path = SQL, reference: Path = REFERENCE) -> str:
    """Hex digest of everything that shapes the catalogue: a change of it means that it is made anew."""
    state = hashlib.sha256(repr(STATUSES).encode())
    for path in [Path(figures.__file__), *sorted([*sql.rglob("*.sql"), *reference.glob("*.csv")])]:
        state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()


def in_order(files: list[Path]) -> list[Path]:
    """The files, each after those whose relations it reads from; ties by name.

    A relation is named as its file; a file reads from it where its name follows FROM or JOIN, or where a call of the
    file is written out from it. Raises SqlError where files read from each other in a circle.
    """
    by_name = {path.stem: path for path in sorted(files, key=lambda path: path.stem)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, path in by_name.items():
        sorter.add(name, *sorted(mentioned(path) & by_name.keys() - {name}))
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


def mentioned(path: Path) -> set[str]:
    """Names, in small letters, that follow FROM or JOIN in a file, or that its calls are written out from."""
    text = _COMMENT.sub(" ", path.read_text(encoding="utf-8"))
    return {found.lower() for found in _MENTION.findall(text)} | figures.sources(text)


def install(connection: duckdb.DuckDBPyConnection, sql: Path = SQL, reference: Path = REFERENCE) -> None:
    """Make the catalogue, or make it anew around the tables that hold what was read (those stay as they are).

    Raises SqlError where the cells of a form changed under readings that are packed in their old order.
    """
    tables, views = sorted((sql / "tables").glob("*.sql")), sorted((sql / "views").glob("*.sql"))
    before = _layouts(connection)
    _drop_what_is_made(
        connection, kept={path.stem for path in tables if _KEPT.search(path.read_text(encoding="utf-8"))}
    )
    _load_reference(connection, reference)
    for path in [sql / "types.sql", *in_order([*tables, *views])]:
        run(connection, path)
    after = _layouts(connection)
    for form in sorted(before):
        if before[form] != after.get(form):
            raise SqlError(
                f"data/reference gives form {form} other cells than the warehouse was made with; "
                "move the warehouse away and ingest again"
            )
    connection.execute("CREATE OR REPLACE TABLE reference.catalogue AS SELECT ? AS made_from", [digest(sql, reference)])


def _layouts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str, str]]]:
    """The cells, in order, of every form of which the warehouse holds readings."""
    if made_from(connection) is None:
        return {}
    rows = connection.execute(
        "SELECT form, relation, row_code, column_code FROM forms"
        " WHERE form IN (SELECT form FROM packed_readings UNION SELECT form FROM packed_quarantine)"
        " ORDER BY form, position"
    ).fetchall()
    layouts: dict[str, list[tuple[str, str, str]]] = {}
    for form, *cell in rows:
        layouts.setdefault(form, []).append((cell[0], cell[1], cell[2]))
    return layouts


def made_from(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The digest that the catalogue of an open warehouse was made from; None for an empty file."""
    row = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'reference' AND table_name = 'catalogue'"
    )
    if row.fetchone() is None:
        return None
    found: tuple[str] | None = connection.execute("SELECT made_from FROM reference.catalogue").fetchone()
    return found[0] if found else None


def run(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run the statements of one file. Raises SqlError that names the file, or one of DISK_ERRORS as it is."""
    try:
        connection.execute(figures.written_out(connection, path.read_text(encoding="utf-8")))
    except DISK_ERRORS:
        raise
    except duckdb.Error as error:
        raise SqlError(f"{path.parent.name}/{path.name}: {error}") from error


def _drop_what_is_made(connection: duckdb.DuckDBPyConnection, kept: set[str]) -> None:
    """Drop views, tables but the kept ones, and types: they are functions of files, and a type cannot be altered."""
    made = connection.execute(
        "SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
        " UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables() WHERE schema_name = 'main'"
        " UNION ALL SELECT 'TYPE', type_name FROM duckdb_types() WHERE NOT internal AND schema_name = 'main'"
    ).fetchall()
    for kind in ("VIEW", "TABLE", "TYPE"):
        for _, name in [row for row in made if row[0] == kind and row[1] not in kept]:
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
