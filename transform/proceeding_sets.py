"""Which sets of columns the header of section four prints, and in which order its numbers stand under them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from transform.binding import is_empty, is_void, slots_of, under_labels
from transform.labels import fold, load_lexicon
from transform.reference import Form, load_reference
from transform.rows import SURPLUS, Row, Value
from transform.settle import Slot


@dataclass(slots=True)
class Run:
    """Values under one header. row_lines: how many lines of several cells they came from; folds: the places at which
    all of these but the first begin; marked: each cell stands in its own place by the format itself, so that order and
    blanks are as printed; places: where the header's labels stand, by code, its own columns among them; row: what the
    run was read from, None where that is more than one; spaced: the run with its empty lines taken for blank cells, in
    each way that makes it whole."""

    header: str
    values: list[Value]
    row_lines: int
    line: int
    marked: bool = False
    places: tuple[tuple[str, int], ...] = ()
    packed: bool = False
    row: Row | None = None
    spaced: Sequence[Sequence[Value]] = ()
    columns: list[str] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)


def sets_of(form: Form, run: Run) -> list[str]:
    """The proceedings whose sets of columns the header prints, in order; empty where it does not tell."""
    axes = load_lexicon().axes
    every = _order_of(form, run)
    if not every:
        return []
    if len(_set_begun(form.form).findall(run.header)) == len(every):
        return every
    if run.row is not None and [extent.code for extent in run.row.extents] == [*form.results] * len(every):
        return every
    results = axes["result"].inside(run.header)
    sets = results.count(form.results[0])
    named = [code for code in dict.fromkeys(axes["proceeding"].inside(run.header)) if code in form.proceedings]
    size = len(every) * len(form.results)
    if len(results) != size == len(run.values) and _is_jumbled_whole(form, run.header):
        return every
    if sets and not _in_sets(results, form.results, sets):
        return every if _put_in_order(form, run, results) else []
    if sets and sets % len(every) == 0:  # a header repeated on the next page is the same header
        return every
    if 0 < sets < len(every):
        if named == every and sets == len(every) - 1:
            return []
        litigation = [code for code in named if code != form.proceedings[0]]
        for candidate in (named, litigation):
            if len(candidate) == sets:
                return candidate
        return []
    if sets == 0 and not results and len(run.values) == len(every) * len(form.results):
        slots = slots_of(run.values)
        return every if _adds_up(form, slots) else []
    return []


def values_by_proceeding(form: Form, rows: Sequence[Row]) -> Mapping[str, Sequence[Value]]:
    """The numbers of a table that has a row for each proceeding, by proceeding; none where its header does not name
    each result once, in the form's order, or a row is not printed in full or does not add up."""
    axes, width = load_lexicon().axes, len(form.results)
    proceedings = [(axes["proceeding"].inside(row.label_text) or [""])[-1] for row in rows]
    if sorted(proceedings) != sorted(form.proceedings):
        return {}
    if axes["result"].inside(rows[0].header_text) != list(form.results):
        return {}
    found: dict[str, Sequence[Value]] = {}
    for proceeding, row in zip(proceedings, rows, strict=True):
        values = row.values[-width:]
        spanned = row.values[:-width]  # empty cells of a label that spans columns
        if len(values) < width or not all(map(is_void, spanned)) or not _adds_up(form, slots_of(values)):
            return {}
        found[proceeding] = values
    return found


def leave_out_own(form: Form, run: Run) -> bool:
    """Leave out the cells under columns that no form has; whether what is left can be told. Where nothing is blank, the
    sums tell, and so they do where nothing but a cell of those columns is."""
    own = {place for code, place in run.places if code == SURPLUS}
    _take_under_labels(form, run)
    if not own or not any(map(is_empty, run.values)):
        return True
    results = [(code, place) for code, place in run.places if code != SURPLUS]
    kept = {place: value for value in run.values if (place := value.token.column) is not None and place not in own}
    sets = [*form.results] * len(run.columns)
    if run.marked:
        told = [code for code, _ in results] == sets and [place for _, place in results] == [*kept]
    else:
        told = len(kept) == len(sets) and not any(map(is_empty, kept.values()))
    if told:
        run.values = [*kept.values()]
    return told


def _take_under_labels(form: Form, run: Run) -> None:
    """Leave out the empty cells that stand below no label, where the row's cells stand below those of every set."""
    places = [place for _, place in run.places]
    if [code for code, _ in run.places] == [*form.results] * len(run.columns) and places == sorted(places):
        run.values = under_labels(run.values, places) or run.values


