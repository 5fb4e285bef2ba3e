"""Every case of `cases/*.yaml` is a report of one quirk and what a careful reader says of who, where and when."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from opencc import OpenCC

from transform.identity import identify
from transform.reading import Identity

CASES = [
    case
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
TABLE = ["第二十条第（一）项", "规章", "0", "0", "0"]


@cache
def simplify(text: str) -> str:
    return str(OpenCC("t2s").convert(text))


def read(case: dict[str, Any]) -> Identity:
    before, marker, after = case["text"].partition("<<TABLE>>")
    lines = before.splitlines()
    span = None
    if marker:
        span = (len(lines), len(lines) + len(TABLE) - 1)
        lines += TABLE + after.splitlines()
    return identify(lines, case.get("metadata", {}), case.get("uri", "report.txt"), span, simplify)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    identity = read(case)
    for name, expected in case["expect"].items():
        value = getattr(identity, name)
        value = value if value is None or isinstance(value, int) else str(value)
        assert value in (expected if isinstance(expected, list) else [expected]), name


def test_cases_are_many_and_named_once() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names)) >= 120
