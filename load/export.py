"""The Parquet data package: what dashboards, notebooks and people with a spreadsheet read instead of the warehouse.

A package is written into a folder of its own and switched in by one rename of a symbolic link: whoever reads the old
one goes on reading it whole, and an interrupted export leaves it as it was. Nothing in a package tells when it was
made, so one warehouse always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import duckdb
import polars as pl

from load import parquet
from load.dictionary import Relation, describe
from load.errors import LoadError

# Relations of the package, each in the order of its key.
RELATIONS = (
    "agency_year",
    "year_over_year",
    "agency_ranking",
    "outcome_composition",
    "top_reasons",
    "region_year",
    "sector_year",
    "national_totals",
    "continuity",
    "coverage",
    "discrepancies",
    "report_versions",
    "hierarchy_gaps",
    "reports",
    "agencies",
    "regions",
    "forms",
    "metrics",
    "corrections",
    "quarantine",
    "runs",
)
# Those that grow with every cell: one folder a fiscal year.
PARTITIONED = ("agency_year_metrics", "disclosure_items", "application_outcomes", "review_litigation")
FIGURES = (
    ("disclosure_items", "category", "measure"),
    ("application_outcomes", "outcome", "applicant"),
    ("review_litigation", "proceeding", "result"),
)
ROW_GROUP = 122_880
SPREADSHEET = "agency_year"
SPREADSHEET_ROWS = 1_048_575

_JSON_TYPES = {
    "BIGINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "UTINYINT": "integer",
    "HUGEINT": "integer",
    "DOUBLE": "number",
    "DECIMAL": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "VARCHAR": "string",
    "UUID": "string",
}


class ExportError(LoadError):
    """The package cannot be written where it was asked for; the one that stands there is as it was."""


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export wrote.

    folder: the folder behind `out_dir`. rows: rows of each relation. size: bytes of all files. digest: of all files.
    switched: False where the package already stood there, byte for byte. changes: cells added, changed and withdrawn
    since the other package, None without one.
    """

    folder: Path
    rows: Mapping[str, int]
    size: int
    digest: str
    switched: bool
    changes: Mapping[str, int] | None


def export(warehouse_path: Path, out_dir: Path, *, since: Path | None = None) -> ExportSummary:
    """Write the data package of a warehouse to `out_dir`, with the changes against an earlier package if one is given.

    Raises ExportError where `out_dir` is a folder that is no package or `since` is none, and duckdb.Error where the
    warehouse cannot be read. The package that stood there is whole in every case.
    """
    warehouse, out_dir = Path(warehouse_path), Path(os.path.abspath(out_dir))  # noqa: PTH100 - a link must stay one
    if not warehouse.exists():
        raise ExportError(f"{warehouse} does not exist; run `gongkai ingest` first")
    if out_dir.exists() and not out_dir.is_symlink() and (not out_dir.is_dir() or any(out_dir.iterdir())):
        raise ExportError(f"{out_dir} is there and is no export; name a new folder, or remove it first")
    if since is not None and not (Path(since) / "datapackage.json").is_file():
        raise ExportError(f"{since} is no export: it has no datapackage.json")
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{out_dir.name}.building-", dir=out_dir.parent))
    try:
        with closing(duckdb.connect(str(warehouse.resolve()), read_only=True)) as connection:
            rows, changes = _write(connection, building, None if since is None else Path(since))
        digest = hashlib.sha256((building / "datapackage.json").read_bytes()).hexdigest()
        size = sum(path.stat().st_size for path in _files(building))
        folder, switched = _switch(building, out_dir, digest)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return ExportSummary(folder, rows, size, digest, switched, changes)


