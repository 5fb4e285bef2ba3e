"""The warehouse at size, on invented readings: how long a load takes, how big the file is, how fast it answers.

    python -m tests.bench.scale 100000

Frames are made once and staged again with other digests, agencies and years, so that what is measured is loading.
"""

from __future__ import annotations

import hashlib
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from extract.document import Document
from load import staging
from load.warehouse import Run, Warehouse
from transform.frames import Frames, Read, build, report_id
from transform.reading import BLANK, REPORTED, Check, Identity, Reading
from transform.reference import load_reference

BATCH = 5_000
YEARS = 5
QUERIES = {
    "history of one agency": "SELECT fiscal_year, outcome, applicant, value FROM application_outcomes"
    " WHERE agency_id = '{agency}'",
    "the agency beside its rates": "SELECT fiscal_year, disclosure_rate FROM agency_year WHERE agency_id = '{agency}'",
    "rank all agencies": "SELECT agency_id, rank() OVER (ORDER BY value DESC) FROM application_outcomes"
    " WHERE outcome = 'received' AND applicant = 'total' AND fiscal_year = 2021",
    "national totals": "SELECT fiscal_year, outcome, applicant, sum(value) FROM application_outcomes GROUP BY ALL",
    "raw text of every cell": "SELECT count(raw), count(source_line) FROM application_outcomes",
    "failed checks": "SELECT count(*) FROM checks WHERE NOT passed",
}


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


def first_batch() -> Frames:
    """BATCH reports of BATCH / YEARS agencies."""
    lottery = random.Random(1)
    forms = list(load_reference().forms)
    reads = []
    for number in range(BATCH):
        made = reading(forms[number % len(forms)], lottery)
        made.identity = Identity(
            f"{number // YEARS}局", "title", 2020 + number % YEARS, "title", region_code="370300", admin_level="county"
        )
        uri = f"/reports/{number}"
        digest = hashlib.sha256(uri.encode()).hexdigest()
        reads.append(Read(uri, Document(uri, digest, "text/plain", "utf-8", ("",)), [made]))
    return build(reads)


def like(frames: Frames, batch: int) -> Frames:
    """The same frames under the digests, places and agencies of another batch."""
    digests = [hashlib.sha256(f"/reports/{batch}/{number}".encode()).hexdigest() for number in range(BATCH)]
    uris = pl.Series([f"/reports/{batch}/{number}" for number in range(BATCH)])
    old = dict(zip(frames.reports["report_id"], (report_id(digest, 1) for digest in digests), strict=True))
    agencies = pl.col("agency_id") + f"-{batch}"

    def renamed(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("report_id").replace_strict(old, return_dtype=pl.String))

    return Frames(
        documents=frames.documents.with_columns(
            source_uri=uris, container_uri=uris, sha256=pl.Series(digests, dtype=pl.String)
        ),
        reports=renamed(frames.reports).with_columns(agencies, source_sha256=pl.Series(digests, dtype=pl.String)),
        readings=renamed(frames.readings).with_columns(agencies),
        quarantine=frames.quarantine,
        quarantined_readings=frames.quarantined_readings,
        checks=renamed(frames.checks),
        prose_figures=frames.prose_figures,
        issues=frames.issues,
    )


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took and the peak of memory so far."""
    start = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:42} {time.perf_counter() - start:8.2f} s   peak {peak:6.0f} MB", flush=True)


def median(work: Callable[[], object], rounds: int = 5) -> float:
    """Median seconds of `rounds` calls."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def found(uris: list[str]) -> pl.DataFrame:
    """Files as a source would find them."""
    return pl.DataFrame({"uri": uris}).with_columns(size=1, mtime_ns=2, ctime_ns=3, inode=pl.lit(4, dtype=pl.UInt64))


def stage(run: Run, frames: Frames, batches: range) -> list[str]:
    """Stage the batches and return the places of their documents."""
    uris: list[str] = []
    for batch in batches:
        mine = like(frames, batch)
        staging.write(mine, run.staging, batch)
        uris += mine.documents["source_uri"].to_list()
    return uris


def main(reports: int) -> None:
    """Measure a first load of `reports` reports, a night that adds one batch, a night with nothing to do, queries."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "scale.duckdb")
        with timed(f"build the frames of {BATCH} reports"):
            frames = first_batch()
        count = reports // BATCH
        with warehouse.run("1") as run:
            with timed(f"stage {reports} reports"):
                uris = stage(run, frames, range(count))
            plan = run.plan(found(uris), ["/reports"])
            with timed("load and publish"):
                run.load(plan)
        with warehouse.run("1") as run:
            more = uris + stage(run, frames, range(count, count + 1))
            with timed(f"plan, load and publish {BATCH} more"):
                run.load(run.plan(found(more), ["/reports"]))
        with timed("a run with nothing to do"), warehouse.run("1") as run:
            run.load(run.plan(found(more), ["/reports"]))
        live = warehouse.versions.live()
        assert live is not None
        print(f"file {live.stat().st_size / 1e6:.0f} MB for {reports + BATCH} reports")
        with warehouse.connect() as connection:
            agency = connection.execute("SELECT agency_id FROM reports LIMIT 1").fetchall()[0][0]
            for name, text in QUERIES.items():
                query = text.format(agency=agency)
                print(f"{name:42} {median(lambda query=query: connection.execute(query).fetchall()) * 1000:8.1f} ms")
            sizes = connection.execute(
                "SELECT table_name, estimated_size FROM duckdb_tables() ORDER BY 2 DESC LIMIT 5"
            ).fetchall()
            print(sizes)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
