"""Names that are SQL, patterns or markup: of files, folders, the warehouse and in the text of a report."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from flows.status import show_status
from flows.summary import markdown
from load.export import export
from tests.conftest import load_into

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"
_NAME = "it's; DROP TABLE reports; --"


def test_a_name_is_never_part_of_a_statement_or_a_pattern(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / f"{_NAME} [a]*?"
    folder.mkdir()
    text = (SAMPLES / "pingyin-market-2022.txt").read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    (folder / f"'); {_NAME}.txt").write_text(f"{title}\n'); {_NAME}\n| a | `b` |\n{rest}", encoding="utf-8")
    (folder / f"{_NAME}*.txt").write_text(f"'); {_NAME}", encoding="utf-8")
    place = tmp_path / f"{_NAME} [w]*"
    shutil.copytree(installed, place / "warehouse", symlinks=True)
    warehouse = place / "warehouse" / "test.duckdb"

    done = load_into(warehouse, [str(folder)])
    assert (done.loaded, done.quarantined) == (1, done.found - 1)
    assert load_into(warehouse, [str(folder)]).unchanged == done.found
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        (uri,) = connection.execute("SELECT source_uri FROM reports").fetchall()[0]
    assert uri == str(folder / f"'); {_NAME}.txt")

    (folder / f"{_NAME}*.txt").unlink()
    assert load_into(warehouse, [str(folder)]).withdrawn == 1
    assert _NAME not in markdown(warehouse, done.run_id).partition("Quarantined")[0]
    assert show_status(warehouse) == 0
    assert export(warehouse, place / "ex'port").rows["reports"] == 1
