"""SQL that is written out from the metric dictionary.

Which figures there are is data (`metric_terms.csv`, `metrics.csv`), and SQL cannot take its columns from data. So a
file of `sql/` says what it needs as a call, and the call is written out here before the file runs:

    figure_columns()   items of a select list over settled readings: the value, the blank and the missing cells of
                       each figure
    metric_sides()     a query in brackets: numerator and denominator of each metric, a SELECT a metric, so that a
                       filter on the metric leaves one of them, and of the figures only those it divides
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from load.errors import SqlError
from transform.reading import BLANK, MISSING

_TABLE = "agency_year_figures"
_WHOSE = "agency_id, fiscal_year, scope, report_id, agency, form, n_corrected"
_CALL = re.compile(r"\b(figure_columns|metric_sides)\(\)")
_SOURCES = {"figure_columns": {"figure_positions"}, "metric_sides": {"figure_positions", "metric_figures", _TABLE}}
_FILE = "data/reference/metric_terms.csv"
_NAME = re.compile(r"\w*", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells that one form gives a figure: places in the packed lists, and 1 or -1 for each."""

    positions: tuple[int, ...]
    signs: tuple[int, ...]

    def count(self, status: int) -> str:
        """How many of them have this status."""
        return " + ".join(f"(cell_statuses[{place}] = {status})::INTEGER" for place in self.positions)

    def total(self) -> str:
        """Their signed sum, open where it is too great for the column.

        A missing cell leaves it open; a blank one counts 0 beside a printed one, and leaves a difference open. Neither
        has a value, so that nothing need be asked of one cell alone, nor of a difference.
        """
        cells = [f"cell_values[{place}]" for place in self.positions]
        if self.signs == (1,):
            return cells[0]
        if min(self.signs) < 0:
            return f"try({' + '.join(f'{sign} * {cell}' for sign, cell in zip(self.signs, cells, strict=True))})"
        statuses = ", ".join(f"cell_statuses[{place}]" for place in self.positions)
        is_told = f"{MISSING} NOT IN ({statuses}) AND coalesce({', '.join(cells)}) IS NOT NULL"
        return f"CASE WHEN {is_told} THEN try({' + '.join(f'coalesce({cell}, 0)' for cell in cells)}) END"


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of the dictionary, or one member of a family of them, with its cells on each form that has it."""

    figure: str
    member: str
    units: int  # of its value in one unit: 100 for money, kept in fen
    cells: dict[str, _Cells]

    @property
    def column(self) -> str:
        """Name of its column in `agency_year_figures`."""
        return f"{self.figure}_{self.member}" if self.member else self.figure

    def item(self) -> str:
        """Its item of a select list."""
        branches = " ".join(
            f"WHEN '{form}' THEN {{'value': {cells.total()}, 'n_blank': {cells.count(BLANK)},"
            f" 'n_missing': {cells.count(MISSING)}}}"
            for form, cells in self.cells.items()
        )
        return f"CASE form {branches} END AS {self.column}"

    def comment(self) -> str:
        """The statement that says what its column is."""
        of = f" of {self.member}" if self.member else ""
        unit = " in fen" if self.units > 1 else ""
        said = (
            f"Figure {self.figure}{of}{unit}, with its blank and missing cells; NULL where the form does not have it."
        )
        return f"COMMENT ON COLUMN {_TABLE}.{self.column} IS '{said}';"


_Figures = Mapping[tuple[str, str], _Figure]


def sources(text: str) -> set[str]:
    """Relations from which the calls in a text are written out, and those that what is written reads."""
    return {name for call in _CALL.findall(text) for name in _SOURCES[call]}


def written_out(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """The text of a file of `sql/` with its calls written out from the dictionary that stands in the database.

    Raises SqlError where two figures of the dictionary would be one column, or a name is none that SQL takes.
    """
    called = set(_CALL.findall(text))
    if not called:
        return text
    figures = _figures(connection)
    written = {}
    if "figure_columns" in called:
        written["figure_columns"] = ",\n    ".join(figure.item() for figure in figures.values())
        text = "\n".join([text, *(figure.comment() for figure in figures.values())])
    if "metric_sides" in called:
        written["metric_sides"] = _sides(connection, figures)
    return _CALL.sub(lambda call: written[call[1]], text)


def _figures(connection: duckdb.DuckDBPyConnection) -> _Figures:
    figures: dict[tuple[str, str], _Figure] = {}
    for figure, member, form, positions, signs, units in connection.execute(
        "SELECT figure, member, form, positions, signs, units_packed FROM figure_positions"
        " ORDER BY figure, member, form"
    ).fetchall():
        of_forms = figures.setdefault((figure, member), _Figure(figure, member, units, {}))
        of_forms.cells[form] = _Cells(tuple(positions), tuple(signs))
    names = [figure.column for figure in figures.values()]
    if strange := [name for name in names if not _NAME.fullmatch(name)]:
        raise SqlError(
            f"data/reference/metric_terms.csv: {strange[0]} is no name of a column; use letters, digits and _"
        )
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise SqlError(f"data/reference/metric_terms.csv: two figures are called {twice}; rename one of them")
    return figures


def _sides(connection: duckdb.DuckDBPyConnection, figures: _Figures) -> str:
    forms = {form for figure in figures.values() for form in figure.cells}
    selects = []
    for metric, member, kind, above, above_member, below, below_member in connection.execute(
        "SELECT metric, member, kind, numerator, numerator_member, denominator, denominator_member"
        " FROM metric_figures ORDER BY metric, member"
    ).fetchall():
        numerator, denominator = figures[above, above_member], figures.get((below, below_member))
        selects.append(
            f"SELECT {_WHOSE},"  # noqa: S608 - names of the dictionary
            f" '{metric}' AS metric, '{member}' AS member, '{kind}' AS kind,"
            f" {numerator.column} AS numerator, {numerator.units} AS numerator_units,"
            f" {denominator.column if denominator else 'NULL'} AS denominator,"
            f" {denominator.units if denominator else 1} AS denominator_units FROM {_TABLE}"
            + ("" if forms <= numerator.cells.keys() else f" WHERE {numerator.column} IS NOT NULL")
        )
    return "(\n    " + "\n    UNION ALL\n    ".join(selects) + "\n)"
