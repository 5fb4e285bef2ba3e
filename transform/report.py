"""A document to its reports: the one door into `transform`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from extract.document import Document
from extract.script import simplify
from transform.cells import fill, form_of
from transform.checks import evaluate
from transform.identity import identify
from transform.joined import part_joined, renumbered
from transform.prose import figures
from transform.reading import BLANK, DERIVED, REPORTED, Identity, Issue, Reading, Refusal
from transform.reference import Form, Reference, load_reference
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Row, Rows
from transform.scanner import find_rows
from transform.sheet import Sheet
from transform.tokens import Kind
from transform.triage import TableEvidence, judge, split

# Raised whenever a change of the reading can change a figure: documents read by an older reader are read again.
PARSER_VERSION = "1"
_FEWEST_ROWS = 2  # with numbers from which on a table that could not be read is one
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
    found = find_rows(document.lines, document.rows)
    spans = _spans(document.lines, found.rows)
    return [_read_part(document, found, part, span, whole=len(spans) == 1) for part, span in enumerate(spans, 1)]


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


def _read_part(document: Document, found: Rows, part: int, span: tuple[int, int], *, whole: bool) -> Reading | Refusal:
    start, stop = span
    lines = document.lines if whole else document.lines[start:stop]
    rows = found.rows if whole else [row for row in found.rows if start < row.line <= stop]
    reference = load_reference()
    code = form_of(reference.forms, rows)
    # The page data name the first report of a file; a later one must be told by its own text.
    metadata = document.metadata if part == 1 else {}
    notes = [note for number, note in found.notes if start < number <= stop]
    sheet = fill(reference.forms[code], rows, found.last_text_line, notes) if code else None
    told_by_year = False
    if sheet is None and rows:  # only tables that both forms have: the year tells which one it was
        identity = _identify(document.uri, lines, metadata, rows, start)
        code = _form_in_force(reference, identity)
        told_by_year = True
        sheet = fill(reference.forms[code], rows, found.last_text_line, notes)
    refusal = judge(lines, metadata, document.uri, _evidence(sheet, code, rows), document.images, simplify)
    if refusal is not None:
        refusal.part = part
        standing = sheet is not None and (_is_blank_throughout(sheet) or _holds_numbers(rows))
        if sheet is not None and refusal.reason == "no_tables" and standing:
            identity = _identify(document.uri, lines, metadata, rows, start)
            if _TOLD.issuperset((identity.agency_basis, identity.year_basis)):
                return _reading(document, found, sheet, rows, part, span, identity)
        if refusal.reason in ("no_tables", "image_only", "legacy_form"):
            refusal.identity = _identify(document.uri, lines, metadata, rows, start)
        return refusal
    if sheet is None:
        return Refusal(
            "no_tables", "No row of the three tables was recognised; compare with the page it is from.", part
        )
    identity = _identify(document.uri, lines, metadata, rows, start)
    reading = _reading(document, found, sheet, rows, part, span, identity)
    if told_by_year:
        reading.issues.append(Issue("form_told_by_year", rows[0].line, reading.form))
    if identity.agency_name is None:
        detail = "No title, preamble, signature or page data names the agency; add its name to the source list."
        return Refusal("unidentified_agency", detail, part, identity, reading)
    if identity.fiscal_year is None:
        detail = "The year reported on is not told, or told differently in two places; look at title and period."
        return Refusal("unidentified_year", detail, part, identity, reading)
    return reading


def _identify(uri: str, lines: Sequence[str], metadata: Mapping[str, str], rows: Sequence[Row], start: int) -> Identity:
    table_span = None
    if rows:
        table_span = (rows[0].line - 1 - start, max(row.last_line for row in rows) - 1 - start)
    return identify(lines, metadata, uri, table_span, simplify)


def _is_blank_throughout(sheet: Sheet) -> bool:
    """Whether most cells stand there and are blank: an agency with nothing to report, and no page that lost its
    figures."""
    return 2 * sheet.statuses.count(BLANK) > len(sheet.statuses)


def _holds_numbers(rows: Sequence[Row]) -> bool:
    """Whether numbers stand behind labels of section three, though none could be placed: gaps, and a report."""
    labelled = [row for row in rows if row.relation == OUTCOMES and row.label]
    return sum(any(value.token.kind is Kind.VALUE for value in row.values) for row in labelled) >= _FEWEST_ROWS


def _form_in_force(reference: Reference, identity: Identity) -> str:
    """The form of the notice in force for a year; the latest where the year is not told."""
    year = identity.fiscal_year
    codes = sorted(reference.forms)
    if year is None:
        return codes[-1]
    return max((code for code in codes if int(code) <= year), default=codes[0])


@cache
def _extents(form: str) -> tuple[tuple[str, int, int], ...]:
    """The cells of each relation, which follow each other, as half-open ranges of indices."""
    relations = [cell.relation for cell in load_reference().forms[form].cells]
    starts = {relation: relations.index(relation) for relation in relations}
    return tuple((relation, start, start + relations.count(relation)) for relation, start in starts.items())


def _evidence(sheet: Sheet | None, code: str | None, rows: Sequence[Row]) -> TableEvidence:
    labelled = [row for row in rows if row.label or row.relation == PROCEEDINGS]
    found = {row.relation for row in labelled}
    told = dict.fromkeys((ITEMS, OUTCOMES, PROCEEDINGS), 0)
    if sheet is not None:
        for relation, first, last in _extents(sheet.form.form):
            statuses = sheet.statuses[first:last]
            told[relation] = statuses.count(REPORTED) + statuses.count(DERIVED)
    return TableEvidence(
        ITEMS in found,
        OUTCOMES in found,
        PROCEEDINGS in found,
        told[ITEMS],
        told[OUTCOMES],
        told[PROCEEDINGS],
        len(labelled),
        code,
    )


def _reading(  # noqa: PLR0917  what the stages told
    document: Document,
    found: Rows,
    sheet: Sheet,
    rows: Sequence[Row],
    part: int,
    span: tuple[int, int],
    identity: Identity,
) -> Reading:
    start, stop = span
    form: Form = sheet.form
    table_lines = {value.line - start for row in rows for value in row.values}
    told = figures(document.lines[start:stop], table_lines, simplify, identity.fiscal_year)
    for figure in told:
        figure.line += start
    return Reading(
        form=form.form,
        part=part,
        values=sheet.values,
        statuses=sheet.statuses,
        raws=sheet.raws,
        lines=sheet.lines,
        units=sheet.units,
        identity=identity,
        checks=evaluate(form, sheet.values, sheet.statuses),
        figures=told,
        issues=[issue for issue in found.issues if issue.line is None or start < issue.line <= stop] + sheet.issues,
    )