def _write(
    connection: duckdb.DuckDBPyConnection, folder: Path, since: Path | None
) -> tuple[dict[str, int], dict[str, int] | None]:
    # Without it, timestamps would be written as the zone of the machine reads them.
    connection.execute("SET TimeZone = 'UTC'")
    described = {relation.name: relation for relation in describe(connection)}
    resources: list[dict[str, object]] = []
    rows: dict[str, int] = {}
    for name in (*RELATIONS, *PARTITIONED):
        relation = described[name]
        written = (
            _copy_by_year(connection, relation, folder)
            if name in PARTITIONED
            else {(path := folder / f"{name}.parquet"): _copy(connection, relation, path)}
        )
        rows[name] = sum(written.values())
        resources.append(_resource(relation, folder, list(written)))
    changes = None
    if since is not None:
        changes = _compare(connection, since, folder)
        resources.append(_plain_resource("changes", folder, [folder / "changes.parquet"]))
    resources += [_plain_resource(path.stem, folder, [path]) for path in _for_people(folder)]
    (folder / "README.md").write_text(_readme(described, rows), encoding="utf-8")
    package = {
        "name": "gongkai",
        "title": "政府信息公开工作年度报告：统计表",
        "description": "Figures of China's annual reports on open government information.",
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return rows, changes


def _copy(connection: duckdb.DuckDBPyConnection, relation: Relation, path: Path, where: str = "") -> int:
    """One Parquet file, sorted by the key of the relation; ids as text, which every reader of Parquet has. Its rows."""
    columns = ", ".join(
        f'"{column.name}"::VARCHAR AS "{column.name}"' if column.type == "UUID" else f'"{column.name}"'
        for column in relation.columns
    )
    order = ", ".join(f'"{name}"' for name in relation.key) or "ALL"
    path.parent.mkdir(parents=True, exist_ok=True)
    copied = connection.execute(
        f'COPY (SELECT {columns} FROM "{relation.name}" {where} ORDER BY {order}) '  # noqa: S608 - names of the catalogue
        f"TO ? (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})",
        [str(path)],
    )
    return int(copied.fetchall()[0][0])


def _copy_by_year(connection: duckdb.DuckDBPyConnection, relation: Relation, folder: Path) -> dict[Path, int]:
    years = connection.execute("SELECT DISTINCT fiscal_year FROM reports ORDER BY fiscal_year").fetchall()
    paths = {year: folder / relation.name / f"fiscal_year={year}" / "part.parquet" for (year,) in years}
    return {path: _copy(connection, relation, path, f"WHERE fiscal_year = {int(year)}") for year, path in paths.items()}


def _compare(connection: duckdb.DuckDBPyConnection, since: Path, folder: Path) -> dict[str, int]:
    """Cell by cell, what the current reports tell now against what they told in the other package."""
    for side, root in (("old", since), ("new", folder)):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {side}_current AS "  # noqa: S608 - one of two names
            "SELECT report_id, agency_id, fiscal_year, scope FROM read_parquet(?) WHERE is_current",
            [parquet.literal(root / "reports.parquet")],
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {side}_cells (agency_id VARCHAR, fiscal_year INTEGER, scope VARCHAR, "
            "relation VARCHAR, row_code VARCHAR, column_code VARCHAR, report_id VARCHAR, value DECIMAL(38, 2), "
            "status VARCHAR)"
        )
        for relation, row, column in FIGURES:
            # Without any year there is no file, and nothing to read.
            if files := sorted((root / relation).glob("*/*.parquet")):
                connection.execute(
                    f"INSERT INTO {side}_cells SELECT reports.agency_id, reports.fiscal_year, reports.scope, "  # noqa: S608
                    f"'{relation}', {row}, {column}, report_id, value, status "
                    "FROM read_parquet(?, hive_partitioning = false) "
                    f"INNER JOIN {side}_current AS reports USING (report_id)",
                    [[parquet.literal(file) for file in files]],
                )
    changes = folder / "changes.parquet"
    connection.execute(
        """COPY (
            SELECT
                agency_id, fiscal_year, scope, relation, row_code, column_code,
                CASE WHEN old.report_id IS NULL THEN 'added' WHEN new.report_id IS NULL THEN 'withdrawn'
                    ELSE 'changed' END AS change,
                old.value AS old_value, new.value AS new_value, old.status AS old_status, new.status AS new_status,
                old.report_id AS old_report_id, new.report_id AS new_report_id
            FROM old_cells AS old
            FULL OUTER JOIN new_cells AS new
                USING (agency_id, fiscal_year, scope, relation, row_code, column_code)
            WHERE old.value IS DISTINCT FROM new.value OR old.status IS DISTINCT FROM new.status
            ORDER BY ALL
        ) TO ? (FORMAT parquet, COMPRESSION zstd)""",
        [str(changes)],
    )
    counted = connection.execute(
        "SELECT change, count(*) FROM read_parquet(?) GROUP BY change", [parquet.literal(changes)]
    ).fetchall()
    return {"added": 0, "changed": 0, "withdrawn": 0, **dict(counted)}


def _for_people(folder: Path) -> Iterator[Path]:
    """The wide table as CSV that a spreadsheet opens with its Chinese intact, and as a workbook where it fits."""
    path = folder / f"{SPREADSHEET}.csv"
    frame = pl.read_parquet(folder / f"{SPREADSHEET}.parquet", glob=False)
    path.write_bytes(b"\xef\xbb\xbf" + frame.write_csv().encode("utf-8"))
    yield path
    if find_spec("xlsxwriter") and len(frame) <= SPREADSHEET_ROWS:
        workbook = import_module("xlsxwriter").Workbook(str(folder / f"{SPREADSHEET}.xlsx"))
        workbook.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes at any time
        frame.write_excel(workbook, SPREADSHEET)
        workbook.close()
        yield folder / f"{SPREADSHEET}.xlsx"


def _resource(relation: Relation, folder: Path, paths: list[Path]) -> dict[str, object]:
    fields = [
        {"name": column.name, "type": _json_type(column.type), "description": column.comment}
        for column in relation.columns
    ]
    schema = {"fields": fields, "primaryKey": list(relation.key)}
    return {**_plain_resource(relation.name, folder, paths), "description": relation.comment, "schema": schema}


def _plain_resource(name: str, folder: Path, paths: list[Path]) -> dict[str, object]:
    relative = [path.relative_to(folder).as_posix() for path in paths]
    format_ = paths[0].suffix.removeprefix(".") if paths else "parquet"
    return {
        "name": name if format_ == "parquet" else f"{name}-{format_}",
        "format": format_,
        "path": relative[0] if len(relative) == 1 else relative,
        "bytes": sum(path.stat().st_size for path in paths),
        "hashes": {place: f"sha256:{_sha256(path)}" for place, path in zip(relative, paths, strict=True)},
    }


def _json_type(type_: str) -> str:
    if type_.endswith("[]"):
        return "array"
    if type_.startswith("STRUCT"):
        return "object"
    return _JSON_TYPES.get(type_.split("(", 1)[0], "string")


def _readme(described: Mapping[str, Relation], rows: Mapping[str, int]) -> str:
    lines = [
        "# Figures of annual reports on open government information",
        "",
        "One Parquet file a relation; the relations that grow with every cell have a folder for each fiscal year.",
        "`datapackage.json` describes every column and gives the SHA-256 digest of every file.",
        "`agency_year.csv` and, where it fits, `agency_year.xlsx` are the wide table for a spreadsheet.",
        "",
        "A NULL is never a zero: blank cells and unreadable ones are counted beside rates (`n_blank`, `n_missing`).",
        "",
        "| relation | rows | what it is |",
        "|---|---:|---|",
    ]
    lines += [f"| `{name}` | {count} | {described[name].comment} |" for name, count in rows.items()]
    return "\n".join(lines) + "\n"


def _switch(building: Path, out_dir: Path, digest: str) -> tuple[Path, bool]:
    """Put the finished folder behind `out_dir`; the folder it replaces is kept for whoever still reads it."""
    folder = out_dir.parent / f".{out_dir.name}-{digest[:16]}"
    before = out_dir.resolve() if out_dir.is_symlink() else None
    if before == folder.resolve() and folder.is_dir():
        return folder, False
    if folder.exists():
        shutil.rmtree(folder)
    building.rename(folder)
    folder.chmod(0o755)
    if out_dir.is_dir() and not out_dir.is_symlink():
        out_dir.rmdir()
    link = out_dir.parent / f".{out_dir.name}.link-{digest[:16]}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name, target_is_directory=True)
    link.replace(out_dir)
    for old in out_dir.parent.iterdir():
        is_ours = old.name.startswith(f".{out_dir.name}-") and len(old.name) == len(folder.name)
        if is_ours and old not in (folder, before) and old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    return folder, True


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
