"""What holds for every view: a file of its own, a stated grain that is true, comments on all its columns."""

from __future__ import annotations

import re

import pytest

from tests.unit.sql.invented import BLANK, MISSING, VIEWS, Report, Warehouse, outcomes, report_id

RELATIONS = (
    "SELECT view_name AS name, comment FROM duckdb_views() UNION ALL SELECT table_name, comment FROM duckdb_tables()"
)
NAMES = sorted(path.stem for path in VIEWS.glob("*.sql"))


@pytest.fixture(scope="module")
def several() -> Warehouse:
    """Several agencies, three years, both forms, two versions, own and system, blanks and missing cells."""
    reports = [
        Report(
            f"{agency}{year}",
            agency,
            year,
            form,
            province=province,
            cells=outcomes(received=ord(agency) % 7, concluded=3, granted=2, denied_internal=1, carried_out=1),
            region_code="370000",
        )
        for agency, province in zip("abcdef", ("山东省", "山东省", "浙江省", "浙江省", "江苏省", "江苏省"), strict=True)
        for year, form in ((2020, "2019"), (2021, "2021"), (2022, "2021"))
    ]
    warehouse = Warehouse(
        *reports,
        Report("a2022-old", "a", 2022, is_current=False, cells=outcomes(received=5)),
        Report("a2022-system", "a", 2022, scope="system", cells=outcomes(received=50)),
        Report("g2022", "g", 2022, default=BLANK),
        Report("h2022", "h", 2022, default=MISSING, published_on=None, sector=None),
    )
    warehouse.insert_rows(
        "report_checks",
        check("a2022", "balance", "total", 1, 2),
        check("a2022", "row_sum", "received", 1, 2),
        check("a2022", "row_sum", "granted", None, None),
        check("b2022", "balance", "total", 1, 1),
    )
    return warehouse


def check(name: str, check_name: str, scope: str, lhs: int | None, rhs: int | None) -> dict[str, object]:
    """A row of report_checks."""
    passed = None if lhs is None or rhs is None else lhs == rhs
    return {
        "report_id": report_id(name),
        "check_name": check_name,
        "scope": scope,
        "severity": "hard",
        "lhs": lhs,
        "rhs": rhs,
        "passed": passed,
        "message": None,
    }


def stated_grain(view: str) -> list[str]:
    """The key columns named in the first line of a view's file."""
    first = (VIEWS / f"{view}.sql").read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("-- grain: "), first
    return [name.strip() for name in re.sub(r"\([^)]*\)", "", first.removeprefix("-- grain: ")).split(",")]


@pytest.mark.parametrize("view", NAMES)
def test_grain_is_unique_and_not_empty(several: Warehouse, view: str) -> None:
    key = ", ".join(stated_grain(view))
    total, distinct = several.one(f"SELECT count(*), count(DISTINCT ({key})) FROM {view}")
    assert total == distinct
    assert total != 0, "the sample has no row for this view, so its grain is not tested"


@pytest.mark.parametrize("view", NAMES)
def test_view_and_every_column_are_commented(several: Warehouse, view: str) -> None:
    (comment,) = several.one(f"SELECT comment FROM ({RELATIONS}) WHERE name = ?", view)
    assert str(comment).startswith("Grain: " + ", ".join(stated_grain(view)))
    bare = several.rows("SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND comment IS NULL", view)
    assert bare == []


@pytest.mark.parametrize("view", NAMES)
def test_file_defines_the_view_of_its_name_without_stars(view: str) -> None:
    text = (VIEWS / f"{view}.sql").read_text(encoding="utf-8")
    assert re.findall(r"CREATE OR REPLACE (?:VIEW|TABLE) (\w+) AS", text) == [view]
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*|\.\*", text)


@pytest.mark.parametrize("view", NAMES)
def test_no_year_or_chinese_label_stands_in_the_sql(view: str) -> None:
    text = (VIEWS / f"{view}.sql").read_text(encoding="utf-8")
    code = re.sub(r"COMMENT ON[^;]*;", "", text)
    assert not re.search(r"\b(19|20)\d\d\b", code)
    assert not re.search(r"[\u4e00-\u9fff]", code)
