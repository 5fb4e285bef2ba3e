"""Tokens to labelled rows: which label each run of values stands behind, and under which columns.

A run of values belongs to the label that ends right before it. The label may be cut into several tokens, follow a
group label, or be misprinted; a text that is no label of the form takes its values with it, into an issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extract.document import Cell
from transform.labels import load_lexicon, without_numbering
from transform.lines import Kind, Scan, Shape, Token, scan_cells, scan_line
from transform.reading import Issue

ITEMS, OUTCOMES, PROCEEDINGS = "disclosure_items", "application_outcomes", "review_litigation"
_LABEL_PIECES = 8  # a label cut into more pieces than this is not told
_HEADER_PIECES = 60
_NOTE_LENGTH = 80
_BAR = "|"
_STOP_OF_NUMBERING = (".", "．", "、")
_LABEL_LINES = 4  # lines of a wrapped label that may stand above its values
_INDENT = 3  # display columns by which lines of one label may be indented against each other
_AXES_OF = {ITEMS: "category", OUTCOMES: "outcome"}


class Value(NamedTuple):
    """A token of a run and the line it stands on."""

    token: Token
    line: int


class Piece(NamedTuple):
    """One text of a table: its fold, its line, and the column it begins at (-1 where the line has none)."""

    fold: str
    line: int
    left: int


@dataclass(slots=True)
class Row:
    """A run of values behind a label.

    relation and label: which table and which of its rows; label is '' for the one row of section four.
    header: codes of the columns printed above, in printed order; empty where none was told since the last table.
    breaks: places in `values` before which an empty line stood, each as often as there were such lines.
    dropped: the row's blank cells were dropped and made up for behind its numbers, by marks that end the row.
    same_line: label and values stand on one line (or in one row of a table), so nothing can have come between.
    shape: shape of the line the values begin on; cells: how many cells that line has.
    label_column: column of the label's last cell on the same line, -1 where there is none.
    columns: grid columns of the header cells above, by code, where the format tells.
    """

    relation: str
    label: str
    line: int
    values: list[Value]
    header: tuple[str, ...] = ()
    header_text: str = ""
    breaks: tuple[int, ...] = ()
    dropped: bool = False
    same_line: bool = False
    shape: Shape = Shape.CELL
    cells: int = 0
    label_column: int = -1
    columns: tuple[tuple[str, int], ...] = ()
    article: str = ""

    @property
    def last_line(self) -> int:
        """The last line on which something of the row stands."""
        return self.values[-1].line if self.values else self.line


@dataclass(slots=True)
class Rows:
    """All rows of a document in printed order, and what could not be bound.

    notes: lines within section two that speak of a unit. last_text_line: the last line that is not empty.
    """

    rows: list[Row] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    last_text_line: int = 0


class Role(NamedTuple):
    """What a text says about where we are: the relation it opens ('' closes, None says nothing)."""

    opens: str | None = None
    heading: bool = False


# Row labels that are column labels, too.
_WEAK = frozenset({"other_misc", "concluded"})
_STRONG_RESULTS = frozenset({"upheld", "corrected", "pending"})


@lru_cache(maxsize=32_768)
def role_of(folded: str) -> Role:
    """The role of one text token, told by its fold."""
    axes = load_lexicon().axes
    if "第二十条" in folded and axes["article_item"].inside(folded):
        return Role(ITEMS)
    heading = axes["heading"].exact(folded)
    if heading is not None:
        return Role(heading if heading in (ITEMS, OUTCOMES, PROCEEDINGS) else "", True)
    if axes["corner"].exact(folded) == "information_content":
        return Role(ITEMS)
    code = axes["outcome"].exact(folded) or (axes["outcome"].ending(folded) if len(folded) > 5 else None)
    if code is not None and code not in ("other_misc", "concluded", "granted"):
        return Role(OUTCOMES)
    if axes["applicant_group"].inside(folded) or axes["corner"].exact(folded) in (
        "applicant_situation",
        "balance_note",
    ):
        return Role(OUTCOMES)
    found = axes["applicant"].inside(folded)
    if found and found[0] not in ("total", "other_org"):
        return Role(OUTCOMES)
    if axes["proceeding"].exact(folded) or axes["proceeding_group"].exact(folded):
        return Role(PROCEEDINGS)
    if _STRONG_RESULTS.intersection(axes["result"].inside(folded)):
        return Role(PROCEEDINGS)
    if axes["measure"].exact(folded) or len(axes["measure"].inside(folded)) > 1:
        return Role(ITEMS)
    return Role()


@lru_cache(maxsize=65_536)
def _label_at_end(axis_name: str, pieces: tuple[str, ...]) -> tuple[str, int] | None:
    """The code of the label that the last of these texts make up, and how many of them it took."""
    axis = load_lexicon().axes[axis_name]
    found: tuple[str, int] | None = None
    tail = ""
    for taken, piece in enumerate(reversed(pieces), 1):
        tail = piece + tail
        code = axis.exact(tail)
        if code is not None:
            found = (code, taken)
        if len(tail) > 80:
            break
    if found is not None:
        return found
    tail = ""
    for taken, piece in enumerate(reversed(pieces), 1):
        tail = piece + tail
        code = axis.ending(tail)
        if code is not None:
            return code, taken
        if len(tail) > 80:
            break
    tail = ""
    for taken, piece in enumerate(reversed(pieces[-3:]), 1):
        tail = piece + tail
        code = axis.likely(tail)
        if code is not None:
            return code, taken
    return None


@lru_cache(maxsize=4_096)
def _is_group(folded: str) -> bool:
    """Whether a text is the label of a group of rows, which may stand behind the label of its row."""
    axes = load_lexicon().axes
    return axes["outcome"].exact(folded) is None and (
        axes["outcome_group"].exact(folded) is not None or axes["corner"].exact(folded) is not None
    )


@lru_cache(maxsize=16_384)
def _label_begun(axis_name: str, pieces: tuple[str, ...]) -> tuple[str, frozenset[str]] | None:
    """The code of a label whose beginning these texts make up, and what of it must follow behind the values."""
    return load_lexicon().axes[axis_name].begun(without_numbering("".join(pieces)))


def _columns_of_text(gap: Sequence[Piece]) -> list[tuple[str, ...]]:
    """The texts of a gap by the display column they begin at, the rightmost first: the labels of rows stand right of the
    labels of their groups."""
    columns: list[list[Piece]] = []
    for piece in sorted(gap, key=lambda piece: -piece.left):
        if columns and columns[-1][0].left - piece.left <= _INDENT:
            columns[-1].append(piece)
        else:
            columns.append([piece])
    return [tuple(piece.fold for piece in sorted(column, key=lambda piece: piece.line)) for column in columns]


class _Scanner:
    """Walks the tokens of a document once and closes a row whenever a text follows values."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.out = Rows()
        self.relation = ""
        self.gap: list[Piece] = []  # fold, line, column of the texts since the last values
        self.run: list[Value] = []
        self.breaks: list[int] = []
        self.run_shape = Shape.CELL
        self.run_cells = 0
        self.header: dict[str, tuple[str, ...]] = {}
        self.header_text: dict[str, str] = {}
        self.columns: tuple[tuple[str, int], ...] = ()
        self.above: list[Piece] = []  # header texts of the table so far
        self.article = ""
        self.rest: frozenset[str] = frozenset()  # what may follow of a label that was begun before the last values
        self.in_table = False  # a row of section three was bound since its header

    def skip(self) -> None:
        """Take in an empty line: the end of a row, a blank cell, or nothing."""
        if self.run or self.gap:
            self.breaks.append(len(self.run))

    def end_row(self) -> None:
        """Take in a mark that ends the row: what follows belongs to another label."""
        self.breaks.clear()
        self._close_marked(dropped=True)
        self.above += self.gap
        self.gap.clear()

    def _close_marked(self, *, dropped: bool) -> None:
        rows = len(self.out.rows)
        self.close()
        for row in self.out.rows[rows:]:
            row.dropped = dropped

    def feed(self, number: int, scan: Scan) -> None:
        """Take in one line that is not empty."""
        shape = scan.shape
        if shape is Shape.PAGE or shape is Shape.RUNNING:
            return
        tokens = scan.tokens
        if shape is Shape.CELL and tokens[0].kind is not Kind.TEXT and len(tokens) == 1:
            if self.run:
                self.run.append(Value(tokens[0], number))
            elif self.gap:
                self.run_shape, self.run_cells = shape, 1
                self.run.append(Value(tokens[0], number))
            if scan.ends:
                self.end_row()
            return
        if self.run and shape is Shape.ROW and self.run_shape is Shape.CELL and self._goes_on_in_cells(number, scan):
            return
        if shape is Shape.PROSE or shape is Shape.CELL:
            if self.run and self._runs_on(number, scan):
                return
            self._note_unit(number)
        if shape is Shape.PROSE:
            self.close()
            self.note_bare_label()
            self.gap.clear()
            return
        for token in tokens:
            if token.kind is Kind.TEXT:
                if self.rest and self._goes_on(token.fold):
                    continue
                if self.run:
                    if token.raw.startswith(_STOP_OF_NUMBERING):
                        self._drop_list_number()
                    self._text_after_run(number)
                self.breaks.clear()
                self.gap.append(Piece(token.fold, number, -1 if token.column is None else token.column))
                role = role_of(token.fold)
                if role.opens is not None:
                    self._enter(role, token.fold)
            elif self.gap or self.run:
                if not self.run:
                    self.run_shape, self.run_cells = shape, scan.cells
                self.run.append(Value(token, number))
        if scan.ends:
            self.end_row()
        elif shape is not Shape.CELL and self.run and self.run[-1].line == number:
            # The row of a table ends with its line: what stands on the next line is another row.
            self._close_marked(dropped=scan.dropped)

    def _goes_on_in_cells(self, number: int, scan: Scan) -> bool:
        """Take in several values that stand on one line in a table of one cell a line."""
        if any(token.kind is Kind.TEXT for token in scan.tokens):
            return False
        filled = [place for place, token in enumerate(scan.tokens) if token.raw]
        if not filled:
            return False
        self.run += [Value(token, number) for token in scan.tokens[filled[0] :]]
        if scan.ends:
            self.end_row()
        return True

    def _note_unit(self, number: int) -> None:
        line = self.lines[number - 1]
        if self.relation == ITEMS and len(line) < _NOTE_LENGTH and ("单位" in line or "單位" in line):
            self.out.notes.append((number, line))

    def _goes_on(self, folded: str) -> bool:
        """Whether a text goes on with the label that was begun before the last values."""
        left = {rest[len(folded) :] for rest in self.rest if rest.startswith(folded)}
        if left:
            self.rest = frozenset() if "" in left else frozenset(left)
        return bool(left)

    def _runs_on(self, number: int, scan: Scan) -> bool:
        """Whether a text in the midst of values stands elsewhere in the document too, and is no label: a page header."""
        if scan.shape is Shape.CELL:
            token = scan.tokens[0]
            if token.kind is not Kind.TEXT or len(token.fold) < 4 or load_lexicon().is_labelled(token.fold):
                return False
        return self.lines.count(self.lines[number - 1]) > 1

    def _drop_list_number(self) -> None:
        """The list number of a label, broken off onto the line before it, is no value."""
        last = self.run[-1].token
        if last.count is not None and last.raw.isdigit() and len(last.raw) == 1:
            self.run.pop()

    def _text_after_run(self, number: int) -> None:
        if self.run and all(value.token.kind is Kind.BLANK for value in self.run):
            if self.run[-1].line == number and self.run_shape is not Shape.CELL:
                self.run.clear()  # empty cells before a label in its own row: group labels spanned from above
                self.breaks.clear()
                return
        self.close()

    def _enter(self, role: Role, folded: str) -> None:
        opens = role.opens or ""
        if opens != self.relation:
            self.note_bare_label(before=1)
        if opens != self.relation or role.heading:
            if opens and opens != self.relation:
                self.above = self.gap[-1:]
            self.relation = opens
        if opens == ITEMS:
            articles = load_lexicon().axes["article_item"].inside(folded)
            if articles:
                self.article = articles[-1]

    def close(self) -> None:
        """End the run: bind it to the label before it, or say that there is none."""
        if not self.run:
            return
        run, breaks, gap = self.run, tuple(self.breaks), self.gap
        self.run, self.breaks, self.gap = [], [], []
        if self._is_corner(run, gap):
            self.above += gap
            return
        if self.run_shape is Shape.GRID:  # the label of a table's row stands in that row
            here = [piece for piece in gap if piece.line == run[0].line]
            self.above += gap[: len(gap) - len(here)]
            gap = here
        texts = tuple(piece.fold for piece in gap)
        self.above += gap
        if len(self.above) > _HEADER_PIECES:
            del self.above[: len(self.above) - _HEADER_PIECES]
        if self.relation == PROCEEDINGS:
            self._close_proceedings(run, breaks, gap)
            return
        relation = self.relation
        if self.rest and self.out.rows:  # the label of the row before was never finished: it is not told
            self.out.rows[-1].label = ""
        self.rest = frozenset()
        bound = self._bind(gap, run)
        if bound is None:
            if self.relation and any(value.token.kind is not Kind.BLANK for value in run):
                self._issue("unknown_label", run[0].line, "".join(texts))
                header = texts[-1] if relation == ITEMS and _is_header(texts[-3:]) else ""
                self.out.rows.append(
                    Row(relation, "", run[0].line, run, header_text=header, breaks=breaks, shape=self.run_shape)
                )
            return
        label, taken = bound
        if label in _WEAK and not self.in_table:  # 其他 and 总计 end the header, too
            self._note_header(relation, tuple(piece.fold for piece in self.above))
            self.out.rows.append(Row(relation, "", run[0].line, run, breaks=breaks, shape=self.run_shape))
            return
        self.in_table = relation == OUTCOMES
        self._note_header(relation, tuple(piece.fold for piece in self.above[: len(self.above) - taken]))
        self._add(
            Row(
                relation,
                label,
                gap[-1].line,
                run,
                self.header.get(relation, ()),
                self.header_text.get(relation, ""),
                breaks,
                same_line=run[0].line == gap[-1].line,
                shape=self.run_shape,
                cells=self.run_cells,
                label_column=gap[-1].left if run[0].line == gap[-1].line else -1,
                columns=self.columns,
                article=self.article,
            )
        )

    def note_bare_label(self, before: int = 0) -> None:
        """A label at the end of section three with no values behind it: told, for they may stand before it."""
        texts = tuple(piece.fold for piece in self.gap[: len(self.gap) - before][-_LABEL_PIECES:])
        if self.relation == OUTCOMES and self.in_table and texts:
            found = _label_at_end(_AXES_OF[OUTCOMES], texts)
            if found is not None:
                self.out.rows.append(Row(OUTCOMES, found[0], self.gap[-1].line, []))
        self.in_table = False

    def _is_corner(self, run: list[Value], gap: list[Piece]) -> bool:
        """Empty cells that belong to a header: beside its labels in a row, or between them where each has a line."""
        if run[0].token.kind is not Kind.BLANK or any(value.token.kind is not Kind.BLANK for value in run):
            return False
        if self.relation == PROCEEDINGS:
            return len(run) < 10 or bool(gap and gap[-1].line == run[0].line)
        if self.relation == OUTCOMES:
            return len(run) < 5
        return _label_at_end(_AXES_OF[ITEMS], tuple(piece.fold for piece in gap[-_LABEL_PIECES:])) is None

    def _bind(self, gap: Sequence[Piece], run: Sequence[Value]) -> tuple[str, int] | None:
        """The label that the texts before a run of values end with, and how many of them it took."""
        if not self.relation or not gap:
            return None
        axis = _AXES_OF[self.relation]
        if self.run_shape is Shape.SPACED:
            found = self._bind_spaced(axis, [piece for piece in gap if piece.left < (run[0].token.column or 0)])
            if found is not None:
                return found
        pieces = tuple(piece.fold for piece in gap[-_LABEL_PIECES:])
        return _label_at_end(axis, pieces) or _label_at_end(axis, tuple(text for text in pieces if not _is_group(text)))

    def _bind_spaced(self, axis: str, gap: Sequence[Piece]) -> tuple[str, int] | None:
        """A label set in lines of its own column, left of the values: above them, or above and below."""
        for texts in _columns_of_text(gap[-_LABEL_PIECES:]):
            found = _label_at_end(axis, texts)
            if found is not None:
                return found
            for taken in range(1, min(len(texts), _LABEL_LINES) + 1):
                begun = _label_begun(axis, texts[-taken:])
                if begun is not None:
                    code, self.rest = begun
                    return code, taken
        return None

    def _note_header(self, relation: str, texts: tuple[str, ...]) -> None:
        axes = load_lexicon().axes
        if relation == ITEMS:
            text = "".join(texts)
            measures = axes["measure"].inside(text)
            if measures:
                self.header[ITEMS] = tuple(dict.fromkeys(measures))
                self.header_text[ITEMS] = text
            elif texts:
                self.header[ITEMS] = ()
                self.header_text[ITEMS] = text
        elif texts:
            distinct = _applicants_in("".join(piece.fold for piece in self.above))
            if len(distinct) > 2:
                self.header[OUTCOMES] = distinct
                self.columns = tuple(
                    (code, column)
                    for text, _, column in self.above
                    if column >= 0 and (code := axes["applicant"].exact(text)) is not None
                )
        self.above.clear()

    def _close_proceedings(self, run: list[Value], breaks: tuple[int, ...], gap: list[Piece]) -> None:
        text = "".join(piece.fold for piece in self.above)
        line = gap[-1].line if gap else run[0].line
        self._add(
            Row(
                PROCEEDINGS,
                "",
                line,
                run,
                (),
                text,
                breaks,
                same_line=False,
                shape=self.run_shape,
                cells=self.run_cells,
            )
        )
        self.above.clear()

    def _add(self, row: Row) -> None:
        self.out.rows.append(row)

    def end(self) -> None:
        """The end of the document: a label begun and never finished is not told, one without values is noted."""
        if self.rest and self.out.rows:
            self.out.rows[-1].label = ""
        self.note_bare_label()

    def _issue(self, code: str, line: int, text: str) -> None:
        self.out.issues.append(Issue(code, line, text[:200]))


