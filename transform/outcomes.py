"""Section three: the outcomes of applications, by applicant, and what their sums settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from transform.binding import (
    Bound,
    as_printed,
    bind_run,
    digits_in,
    is_empty,
    is_void,
    put_counts,
    same_values,
    slots_of,
    with_empty_lines,
)
from transform.frame import frame_of
from transform.label_columns import below_labels, stand_elsewhere
from transform.lines import Shape
from transform.order import in_order
from transform.outcome_sums import confirmed, settle_outcomes
from transform.own_values import may_be_anothers, may_be_one_cell, set_apart
from transform.reading import Issue
from transform.reference import CellKey, Form, applicants_of_all, load_reference
from transform.rows import OUTCOMES, SUBTOTAL, SURPLUS, Row, Value
from transform.sheet import Sheet
from transform.tokens import Kind

_MOST_LENGTHS = 2  # of rows that lost a cell, beside whole ones
_FEWEST_TOTALS = 3  # rows that show that their last number is no total


def fill_outcomes(sheet: Sheet, rows: Sequence[Row], last_text_line: int, *, faithful: bool) -> None:
    form = sheet.form
    known = [_without_subtotal(row, form.applicants) for row in _by_columns(_without_subtotals(form, rows))]
    known = in_order(sheet, known, form.outcomes, unlabelled=[row for row in rows if not row.label])
    known = _behind_labels(known, len(form.applicants))
    columns = _applicants(known, form.applicants)
    width = len(columns)
    widths = dict.fromkeys(form.outcomes, width)
    # Most tables are printed in full: nothing is to be settled.
    if _is_printed_in_full(known, width, last_text_line) and not set_apart(known, widths):
        for row in known:
            sheet.put_printed(_cells_of(form.form, row.label, columns), row.values[:width])
        return
    if _are_packed(known, width):  # where blank cells were dropped, the format's own places tell no column
        known = [replace(row, shape=Shape.ROW) for row in known]
    total = columns.index(form.applicants[-1]) if form.applicants[-1] in columns else -1
    parts = [place for place in range(width) if place != total]
    spaced = with_empty_lines(known, widths)
    faithful, known = faithful or spaced is not known, list(spaced)
    in_full = all(len(row.values) == width and "" not in [token.raw for token, _ in row.values] for row in known)
    in_place = in_full or (total == width - 1 and _leaves_totals_blank(known, width))
    frame = None if in_place else frame_of(known, width)
    drops_blanks = not in_full and _drops_blanks(known)
    bounds: dict[str, Bound] = {}
    short = [row for row in known if 0 < digits_in(row) < width]  # its blank cells left nothing
    beginning: set[int] = set()  # columns of the labels behind which the first column is known to follow
    if faithful and total >= 0 and not in_full:
        beginning = {row.label_column for row in known if _begins_at_label(row, width, parts, total)}
    apart, aligned = set_apart(known, widths), not stand_elsewhere(known)
    for place, row in enumerate(known):
        bound = bind_run(row, width, faithful=faithful or in_place, frame=frame)
        if not bound.direct and not beginning.isdisjoint((0, row.label_column)):  # 0: spans leave no blank cell at all
            bound = _borne_out(row, row.values, width, parts, total) or bound
        if not bound.direct and aligned and (below := below_labels(row, columns)):
            bound = _borne_out(row, below, width, parts, total) or bound
        before = bounds.get(row.label)
        if before is not None and not same_values(before, bound):
            sheet.issues.append(Issue("row_printed_twice", row.line, row.label))
            before.direct, before.ways = False, []
            continue
        if may_be_one_cell(row, known) and not _is_borne_out(bound, parts, total):
            bound.direct, bound.ways = False, []
        if place in apart or may_be_anothers(row, width) or (short and len(row.values) == 1):
            bound.direct, bound.ways = False, []
        if row.shared and (bound.direct or not drops_blanks) and not _is_borne_out(bound, parts, total):
            bound.direct, bound.ways = False, []
        if before is None:
            bounds[row.label] = bound
    kinds = {token.kind for bound in bounds.values() for token, _ in bound.values}
    # Rows of many lengths lost no cell or two: blank ones left nothing, beside zeros that are printed.
    zeros_printed = Kind.BLANK not in kinds and len(_lengths(known, width)) <= _MOST_LENGTHS
    settle_outcomes(form, bounds, columns, parts, total, zeros_printed, drops_blanks, last_text_line)
    for outcome, bound in bounds.items():
        put_counts(sheet, _cells_of(form.form, outcome, columns), bound, zeros_printed=zeros_printed)


def _lengths(rows: Iterable[Row], width: int) -> set[int]:
    """How many cells of a row hold something, as many as it has columns at most, for all rows that hold anything."""
    return {min(sum(not is_void(value) for value in row.values), width) for row in rows} - {0}


def _is_printed_in_full(rows: Sequence[Row], width: int, last_text_line: int) -> bool:
    """Whether every row has a label of its own and a count under each column, none of which the text's end cut, and
    nothing tells that they may be another's."""
    if len({row.label for row in rows}) < len(rows):
        return False
    for row in rows:
        values = row.values
        if len(values) > width:  # empty cells of the next label's span behind the empty line that ends the row
            if row.shape is not Shape.CELL or width not in row.breaks or not all(map(is_void, values[width:])):
                return False
            values = values[:width]
        if len(values) < width or values[-1].line == last_text_line:
            return False
        if row.shared or may_be_anothers(row, width) or may_be_one_cell(row, rows):
            return False
        if None in [token.amount for token, _ in values]:
            return False
    return True


