"""The two forms as the adversary knows them: codes in printed order, labels, and tables as grids of slots.

Written from the domain's own description, apart from the engine's reference tables, so that a mistake there shows here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
FORMS = ("2019", "2021")
APPLICANTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")
PROCEEDINGS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
_THREE = {"2019": ("made", "newly_disclosed", "total_disclosed"), "2021": ("issued", "repealed", "in_force")}
_ITEMS = ("prior_year_items", "change", "decisions")
ARTICLES: Mapping[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = {
    "2019": (
        ("20.1", ("regulation", "normative_document"), _THREE["2019"]),
        ("20.5", ("license", "other_service"), _ITEMS),
        ("20.6", ("penalty", "coercion"), _ITEMS),
        ("20.8", ("fee",), ("prior_year_items", "change")),
        ("20.9", ("procurement",), ("purchase_count", "purchase_amount")),
    ),
    "2021": (
        ("20.1", ("regulation", "normative_document"), _THREE["2021"]),
        ("20.5", ("license",), ("decisions",)),
        ("20.6", ("penalty", "coercion"), ("decisions",)),
        ("20.8", ("fee",), ("fee_amount",)),
    ),
}
_REASONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "denied",
        (
            "denied_state_secret",
            "denied_law_forbids",
            "denied_security_stability",
            "denied_third_party",
            "denied_internal",
            "denied_deliberative",
            "denied_enforcement_file",
            "denied_inquiry",
        ),
    ),
    ("unavailable", ("unavailable_not_held", "unavailable_must_create", "unavailable_unclear")),
    (
        "declined",
        (
            "declined_petition",
            "declined_repeat",
            "declined_publication",
            "declined_excessive",
            "declined_reconfirm",
        ),
    ),
)
_OTHER = {"2019": ("other",), "2021": ("other_not_corrected", "other_fee_unpaid", "other_misc")}


def reasons(form: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Groups of outcome rows between 部分公开 and 总计, in printed order; 2019 prints 其他处理 as one ungrouped row."""
    return (*_REASONS, ("other", _OTHER[form]))


def parts(form: str) -> tuple[str, ...]:
    """The outcome rows whose sum is `concluded`."""
    return ("granted", "granted_in_part", *(row for _, rows in reasons(form) for row in rows))


def outcomes(form: str) -> tuple[str, ...]:
    """All rows of section three in printed order."""
    return ("received", "carried_in", *parts(form), "concluded", "carried_out")


def keys(form: str) -> dict[str, tuple[str, ...]]:
    """Every cell of a form by relation, as the scorer names them."""
    return {
        "disclosure_items": tuple(f"{c}.{m}" for _, cats, ms in ARTICLES[form] for c in cats for m in ms),
        "application_outcomes": tuple(f"{o}.{a}" for o in outcomes(form) for a in APPLICANTS),
        "review_litigation": tuple(f"{p}.{r}" for p in PROCEEDINGS for r in RESULTS),
    }


