"""SQL that is written out from the metric dictionary: a new metric is lines of data, and a wrong line is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from load import catalogue
from load.errors import SqlError
from transform.reference import REFERENCE


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A copy of the reference tables."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def add(reference: Path, file: str, line: str) -> None:
    """Add a line to a reference table."""
    with (reference / file).open("a", encoding="utf-8") as table:
        table.write(line + "\n")


def test_a_new_metric_needs_lines_of_reference_and_no_sql(reference: Path) -> None:
    add(reference, "metric_terms.csv", "misc,application_outcomes,,other_misc,total,1,,")
    add(
        reference,
        "metrics.csv",
        "55,misc_share,其他占比,Share,misc,concluded,proportion,share,,2021,agency_year_metrics,",
    )
    with duckdb.connect() as connection:
        catalogue.install(connection, reference=reference)
        places = dict(
            connection.execute(
                "SELECT row_code, position FROM forms WHERE form = '2021' AND column_code = 'total'"
                " AND row_code IN ('other_misc', 'concluded')"
            ).fetchall()
        )
        values = [{places["other_misc"]: 3, places["concluded"]: 12}.get(place, 0) for place in range(1, 201)]
        connection.execute(
            "INSERT INTO packed_readings VALUES"
            " (uuid(), 'a', 2022, '2021', ?, ?, [NULL FOR x IN range(200)], range(200), NULL, NULL, NULL)",
            [values, [0] * 200],
        )
        connection.execute(
            "INSERT INTO reports BY NAME SELECT report_id, agency_id, '甲局' AS agency_name, fiscal_year, form,"
            " 'own' AS scope, 'title' AS agency_basis, 'title' AS year_basis, '/a' AS source_uri, 'a' AS source_sha256,"
            " 1 AS part, 'text/plain' AS media_type, 'simplified' AS script, 'present' AS source_state,"
            " true AS is_current, 200 AS cells_expected, 200 AS cells_reported, 0 AS cells_blank, 0 AS cells_derived,"
            " 0 AS cells_missing, 0 AS checks_failed, 0 AS hard_checks_failed, '1' AS parser_version, 'run' AS run_id,"
            " now() AS loaded_at FROM packed_readings"
        )
        for name in ("settled_cells", "agency_year_figures"):
            catalogue.run(connection, catalogue.SQL / "views" / f"{name}.sql")
        assert connection.execute(
            "SELECT numerator, denominator, value FROM agency_year_metrics WHERE metric = 'misc_share'"
        ).fetchall() == [(3, 12, 0.25)]
        assert connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'agency_year_figures' AND column_name = 'misc'"
        ).fetchall() == [("Figure misc, with its blank and missing cells; NULL where the form does not have it.",)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("decisions_license,disclosure_items,,license,decisions,1,,", "two figures are called decisions_license"),
        ("x; DROP TABLE reports,disclosure_items,,license,decisions,1,,", "x; DROP TABLE reports is no name"),
    ],
)
def test_a_figure_that_cannot_be_a_column_is_told(reference: Path, line: str, complaint: str) -> None:
    add(reference, "metric_terms.csv", line)
    with duckdb.connect() as connection, pytest.raises(SqlError, match=complaint):
        catalogue.install(connection, reference=reference)


def test_a_filter_on_a_metric_reads_its_figures_alone(reference: Path) -> None:
    with duckdb.connect() as connection:
        catalogue.install(connection)
        ((_, plan),) = connection.execute(
            "EXPLAIN SELECT agency_id, value FROM agency_year_metrics WHERE metric = 'disclosure_rate'"
        ).fetchall()
    assert plan.count("agency_year_figures") == 1
    assert "disclosed" in plan
    assert "carried_out" not in plan
