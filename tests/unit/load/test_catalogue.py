"""The catalogue: made in an order that follows from the files, and made anew around what was read."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from load import catalogue
from load.errors import SqlError
from transform.reference import REFERENCE


def files(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    return sorted(folder.glob("*.sql"))


def test_a_file_runs_after_what_it_reads_from(tmp_path: Path) -> None:
    made = files(
        tmp_path,
        a="SELECT x FROM main.c JOIN d ON true -- FROM b",
        b="SELECT 'FROM e' FROM a",
        c="SELECT 1",
        d="SELECT 1 FROM c",
        e="SELECT 1 FROM elsewhere",
    )
    assert [path.stem for path in catalogue.in_order(made)] == ["c", "e", "d", "a", "b"]


def test_a_circle_is_told(tmp_path: Path) -> None:
    with pytest.raises(SqlError, match=r"a.* reads from b|b.* reads from a"):
        catalogue.in_order(files(tmp_path, a="SELECT 1 FROM b", b="SELECT 1 FROM a"))


def test_a_file_that_does_not_run_is_named(tmp_path: Path) -> None:
    (path,) = files(tmp_path, wrong="SELECT FROM")
    with duckdb.connect() as connection, pytest.raises(SqlError, match=r"/wrong\.sql: "):
        catalogue.run(connection, path)


def test_a_new_form_year_needs_lines_of_reference_and_no_sql(tmp_path: Path, base_sql: Path) -> None:
    reference = tmp_path / "reference"
    shutil.copytree(REFERENCE, reference)
    with duckdb.connect() as connection:
        catalogue.install(connection, base_sql, reference)
        before = connection.execute("SELECT enum_range(NULL::measure_code)").fetchall()[0][0]
        connection.execute(
            "INSERT INTO packed_readings VALUES (uuid(), 'a', 2020, '2021', [1], [0], [NULL], [3], NULL, NULL, NULL)"
        )
        with (reference / "forms.csv").open("a", encoding="utf-8") as table:
            table.write("2031,a later notice,2031-01-01,2031,\n")
        with (reference / "items.csv").open("a", encoding="utf-8") as table:
            table.write("2031,1,20.1,regulation,digitised,count,\n")
        catalogue.install(connection, base_sql, reference)
        after = connection.execute("SELECT enum_range(NULL::measure_code)").fetchall()[0][0]
        assert set(after) - set(before) == {"digitised"}
        assert connection.execute("SELECT count(*) FROM packed_readings").fetchone() == (1,)
        assert connection.execute("SELECT position FROM forms WHERE form = '2031'").fetchall() == [(1,)]
        assert catalogue.made_from(connection) == catalogue.digest(base_sql, reference)


def test_cells_that_move_under_packed_readings_are_refused(tmp_path: Path, base_sql: Path) -> None:
    reference = tmp_path / "reference"
    shutil.copytree(REFERENCE, reference)
    with duckdb.connect() as connection:
        catalogue.install(connection, base_sql, reference)
        connection.execute(
            "INSERT INTO packed_readings VALUES (uuid(), 'a', 2020, '2021', [1], [0], [NULL], [3], NULL, NULL, NULL)"
        )
        lines = (reference / "proceedings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (reference / "proceedings.csv").write_text(
            "".join(line for line in lines if line != lines[-1]), encoding="utf-8"
        )
        with pytest.raises(SqlError, match="form 2021 other cells"):
            catalogue.install(connection, base_sql, reference)


def test_what_was_a_table_may_become_a_view(tmp_path: Path) -> None:
    shutil.copytree(catalogue.SQL / "tables", tmp_path / "tables")
    shutil.copy(catalogue.SQL / "types.sql", tmp_path)
    (tmp_path / "views").mkdir()
    view = tmp_path / "views" / "totals.sql"
    with duckdb.connect() as connection:
        view.write_text("CREATE OR REPLACE TABLE totals AS SELECT count(*) AS reports FROM reports", encoding="utf-8")
        catalogue.install(connection, tmp_path)
        view.write_text("CREATE OR REPLACE VIEW totals AS SELECT count(*) AS reports FROM reports", encoding="utf-8")
        catalogue.install(connection, tmp_path)
        assert connection.execute("FROM totals").fetchall() == [(0,)]
