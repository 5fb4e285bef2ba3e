"""Tables in a layout met before: their cells taken from where they stood, without a search for labels.

Sites publish through one template, so the tables of many reports differ in nothing but their numbers. What is left of
the lines of tables when the numbers are taken out is their outline. Two tables of one outline are bound alike, except
where the engine asks the numbers themselves: to settle a gap, to tell which of two readings adds up. So a layout is
remembered only of tables that left nothing to settle, and used only for numbers that satisfy every identity of the
form; all others go the whole way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from transform.cells import fill
from transform.checks import evaluate
from transform.items import amount_of
from transform.labels import load_lexicon
from transform.lines import Scan, Shape
from transform.reading import BLANK, REPORTED, Check
from transform.reference import Form
from transform.roles import role_of
from transform.rows import ITEMS, PROCEEDINGS, Row, Rows, Value
from transform.scanner import STOPS_OF_NUMBERING
from transform.scans import Scans
from transform.sheet import Sheet
from transform.tables import Tables
from transform.tokens import Kind, Token
from transform.triage import TableEvidence

_REMEMBERED = 4_000  # layouts
_NUMBERED = 200_000  # outlines of single lines
_OFTEN = 3  # times that a layout was met when it is worth being remembered
_MET = 20_000  # outlines of documents, and texts of documents, that were met
_LONGEST = 2_000  # lines of tables; what is longer is no three tables
_PLAIN = frozenset((REPORTED, BLANK))
_BLANK_ROW = 10  # blanks from which on section four takes them for its values; see the scanner
_SILENT = frozenset((Shape.EMPTY, Shape.PAGE, Shape.RUNNING))


class Outline(NamedTuple):
    """What the lines of a document's tables are, apart from their numbers: for each line an ordinal, the same for lines
    of the same outline, and its index in the document. Empty lines between texts say nothing and are left out."""

    key: tuple[int, ...]
    lines: Sequence[int]


class _Place(NamedTuple):
    """Where a cell stands: the line, by its place in the outline, and which of its tokens, -1 where none is its own.
    quantity, unit: of a number of section two; '' elsewhere. blank: nothing is printed there, as `raw` shows where no
    token does."""

    line: int
    token: int
    quantity: str
    unit: str
    blank: bool
    raw: str | None


class _Layout(NamedTuple):
    """Where the cells of a form stand. first, last, value_lines: lines of its tables, counted as in `_Place`.
    once: lines that the scanner would take for a page's header, were they printed twice in a document."""

    form: Form
    places: tuple[_Place, ...]
    first: int
    last: int
    value_lines: tuple[int, ...]
    once: tuple[int, ...]
    evidence: TableEvidence


_layouts: dict[tuple[int, ...], _Layout] = {}
_met: Counter[tuple[int, ...]] = Counter()
_ordinals: dict[Hashable, int] = {}
_met_texts: set[tuple[str, ...]] = set()
_EMPTY, _COUNT = -1, -2  # the ordinals of an empty line, and of one that holds a number and nothing else
_by_line: dict[str, tuple[Scan, int]] = {}
_next = count()  # an ordinal is never used again, also when what had it is forgotten


def forget() -> None:
    """Forget every layout."""
    _layouts.clear()
    _met.clear()
    _met_texts.clear()
    _ordinals.clear()
    _by_line.clear()


def outline_of(document: Scans) -> Outline | None:
    """The outline of a document's tables; None where it has none, or one whose cells stand by display column or bar,
    which the numbers' own widths move."""
    lines, scans, bars = document
    if bars:
        return None
    start, stop = _first_of_tables(scans), _behind_values(scans)
    if not start < stop < len(scans) or stop - start > _LONGEST or _takes_a_digit(scans[stop]):
        return None
    # Few documents have the texts of another on lines of their own, and for the rest nothing more is worked out.
    texts = tuple([scan.text.fold for scan in scans[start:stop] if scan.text is not None])
    if texts not in _met_texts:
        if len(_met_texts) >= _MET:
            _met_texts.clear()
        _met_texts.add(texts)
        return None
    key: list[int] = []
    told: list[int] = []
    below_text, silent = True, 0
    for place in range(start, stop):
        line, scan = lines[place], scans[place]
        if scan.shape is Shape.EMPTY:
            silent += 1
            continue
        ordinal: int | None
        if scan.value is not None and scan.value.amount is not None and not scan.value.printed.unit:  # type: ignore[union-attr]
            ordinal = _COUNT
        else:
            known = _by_line.get(line)
            ordinal = known[1] if known is not None and known[0] is scan else _ordinal(line, scan)
            if ordinal is None:
                return None
        is_text = scan.text is not None or scan.shape is Shape.PROSE or (scan.value is None and _is_text(scan))
        if silent and not (below_text and is_text):
            key += [_EMPTY] * silent
            told += range(place - silent, place)
        key.append(ordinal)
        told.append(place)
        below_text, silent = is_text, 0
    return Outline(tuple(key), told)