def _is_header(texts: tuple[str, ...]) -> bool:
    """Whether these texts end with a column label of section two."""
    return bool(texts) and _label_at_end("measure", texts) is not None


@lru_cache(maxsize=4_096)
def _applicants_in(header: str) -> tuple[str, ...]:
    """The columns of section three that a header names, in printed order."""
    axes = load_lexicon().axes
    # Behind the header the first row label may stand, whose own 其他 and 总计 are no columns.
    starts = [header.find(spelling) for spelling in axes["outcome"].codes if len(spelling) > 5 and spelling in header]
    if starts:
        header = header[: min(starts)]
    for group in axes["applicant_group"].codes:  # 法人或其他组织 is no column, though 其他 is one
        header = header.replace(group, "")
    return tuple(dict.fromkeys(axes["applicant"].inside(header)))


def find_rows(lines: Sequence[str], grid: Mapping[int, tuple[Cell, ...]]) -> Rows:
    """All labelled rows of a document. lines: text, number n at index n - 1; grid: cells of lines that are table rows."""
    scanner = _Scanner(lines)
    scans = [scan_line(line) for line in lines]
    for number, cells in grid.items():
        scans[number - 1] = scan_cells(cells)
    padded = any(scan.ends or scan.shape is Shape.END for scan in scans)
    for number, scan in enumerate(scans, 1):
        shape = scan.shape
        if shape is Shape.EMPTY:
            scanner.skip()
        elif shape is Shape.PROSE and not scanner.relation and not scanner.gap and not scanner.run:
            scanner.out.last_text_line = number  # most of a report is prose outside the tables
        elif shape is Shape.END or (padded and lines[number - 1] == _BAR):
            scanner.end_row()
        else:
            scanner.feed(number, scan)
            scanner.out.last_text_line = number
    scanner.close()
    scanner.end()
    return scanner.out


def relations_of(rows: Iterable[Row]) -> set[str]:
    """The relations of which at least one row was found."""
    return {row.relation for row in rows}
