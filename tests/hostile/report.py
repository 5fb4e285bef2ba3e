"""A report as blocks of prose and tables, before any layout: title, preamble, six sections, signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.hostile.contents import Contents, prose
from tests.hostile.form import Table, applications_table, items_table, keys, labels, review_table

_DIGITS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


@dataclass(slots=True)
class Block:
    """A piece of a report: kind is 'title', 'p', 'heading', 'signature', 'image' or 'table'."""

    kind: str
    text: str = ""
    table: Table | None = None


@dataclass(slots=True)
class Truth:
    """What a careful reader can know of the document; see docs/hostile-corpus.md."""

    facts: dict[str, Any]
    form: str
    cells: dict[str, float | int | None] = field(default_factory=dict)
    soft: set[str] = field(default_factory=set)
    unplaceable: set[str] = field(default_factory=set)
    unscored: set[str] = field(default_factory=set)
    extra: dict[str, Any] = field(default_factory=dict)

    def lose(self, *gone: str) -> None:
        """No reader can place these."""
        for key in gone:
            self.cells.pop(key, None)
            self.unplaceable.add(key)

    def absent(self, *gone: str) -> None:
        """These are not in the document at all."""
        for key in gone:
            self.cells.pop(key, None)

    def as_dict(self, file_name: str) -> dict[str, Any]:
        """One line of truth.jsonl."""
        said: dict[str, Any] = {"file": file_name, **self.facts, "form": self.form if self.cells else None}
        for relation, names in keys(self.form).items():
            said[relation] = {key: self.cells[key] for key in names if key in self.cells}
        for name, chosen in (
            ("may_be_missing", self.soft & set(self.cells)),
            ("unplaceable", self.unplaceable),
            ("unscored", self.unscored),
        ):
            if chosen:
                said[name] = sorted(chosen)
        return {**said, **self.extra}


@dataclass(slots=True)
class Draft:
    """A report ready to be damaged and rendered."""

    contents: Contents
    blocks: list[Block]
    truth: Truth
    quirks: frozenset[str] = frozenset()
    notes: dict[str, Any] = field(default_factory=dict)

    def tables(self) -> list[Table]:
        """The tables still in the report."""
        return [block.table for block in self.blocks if block.table]


def fill(sentence: str, made: Contents, rng: Random) -> str:
    """A sentence with its placeholders filled; every {n} is another number."""
    received = made.printed.get("received.total") or "若干"
    sentence = re.sub(r"\{n\}", lambda _: str(rng.choice((rng.randint(1, 9), rng.randint(10, 400)))), sentence)
    said = {"name": made.agency.name, "year": made.year, "next": made.year + 1, "last": made.year - 1}
    here = made.agency.place
    return sentence.format(
        **said, received=received, place=here.county or here.prefecture or here.province, period=period(made, rng)
    )


def period(made: Contents, rng: Random) -> str:
    """The reporting period, sometimes ending a day early."""
    last = rng.choice((31, 31, 31, 31, 30, 29))
    return rng.choice(
        (
            f"{made.year}年1月1日至{made.year}年12月{last}日",
            f"自{made.year}年1月1日起，至{made.year}年12月{last}日止",
            f"{made.year}年1月1日－12月{last}日",
        )
    )


def _dated(made: Contents, rng: Random) -> str:
    day = made.published
    if rng.random() < 0.2:
        tens = ["", "十", "二十", "三十"]
        ones = "〇一二三四五六七八九"

        def spoken(n: int) -> str:
            return (tens[n // 10] + (ones[n % 10] if n % 10 else "")) if n > 9 else ones[n]

        return "".join(_DIGITS[c] for c in str(day.year)) + f"年{spoken(day.month)}月{spoken(day.day)}日"
    return rng.choice((f"{day.year}年{day.month}月{day.day}日", f"{day.year} 年 {day.month} 月 {day.day} 日"))


def _title(made: Contents, rng: Random, full: bool) -> list[str]:
    name = made.agency.name if full else ""
    what = rng.choice(
        ("政府信息公开工作年度报告", "政府信息公开工作年度报告", "政府信息公开年度报告", "信息公开工作年度报告")
    )
    way = rng.random()
    if way < 0.6:
        return [f"{name}{made.year}年{what}"]
    if way < 0.75:
        return [name, f"{made.year}年{what}"] if full else [f"{made.year}年{what}"]
    if way < 0.85:
        return [f"{name}{what}", f"（{made.year}年）"]
    if way < 0.93:
        return [f"{name} {made.year} 年{what}"]
    return (
        [f"{name}{made.year}年{what[:-4]}", "年度报告"] if what.endswith("年度报告") else [f"{name}{made.year}年{what}"]
    )


def facts(made: Contents) -> dict[str, Any]:
    """Who and when, as the scorer asks."""
    here = made.agency.place
    return {
        "is_report": True,
        "agency_name": made.agency.name,
        "fiscal_year": made.year,
        "region_code": here.region_code,
        "admin_level": made.agency.level,
        "place": {"province": here.province, "prefecture": here.prefecture or None, "county": here.county or None},
        "published_on": None,
    }


def heading(axis_code: str, rng: Random, quirks: frozenset[str]) -> str:
    """A section heading, sometimes reworded."""
    text = labels().text["heading", axis_code]
    if rng.random() < 0.15 and labels().misprints[text]:
        return rng.choice(labels().misprints[text])
    return text.replace("、", ".", 1) if rng.random() < 0.03 else text


def compose(made: Contents, rng: Random, quirks: frozenset[str], header_form: str | None = None) -> Draft:
    """The undamaged report. The agency is told in the title, or else in the preamble and the signature."""
    words = prose()
    full = rng.random() < 0.85
    blocks = [Block("title", line) for line in _title(made, rng, full)]
    pre = rng.choice(words["preambles"])
    signed = not full or rng.random() < 0.6
    if full and rng.random() < 0.1:
        pre = rng.choice(words["overview"])
    blocks.append(Block("p", fill(pre, made, rng)))

    def say(kind: str, most: int) -> None:
        chosen = rng.sample(words[kind], rng.randint(0, min(most, len(words[kind]))))
        blocks.extend(Block("p", fill(sentence, made, rng)) for sentence in chosen)

    blocks.append(Block("heading", heading("overview", rng, quirks)))
    say("overview", 6)
    tables = (
        ("disclosure_items", items_table(made.form, made.printed, made.head, header_form), "before_items"),
        ("application_outcomes", applications_table(made.form, made.printed), "before_applications"),
        ("review_litigation", review_table(made.form, made.printed), "before_review"),
    )
    for code, table, before in tables:
        blocks.append(Block("heading", heading(code, rng, quirks)))
        say(before, 1)
        blocks.append(Block("table", table=table))
        if rng.random() < 0.15:
            say("after_tables", 1)
    blocks.append(Block("heading", heading("problems", rng, quirks)))
    say("problems", 3)
    blocks.append(Block("heading", heading("other_matters", rng, quirks)))
    blocks.append(Block("p", fill(rng.choice(words["other_matters"]), made, rng)))
    truth = Truth(facts(made), made.form, dict(made.values), set(made.soft))
    if signed:
        blocks.append(Block("signature", made.agency.name))
        blocks.append(Block("signature", _dated(made, rng)))
        truth.facts["published_on"] = made.published.isoformat()
    return Draft(made, blocks, truth, quirks)
