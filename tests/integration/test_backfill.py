"""Backfill: what is read again though it did not change, narrowed to chosen years and agencies."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.known import Again, chosen
from load.loading import RunSummary
from tests.conftest import load_into

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"
Ingest = Callable[..., RunSummary]


def _gather(folder: Path) -> Path:
    """Two years of one agency, one of another, a corpus that holds a copy, and a notice."""
    folder.mkdir()
    names = ("pingyin-market-2021.html", "pingyin-market-2022.txt", "tongzi-agriculture-2020.txt")
    for name in (*names, "zhenyuan-notice-2022.txt"):
        shutil.copy(SAMPLES / name, folder)
    text = (SAMPLES / "pingyin-market-2022.txt").read_text(encoding="utf-8")
    (folder / "corpus.jsonl").write_text(json.dumps({"text": text}, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return _gather(tmp_path / "reports")


@pytest.fixture(scope="module")
def standing(base_sql: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that is only asked."""
    folder = tmp_path_factory.mktemp("standing")
    load_into(folder / "test.duckdb", [str(_gather(folder / "reports"))], sql=base_sql)
    return folder / "test.duckdb"


@pytest.mark.parametrize(
    ("again", "names"),
    [
        ({"years": [2021]}, ["pingyin-market-2021.html"]),
        ({"years": [2020, 2021]}, ["pingyin-market-2021.html", "tongzi-agriculture-2020.txt"]),
        ({"agencies": ["桐梓县*"]}, ["tongzi-agriculture-2020.txt"]),
        ({"agencies": ["平阴县市场监督管理局"], "years": [2022]}, ["corpus.jsonl", "pingyin-market-2022.txt"]),
        ({"agencies": ["桐梓县*"], "years": [2022]}, []),
        ({"agencies": ["桐梓县"]}, []),
    ],
)
def test_what_is_chosen(again: dict[str, Any], names: list[str], standing: Path) -> None:
    files = chosen(standing, Again(reread=True, **again))
    assert [Path(file).name for file in files or []] == names


def test_a_choice_of_everything_names_no_file(standing: Path) -> None:
    assert chosen(standing, Again(reread=True)) is None


def test_only_the_chosen_is_read_again_and_the_new_beside_it(ingested: Ingest, sources: Path) -> None:
    ingested(sources)
    shutil.copy(SAMPLES / "gaoan-government-2015-legacy.txt", sources)
    done = ingested(sources, reread=True, years=[2020])
    assert (done.loaded, done.unchanged, done.quarantined) == (1, 4, 1)


def test_a_new_reader_reads_only_the_chosen_until_it_is_asked_for_all(ingested: Ingest, sources: Path) -> None:
    ingested(sources)
    narrowed = ingested(sources, version="a new reader", reread=True, agencies=["桐梓县*"])
    assert (narrowed.loaded, narrowed.unchanged) == (1, 4)
    full = ingested(sources, version="a new reader")
    assert (full.loaded, full.unchanged, full.duplicate, full.quarantined) == (2, 1, 1, 1)


def test_a_second_try_may_be_narrowed_too(ingested: Ingest, sources: Path) -> None:
    ingested(sources)
    assert ingested(sources, retry=True, years=[2021]).unchanged == 5
    assert ingested(sources, retry=True).quarantined == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--year", "2021"], "--year and --agency say what is read again; add --reread or --retry-quarantined"),
        (["--reread", "--year", "1999"], "holds no report of 1999; the names are in its relation `agencies`"),
        (["--reread", "--agency", "无此局", "--year", "2021"], "holds no report of 2021 and 无此局;"),
    ],
)
def test_a_choice_of_nothing_is_told(
    words: list[str], message: str, standing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", str(SAMPLES), "--warehouse", str(standing), *words]) == 2
    assert message in capsys.readouterr().err
