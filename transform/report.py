"""A document to its reports: the one door into `transform`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.document import Document
from extract.script import simplify
from transform.annexes import another_annex, has_annex
from transform.cells import form_of
from transform.identity import identify
from transform.in_full import tables_in_full
from transform.joined import part_joined, renumbered
from transform.prose import figures
from transform.reading import Identity, Issue, Reading, Refusal
from transform.reference import Reference, load_reference
from transform.rows import OUTCOMES, PROCEEDINGS, Row, Rows
from transform.scanner import find_rows
from transform.scans import scan_document
from transform.tables import Tables, read_tables, span_of
from transform.tokens import Kind
from transform.triage import judge, split

# Raised whenever a change of the reading can change a figure: documents read by an older reader are read again.
PARSER_VERSION = "1"
_FEWEST_ROWS = 10  # of section three from which on a table is that of a report
# An agency and a year told in so many words, as against inferred.
_TOLD = frozenset({"title", "preamble", "signature", "metadata"})


def read_document(document: Document) -> list[Reading | Refusal]:
    """Every report of one document as read, or the reason why there is none. Never empty.

    A file that holds several reports gives one reading each, in printed order; their `part` counts from 1.
    """
    parted = part_joined(document)
    if parted is not None:
        document, numbers = parted
        return [renumbered(read, numbers) for read in _read_lines(document)]
    return _read_lines(document)


def _read_lines(document: Document) -> list[Reading | Refusal]:
    tables = tables_in_full(document.lines, document.rows)
    whole = (0, len(document.lines))
    if tables is not None and _annex(document, 1, whole, tables.span, max(tables.value_lines)) is None:
        return [_read_part(document, 1, whole, tables)]
    found = find_rows(scan_document(document.lines, document.rows))
    return [
        _read_part(document, part, span, _tables(document, found, part, span))
        for part, span in enumerate(_spans(document.lines, found.rows), 1)
    ]


def _spans(lines: Sequence[str], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Half-open line spans (0-based) of the reports in a document."""
    starts = _starts(rows)
    if len({relation for _, relation in starts}) == len(starts):
        return [(0, len(lines))]
    return split(lines, starts)


def _starts(rows: Sequence[Row]) -> list[tuple[int, str]]:
    """Where each table begins: its first row, and every row that goes back behind an earlier label of the same
    table."""
    starts: list[tuple[int, str]] = []
    seen: dict[str, set[str]] = {}
    for row in rows:
        labels = seen.setdefault(row.relation, set())
        if not labels or (row.label in labels and row.label):
            starts.append((row.line - 1, row.relation))
            labels.clear()
        if row.relation == PROCEEDINGS and labels and row.header_text:
            starts.append((row.line - 1, row.relation))
        labels.add(row.label)
    return starts


def _tables(document: Document, found: Rows, part: int, span: tuple[int, int]) -> Tables:
    """The tables of one report of a document, read as the form that their own labels tell."""
    start, stop = span
    own = [row for row in found.rows if start < row.line <= stop]
    annex = _annex(document, part, span, span_of(own), own[-1].line) if own else None
    if annex is not None:
        own = [row for row in own if row.line < annex]
        found.issues.append(Issue("annex_of_another", annex, document.lines[annex - 1]))
    tables_found = _without_blank_forms(_in_tables(own))
    rows = [row for table in tables_found for row in table]
    reference = load_reference()
    whole = [table for table in tables_found if table[0].relation == OUTCOMES and len(table) >= _FEWEST_ROWS]
    told = {form_of(reference.forms, table) for table in whole} - {None}
    if len(told) > 1:  # of an annex, or of another year: nothing tells which are the report's own
        return read_tables(found, rows, None, span)
    code = form_of(reference.forms, rows)
    if code is not None or not rows:
        return read_tables(found, rows, code, span)
    # Only tables that both forms have: the year tells which one it was.
    code = _form_in_force(reference, _identify(document, part, span, span_of(rows)))
    tables = read_tables(found, rows, code, span)
    tables.issues.append(Issue("form_told_by_year", rows[0].line, code))
    return tables


def _annex(
    document: Document, part: int, span: tuple[int, int], tables: tuple[int, int] | None, last: int
) -> int | None:
    """The 1-based line that heads an annex that is not the report's, above the last line of its tables; None for none.
    tables: where these stand."""
    lines = document.lines[span[0] : last]
    annex = another_annex(lines, _identify(document, part, span, tables)) if has_annex(lines) else None
    return None if annex is None else span[0] + annex + 1


