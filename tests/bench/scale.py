"""The warehouse at size, on invented readings: how big it is, how long it takes to make, how fast it answers.

    python -m tests.bench scale --size 1000000

Each question is asked of the warehouse and of bare Parquet files, in turns: what an analyst would write who had only
the files of an export. A load is measured by itself: frames are made once and staged again with other digests and
agencies.
"""

from __future__ import annotations

import hashlib
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from extract.document import Document
from load import catalogue, staging, stored
from load.warehouse import Run, Warehouse
from tests.bench.measure import Work, alternating, ratio, table
from transform.frames import Frames, Read, build, report_id
from transform.reading import BLANK, REPORTED, Check, Identity, Reading
from transform.reference import load_reference

REPORTS, ROUNDS = 100_000, 5
LOADED = 100_000  # reports of a measured load, at the most
YEARS = 5
INVENTED = Path(__file__).with_name("invented.sql")
PARQUET = "FORMAT parquet, COMPRESSION zstd"
BOUNDS = {"memory_limit": "8GB"}  # what does not fit spills into the folder of the warehouse, which is removed
PEERS = "PARTITION BY scope, admin_level, sector"
# Question to the query on the warehouse and the query on the files; {year}, {agency} and {out} are filled in.
QUESTIONS = {
    "q1 history of one agency, every cell": (
        "SELECT fiscal_year, outcome, applicant, value FROM application_outcomes WHERE agency_id = '{agency}'",
        "SELECT fiscal_year, outcome, applicant, value FROM '{files}/application_outcomes.parquet'"
        " WHERE agency_id = '{agency}'",
    ),
    "q1 history of one agency, wide": (
        "SELECT * FROM agency_year WHERE agency_id = '{agency}'",
        "SELECT * FROM '{files}/agency_year.parquet' WHERE agency_id = '{agency}'",
    ),
    "q2 ranking of a year": (
        "SELECT agency_id, sector, admin_level, numerator, denominator, value, n_peers, rank, percent_rank,"
        " p10, p25, p50, p75, p90 FROM agency_ranking WHERE metric = 'disclosure_rate' AND fiscal_year = {year}"
        " AND peer_group = 'nation' AND rank IS NOT NULL",
        # Peers share a level and a sector that are known, in the files as in the view.
        "SELECT agency_id, sector, admin_level,"
        " disclosure_rate_numerator, disclosure_rate_denominator, disclosure_rate,"
        f" count(*) OVER ({PEERS}) AS n_peers, rank() OVER ({PEERS} ORDER BY disclosure_rate DESC),"
        f" percent_rank() OVER ({PEERS} ORDER BY disclosure_rate), "
        + ", ".join(f"quantile_cont(disclosure_rate, {point}) OVER ({PEERS})" for point in (0.1, 0.25, 0.5, 0.75, 0.9))
        + " FROM '{files}/agency_year.parquet' WHERE fiscal_year = {year} AND disclosure_rate IS NOT NULL"
        " AND admin_level IS NOT NULL AND sector IS NOT NULL QUALIFY n_peers >= 5",
    ),
    "q3 national totals": (
        # Of the requests received, a blank total falls back on its parts in the warehouse alone.
        "SELECT fiscal_year, form, outcome, applicant, value FROM national_totals WHERE outcome <> 'received'",
        "SELECT fiscal_year, form, outcome, applicant, sum(value) FROM '{files}/application_outcomes.parquet'"
        " WHERE outcome <> 'received' GROUP BY ALL",
    ),
    "q4 change of all": (
        "SELECT agency_id, fiscal_year, value, prior_value, change_points, n_blank, n_missing FROM year_over_year"
        " WHERE metric = 'disclosure_rate'",
        "SELECT later.agency_id, later.fiscal_year, later.disclosure_rate, earlier.disclosure_rate,"
        " 100 * (later.disclosure_rate - earlier.disclosure_rate),"
        " later.disclosure_rate_n_blank + earlier.disclosure_rate_n_blank,"
        " later.disclosure_rate_n_missing + earlier.disclosure_rate_n_missing"
        " FROM '{files}/agency_year.parquet' AS later INNER JOIN '{files}/agency_year.parquet' AS earlier"
        " ON later.agency_id = earlier.agency_id AND later.scope = earlier.scope"
        " AND later.fiscal_year = earlier.fiscal_year + 1",
    ),
    "q5 agency_year to Parquet": (
        f"COPY agency_year TO '{{out}}' ({PARQUET})",
        f"COPY (FROM '{{files}}/agency_year.parquet') TO '{{out}}' ({PARQUET})",
    ),
}


