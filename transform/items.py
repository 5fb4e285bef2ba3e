"""Section two: the disclosure items of Article 20, each behind its category and under its measure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from transform.binding import (
    Bound,
    as_printed,
    bind_run,
    digits_in,
    is_cut,
    is_void,
    joined,
    same_values,
    under_labels,
    with_empty_lines,
)
from transform.label_columns import below_labels, stand_elsewhere
from transform.labels import fold, load_lexicon
from transform.lines import Shape
from transform.numbers import Printed, as_change, as_count, as_money, units
from transform.own_values import may_be_anothers, may_be_one_cell, set_apart
from transform.reading import BLANK, DERIVED, MISSING, REPORTED, Issue
from transform.reference import CellKey, Form, load_reference
from transform.rows import ITEMS, SURPLUS, Row, Value
from transform.sheet import Sheet
from transform.tokens import Kind, Token

# The unit that a fold states: a currency of another name is one, too, and no unit of the form.
_UNIT_STATED = re.compile(r"单位[^元]{0,4}?([十百千万亿美港欧日澳]*元)")
_UNIT_NOTED = re.compile(r"(?:的|总?金额|计量)*单位(?:均|都)?[为是]?([十百千万亿]*元)")
_UNIT_OF_ALL = re.compile(
    r"注?(?:金额|计量)*单位[为是]?(?:[件条项个宗份次]|人民币)*([十百千万亿]*元)[件条项个宗份次]*(?:人民币)?"
)
_UNIT_AT_END = re.compile(r"([十百千万亿]*元)$")
_DASHES = "-－−–"  # that may be a minus; longer ones are none


def fill_items(sheet: Sheet, rows: Sequence[Row], last_text_line: int, *, faithful: bool) -> None:
    form = sheet.form
    of_category = {
        category: (article, measures) for article, categories, measures in form.articles for category in categories
    }
    rows = _beside_their_labels(sheet, rows)
    widths = {category: len(measures) for category, (_, measures) in of_category.items()}
    spaced = with_empty_lines(rows, widths)
    faithful = faithful or spaced is not rows
    told = [_below_labels(_without_repeats(_without_remark(row))) for row in spaced]
    for row in told:
        if not row.values:
            sheet.issues.append(Issue("columns_of_another_form", row.line, row.header_text[:200]))
    spaced = [row for row in told if row.values]
    full = _are_full(spaced, widths)
    signs = _may_be_signs(spaced)
    noted = _units_noted(form, rows, sheet.notes)
    seen: dict[str, Bound] = {}
    apart, aligned = set_apart(spaced, widths), not stand_elsewhere(spaced)
    for place, row in enumerate(spaced):
        if row.label not in of_category:
            continue
        article, measures = of_category[row.label]
        columns = _columns_of(row, measures)
        if columns is None or (row.article and row.article != article and not row.header):
            sheet.issues.append(Issue("columns_of_another_form", row.line, row.header_text[:200]))
            continue
        bound = bind_run(row, len(columns), faithful=faithful)
        if not bound.direct and aligned and (below := below_labels(row, columns)):
            bound = as_printed(row, below)
        signed = signs and "change" in map(form.quantities.get, columns) and any(map(_is_dash, row.values))
        if (
            (not full and not bound.direct)
            or place in apart
            or may_be_one_cell(row, spaced)
            or may_be_anothers(row, len(columns))
            or _may_be_moved(row, len(columns))
            or signed
        ):
            # Glued digits are as many numbers as columns only where no blank cell was dropped.
            bound.direct, bound.ways = False, []
        if row.label in seen:
            if not same_values(seen[row.label], bound):
                sheet.issues.append(Issue("row_printed_twice", row.line, row.label))
                for measure in measures:
                    sheet.put(form.index[CellKey(ITEMS, row.label, measure)], None, MISSING, None, row.line)
            continue
        seen[row.label] = bound
        _put_items(sheet, row, bound, columns, noted, last_text_line)


def _are_full(rows: Sequence[Row], widths: Mapping[str, int]) -> bool:
    """Whether every category has a row of as many numbers or glued digits as it has columns."""
    full = {row.label for row in rows if row.label in widths and digits_in(row) >= widths[row.label]}
    return len(full) == len(widths)


def _may_be_signs(rows: Sequence[Row]) -> bool:
    """Whether every dash on a line of its own stands right before a number: it may be that number's sign, which the
    page sets apart, and no blank cell."""
    pairs = [pair for row in rows if row.shape is Shape.CELL for pair in pairwise((*row.values, None))]
    behind = [below for above, below in pairs if above is not None and _is_dash(above)]
    return bool(behind) and all(below is not None and below.token.kind is Kind.VALUE for below in behind)


def _is_dash(value: Value) -> bool:
    return value.token.kind is Kind.BLANK and value.token.raw != "" and value.token.raw in _DASHES


def _beside_their_labels(sheet: Sheet, rows: Sequence[Row]) -> list[Row]:
    """The labelled rows. Numbers right below a header, with no label between, show that labels follow their numbers;
    then only a label on the line of its numbers tells whose they are, for this section has no arithmetic."""
    early = [row for row in rows if not row.label and row.header_text]
    labelled = [row for row in rows if row.label]
    if not early:
        return labelled
    sheet.issues.append(Issue("values_before_labels", early[0].line, early[0].header_text[:200]))
    doubtful = labelled
    if len(early) == 1 and not any(row.bare or _names_category(row.header_text) for row in rows):
        # Every label has its numbers: it is the first that was lost, and no other header's labels are in doubt.
        below = [row for row in labelled if row.line > early[0].line]
        doubtful = [row for row in below if row.header_text == below[0].header_text]
    in_doubt = {id(row) for row in doubtful}  # rows themselves would be compared cell by cell
    return [row for row in labelled if row.same_line or id(row) not in in_doubt]


def _names_category(header_text: str) -> bool:
    """Whether the label of a row stands among those of a header: it has no numbers."""
    return bool(load_lexicon().axes["category"].inside(header_text))


def _without_remark(row: Row) -> Row:
    """The row without the cell under the last column of its header, which no form has, if a number stands in every
    other; the blank cell of no remark may be left out."""
    columns = len(row.header) - 1
    if (
        columns < 1
        or row.header[-1] != SURPLUS
        or row.shape not in (Shape.ROW, Shape.GRID)
        or len(row.values) > columns + 1
    ):
        return row
    kept = row.values[:columns]
    if len(kept) < columns or any(value.token.column is None or is_void(value) for value in kept):
        return row
    return replace(row, values=kept, header=row.header[:-1])


def _without_repeats(row: Row) -> Row:
    """The row with one value for each column that its header prints several times over, always with the same value:
    what some converters make of a cell that spans columns. In a shorter row a value may be the copy of another."""
    if 1 < len(row.values) == len(row.header) and _repeats_a_column(row.header_text):
        return replace(row, values=[])
    if len(row.values) <= len(row.header) or row.shape not in (Shape.ROW, Shape.GRID):
        return row
    printed = load_lexicon().axes["measure"].inside(row.header_text)
    if len(printed) != len(row.values):
        return row
    of_column: dict[str, Value] = {}
    for code, value in zip(printed, row.values, strict=True):
        first = of_column.setdefault(code, value)
        if first.token.raw != value.token.raw and not is_void(value):  # two years, say: nothing tells whose each is
            return replace(row, values=[])
    return replace(row, values=list(of_column.values())) if tuple(of_column) == row.header else row


@lru_cache(maxsize=1_024)
def _repeats_a_column(header_text: str) -> bool:
    """Whether a header prints one of its columns twice side by side."""
    return any(left == right for left, right in pairwise(load_lexicon().axes["measure"].inside(header_text)))


def _below_labels(row: Row) -> Row:
    """The row without the empty cells that stand below no label of its header: a grid may have columns of which nothing
    is printed, between others or where a label spans two."""
    if row.shape not in (Shape.ROW, Shape.GRID) or len(row.values) <= len(row.columns):
        return row
    if tuple(code for code, _ in row.columns) != row.header:
        return row
    values = under_labels(row.values, [place for _, place in row.columns])
    return replace(row, values=values) if values else row


def _may_be_moved(row: Row, width: int) -> bool:
    """Whether any of the empty cells of a row may be the one too many, those before its numbers among them."""
    filled = [place for place, value in enumerate(row.values) if not is_void(value)]
    if row.shape not in (Shape.ROW, Shape.GRID) or len(row.values) <= width or not 0 < len(filled) < width:
        return False
    return filled[-1] + 1 > len(filled)


def _columns_of(row: Row, measures: Sequence[str]) -> tuple[str, ...] | None:
    """The measures the row's values stand under, None where the header printed is not this form's."""
    header = [code for code in row.header if code in measures]
    if row.header and len(header) != len(row.header):
        return None
    if set(header) == set(measures):
        return tuple(header)
    if frozenset(header) in _measures_of(row.label):  # those of another form
        return None
    in_order = [code for code in measures if code in header]
    return tuple(measures) if in_order == header else None


@cache
def _measures_of(category: str) -> frozenset[frozenset[str]]:
    """The columns under which a category stands in each form."""
    forms = load_reference().forms.values()
    return frozenset([frozenset(told) for form in forms for _, rows, told in form.articles if category in rows])


def _put_items(  # noqa: PLR0917  what row, header and notes told
    sheet: Sheet, row: Row, bound: Bound, columns: Sequence[str], noted: Mapping[str, str], last_text_line: int
) -> None:
    form = sheet.form
    cut = is_cut(bound.values, last_text_line)
    for place, measure in enumerate(columns):
        index = form.index[CellKey(ITEMS, row.label, measure)]
        raw = joined(bound.values)
        if not bound.direct:
            number = _agreed_item(bound, place) if form.quantities[measure] != "money" else None
            if number is None:
                sheet.put(index, None, MISSING, raw, row.values[0].line)
            else:
                sheet.put(index, number, DERIVED, raw, row.values[0].line)
            continue
        slot = bound.ways[0][place]
        token, line = bound.values[slot.source]
        if token.kind is Kind.BLANK:
            sheet.put(index, None, BLANK, token.raw, line)
            continue
        value, unit = _item(form, measure, token, row, noted)
        if value is None or (cut and slot.source == len(bound.values) - 1):
            sheet.put(index, None, MISSING, token.raw, line)
            continue
        sheet.put(index, value, REPORTED, token.raw, line)
        if unit:
            sheet.units[index] = unit


def _agreed_item(bound: Bound, place: int) -> int | None:
    """A digit of glued ones that are as many as the columns: section two has no arithmetic to tell more."""
    if len(bound.ways) != 1:
        return None
    slot = bound.ways[0][place]
    return slot.value if bound.values[slot.source].token.kind is Kind.GLUED else None


def _item(form: Form, measure: str, token: Token, row: Row, noted: Mapping[str, str]) -> tuple[int | None, str]:
    """Value and unit of an item's cell. Money has the unit printed in the cell, else in header, label or a note on it,
    else in a note on all money, else the form's."""
    quantity = form.quantities[measure]
    printed = token.printed or (Printed(Decimal(token.fold)) if token.kind is Kind.GLUED else None)
    if printed is None:
        return None, ""
    unit = ""
    if quantity == "money":
        unit = printed.unit or _unit_of(form, measure, row, noted)
        if not unit and not printed.number:  # nothing is nothing in any unit
            unit = form.units[measure]
        if unit not in units():
            return None, ""
    return amount_of(printed, quantity, unit), unit


