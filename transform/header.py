"""The header above the rows of a table: which columns it names, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import eq

from transform.item_header import measures_in, names_others, with_beside
from transform.label_columns import extents_of
from transform.labels import Axis, load_lexicon, without_numbering
from transform.reference import applicants_of_all, load_reference
from transform.roles import applicants_in, role_of, without_groups
from transform.rows import ITEMS, OUTCOMES, SUBTOTAL, SURPLUS, Extent, Piece, header_rows

_MOST_PIECES = 60
_FEWEST_APPLICANTS = 3  # a text that names fewer columns of section three is no header


class Header:
    """What was printed above the rows so far.

    above: texts since the last row was bound. codes and text: by relation, the columns told last and the text that
    told them. columns: grid columns of the cells of the last header, by code, where the format tells. cells: how many
    the lines have that the texts above stand on; width: how many that of section two's header has. extents: where the
    labels of the last header stand, where columns of spaces tell, until the page ends.
    """

    def __init__(self) -> None:
        self.above: list[Piece] = []
        self.codes: dict[str, tuple[str, ...]] = {}
        self.text: dict[str, str] = {}
        self.columns: tuple[tuple[str, int], ...] = ()
        self.cells: dict[int, int] = {}
        self.width = 0
        self.extents: tuple[Extent, ...] = ()
        self.page_ended = 0  # the line

    def add(self, pieces: list[Piece]) -> None:
        """Take in texts that stand above the next row, or are its label."""
        above = self.above
        above += pieces
        if len(above) > _MOST_PIECES:
            del above[: len(above) - _MOST_PIECES]

    def close(self, relation: str, label_pieces: int = 0, *, begun: bool = False, spread: bool = False) -> None:
        """A row begins: what stood above it, its own label's pieces left out, was its header if it names columns.
        begun: a row stands between it and the last header of section three. spread: its cells are columns of spaces."""
        if len(self.above) > label_pieces:
            texts = [piece.fold for piece in self.above[: len(self.above) - label_pieces]]
            if relation == ITEMS:
                self._note_measures(texts, spread=spread)
            else:
                self._note_applicants(begun=begun, spread=spread)
        self.above = []
        self.cells.clear()

    def turn_page(self, line: int) -> None:
        """A page ends: below it columns of spaces stand elsewhere."""
        self.extents, self.page_ended = (), line

    def take(self, line: int, *, spread: bool) -> tuple[str, tuple[tuple[str, int], ...]]:
        """All that stands above the row of section four, which begins on `line`, but for the heading: as one text, and
        the columns that it tells of, by code. Those that no form has are among them, but for that of a label on the
        row's own line. spread: the row's cells are columns of spaces."""
        above, self.above = self.above, []
        self.extents = extents_of(above, "result", self.page_ended) if spread else ()
        heading = load_lexicon().axes["heading"].exact
        above = [piece for piece in above if heading(piece.fold) is None] or above
        labels = [(SURPLUS, piece.left) for piece in above if piece.line == line]
        columns = tuple(column for column in _results_and_own(above) if column not in labels)
        return "".join(piece.fold for piece in above), columns

    def _note_measures(self, texts: list[str], *, spread: bool) -> None:
        """The columns of the last item named: above it those of rows may stand that have no values."""
        begins = max((place for place, text in enumerate(texts) if role_of(text).article), default=0)
        header = self.above[begins : len(texts)]
        codes = measures_in(header)
        if begins and not codes:
            header = self.above[: len(texts)]
            codes = measures_in(header)
        if names_others(self.above[begins : len(texts)], codes):
            self.codes[ITEMS] = (SURPLUS, *codes)
        else:
            self.codes[ITEMS] = with_beside(self.above, codes)
        self.extents = extents_of(header, "measure", self.page_ended) if spread else ()
        self.text[ITEMS] = "".join([piece.fold for piece in header])
        inside = load_lexicon().axes["measure"].inside
        labels = [(found[0], piece) for piece in header if len(found := inside(piece.fold)) == 1]
        self.columns = tuple((code, piece.left) for code, piece in labels)
        self.width = self.cells.get(labels[0][1].line, 0) if labels else 0

    def _note_applicants(self, *, begun: bool, spread: bool) -> None:
        exact = load_lexicon().axes["applicant"].exact
        above = self._from_first_applicant()
        # A heading may speak of 其他, too: where each column has a text of its own, those tell the order.
        apart = tuple(dict.fromkeys(code for piece in above if (code := exact(piece.fold)) is not None))
        distinct = applicants_in("".join(piece.fold for piece in above))
        extents = extents_of(above, "applicant", self.page_ended) if spread else ()
        # Labels set in several lines beside each other are told by where they stand.
        if {extent.code for extent in extents} == {*applicants_of_all()}:
            distinct = tuple(extent.code for extent in extents)
        if len(apart) == len(distinct):
            distinct = apart
        if len(distinct) >= _FEWEST_APPLICANTS:
            self.codes[OUTCOMES] = _in_place(above, _with_own(above, distinct))
        elif not begun and _are_of_an_office(above):
            self.codes[OUTCOMES] = (SUBTOTAL,)
        else:
            return
        self.extents = extents
        self.columns = tuple(
            (code, column) for text, _, column in above if column >= 0 and (code := exact(text)) is not None
        )

    def _from_first_applicant(self) -> list[Piece]:
        """The texts from the label of the first column on, and the total right before it: another table above may have
        columns of the same names. All texts where that label is none of them."""
        first, *_, total = applicants_of_all()
        axis = load_lexicon().axes["applicant"]
        begins = [place for place, piece in enumerate(self.above) if first in axis.inside(piece.fold)]
        if not begins:
            return self.above
        leads = begins[-1] > 0 and axis.exact(self.above[begins[-1] - 1].fold) == total
        grouped = begins[-1] > 0 and load_lexicon().axes["applicant_group"].exact(self.above[begins[-1] - 1].fold)
        below = self.above[begins[-1] - (leads or bool(grouped)) :]
        every = {*_named_in([piece.fold for piece in self.above])}
        return below if every == {*_named_in([piece.fold for piece in below])} else self.above


def _are_of_an_office(above: Sequence[Piece]) -> bool:
    """Whether a row of the header names columns that no form has: offices, or months."""
    is_label = load_lexicon().is_labelled
    return any(sum(not is_label(piece.fold) for piece in row) >= _FEWEST_APPLICANTS for row in header_rows(above))


def _is_group_first(above: Sequence[Piece]) -> bool:
    """Whether the label of all organisations stands left of that of one person, in the same row of the header, or above
    it where each cell has a line."""
    axes, first = load_lexicon().axes, applicants_of_all()[0]
    applicant, group = axes["applicant"], axes["applicant_group"]
    persons = {piece.line: piece.left for piece in above if applicant.exact(piece.fold) == first}
    groups = [(piece.fold, found.end()) for piece in above if (found := group.pattern.search(piece.fold))]
    if any(first in applicant.inside(fold[end:]) for fold, end in groups):  # in a row that spaces part
        return True
    shared = Counter(piece.line for piece in above)
    alone = [piece.fold for piece in above if shared[piece.line] == 1]  # a line for each cell: in the order of the page
    spans = [place for place, fold in enumerate(alone) if group.exact(fold) is not None]
    ones = [place for place, fold in enumerate(alone) if applicant.exact(fold) == first]
    if spans and ones and spans[0] < ones[-1]:
        return True
    return any(0 <= piece.left < persons.get(piece.line, 0) for piece in above if group.exact(piece.fold) is not None)


def _results_and_own(above: Sequence[Piece]) -> tuple[tuple[str, int], ...]:
    """Where the labels of results stand in section four, by code, and beside them, in the rows of its header, what no
    form has there: texts that are no label or piece of one (a year, a remark), and a total of all sets."""
    axes = load_lexicon().axes
    results, sets = axes["result"], [axes["proceeding"], axes["proceeding_group"]]
    total = next(iter(load_reference().forms.values())).results[-1]
    found: list[tuple[str, int]] = []
    for row in header_rows(above):
        texts = [without_numbering(piece.fold) for piece in row]
        codes = [results.exact(text) for text in texts]
        is_of_sets = [any(axis.pattern.search(text) for axis in sets) for text in texts]
        if sum(is_of_sets) + len(codes) - codes.count(None) < 2:
            continue
        sums_up = all(code == total or of_set for code, of_set in zip(codes, is_of_sets, strict=True))
        for piece, text, code, of_set in zip(row, texts, codes, is_of_sets, strict=True):
            if code is not None and not sums_up:
                found.append((code, piece.left))
            elif code is not None or not (of_set or _is_of_labels((results, *sets), text)):
                found.append((SURPLUS, piece.left))
    return tuple(found)


def _is_of_labels(axes: Sequence[Axis], text: str) -> bool:
    """Whether a text holds a label of these axes, or may be pieces of some: each of its characters is of one."""
    return any(axis.pattern.search(text) for axis in axes) or all(
        any(character in spelling for axis in axes for spelling in axis.codes) for character in text
    )


def _names_another(above: Sequence[Piece]) -> int:
    """Whether a text that is no label stands right of a column's label, in the same row of the header (a share, a
    remark): -1 where it ends that row, 1 where it does not, else 0."""
    lexicon = load_lexicon()
    for row in header_rows(above):
        columns = [place for place, piece in enumerate(row) if lexicon.axes["applicant"].exact(piece.fold) is not None]
        if not columns:
            continue
        begins = (
            columns[0] + 1 if lexicon.axes["applicant"].exact(row[columns[0]].fold) == applicants_of_all()[0] else 0
        )
        others = [place for place in range(begins, len(row)) if not lexicon.is_labelled(row[place].fold)]
        grouped = any(lexicon.axes["applicant_group"].exact(piece.fold) for piece in row)
        if len(columns) < _FEWEST_APPLICANTS and not grouped and others and others[0] < columns[-1]:
            del others[0]  # the label of all organisations, however it is worded
        if others:
            return -1 if others == [len(row) - 1] else 1
    return 0


def _names_in_stead(above: Sequence[Piece]) -> bool:
    """Whether a row of the header has texts beside the labels of columns that are no labels, nor pieces of any."""
    axes = load_lexicon().axes
    applicant, corner, known = axes["applicant"], axes["corner"], (axes["applicant"], axes["applicant_group"])
    for row in header_rows(above):
        others = [piece.fold for piece in row if applicant.exact(piece.fold) is None]
        if len(row) - len(others) >= _FEWEST_APPLICANTS:
            return not all(corner.exact(text) or _is_misprinted(text) or _is_of_labels(known, text) for text in others)
    return False


def _is_misprinted(text: str) -> bool:
    """Whether most characters of a text are those of a column's label, each in its place."""
    axis = load_lexicon().axes["applicant"]
    return axis.likely(text) is not None or any(
        len(spelling) == len(text) and 2 * sum(map(eq, spelling, text)) > len(text) for spelling in axis.codes
    )


