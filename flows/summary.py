"""What a run did, in Markdown: the artifact that Prefect keeps beside the run, and the text that `ingest` prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from load.warehouse import Warehouse

_RUN = """
    SELECT outcome, found, loaded, unchanged, duplicate, quarantined, withdrawn, finished_at - started_at AS took
    FROM runs WHERE run_id = $run
"""
_REASONS = """
    SELECT reason, count(*) AS documents, min(source_uri) AS for_example
    FROM quarantine WHERE run_id = $run GROUP BY reason ORDER BY documents DESC, reason
"""
_CHECKS = """
    SELECT check_name, severity, count(*) FILTER (WHERE passed) AS hold, count(*) FILTER (WHERE NOT passed) AS fail,
           count(*) FILTER (WHERE passed IS NULL) AS unassessable
    FROM checks JOIN reports USING (report_id) WHERE run_id = $run GROUP BY ALL ORDER BY severity, check_name
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
