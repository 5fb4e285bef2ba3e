"""What is stored of the views is, after any night, what computing it whole would give."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from load import figures, staging, stored
from load.catalogue import SQL
from load.warehouse import Warehouse
from tests.unit.frames.readings import read, reading, who
from tests.unit.load.conftest import NAME, FakeFile, Runner
from transform.frames import Read, build, report_id
from transform.reading import MISSING

RECEIVED = ("application_outcomes", "received", "total")
ORIGINALS = [
    read(f"/reports/{agency}{year}", reading(values={RECEIVED: year - 2000}, identity=who(f"{agency}局", year)))
    for agency in "甲乙丙丁戊己庚辛壬癸"
    for year in (2021, 2022)
]


def told(agency: str, year: int, value: int, *, uri: str = "", **more: object) -> Read:
    """A report of another run, by default at the place of the original."""
    made = reading(values={RECEIVED: value}, identity=who(f"{agency}局", year), **more)  # type: ignore[arg-type]
    return read(uri or f"/reports/{agency}{year}", made, content=f"{agency}{year} {value} {uri}")


NIGHTS: dict[str, list[Read]] = {
    "a new year": [*ORIGINALS, told("甲", 2023, 5)],
    "other content at a place": [told("甲", 2021, 500), *ORIGINALS[1:]],
    "a worse version beside": [*ORIGINALS, told("乙", 2022, 7, uri="/reports/b", statuses={RECEIVED: MISSING})],
    "one gone": ORIGINALS[1:],
    "nothing": ORIGINALS,
}


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse with the whole catalogue and the original reports."""
    folder = tmp_path_factory.mktemp("originals") / "warehouse"
    with Warehouse(folder / NAME).run("1", corrections=folder / "none.csv") as run:
        plan = run.plan([FakeFile(read.container) for read in ORIGINALS], [])
        staging.write(build(ORIGINALS), run.staging, 0)
        run.load(plan)
    return folder


@pytest.fixture
def warehouse(originals: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A copy of it, in which the stored tables may not be computed whole."""

    def refuse(*_: object) -> None:
        raise AssertionError("computed whole")

    monkeypatch.setattr(stored, "refresh", refuse)
    shutil.copytree(originals, path.parent, symlinks=True)
    return Warehouse(path)


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_a_night_leaves_what_computing_it_whole_gives(night: str, warehouse: Warehouse, ingest: Runner) -> None:
    known = {original.document.sha256 for original in ORIGINALS}
    new = {read.container: 2 for read in NIGHTS[night] if read.document.sha256 not in known}
    done = ingest(NIGHTS[night], versions=new)
    assert (done.loaded, done.withdrawn) == (len(new), 1 if night == "one gone" else 0)
    assert not any(differences(warehouse).values())


def test_a_correction_reaches_what_is_stored(warehouse: Warehouse, ingest: Runner, tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.csv"
    name = report_id(ORIGINALS[0].document.sha256, 1)
    corrections.write_text(
        "report_id,relation,row,column,printed_value,corrected_value,reason,source,by,on\n"
        f"{name},application_outcomes,received,total,21,2100,typo,notice,a person,2024-01-01\n",
        encoding="utf-8",
    )
    ingest(ORIGINALS, corrections=corrections)
    with warehouse.connect() as connection:
        assert connection.execute("SELECT max(received) FROM agency_year").fetchall() == [(2100,)]
        assert connection.execute(
            "SELECT value FROM national_totals WHERE fiscal_year = 2021 AND outcome = 'received'"
            " AND applicant = 'total'"
        ).fetchall() == [(9 * 21 + 2100,)]
    assert not any(differences(warehouse).values())


def differences(warehouse: Warehouse) -> dict[str, int]:
    """Rows that differ, either way, between each stored table and the same computed whole."""
    found = {}
    with warehouse.connect() as connection:
        live = connection.execute("SELECT current_database()").fetchall()[0][0]
        for path in stored.files(SQL):
            text = figures.written_out(connection, path.read_text(encoding="utf-8")).split("\nCOMMENT ON", 1)[0]
            connection.execute(text.replace("OR REPLACE TABLE", "TEMP TABLE", 1))
            pair = f'"{live}".main.{path.stem}', f"temp.main.{path.stem}"
            found[path.stem] = sum(
                len(connection.execute(f"SELECT * FROM {one} EXCEPT ALL SELECT * FROM {other}").fetchall())
                for one, other in (pair, pair[::-1])
            )
    return found
