"""Runs one after another: what is read again, what replaces what, and that nothing found is ever lost."""

from __future__ import annotations

from datetime import date

import duckdb
import polars as pl
import pytest

from load import manifest
from load.errors import StagingError
from load.loading import RunSummary
from load.warehouse import Warehouse
from tests.unit.frames.readings import read, reading, who
from tests.unit.load.conftest import FakeFile
from transform.reading import MISSING, Reading, Refusal

RECEIVED = ("application_outcomes", "received", "total")
ROW = [("application_outcomes", "received", applicant) for applicant in ("total", "business", "research")]
REFUSED = Refusal("not_a_report", "A guide.")


def counts(summary: RunSummary) -> dict[str, int]:
    """The counts of a run that are not zero; the law of the sum is checked on the way."""
    assert summary.found == summary.loaded + summary.unchanged + summary.duplicate + summary.quarantined
    named = {name: getattr(summary, name) for name in ("loaded", "unchanged", "duplicate", "quarantined", "withdrawn")}
    return {name: count for name, count in named.items() if count}


def content(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """Every relation with all its rows, but `runs`."""
    with warehouse.connect() as connection:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' AND table_name <> 'runs'"
        ).fetchall()
        return {name: sorted(connection.execute(f'FROM "{name}"').fetchall(), key=repr) for (name,) in names}


