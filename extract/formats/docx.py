"""Word documents (DOCX): the printed text of the body in document order, tables on their own grid.

The XML is walked directly: every `w:tc` says where it stands (w:gridSpan, w:gridBefore, w:vMerge), which python-docx
hides behind repeated cell objects, at several times the cost.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any

from extract.document import Document
from extract.format import Format, Member, Source
from extract.limits import Limits
from extract.notes import set_small
from extract.numbering import WORD, Numbering, first
from extract.package import MAGIC, Package, names
from extract.stream import Block, Placed, Stream, Table

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VECTOR = "{urn:schemas-microsoft-com:vml}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_P, _TBL, _TR, _TC, _R, _T = (WORD + name for name in ("p", "tbl", "tr", "tc", "r", "t"))
_PPR, _RPR, _TCPR, _TRPR, _VAL = (WORD + name for name in ("pPr", "rPr", "tcPr", "trPr", "val"))
_ALT_CHUNK, _DELETED, _HIDDEN = (WORD + name for name in ("altChunk", "del", "hidden"))
# What a run is printed as: not at all or struck out, and small above the line or below it.
_UNSAID = frozenset(WORD + name for name in ("vanish", "strike", "dstrike"))
_RAISED = WORD + "vertAlign"
_COLOUR, _SHADE, _HIGHLIGHT = (WORD + name for name in ("color", "shd", "highlight"))
_FILL = WORD + "fill"
_WHITE, _PAPER = "FFFFFF", ("", "auto", "FFFFFF")
_TEXTS = frozenset((_T, _MATH + "t"))
_GRID_SPAN, _V_MERGE, _H_MERGE = (WORD + name for name in ("gridSpan", "vMerge", "hMerge"))
_MERGES = (_V_MERGE, _H_MERGE)
_ALTERNATE, _CHOICE, _FALLBACK = (_COMPATIBLE + name for name in ("AlternateContent", "Choice", "Fallback"))
# Say how something is printed and hold nothing that is.
_PROPERTIES = frozenset((_PPR, _RPR, _TCPR, _TRPR))
# Taken out by a revision, or an instruction instead of text.
_GONE = frozenset(WORD + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt"))
_CHARACTERS = {
    WORD + "tab": "\t",
    WORD + "ptab": "\t",
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "noBreakHyphen": "-",
}
_PICTURES = frozenset((WORD + "drawing", WORD + "pict", WORD + "object"))
_OFF = frozenset(("0", "false", "off"))
_SMALL_PICTURE = 100 * 9525  # 100 pixels in EMU; stamps and icons hold no table


def sniff(raw: bytes) -> bool:
    """Whether the zip file holds a Word document."""
    return any(name.startswith("word/document") for name in names(raw))


def read(source: Source, limits: Limits) -> Iterator[Document | Member]:
    """One document, or the page it embeds where that is all there is; raises Unreadable."""
    package = Package(source.raw, limits)
    name = next(name for name, _ in package.members() if name.startswith("word/document"))
    root = package.xml(name)
    body = root.find(WORD + "body")
    walk = _Walk(Numbering(lambda part: package.xml(part) if part in package else None))
    blocks = walk.container(body) if body is not None else []
    if not any(isinstance(block, Table) or block.strip() for block in blocks) and walk.embedded:
        for target in _targets(package, name, walk.embedded):
            yield Member(source.uri, package.read(target), source.metadata, source.sha256)
        return
    stream = Stream(limits)
    stream.blocks(blocks)
    yield stream.document(source, FORMATS[0].media_type, images=walk.images)


def _targets(package: Package, part: str, wanted: list[str]) -> list[str]:
    """Members that relations of a part point to."""
    folder, base = posixpath.split(part)
    relations = f"{folder}/_rels/{base}.rels"
    if relations not in package:
        return []
    places = {relation.get("Id"): relation.get("Target", "") for relation in package.xml(relations)}
    found = [posixpath.normpath(posixpath.join("/" + folder, places.get(wish, ""))).lstrip("/") for wish in wanted]
    return [name for name in found if name in package]


class _White(str):
    """Text in the colour of paper: nobody sees it, unless something dark is behind it."""


class _Walk:
    """One walk over a body, in reading order."""

    def __init__(self, numbering: Numbering) -> None:
        self.images = 0
        self._on_paper = True  # and not in a coloured cell or a box
        self._has_white = False
        self.embedded: list[str] = []  # relations of embedded pages
        self._numbering = numbering

    def container(self, elements: Iterable[Any]) -> list[Block]:
        """Blocks of what is in a body, a cell, a text box: paragraphs with text, and tables."""
        blocks: list[Block] = []
        for child in elements:
            tag = child.tag
            if tag == _P:
                blocks += self._paragraph(child)
            elif tag == _TBL:
                blocks.append(self._table(child))
            elif tag in _PROPERTIES:
                continue
            elif tag == _ALT_CHUNK:
                self.embedded.append(child.get(_RELATION + "id", ""))
            elif tag == _ALTERNATE:
                blocks += self.container(_alternative(child))
            elif tag not in _GONE and len(child):
                blocks += self.container(child)  # content controls, insertions, custom XML
        return blocks

    def _paragraph(self, element: Any) -> list[Block]:
        parts: list[str] = []
        boxes: list[Block] = []
        children = list(element)
        self._inline(children, parts, boxes)
        if self._has_white and not _is_shaded(first(children, _PPR)):
            # A line all in white has something dark behind it: a picture, the style of its table.
            seen = [part for part in parts if not isinstance(part, _White)]
            parts = seen if any(part.strip() for part in seen) else parts
        text = "".join(parts)
        label = self._numbering.label(first(children, _PPR))
        if label and any(character.isalpha() for character in text):  # never before a figure: "1." and "0" are not 1.0
            text = label + text
        lines: list[Block] = [line for line in text.split("\n") if line and not line.isspace()]
        return lines + boxes

    def _inline(self, elements: Iterable[Any], parts: list[str], boxes: list[Block]) -> None:
        for child in elements:
            tag = child.tag
            if tag in _PROPERTIES:
                continue
            if tag == _R:
                self._run(child, parts, boxes)
            elif tag in _TEXTS:
                parts.append(child.text or "")
            elif tag in _CHARACTERS:
                parts.append(_CHARACTERS[tag])
            elif tag == _ALTERNATE:
                self._inline(_alternative(child), parts, boxes)
            elif tag in _PICTURES:
                self._picture(child, boxes)
            elif tag not in _GONE and len(child):
                self._inline(child, parts, boxes)  # links, insertions, fields, ruby bases

    def _run(self, element: Any, parts: list[str], boxes: list[Block]) -> None:
        """Text of one look; hidden and struck text is not what the document says."""
        children = list(element)
        properties = first(children, _RPR)
        level = ""
        white = False
        for look in properties if properties is not None else ():
            tag = look.tag
            if tag == _RAISED:
                level = look.get(_VAL, "")
            elif tag == _COLOUR:
                white = look.get(_VAL, "").upper() == _WHITE
            elif tag in _UNSAID and look.get(_VAL, "1") not in _OFF:
                return
        if white and self._on_paper and not _is_shaded(properties):
            unseen: list[str] = []
            self._inline(children, unseen, boxes)
            parts.append(_White("".join(unseen)))
            self._has_white = True
        elif level in ("superscript", "subscript"):
            small: list[str] = []
            self._inline(children, small, boxes)
            parts.append(set_small("".join(small), below=level == "subscript"))
        else:
            self._inline(children, parts, boxes)

    def _picture(self, element: Any, boxes: list[Block]) -> None:
        """Text boxes are read after the paragraph they are anchored in; pictures are counted."""
        on_paper, self._on_paper = self._on_paper, False
        for box in _text_boxes(element):
            boxes += self.container(box)
        self._on_paper = on_paper
        extent = next(element.iter(_DRAWING + "extent"), None)
        large = extent is None or min(int(extent.get("cx", "0")), int(extent.get("cy", "0"))) >= _SMALL_PICTURE
        if large and next(element.iter(_MAIN + "blip", _VECTOR + "imagedata"), None) is not None:
            self.images += 1

    def _table(self, element: Any) -> Table:
        table = Table()
        above: dict[int, Placed] = {}  # column -> the cell that a merge from above would continue
        for row in _children(element, _TR):
            properties = first(row, _TRPR)
            if properties is not None and next(properties.iterchildren(_DELETED, _HIDDEN), None) is not None:
                continue
            column = _number(properties, "gridBefore", 0)
            placed: list[Placed] = []
            still: dict[int, Placed] = {}
            for cell in _children(row, _TC):
                children = list(cell)
                width, continues, shaded = _geometry(first(children, _TCPR))
                if placed and continues == _H_MERGE:
                    placed[-1].width += width
                elif column in above and continues == _V_MERGE:
                    above[column].height += 1
                    still[column] = above[column]
                else:
                    on_paper, self._on_paper = self._on_paper, self._on_paper and not shaded
                    blocks = [
                        block.replace("\t", " ") if isinstance(block, str) else block
                        for block in self.container(children)
                    ]
                    self._on_paper = on_paper
                    placed.append(Placed(blocks, column, width))
                    still[column] = placed[-1]
                column += width
            above = still
            table.rows.append(placed)
        return table


def _alternative(element: Any) -> list[Any]:
    """The first choice of several renderings; they say the same thing twice."""
    choice = element.find(_CHOICE)
    fallback = element.find(_FALLBACK)
    return list(choice if choice is not None else fallback if fallback is not None else ())


def _text_boxes(element: Any) -> Iterator[Any]:
    """Outermost text boxes below an element, of one rendering only."""
    waiting = [element]
    while waiting:
        below = waiting.pop()
        if below.tag == WORD + "txbxContent":
            yield below
        elif below.tag == _ALTERNATE:
            waiting.extend(reversed(_alternative(below)))
        else:
            waiting.extend(reversed(below))


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those in content controls and insertions too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag != _TC and len(child):
            yield from _children(child, tag)


def _number(properties: Any, name: str, default: int) -> int:
    found = properties.find(WORD + name) if properties is not None else None
    value = found.get(_VAL, "") if found is not None else ""
    return int(value) if value.isdigit() else default


def _is_shaded(properties: Any) -> bool:
    """Whether a colour is behind what has these properties."""
    return properties is not None and any(map(_is_ground, properties))


def _is_ground(look: Any) -> bool:
    if look.tag == _SHADE:
        return look.get(_FILL, "") not in _PAPER or look.get(_VAL, "clear") not in ("clear", "nil")
    return bool(look.tag == _HIGHLIGHT)


def _geometry(properties: Any) -> tuple[int, str | None, bool]:
    """Grid columns of a cell, the kind of merge it continues (also where the merge's value is left out), if any, and
    whether it is coloured."""
    width, continues, shaded = 1, None, False
    for item in properties if properties is not None else ():
        tag = item.tag
        if tag == _GRID_SPAN:
            value = item.get(_VAL, "")
            width = max(1, int(value)) if value.isdigit() else 1
        elif tag in _MERGES and item.get(_VAL, "continue") == "continue":
            continues = tag
        elif tag == _SHADE:
            shaded = _is_ground(item)
    return width, continues, shaded


FORMATS = (
    Format(
        "Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
        read,
        magic=MAGIC,
        sniff=sniff,
        rank=20,
    ),
)