def main(reports: int = REPORTS, rounds: int = ROUNDS) -> None:
    """Print size, times and ratios of a warehouse of `reports` reports, and what loads cost."""
    with tempfile.TemporaryDirectory() as folder:
        _tell_questions(Path(folder), reports, rounds)
    with tempfile.TemporaryDirectory() as folder:
        _tell_loads(Path(folder), min(reports, LOADED))
    print(f"\nMost memory held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:,.1f} GB")


def _tell_questions(folder: Path, reports: int, rounds: int) -> None:
    path = folder / "scale.duckdb"
    with duckdb.connect(str(path), config=BOUNDS) as connection:
        made = _make(connection, reports)
    size = path.stat().st_size
    table(
        f"A warehouse of {reports:,} invented reports: {size / 1e6:,.0f} MB, {size / reports:,.0f} bytes a report",
        ("made", "s", "µs a report"),
        [(what, seconds, 1e6 * seconds / reports) for what, seconds in made.items()],
    )
    with duckdb.connect(str(path), read_only=True, config=BOUNDS) as connection:
        asked = _questions(connection, folder)
        for name, (here, there) in asked.items():
            if not here.startswith("COPY"):
                _require_same(connection, name, here, there)
        works: dict[str, Work] = {}
        for name, queries in asked.items():
            for where, query in zip(("", " of files"), queries, strict=True):
                kept = query if query.startswith("COPY") else f"CREATE OR REPLACE TEMP TABLE answer AS {query}"
                works[name + where] = lambda _, kept=kept: connection.execute(kept)
        times = alternating(works, rounds)
    table(
        f"Questions (medians of {rounds} rounds)",
        ("question", "ms", "of Parquet files", "ratio"),
        [
            (
                name,
                *(1e3 * statistics.median(times[name + where]) for where in ("", " of files")),
                ratio(times[name], times[f"{name} of files"]),
            )
            for name in asked
        ],
    )


def _make(connection: duckdb.DuckDBPyConnection, reports: int) -> dict[str, float]:
    """Seconds that each part of the warehouse takes."""
    catalogue.install(connection)
    connection.execute("SET VARIABLE reports = ?", [reports])
    taken = {"what was read": _seconds(lambda: connection.execute(INVENTED.read_text(encoding="utf-8")))}
    for path in stored.files(catalogue.SQL):
        taken[path.stem] = _seconds(lambda path=path: catalogue.run(connection, path))
    taken["checkpoint"] = _seconds(lambda: connection.execute("CHECKPOINT"))
    return taken


def _questions(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, tuple[str, str]]:
    """The questions with an agency and a year of this warehouse, beside files of what they read."""
    for name in ("agency_year", "application_outcomes"):
        connection.execute(f"COPY {name} TO '{folder}/{name}.parquet' ({PARQUET})")
    agency, year = connection.execute("SELECT median(agency_id), max(fiscal_year) FROM agency_year").fetchall()[0]
    filled = {"agency": agency, "year": year, "files": folder, "out": folder / "q5.parquet"}
    return {name: (here.format(**filled), there.format(**filled)) for name, (here, there) in QUESTIONS.items()}


def _require_same(connection: duckdb.DuckDBPyConnection, name: str, here: str, there: str) -> None:
    """The two queries tell the same, or their times say nothing."""
    for number, query in enumerate((here, there)):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE side_{number} AS {query}")
    differing = connection.execute(
        "SELECT (SELECT count(*) FROM (FROM side_0 EXCEPT ALL FROM side_1)), count(*) FROM side_0"
    ).fetchall()[0]
    if differing[0] or not differing[1]:
        raise ValueError(f"{name}: {differing[0]} of {differing[1]} rows are not those of the files")