def sums(form: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What must add up: pairs of key tuples whose sums are equal."""
    rows = [(tuple(f"{o}.{a}" for a in APPLICANTS[:-1]), (f"{o}.total",)) for o in outcomes(form)]
    concluded = [(tuple(f"{o}.{a}" for o in parts(form)), (f"concluded.{a}",)) for a in APPLICANTS]
    balance = [((f"received.{a}", f"carried_in.{a}"), (f"concluded.{a}", f"carried_out.{a}")) for a in APPLICANTS]
    proceedings = [(tuple(f"{p}.{r}" for r in RESULTS[:-1]), (f"{p}.total",)) for p in PROCEEDINGS]
    return [*rows, *concluded, *balance, *proceedings]


class Labels:
    """Printed labels and their known misprints, from data/labels.csv."""

    def __init__(self) -> None:
        self.text: dict[tuple[str, str], str] = {}
        self.misprints: dict[str, tuple[str, ...]] = {}
        with (DATA / "labels.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                self.text[row["axis"], row["code"]] = row["label"]
                self.misprints[row["label"]] = tuple(filter(None, row["misprints"].split("|")))

    def get(self, axis: str, code: str, form: str) -> str:
        """The form's own label of a code."""
        return self.text.get((axis, f"{code}@{form}")) or self.text[axis, code]


@cache
def labels() -> Labels:
    """The labels, read once."""
    return Labels()


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a printed table: key names a figure; column, width and height place it on the grid."""

    text: str
    column: int
    width: int = 1
    height: int = 1
    key: str | None = None


@dataclass(slots=True)
class Row:
    """One printed row; kind is 'title', 'header' or 'data'."""

    kind: str
    slots: list[Slot]

    def figures(self) -> list[Slot]:
        """The slots that hold figures."""
        return [slot for slot in self.slots if slot.key]


@dataclass(slots=True)
class Table:
    """One printed table; relation names the section, columns its grid width."""

    relation: str
    columns: int
    rows: list[Row] = field(default_factory=list)


def items_table(
    form: str, printed: Mapping[str, str], head: Mapping[str, str], header_form: str | None = None
) -> Table:
    """Section two; head overrides measure labels (a unit), header_form prints 第（一）项 as on the other form."""
    table = Table("disclosure_items", 4)
    for article, categories, measures in ARTICLES[form]:
        say = form
        names = measures
        if article == "20.1" and header_form:
            say, names = header_form, _THREE[header_form]
        table.rows.append(Row("title", [Slot(labels().get("article", article, form), 0, 4)]))
        last = 4 - len(measures)
        table.rows.append(
            Row(
                "header",
                [
                    Slot(labels().get("corner", "content", form), 0),
                    *(
                        Slot(
                            head.get(m) or labels().get("measure", m, say),
                            i + 1,
                            last if i == len(measures) - 1 else 1,
                        )
                        for i, m in enumerate(names)
                    ),
                ],
            )
        )
        for category in categories:
            slots = [Slot(labels().get("category", category, say), 0)]
            for i, m in enumerate(measures):
                key = f"{category}.{m}"
                slots.append(Slot(printed[key], i + 1, last if i == len(measures) - 1 else 1, 1, key))
            table.rows.append(Row("data", slots))
    return table


def applications_table(form: str, printed: Mapping[str, str]) -> Table:
    """Section three: three label columns and seven of figures."""

    def say(axis: str, code: str) -> str:
        return labels().get(axis, code, form)

    def figures(outcome: str) -> list[Slot]:
        return [Slot(printed[f"{outcome}.{a}"], 3 + i, 1, 1, f"{outcome}.{a}") for i, a in enumerate(APPLICANTS)]

    table = Table("application_outcomes", 10)
    table.rows += [
        Row("header", [Slot(say("corner", "balance"), 0, 3, 3), Slot(say("corner", "applicants"), 3, 7)]),
        Row(
            "header",
            [
                Slot(say("applicant", "natural_person"), 3, 1, 2),
                Slot(say("applicant", "organisation"), 4, 5),
                Slot(say("applicant", "total"), 9, 1, 2),
            ],
        ),
        Row("header", [Slot(say("applicant", a), 4 + i) for i, a in enumerate(APPLICANTS[1:6])]),
    ]
    for outcome in ("received", "carried_in"):
        table.rows.append(Row("data", [Slot(say("outcome", outcome), 0, 3), *figures(outcome)]))
    height = len(parts(form)) + 1
    group = [Slot(say("group", "results"), 0, 1, height)]
    for outcome in ("granted", "granted_in_part"):
        table.rows.append(Row("data", [*group, Slot(say("outcome", outcome), 1, 2), *figures(outcome)]))
        group = []
    for code, rows in reasons(form):
        if len(rows) == 1:
            table.rows.append(Row("data", [Slot(say("outcome", rows[0]), 1, 2), *figures(rows[0])]))
            continue
        lead = [Slot(say("group", code), 1, 1, len(rows))]
        for outcome in rows:
            table.rows.append(Row("data", [*lead, Slot(say("outcome", outcome), 2), *figures(outcome)]))
            lead = []
    table.rows.append(Row("data", [Slot(say("outcome", "concluded"), 1, 2), *figures("concluded")]))
    table.rows.append(Row("data", [Slot(say("outcome", "carried_out"), 0, 3), *figures("carried_out")]))
    return table


def review_table(form: str, printed: Mapping[str, str]) -> Table:
    """Section four: three rows of headers and one of fifteen figures."""

    def say(axis: str, code: str) -> str:
        return labels().get(axis, code, form)

    first = [Slot(say("proceeding", "review"), 0, 5), Slot(say("proceeding", "litigation"), 5, 10)]
    second = [Slot(say("result", r), i, 1, 2) for i, r in enumerate(RESULTS)]
    second += [Slot(say("proceeding", p), 5 + 5 * i, 5) for i, p in enumerate(PROCEEDINGS[1:])]
    third = [Slot(say("result", r), 5 + i + 5 * block, 1) for block in range(2) for i, r in enumerate(RESULTS)]
    figures = [
        Slot(printed[f"{p}.{r}"], 5 * i + j, 1, 1, f"{p}.{r}")
        for i, p in enumerate(PROCEEDINGS)
        for j, r in enumerate(RESULTS)
    ]
    return Table(
        "review_litigation",
        15,
        [Row("header", first), Row("header", second), Row("header", third), Row("data", figures)],
    )


def reprint(table: Table, printed: Mapping[str, str]) -> None:
    """Put other texts into the figure slots of a table, by key."""
    for row in table.rows:
        row.slots = [
            replace(slot, text=printed[slot.key]) if slot.key and slot.key in printed else slot for slot in row.slots
        ]