def query(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    with warehouse.connect() as connection:
        return connection.execute(sql).fetchall()


def test_the_same_folder_again_changes_nothing_but_runs(warehouse: Warehouse, ingest) -> None:
    reads = [read("/reports/a"), read("/reports/b", content="/reports/a"), read("/reports/c", REFUSED)]
    assert counts(ingest(reads)) == {"loaded": 1, "duplicate": 1, "quarantined": 1}
    before = content(warehouse)
    assert counts(ingest(reads)) == {"unchanged": 3}
    assert content(warehouse) == before
    assert query(warehouse, "SELECT count(*), count(DISTINCT run_id) FROM runs WHERE found > 0") == [(2, 2)]


def test_a_touched_file_of_the_same_content_changes_the_manifest_alone(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a"), read("/reports/b", REFUSED)])
    before = content(warehouse)
    touched = {"/reports/a": 2, "/reports/b": 2}
    assert counts(ingest([read("/reports/a"), read("/reports/b", REFUSED)], versions=touched)) == {"unchanged": 2}
    after = content(warehouse)
    assert {name for name in before if before[name] != after[name]} == {"files"}


def test_changed_content_supersedes_what_stood_there(warehouse: Warehouse, ingest) -> None:
    # The earlier version is the more complete one; it is still the later version that counts.
    ingest([read("/reports/a", reading(values={RECEIVED: 1}))])
    changed = reading(values={RECEIVED: 2}, statuses={("review_litigation", "review", "total"): MISSING})
    assert counts(ingest([read("/reports/a", changed, content="new")], versions={"/reports/a": 2})) == {"loaded": 1}
    rows = query(
        warehouse,
        "SELECT value, is_current, source_state FROM application_outcomes JOIN reports USING (report_id)"
        " WHERE outcome = 'received' AND applicant = 'total' ORDER BY value",
    )
    assert rows == [(1, False, "superseded"), (2, True, "present")]


def test_a_report_replaced_by_nothing_readable_stays_current(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    assert counts(ingest([read("/reports/a", REFUSED, content="404")], versions={"/reports/a": 2})) == {
        "quarantined": 1
    }
    assert query(warehouse, "SELECT is_current, source_state FROM reports") == [(True, "superseded")]


def test_content_that_comes_back_is_present_again(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    ingest([read("/reports/a", reading(values={RECEIVED: 2}), content="new")], versions={"/reports/a": 2})
    assert counts(ingest([read("/reports/a")], versions={"/reports/a": 3})) == {"unchanged": 1}
    assert query(warehouse, "SELECT source_state FROM reports ORDER BY 1") == [("present",), ("superseded",)]


def test_a_copy_elsewhere_is_a_duplicate_with_its_place_kept(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/b")])
    summary = ingest(
        [read("/reports/a", content="/reports/b"), read("/reports/b"), read("/reports/c", content="/reports/b")]
    )
    assert counts(summary) == {"unchanged": 1, "duplicate": 2}
    assert query(warehouse, "SELECT source_uri FROM document_sources ORDER BY 1") == [
        ("/reports/a",),
        ("/reports/b",),
        ("/reports/c",),
    ]
    assert query(warehouse, "SELECT source_uri FROM reports") == [("/reports/b",)]


def test_copies_in_several_batches_are_read_into_one(warehouse: Warehouse, ingest) -> None:
    reads = [read("/reports/c", content="x"), read("/reports/b", content="x"), read("/reports/a", REFUSED, content="x")]
    assert counts(ingest(reads, batch_size=1)) == {"loaded": 1, "duplicate": 2}
    assert query(warehouse, "SELECT source_uri FROM reports") == [("/reports/b",)]
    assert query(warehouse, "SELECT count(*) FROM disclosure_items") == [(10,)]
    assert query(warehouse, "SELECT count(*) FROM quarantine") == [(0,)]


def test_a_copy_that_tells_more_takes_a_document_out_of_quarantine(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a", REFUSED, content="x")])
    summary = ingest([read("/reports/a", REFUSED, content="x"), read("/reports/b", reading(), content="x")])
    assert counts(summary) == {"unchanged": 1, "loaded": 1}
    assert query(warehouse, "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM quarantine)") == [(1, 0)]


def test_another_parser_reads_everything_again_in_place(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a", reading(values={RECEIVED: 1})), read("/reports/b", REFUSED)])
    ids = query(warehouse, "SELECT report_id FROM reports")
    summary = ingest(
        [read("/reports/a", reading(values={RECEIVED: 2})), read("/reports/b", reading("2019"))], parser="2"
    )
    assert counts(summary) == {"loaded": 2}
    assert set(ids) < set(query(warehouse, "SELECT report_id FROM reports"))
    assert query(warehouse, "SELECT count(*) FROM quarantine") == [(0,)]
    rows = query(
        warehouse,
        "SELECT form, value, parser_version FROM application_outcomes JOIN reports USING (report_id, form)"
        " WHERE outcome = 'received' AND applicant = 'total' ORDER BY 1",
    )
    assert rows == [("2019", 0, "2"), ("2021", 2, "2")]


def test_what_is_gone_is_withdrawn_and_never_deleted(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a"), read("/reports/b"), read("/other/c", reading("2019"))], roots=("/reports", "/other"))
    assert counts(ingest([read("/reports/a")])) == {"unchanged": 1, "withdrawn": 1}
    rows = query(warehouse, "SELECT source_uri, source_state FROM reports ORDER BY 1")
    assert rows == [("/other/c", "present"), ("/reports/a", "present"), ("/reports/b", "withdrawn")]
    assert counts(ingest([read("/reports/a")])) == {"unchanged": 1}
    assert counts(ingest([read("/reports/a"), read("/reports/b")])) == {"unchanged": 2}
    assert query(warehouse, "SELECT DISTINCT source_state FROM reports") == [("present",)]


def test_a_record_gone_from_a_corpus_is_withdrawn(warehouse: Warehouse, ingest) -> None:
    corpus = [read(f"/reports/c.jsonl#{record}", container="/reports/c.jsonl") for record in range(3)]
    assert counts(ingest(corpus)) == {"loaded": 3}
    assert counts(ingest(corpus)) == {"unchanged": 3}
    assert counts(ingest(corpus[1:], versions={"/reports/c.jsonl": 2})) == {"unchanged": 2, "withdrawn": 1}
    assert query(warehouse, "SELECT source_uri FROM reports WHERE source_state = 'withdrawn'") == [
        ("/reports/c.jsonl#0",)
    ]


def test_quarantine_is_judged_anew_only_when_asked(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a", REFUSED), read("/reports/b")])
    first = query(warehouse, "SELECT first_seen_at FROM quarantine")
    assert counts(ingest([read("/reports/a", reading()), read("/reports/b")])) == {"unchanged": 2}
    other = Refusal("no_tables", "Look for an attachment.")
    assert counts(ingest([read("/reports/a", other), read("/reports/b")], retry=True)) == {
        "unchanged": 1,
        "quarantined": 1,
    }
    assert query(warehouse, "SELECT reason, first_seen_at < last_seen_at FROM quarantine") == [("no_tables", True)]
    assert query(warehouse, "SELECT first_seen_at FROM quarantine") == first
    assert counts(ingest([read("/reports/a", reading()), read("/reports/b")], retry=True)) == {
        "unchanged": 1,
        "loaded": 1,
    }
    assert query(warehouse, "SELECT count(*) FROM quarantine") == [(0,)]


def better_and_worse(agency: str) -> dict[str, tuple[Reading, Reading]]:
    """Two reports of one agency, by what is better about the first."""
    identity, incomplete = who(agency), {RECEIVED: MISSING}
    later, earlier = (who(agency, published_on=date(2022, month, 1)) for month in (2, 1))
    return {
        "complete": (reading(identity=identity), reading(identity=identity, statuses=incomplete)),
        "clean": (reading(identity=identity), reading(identity=identity, passed=False)),
        "late": (reading(identity=later), reading(identity=earlier)),
        "dated": (reading(identity=identity), reading(identity=who(agency, published_on=None))),
        "clean where neither is complete": (
            reading(identity=identity, statuses=incomplete),
            reading(identity=identity, passed=False, statuses=incomplete),
        ),
    }


def test_the_current_report_is_the_most_complete_clean_and_late(warehouse: Warehouse, ingest) -> None:
    reads = []
    for why in better_and_worse(""):
        for number in range(6):  # whichever bytes sort first
            better, worse = better_and_worse(f"{why}{number}局")[why]
            reads += [read(f"/worse/{why}/{number}", worse), read(f"/better/{why}/{number}", better)]
    ingest(reads, batch_size=len(reads))
    current = query(warehouse, "SELECT source_uri FROM reports WHERE is_current ORDER BY 1")
    assert current == sorted((made.container,) for made in reads[1::2])


def test_a_better_report_takes_over_when_it_comes_and_a_worse_one_does_not(warehouse: Warehouse, ingest) -> None:
    reads = [
        read(f"/reports/{missing}", reading(statuses=dict.fromkeys(ROW[:missing], MISSING))) for missing in (2, 1, 3)
    ]
    for known, current in ((1, "/reports/2"), (2, "/reports/1"), (3, "/reports/1")):
        ingest(reads[:known])
        assert query(warehouse, "SELECT source_uri FROM reports WHERE is_current") == [(current,)]


def test_own_and_system_reports_of_one_agency_are_both_current(warehouse: Warehouse, ingest) -> None:
    scopes = ("own", "unknown", "system")
    ingest([read(f"/reports/{scope}", reading(identity=who(scope=scope))) for scope in scopes])
    assert query(
        warehouse, "SELECT scope = 'system', count(*) FROM reports WHERE is_current GROUP BY 1 ORDER BY 1"
    ) == [
        (False, 1),
        (True, 1),
    ]


def test_a_file_that_was_found_and_not_staged_fails_the_run(warehouse: Warehouse, ingest) -> None:
    ingest([read("/reports/a")])
    before = content(warehouse)
    with warehouse.run("1") as run, pytest.raises(StagingError, match="/reports/b was found and gave no document"):
        run.load(run.plan([FakeFile("/reports/a"), FakeFile("/reports/b")], ["/reports"]))
    assert content(warehouse) == before


def test_two_parts_one_loaded_one_refused_count_as_one_document(warehouse: Warehouse, ingest) -> None:
    assert counts(ingest([read("/reports/a", reading(), REFUSED)])) == {"loaded": 1}
    assert query(warehouse, "SELECT part FROM quarantine") == [(2,)]


def test_the_database_itself_refuses_a_sum_that_does_not_hold(warehouse: Warehouse, ingest, tmp_path) -> None:
    ingest([read("/reports/a")])
    live = warehouse.versions.live()
    assert live is not None
    with duckdb.connect(str(tmp_path / "copy.duckdb")) as connection:
        connection.execute(f"ATTACH '{str(live).replace(chr(39), chr(39) * 2)}' AS live (READ_ONLY)")
        connection.execute((manifest.Path(__file__).parents[3] / "sql" / "tables" / "runs.sql").read_text())
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("INSERT INTO runs SELECT * REPLACE (found + 1 AS found) FROM live.runs")


KNOWN = pl.DataFrame(
    {
        "uri": ["/r/a", "/r/b", "/s/c", "http://x/d"],
        "size": [1, 1, 1, None],
        "mtime_ns": [5, 5, 5, None],
        "ctime_ns": [6, 6, 6, None],
        "inode": [7, 7, 7, None],
        "parser_version": ["1"] * 4,
        "document_count": [1, 4, 1, 1],
        "quarantined_count": [0, 2, 0, 0],
        "state": ["present"] * 4,
    },
    schema_overrides={"inode": pl.UInt64},
)


def seen(**changed: object) -> pl.DataFrame:
    return KNOWN.select(*manifest.FILES).with_columns(**{name: pl.lit(value) for name, value in changed.items()})


@pytest.mark.parametrize("fact", ["size", "mtime_ns", "ctime_ns", "inode"])
def test_each_fact_of_a_file_tells_a_change(fact: str) -> None:
    plan = manifest.compare(manifest.frame_of(seen(**{fact: 99})), KNOWN, ["/"], parser_version="1")
    assert plan.uris == KNOWN["uri"].to_list()


def test_a_source_that_tells_no_time_is_always_read() -> None:
    plan = manifest.compare(manifest.frame_of(seen()), KNOWN, ["/"], parser_version="1")
    assert plan.uris == ["http://x/d"]
    assert plan.unchanged_documents == 6


def test_retry_reads_files_with_documents_in_quarantine() -> None:
    assert "/r/b" in manifest.compare(manifest.frame_of(seen()), KNOWN, [], parser_version="1", retry=True).uris


@pytest.mark.parametrize(
    ("roots", "gone"),
    [
        (["/r"], ["/r/a", "/r/b"]),
        (["/r/"], ["/r/a", "/r/b"]),
        (["/r/a"], ["/r/a"]),
        (["/*/[ab]"], ["/r/a", "/r/b"]),
        (["/s/*", "http://x"], ["/s/c", "http://x/d"]),
        ([], []),
    ],
)
def test_only_what_lies_in_a_source_searched_can_be_gone(roots: list[str], gone: list[str]) -> None:
    plan = manifest.compare(manifest.frame_of([]), KNOWN, roots, parser_version="1")
    assert plan.withdrawn["uri"].to_list() == gone


def test_a_file_found_twice_is_one() -> None:
    assert manifest.frame_of([FakeFile("/a"), FakeFile("/a", 2)])["mtime_ns"].to_list() == [1]
