"""What was read, held against what a careful person knows of the document: the accuracy law.

The truth is that of `docs/hostile-corpus.md` (and of `data/truth`, which says the same in the same words). Nothing here
knows how a document is read: any function from a document to readings and refusals can be scored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extract.corpora import documents
from extract.document import Document, Rejected
from extract.reader import read
from tests.hostile.corpus import ALL_DAMAGES, FORMATS
from tests.hostile.layouts import LAYOUTS
from transform.reading import Reading, Refusal
from transform.reference import Form, load_reference
from transform.report import read_document

RELATIONS = ("disclosure_items", "application_outcomes", "review_litigation")
# The laws that no document may break, by the kind of fault that breaks them.
WRONG = ("false number", "wrong agency", "wrong year", "wrong form", "wrong place", "loaded, and is no report")
# Gaps: allowed, and to be few.
OPEN = ("not loaded", "missing")

Reader = Callable[[Document], Sequence[Reading | Refusal]]
Outcome = Reading | Refusal | Rejected


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the truth says: a kind of WRONG or OPEN, the cell (or ''), and both sides in words."""

    kind: str
    cell: str
    said: str


@dataclass(slots=True)
class Score:
    """One document against its truth. cells, nonzero: how many are known; *_right: how many of them were read."""

    file: str
    cells: int = 0
    right: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def wrong(self) -> list[Fault]:
        """The faults that no document may have."""
        return [fault for fault in self.faults if fault.kind in WRONG]


def tags(name: str) -> list[str]:
    """Layout, format and damages of a document of the hostile corpus, as its name tells them."""
    rest, found = name.split(".", maxsplit=1)[0].partition("_")[2], []
    while rest:
        tag = next((tag for tag in _tags() if rest == tag or rest.startswith(tag + "_")), rest)
        found.append(tag)
        rest = rest[len(tag) + 1 :]
    return found


@cache
def _tags() -> list[str]:
    return sorted((*LAYOUTS, *FORMATS, *ALL_DAMAGES), key=len, reverse=True)


def outcomes(uri: str, data: bytes, reader: Reader = read_document) -> list[Outcome]:
    """Everything that some bytes give, in printed order. A name that ends as a corpus does is read as one."""
    found: list[Outcome] = []
    for document in _documents(uri, data):
        found.extend(reader(document) if isinstance(document, Document) else [document])
    return found


def _documents(uri: str, data: bytes) -> list[Document | Rejected]:
    if not uri.endswith(".jsonl"):
        return read(uri, data)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        path.write_bytes(data)
        return list(documents(path))


def amount(form: Form, at: int, value: int | None) -> Decimal | None:
    """A value of a reading as the truth writes it: money in yuan."""
    if value is None:
        return None
    cell = form.cells[at]
    money = cell.relation == RELATIONS[0] and form.quantities[cell.column] == "money"
    return Decimal(value) / 100 if money else Decimal(value)


def told(reading: Reading) -> dict[str, Decimal | None]:
    """Cell ("row.column") to value, for every cell of the reading's form."""
    form = load_reference().forms[reading.form]
    return {f"{cell.row}.{cell.column}": amount(form, at, reading.values[at]) for at, cell in enumerate(form.cells)}


def known(truth: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The cells that a truth tells."""
    return {
        key: None if value is None else Decimal(str(value))
        for relation in RELATIONS
        for key, value in truth.get(relation, {}).items()
    }


def score(data: bytes, truth: Mapping[str, Any], reader: Reader = read_document) -> Score:
    """Read `data` and hold every report found in it against its truth."""
    made = Score(truth["file"])
    found = outcomes(truth["file"], data, reader)
    readings = [one for one in found if isinstance(one, Reading)]
    cells = known(truth)
    if not cells:
        who = [str(reading.identity.agency_name) for reading in readings]
        made.faults += [Fault("loaded, and is no report", "", name) for name in who]
        return made
    if not readings:
        if truth.get("agency_name") or truth.get("agency_inferable"):
            reasons = ", ".join(one.reason for one in found if not isinstance(one, Reading))
            made.faults.append(Fault("not loaded", "", reasons))
        return made
    for reading in readings:
        _identity(made, reading, truth)
    _cells(made, readings[0], cells, truth)
    for reading in readings[1:]:  # what the reports of one file do not share is not scored, so only wrongness counts
        other = Score(made.file)
        _cells(other, reading, cells, truth)
        made.faults += other.wrong
    return made


def _identity(made: Score, reading: Reading, truth: Mapping[str, Any]) -> None:
    who = reading.identity
    names = {truth.get("agency_name"), *truth.get("agency_alt", []), *truth.get("agency_inferable", [])} - {None}
    if names and who.agency_name not in names:
        made.faults.append(Fault("wrong agency", "", f"{who.agency_name} ({who.agency_basis}), not {sorted(names)}"))
    years = {str(truth.get("fiscal_year") or ""), *truth.get("fiscal_year_alt", [])} - {""}
    if years and str(who.fiscal_year) not in years:
        made.faults.append(Fault("wrong year", "", f"{who.fiscal_year} ({who.year_basis}), not {sorted(years)}"))
    places = {truth.get("region_code"), *truth.get("region_code_alt", [])} - {None}
    if places and who.region_code is not None and who.region_code not in places:
        made.faults.append(Fault("wrong place", "", f"{who.agency_name}: {who.region_code}, not {sorted(places)}"))
    if truth.get("form") and reading.form != truth["form"]:
        made.faults.append(Fault("wrong form", "", f"{reading.form}, not {truth['form']}"))


def _cells(made: Score, reading: Reading, cells: Mapping[str, Decimal | None], truth: Mapping[str, Any]) -> None:
    """Every cell: a number other than the truth's is false, wherever it stands; a number not read is a gap."""
    have = told(reading)
    unscored, optional = set(truth.get("unscored", ())), set(truth.get("may_be_missing", ()))
    for key in {**cells, **have}:
        if key in unscored:
            continue
        value, want = have.get(key), cells.get(key)
        if value is not None and value != want:
            wanted = "open" if key in truth.get("unplaceable", ()) else "nothing" if want is None else str(want)
            made.faults.append(Fault("false number", key, f"{value}, not {wanted}"))
        if key not in cells or (value is None and key in optional):
            continue
        made.cells += 1
        made.nonzero += bool(want)
        if value == want:
            made.right += 1
            made.nonzero_right += bool(want)
        elif value is None:
            made.faults.append(Fault("missing", key, f"not read: {want}"))
