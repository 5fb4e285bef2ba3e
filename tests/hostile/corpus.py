"""The hostile corpus: random reports in every layout, format and damage, with exact truth.

`generate(seed, layout, format, damage)` gives one case; the same arguments give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.hostile import cuts, marks, office, pages, pdf, placing, render, wholes
from tests.hostile.contents import Contents, agency, contents
from tests.hostile.damages import DAMAGES
from tests.hostile.layouts import CELL_A_LINE, LAYOUTS
from tests.hostile.quirks import choose, simplified, traditional
from tests.hostile.report import Draft, compose


class Incompatible(ValueError):
    """These layout, format and damages cannot meet in one document."""


@dataclass(frozen=True, slots=True)
class Case:
    """One document of the corpus: its bytes, the name to store it under, and its line of truth.jsonl."""

    name: str
    data: bytes
    file_name: str
    truth: dict[str, Any]


def _bad_byte(text: str) -> bytes:
    first, rest = text.encode("utf-8").split(b"\n", 1)
    return first + b"\n\xff\n" + rest


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "txt": lambda text: text.encode("utf-8"),
    "txt-bom": lambda text: text.encode("utf-8-sig"),
    "txt-crlf": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "txt-gb18030": lambda text: text.encode("gb18030"),
    "txt-big5": lambda text: text.replace("\u2212", "-").encode("cp950", errors="ignore"),
    "txt-utf16": lambda text: text.encode("utf-16"),
    "txt-bad-byte": _bad_byte,
    "jsonl": lambda text: (json.dumps({"text": text}, ensure_ascii=False) + "\n").encode("utf-8"),
    "html": lambda text: text.encode("utf-8"),
    "html-gbk": lambda text: text.encode("gb18030"),
}
BINARIES: dict[str, Callable[[Draft, Random], bytes]] = {"docx": office.docx, "xlsx": office.xlsx, "pdf": pdf.pdf}
FORMATS = (*ENCODINGS, *BINARIES)
TEXT_FORMATS = tuple(name for name in ENCODINGS if not name.startswith("html"))
# A document of which nothing is certain says little; so many others are tried in its place.
_ATTEMPTS = 6
RELATIONS = ("disclosure_items", "application_outcomes", "review_litigation")
# Damages that are not of a table: the text is cut, lines are dropped, the file ends early.
OF_THE_TEXT = ("cut", "dropped_repeats", "truncated")
ALONE = (*wholes.WHOLES, *wholes.NON_REPORTS, "legacy", "two_reports")
ALL_DAMAGES = (*DAMAGES, *OF_THE_TEXT, "mixed_forms", *ALONE)


def compatible(layout: str | None, format: str, damage: Sequence[str]) -> bool:
    """Whether these can meet. layout is None exactly for the formats with tables of their own."""
    if (layout is None) == (format in TEXT_FORMATS):
        return False
    where = layout or format.split("-", maxsplit=1)[0]
    tables = [DAMAGES[name] for name in damage if name in DAMAGES]
    if any(where not in kind.layouts for kind in tables) or len({kind.group for kind in tables}) < len(tables):
        return False
    if len({kind.blanks for kind in tables}) > 1 or (len(damage) > 1 and set(damage) & set(ALONE)):
        return False
    if "dropped_repeats" in damage and (layout not in CELL_A_LINE or len(damage) > 1):
        return False
    if "cut" in damage and (format in ("jsonl", "txt-utf16", "txt-bad-byte", *BINARIES) or layout == "glued"):
        return False
    if "truncated" in damage and (format not in BINARIES or len(damage) > 1):
        return False
    return not ("two_reports" in damage and format not in TEXT_FORMATS)


def _choose(rng: Random, layout: str | None, format: str | None, damage: Sequence[str]) -> tuple[str | None, str]:
    formats = (format,) if format else ("txt",) * 9 + FORMATS
    pairs = [
        (chosen, kind)
        for kind in formats
        for chosen in ((layout,) if layout else tuple(LAYOUTS) if kind in TEXT_FORMATS else (None,))
        if compatible(chosen, kind, damage)
    ]
    if not pairs:
        raise Incompatible(f"layout {layout}, format {format}, damage {list(damage)}: choose others")
    kinds = sorted({kind for _, kind in pairs}, key=FORMATS.index)
    kind = rng.choice([kind for kind in formats if kind in kinds])
    return rng.choice([pair for pair in pairs if pair[1] == kind])


def _draft(rng: Random, layout: str | None, format: str, damage: Sequence[str]) -> Draft:
    kinds = [DAMAGES[name] for name in damage if name in DAMAGES]
    clean = "cut" in damage or any(kind.clean for kind in kinds)
    blanks = {kind.blanks for kind in kinds} - {None}
    filled = layout == "glued" or "cut" in damage or blanks == {False}
    made = contents(rng, clean=clean, blanks="no" if filled else "yes" if blanks == {True} else "some")
    script = simplified(traditional(made.agency.name)) == made.agency.name
    if format == "txt-big5" and not script:
        made.agency = _convertible(rng)
    for name in damage:
        if name in wholes.NON_REPORTS or name == "legacy":
            page = wholes.non_report(name, made, rng)
            page.quirks |= {"traditional"} if format == "txt-big5" else set()
            return page
    other = {"2019": "2021", "2021": "2019"}[made.form] if "mixed_forms" in damage else None
    draft = compose(made, rng, choose(rng, script=script), other)
    if other:
        wholes.mixed_forms(draft)
    _damage(draft, layout or format.split("-", maxsplit=1)[0], damage, rng)
    if format == "txt-big5":
        draft.quirks = (draft.quirks | {"traditional"}) - {"pinyin_notes"}
    return draft


def _convertible(rng: Random) -> Any:
    while True:
        chosen = agency(rng)
        if simplified(traditional(chosen.name)) == chosen.name:
            return chosen


def _damage(draft: Draft, where: str, damage: Sequence[str], rng: Random) -> None:
    for name in damage:
        if name in wholes.WHOLES:
            wholes.WHOLES[name](draft, rng)
            draft.quirks -= {"running_headers"}
        elif name in DAMAGES and draft.tables():
            DAMAGES[name].apply(draft, where, rng)
    if damage:
        draft.quirks -= {"decimals", "left_overs"} if "dropped_repeats" in damage else set()


def _follow_up(draft: Draft, rng: Random, layout: str | None) -> Draft:
    """Another report in the same file: the same agency a year later, or another agency."""
    first = draft.contents
    while True:
        made: Contents = contents(rng, blanks="no" if layout == "glued" else "some")
        if made.form == first.form:
            break
    made.agency = first.agency if rng.random() < 0.7 else _convertible(rng)
    if made.agency == first.agency and made.year == first.year:
        made.year += 1
        made.published = made.published.replace(year=made.published.year + 1, day=28)
    return compose(made, rng, draft.quirks)


def generate(seed: int, layout: str | None = None, format: str | None = None, damage: Sequence[str] = ()) -> Case:
    """One document. None picks a layout or format that the rest allows.

    Raises Incompatible if none does, and KeyError for a damage that is not in ALL_DAMAGES.
    """
    if unknown := set(damage) - set(ALL_DAMAGES):
        raise KeyError(f"no such damage: {sorted(unknown)}; there are {ALL_DAMAGES}")
    for attempt in range(_ATTEMPTS):
        case = _generate(seed, layout, format, damage, Random(f"{seed}|{layout}|{format}|{','.join(damage)}|{attempt}"))
        if _tells(case.truth):
            break
    return case


def _tells(truth: dict[str, Any]) -> bool:
    """Whether it is plain that the document is to be loaded, or held back: some certain figure, or no cell at all."""
    cells = {key: value for group in RELATIONS for key, value in truth[group].items()}
    doubtful = {*truth.get("may_be_missing", []), *truth.get("unscored", [])}
    return not cells or any(value is not None and key not in doubtful for key, value in cells.items())


def _generate(seed: int, layout: str | None, format: str | None, damage: Sequence[str], rng: Random) -> Case:
    chosen, kind = _choose(rng, layout, format, damage)
    draft = _draft(rng, chosen, kind, damage)
    name = "_".join((f"{seed:06d}", *([chosen] if chosen else []), kind, *damage))
    file_name = f"{name}.{kind.split('-')[0]}"
    if kind in BINARIES:
        return Case(name, *_binary(draft, kind, damage, rng, file_name))
    truth = draft.truth
    if chosen is None:
        marked = pages.page(draft, rng, "gb2312" if kind == "html-gbk" else "utf-8")
    else:
        marked = render.text(draft, chosen, rng)
    if "dropped_repeats" in damage:
        marked = cuts.dropped_repeats(marked, truth)
    text, spans = marks.strip(marked)
    said = None
    if "two_reports" in damage and chosen:
        more = _follow_up(draft, rng, chosen)
        text += "\n\n" + marks.strip(render.text(more, chosen, rng))[0]
        said = wholes.second(truth.as_dict(file_name), more.truth.as_dict(file_name))
    data = ENCODINGS[kind](text)
    if "cut" in damage:
        at = cuts.cut(text, spans, truth, rng)
        data = ENCODINGS[kind](text[:at])
        if rng.random() < 0.3 and at < len(text) and len(tail := text[at].encode("utf-8")) > 1 and kind == "txt":
            data += tail[:1]
    return Case(name, data, file_name, said or truth.as_dict(file_name))


def _binary(
    draft: Draft, kind: str, damage: Sequence[str], rng: Random, file_name: str
) -> tuple[bytes, str, dict[str, Any]]:
    if kind == "pdf":
        for table in draft.tables():
            placing.by_position(table, draft.truth)
    data = BINARIES[kind](draft, rng)
    if "truncated" in damage:
        data = data[: int(len(data) * rng.uniform(0.2, 0.8))]
        told = draft.contents.agency.name
        draft.truth.facts.update(
            agency_name=None, agency_inferable=[told], fiscal_year=None, region_code=None, place={}
        )
        wholes.unknown(draft)
    return data, file_name, draft.truth.as_dict(file_name)