def _first_of_tables(scans: Sequence[Scan]) -> int:
    """The index of the first line that opens a table, or that is no text: the scanner forgets all texts above it."""
    for place, scan in enumerate(scans):
        if scan.shape is Shape.PROSE or scan.shape in _SILENT:
            continue
        if scan.text is None or role_of(scan.text.fold).opens:
            return place
    return len(scans)


def _is_text(scan: Scan) -> bool:
    return bool(scan.tokens) and all([token.kind is Kind.TEXT for token in scan.tokens])  # noqa: C419  a list is faster


def _behind_values(scans: Sequence[Scan]) -> int:
    """The index of the first text behind the last value: it tells the end of the last row. Past all lines where so many
    blanks stand behind that value that they may be a row of their own."""
    place, blanks = len(scans), 0
    while place and blanks < _BLANK_ROW:
        tokens = scans[place - 1].tokens
        if any([token.kind not in (Kind.TEXT, Kind.BLANK) for token in tokens]):  # noqa: C419  a list is faster
            break
        blanks += len(tokens) - len([1 for token in tokens if token.kind is Kind.TEXT])
        place -= 1
    else:
        return len(scans)
    while place < len(scans) and (scans[place].shape in _SILENT or _has_blank(scans[place])):
        place += 1
    return place


def _has_blank(scan: Scan) -> bool:
    return any([token.kind is Kind.BLANK for token in scan.tokens])  # noqa: C419


def _takes_a_digit(scan: Scan) -> bool:
    """Whether a text begins with the stop behind a list number: a digit before it may be that number."""
    return any([token.raw.startswith(STOPS_OF_NUMBERING) for token in scan.tokens])  # noqa: C419


def _ordinal(line: str, scan: Scan) -> int | None:
    """The ordinal of a line's outline, None for a line that keeps its document from having one."""
    kinds = {token.kind for token in scan.tokens}
    if not kinds.isdisjoint((Kind.ODD, Kind.GLUED)) or _takes_a_digit(scan):
        return None
    if scan.shape is Shape.END or (scan.shape is Shape.SPACED and kinds != {Kind.TEXT}):
        return None
    if len(_ordinals) >= _NUMBERED or len(_by_line) >= _NUMBERED:
        forget()
    outline = _of_line(scan)
    ordinal = _ordinals.get(outline)
    if ordinal is None:
        ordinal = _ordinals[outline] = next(_next)
    if scan.shape is not Shape.GRID:
        _by_line[line] = scan, ordinal
    return ordinal


def _of_line(scan: Scan) -> Hashable:
    """All that is asked of a line but its numbers."""
    token = scan.value or scan.text
    if token is not None:
        return _of_token(token)
    tokens = [
        (*_of_token(token), token.column, token.right if scan.shape is Shape.GRID else 0) for token in scan.tokens
    ]
    return (scan.shape, scan.cells, scan.dropped, scan.ends, scan.led, *tokens)


def _of_token(token: Token) -> tuple[Hashable, ...]:
    if token.kind is Kind.TEXT:
        return (Kind.TEXT, token.fold)
    if token.kind is Kind.BLANK:
        return (Kind.BLANK, token.raw)
    return (Kind.VALUE, token.printed.unit if token.printed else "", token.amount is None)


def recall(outline: Outline, document: Scans) -> Tables | None:
    """The tables of a document, if their layout was remembered and their numbers add up; else None."""
    layout = _layouts.get(outline.key)
    if layout is None:
        return None
    lines, at = document.lines, outline.lines
    if any([lines.count(lines[at[place]]) > 1 for place in layout.once]):  # noqa: C419
        return None
    sheet = Sheet(layout.form)
    if not _take(sheet, layout.places, at, document.scans):
        return None
    checks = evaluate(layout.form, sheet.values, sheet.statuses)
    if not _all_hold(checks):
        return None
    return Tables(
        sheet,
        (at[layout.first] + 1, at[layout.last] + 1),
        frozenset([at[place] + 1 for place in layout.value_lines]),
        layout.evidence,
        checks,
        numbered=True,
    )


def _take(sheet: Sheet, places: Sequence[_Place], lines: Sequence[int], scans: Sequence[Scan]) -> bool:
    """Fill in every cell from its place; whether each number was one of its column's quantity."""
    for index, (line, which, quantity, unit, blank, raw) in enumerate(places):
        at = lines[line]
        token = scans[at].tokens[which] if which >= 0 else None
        if blank or token is None:
            sheet.put(index, None, BLANK, raw if token is None else token.raw, at + 1)
            continue
        value = amount_of(token.printed, quantity, unit) if quantity and token.printed else token.amount
        if value is None:
            return False
        sheet.put(index, value, REPORTED, token.raw, at + 1)
        if unit:
            sheet.units[index] = unit
    return True