def amount_of(printed: Printed, quantity: str, unit: str) -> int | None:
    """What a printed number comes to as the quantity its column holds, money in fen; None where it is no such thing."""
    if quantity == "money":
        return as_money(printed, unit)
    return as_change(printed) if quantity == "change" else as_count(printed)


def _units_noted(form: Form, rows: Sequence[Row], notes: Sequence[str]) -> Mapping[str, str]:
    """The money unit that notes by the table give: by category where one names it or its measure
    (采购总金额单位为万元), and under '' for all money (单位：万元). Notes that differ give none that is known; one
    without a name may be the end of a header that states a unit."""
    if not notes:
        return {}
    folds = [fold(note) for note in notes]
    of_all = {found.group(1) for found in map(_UNIT_OF_ALL.fullmatch, folds) if found}
    if any(f"{label}单位" in row.header_text for row in rows for label in _money_labels().values()):
        of_all.clear()
    noted = {"": "、".join(sorted(of_all))}
    for _, categories, measures in form.articles:
        names = [_money_labels()[measure] for measure in measures if form.quantities[measure] == "money"]
        if names:
            names += [fold(load_reference().labels["category", category]) for category in categories]
        ends = [text.partition(name)[2] for text in folds for name in names]
        told = {found.group(1) for found in map(_UNIT_NOTED.match, ends) if found}
        noted |= dict.fromkeys(categories, "、".join(sorted(told)))
    return noted


