"""What an agency does, at which level, and for whom it reports.

Source of the rules: `data/reference/sectors.csv`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from transform.reference import REFERENCE, read_csv


@cache
def sector_keywords(folder: Path = REFERENCE) -> dict[str, str]:
    """Keyword of a name to sector code, in the order in which they are tried."""
    return {row["keyword"]: row["sector"] for row in read_csv("sectors.csv", folder)}


@lru_cache(4096)
def sector_of(rest: str) -> str | None:
    """The sector told by a name whose place is cut off; None where no rule knows it."""
    # 人民政府 holds 民政, and 新城管委会 holds 城管, by accident of spelling.
    rest = rest.replace("人民政府", "政府").replace("管委会", "管理委员会")
    return next((sector for keyword, sector in sector_keywords().items() if keyword in rest), None)
