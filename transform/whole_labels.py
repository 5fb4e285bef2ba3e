"""Labels printed whole: what the texts before a row's numbers name, provided that they say nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from transform.items import unit_in
from transform.labels import load_lexicon
from transform.reference import load_reference
from transform.roles import applicants_in, is_group, is_group_of, label_at_end, role_of
from transform.row_label import LABEL_LINES, LABEL_PIECES, WEAK
from transform.rows import OUTCOMES, PROCEEDINGS, SUBTOTAL

_UNIT = re.compile("(?:单位)?[十百千万亿]*元$")  # behind the label of a column


class Item(NamedTuple):
    """What the texts before the numbers of section two name: a row and, where they begin with a header, its item, its
    columns, and the unit of money it gives ('' where it gives none). titled: other texts stand above that."""

    code: str
    article: str
    measures: tuple[str, ...]
    unit: str
    titled: bool


def may_give_unit(text: str) -> bool:
    """Whether a text may say in which unit money is given."""
    return "元" in text and ("单位" in text or "單位" in text)


@lru_cache(maxsize=8_192)
def _label_of(axis: str, texts: tuple[str, ...]) -> tuple[str, int] | None:
    """The code of the label that the last texts are, which lines of its cell may part, and how many they are."""
    exact = load_lexicon().axes[axis].exact
    for taken in range(min(len(texts), LABEL_LINES), 0, -1):
        code = exact("".join(texts[-taken:]))
        if code is not None:
            return code, taken
    return None


@lru_cache(maxsize=8_192)
def item_of(texts: tuple[str, ...]) -> Item | None:
    """What the texts before the numbers of section two say; None where one of them says something else."""
    told = _label_of("category", texts)
    if told is None or texts[-1].endswith("元"):
        return None
    code, taken = told
    above = texts[:-taken]
    begins = max((place for place, text in enumerate(above) if role_of(text).article), default=len(above))
    header = above[begins:]
    axes = load_lexicon().axes
    joined = "".join([text for text in header[1:] if axes["corner"].exact(text) != "information_content"])
    if any(map(may_give_unit, above[:begins])) or _UNIT.sub("", axes["measure"].pattern.sub("", joined)):
        return None
    measures = tuple(dict.fromkeys(axes["measure"].inside(joined)))
    return Item(code, role_of(header[0]).article if header else "", measures, unit_in("".join(header)), begins > 0)


@lru_cache(maxsize=8_192)
def outcome_of(texts: tuple[str, ...]) -> str | None:
    """The row of section three whose label these texts are, with nothing before it but the labels of its groups."""
    told = _label_of("outcome", texts)
    if told is None:
        return None
    code, taken = told
    above = texts[:-taken]
    return code if all(map(_is_group, above)) or _is_group("".join(above)) else None


def _is_group(text: str) -> bool:
    return is_group(text) or is_group_of(text)


def _opens_only(relation: str, texts: Sequence[str]) -> bool:
    """Whether these texts name this table, and nothing of another part of the report."""
    return {opens for text in texts if (opens := role_of(text).opens) is not None} == {relation}


@lru_cache(maxsize=1_024)
def has_applicants(form_code: str, texts: tuple[str, ...]) -> bool:
    """Whether these texts name every column of section three, in the form's order, and end with its first row."""
    form = load_reference().forms[form_code]
    told = _label_of("outcome", texts)
    if told is None or told[0] != form.outcomes[0]:
        return False
    above = texts[: -told[1]]
    axes = load_lexicon().axes
    named = [code for code in map(axes["applicant"].exact, above) if code is not None]
    bare = [code for code in map(axes["outcome"].exact, above) if code is not None and code not in WEAK]
    if bare or any(map(may_give_unit, above)) or not _opens_only(OUTCOMES, above):
        return False
    if named.count(form.applicants[-1]) > 1 or any(map(axes[SUBTOTAL].exact, above)):
        return False
    columns_begin = next((n for n, text in enumerate(above) if axes["applicant"].exact(text) is not None), len(above))
    if not all(map(load_lexicon().is_labelled, above[columns_begin:])):  # of a column that no form has
        return False
    grouped = [axes["applicant_group"].exact(text) is not None for text in above]
    persons = [axes["applicant"].exact(text) == form.applicants[0] for text in above]
    if True in grouped and True in persons and grouped.index(True) < persons.index(True):
        return False
    apart = tuple(dict.fromkeys(named))
    columns = apart if len(apart) == len(form.applicants) else applicants_in("".join(above))
    # The label of the total spans two lines as that of one person does, so it may stand before those of organisations.
    first, *between, total = form.applicants
    return columns in (form.applicants, (first, total, *between))


@lru_cache(maxsize=1_024)
def has_proceedings(form_code: str, texts: tuple[str, ...]) -> bool:
    """Whether these texts name every column of section four, in the form's order."""
    form = load_reference().forms[form_code]
    axes = load_lexicon().axes
    opens = next((place for place, text in enumerate(texts) if role_of(text).opens == PROCEEDINGS), 0)
    if not _opens_only(PROCEEDINGS, texts) or label_at_end("outcome", texts[:opens][-LABEL_PIECES:]) is not None:
        return False
    header = "".join([text for text in texts[opens:] if axes["heading"].exact(text) is None])
    group = axes["proceeding_group"].pattern.search(header)
    return (
        axes["result"].inside(header) == list(form.results) * len(form.proceedings)
        and list(dict.fromkeys(axes["proceeding"].inside(header))) == list(form.proceedings)
        and group is not None
        and form.proceedings[0] in axes["proceeding"].inside(header[: group.start()])
    )
