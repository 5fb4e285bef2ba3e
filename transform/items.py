"""Section two: the disclosure items of Article 20, each behind its category and under its measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from transform.binding import Bound, bind_run, is_cut, joined, same_values, with_empty_lines
from transform.labels import fold
from transform.numbers import Printed, as_change, as_count, as_money, units
from transform.reading import BLANK, DERIVED, MISSING, REPORTED, Issue
from transform.reference import CellKey, Form, load_reference
from transform.rows import ITEMS, Row
from transform.sheet import Sheet
from transform.tokens import Kind, Token

_UNIT_NOTED = re.compile(r"的?(?:计量)?单位(?:均|都)?[为是]?((?:万|亿)?元)")


def fill_items(sheet: Sheet, rows: Sequence[Row], last_text_line: int, *, faithful: bool) -> None:
    form = sheet.form
    of_category = {
        category: (article, measures) for article, categories, measures in form.articles for category in categories
    }
    rows = _beside_their_labels(sheet, rows)
    rows = with_empty_lines(rows, {category: len(measures) for category, (_, measures) in of_category.items()})
    seen: dict[str, Bound] = {}
    for row in rows:
        if row.label not in of_category:
            continue
        article, measures = of_category[row.label]
        columns = _columns_of(row, measures)
        if columns is None or (row.article and row.article != article and not row.header):
            sheet.issues.append(Issue("columns_of_another_form", row.line, row.header_text[:200]))
            continue
        bound = bind_run(row, len(columns), faithful=faithful)
        if row.label in seen:
            if not same_values(seen[row.label], bound):
                sheet.issues.append(Issue("row_printed_twice", row.line, row.label))
                for measure in measures:
                    sheet.put(form.index[CellKey(ITEMS, row.label, measure)], None, MISSING, None, row.line)
            continue
        seen[row.label] = bound
        _put_items(sheet, row, bound, columns, last_text_line)


def _beside_their_labels(sheet: Sheet, rows: Sequence[Row]) -> list[Row]:
    """The labelled rows. Numbers right below a header, with no label between, show that labels follow their numbers;
    then only a label on the line of its numbers tells whose they are, for this section has no arithmetic."""
    early = [row for row in rows if not row.label and row.header_text]
    if early:
        sheet.issues.append(Issue("values_before_labels", early[0].line, early[0].header_text[:200]))
    return [row for row in rows if row.label and (row.same_line or not early)]


def _columns_of(row: Row, measures: Sequence[str]) -> tuple[str, ...] | None:
    """The measures the row's values stand under, None where the header printed is not this form's."""
    header = [code for code in row.header if code in measures]
    if row.header and len(header) != len(row.header):
        return None
    if set(header) == set(measures):
        return tuple(header)
    in_order = [code for code in measures if code in header]
    return tuple(measures) if in_order == header else None


def _put_items(sheet: Sheet, row: Row, bound: Bound, columns: Sequence[str], last_text_line: int) -> None:
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
        value, unit = _item(form, measure, token, row.header_text, sheet.notes)
        if value is None or (cut and slot.source == len(bound.values) - 1):
            sheet.put(index, None, MISSING, token.raw, line)
            continue
        sheet.put(index, value, REPORTED, token.raw, line)
        if unit:
            sheet.units[index] = unit


def _agreed_item(bound: Bound, place: int) -> int | None:
    """A number that every way to cut glued digits puts into this column: section two has no arithmetic to tell more."""
    numbers = {
        way[place].value if bound.values[way[place].source].token.kind is Kind.GLUED else None for way in bound.ways
    }
    return numbers.pop() if len(numbers) == 1 else None


def _item(form: Form, measure: str, token: Token, header_text: str, notes: Sequence[str]) -> tuple[int | None, str]:
    """Value and unit of an item's cell. Money has the unit printed in the cell, else in the header, else in a note,
    else the form's."""
    quantity = form.quantities[measure]
    printed = token.printed or (Printed(Decimal(token.fold)) if token.kind is Kind.GLUED else None)
    if printed is None:
        return None, ""
    unit = ""
    if quantity == "money":
        unit = printed.unit or _unit_in(header_text) or _unit_noted(measure, notes) or form.units[measure]
    return amount_of(printed, quantity, unit), unit


def amount_of(printed: Printed, quantity: str, unit: str) -> int | None:
    """What a printed number comes to as the quantity its column holds, money in fen; None where it is no such thing."""
    if quantity == "money":
        return as_money(printed, unit)
    return as_change(printed) if quantity == "change" else as_count(printed)


def _unit_noted(measure: str, notes: Sequence[str]) -> str:
    """The money unit that a note below the table gives for a measure by its name: 采购总金额单位为万元."""
    label = fold(load_reference().labels["measure", measure])
    for note in map(fold, notes):
        _, named, rest = note.partition(label)
        unit = _UNIT_NOTED.match(rest) if named else None
        if unit is not None:
            return unit.group(1)
    return ""


def _unit_in(header_text: str) -> str:
    """The money unit a header names (its fold: 单位万元), '' where it names none."""
    if not header_text:
        return ""
    names = [unit for unit, (kind, _) in units().items() if kind == "money" and len(unit) > 1 and unit in header_text]
    if names:
        return max(names, key=len)
    return "元" if header_text.endswith("元") or "单位元" in header_text else ""
