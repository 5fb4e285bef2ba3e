"""What goes wrong with a report between the agency and the reader, and what can still be known afterwards (§7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.hostile import placing
from tests.hostile.contents import prose, reviews
from tests.hostile.form import PROCEEDINGS, RESULTS, Row, Slot, Table, keys
from tests.hostile.layouts import CELL_A_LINE, LAYOUTS
from tests.hostile.report import Block, Draft, fill

Apply = Callable[[Draft, str, Random], None]
POSITIONAL = frozenset({"pdf_columns", "pdf"})
ROWS = frozenset({"tab_rows", "tab_rows_tight", "markdown", "markdown_rules"})
OFFICE = frozenset({"html", "docx", "xlsx"})
TEXT = frozenset(LAYOUTS)


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage: group (one of each may meet), what it needs of the contents, and where it can happen.

    layouts: text layouts, or 'html', 'docx', 'xlsx', 'pdf' for formats with tables of their own.
    blanks: None for any contents, False for none, True for some.
    """

    apply: Apply
    group: str
    layouts: frozenset[str]
    clean: bool = False
    blanks: bool | None = None


def _table(draft: Draft, relation: str) -> Table | None:
    return next((table for table in draft.tables() if table.relation == relation), None)


def _names(row: Row) -> list[str]:
    return [slot.key for slot in row.figures() if slot.key]


def _pick(draft: Draft, rng: Random) -> tuple[Table, Row]:
    table = rng.choice(draft.tables())
    return table, rng.choice([row for row in table.rows if row.figures()])


def delete_number(draft: Draft, layout: str, rng: Random) -> None:
    """One figure is gone with its cell; where only position tells, its place stays empty."""
    table, row = _pick(draft, rng)
    names = _names(row)
    gone = rng.choice(names)
    if layout in POSITIONAL:
        row.slots = [replace(slot, text="") if slot.key == gone else slot for slot in row.slots]
        draft.truth.cells[gone] = None
        return
    row.slots = [slot for slot in row.slots if slot.key != gone]
    if len(names) == 1:
        draft.truth.cells[gone] = None
    elif table.relation == "disclosure_items":
        draft.truth.lose(*names)
    else:
        printed = [draft.truth.cells[name] for name in names if name != gone]
        placing.misfit([(names, printed)], draft.contents.form, draft.truth)


def empty_number(draft: Draft, layout: str, rng: Random) -> None:
    """One figure is gone and its cell stays."""
    _, row = _pick(draft, rng)
    gone = rng.choice(_names(row))
    row.slots = [replace(slot, text="") if slot.key == gone else slot for slot in row.slots]
    draft.truth.cells[gone] = None


def add_number(draft: Draft, layout: str, rng: Random) -> None:
    """One figure too many in a row."""
    table, row = _pick(draft, rng)
    names = _names(row)
    at = rng.choice([i for i, slot in enumerate(row.slots) if slot.key]) + rng.randint(0, 1)
    stray = rng.choice((rng.randint(1, 9), rng.randint(10, 999), 0))
    before = [slot for slot in row.slots[:at] if slot.key]
    row.slots.insert(at, Slot(str(stray), 0, 1, 1, "stray"))
    printed = [draft.truth.cells[name] for name in names]
    printed.insert(len(before), stray)
    if table.relation == "disclosure_items":
        placing.one_too_many(names, printed, draft.truth)
    else:
        placing.misfit([(names, printed)], draft.contents.form, draft.truth)


def lost_column(draft: Draft, layout: str, rng: Random) -> None:
    """A column of section three is lost on all rows, or on some that follow each other."""
    table = _table(draft, "application_outcomes")
    assert table
    rows = [row for row in table.rows if row.figures()]
    if rng.random() < 0.6:
        first = rng.randrange(len(rows) - 2)
        rows = rows[first : first + rng.randint(2, 8)]
    column = rng.randrange(7)
    fits = []
    for row in rows:
        names = _names(row)
        row.slots = [slot for slot in row.slots if slot.key != names[column]]
        fits.append((names, [draft.truth.cells[n] for n in names if n != names[column]]))
    placing.misfit(fits, draft.contents.form, draft.truth)


def right_packed(draft: Draft, layout: str, rng: Random) -> None:
    """Blank cells fell out of their rows, which were filled up again at the right end."""
    for table in draft.tables():
        placing.dropped(table, draft.truth)
        for row in table.rows:
            labels = [slot for slot in row.slots if not slot.key]
            full = [slot for slot in row.figures() if slot.text.strip()]
            row.slots = labels + full + [slot for slot in row.figures() if not slot.text.strip()]


def swapped_blocks(draft: Draft, layout: str, rng: Random) -> None:
    """Section four read block by block, its totals apart."""
    table = _table(draft, "review_litigation")
    assert table
    row = table.rows[-1]
    for _ in range(20):
        values = reviews(rng, "few")
        order = [f"{p}.{r}" for p in PROCEEDINGS for r in RESULTS]
        a, b, c = order[:5], order[5:10], order[10:]
        swapped = [*a[:4], *b[:4], a[4], *c[:4], b[4], c[4]]
        read = dict(zip(order, (values[name] for name in swapped), strict=True))
        if any(sum(read[f"{p}.{r}"] for r in RESULTS[:-1]) != read[f"{p}.total"] for p in PROCEEDINGS):
            draft.truth.cells.update(values)
            draft.truth.soft.update(order)
            row.slots = [Slot(str(values[name]), i, 1, 1, name) for i, name in enumerate(swapped)]
            return


