"""Reference tables that the reading of bytes needs: `data/reference/`, read as they are."""

from __future__ import annotations

import csv
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"


def read_csv(name: str) -> list[dict[str, str]]:
    """Rows of one reference table as dictionaries; a missing file is an installation error and raises OSError."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