def _are_packed(rows: Sequence[Row], width: int) -> bool:
    """Whether in every row of a grid blank cells stand behind all numbers, and the last of these is their sum."""
    packed = 0
    for row in rows:
        printed = [value for value in row.values if not is_void(value)]
        if row.shape is not Shape.GRID or len(row.values) != width or row.values[: len(printed)] != printed:
            return False
        amounts = [token.amount or 0 for token, _ in printed]
        if printed and not (1 < len(printed) < width and sum(amounts[:-1]) == amounts[-1]):
            return False
        packed += bool(printed)
    return packed >= _FEWEST_TOTALS


def _leaves_totals_blank(rows: Sequence[Row], width: int) -> bool:
    """Whether every row has a number in each cell but its last, and several show that the last of these is no total:
    then it is the total that is blank, and no cell before it was dropped."""
    shown = 0
    for row in rows:
        amounts = [token.amount for token, _ in row.values[: width - 1]]
        if len(row.values) < width or not all(map(is_void, row.values[width - 1 :])) or None in amounts:
            return False
        shown += sum(amount or 0 for amount in amounts[:-1]) != amounts[-1]
    return shown >= _FEWEST_TOTALS


def _borne_out(row: Row, values: Sequence[Value], width: int, parts: Sequence[int], total: int) -> Bound | None:
    """The row with these values as printed, which keep their places: nothing but empty cells stands behind the last
    column, and the row's own sum holds."""
    if total < 0 or len(values) < width or not all(map(is_void, values[width:])):
        return None
    bound = as_printed(row, values[:width])
    return bound if confirmed(bound.ways[0], parts, total) else None


def _begins_at_label(row: Row, width: int, parts: Sequence[int], total: int) -> bool:
    """Whether a row shows that the first column follows the label: elsewhere a blank cell there may be the label's."""
    if len(row.values) < width or is_void(row.values[0]):
        return False
    return confirmed(tuple(slots_of(row.values[:width])), parts, total)


@cache
def _cells_of(form: str, outcome: str, applicants: tuple[str, ...]) -> tuple[int, ...]:
    """Indices of one outcome's cells, in the order of the columns printed."""
    index = load_reference().forms[form].index
    return tuple(index[CellKey(OUTCOMES, outcome, applicant)] for applicant in applicants)


def _applicants(rows: Sequence[Row], applicants: Sequence[str]) -> tuple[str, ...]:
    """The columns of section three: the form's, unless header and rows agree on fewer."""
    widths = Counter(len(row.values) for row in rows if any(not is_empty(value) for value in row.values))
    header = next((row.header for row in rows if row.header), ())
    if set(header) == set(applicants):
        return header
    if widths and header:
        width, times = widths.most_common(1)[0]
        # In columns of spaces labels may be cut, and those that are not are no header.
        spread = any(row.shape is Shape.SPACED and len(row.extents) != len(header) for row in rows)
        if width == len(header) < len(applicants) and times == sum(widths.values()) and times > 2 and not spread:
            return tuple(code for code in applicants if code in header)
    return tuple(applicants)


