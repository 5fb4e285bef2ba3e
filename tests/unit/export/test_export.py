"""The data package: whole, described, the same bytes for the same warehouse, and never half there."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

import load.export as exporting
from load.export import ExportError, export
from tests.unit.sql.invented import BLANK, Report, Warehouse, outcomes


def saved(folder: Path, name: str, *reports: Report) -> Path:
    """A warehouse file of these reports."""
    made = Warehouse(*reports)
    made.refresh()
    made.connection.close()
    return made.path.rename(folder / name)


FIRST = Report("a2022", "a", 2022, cells=outcomes(received=5, granted=BLANK))
OTHER = Report("b2022", "b", 2022, cells=outcomes(received=7))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two agencies, one with two years."""
    return saved(tmp_path_factory.mktemp("w"), "w.duckdb", FIRST, OTHER, Report("a2021", "a", 2021))


@pytest.fixture(scope="module")
def package(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its package."""
    out = tmp_path_factory.mktemp("out") / "data"
    assert export(warehouse, out).switched
    return out


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages of few relations: most of them cost as much as all that a test of names, switches or changes needs."""
    monkeypatch.setattr(exporting, "RELATIONS", ("agency_year", "reports"))
    monkeypatch.setattr(exporting, "PARTITIONED", tuple(relation for relation, *_ in exporting.FIGURES))


def contents(folder: Path) -> dict[str, str]:
    """Digest of every file of a package."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_are_those_of_the_package_with_their_digests_and_columns(package: Path) -> None:
    told = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    hashes = {place: value for resource in told["resources"] for place, value in resource["hashes"].items()}
    found = {f"{name}": f"sha256:{value}" for name, value in contents(package).items()}
    assert hashes == {name: value for name, value in found.items() if name not in ("README.md", "datapackage.json")}
    for resource in told["resources"]:
        if isinstance(resource["path"], str) and "schema" in resource:
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert pl.read_parquet_schema(package / resource["path"]).names() == names
            assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]
            assert set(resource["schema"]["primaryKey"]) <= set(names)


def test_parquet_holds_what_the_warehouse_holds(package: Path) -> None:
    rows = pl.read_parquet(package / "agency_year.parquet").select("agency_id", "fiscal_year", "received").rows()
    assert rows == [("a", 2021, 0), ("a", 2022, 5), ("b", 2022, 7)]
    cells = pl.read_parquet(package / "application_outcomes" / "fiscal_year=2022" / "part.parquet")
    assert len(cells) == 2 * 175
    totals = pl.read_parquet(package / "national_totals.parquet").filter(
        fiscal_year=2022, outcome="received", applicant="total"
    )
    assert totals.select("value", "n_reports").rows() == [(12, 2)]
    blank = cells.filter(pl.col("status") == "blank")
    assert blank.select("outcome", "value").rows() == [("granted", None)]


def test_csv_opens_in_a_spreadsheet(package: Path) -> None:
    text = (package / "agency_year.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfagency_id,")
    assert "山东省" in text.decode("utf-8-sig")


def test_two_exports_beside_a_reader_are_the_same_bytes(warehouse: Path, package: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as reader:
        export(warehouse, tmp_path / "again")
        assert reader.execute("SELECT count(*) FROM reports").fetchone() == (3,)
    assert contents(tmp_path / "again") == contents(package)


def test_a_second_export_of_the_same_warehouse_switches_nothing(warehouse: Path, package: Path) -> None:
    again = export(warehouse, package)
    assert not again.switched
    assert again.folder == package.resolve()
    assert sorted(path.name for path in package.parent.iterdir()) == [again.folder.name, package.name]


def test_an_interrupted_export_leaves_the_old_one_whole(
    package: Path, few: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(package.parent, tmp_path, symlinks=True, dirs_exist_ok=True)
    before = contents(tmp_path / "data")
    changed = saved(tmp_path, "changed.duckdb", OTHER)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    for name in ("_copy_by_year", "_switch"):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(exporting, name, interrupted)
            export(changed, tmp_path / "data")
        assert contents(tmp_path / "data") == before
        assert not list(tmp_path.glob(".data.building-*"))
    assert export(changed, tmp_path / "data").switched
    assert contents(tmp_path / "data") != before


def test_changes_since_another_package_cell_by_cell(package: Path, few: None, tmp_path: Path) -> None:
    later = saved(
        tmp_path,
        "later.duckdb",
        Report("a2022-new", "a", 2022, cells=outcomes(received=6, granted=BLANK)),
        Report("c2022", "c", 2022),
        Report("a2021", "a", 2021),
    )
    summary = export(later, tmp_path / "data", since=package)
    assert summary.changes == {"added": 200, "changed": 1, "withdrawn": 200}
    changes = pl.read_parquet(tmp_path / "data" / "changes.parquet")
    changed = changes.filter(pl.col("change") == "changed")
    assert changed.select("agency_id", "row_code", "column_code", "old_value", "new_value").rows() == [
        ("a", "received", "total", 5, 6)
    ]
    assert set(changes.filter(pl.col("change") == "withdrawn")["agency_id"]) == {"b"}
    assert export(later, tmp_path / "same", since=tmp_path / "data").changes == {
        "added": 0,
        "changed": 0,
        "withdrawn": 0,
    }


def test_the_name_of_a_folder_is_neither_statement_nor_pattern(warehouse: Path, few: None, tmp_path: Path) -> None:
    other = saved(tmp_path, "other.duckdb", Report("a2022-new", "a", 2022, cells=outcomes(received=6)))
    third = saved(tmp_path, "third.duckdb", Report("a2022-newer", "a", 2022, cells=outcomes(received=7)))
    place, matched = tmp_path / "it's x[ab]*? 县", tmp_path / "it's xacc 县"
    export(other, matched / "data*")
    export(warehouse, place / "data*")
    nothing = {"added": 0, "changed": 0, "withdrawn": 0}
    assert export(warehouse, place / "again", since=place / "data*").changes == nothing

    # What a name as a pattern would match is not of this package, and stays.
    neighbour = place / f".data and more-{'0' * 8}"
    neighbour.mkdir()
    for source in (other, third):
        export(source, place / "data*")
    assert neighbour.is_dir()
    assert len(list(place.glob(".data[*]-*"))) == 2


def test_an_empty_warehouse_gives_an_empty_package(tmp_path: Path) -> None:
    empty = saved(tmp_path, "empty.duckdb")
    summary = export(empty, tmp_path / "data")
    assert summary.rows["agency_year"] == summary.rows["application_outcomes"] == 0
    assert export(empty, tmp_path / "more", since=tmp_path / "data").changes == {
        "added": 0,
        "changed": 0,
        "withdrawn": 0,
    }


def test_what_cannot_be_done_says_what_to_do(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("不要动", encoding="utf-8")
    with pytest.raises(ExportError, match="name a new folder"):
        export(warehouse, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "不要动"
    with pytest.raises(ExportError, match="gongkai ingest"):
        export(tmp_path / "none.duckdb", tmp_path / "data")
    with pytest.raises(ExportError, match=r"datapackage\.json"):
        export(warehouse, tmp_path / "data", since=tmp_path / "mine")
