"""Model texts, explanations, half-years that hold figures: what preamble, contact and signature give away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from transform.agency import is_agency, is_full, is_place, is_town
from transform.marks import Rules, Simplify, plain, year_of
from transform.naming import load_rules as load_naming
from transform.reading import Refusal
from transform.titles import is_title, parse_title

_TOP_LINES, _END_LINES = 40, 8  # lines above section one, lines with the signature
_SENTENCE, _SIGNATURE = 400, 40  # characters of a line there that are looked at; of a line that can be a signature
_SIGN = "□"  # a placeholder, as the patterns of where agency and year are expected are written
_SEVERAL = 2  # placeholders that are no accident, wherever they stand


def vague(lines: Sequence[str], title: str, rules: Rules, simplify: Simplify) -> Refusal | None:
    """Why a page is a model text, with placeholders for its agency or year, an explanation of a report, or one on a
    part of a year; None where it is none of these, or where a title names the agency in full.

    lines: the raw text; only what stands above section one and the last lines are looked at. title: the metadata's.
    """
    opens = rules.marks["opening"]

    def is_above(line: str) -> bool:
        return not any(mark.search(line) for mark in opens)

    top = [line[:_SENTENCE] for line in takewhile(lambda line: is_above(line.strip()), lines[:_TOP_LINES])]
    end = [line for line in lines[max(len(top), len(lines) - _END_LINES) :] if len(line) < _SIGNATURE]
    if rules.vague.search("".join(top)) is None and rules.vague.search("".join(end)) is None:
        return None
    above = list(takewhile(is_above, plain("\n".join(top), simplify).split("\n")))
    below = plain("\n".join(end), simplify).split("\n")
    if _is_titled([plain(title, simplify), *filter(None, above)]):
        return None
    if (found := _placeholder((*above, *below), rules)) is not None:
        return Refusal("not_a_report", f"A placeholder stands for its agency or year: a model text. {found}.")
    if any(mark.search(line) for line in above for mark in rules.marks["explaining"]):
        return Refusal("not_a_report", "It explains a report and repeats its tables; load the report itself.")
    dated = any(is_title(line) and year_of(line) for line in (plain(title, simplify), *above))
    if not dated and any(mark.search(line) for line in above for mark in rules.marks["part_of_a_year"]):
        return Refusal("not_a_report", "It reports on a part of a year; load the annual report instead.")
    return None


def _placeholder(lines: Sequence[str], rules: Rules) -> str | None:
    """The first placeholder, where one stands for the agency or the year of the report, or where there are several."""
    found: list[str] = []
    for line in lines:
        spans: list[tuple[int, int]] = []
        for mark in rules.marks["placeholder"]:
            group = "sign" if "sign" in mark.groupindex else 0
            spans += [match.span(group) for match in mark.finditer(line)]
        last = 0
        for start, end in sorted(spans):
            if start < last:  # 某某市 of 某某市水务局
                continue
            last = end
            found.append(line[start:end])
            told = line[:start] + _SIGN + line[end:]
            if any(mark.search(told) for mark in rules.marks["expected"]):
                return found[-1]
    return found[0] if len(found) >= _SEVERAL else None


def _is_titled(lines: Sequence[str]) -> bool:
    """Whether one of the lines, or two together, is a title that names an agency or a place in full."""
    naming = load_naming()
    for above, line in zip(("", *lines), lines, strict=False):
        for text in (line, above + line):
            name = parse_title(text, 0).agency if is_title(text) else ""
            named = is_agency(name, naming) or is_place(name, naming) or is_town(name, naming)
            if named and is_full(name, naming):
                return True
    return False
