"""`gongkai demo` (and `make run`): the sample reports into a warehouse, and what can be asked of them."""

from __future__ import annotations

import os
from pathlib import Path

from rich.syntax import Syntax

from flows.console import console, safe
from flows.known import Again
from flows.run import ingest_now
from flows.status import ask
from flows.usage import COMPLETED, refuse
from load.warehouse import Warehouse

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "reports"

_LOADED = """
    SELECT agency_name AS agency, fiscal_year AS year, form, cells_reported AS reported, cells_blank AS blank,
           cells_derived AS derived, cells_missing AS missing, checks_failed AS "failing",
           parse_filename(source_uri) AS document
    FROM reports WHERE is_current ORDER BY agency_name, fiscal_year
"""
_QUARANTINED = """
    SELECT parse_filename(source_uri) AS document, reason, detail AS what_to_do
    FROM quarantine ORDER BY reason, source_uri
"""
_FAILED = """
    SELECT agency_name AS agency, fiscal_year AS year, check_name AS "check", discrepancies.scope, severity, lhs, rhs,
           array_to_string(source_lines, ', ') AS lines
    FROM discrepancies WHERE is_current ORDER BY severity, agency_name, fiscal_year, check_name, 4 LIMIT 15
"""
_AGENCIES = """
    WITH busiest AS (
        SELECT fiscal_year FROM agency_year GROUP BY fiscal_year ORDER BY count(*) DESC, fiscal_year DESC LIMIT 1
    )
    SELECT agency_name AS agency, fiscal_year AS year, numerator AS disclosed, denominator AS concluded,
           round(100 * value, 1) AS per_cent, round(100 * interval_low, 1) AS "from",
           round(100 * interval_high, 1) AS "to"
    FROM agency_year_metrics
    WHERE metric = 'disclosure_rate' AND fiscal_year = (FROM busiest)
    ORDER BY value DESC NULLS LAST, agency
"""
_YEARS = """
    SELECT agency_name AS agency, name_en AS metric, fiscal_year - 1 AS year_before, prior_value AS before,
           fiscal_year AS year, value AS now, round(change_percent, 1) AS per_cent, round(change_points, 1) AS points
    FROM year_over_year JOIN metrics USING (metric)
    WHERE metric IN ('received', 'disclosure_rate')
    ORDER BY agency, year, metric LIMIT 12
"""
_QUESTIONS = (
    ("What was loaded", _LOADED),
    ("What was not, and why", _QUARANTINED),
    ("Checks that do not hold, and the lines they stand in", _FAILED),
    ("Agencies compared: requests granted in whole or in part, of those concluded", _AGENCIES),
    ("Years compared", _YEARS),
)


def show_demo(warehouse: Path, jobs: int) -> int:
    """Load the sample reports and print what came of them."""
    if not SAMPLES.is_dir():
        refuse("the sample reports are not part of this installation; run `gongkai demo` in a checkout")
    samples = os.path.relpath(SAMPLES)  # as a person would name it, so that naming it later finds nothing new
    code = ingest_now((samples,), warehouse, Again(), jobs)
    if code != COMPLETED:
        return code
    shown = console()
    with Warehouse(warehouse).connect() as connection:
        for title, sql in _QUESTIONS:
            shown.print()
            shown.print(ask(connection, title, sql))
    shown.print("\nNext, try:", style="bold")
    option = "" if warehouse.as_posix() == "warehouse/gongkai.duckdb" else f" --warehouse {safe(warehouse)}"
    commands = (
        f"gongkai inspect {samples}/pingyin-market-2021.html",
        f"gongkai status{option}",
        f"gongkai export warehouse/export{option}",
    )
    for command in commands:
        shown.print(Syntax(f"  .venv/bin/{command}", "bash", background_color="default", word_wrap=True))
    return COMPLETED