def _without_blank_forms(tables: Sequence[Sequence[Row]]) -> Sequence[Sequence[Row]]:
    """The tables without a second set that is blank throughout and has every row of the first: the form as issued,
    which some offices leave in front of their own or append."""
    blank = [table for table in tables if _is_blank(table)]
    filled = [table for table in tables if not _is_blank(table)]
    relations = [table[0].relation for table in filled]
    if len(blank) != len(filled) or relations != [table[0].relation for table in blank] or OUTCOMES not in relations:
        return tables
    if list(tables) not in ([*blank, *filled], [*filled, *blank]):
        return tables
    named = zip(filled, blank, strict=True)
    return filled if all({*map(_named, one)} <= {*map(_named, other)} for one, other in named) else tables


def _in_tables(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of a report by the tables they stand in."""
    starts = {*_starts(rows)}
    tables: list[list[Row]] = []
    for row in rows:
        if not tables or (row.line - 1, row.relation) in starts or row.relation != tables[-1][-1].relation:
            tables.append([])
        tables[-1].append(row)
    return tables


def _is_blank(rows: Sequence[Row]) -> bool:
    return all(value.token.kind is Kind.BLANK for row in rows for value in row.values)


def _named(row: Row) -> str:
    """A row by its label; that of section four, which has none, by its header."""
    return row.label or row.header_text


def _form_in_force(reference: Reference, identity: Identity) -> str:
    """The form of the notice in force for a year; the latest where the year is not told."""
    year = identity.fiscal_year
    codes = sorted(reference.forms)
    if year is None:
        return codes[-1]
    return max((code for code in codes if int(code) <= year), default=codes[0])


def _read_part(document: Document, part: int, span: tuple[int, int], tables: Tables) -> Reading | Refusal:
    start, stop = span
    metadata = _metadata(document, part)
    refusal = judge(document.lines[start:stop], metadata, document.uri, tables.evidence, document.images, simplify)
    if refusal is not None:
        refusal.part = part
        standing = tables.blank_throughout or (tables.sheet is not None and tables.numbered)
        if refusal.reason in ("no_tables", "image_only", "legacy_form"):
            refusal.identity = _identify(document, part, span, tables.span)
            told = {refusal.identity.agency_basis, refusal.identity.year_basis}
            if refusal.reason == "no_tables" and standing and told <= _TOLD:
                return _reading(document, part, span, tables, refusal.identity)
        return refusal
    if tables.sheet is None:
        return Refusal(
            "no_tables", "No row of the three tables was recognised; compare with the page it is from.", part
        )
    identity = _identify(document, part, span, tables.span)
    reading = _reading(document, part, span, tables, identity)
    if identity.agency_name is None:
        detail = "No title, preamble, signature or page data names the agency; add its name to the source list."
        return Refusal("unidentified_agency", detail, part, identity, reading)
    if identity.fiscal_year is None:
        detail = "The year reported on is not told, or told differently in two places; look at title and period."
        return Refusal("unidentified_year", detail, part, identity, reading)
    return reading


def _metadata(document: Document, part: int) -> Mapping[str, str]:
    """The page data name the first report of a file; a later one must be told by its own text."""
    return document.metadata if part == 1 else {}


def _identify(document: Document, part: int, span: tuple[int, int], tables: tuple[int, int] | None) -> Identity:
    start, stop = span
    within = (tables[0] - 1 - start, tables[1] - 1 - start) if tables else None
    return identify(document.lines[start:stop], _metadata(document, part), document.uri, within, simplify)


def _reading(document: Document, part: int, span: tuple[int, int], tables: Tables, identity: Identity) -> Reading:
    start, stop = span
    sheet = tables.sheet
    assert sheet is not None
    value_lines = {line - start for line in tables.value_lines} if start else tables.value_lines
    told = figures(document.lines[start:stop], value_lines, simplify, identity.fiscal_year)
    for figure in told:
        figure.line += start
    return Reading(
        form=sheet.form.form,
        part=part,
        values=sheet.values,
        statuses=sheet.statuses,
        raws=sheet.raws,
        lines=sheet.lines,
        units=sheet.units,
        identity=identity,
        checks=tables.checks,
        figures=told,
        issues=tables.issues,
    )