def _all_hold(checks: Sequence[Check]) -> bool:
    """Whether every identity holds, or nothing is printed on one side that the other could contradict."""
    return all([check.passed or (check.passed is None and not check.rhs) for check in checks])  # noqa: C419


def remember(outline: Outline, document: Scans, found: Rows, tables: Tables) -> None:
    """Keep the layout of tables that were read the whole way, if their numbers had no say in how they were bound.

    Which token went to which cell is told by reading the same rows once more, each token marked. Many layouts are never
    met again, so that is done for those that are.
    """
    if len(_met) >= _MET:
        _met.clear()
    _met[outline.key] += 1
    if _met[outline.key] < _OFTEN:
        return
    sheet, rows = tables.sheet, found.rows
    if sheet is None or tables.issues or not _PLAIN.issuperset(sheet.statuses) or not _all_hold(tables.checks):
        return
    if not _are_plain(sheet.form, rows):
        return
    once = _asked_for_repetition(document, outline)
    if once is None:
        return
    marks: dict[str, tuple[int, int]] = {}
    marked = [replace(row, values=[_marked(value, document.scans, marks) for value in row.values]) for row in rows]
    traced = fill(sheet.form, marked, found.last_text_line, [note for _, note in found.notes])
    within = {line + 1: place for place, line in enumerate(outline.lines)}
    places = _places(sheet, traced, marks, within)
    again = Sheet(sheet.form)
    if places is None or not _take(again, places, outline.lines, document.scans) or not _same(again, sheet):
        return
    if len(_layouts) >= _REMEMBERED:
        _layouts.clear()
    first, last = (within[line] for line in tables.span or ())
    value_lines = tuple(sorted(within[line] for line in tables.value_lines))
    _layouts[outline.key] = _Layout(sheet.form, places, first, last, value_lines, once, tables.evidence)


def _are_plain(form: Form, rows: Sequence[Row]) -> bool:
    """Whether every row has a label of its own, and section four as many values as columns, at the end."""
    labelled = [(row.relation, row.label) for row in rows if row.relation != PROCEEDINGS]
    numbers = sum(len(row.values) for row in rows if row.relation == PROCEEDINGS)
    return (
        all(label for _, label in labelled)
        and all(row.values for row in rows)
        and len(set(labelled)) == len(labelled)
        and numbers == sum(cell.relation == PROCEEDINGS for cell in form.cells)
        and rows[-1].relation == PROCEEDINGS
    )


def _asked_for_repetition(document: Scans, outline: Outline) -> tuple[int, ...] | None:
    """The lines of an outline that are a page's header if they are repeated; None where one is."""
    once = []
    for place, at in enumerate(outline.lines):
        scan = document.scans[at]
        if scan.shape is Shape.PROSE or (
            scan.shape is Shape.CELL
            and scan.tokens[0].kind is Kind.TEXT
            and not load_lexicon().is_labelled(scan.tokens[0].fold)
        ):
            if document.lines.count(document.lines[at]) > 1:
                return None
            once.append(place)
    return tuple(once)


def _marked(value: Value, scans: Sequence[Scan], marks: dict[str, tuple[int, int]]) -> Value:
    """The value with a mark in place of its text, and in `marks` its line and which of the line's tokens it is."""
    token, line = value
    if not token.raw:
        return value
    at = [place for place, other in enumerate(scans[line - 1].tokens) if other is token]
    mark = f"{line}:{at[0] if at else ''}"
    marks[mark] = (line, at[0]) if at else (line, -1)
    return Value(token._replace(raw=mark), line)


def _places(
    sheet: Sheet, traced: Sheet, marks: Mapping[str, tuple[int, int]], within: Mapping[int, int]
) -> tuple[_Place, ...] | None:
    """Where each cell stands, None where a cell is no one token's. within: places in the outline by number of line."""
    places = []
    for index, cell in enumerate(sheet.form.cells):
        status, raw, line = sheet.statuses[index], traced.raws[index], sheet.lines[index] or 0
        if status != traced.statuses[index] or line not in within:
            return None
        told = marks.get(raw or "", (line, -1))
        if told[0] != line or (told[1] < 0 and (raw or status is REPORTED)):
            return None
        quantity = sheet.form.quantities[cell.column] if cell.relation == ITEMS and status == REPORTED else ""
        unit = sheet.units.get(index, "")
        places.append(_Place(within[line], told[1], quantity, unit, status == BLANK, raw))
    return tuple(places)


def _same(one: Sheet, other: Sheet) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("values", "statuses", "raws", "lines", "units"))
