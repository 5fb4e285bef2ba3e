"""Tokens to labelled rows: which label each run of values stands behind, and under which columns.

A run of values belongs to the label that ends right before it. The label may be cut into several tokens, follow a
group label, or be misprinted; a text that is no label of the form takes its values with it, into an issue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.document import Cell
from transform.labels import load_lexicon
from transform.lines import Kind, Scan, Shape, scan_cells, scan_line
from transform.reading import Issue
from transform.roles import (
    AXES_OF,
    Role,
    applicants_in,
    columns_of_text,
    is_group,
    is_header,
    label_at_end,
    label_begun,
    role_of,
)
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Piece, Row, Rows, Value

_LABEL_PIECES = 8  # a label cut into more pieces than this is not told
_HEADER_PIECES = 60
_NOTE_LENGTH = 80
_BAR = "|"
_STOP_OF_NUMBERING = (".", "．", "、")
_LABEL_LINES = 4  # lines of a wrapped label that may stand above its values
# Row labels that are column labels, too.
_WEAK = frozenset({"other_misc", "concluded"})


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
        """Whether a text in the midst of values stands elsewhere in the document too, and is no label: a page
        header."""
        if scan.shape is Shape.CELL:
            token = scan.tokens[0]
            if token.kind is not Kind.TEXT or len(token.fold) < 4 or load_lexicon().is_labelled(token.fold):
                return False
        return self.lines.count(self.lines[number - 1]) > 1

    def _drop_list_number(self) -> None:
        """The list number of a label, broken off onto the line before it, is no value."""
        last = self.run[-1].token
        if last.amount is not None and last.raw.isdigit() and len(last.raw) == 1:
            self.run.pop()

    def _text_after_run(self, number: int) -> None:
        blank = bool(self.run) and all(value.token.kind is Kind.BLANK for value in self.run)
        if blank and self.run[-1].line == number and self.run_shape is not Shape.CELL:
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
                header = texts[-1] if relation == ITEMS and is_header(texts[-3:]) else ""
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
            found = label_at_end(AXES_OF[OUTCOMES], texts)
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
        return label_at_end(AXES_OF[ITEMS], tuple(piece.fold for piece in gap[-_LABEL_PIECES:])) is None

    def _bind(self, gap: Sequence[Piece], run: Sequence[Value]) -> tuple[str, int] | None:
        """The label that the texts before a run of values end with, and how many of them it took."""
        if not self.relation or not gap:
            return None
        axis = AXES_OF[self.relation]
        if self.run_shape is Shape.SPACED:
            found = self._bind_spaced(axis, [piece for piece in gap if piece.left < (run[0].token.column or 0)])
            if found is not None:
                return found
        pieces = tuple(piece.fold for piece in gap[-_LABEL_PIECES:])
        return label_at_end(axis, pieces) or label_at_end(axis, tuple(text for text in pieces if not is_group(text)))

    def _bind_spaced(self, axis: str, gap: Sequence[Piece]) -> tuple[str, int] | None:
        """A label set in lines of its own column, left of the values: above them, or above and below."""
        for texts in columns_of_text(gap[-_LABEL_PIECES:]):
            found = label_at_end(axis, texts)
            if found is not None:
                return found
            for taken in range(1, min(len(texts), _LABEL_LINES) + 1):
                begun = label_begun(axis, texts[-taken:])
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
            distinct = applicants_in("".join(piece.fold for piece in self.above))
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


def find_rows(lines: Sequence[str], grid: Mapping[int, tuple[Cell, ...]]) -> Rows:
    """All labelled rows of a document. lines: text, number n at index n - 1; grid: cells of lines that are table
    rows."""
    scanner = _Scanner(lines)
    scans = [scan_line(line) for line in lines]
    for number, cells in grid.items():
        scans[number - 1] = scan_cells(cells)
    padded = any(scan.ends or scan.shape is Shape.END for scan in scans)
    for number, scan in enumerate(scans, 1):
        if scan.value is not None and scanner.run:  # the next number of a row of one cell a line: most lines of a table
            scanner.run.append(Value(scan.value, number))
            scanner.out.last_text_line = number
            continue
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
