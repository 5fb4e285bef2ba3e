"""Tokens to labelled rows: which label each run of values stands behind, and under which columns.

A run of values belongs to the label that ends right before it. The label may be cut into several tokens, follow a
group label, or be misprinted; a text that is no label of the form takes its values with it, into an issue.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.bars import Bar
from transform.header import Header
from transform.label_columns import keep_laid_out
from transform.labels import fold, load_lexicon
from transform.leftover import break_off, leave_over
from transform.lines import Scan, Shape
from transform.reading import Issue
from transform.roles import AXES_OF, is_header, label_at_end, names_applicants, role_of
from transform.row_label import LABEL_PIECES, WEAK, Begun, bare_labels, label_of, with_odd_cells
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Piece, Row, Rows, Value
from transform.scans import Scans
from transform.tokens import STOPS_OF_NUMBERING, Kind, Token

_NOTE_LENGTH = 80
_ISSUE_LENGTH = 200
_IN_CELLS = frozenset({Shape.GRID, Shape.ROW})


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
        self.header = Header()
        self.article = ""
        self.begun = Begun()
        self.in_table = False  # a row of section three was bound since its header
        self.loose = False  # values without a label stand behind the last row of section two

    def skip(self, number: int) -> None:
        """Take in an empty line: the end of a row, a blank cell, or nothing."""
        if self.relation == ITEMS:  # it may be the end of a page, and no sums tell of it
            self.header.turn_page(number)
        if self.run or self.gap:
            self.breaks.append(len(self.run))

    def end_row(self, *, dropped: bool) -> None:
        """Take in a mark that ends the row: what follows belongs to another label. dropped: see `Row`."""
        self.breaks.clear()
        self._close_marked(dropped=dropped)
        self.header.add(self.gap)
        self.gap = []

    def _close_marked(self, *, dropped: bool) -> None:
        rows = len(self.out.rows)
        self.close()
        for row in self.out.rows[rows:]:
            row.dropped = dropped

    def feed(self, number: int, scan: Scan) -> None:
        """Take in one line that is not empty."""
        if "\f" in self.lines[number - 1]:  # what begins with it is on the next page
            self.header.turn_page(number - 1)
        if scan.text is not None:  # a label on a line of its own: most lines of a table that are no numbers
            if not (self.run and self._runs_on(number, scan)):
                self._note_unit(number)
                self._take_text(scan.text, number)
            return
        shape = scan.shape
        if shape is Shape.PAGE or shape is Shape.RUNNING:
            self.header.turn_page(number)
            return
        tokens = scan.tokens
        if shape is Shape.CELL and tokens[0].kind is not Kind.TEXT and len(tokens) == 1:
            if self.run:
                self.run.append(Value(tokens[0], number))
            elif self._awaits_values():
                self.run_shape, self.run_cells = shape, 1
                self.run.append(Value(tokens[0], number))
            else:
                self.loose = self.relation == ITEMS
                leave_over(self.out.rows, self.relation, tokens, number, self.lines)
            if scan.ends:
                self.end_row(dropped=scan.dropped)
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
        nobodys = []
        for token in with_odd_cells(self.relation, tokens) if shape in _IN_CELLS else tokens:
            if token.kind is Kind.TEXT:
                self._take_text(token, number)
            elif self.run or self._awaits_values():
                if not self.run:
                    self.run_shape, self.run_cells = shape, scan.cells
                self.run.append(Value(token, number))
            else:
                nobodys.append(token)
        if shape is Shape.ROW and not self.run:
            self.header.cells[number] = scan.cells
        if nobodys:
            self.loose = self.relation == ITEMS
            leave_over(self.out.rows, self.relation, nobodys, number, self.lines)
        if scan.ends:
            self.end_row(dropped=scan.dropped)
        elif shape is not Shape.CELL and self.run and self.run[-1].line == number:
            # The row of a table ends with its line: what stands on the next line is another row.
            self._close_marked(dropped=scan.dropped)

    def _take_text(self, token: Token, number: int) -> None:
        if self.begun.rest:
            words = token.raw.split()
            for start in range(len(words)):  # behind a piece of its group's label, parted by a space
                if self.begun.goes_on(fold(" ".join(words[start:]))):
                    if not start:
                        return
                    head = " ".join(words[:start])
                    token = token._replace(raw=head, fold=fold(head))
                    break
        if self.run:
            if token.raw.startswith(STOPS_OF_NUMBERING):
                self._drop_list_number()
            self._text_after_run(number)
        if self.breaks:
            self.breaks = []
        self.gap.append(Piece(token.fold, number, -1 if token.column is None else token.column - token.shift))
        role = role_of(token.fold)
        if role.opens is not None:
            if role.opens != self.relation:
                self._enter(role.opens)
            if role.article:
                self.article = role.article

    def _awaits_values(self) -> bool:
        """Whether a label stands before, or, in section four, a header whose row was ended by a mark."""
        return bool(self.gap) or (self.relation == PROCEEDINGS and bool(self.header.above))

    def _goes_on_in_cells(self, number: int, scan: Scan) -> bool:
        """Take in several values that stand on one line in a table of one cell a line."""
        if any(token.kind is Kind.TEXT for token in scan.tokens):
            return False
        filled = [place for place, token in enumerate(scan.tokens) if token.raw]
        if not filled:
            return False
        tokens = scan.tokens[filled[0] :]
        if tokens[0].column is None and len(tokens) > 1:  # spaces alone part them: it may be one number, set wide
            tokens = (Token(Kind.ODD, self.lines[number - 1].strip(), lost=True),)
        self.run += [Value(token, number) for token in tokens]
        if scan.ends:
            self.end_row(dropped=scan.dropped)
        return True

    def _note_unit(self, number: int) -> None:
        if self.relation == ITEMS or (self.relation == OUTCOMES and not self.in_table):
            line = self.lines[number - 1]
            if len(line) < _NOTE_LENGTH and ("单位" in line or "單位" in line):
                self.out.notes.append((number, line))

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

    def _enter(self, relation: str) -> None:
        self.note_bare_label(before=1)
        if relation:
            self.header.above = self.gap[-1:]
        if not self.relation:  # what stands above the first table is no part of its header, but for a row right above
            row = self.gap[-2].line if len(self.gap) > 1 and self.gap[-2].left >= 0 else 0
            self.gap = [piece for piece in self.gap[:-1] if piece.line == row] + self.gap[-1:]
        self.relation = relation

    def close(self) -> None:
        """End the run: bind it to the label before it, or say that there is none."""
        if not self.run:
            return
        run, breaks, gap = self.run, tuple(self.breaks), self.gap
        self.run, self.breaks, self.gap = [], [], []
        if len(run) == 1 and gap and load_lexicon().axes["heading"].exact(gap[-1].fold) is not None:
            self.header.add(gap)  # the number of a page, in a table of contents or a running head
            return
        header = self.header
        if run[0].token.kind is Kind.BLANK and self._is_corner(run, gap):
            header.add(gap)
            return
        if self.run_shape is Shape.GRID:  # the label of a table's row stands in that row
            here = [piece for piece in gap if piece.line == run[0].line]
            header.add(gap[: len(gap) - len(here)])
            gap = here
        header.add(gap)
        relation = self.relation
        if relation == PROCEEDINGS:
            self._close_proceedings(gap, run, breaks)
            return
        if self.begun.rest:  # the label of the row before was never finished: it is not told
            self._forget_begun()
        bound = label_of(relation, gap, run, self.run_shape, self.begun)
        if bound is None:
            if relation and any(value.token.kind is not Kind.BLANK for value in run):
                self._add_unlabelled(gap, run, breaks)
            return
        label, taken = bound
        if label in WEAK and not self.in_table:  # 其他 and 总计 end the header, too
            header.close(relation)
            text = gap[-1].fold
            self.out.rows.append(
                Row(relation, "", run[0].line, run, header_text=text, breaks=breaks, shape=self.run_shape)
            )
            return
        header.close(relation, taken, begun=self.in_table, spread=self.run_shape is Shape.SPACED)
        self.in_table = relation == OUTCOMES
        line, left = gap[-1].line, gap[-1].left
        same_line = run[0].line == line
        bare = bare_labels(relation, gap[: len(gap) - taken]) if len(gap) > taken else ()
        self.out.rows.append(
            Row(
                relation,
                label,
                line,
                run,
                header.codes.get(relation, ()),
                header.text.get(relation, ""),
                breaks,
                same_line=same_line,
                bare=bare,
                shape=self.run_shape,
                cells=self.run_cells,
                label_text="".join([piece.fold for piece in gap[-taken:]]) if relation == ITEMS else "",
                label_column=left if same_line else -1,
                columns=header.columns if self.run_shape is Shape.GRID or self.run_cells == header.width else (),
                article=self.article,
                extents=header.extents,
                broken=self.loose and self.run_shape is Shape.SPACED,
            )
        )
        self.loose = False

    def _close_proceedings(self, gap: Sequence[Piece], run: list[Value], breaks: tuple[int, ...]) -> None:
        """The one row of section four, which has no label but what may stand on its line."""
        first = run[0].line
        label = "".join([piece.fold for piece in gap if piece.line == first])
        text, columns = self.header.take(first, spread=self.run_shape is Shape.SPACED)
        line, shape, cells = gap[-1].line if gap else first, self.run_shape, self.run_cells
        row = Row(PROCEEDINGS, "", line, run, (), text, breaks, shape=shape, cells=cells, label_text=label)
        row.columns, row.extents = columns, self.header.extents
        self.out.rows.append(row)

    def _add_unlabelled(self, gap: Sequence[Piece], run: list[Value], breaks: tuple[int, ...]) -> None:
        """Values behind a text that is no label of the form: kept as a row that is nobody's, and told as an issue."""
        texts = tuple(piece.fold for piece in gap)
        above = self.out.rows[-1] if self.out.rows else None
        if above is not None and above.relation == self.relation and not above.same_line:
            above.broken = True
        if above is not None and above.shape is self.run_shape is Shape.SPACED and above.last_line + 1 == run[0].line:
            break_off(above, [token for token, _ in run])
        self.out.issues.append(Issue("unknown_label", run[0].line, "".join(texts)[:_ISSUE_LENGTH]))
        is_below_header = is_header(texts[-3:]) if self.relation == ITEMS else names_applicants(texts[-1:])
        header = texts[-1] if is_below_header else ""
        self.out.rows.append(
            Row(self.relation, "", run[0].line, run, header_text=header, breaks=breaks, shape=self.run_shape)
        )

    def _forget_begun(self) -> None:
        if self.out.rows and self.begun.needed:
            self.out.rows[-1].label = ""
        self.begun.rest = frozenset()

    def note_bare_label(self, before: int = 0) -> None:
        """A label at the end of section three with no values behind it: told, for they may stand before it."""
        texts = tuple(piece.fold for piece in self.gap[: len(self.gap) - before][-LABEL_PIECES:])
        if self.relation == OUTCOMES and self.in_table and texts:
            found = label_at_end(AXES_OF[OUTCOMES], texts)
            if found is not None:
                self.out.rows.append(Row(OUTCOMES, found[0], self.gap[-1].line, []))
        self.in_table = False

    def _is_corner(self, run: list[Value], gap: list[Piece]) -> bool:
        """Empty cells that belong to a header: beside its labels in a row, or between them where each has a line."""
        if any(value.token.kind is not Kind.BLANK for value in run):
            return False
        if self.relation == PROCEEDINGS:
            return len(run) < 10 or bool(gap and gap[-1].line == run[0].line)
        if self.relation == OUTCOMES:
            return len(run) < 5
        return label_at_end(AXES_OF[ITEMS], tuple(piece.fold for piece in gap[-LABEL_PIECES:])) is None

    def end(self) -> None:
        """The end of the document: a label begun and never finished is not told, one without values is noted."""
        if self.begun.rest:
            self._forget_begun()
        self.note_bare_label()


def find_rows(document: Scans) -> Rows:
    """All labelled rows of a document."""
    lines, scans, bars = document
    scanner = _Scanner(lines)
    for number, scan in enumerate(scans, 1):
        if scan.value is not None and scanner.run:  # the next number of a row of one cell a line: most lines of a table
            scanner.run.append(Value(scan.value, number))
            continue
        shape = scan.shape
        if bars and number in bars:
            if bars[number] is not Bar.ENDS_CELL:
                scanner.end_row(dropped=bars[number] is Bar.MAKES_UP)
        elif shape is Shape.EMPTY:
            scanner.skip(number)
        elif shape is not Shape.PROSE or scanner.relation or scanner.gap or scanner.run:
            scanner.feed(number, scan)  # most of a report is prose outside the tables
    scanner.close()
    scanner.end()
    keep_laid_out(scanner.out.rows, lines)
    silent = len(scans)
    while silent and (scans[silent - 1].shape is Shape.EMPTY or silent in bars):
        silent -= 1
    scanner.out.last_text_line = silent
    return scanner.out
