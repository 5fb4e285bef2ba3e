"""What sentences tell, as data: the rules of `data/reference/prose.yaml` as objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from transform.reference import REFERENCE


class FigureRule(NamedTuple):
    """How one figure is told. counts: patterns with a group `n`; zeros: patterns that tell none.

    keys, context, unless, unless_not: any of several words; see the head of `prose.yaml`. unless_sentence: patterns of
    a whole sentence whose clauses tell parts of it. last_year: a clause that names the year before may tell it. parts:
    behind 其中 a sentence tells parts of it.
    """

    figure: str
    keys: tuple[str, ...]
    context: re.Pattern[str]
    counts: tuple[re.Pattern[str], ...]
    zeros: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]
    unless_not: re.Pattern[str]
    unless_sentence: tuple[re.Pattern[str], ...]
    last_year: bool
    parts: bool


class Rules(NamedTuple):
    """The rules of all figures; what a clause tells none of them with, what makes it speak of several years, and what
    of others than the agency."""

    figures: tuple[FigureRule, ...]
    everywhere: re.Pattern[str]
    spans: re.Pattern[str]
    others: re.Pattern[str]


@cache
def load_rules(folder: Path = REFERENCE) -> Rules:
    """The rules of `folder`, read once per process."""
    with (folder / "prose.yaml").open(encoding="utf-8") as stream:
        told = yaml.safe_load(stream)
    parts: dict[str, str] = told["parts"]

    def whole(text: str) -> str:
        return re.sub(r"(?<!P)<(\w+)>", lambda part: parts[part.group(1)], text)

    def compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(whole(text)) for text in patterns)

    def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile(whole("|".join(patterns)))

    return Rules(
        tuple(
            FigureRule(
                rule.get("figure", name),
                tuple(rule["keys"]),
                _any_of(rule["context"]),
                compiled(rule["counts"]),
                compiled(rule["zeros"]),
                _any_of(rule["unless"]),
                _any_of(rule.get("unless_not", ())),
                compiled(rule.get("unless_sentence", ())),
                rule.get("last_year", False),
                rule.get("parts", False),
            )
            for name, rule in told["figures"].items()
        ),
        any_of(told["everywhere"]),
        any_of(told["spans"]),
        any_of(told["others"]),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