def _unit_of(form: Form, measure: str, row: Row, noted: Mapping[str, str]) -> str:
    """The unit of a row's money where the cell prints none; none that is known where header, label and note differ, or
    where the header that would state it was not read."""
    in_label = _UNIT_AT_END.search(row.label_text)
    stated = {unit_in(row.header_text), in_label.group(1) if in_label else "", noted.get(row.label, "")} - {""}
    return "、".join(sorted(stated)) or noted.get("") or (form.units[measure] if measure in row.header else "")


@cache
def _money_labels() -> Mapping[str, str]:
    """The folds of the labels of all columns that hold money, in any form, by measure, units in them left out."""
    reference = load_reference()
    measures = {code for form in reference.forms.values() for code, kind in form.quantities.items() if kind == "money"}
    return {code: fold(reference.labels["measure", code]).partition("单位")[0] for code in sorted(measures)}


def unit_in(header_text: str) -> str:
    """The money unit a header names (its fold: 单位万元), '' where it names none."""
    if not header_text:
        return ""
    stated = _UNIT_STATED.search(header_text)
    if stated is not None:
        return stated.group(1)
    names = [unit for unit, (kind, _) in units().items() if kind == "money" and len(unit) > 1 and unit in header_text]
    if names:
        return max(names, key=len)
    return "元" if header_text.endswith("元") else ""
