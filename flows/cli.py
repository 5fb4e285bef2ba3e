"""The command line. Each command says what it does and hands over; what it needs is imported when it runs."""

# ruff: noqa: PLC0415 - help, inspect and status answer at once because each command imports what it alone needs.

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

from extract.found import written
from extract.sources import SourceError
from flows.usage import (
    COMPLETED,
    FAILED,
    WAREHOUSE,
    WRONG_USAGE,
    Problem,
    check_again,
    check_cron,
    check_file,
    check_folder,
    check_jobs,
    check_new_warehouse,
    check_sources,
    check_warehouse,
)
from load.errors import LoadError

_HELP = """
China's open-government-information annual reports (政府信息公开工作年度报告)
as an analytical DuckDB database.

Start here:
    gongkai demo              the sample reports, and what to ask of them
    gongkai ingest FOLDER     load what is new in a folder of reports
    gongkai inspect FILE      one report: where does each number stand?
    gongkai status            what was loaded, what was not, and why
    gongkai export OUT_DIR    Parquet files for dashboards and notebooks

Exit codes: 0 the run completed (documents in quarantine are an outcome),
1 it did not, 2 wrong usage.
"""

_LONGEST = 300  # characters of a fault whose last line says nothing by itself

app = App(
    name="gongkai",
    help=_HELP,
    help_format="plaintext",
    default_parameter=Parameter(negative=()),
    result_action="return_value",
    version_flags=["--version"],
)

Warehouse = Annotated[
    Path,
    Parameter(name=["--warehouse", "-w"], env_var="GONGKAI_WAREHOUSE", help="The DuckDB file.", show_default=str),
]
Jobs = Annotated[int | None, Parameter(name=["--jobs", "-j"], help="Worker processes (default: one a core).")]
LogJson = Annotated[
    bool, Parameter(env_var="GONGKAI_LOG_JSON", help="Tell everything on standard error as JSON, one object a line.")
]
Sources = Annotated[
    str, Parameter(help="Files, folders, patterns, corpora (JSON lines, Parquet), lists of URLs (CSV, YAML) or URLs.")
]


@app.command
def ingest(
    *sources: Sources,
    warehouse: Warehouse = WAREHOUSE,
    retry_quarantined: Annotated[
        bool, Parameter(help="Read documents in quarantine again, also unchanged ones.")
    ] = False,
    reread: Annotated[bool, Parameter(help="Read everything again, also what has not changed.")] = False,
    year: Annotated[
        tuple[int, ...], Parameter(help="Of what is read again, only reports of this year (repeat for several).")
    ] = (),
    agency: Annotated[
        tuple[str, ...], Parameter(help="Of what is read again, only reports of this agency; * for any characters.")
    ] = (),
    jobs: Jobs = None,
    log_json: LogJson = False,
) -> int:
    """Load what is new or changed, and say what was done.

    Unchanged documents are not opened again. A document that cannot be loaded
    goes to quarantine with the reason. Nothing found is left out of the count:
    found = loaded + unchanged + duplicate + quarantined.

    For example:
        gongkai ingest data/reports                 a folder and those in it
        gongkai ingest 'old/**/*.pdf' new.jsonl.zst a pattern and a corpus
        gongkai ingest https://example.org/r.html   one page
        gongkai ingest sources.csv                  a list: url,agency,region,note
        gongkai ingest 's3://bucket/2023/*.pdf'     objects of a store
        gongkai ingest data -w test.duckdb -j 1     another file, one worker
        gongkai ingest data --retry-quarantined     a second try
        gongkai ingest data --reread --year 2021    one year anew
        gongkai ingest data --reread --agency '平阴县*'
    """
    _begin_log(log_json)
    check_new_warehouse(warehouse)
    check_sources(sources, warehouse)
    workers = check_jobs(jobs)
    from flows.known import Again

    again = Again(retry_quarantined, reread, year, agency)
    check_again(again, warehouse)
    from flows.run import ingest_now

    return ingest_now(tuple(map(written, sources)), warehouse, again, workers)


@app.command
def inspect(
    file: Annotated[str, Parameter(help="One document of any format that ingest reads.")],
    /,
    *,
    json: Annotated[bool, Parameter(help="The same as JSON, for programs.")] = False,
) -> int:
    """Read one document and show its three tables as the form prints them. Nothing is stored.

    Beside each number stands the line of the document it was read from. A blank
    cell is shown as –, one worked out by the form's own arithmetic with *, one
    that could not be read as ?. Checks that do not hold follow below.

    For example:
        gongkai inspect report.html
        gongkai inspect report.pdf --json | jq '.[0].checks'
    """
    path = check_file(file)
    from flows.inspection import inspect_file

    return inspect_file(path, as_json=json)


