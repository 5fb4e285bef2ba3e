"""Frames of one batch: what goes in comes out, and nothing is loaded under a guessed name."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace

import pytest

from extract.document import Rejected
from tests.unit.frames.readings import document, read, reading, who
from transform.frames import OUT_OF_RANGE, Read, build, report_id
from transform.reading import BLANK, MISSING, Reading, Refusal
from transform.reference import CellKey, load_reference
from transform.schema import SchemaError

RECEIVED = ("application_outcomes", "received", "total")
FEE = ("disclosure_items", "fee", "fee_amount")


def place(key: tuple[str, str, str], form: str = "2021") -> int:
    return load_reference().forms[form].index[CellKey(*key)]


def test_report_id_depends_on_bytes_and_part_alone() -> None:
    sha = hashlib.sha256(b"one").hexdigest()
    assert report_id(sha, 1) == report_id(sha, 1) == str(uuid.UUID(report_id(sha, 1)))
    assert len({report_id(sha, 1), report_id(sha, 2), report_id(hashlib.sha256(b"two").hexdigest(), 1)}) == 3


def test_cells_keep_the_order_of_their_form_in_a_batch_of_both_forms() -> None:
    reads = [
        read("/a", reading("2021", {RECEIVED: 7})),
        read("/b", reading("2019", {RECEIVED: 8})),
        read("/c", reading("2021", {RECEIVED: 9})),
    ]
    frames = build(reads)
    values = dict(zip(frames.readings["report_id"], frames.readings["values"], strict=True))
    for uri, form, value in (("/a", "2021", 7), ("/b", "2019", 8), ("/c", "2021", 9)):
        mine = values[report_id(document(uri).sha256, 1)].to_list()
        assert [index for index, number in enumerate(mine) if number] == [place(RECEIVED, form)]
        assert mine[place(RECEIVED, form)] == value


def test_raw_is_kept_only_where_the_value_does_not_say_it() -> None:
    keys = [RECEIVED, ("application_outcomes", "granted", "total"), ("review_litigation", "review", "total"), FEE]
    frames = build(
        [
            read(
                "/a",
                reading(
                    values={keys[0]: 12, keys[1]: 12, keys[3]: 50},
                    statuses={keys[2]: BLANK},
                    raws={keys[1]: "12件", keys[3]: "50"},
                ),
            )
        ]
    )
    raws = frames.readings["raws"][0].to_list()
    assert [raws[place(key)] for key in keys] == [None, "12件", None, "50"]


def test_a_blank_that_prints_a_dash_keeps_it() -> None:
    frames = build([read("/a", reading(statuses={RECEIVED: BLANK}, raws={RECEIVED: "—"}))])
    assert frames.readings["raws"][0][place(RECEIVED)] == "—"


def test_statuses_are_counted() -> None:
    report = build([read("/a", reading(statuses={RECEIVED: BLANK, FEE: MISSING}, passed=False))]).reports.row(
        0, named=True
    )
    assert (report["cells_expected"], report["cells_reported"]) == (200, 198)
    assert (report["cells_blank"], report["cells_derived"], report["cells_missing"]) == (1, 0, 1)
    assert report["hard_checks_failed"] == 1


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"agency": None}, "unidentified_agency"),
        ({"agency_basis": None}, "unidentified_agency"),
        ({"fiscal_year": None}, "unidentified_year"),
        ({"year_basis": None}, "unidentified_year"),
    ],
)
def test_a_reading_without_agency_or_year_is_held_with_its_figures(told: dict[str, None], reason: str) -> None:
    identity = replace(who(), **{("agency_name" if name == "agency" else name): None for name in told})
    frames = build([read("/a", reading(values={RECEIVED: 5}, identity=identity))])
    assert frames.reports.is_empty()
    assert frames.readings.is_empty()
    assert frames.quarantine["reason"].to_list() == [reason]
    assert frames.quarantined_readings["values"][0][place(RECEIVED)] == 5


def test_a_reading_without_a_single_cell_is_held() -> None:
    made = reading()
    made.statuses[:] = [MISSING] * len(made.statuses)
    made.values[:] = [None] * len(made.values)
    assert build([read("/a", made)]).quarantine["reason"].to_list() == ["no_tables"]


def test_every_document_of_a_batch_is_accounted_for() -> None:
    reads = [
        read("/a", reading()),
        read("/b", reading(), content="/a"),
        Read("/c", Rejected("/c", "0" * 64, "encrypted", "Ask for a copy without password."), []),
        read("/d", Refusal("not_a_report", "A guide.")),
        Read("/e", document("/e"), []),
    ]
    frames = build(reads)
    outcomes = dict(zip(frames.documents["source_uri"], frames.documents["outcome"], strict=True))
    assert outcomes == {
        "/a": "loaded", "/b": "duplicate", "/c": "quarantined", "/d": "quarantined", "/e": "quarantined",
    }  # fmt: skip
    assert sorted(frames.quarantine["reason"]) == ["encrypted", "not_a_report", "not_a_report"]


def test_the_copy_that_can_be_loaded_is_the_one_kept() -> None:
    frames = build([read("/a", Refusal("unidentified_agency", "Name it.")), read("/b", reading(), content="/a")])
    assert dict(zip(frames.documents["source_uri"], frames.documents["outcome"], strict=True)) == {
        "/a": "duplicate", "/b": "loaded",
    }  # fmt: skip
    assert frames.quarantine.is_empty()


def test_two_reports_of_one_document_have_ids_of_their_own() -> None:
    frames = build([read("/a", reading(), reading(identity=who("周村区教育局")), Refusal("no_tables", "No tables."))])
    assert frames.reports["part"].to_list() == [1, 2]
    assert frames.quarantine["part"].to_list() == [3]
    assert frames.reports["report_id"].n_unique() == 2


@pytest.mark.parametrize("giant", [10**15, -(10**20)])
def test_a_number_too_large_to_be_one_is_missing_and_told(giant: int) -> None:
    frames = build([read("/a", reading(values={RECEIVED: giant}))])
    assert frames.readings["values"][0][place(RECEIVED)] is None
    assert frames.readings["statuses"][0][place(RECEIVED)] == MISSING
    assert frames.readings["raws"][0][place(RECEIVED)] == str(giant)
    assert OUT_OF_RANGE in frames.issues["code"].to_list()


def test_tables_tell_where_a_cell_stands() -> None:
    made = reading()
    where = {line: (2, line - 10) for line in range(11, 400)}
    frames = build([Read("/a", document("/a", tables=where), [made])])
    assert frames.readings["tables"][0].to_list()[:2] == [2, 2]
    assert frames.readings["rows"][0].to_list()[:2] == [1, 2]


def test_units_of_money_are_kept_in_the_order_of_money_cells() -> None:
    made = reading()
    made.units[place(FEE)] = "万元"
    assert build([read("/a", made)]).readings["units"][0].to_list() == ["万元"]


def test_a_reading_of_another_length_is_an_error_of_the_program() -> None:
    made: Reading = reading()
    made.values.append(1)
    with pytest.raises(ValueError, match="200 cells"):
        build([read("/a", made)])


def test_a_status_of_no_list_is_caught_at_the_border() -> None:
    with pytest.raises(SchemaError, match="scope holds 'all'"):
        build([read("/a", reading(identity=who(scope="all")))])


def test_an_empty_batch_gives_empty_frames() -> None:
    frames = build([])
    assert all(getattr(frames, name).is_empty() for name in frames.names())
