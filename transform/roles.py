"""What a text says of the table around it: the relation it opens, the label it ends with, the columns it names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from transform.labels import groups_of_others, is_numbering, load_lexicon, without_numbering
from transform.rows import ITEMS, OUTCOMES, PROCEEDINGS, Piece

AXES_OF = {ITEMS: "category", OUTCOMES: "outcome"}
_GROUP_LINES = 4  # lines that the label of a group may take
_INDENT = 3  # display columns by which lines of one label may be indented against each other


class Role(NamedTuple):
    """What a text says about where we are: the relation it opens ('' closes, None says nothing), and in section two
    the item of Article 20 it names ('' where it names none)."""

    opens: str | None = None
    article: str = ""


_STRONG_RESULTS = frozenset({"upheld", "corrected", "pending"})


@lru_cache(maxsize=32_768)
def role_of(folded: str) -> Role:
    """The role of one text token, told by its fold."""
    opens = _opened_by(folded)
    articles = load_lexicon().axes["article_item"].inside(folded) if opens == ITEMS else ()
    return Role(opens, articles[-1] if articles else "")


def _opened_by(folded: str) -> str | None:
    if load_lexicon().least_label.search(folded) is None:  # most texts outside the tables
        return None
    axes = load_lexicon().axes
    if "第二十条" in folded and axes["article_item"].inside(folded):
        return ITEMS
    heading = axes["heading"].exact(folded)
    if heading is not None:
        return heading if heading in (ITEMS, OUTCOMES, PROCEEDINGS) else ""
    if axes["corner"].exact(folded) == "information_content":
        return ITEMS
    code = axes["outcome"].exact(folded) or (axes["outcome"].ending(folded) if len(folded) > 5 else None)
    if code is not None and code not in ("other_misc", "concluded", "granted"):
        return OUTCOMES
    if axes["applicant_group"].inside(folded) or axes["corner"].exact(folded) in (
        "applicant_situation",
        "balance_note",
    ):
        return OUTCOMES
    found = axes["applicant"].inside(folded)
    if found and found[0] not in ("total", "other_org"):
        return OUTCOMES
    if axes["proceeding"].exact(folded) or axes["proceeding_group"].exact(folded):
        return PROCEEDINGS
    if _STRONG_RESULTS.intersection(axes["result"].inside(folded)):
        return PROCEEDINGS
    if axes["measure"].exact(folded) or len(axes["measure"].inside(folded)) > 1:
        return ITEMS
    return None


@lru_cache(maxsize=65_536)
def label_at_end(axis_name: str, pieces: tuple[str, ...]) -> tuple[str, int] | None:
    """The code of the label that the last of these texts make up or are like, and how many of them it took."""
    return label_told(axis_name, pieces) or _label_likely(axis_name, pieces)


@lru_cache(maxsize=65_536)
def label_told(axis_name: str, pieces: tuple[str, ...]) -> tuple[str, int] | None:
    """The code of the label that the last of these texts make up or end with, and how many of them it took."""
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
    return None


def _label_likely(axis_name: str, pieces: tuple[str, ...]) -> tuple[str, int] | None:
    """A label that is misprinted. One that begins with a list number goes on with none before it."""
    axis = load_lexicon().axes[axis_name]
    tail = ""
    for taken, piece in enumerate(reversed(pieces[-3:]), 1):
        tail = piece + tail
        code = axis.likely(tail)
        if code is not None:
            return code, taken
        if _begins_row(axis_name, piece):
            return None
    return None


@lru_cache(maxsize=4_096)
def _begins_row(axis_name: str, folded: str) -> bool:
    """Whether a text with a list number, or that number alone, is the label of a row or may be its beginning, and that
    of no group."""
    bare = without_numbering(folded)
    if bare == folded:
        return is_numbering(folded)
    return load_lexicon().axes[axis_name].begins(bare) and not is_in_group(bare)


@lru_cache(maxsize=4_096)
def is_in_group(folded: str) -> bool:
    """Whether a text is the label of a group of rows, or a piece of one: its beginning where it has a list number."""
    axes = load_lexicon().axes
    bare = without_numbering(folded)
    groups = [spelling for spelling, code in axes["outcome_group"].codes.items() if code in groups_of_others()]
    results = [spelling for spelling, code in axes["corner"].codes.items() if code == "results_this_year"]
    labels = (*groups, *results)
    return bare != "" and any(label.startswith(bare) if bare != folded else bare in label for label in labels)


@lru_cache(maxsize=4_096)
def is_group(folded: str) -> bool:
    """Whether a text is the label of a group of rows, which may stand behind the label of its row."""
    axes = load_lexicon().axes
    return axes["outcome"].exact(folded) is None and (
        axes["outcome_group"].exact(folded) is not None or axes["corner"].exact(folded) is not None
    )


def is_group_of(folded: str) -> bool:
    """Whether a text is the label of a group of other rows in some form, though it may be that of a row in another."""
    return load_lexicon().axes["outcome_group"].exact(folded) in groups_of_others()


@lru_cache(maxsize=16_384)
def label_begun(axis_name: str, pieces: tuple[str, ...]) -> tuple[str, frozenset[str]] | None:
    """The code of a label whose beginning these texts make up, and what of it must follow behind the values."""
    return load_lexicon().axes[axis_name].begun(without_numbering("".join(pieces)))


def columns_of_text(axis_name: str, gap: Sequence[Piece]) -> list[tuple[str, ...]]:
    """The texts of a gap by the display column they begin at: the one whose label ends lowest first, else the
    rightmost, for the labels of rows stand right of the labels of their groups."""
    columns: list[list[Piece]] = []
    for piece in sorted(gap, key=lambda piece: -piece.left):
        if columns and columns[-1][0].left - piece.left <= _INDENT:
            columns[-1].append(piece)
        else:
            columns.append([piece])
    for column in columns:
        column.sort(key=lambda piece: piece.line)
    if len(columns) > 1:
        columns.sort(key=lambda column: -_line_of_label(axis_name, column))
    return [tuple([piece.fold for piece in column]) for column in columns]


def _line_of_label(axis_name: str, column: Sequence[Piece]) -> int:
    """The last line of a column that ends with the label of a row, or with the beginning of one; 0 for any other."""
    texts = tuple([piece.fold for piece in column])
    if any(is_group_of("".join(texts[-taken:])) for taken in range(1, _GROUP_LINES + 1)):
        return 0
    told = label_told(axis_name, texts) or label_begun(axis_name, texts[-1:])
    return column[-1].line if told else 0


def is_header(texts: tuple[str, ...]) -> bool:
    """Whether these texts end with a column label of section two."""
    return bool(texts) and label_at_end("measure", texts) is not None


def names_applicants(texts: Sequence[str]) -> bool:
    """Whether each of these texts is the label of a column of section three, or of several."""
    axis = load_lexicon().axes["applicant"]
    return bool(texts) and all(axis.exact(text) is not None or len(axis.inside(text)) > 1 for text in texts)


@lru_cache(maxsize=4_096)
def applicants_in(header: str) -> tuple[str, ...]:
    """The columns of section three that a header names, in printed order."""
    axes = load_lexicon().axes
    # Behind the header the first row label may stand, whose own 其他 and 总计 are no columns.
    starts = [header.find(spelling) for spelling in axes["outcome"].codes if len(spelling) > 5 and spelling in header]
    if starts:
        header = header[: min(starts)]
    return tuple(dict.fromkeys(axes["applicant"].inside(without_groups(header))))


def without_groups(header: str) -> str:
    """A header of section three without labels that span columns: 法人或其他组织 is no column, though 其他 is one."""
    for group in load_lexicon().axes["applicant_group"].codes:
        header = header.replace(group, "")
    return header
