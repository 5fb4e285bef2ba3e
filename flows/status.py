"""`gongkai status`: what was loaded and when, what was not and why, which checks do not hold, how large it is."""

from __future__ import annotations

from pathlib import Path

import duckdb
from rich.console import RenderableType

from flows.console import console, safe, table
from flows.usage import COMPLETED
from load.warehouse import Warehouse

_RUNS = """
    SELECT run_id, started_at, finished_at - started_at AS took, outcome,
           found, loaded, unchanged, duplicate, quarantined, withdrawn
    FROM runs ORDER BY started_at DESC LIMIT 5
"""
_TROUBLE = """
    WITH last_runs AS (SELECT started_at, outcome, message FROM runs ORDER BY started_at DESC LIMIT 5)
    SELECT started_at, outcome, message AS why FROM last_runs WHERE message IS NOT NULL ORDER BY started_at DESC
"""
_FRESHNESS = """
    SELECT count(*) AS reports, count(*) FILTER (WHERE is_current) AS current,
           count(DISTINCT agency_id) AS agencies, min(fiscal_year) AS first_year, max(fiscal_year) AS last_year,
           max(published_on) AS last_published, max(loaded_at) AS last_loaded
    FROM reports
"""
_CELLS = """
    SELECT form, count(*) AS reports, sum(cells_expected) AS expected, sum(cells_reported) AS reported,
           sum(cells_blank) AS blank, sum(cells_derived) AS derived, sum(cells_missing) AS missing
    FROM reports GROUP BY form ORDER BY form
"""
# What is gone from its source, or was replaced there, is nobody's work any more.
_QUARANTINE = """
    SELECT reason, count(*) AS documents, arg_max(source_uri, last_seen_at) AS for_example,
           arg_max(detail, last_seen_at) AS what_to_do
    FROM quarantine WHERE source_state = 'present' GROUP BY reason ORDER BY documents DESC, reason
"""
# Those within a report; what differs across years takes long to work out and is in `discrepancies`.
_CHECKS = """
    SELECT report_checks.check_name, report_checks.severity, count(*) FILTER (WHERE passed) AS hold,
           count(*) FILTER (WHERE NOT passed) AS fail, count(*) FILTER (WHERE passed IS NULL) AS unassessable,
           count(DISTINCT report_id) FILTER (WHERE NOT passed) AS reports,
           min(reports.agency_name || ' ' || reports.fiscal_year) FILTER (WHERE NOT passed) AS for_example
    FROM report_checks JOIN reports USING (report_id) WHERE source_state = 'present'
    GROUP BY ALL ORDER BY severity, check_name
"""


def show_status(warehouse: Path) -> int:
    """Print the state of the warehouse."""
    shown = console()
    with Warehouse(warehouse).connect() as connection:
        shown.print(f"{safe(warehouse)}  {warehouse.stat().st_size / 2**20:,.1f} MB", style="bold")
        for title, sql in (
            ("Last runs", _RUNS),
            ("Runs that did not complete", _TROUBLE),
            ("What is there", _FRESHNESS),
            ("Cells by status", _CELLS),
            ("Quarantine", _QUARANTINE),
            ("Checks", _CHECKS),
        ):
            shown.print()
            shown.print(ask(connection, title, sql))
    return COMPLETED


def ask(connection: duckdb.DuckDBPyConnection, title: str, sql: str) -> RenderableType:
    """The answer to a question as a table, its columns named as in the query."""
    answer = connection.execute(sql)
    heads = [column[0].replace("_", " ") for column in answer.description]
    rows = answer.fetchall()
    return table(title, heads, rows) if rows else f"[bold]{title}[/]: nothing"
