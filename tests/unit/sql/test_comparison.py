"""Views that set agencies, places, years and versions beside each other."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.unit.sql.invented import BLANK, MISSING, Report, Warehouse, items, outcomes, report_id


def peers(*rates: tuple[str, int | str, int | str], **told: str | None) -> list[Report]:
    """One report an agency, with requests granted and concluded."""
    return [
        Report(name, name, cells=outcomes(granted=granted, concluded=concluded), **told)  # type: ignore[arg-type]
        for name, granted, concluded in rates
    ]


FIVE = (("a", 1, 10), ("b", 2, 10), ("c", 2, 10), ("d", 3, 10), ("e", 9, 10))
RANKS = (
    "SELECT agency_id, n_peers, rank, round(percent_rank, 2), round(p10, 3), p50, round(p90, 3) FROM agency_ranking "
    "WHERE metric = 'grant_rate' AND peer_group = ? ORDER BY agency_id"
)


def test_rank_and_quantiles_among_five_peers() -> None:
    points = (0.14, 0.2, 0.66)
    assert Warehouse(*peers(*FIVE)).rows(RANKS, "nation") == [
        ("a", 5, 5, 0.0, *points),
        ("b", 5, 3, 0.25, *points),
        ("c", 5, 3, 0.25, *points),
        ("d", 5, 2, 0.75, *points),
        ("e", 5, 1, 1.0, *points),
    ]


def test_four_peers_are_too_few() -> None:
    ranked = Warehouse(*peers(*FIVE[:4])).rows(RANKS, "nation")
    assert [row[:3] for row in ranked] == [(name, 4, None) for name in "abcd"]
    assert {row[3:] for row in ranked} == {(None, None, None, None)}


def test_peers_share_year_level_sector_scope_and_have_a_value() -> None:
    others = [
        *peers(("f", 5, 10), sector="justice"),
        *peers(("g", 5, 10), admin_level="county"),
        *peers(("h", 5, 10), scope="system"),
        *peers(("i", MISSING, 10)),
        *peers(("j", 5, 10), sector=None),
        Report("k", "k", 2021, cells=outcomes(granted=5, concluded=10)),
    ]
    ranked = {row[0]: row[1:3] for row in Warehouse(*peers(*FIVE), *others).rows(RANKS, "nation")}
    assert ranked["a"] == (5, 5)
    assert ranked["f"] == ranked["g"] == ranked["h"] == ranked["k"] == (1, None)
    assert ranked.keys().isdisjoint("ij")


def test_peers_within_the_province() -> None:
    elsewhere = peers(*((f"{name}2", 5, 10) for name, _, _ in FIVE), province="浙江省")
    warehouse = Warehouse(*peers(*FIVE), *elsewhere)
    assert {row[1] for row in warehouse.rows(RANKS, "nation")} == {10}
    assert {row[1] for row in warehouse.rows(RANKS, "province")} == {5}


def test_change_in_counts_per_cent_and_points() -> None:
    warehouse = Warehouse(
        Report("x", fiscal_year=2021, cells=outcomes(received=8, granted=1, concluded=4)),
        Report("y", fiscal_year=2022, cells=outcomes(received=10, granted=3, concluded=4, carried_in=2)),
        Report("z", fiscal_year=2024, cells=outcomes(received=10)),
    )
    changes = {
        str(row[0]): row[1:]
        for row in warehouse.rows(
            "SELECT metric, change, change_percent, change_points, form_changed FROM year_over_year "
            "WHERE metric IN ('received', 'grant_rate', 'carried_in') AND fiscal_year = 2022"
        )
    }
    assert changes == {
        "received": (2, 25, None, False),
        "grant_rate": (0.5, None, 50, False),
        "carried_in": (2, None, None, False),
    }
    assert warehouse.rows("SELECT * FROM year_over_year WHERE fiscal_year = 2024") == []


def test_forms_are_not_compared_where_their_figures_differ() -> None:
    warehouse = Warehouse(
        Report("x", fiscal_year=2020, form="2019", cells=items("regulation", made=3)), Report("y", fiscal_year=2021)
    )
    metrics = {row[0] for row in warehouse.rows("SELECT metric FROM year_over_year WHERE form_changed")}
    assert "received" in metrics
    assert metrics.isdisjoint({"issued", "in_force", "newly_disclosed_share", "uncorrected_share"})


def test_pooled_rate_and_mean_of_rates_are_two_things() -> None:
    warehouse = Warehouse(*peers(("a", 1, 1), ("b", 0, 9), ("c", MISSING, 5), ("d", 0, 0)))
    for view in ("region_year WHERE region_level = 'province' AND", "sector_year WHERE"):
        row = warehouse.one(
            "SELECT n_agencies, n_with_value, sum_numerator, sum_denominator, pooled_rate, mean_of_rates, n_missing "
            f"FROM {view} metric = 'grant_rate'"
        )
        assert row == (4, 2, 1, 10, 0.1, 0.5, 1)


def test_places_lie_in_those_above_them() -> None:
    warehouse = Warehouse(
        Report("a", "a", region_code="370300", prefecture="淄博市", cells=outcomes(received=1)),
        Report("b", "b", region_code="370302", prefecture="淄博市", county="淄川区", cells=outcomes(received=2)),
        Report("c", "c", region_code="370000", prefecture=None, cells=outcomes(received=4)),
        Report("d", "d", region_code=None, prefecture=None, province=None, cells=outcomes(received=8)),
    )
    assert warehouse.rows(
        "SELECT region_level, region_code, sum_numerator FROM region_year WHERE metric = 'received' ORDER BY ALL"
    ) == [("county", "370302", 2), ("nation", "000000", 15), ("prefecture", "370300", 3), ("province", "370000", 7)]


def test_own_and_system_are_never_pooled() -> None:
    warehouse = Warehouse(
        Report("a", cells=outcomes(received=1)), Report("a-all", scope="system", cells=outcomes(received=50))
    )
    assert warehouse.rows(
        "SELECT scope, sum_numerator FROM region_year "
        "WHERE metric = 'received' AND region_level = 'nation' ORDER BY ALL"
    ) == [("own", 1), ("system", 50)]


def test_share_of_agencies_without_requests_leaves_out_who_does_not_tell() -> None:
    reports = [Report(name, name, cells=outcomes(received=received)) for name, received in (("a", 0), ("b", 3))]
    warehouse = Warehouse(*reports, Report("c", "c", default=BLANK))
    assert warehouse.one(
        "SELECT n_agencies, n_with_value, pooled_rate FROM region_year "
        "WHERE metric = 'zero_request_share' AND region_level = 'nation'"
    ) == (3, 2, 0.5)


def refused(name: str, year: int) -> dict[str, object]:
    """A row of quarantine."""
    seen = datetime(2024, 1, 1, tzinfo=UTC)
    return {
        "report_id": report_id(f"refused {name} {year}"),
        "source_uri": f"{name}.txt",
        "source_sha256": name,
        "part": 1,
        "reason": "no_tables",
        "detail": "No table.",
        "agency_name": f"{name}局",
        "fiscal_year": year,
        "scope": "own",
        "source_state": "present",
        "first_seen_at": seen,
        "last_seen_at": seen,
        "run_id": "run",
    }


def test_coverage_tells_present_quarantined_and_absent() -> None:
    warehouse = Warehouse(
        Report("a1", "a", 2021), Report("a2", "a", 2022), Report("b2", "b", 2022), Report("c2", "c", 2022)
    )
    warehouse.insert_rows("quarantine", refused("b", 2021), refused("a", 2021), refused("stranger", 2021))
    assert warehouse.rows("SELECT agency_id, fiscal_year, status FROM coverage ORDER BY ALL") == [
        ("a", 2021, "present"),
        ("a", 2022, "present"),
        ("b", 2021, "quarantined"),
        ("b", 2022, "present"),
        ("c", 2021, "absent"),
        ("c", 2022, "present"),
    ]
    assert warehouse.one(
        "SELECT sum_numerator, sum_denominator FROM region_year "
        "WHERE metric = 'coverage' AND fiscal_year = 2021 AND region_level = 'nation'"
    ) == (1, 3)


def test_versions_differ_cell_by_cell_and_the_current_one_is_last() -> None:
    warehouse = Warehouse(
        Report("new", cells=outcomes(received=6), loaded_at=datetime(2024, 1, 1, tzinfo=UTC)),
        Report(
            "old",
            cells=outcomes(received=5, granted=BLANK),
            is_current=False,
            loaded_at=datetime(2024, 6, 1, tzinfo=UTC),
        ),
        Report("alone", "b"),
    )
    assert warehouse.rows(
        "SELECT row_code, value, later_value, status, later_status, source_uri, later_source_uri "
        "FROM report_versions ORDER BY row_code"
    ) == [
        ("granted", None, 0, "blank", "reported", "old.txt", "new.txt"),
        ("received", 5, 6, "reported", "reported", "old.txt", "new.txt"),
    ]


def test_versions_on_two_forms_show_the_cells_that_one_does_not_have() -> None:
    warehouse = Warehouse(Report("old", form="2019", is_current=False), Report("new"))
    only = set(warehouse.rows("SELECT column_code, status, later_status FROM report_versions"))
    assert ("made", "reported", None) in only
    assert ("issued", None, "reported") in only


def test_composition_of_outcomes_and_reasons() -> None:
    cells = outcomes(concluded=10, granted=6, denied_internal=3, denied_inquiry=1, declined_repeat=BLANK)
    warehouse = Warehouse(Report("r", cells=cells | outcomes(other_misc=MISSING)))
    rows = {
        (row[0], row[1]): row[2:]
        for row in warehouse.rows(
            "SELECT outcome_group, outcome, numerator, share, share_of_group, n_blank, n_missing "
            "FROM outcome_composition"
        )
    }
    assert rows["granted", ""] == (6, 0.6, 1, 0, 0)
    assert rows["denied", ""] == (4, 0.4, 1, 0, 0)
    assert rows["denied", "denied_internal"] == (3, 0.3, 0.75, 0, 0)
    assert rows["declined", "declined_repeat"] == (None, None, None, 1, 0)
    assert rows["declined", ""] == (0, 0, None, 1, 0)
    assert rows["other", ""] == (None, None, None, 0, 1)
    assert {group for group, _ in rows}.isdisjoint({"intake", "concluded", "carried_out"})


def test_a_system_against_the_sum_of_its_children() -> None:
    warehouse = Warehouse(
        Report("city", "city", scope="system", region_code="370300", cells=outcomes(received=20)),
        Report("office", "city", region_code="370300", cells=outcomes(received=4)),
        Report("one", "one", region_code="370302", cells=outcomes(received=9)),
        Report("two", "two", region_code="370303", cells=outcomes(received=MISSING)),
        Report("other-sector", "three", region_code="370303", sector="justice", cells=outcomes(received=100)),
        Report("other-place", "four", region_code="370400", cells=outcomes(received=100)),
    )
    assert warehouse.rows(
        "SELECT agency_id, value, children_sum, gap, n_children, n_children_missing FROM hierarchy_gaps "
        "WHERE metric = 'received'"
    ) == [("city", 20, 13, 7, 3, 1)]
