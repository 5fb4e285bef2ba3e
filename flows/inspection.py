"""`gongkai inspect`: one document read and laid out as its form prints it, for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extract.document import Document, Rejected
from extract.reader import read_file
from flows.console import complain, console, safe
from flows.usage import COMPLETED, FAILED
from transform.reading import BLANK, DERIVED, MISSING, REPORTED, STATUSES, Check, Reading, Refusal
from transform.reference import CellKey, Form, load_reference, read_csv
from transform.report import read_document

_STYLES = {REPORTED: "", BLANK: "dim", DERIVED: "cyan", MISSING: "bold red"}
_LEGEND = (
    "12 printed · – blank · 12* worked out by the form's arithmetic · ? could not be read · :45 line of the document"
)
_AXES = {"application_outcomes": ("outcome", "applicant"), "review_litigation": ("proceeding", "result")}

Result = tuple[Document | Rejected, Reading | Refusal | None]


def results_of(path: Path) -> list[Result]:
    """Every document in the file and every report in each document, with what became of it."""
    results: list[Result] = []
    for document in read_file(path):
        if isinstance(document, Rejected):
            results.append((document, None))
        else:
            results += [(document, result) for result in read_document(document)]
    return results


def inspect_file(path: Path, *, as_json: bool) -> int:
    """Show one document; the exit code is FAILED where not even its text could be read."""
    results = results_of(path)
    if as_json:
        print(json.dumps([as_object(*result) for result in results], ensure_ascii=False, indent=2))
    else:
        shown = console()
        for document, result in results:
            reading = result.reading if isinstance(result, Refusal) else result
            if reading is not None:
                shown.print(_reading(document, reading))
    for document, result in results:
        if not isinstance(result, Reading):
            refusal = result or document
            assert isinstance(refusal, Refusal | Rejected)
            complain(f"{document.uri}: not loaded ({refusal.reason}): {refusal.detail}")
    return FAILED if all(isinstance(document, Rejected) for document, _ in results) else COMPLETED


def _number(form: Form, key: CellKey, value: int | None) -> int | float | None:
    """A value as the database shows it: money is held in fen and shown in yuan."""
    if value is None or form.quantities.get(key.column) != "money":
        return value
    return value / 100


def as_object(document: Document | Rejected, result: Reading | Refusal | None) -> dict[str, Any]:
    """One report, or the reason why there is none, as an object of JSON."""
    told: dict[str, Any] = {"source_uri": document.uri, "source_sha256": document.sha256}
    if isinstance(document, Rejected):
        return told | {"loaded": False, "reason": document.reason, "detail": document.detail}
    assert result is not None
    told |= {"media_type": document.media_type, "encoding": document.encoding, "part": result.part}
    told |= {"loaded": isinstance(result, Reading)}
    identity = {name: getattr(result.identity, name) for name in result.identity.__slots__}
    told |= identity | {"published_on": identity["published_on"] and identity["published_on"].isoformat()}
    if isinstance(result, Refusal):
        told |= {"reason": result.reason, "detail": result.detail}
    reading = result if isinstance(result, Reading) else result.reading
    return told | (_figures(document, reading) if reading else {})


def _figures(document: Document, reading: Reading) -> dict[str, Any]:
    form = load_reference().forms[reading.form]
    cells = [
        {
            "relation": key.relation,
            "row": key.row,
            "column": key.column,
            "value": _number(form, key, reading.values[index]),
            "status": STATUSES[reading.statuses[index]],
            "raw": reading.raws[index],
            "source_line": reading.lines[index],
            "unit": reading.units.get(index),
        }
        for index, key in enumerate(form.cells)
    ]
    return {
        "form": reading.form,
        "cells": cells,
        "checks": [check._asdict() for check in reading.checks],
        "prose_figures": [{name: getattr(figure, name) for name in figure.__slots__} for figure in reading.figures],
        "issues": [{name: getattr(issue, name) for name in issue.__slots__} for issue in reading.issues],
    }


def _reading(document: Document | Rejected, reading: Reading) -> RenderableType:
    form = load_reference().forms[reading.form]
    return Group(
        _heading(document, reading),
        *_items(form, reading),
        *(_section(form, reading, relation) for relation in _AXES),
        Text(_LEGEND, style="dim"),
        _failed(reading.checks),
        *(Text(safe(f"  line {issue.line}: {issue.code}: {issue.text}"), style="yellow") for issue in reading.issues),
    )


def _heading(document: Document | Rejected, reading: Reading) -> RenderableType:
    who = reading.identity
    counts = ", ".join(f"{reading.statuses.count(code)} {name}" for code, name in enumerate(STATUSES))
    place = " ".join(part for part in (who.province, who.prefecture, who.county) if part) or "place not told"
    lines = (
        f"{who.agency_name} ({who.agency_basis})  {who.fiscal_year} ({who.year_basis})  form {reading.form}",
        f"{place} {who.region_code or ''}  {who.admin_level or 'level not told'}  {who.sector or 'sector not told'}",
        f"published {who.published_on or 'not told'}  scope {who.scope}  script {who.script}",
        f"{len(reading.statuses)} cells: {counts}",
    )
    title = Text(safe(f"{document.uri} · report {reading.part}"))
    return Panel(Text("\n".join(map(safe, lines))), title=title, title_align="left")


def _cell(form: Form, reading: Reading, key: CellKey) -> Text:
    index = form.index.get(key)
    if index is None:  # the form has no such cell
        return Text()
    status, value = reading.statuses[index], _number(form, key, reading.values[index])
    if value is None:
        shown = "–" if status == BLANK else "?"
    else:
        shown = (f"{value:,.2f}元" if isinstance(value, float) else f"{value:,}") + ("*" if status == DERIVED else "")
    line = reading.lines[index]
    return Text.assemble((shown, _STYLES[status]), (f" :{line}" if line else "", "dim"))


def _items(form: Form, reading: Reading) -> Iterator[RenderableType]:
    """Section 二: one table for each item of Article 20."""
    labels = load_reference().labels
    yield Text(labels["heading", "disclosure_items"], style="bold")
    for article, categories, measures in form.articles:
        table = _grid(labels["article_item", article], [labels["measure", code] for code in measures])
        for category in categories:
            keys = [CellKey("disclosure_items", category, measure) for measure in measures]
            table.add_row(labels["category", category], *(_cell(form, reading, key) for key in keys))
        yield table


def _section(form: Form, reading: Reading, relation: str) -> Table:
    """Section 三 or 四. The form prints 四 as one row of fifteen cells; here each proceeding has a row."""
    labels = load_reference().labels
    axis, across = _AXES[relation]
    rows: dict[str, list[CellKey]] = {}
    for key in form.cells:
        if key.relation == relation:
            rows.setdefault(key.row, []).append(key)
    columns = next(iter(rows.values()))
    table = _grid(labels["heading", relation], [labels[across, key.column] for key in columns])
    heads = _group_heads(form.form)
    for code, keys in rows.items():
        if code in heads:
            table.add_section()
            table.add_row(Text(heads[code], style="bold"))
        table.add_row(labels[axis, code], *(_cell(form, reading, key) for key in keys))
    return table


def _group_heads(form: str) -> dict[str, str]:
    """The first outcome of each group of several, to the heading that the form prints above it."""
    groups: dict[str, list[str]] = {}
    for row in read_csv("outcomes.csv"):
        if row["form"] == form:
            groups.setdefault(row["outcome_group"], []).append(row["outcome"])
    labels = load_reference().labels
    return {codes[0]: labels["outcome_group", group] for group, codes in groups.items() if len(codes) > 1}


def _grid(title: str, columns: list[str]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("", ratio=2, max_width=44)
    for label in columns:
        table.add_column(label, justify="right", min_width=8)
    return table


def _failed(checks: list[Check]) -> RenderableType:
    failed = [check for check in checks if check.passed is False]
    held = sum(1 for check in checks if check.passed)
    untold = sum(1 for check in checks if check.passed is None)
    summary = Text(f"Checks: {held} hold, {len(failed)} do not, {untold} cannot be assessed")
    lines = [
        Text(
            safe(f"  {check.check_name} {check.scope}: {check.lhs} ≠ {check.rhs}  {check.message or ''}"),
            style="red" if check.severity == "hard" else "yellow",
        )
        for check in failed
    ]
    return Group(summary, *lines)
