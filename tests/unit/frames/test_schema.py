"""Planted violations of a declared schema are caught, each by name."""

from __future__ import annotations

import polars as pl
import pytest

from transform.schema import Column, Schema, SchemaError, frozen

SCHEMA = Schema(
    "cells",
    "id",
    ("id",),
    frozen(
        {
            "id": Column(pl.String, "id"),
            "kind": Column(pl.String, "kind", null=True, values=("a", "b")),
            "left": Column(pl.List(pl.Int64), "list"),
            "right": Column(pl.List(pl.Int64), "list"),
        }
    ),
    parallel=("left", "right"),
)
GOOD = pl.DataFrame({"id": ["1", "2"], "kind": ["a", None], "left": [[1], [2, 3]], "right": [[4], [5, 6]]})


def test_a_good_frame_passes_unchanged() -> None:
    assert SCHEMA.check(GOOD) is GOOD
    assert SCHEMA.check(SCHEMA.empty()).is_empty()


@pytest.mark.parametrize(
    ("frame", "fault"),
    [
        (GOOD.drop("kind"), "column kind is missing"),
        (GOOD.with_columns(more=1), "column more is not declared"),
        (GOOD.with_columns(pl.lit(1).alias("kind")), "column kind is Int32, declared String"),
        (GOOD.select("kind", "id", "left", "right"), "another order"),
        (GOOD.with_columns(pl.lit(None, dtype=pl.String).alias("id")), "column id has 2 nulls"),
        (GOOD.with_columns(kind=pl.lit("c")), "column kind holds 'c'"),
        (GOOD.with_columns(id=pl.lit("1")), r"2 rows share a key \(id\)"),
        (GOOD.with_columns(right=pl.col("right").list.head(1)), "1 rows whose lists left, right differ"),
    ],
)
def test_a_broken_promise_is_named(frame: pl.DataFrame, fault: str) -> None:
    with pytest.raises(SchemaError, match=fault):
        SCHEMA.check(frame)