def _without_subtotals(form: Form, rows: Sequence[Row]) -> list[Row]:
    """The rows of the form. A total above other results is that of a group, by which an office sums it up."""
    known = [row for row in rows if row.label in form.outcomes]
    *_, total, rest = form.outcomes
    labels = [row.label for row in known if row.label != total]
    if len({*labels}) < len(labels):  # a second table
        return known
    last = max((place for place, row in enumerate(known) if row.label not in (total, rest)), default=0)
    return [row for place, row in enumerate(known) if row.label != total or place > last]


def _behind_labels(rows: list[Row], width: int) -> list[Row]:
    """The rows without the empty cells that stand in the columns of labels, where a format tells the columns: a page
    leaves them in the place of labels that it does not span. There are none before labels that stand behind their
    numbers, nor where every row has as many cells as the form has columns."""
    if any(row.shape is not Shape.GRID or row.label_column > (row.values[-1].token.column or 0) for row in rows):
        return rows
    if all(len(row.values) == width for row in rows):
        return rows
    labelled = Counter(row.label_column for row in rows)
    last = max((column for column, times in labelled.items() if times > 1), default=-1)
    found = []
    for row in rows:
        spanned = list(takewhile(lambda value: is_void(value) and (value.token.column or 0) <= last, row.values))
        found.append(replace(row, values=row.values[len(spanned) :]) if spanned else row)
    return found


def _by_columns(rows: list[Row]) -> list[Row]:
    """The rows without the cells that stand left of all columns of the form, or right of them and hold no number, where
    the format tells where each stands: the numbers of rows, remarks. Where numbers stand there, the header is not above
    its columns, and of a row with blank cells nothing is told."""
    codes = {column: code for row in rows for code, column in row.columns}
    first, last = min(codes, default=0), max(codes, default=0)
    if any(row.shape is not Shape.GRID or len(row.columns) != len(codes) for row in rows):
        return rows
    if sorted(codes.values()) != sorted(applicants_of_all()) or len(codes) != last - first + 1:
        return rows
    if any(code in (SUBTOTAL, SURPLUS) for row in rows for code in row.header):
        return rows
    header = tuple([codes[column] for column in sorted(codes)])
    longer = [row for row in rows if len(row.values) > len(codes)]
    beyond = [value.token for row in longer for value in row.values if (value.token.column or 0) > last]
    aligned = all(token.kind is not Kind.VALUE for token in beyond)
    found = list(rows)
    for place, row in enumerate(rows):
        values = [value for value in row.values if value.token.column in codes]
        if len(row.values) <= len(codes):
            continue
        if aligned and len(values) == len(codes):
            found[place] = replace(row, values=values, header=header)
        elif not aligned and any(map(is_void, row.values)):
            found[place] = replace(row, values=[])
    return found


def _without_subtotal(row: Row, applicants: Sequence[str]) -> Row:
    """The row without the number in a column that sums up organisations, if it is printed in full and holds; else, in a
    table with columns of an office's own, a row of which nothing is told."""
    if row.header[-1:] == (SURPLUS,):
        values = row.values[:-1] if len(row.values) == len(row.header) else []
        return replace(row, header=row.header[:-1], values=values)
    if SUBTOTAL not in row.header:
        return row
    values = [value for value in row.values if not is_void(value)]
    amounts = [token.amount for token, _ in values]
    kept: list[Value] = []
    if len(row.header) > len(applicants) and len(values) == len(row.header) and None not in amounts:
        told = dict(zip(row.header, amounts, strict=True))
        if sum(told.get(code) or 0 for code in applicants[1:-1]) == told[SUBTOTAL]:
            kept = [value for value, code in zip(values, row.header, strict=True) if code != SUBTOTAL]
    header = tuple(code for code in row.header if code != SUBTOTAL)
    return replace(row, header=header, values=kept, columns=())


def _is_borne_out(bound: Bound, parts: Sequence[int], total: int) -> bool:
    """Whether a row is printed in full and adds up, or is blank throughout."""
    if not bound.direct:
        return False
    return all(map(is_empty, bound.values)) or (total >= 0 and confirmed(bound.ways[0], parts, total))


def _drops_blanks(rows: Iterable[Row]) -> bool:
    """Whether no row has a blank cell or a zero, and rows are of many lengths: an agency that leaves its zeros blank,
    and a converter that drops blank cells. Rows that lost a column are all too short by one."""
    lengths = set()
    for row in rows:
        if row.shape not in (Shape.CELL, Shape.ROW) or not all(token.amount for token, _ in row.values):
            return False
        lengths.add(len(row.values))
    return len(lengths - {0}) > 2
