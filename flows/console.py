"""How the commands print: one width where nobody looks at a terminal, and no control character of a document."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_PLAIN_WIDTH = 140  # columns where the output is not a terminal


def console() -> Console:
    """The console of standard output."""
    shown = Console(highlight=False)
    return shown if shown.is_terminal else Console(width=_PLAIN_WIDTH, highlight=False)


def safe(value: object) -> str:
    """A text of a document as it may be printed: control characters could steer the terminal, so they become �."""
    return "".join(char if char.isprintable() or char == " " else "�" for char in str(value))


def complain(text: str) -> None:
    """One line on standard error."""
    print(f"gongkai: {safe(text)}", file=sys.stderr)


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """Rows as a table; numbers stand right with thousands separators, None as –."""
    shown = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False)
    for place, head in enumerate(heads):
        numeric = any(isinstance(row[place], int | float) for row in rows)
        shown.add_column(head, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(head, value) for head, value in zip(heads, row, strict=True)))
    return shown


def _cell(head: str, value: object) -> Text:
    if value is None:
        return Text("–", style="dim")
    if isinstance(value, datetime):
        return Text(f"{value:%Y-%m-%d %H:%M}")
    if isinstance(value, timedelta):
        return Text(f"{value.total_seconds():,.1f} s")
    if isinstance(value, float):
        return Text(f"{value:,.3f}".rstrip("0").rstrip("."))
    return Text(f"{value:,}" if isinstance(value, int) and "year" not in head else safe(value))
