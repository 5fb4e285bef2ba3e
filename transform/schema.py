"""Declared schemas of frames: columns, types, key and nullability, checked at both borders of a stage.

A class of our own and not a library: what the borders need is four properties that Polars tests in a few vectorised
passes, and the frames hold lists, for which declarative frame libraries build one rule a column and a copy a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl


class SchemaError(ValueError):
    """A frame breaks its declared schema: an error of the stage that made it, never a fault of a document."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Polars type, whether it may be null, the closed list it may hold, and what it means."""

    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    null: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """The declared shape of one frame.

    name: name of the frame and of its staged file. grain: one row for each of what.
    key: columns whose combination is unique. parallel: list columns that have one length in each row.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    parallel: tuple[str, ...] = ()

    @property
    def dtypes(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """Column names to Polars types, in order."""
        return {name: column.dtype for name, column in self.columns.items()}

    def empty(self) -> pl.DataFrame:
        """A frame of this schema without rows."""
        return pl.DataFrame(schema=self.dtypes)

    def check(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` unchanged; raise SchemaError that names every broken promise."""
        faults = self._shape_faults(frame)
        if not faults:
            faults = self._value_faults(frame)
        if faults:
            raise SchemaError(f"frame {self.name}: " + "; ".join(faults))
        return frame

    def _shape_faults(self, frame: pl.DataFrame) -> list[str]:
        actual, declared = dict(frame.schema), self.dtypes
        faults = [f"column {name} is missing" for name in declared if name not in actual]
        faults += [f"column {name} is not declared" for name in actual if name not in declared]
        faults += [
            f"column {name} is {actual[name]}, declared {dtype}"
            for name, dtype in declared.items()
            if name in actual and actual[name] != dtype
        ]
        if not faults and list(actual) != list(declared):
            faults.append("columns stand in another order than declared")
        return faults

    def _value_faults(self, frame: pl.DataFrame) -> list[str]:
        if frame.is_empty():
            return []
        nulls = frame.null_count().row(0, named=True)
        faults = [
            f"column {name} has {nulls[name]} nulls and may have none"
            for name, column in self.columns.items()
            if nulls[name] and not column.null
        ]
        for name, column in self.columns.items():
            if column.values:
                allowed = pl.Series(column.values, dtype=pl.String).implode()
                strange = frame.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(allowed))[name]
                if len(strange):
                    faults.append(f"column {name} holds {strange[0]!r}, which is none of {column.values}")
        keys = frame.select(self.key)
        # Hashes that all differ prove it at a third of the cost.
        repeated = int(keys.is_duplicated().sum()) if keys.hash_rows().n_unique() < len(keys) else 0
        if repeated:
            faults.append(f"{repeated} rows share a key ({', '.join(self.key)})")
        if self.parallel:
            first = pl.col(self.parallel[0]).list.len()
            uneven = frame.select(
                pl.any_horizontal(pl.col(name).list.len() != first for name in self.parallel[1:]).fill_null(False).sum()
            ).item()
            if uneven:
                faults.append(f"{uneven} rows whose lists {', '.join(self.parallel)} differ in length")
        return faults


def frozen(columns: dict[str, Column]) -> Mapping[str, Column]:
    """The same columns, read-only."""
    return MappingProxyType(columns)
