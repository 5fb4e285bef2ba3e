"""What a script opens to readers: tables, and prose, that a page hides and that nothing it shows says as well."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

CELLS = frozenset(("td", "th"))
_PROSE = 200  # characters of a text that a script opens to readers: 展开
_NO_LETTERS = re.compile(r"[\W\d_]+")
_LABEL = 2  # letters of the shortest; a unit behind a figure has one
_MISPRINTS = 10  # of so many labels of a double one may differ


@dataclass(slots=True)
class _Cell:
    """A cell without tables of its own, what is hidden in it, and the hidden elements around it."""

    text: str
    around: list[int]
    table: int = 0
    is_hidden: bool = False  # itself
    inside: int = 0  # characters

    @property
    def label(self) -> str:
        """The letters by which a table is known again, whatever its year and its numbering; '' of a figure."""
        letters = _NO_LETTERS.sub("", self.text)
        return letters if len(letters) >= _LABEL else ""

    @property
    def key(self) -> str:
        return self.label or self.text

    @property
    def is_around(self) -> bool:
        """Whether an element around the cell is hidden."""
        return len(self.around) > self.is_hidden

    @property
    def is_emptied(self) -> bool:
        return bool(self.text) and (bool(self.around) or self.is_emptied_within)

    @property
    def is_emptied_within(self) -> bool:
        """Whether the cell itself is hidden, or all that it holds."""
        return bool(self.text) and (self.is_hidden or self.inside >= len(self.text))


def unopened(page: LexborHTMLParser, told: list[LexborNode], by_sheet: list[LexborNode]) -> list[LexborNode]:
    """The hidden elements that stay hidden. told: those that say it of themselves, of which only what empties the cells
    of a table is opened; by_sheet: those of which a rule says it, which may hide no table, no rows and no prose without
    a double."""
    nodes = {node.mem_id: node for node in (*told, *by_sheet)}  # one that is hidden twice counts once
    laid: dict[int, bool] = {}
    if all(_is_apart(node, laid) for node in nodes.values()):  # a menu, a pane: most pages hide nothing else
        return told + [node for node in by_sheet if not _is_prose(node)]
    tables, places = _tables(page, nodes)
    veiled = {
        number for number, cells in tables.items() if _are_most(cells, [cell for cell in cells if cell.is_emptied])
    }
    shown = {cell.key for n in tables.keys() - veiled for cell in tables[n] if not cell.is_emptied}
    # What fades in where it stands is shown, when it comes to a double in a panel.
    in_place = {n for n in veiled if not any(cell.is_around for cell in tables[n])}
    opened = {n for n in in_place if not _is_double(tables[n], shown)}
    shown |= {cell.key for n in opened for cell in tables[n]}
    opened |= {n for n in veiled - in_place if not _is_double(tables[n], shown)}
    within = {n for n in opened if _are_most(tables[n], [cell for cell in tables[n] if cell.is_emptied_within])}
    covered: dict[int, dict[int, list[_Cell]]] = defaultdict(dict)
    for number, cells in tables.items():
        for cell in cells:
            for outer in cell.around:
                covered[outer].setdefault(number, []).append(cell)

    def empties(node: LexborNode) -> bool:
        cell = places.get(node.mem_id)
        return cell is not None and cell.table in within and cell.is_emptied_within

    def is_opened(node: LexborNode) -> bool:
        held = covered.get(node.mem_id)
        if node.mem_id in places or not held:
            return empties(node) or _is_prose(node)
        return any(
            number in opened or (number not in veiled and not _is_double(cells, shown, labelled=True))
            for number, cells in held.items()
        )

    return [node for node in told if not empties(node)] + [node for node in by_sheet if not is_opened(node)]


def _is_apart(node: LexborNode, laid: dict[int, bool]) -> bool:
    """Whether no cell is in an element, and it is in none but of the layout.

    laid: of cells, whether a table is in them, as far as that was asked.
    """
    above: LexborNode | None = node
    while above is not None:
        if above.tag in CELLS:
            number = above.mem_id
            if number not in laid:
                laid[number] = above.css_first("table") is not None
            if not laid[number]:
                return False
        above = above.parent
    return node.css_first("td, th") is None


def _tables(
    page: LexborHTMLParser, hidden: Mapping[int, LexborNode]
) -> tuple[dict[int, list[_Cell]], dict[int, _Cell]]:
    """The cells of tables that have more than one, by the table's number, and the cell in which a hidden element stands
    or which it is."""
    found: dict[int, _Cell] = {}
    tables: dict[int, list[_Cell]] = defaultdict(list)
    stands: dict[int, tuple[list[int], int]] = {}
    are_nested = page.css_first("td table, th table") is not None
    for node in page.css("td, th"):
        if are_nested and node.css_first("table") is not None:
            continue
        around, table = _stand(node, hidden, stands)
        cell = found[node.mem_id] = _Cell(_solid(node), around, table, is_hidden=node.mem_id in hidden)
        tables[table].append(cell)
    places: dict[int, _Cell] = {}
    for node in hidden.values():
        above: LexborNode | None = node
        is_outer = True
        while above is not None and above.mem_id not in found:
            above = above.parent
            is_outer = is_outer and above is not None and above.mem_id not in hidden
        if above is not None:
            cell = places[node.mem_id] = found[above.mem_id]
            cell.inside += len(_solid(node)) if is_outer and above.mem_id != node.mem_id else 0
    return {number: cells for number, cells in tables.items() if len(cells) > 1}, places


def _stand(
    node: LexborNode, hidden: Mapping[int, LexborNode], stands: dict[int, tuple[list[int], int]]
) -> tuple[list[int], int]:
    """The hidden elements that a node is or stands in, inner ones first, and its table. stands: those told before."""
    chain: list[LexborNode] = []
    above: LexborNode | None = node
    while above is not None and above.mem_id not in stands:
        chain.append(above)
        above = above.parent
    around, table = stands[above.mem_id] if above is not None else ([], 0)
    for below in reversed(chain):
        if below.mem_id in hidden:
            around = [below.mem_id, *around]
        if below.tag == "table":
            table = below.mem_id
        stands[below.mem_id] = around, table
    return around, table


def _are_most(cells: list[_Cell], emptied: list[_Cell]) -> bool:
    """Whether most cells that say anything would be emptied. A text that is the same in all is a zero that a program
    hides, and nothing that a script opens."""
    return 2 * len(emptied) > sum(bool(cell.text) for cell in cells) and len({cell.text for cell in emptied}) > 1


def _is_double(cells: list[_Cell], shown: set[str], *, labelled: bool = False) -> bool:
    """Whether the labels of cells are shown, or their figures where none has a label, unless a label is asked for."""
    labels = {cell.label for cell in cells} - {""}
    if labels:
        return _MISPRINTS * len(labels - shown) <= len(labels)
    return labelled or {cell.text for cell in cells} - {""} <= shown


def _is_prose(node: LexborNode) -> bool:
    return len(node.text()) > _PROSE


def _solid(node: LexborNode) -> str:
    return "".join(node.text().split())
