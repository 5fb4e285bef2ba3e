"""Values that no label leads: what they tell of the row above them."""

from __future__ import annotations

from collections.abc import Sequence

from transform.lines import Shape
from transform.rows import ITEMS, PROCEEDINGS, Row, Value
from transform.tokens import Kind, Token

_MARKS = "| \t\xa0\u3000"  # around a cell
_WIDEST = 20  # numbers of a row of section two; a longer line is none, and is not looked through


def leave_over(rows: list[Row], relation: str, tokens: Sequence[Token], number: int, lines: Sequence[str]) -> None:
    """Say of the last of these rows that values without a label follow it on line `number`, if they may be its: its own
    label is not on its line, and the spaces that part it may stand within a cell; labels stand in one block, and rows
    in another; or a number goes on below, or the row does."""
    row = rows[-1] if rows else None
    if row is None or not row.values or row.relation != relation:
        return
    if all(token.kind is Kind.BLANK and not token.raw for token in tokens):  # of an empty row nothing follows
        row.followed = row.followed or (row.shared and len(tokens) > 1 and bool(row.label))
        return
    by_spaces = row.shape is Shape.SPACED or (row.shape is Shape.ROW and row.values[0].token.column is None)
    if row.same_line:
        row.broken = row.broken or (row.relation == ITEMS and row.shape is Shape.SPACED)
        if number == row.last_line + 1 and by_spaces and (row.relation == ITEMS or row.shape is Shape.SPACED):
            break_off(row, tokens)
            row.broken = row.broken or len(tokens) > 1
        elif number == row.last_line + 1 and row.shape is Shape.ROW and not by_spaces:
            _break_off_last(row, tokens[0], lines[number - 1])
            row.broken = row.broken or (len(tokens) == 1 and lines[number - 1].rstrip().endswith("|"))
        return
    adjacent = not any(map(str.strip, lines[row.last_line : number - 1]))
    if row.relation == PROCEEDINGS and adjacent and len(tokens) > 1:  # the one row, folded
        rows.append(Row(PROCEEDINGS, "", number, [Value(token, number) for token in tokens], shape=Shape.ROW))
    if not row.label:
        return
    if by_spaces and row.shape is Shape.ROW and adjacent:
        row.values += [Value(token, number) for token in tokens]
    elif len(tokens) > 1:
        row.followed = True
    elif row.shape is Shape.ROW and adjacent and lines[number - 1].rstrip().endswith("|"):
        row.broken = True  # a line for each of its further cells


def _break_off_last(row: Row, below: Token, line: str) -> None:
    """A line that is one number, below a row whose cells tabs or bars part, may be the last digits of its last."""
    last, number = row.values[-1]
    if len(last.raw) > 1 and line.strip(_MARKS) == below.raw:
        row.values[-1] = Value(_unsure(last), number)


def _unsure(token: Token) -> Token:
    return token._replace(kind=Kind.ODD, printed=None, amount=None, lost=True)


def break_off(row: Row, below: Sequence[Token]) -> None:
    """Numbers right below those of a row may be the last digits of what stands above them in a narrow column, or of any
    number of the row where its columns are not told; no number of one digit goes on."""
    if max(len(row.values), len(below)) > _WIDEST:
        return
    for token in below:
        left, right = token.column or 0, token.right or token.column or 0
        for place, (above, line) in enumerate(row.values):
            from_left, to_right = above.column or 0, above.right or above.column or 0
            if len(above.raw) > 1 and (row.shape is not Shape.SPACED or (from_left <= right and left <= to_right)):
                row.values[place] = Value(_unsure(above), line)
