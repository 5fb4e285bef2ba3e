"""Places of Parquet files as DuckDB's readers take them: as parameters, never as text of a statement."""

from __future__ import annotations

import re
from pathlib import Path

_PATTERN = re.compile(r"([*?\[])")


def literal(path: Path) -> str:
    """The path as a pattern that only the path itself matches: DuckDB reads `*`, `?` and `[` in any path as such."""
    return _PATTERN.sub(r"[\1]", str(path))