def _order_of(form: Form, run: Run) -> list[str]:
    """All proceedings in the order of their sets. In another order than the form's they are told only where the format
    itself says that the labels stand in that order; elsewhere (empty) a page may have been read in another."""
    axes = load_lexicon().axes
    every = list(form.proceedings)
    named = [code for code in dict.fromkeys(axes["proceeding"].inside(run.header)) if code in form.proceedings]
    litigation = max((found.start() for found in axes["proceeding_group"].pattern.finditer(run.header)), default=-1)
    review = -1
    for found in axes["proceeding"].pattern.finditer(run.header):
        if axes["proceeding"].codes[found.group()] == every[0]:
            review = found.start()
    if litigation < 0 < review and not _of_group_alone().isdisjoint(run.header[:review]):
        return []  # the label of the group stands there, misprinted
    if 0 <= litigation < review:  # the first set stands behind the two that the label of a group spans
        named = [*(code for code in named if code != every[0]), every[0]]
    if named == [code for code in every if code in named]:
        return every
    return named if run.marked and len(named) == len(every) else []


@cache
def _of_group_alone() -> frozenset[str]:
    """The characters by which the label of the group that spans two sets differs from that of the first."""
    axes, first = load_lexicon().axes, next(iter(load_reference().forms.values())).proceedings[0]
    others = {character for label, code in axes["proceeding"].codes.items() if code == first for character in label}
    return frozenset("".join(axes["proceeding_group"].codes)) - others


def _put_in_order(form: Form, run: Run, results: Sequence[str]) -> bool:
    """Put the values of a full run into the form's order, where every set of columns prints each label once but in an
    order of its own; whether that is so."""
    width = len(form.results)
    sets = [results[start : start + width] for start in range(0, len(results), width)]
    if len(results) != len(run.values) or any(sorted(codes) != sorted(form.results) for codes in sets):
        return False
    run.values = [
        run.values[n * width + codes.index(result)] for n, codes in enumerate(sets) for result in form.results
    ]
    return True


@cache
def _set_begun(form: str) -> re.Pattern[str]:
    """One set of column labels in the form's order, each whole or cut behind its first half (a line break within)."""
    labels = load_reference().labels
    folds = [fold(labels["result", result]) for result in load_reference().forms[form].results]
    return re.compile("".join(f"{label[: len(label) // 2]}(?:{label[len(label) // 2 :]})?" for label in folds))


def _is_jumbled_whole(form: Form, header: str) -> bool:
    """Whether a header whose labels run over lines of text, cut anywhere, holds every character of every label, once
    for each set, in the form's order as far as that can be told: labels that begin alike (结果维持, 结果纠正) differ by
    their ends, which stand on one line; others may be raised or lowered by a line."""
    if any(header.count(character) < times for character, times in _characters_of(form.form).items()):
        return False
    labels = load_reference().labels
    folds = [fold(labels["result", result]) for result in form.results]
    begins = [label[: len(label) // 2] for label in folds]
    ends = [label[len(begin) :] for label, begin in zip(folds, begins, strict=True) if begins.count(begin) > 1]
    places = [header.find(end) for end in ends if header.count(end) >= len(form.proceedings)]
    return places == sorted(places)


@cache
def _characters_of(form: str) -> Counter[str]:
    """The characters of the column labels of all sets, each as often as they print it."""
    reference = load_reference()
    columns = reference.forms[form]
    one = Counter("".join(fold(reference.labels["result", result]) for result in columns.results))
    return Counter({character: times * len(columns.proceedings) for character, times in one.items()})


def _in_sets(found: Sequence[str], results: Sequence[str], sets: int) -> bool:
    """Whether the column labels stand in the form's order in every set; one lost label a set is borne."""
    place = -1
    count = 0
    for code in found:
        at = results.index(code)
        if at <= place:
            count += 1
        place = at
    return count + 1 == sets and len(found) >= (len(results) - 1) * sets


def _adds_up(form: Form, slots: Sequence[Slot]) -> bool:
    """Whether every set of five adds up, all of it printed."""
    width = len(form.results)
    for start in range(0, len(slots), width):
        group = slots[start : start + width]
        if any(slot.value is None for slot in group):
            return False
        if sum(slot.value or 0 for slot in group[:-1]) != group[-1].value:
            return False
    return True