@app.command
def export(
    out_dir: Annotated[Path, Parameter(help="Folder for the Parquet files; an earlier export there is replaced.")],
    /,
    *,
    warehouse: Warehouse = WAREHOUSE,
    since: Annotated[
        Path | None, Parameter(help="An earlier export: what changed since is written beside the rest.")
    ] = None,
    log_json: LogJson = False,
) -> int:
    """Write the tables and views as Parquet, with a data package that describes each column.

    For example:
        gongkai export public/data
        gongkai export public/2026-02 --since public/2026-01
    """
    _begin_log(log_json)
    check_warehouse(warehouse)
    check_folder(out_dir)
    from flows.run import export_now

    return export_now(out_dir, warehouse, since)


@app.command
def status(*, warehouse: Warehouse = WAREHOUSE) -> int:
    """Show the last runs, what is in quarantine and why, and which checks do not hold.

    For example:
        gongkai status
        gongkai status --warehouse archive.duckdb
    """
    check_warehouse(warehouse)
    from flows.status import show_status

    return show_status(warehouse)


@app.command
def serve(
    *,
    source: Annotated[tuple[str, ...], Parameter(help="What to read each night (repeat for several).")],
    cron: Annotated[
        str, Parameter(help="When, as minute hour day month weekday (time zone of this machine).")
    ] = "0 2 * * *",
    warehouse: Warehouse = WAREHOUSE,
    out_dir: Annotated[Path | None, Parameter(help="Folder for the nightly export (default: none).")] = None,
    jobs: Jobs = None,
    log_json: LogJson = False,
) -> int:
    """Stay, and load what is new on a schedule; end with Ctrl-C.

    Uses the Prefect server at PREFECT_API_URL, or one of its own; see
    docs/scheduling.md.

    For example:
        gongkai serve --source /data/reports
        gongkai serve --source /data/reports --cron '30 3 * * 1-5'
    """
    _begin_log(log_json)
    check_cron(cron)
    check_new_warehouse(warehouse)
    check_sources(source, warehouse)
    if out_dir is not None:
        check_folder(out_dir)
    workers = check_jobs(jobs)
    from flows.run import serve_now

    return serve_now(tuple(map(written, source)), cron, warehouse, out_dir, workers)


@app.command
def doctor(*, warehouse: Warehouse = WAREHOUSE) -> int:
    """Is this installation sound? Packages, reference tables, warehouse, Prefect and disk, each with what to do.

    For example:
        gongkai doctor
    """
    from flows.doctor import examine

    return examine(warehouse)


@app.command
def demo(*, warehouse: Warehouse = WAREHOUSE, jobs: Jobs = None) -> int:
    """Load the sample reports and show what can be asked of them.

    For example:
        gongkai demo
    """
    check_new_warehouse(warehouse)
    workers = check_jobs(jobs)
    from flows.demo import show_demo

    return show_demo(warehouse, workers)


def main(words: list[str] | None = None) -> int:
    """Run the program with `words` (default: those of the command line) and return its exit code."""
    try:
        return app(words, exit_on_error=False, print_error=False) or COMPLETED
    except CycloptsError as error:
        return _complain(error, WRONG_USAGE)
    except Problem as problem:
        return _complain(problem, problem.code)
    except SourceError as error:
        return _complain(error, WRONG_USAGE)
    except LoadError as error:
        return _complain(_full(error) or error, FAILED)
    except KeyboardInterrupt:
        return _complain("stopped; what was loaded before this run is as it was", FAILED)
    except Exception as error:
        if os.environ.get("GONGKAI_TRACEBACK"):
            raise
        return _complain(_fault(error), FAILED)


def _fault(error: Exception) -> str:
    """What a fault that nobody foresaw is told as: its last line, which of a traceback is the fault, and what to do."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    told = lines[-1] if not lines[-1].startswith(" ") else " ".join(" ".join(lines).split())[:_LONGEST]
    return _full(error) or f"it did not work ({told}); look with gongkai doctor, or see where with GONGKAI_TRACEBACK=1"


def _full(error: Exception) -> str | None:
    """What a full disk is told as, however deep it was met; None where it is something else."""
    if getattr(error, "errno", None) != errno.ENOSPC and "no space left" not in str(error).lower():
        return None
    return f"the disk is full ({str(error).strip()}); free some space and run it again, what was published stays"


def _begin_log(as_json: bool) -> None:
    if as_json:
        from flows import log

        log.begin()


def _complain(what: object, code: int) -> int:
    """One line on standard error; the exit code."""
    from flows import log

    told = " ".join(str(what).split())
    if log.is_json():
        log.tell("fault", told, level=logging.ERROR, code=code)
    else:
        print(f"gongkai: {told}", file=sys.stderr)
    return code
