"""A draft as plain text in one of the text layouts, figures still marked."""

from __future__ import annotations

from random import Random

from tests.hostile import placing
from tests.hostile.contents import prose
from tests.hostile.form import Table
from tests.hostile.layouts import CELL_A_LINE, LAYOUTS, VANISHING
from tests.hostile.quirks import interrupt, misprint, noted, traditional
from tests.hostile.report import Draft, fill

# Quirks of figures that would change what can be told apart in a layout, and are left out there.
_UNFIT = {
    "glued": {"units_stuck", "thousands_commas", "decimals", "wide_digits", "padding", "left_overs", "page_numbers"}
}


def settle(table: Table, layout: str, draft: Draft) -> None:
    """Adjust the truth to what blanks leave behind in a layout."""
    if not draft.truth.cells:
        return
    if layout == "glued":
        placing.unglued(table, draft.truth)
    elif layout in VANISHING:
        placing.dropped(table, draft.truth)
    elif layout in ("pdf_columns", "bare_cells"):
        placing.by_position(table, draft.truth)
    else:
        placing.in_place(table, draft.truth)


def text(draft: Draft, layout: str, rng: Random) -> str:
    """The whole report as marked text."""
    quirks = draft.quirks - frozenset(_UNFIT.get(layout, ()))
    header = fill(rng.choice(prose()["running_headers"]), draft.contents, rng)
    lines: list[str] = []
    gap = rng.random() < 0.4
    for block in draft.blocks:
        if block.table is not None:
            settle(block.table, layout, draft)
            misprint(block.table, quirks, rng)
            body = LAYOUTS[layout](block.table, rng)
            lines += interrupt(body, quirks, rng, header) if layout != "glued" else body
            lines += [""] if layout not in CELL_A_LINE or rng.random() < 0.5 else []
        elif block.kind == "image":
            lines.append(rng.choice(("[image: 图片1]", "![](media/image1.png)", "")))
        else:
            lines.append(block.text)
            lines += [""] if gap else []
    whole = "\n".join(lines)
    if "traditional" in quirks:
        whole = traditional(whole)
        if "pinyin_notes" in quirks:
            whole = noted(whole, rng)
    return whole
