"""What a run did: as Markdown, the artifact that Prefect keeps beside the run, and as remarks for log and screen."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from extract.raw import stale
from flows.usage import RAW
from load.loading import RunSummary
from load.warehouse import Warehouse

_RUN = """
    SELECT outcome, found, loaded, unchanged, duplicate, quarantined, withdrawn, finished_at - started_at AS took,
           message
    FROM runs WHERE run_id = $run
"""
_REASONS = """
    SELECT reason, count(*) AS documents, min(source_uri) AS for_example
    FROM quarantine WHERE run_id = $run GROUP BY reason ORDER BY documents DESC, reason
"""
_REMARKED = """
    SELECT reason, count(*) AS documents, min(source_uri) AS for_example,
           arg_min(detail, source_uri) AS what_to_do
    FROM quarantine WHERE run_id = $run GROUP BY reason ORDER BY documents DESC, reason
"""
# Those within a report, as they were evaluated when it was read; what differs across years is in `discrepancies`.
_CHECKS = """
    SELECT check_name, severity, count(*) FILTER (WHERE passed) AS hold, count(*) FILTER (WHERE NOT passed) AS fail,
           count(*) FILTER (WHERE passed IS NULL) AS unassessable
    FROM report_checks JOIN reports USING (report_id) WHERE run_id = $run GROUP BY ALL ORDER BY severity, check_name
"""
_COVERAGE = """
    SELECT fiscal_year, count(DISTINCT agency_id) AS agencies, count(*) AS reports,
           count(*) FILTER (WHERE run_id = $run) AS of_this_run
    FROM reports WHERE is_current GROUP BY fiscal_year ORDER BY fiscal_year
"""
# A reader that silently got worse, or a site that changed its layout, shows as a shift of these shares.
_DRIFT = """
    WITH runs_with_reports AS (
        SELECT run_id, max(started_at) AS started_at FROM runs JOIN reports USING (run_id) GROUP BY run_id
    ), before AS (
        SELECT arg_max(run_id, started_at) AS run_id FROM runs_with_reports
        WHERE started_at < (SELECT started_at FROM runs WHERE run_id = $run)
    ), shares AS (
        SELECT run_id = $run AS of_this_run, count(*) AS reports,
               sum(cells_reported) / sum(cells_expected) AS reported, sum(cells_blank) / sum(cells_expected) AS blank,
               sum(cells_derived) / sum(cells_expected) AS derived, sum(cells_missing) / sum(cells_expected) AS missing,
               avg((checks_failed > 0)::INTEGER) AS with_failed_checks
        FROM reports WHERE run_id = $run OR run_id = (SELECT run_id FROM before) GROUP BY 1
    )
    SELECT CASE WHEN of_this_run THEN 'this run' ELSE 'the run before' END AS run, reports, reported, blank, derived,
           missing, with_failed_checks
    FROM shares ORDER BY of_this_run DESC
"""
_SECTIONS = (
    ("What became of the documents", _RUN),
    ("Quarantined, by reason", _REASONS),
    ("Checks", _CHECKS),
    ("Coverage", _COVERAGE),
    ("Drift against the run before", _DRIFT),
)
_FATES = ("loaded", "unchanged", "duplicate", "quarantined")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of a run. event, facts: the same for programs; level: how much it matters, as in `logging`."""

    event: str
    message: str
    level: int
    facts: Mapping[str, Any]


def remarks(warehouse: Path, done: RunSummary) -> list[Remark]:
    """What to say of a run, its counts first, then why documents are in quarantine and what could not be had."""
    return [_counts(warehouse, done), *_quarantined(warehouse, done), *_stale(warehouse, done), *_incomplete(done)]


def _counts(warehouse: Path, done: RunSummary) -> Remark:
    counts = {name: getattr(done, name) for name in ("found", *_FATES, "withdrawn")}
    message = f"{done.found:,} found: " + ", ".join(f"{counts[fate]:,} {fate}" for fate in _FATES)
    if done.withdrawn:
        message += f"; {done.withdrawn:,} withdrawn"
    seconds = round((done.finished_at - done.started_at).total_seconds(), 3)
    facts = {"run_id": done.run_id, "outcome": done.outcome, **counts, "seconds": seconds, "warehouse": str(warehouse)}
    return Remark("run", message, logging.INFO, facts)


def _quarantined(warehouse: Path, done: RunSummary) -> Iterator[Remark]:
    if not done.quarantined:
        return
    with Warehouse(warehouse).connect() as connection:
        reasons = connection.execute(_REMARKED, {"run": done.run_id}).fetchall()
    for reason, documents, example, detail in reasons:
        facts = {"reason": reason, "documents": documents, "example": example, "detail": detail}
        yield Remark("quarantined", f"{documents:,} {reason}, for example {example}: {detail}", logging.INFO, facts)


def _stale(warehouse: Path, done: RunSummary) -> Iterator[Remark]:
    """Addresses that could not be fetched anew: what was loaded of them is of an earlier day."""
    failed = stale(warehouse.absolute().parent / RAW, done.started_at.timestamp())
    if failed:
        url, why = failed[0]
        more = f" (and {len(failed) - 1:,} more)" if len(failed) > 1 else ""
        facts = {"addresses": len(failed), "example": url, "detail": why}
        message = f"Not fetched anew, the copy kept stands: {url}: {why}{more}"
        yield Remark("stale", message, logging.WARNING, facts)


def _incomplete(done: RunSummary) -> Iterator[Remark]:
    if done.message is not None:
        yield Remark("incomplete", done.message, logging.ERROR, {"run_id": done.run_id})


def markdown(warehouse: Path, run_id: str) -> str:
    """The summary of one run."""
    with Warehouse(warehouse).connect() as connection:
        parts = [f"## {title}\n\n{_table(connection, sql, run_id)}" for title, sql in _SECTIONS]
    return f"# Run {run_id}\n\n" + "\n\n".join(parts) + "\n"


def _table(connection: duckdb.DuckDBPyConnection, sql: str, run_id: str) -> str:
    answer = connection.execute(sql, {"run": run_id})
    heads = [column[0].replace("_", " ") for column in answer.description]
    rows = answer.fetchall()
    if not rows:
        return "nothing"
    return "\n".join(
        [_row(heads), _row(["---"] * len(heads)), *(_row([_cell(value) for value in row]) for row in rows)]
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1%}"
    text = f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ").replace("`", "'")