def labels_after(draft: Draft, layout: str, rng: Random) -> None:
    """Reading order is broken: in section three the figures of a row come before its label."""
    table = _table(draft, "application_outcomes")
    assert table
    for row in table.rows:
        if row.figures():
            row.slots = row.figures() + [replace(slot, height=1) for slot in row.slots if not slot.key]
            draft.truth.soft.update(_names(row))


def _broken(draft: Draft, rng: Random) -> tuple[Table, int]:
    table = _table(draft, "application_outcomes")
    assert table
    return table, rng.randrange(7, len(table.rows) - 2)


def _page_turn(draft: Draft, rng: Random) -> list[Row]:
    header = fill(rng.choice(prose()["running_headers"]), draft.contents, rng)
    texts = rng.sample(["", f"- {rng.randint(2, 9)} -", header], rng.randint(1, 3))
    return [Row("break", [Slot(text, 0)]) for text in texts]


def _cut_spans(table: Table, at: int) -> list[Slot]:
    """End the row spans that cross row `at`; what is left of them, to begin anew below."""
    rest = []
    for number, row in enumerate(table.rows[:at]):
        for place, slot in enumerate(row.slots):
            if number + slot.height > at:
                row.slots[place] = replace(slot, height=at - number)
                rest.append(replace(slot, height=number + slot.height - at))
    return rest


def page_break(draft: Draft, layout: str, rng: Random) -> None:
    """A page turns inside section three; its header may be printed again."""
    table, at = _broken(draft, rng)
    rest = [replace(slot, text="") for slot in _cut_spans(table, at)]
    table.rows[at].slots = rest + table.rows[at].slots
    again = [Row("header", list(row.slots)) for row in table.rows[:3]] if rng.random() < 0.4 else []
    table.rows[at:at] = _page_turn(draft, rng) + again


def label_split(draft: Draft, layout: str, rng: Random) -> None:
    """A page turns inside a row label: its end stands on the next page."""
    table, at = _broken(draft, rng)
    rest = []
    for slot in _cut_spans(table, at):
        middle = rng.randint(2, max(2, len(slot.text) - 2))
        for row in table.rows[:at]:
            row.slots = [
                replace(s, text=s.text[:middle]) if s.text == slot.text and not s.key else s for s in row.slots
            ]
        rest.append(replace(slot, text=slot.text[middle:]))
    table.rows[at].slots = rest + table.rows[at].slots
    table.rows[at:at] = _page_turn(draft, rng)


def group_shift(draft: Draft, layout: str, rng: Random) -> None:
    """Group labels of section three slide into another column."""
    table = _table(draft, "application_outcomes")
    assert table
    for row in table.rows:
        if row.figures() and rng.random() < 0.4:
            row.slots.insert(rng.randint(0, len([s for s in row.slots if not s.key])), Slot("", 0))
        elif row.figures() and rng.random() < 0.2:
            row.slots.append(Slot("", 0))


def _without(draft: Draft, relations: list[str], rng: Random, image: bool) -> None:
    kept: list[Block] = []
    for block in draft.blocks:
        if block.table is None or block.table.relation not in relations:
            kept.append(block)
        elif image:
            kept.append(Block("image"))
        elif kept[-1].kind == "heading":
            kept.pop()
    draft.blocks = kept
    for relation in relations:
        draft.truth.absent(*keys(draft.contents.form)[relation])


def section_missing(draft: Draft, layout: str, rng: Random) -> None:
    """One or two of the three tables are not there, headings and all; section two or three stays and tells the form."""
    choices = [["disclosure_items"], ["application_outcomes"], ["review_litigation"]]
    choices += [["disclosure_items", "review_litigation"], ["application_outcomes", "review_litigation"]]
    _without(draft, rng.choice(choices), rng, image=False)


def table_image(draft: Draft, layout: str, rng: Random) -> None:
    """One of the tables is an image."""
    _without(draft, rng.sample(list(keys(draft.contents.form)), 1), rng, image=True)


def image_only(draft: Draft, layout: str, rng: Random) -> None:
    """All three tables are images."""
    _without(draft, list(keys(draft.contents.form)), rng, image=True)


_EVERYWHERE = TEXT | OFFICE | {"pdf"}
DAMAGES: dict[str, Damage] = {
    "delete_number": Damage(delete_number, "figures", _EVERYWHERE - {"glued"}, clean=True, blanks=False),
    "empty_number": Damage(empty_number, "figures", _EVERYWHERE - {"glued"}, clean=True, blanks=False),
    "add_number": Damage(add_number, "figures", (TEXT - {"glued", "pdf_columns"}) | {"html"}, clean=True, blanks=False),
    "lost_column": Damage(
        lost_column, "figures", (TEXT - {"glued", "pdf_columns"}) | {"html"}, clean=True, blanks=False
    ),
    "right_packed": Damage(right_packed, "figures", ROWS, clean=True, blanks=True),
    "swapped_blocks": Damage(swapped_blocks, "figures", TEXT - {"glued", "pdf_columns"}, clean=True, blanks=False),
    "labels_after": Damage(
        labels_after, "figures", frozenset({"pipe_cells", "bare_cells", "single_space", "tab_rows_tight"}), True, False
    ),
    "page_break": Damage(page_break, "figures", ROWS | CELL_A_LINE | {"single_space"}, blanks=False),
    "label_split": Damage(label_split, "figures", ROWS | {"pipe_cells", "single_space"}, blanks=False),
    "group_shift": Damage(group_shift, "figures", ROWS, blanks=False),
    "section_missing": Damage(section_missing, "blocks", _EVERYWHERE),
    "table_image": Damage(table_image, "blocks", _EVERYWHERE),
    "image_only": Damage(image_only, "blocks", _EVERYWHERE),
}
