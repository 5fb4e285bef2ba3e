"""The data dictionary, from the catalogue's own comments: every relation and column, type and example.

`python -m load.dictionary WAREHOUSE > docs/data-dictionary.md` makes it anew from a warehouse of `data/reports`.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from load.catalogue import SQL

# Columns whose values differ from one run or machine to the next: an example of them would never stay true.
_UNSTABLE = re.compile(r"(^|_)(uri|run_id|version|at|ns|inode|size|message|detail)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type as the database names it, and its comment."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One table or view: name, comment, key (the columns of its grain) and columns in order."""

    name: str
    comment: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def describe(connection: duckdb.DuckDBPyConnection, sql: Path = SQL) -> list[Relation]:
    """Every relation of the warehouse that `sql/` defines, by name."""
    comments = dict(
        connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main' "
            "UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal"
        ).fetchall()
    )
    columns: dict[str, list[Column]] = {}
    for table, name, type_, comment in connection.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(Column(name, "ENUM" if type_.startswith("ENUM") else type_, comment or ""))
    keys = _keys(sql)
    return [
        Relation(name, comments[name] or "", _own(keys[name], columns[name]), tuple(columns[name]))
        for name in sorted(columns.keys() & keys.keys())
    ]


def _keys(sql: Path) -> dict[str, tuple[str, ...]]:
    """Relation to the columns of its grain, from the first line of its file."""
    keys = {}
    for path in [*sorted((sql / "tables").glob("*.sql")), *sorted((sql / "views").glob("*.sql"))]:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("-- grain:")
        keys[path.stem] = tuple(name.strip() for name in re.sub(r"\([^)]*\)", "", first).split(",") if name.strip())
    return keys


def _own(key: tuple[str, ...], columns: list[Column]) -> tuple[str, ...]:
    names = {column.name for column in columns}
    return tuple(name for name in key if name in names)


def render(connection: duckdb.DuckDBPyConnection, sql: Path = SQL) -> str:
    """The dictionary as Markdown: relations in order of name, each with its columns and an example of each."""
    lines = [
        "# Data dictionary",
        "",
        "Made by `load.dictionary` from the comments of the catalogue; do not edit by hand.",
        "",
        "Statuses of a cell: `reported` a number stood there; `blank` the cell is empty, which is not 0; `derived` the",
        "form's own arithmetic leaves one answer; `missing` it cannot be read.",
    ]
    relations = describe(connection, sql)
    for relation in relations:
        examples = _examples(connection, relation)
        lines += ["", f"## `{relation.name}`", "", relation.comment, ""]
        lines += [f"Key: {', '.join(f'`{name}`' for name in relation.key)}.", ""] if relation.key else []
        lines += ["| column | type | meaning | example |", "|---|---|---|---|"]
        lines += [
            f"| `{column.name}` | {column.type} | {_cell(column.comment)} | {_cell(examples.get(column.name, ''))} |"
            for column in relation.columns
        ]
    lines += ["", "## Codes", "", "| relation | row | 行 | column | 列 | forms |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {relation} | `{row}` | {_cell(row_label or '')} | `{column}` | {_cell(column_label or '')} | {forms} |"
        for relation, row, row_label, column, column_label, forms in connection.execute(
            "SELECT relation, row_code, any_value(row_label ORDER BY form), column_code, "
            "any_value(column_label ORDER BY form), string_agg(form, ' ' ORDER BY form) "
            "FROM forms GROUP BY relation, row_code, column_code "
            "ORDER BY relation, min(position), max(position), row_code, column_code"
        ).fetchall()
    ]
    lines += ["", "## Metrics", "", "| metric | 中文名 | name | unit | forms | mind |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{metric}` | {name_zh} | {name_en} | {unit} | {forms} | {_cell(caveat or '')} |"
        for metric, name_zh, name_en, unit, forms, caveat in connection.execute(
            "SELECT metric, name_zh, name_en, unit, forms, caveat FROM metrics ORDER BY position"
        ).fetchall()
    ]
    return "\n".join(lines) + "\n"


def _examples(connection: duckdb.DuckDBPyConnection, relation: Relation) -> dict[str, str]:
    """The least value of each column that has one: the same for the same figures, on any machine."""
    chosen = [
        column.name
        for column in relation.columns
        if not _UNSTABLE.search(column.name)
        and (
            column.type in ("VARCHAR", "ENUM", "INTEGER", "BIGINT", "DOUBLE", "DATE", "BOOLEAN")
            or column.type.startswith("DECIMAL")
        )
    ]
    if not chosen:
        return {}
    least = ", ".join(f'min("{name}")::VARCHAR' for name in chosen)
    found = connection.execute(f'SELECT {least} FROM "{relation.name}"').fetchone()  # noqa: S608 - catalogue names
    assert found is not None
    return {name: value[:40] for name, value in zip(chosen, found, strict=True) if value is not None}


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    with duckdb.connect(sys.argv[1], read_only=True) as warehouse:
        sys.stdout.write(render(warehouse))