def _tell_loads(folder: Path, reports: int) -> None:
    """A first load, a night with a hundredth of the reports changed, and one with nothing to do."""
    warehouse = Warehouse(folder / "scale.duckdb")
    batch = max(reports // 100, YEARS)
    frames = first_batch(batch)
    rows = []
    first = 0.0
    for night, what in enumerate(("first load", "1 % changed", "nothing changed")):
        with warehouse.run("1", corrections=folder / "none.csv") as run:
            uris = [f"/reports/{number}/{place}" for number in range(reports // batch) for place in range(batch)]
            for number in {0: range(reports // batch), 1: range(1), 2: range(0)}[night]:
                staging.write(like(frames, number, night), run.staging, number)
            taken = _seconds(
                lambda run=run, uris=uris, night=night: _plan_and_load(run, uris, batch if night else 0, night)
            )
        first = first or taken
        rows.append((what, taken, taken / first))
    table(f"Loads of {reports:,} reports by themselves, nothing read", ("load", "s", "of the first"), rows)


def _plan_and_load(run: Run, uris: list[str], changed: int, night: int) -> None:
    """Load what was staged: a file is as it was the night before, but the first `changed` after the first night."""
    versions = [1 if night == 0 or number >= changed else 2 for number in range(len(uris))]
    files = pl.DataFrame({"uri": uris, "mtime_ns": versions}).with_columns(
        size=1, ctime_ns=3, inode=pl.lit(4, dtype=pl.UInt64)
    )
    done = run.load(run.plan(files, ["/reports"]))
    expected = {0: len(uris), 1: changed, 2: 0}[night]
    if done.loaded != expected:
        raise ValueError(f"{expected} reports were to be loaded, and the run says {done}")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def reading(form: str, lottery: random.Random) -> Reading:
    """A clean reading: four cells in five are 0, one in fifty is blank."""
    width = len(load_reference().forms[form].cells)
    values: list[int | None] = [0 if lottery.random() < 0.8 else lottery.randrange(300) for _ in range(width)]
    statuses = [REPORTED] * width
    for place in lottery.sample(range(width), width // 50):
        values[place], statuses[place] = None, BLANK
    raws: list[str | None] = ["" if value is None else str(value) for value in values]
    lines: list[int | None] = [30 + place + place // 7 for place in range(width)]
    checks = [Check("row_sum", f"row {row}", "hard", row, row, True) for row in range(42)]
    return Reading(form, 1, values, statuses, raws, lines, checks=checks)


def first_batch(count: int) -> Frames:
    """`count` reports of a fifth as many agencies."""
    lottery = random.Random(1)
    forms = list(load_reference().forms)
    reads = []
    for number in range(count):
        made = reading(forms[number % len(forms)], lottery)
        made.identity = Identity(
            f"{number // YEARS}局", "title", 2020 + number % YEARS, "title", region_code="370300", admin_level="county"
        )
        uri = f"/reports/{number}"
        digest = hashlib.sha256(uri.encode()).hexdigest()
        reads.append(Read(uri, Document(uri, digest, "text/plain", "utf-8", ("",)), [made]))
    return build(reads)


def like(frames: Frames, batch: int, night: int) -> Frames:
    """The same frames at the places and of the agencies of another batch, with the digests of a night."""
    count = frames.reports.height
    uris = [f"/reports/{batch}/{number}" for number in range(count)]
    digests = [hashlib.sha256(f"{uri} {night}".encode()).hexdigest() for uri in uris]
    old = dict(zip(frames.reports["report_id"], (report_id(digest, 1) for digest in digests), strict=True))
    agencies = pl.col("agency_id") + f"-{batch}"

    def renamed(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("report_id").replace_strict(old, return_dtype=pl.String))

    return Frames(
        documents=frames.documents.with_columns(
            source_uri=pl.Series(uris), container_uri=pl.Series(uris), sha256=pl.Series(digests)
        ),
        reports=renamed(frames.reports).with_columns(agencies, source_sha256=pl.Series(digests)),
        readings=renamed(frames.readings).with_columns(agencies),
        quarantine=frames.quarantine,
        quarantined_readings=frames.quarantined_readings,
        checks=renamed(frames.checks),
        prose_figures=frames.prose_figures,
        issues=frames.issues,
    )