def _with_own(above: Sequence[Piece], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns with the one in which an office sums up the organisations: a label of its own, or a second total. It
    stands at both ends where nothing tells which of them it is: between two totals, or where organisations may stand
    before one person. Behind all columns of the form one may stand that no form has."""
    axes, applicants = load_lexicon().axes, applicants_of_all()
    first, *_, total = applicants
    if _is_group_first(above):
        return (SUBTOTAL, *columns, SUBTOTAL)
    if len(columns) == len(applicants) and (place := _names_another(above)):
        return (*columns, SURPLUS) if place < 0 else (SUBTOTAL, *columns, SUBTOTAL)
    if len(columns) < len(applicants) and _names_in_stead(above):
        return (SUBTOTAL, *columns, SUBTOTAL)
    lines = [piece.line for piece in above if piece.left >= 0 and axes["applicant"].exact(piece.fold) == total]
    if len(lines) > len({*lines}):  # one of two in a row
        return (SUBTOTAL, *columns, SUBTOTAL)
    named = _named_in([piece.fold for piece in above])
    if SUBTOTAL in named:
        return tuple(dict.fromkeys(named))
    if named.count(total) < 2:
        return columns
    organisations = [place for place, code in enumerate(named) if code not in (first, total)]
    before = total in named[: organisations[0]]
    behind = total in named[organisations[-1] :]
    parts = [code for code in columns if code not in (first, total)]
    if before and behind:
        return (SUBTOTAL, *columns, SUBTOTAL)
    return (first, *parts, SUBTOTAL, total) if behind else (first, SUBTOTAL, *parts, total)


def _in_place(above: Sequence[Piece], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns as they stand beside each other: as a row of the header prints them that has them all. Else the
    labels of one person and of the total span rows, so that both may be printed before the organisations between them,
    and only a total printed before all else stands first; any other order tells nothing of where they stand."""
    applicants = applicants_of_all()
    first, *organisations, total = applicants
    named = [code for code in columns if code not in (SUBTOTAL, SURPLUS)]
    if {*named} != {*applicants}:
        parts = [code for code in named if code not in (first, total)]
        in_order = parts == [code for code in organisations if code in parts] and first not in named[2:]
        return columns if in_order else (SUBTOTAL, *columns, SUBTOTAL)
    axes = load_lexicon().axes
    for row in header_rows(above):
        told = [code for piece in row if (code := axes["applicant"].exact(piece.fold)) is not None]
        joined = any(axes["applicant_group"].exact(piece.fold) for piece in row)  # rows of a header, on one line
        if sorted(told) == sorted(applicants) and not joined:
            # One person and the total side by side may be those that span rows, with the label of the group lost.
            is_row = told == named and told[:2] != [first, total]
            return columns if is_row else (SUBTOTAL, *columns, SUBTOTAL)
    persons, totals = named.index(first), named.index(total)
    if persons == 1 and totals == 0:
        return columns
    if persons or totals not in (1, len(named) - 1):
        return (SUBTOTAL, *columns, SUBTOTAL)
    surplus = (SURPLUS,) if SURPLUS in columns else ()
    return (first, *(code for code in columns if code not in (first, total, SURPLUS)), total, *surplus)


def _named_in(folds: Sequence[str]) -> list[str]:
    """The columns that these texts name, each as often as they do: by texts of their own, or else within them all."""
    axes = [load_lexicon().axes[name] for name in ("applicant", SUBTOTAL)]
    apart = [code for fold in folds for axis in axes if (code := axis.exact(fold)) is not None]
    joined = without_groups("".join(folds))
    found = sorted(
        (match.start(), axis.codes[match.group()]) for axis in axes for match in axis.pattern.finditer(joined)
    )
    within = [code for _, code in found]
    return apart if set(apart) == set(within) else within
