"""What holds for every view: a file of its own, a stated grain that is true, comments on all its columns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.sql.invented import BLANK, MISSING, ROOT, Report, Warehouse, outcomes, view_files

VIEWS = sorted(path.stem for path in (ROOT / "sql" / "views").glob("*.sql"))


@pytest.fixture(scope="module")
def several() -> Warehouse:
    """Several agencies, three years, both forms, two versions, own and system, blanks and missing cells."""
    warehouse = Warehouse()
    for agency, province in (
        ("a", "山东省"),
        ("b", "山东省"),
        ("c", "浙江省"),
        ("d", "浙江省"),
        ("e", "江苏省"),
        ("f", "江苏省"),
    ):
        for year, form in ((2020, "2019"), (2021, "2021"), (2022, "2021")):
            cells = outcomes(received=ord(agency) % 7, concluded=3, granted=2, denied_internal=1, carried_out=1)
            warehouse.add(
                Report(f"{agency}{year}", agency, year, form, province=province, cells=cells, region_code="370000")
            )
    warehouse.add(
        Report("a2022-old", "a", 2022, is_current=False, cells=outcomes(received=5)),
        Report("a2022-system", "a", 2022, scope="system", cells=outcomes(received=50)),
        Report("g2022", "g", 2022, default=BLANK),
        Report("h2022", "h", 2022, default=MISSING, published_on=None, sector=None),
    )
    warehouse.connection.execute(
        "INSERT INTO checks VALUES ('a2022', 'balance', 'total', 'hard', 1, 2, false, 'differs'), "
        "('a2022', 'row_sum', 'received', 'hard', 1, 2, false, 'differs'), "
        "('a2022', 'row_sum', 'granted', 'hard', NULL, NULL, NULL, NULL), "
        "('b2022', 'balance', 'total', 'hard', 1, 1, true, NULL)"
    )
    warehouse.connection.execute(
        "INSERT INTO quarantine VALUES ('q.txt', 'no_tables', 'No table.', 'g局', 2021, NULL), "
        "('q2.txt', 'no_tables', 'No table.', 'g局', 2021, NULL)"
    )
    return warehouse


def stated_grain(view: str) -> list[str]:
    """The key columns named in the first line of a view's file."""
    first = (ROOT / "sql" / "views" / f"{view}.sql").read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("-- grain: "), first
    return [name.strip() for name in re.sub(r"\([^)]*\)", "", first.removeprefix("-- grain: ")).split(",")]


def test_every_view_file_is_in_the_order() -> None:
    assert sorted(path.stem for path in view_files()) == VIEWS
    assert all(isinstance(path, Path) and path.is_file() for path in view_files())


@pytest.mark.parametrize("view", VIEWS)
def test_grain_is_unique_and_not_empty(several: Warehouse, view: str) -> None:
    key = ", ".join(stated_grain(view))
    total, distinct = several.one(f"SELECT count(*), count(DISTINCT ({key})) FROM {view}")
    assert total == distinct
    assert total != 0, "the sample has no row for this view, so its grain is not tested"


@pytest.mark.parametrize("view", VIEWS)
def test_view_and_every_column_are_commented(several: Warehouse, view: str) -> None:
    (comment,) = several.one("SELECT comment FROM duckdb_views() WHERE view_name = ?", view)
    assert str(comment).startswith("Grain: " + ", ".join(stated_grain(view)))
    bare = several.rows("SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND comment IS NULL", view)
    assert bare == []


@pytest.mark.parametrize("view", VIEWS)
def test_file_defines_the_view_of_its_name_without_stars(view: str) -> None:
    text = (ROOT / "sql" / "views" / f"{view}.sql").read_text(encoding="utf-8")
    assert re.findall(r"CREATE OR REPLACE VIEW (\w+) AS", text) == [view]
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*|\.\*", text)


@pytest.mark.parametrize("view", VIEWS)
def test_no_year_or_chinese_label_stands_in_the_sql(view: str) -> None:
    text = (ROOT / "sql" / "views" / f"{view}.sql").read_text(encoding="utf-8")
    code = re.sub(r"COMMENT ON[^;]*;", "", text)
    assert not re.search(r"\b(19|20)\d\d\b", code)
    assert not re.search(r"[\u4e00-\u9fff]", code)
