"""Documents that cannot go stale: the data dictionary and the questions, against a warehouse of the sample reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from load.dictionary import render
from load.warehouse import Warehouse

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = re.compile(
    r"## \d+\. (?P<question>[^\n]+)\n\n```sql\n(?P<sql>.*?)\n```\n\n(?P<answer>(?:\|[^\n]*\n)+)", re.DOTALL
)


@pytest.fixture(scope="module")
def sample(sample_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample reports as loaded."""
    with Warehouse(sample_warehouse).connect() as connection:
        yield connection


def test_data_dictionary_is_what_the_catalogue_says(sample: duckdb.DuckDBPyConnection) -> None:
    told = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert told == render(sample), "run `python -m load.dictionary WAREHOUSE > docs/data-dictionary.md` and look at it"


def test_every_relation_of_the_dictionary_says_what_it_is() -> None:
    told = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    empty = re.findall(r"^\| `(\w+)` \| [^|]+ \|  \|", told, re.MULTILINE)
    assert empty == []


def questions() -> list[tuple[str, str, str]]:
    """Question, query and answer of each."""
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    return [(found["question"], found["sql"], found["answer"]) for found in QUESTIONS.finditer(text)]


def test_there_are_ten_questions() -> None:
    assert len(questions()) == 10


def test_a_question_is_one_short_query_of_one_relation() -> None:
    for question, sql, _ in questions():
        assert len(sql.split()) <= 45, question
        assert sql.count("SELECT") == sql.count("FROM") == 1, question
        assert "JOIN" not in sql, question


@pytest.mark.parametrize(("question", "sql", "answer"), questions(), ids=[str(n) for n in range(1, 11)])
def test_answer_is_what_the_query_gives(
    sample: duckdb.DuckDBPyConnection, question: str, sql: str, answer: str
) -> None:
    found = sample.execute(sql)
    head = [column[0] for column in found.description]
    rows = [["" if value is None else str(value) for value in row] for row in found.fetchall()]
    lines = answer.splitlines()
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])]
    assert told == [head, *rows], question
