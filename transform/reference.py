"""The forms as data: what `data/reference/` says of rows, columns, labels and identities, as frozen objects.

Source of the tables: the State Council's form notices named in `data/reference/forms.csv`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"


class CellKey(NamedTuple):
    """One cell of a form: relation, row code and column code as the database names them."""

    relation: str
    row: str
    column: str


class Identity(NamedTuple):
    """Something that must add up: the sum of the `lhs` cells equals the sum of the `rhs` cells (indices of cells).

    scope: the row or column it is evaluated for.
    """

    check_name: str
    scope: str
    severity: str
    lhs: tuple[int, ...]
    rhs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the report. `cells` fixes the order of every reading's arrays: items, outcomes, proceedings."""

    form: str
    cells: tuple[CellKey, ...]
    index: Mapping[CellKey, int]
    articles: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # article item, its categories, its measures
    quantities: Mapping[str, str]  # measure -> 'count' | 'change' | 'money'
    units: Mapping[str, str]  # measure -> unit the form prints, '' where it prints none
    outcomes: tuple[str, ...]
    applicants: tuple[str, ...]
    proceedings: tuple[str, ...]
    results: tuple[str, ...]
    identities: tuple[Identity, ...]


class Spelling(NamedTuple):
    """One way to print one label: axis ('outcome', 'measure', …), the code it means, the text as printed."""

    axis: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything the reading of tables needs to know about the forms."""

    forms: Mapping[str, Form]
    spellings: tuple[Spelling, ...]
    labels: Mapping[tuple[str, str], str]  # (axis, code) -> the form's own simplified label


def read_csv(name: str, folder: Path = REFERENCE) -> list[dict[str, str]]:
    """Rows of one reference table as dictionaries; a missing file is an installation error and raises OSError."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _of_form(rows: list[dict[str, str]], form: str) -> list[dict[str, str]]:
    return [row for row in rows if row["form"] == form]


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _form(form: str, folder: Path) -> Form:
    items = _of_form(read_csv("items.csv", folder), form)
    outcomes = tuple(row["outcome"] for row in _of_form(read_csv("outcomes.csv", folder), form))
    applicants = tuple(row["applicant"] for row in _of_form(read_csv("applicants.csv", folder), form))
    pairs = [(row["proceeding"], row["result"]) for row in _of_form(read_csv("proceedings.csv", folder), form)]
    cells = (
        *(CellKey("disclosure_items", row["category"], row["measure"]) for row in items),
        *(CellKey("application_outcomes", outcome, applicant) for outcome in outcomes for applicant in applicants),
        *(CellKey("review_litigation", proceeding, result) for proceeding, result in pairs),
    )
    index = {cell: place for place, cell in enumerate(cells)}
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in items:
        grouped[row["article_item"]].append(row)
    return Form(
        form=form,
        cells=cells,
        index=index,
        articles=tuple(
            (article, _unique([row["category"] for row in rows]), _unique([row["measure"] for row in rows]))
            for article, rows in grouped.items()
        ),
        quantities={row["measure"]: row["quantity"] for row in items},
        units={row["measure"]: row["form_unit"] for row in items},
        outcomes=outcomes,
        applicants=applicants,
        proceedings=_unique([proceeding for proceeding, _ in pairs]),
        results=_unique([result for _, result in pairs]),
        identities=tuple(_identities(_of_form(read_csv("identities.csv", folder), form), cells)),
    )


def _identities(terms: list[dict[str, str]], cells: tuple[CellKey, ...]) -> list[Identity]:
    """Each check is written once, over the codes of one axis; it holds for every code of the other axis."""
    checks: dict[str, list[dict[str, str]]] = defaultdict(list)
    for term in terms:
        checks[term["check_name"]].append(term)
    identities = []
    for name, sides in checks.items():
        relation, axis = sides[0]["relation"], sides[0]["axis"]
        across = axis in ("applicant", "result")  # the sum runs along a row, the scope is the row
        scopes = _unique([cell.row if across else cell.column for cell in cells if cell.relation == relation])
        for scope in scopes:
            place = {
                (cell.column if across else cell.row): index
                for index, cell in enumerate(cells)
                if cell.relation == relation and (cell.row if across else cell.column) == scope
            }
            lhs, rhs = (tuple(place[term["code"]] for term in sides if term["side"] == side) for side in ("lhs", "rhs"))
            identities.append(Identity(name, scope, sides[0]["severity"], lhs, rhs))
    return identities


@cache
def load_reference(folder: Path = REFERENCE) -> Reference:
    """The reference tables of `folder`, read once per process."""
    labels = read_csv("labels.csv", folder)
    spellings = [Spelling(row["axis"], row["code"], row["label"]) for row in labels]
    spellings += [Spelling(row["axis"], row["code"], row["label_hant"]) for row in labels]
    spellings += [Spelling(row["axis"], row["code"], row["spelling"]) for row in read_csv("spellings.csv", folder)]
    return Reference(
        forms={row["form"]: _form(row["form"], folder) for row in read_csv("forms.csv", folder)},
        spellings=tuple(dict.fromkeys(spellings)),
        labels={(row["axis"], row["code"]): row["label"] for row in labels},
    )


def applicants_of_all() -> tuple[str, ...]:
    """The columns of section three, which all forms share."""
    return next(iter(load_reference().forms.values())).applicants
