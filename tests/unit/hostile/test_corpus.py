"""The adversary itself: its truth is complete, its documents say what the truth says, and both are repeatable."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest

from tests.hostile import corpus, marks, render, wholes
from tests.hostile.contents import Contents, contents, places
from tests.hostile.corpus import ALL_DAMAGES, FORMATS, Case, Incompatible, compatible, generate
from tests.hostile.form import FORMS, keys, sums
from tests.hostile.layouts import LAYOUTS
from tests.hostile.quirks import simplified
from tests.hostile.report import Draft, compose
from transform.reference import load_reference

RELATIONS = ("disclosure_items", "application_outcomes", "review_litigation")


def cells(case: Case) -> dict[str, float | None]:
    """The cells of a case's truth, all relations together."""
    return {key: value for relation in RELATIONS for key, value in case.truth[relation].items()}


@pytest.mark.parametrize("form", FORMS)
def test_the_adversary_knows_the_same_cells_as_the_forms(form: str) -> None:
    known = [(relation, key) for relation, names in keys(form).items() for key in names]
    assert known == [(cell.relation, f"{cell.row}.{cell.column}") for cell in load_reference().forms[form].cells]


@pytest.mark.parametrize("form", FORMS)
def test_the_adversary_knows_the_same_sums_as_the_forms(form: str) -> None:
    mine = {frozenset((frozenset(left), frozenset(right))) for left, right in sums(form)}
    reference = load_reference().forms[form]
    name = [f"{cell.row}.{cell.column}" for cell in reference.cells]
    theirs = {
        frozenset((frozenset(name[i] for i in identity.lhs), frozenset(name[i] for i in identity.rhs)))
        for identity in reference.identities
        if identity.severity == "hard"
    }
    assert mine == theirs


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in ("glued", "single_space")])
def test_truth_of_an_undamaged_report_is_complete(layout: str) -> None:
    for seed in range(4):
        truth = generate(seed, layout, "txt").truth
        named = set(truth.get("unplaceable", [])) | {key for relation in RELATIONS for key in truth[relation]}
        assert len(named) == {"2019": 198, "2021": 200}[truth["form"]]
        assert truth["agency_name"] and truth["fiscal_year"] and truth["region_code"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_stands_in_the_text_as_printed(layout: str) -> None:
    for seed in range(3):
        rng = Random(seed)
        draft = compose(contents(rng, blanks="no"), rng, frozenset())
        text, spans = marks.strip(render.text(draft, layout, rng))
        assert {key: text[start:end] for key, (start, end) in spans.items()} == draft.contents.printed


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in ("pdf_columns", "glued")])
def test_figures_stand_in_the_order_of_the_form(layout: str) -> None:
    rng = Random(layout)
    draft = compose(contents(rng, blanks="no"), rng, frozenset())
    _, spans = marks.strip(render.text(draft, layout, rng))
    order = [key for names in keys(draft.contents.form).values() for key in names]
    assert all(spans[a][1] <= spans[b][0] for a, b in pairwise(order))


def _number(text: str) -> float:
    digits = re.sub(r"[,件条项个元万增减少加+－−-]", "", text.split("/", maxsplit=1)[0])
    sign = -1 if re.match("[-－−减]", text) else 1
    return sign * float(digits) * (10_000 if "万元" in text else 1)


def test_truth_is_what_is_printed() -> None:
    for seed in range(60):
        made: Contents = contents(Random(seed))
        for key, value in made.values.items():
            text = made.printed[key].strip(" \u3000")
            if value is None:
                assert text in ("", "-", "—", "/", "无")
                continue
            header = made.head.get(key.split(".")[1], "万元" if key == "fee.fee_amount" else "")
            if key == "fee.fee_amount" and "元）" not in header:
                header = "万元"
            scale = 10_000 if "万元" in header and "万元" not in text else 1
            assert round(_number(text) * scale, 2) == value, (seed, key, text)


def test_clean_contents_add_up() -> None:
    for seed in range(20):
        made = contents(Random(seed), clean=True, blanks="no")
        for left, right in sums(made.form):
            assert sum(made.values[key] or 0 for key in left) == sum(made.values[key] or 0 for key in right)


def test_the_same_arguments_give_the_same_case() -> None:
    for format in FORMATS:
        assert generate(7, None, format) == generate(7, None, format)
    assert generate(7, "markdown", "txt", ["cut"]) == generate(7, "markdown", "txt", ["cut"])
    assert generate(7, "markdown", "txt") != generate(8, "markdown", "txt")


@pytest.mark.parametrize("damage", ALL_DAMAGES)
def test_every_damage_gives_documents_with_a_truth(damage: str) -> None:
    for seed in range(3):
        case = generate(seed, damage=[damage])
        truth = case.truth
        assert case.data and truth["file"] == case.file_name
        known = set(cells(case))
        assert not known & set(truth.get("unplaceable", []))
        assert set(truth.get("may_be_missing", [])) <= known


def test_what_must_be_held_back_has_no_cells() -> None:
    for damage in ("image_only", "hijacked_name", "no_agency", "no_year", "truncated", "legacy", *wholes.NON_REPORTS):
        case = generate(1, damage=[damage])
        assert not cells(case), damage
        assert case.truth["is_report"] == (damage not in wholes.NON_REPORTS)


def test_what_cannot_meet_is_refused() -> None:
    with pytest.raises(Incompatible, match="choose others"):
        generate(1, "markdown", "docx")
    with pytest.raises(KeyError, match="no such damage"):
        generate(1, damage=["flood"])
    assert not compatible("glued", "txt", ["cut"])


def test_a_missing_agency_is_nowhere_in_the_text() -> None:
    for seed in range(5):
        named = generate(seed, "tab_rows", "txt", ["hijacked_title"])
        assert named.truth["agency_name"] in simplified(named.data.decode())
        draft: Draft = corpus._draft(Random(seed), "tab_rows", "txt", ["no_agency"])
        assert all(draft.contents.agency.name not in block.text for block in draft.blocks)


def test_places_are_consistent_with_their_codes() -> None:
    codes = [place.region_code for place in places()]
    assert len(codes) == len(set(codes)) > 60
    for place in places():
        ending = {"province": "0000", "prefecture": "00"}.get(place.admin_level, "")
        assert re.fullmatch(r"[1-6]\d{5}", place.region_code) and place.region_code.endswith(ending)
        assert bool(place.county) == (place.admin_level == "county")
