"""What the warehouse knows of files: which hold chosen years or agencies, and whether a source was ever read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from load.warehouse import Warehouse

# Every place that holds a content counts: a copy that stays unread would keep the old reading alive.
_CHOSEN = """
    WITH known AS (
        SELECT source_sha256 AS sha256, fiscal_year, agency_name FROM reports
        UNION ALL
        SELECT source_sha256 AS sha256, fiscal_year, agency_name FROM quarantine
    )
    SELECT DISTINCT container_uri FROM document_sources JOIN known USING (sha256)
    WHERE state = 'present'
      AND ($years IS NULL OR list_contains($years, fiscal_year))
      AND ($agencies IS NULL OR list_bool_or([agency_name GLOB pattern FOR pattern IN $agencies]))
    ORDER BY container_uri
"""


@dataclass(frozen=True, slots=True)
class Again:
    """What is read again though it did not change.

    retry: documents in quarantine. reread: all. years, agencies: of these only the reports of one of the years and of
    one of the agencies (names, `*` for any characters); what else an earlier reader read is then left as it is.
    """

    retry: bool = False
    reread: bool = False
    years: Sequence[int] = ()
    agencies: Sequence[str] = ()


def chosen(warehouse: Path, again: Again) -> list[str] | None:
    """Files with a report, loaded or in quarantine, of the chosen years and agencies; None where nothing was chosen.

    A report whose year or agency is not told is of none. Raises WarehouseError where there is no warehouse.
    """
    if not again.years and not again.agencies:
        return None
    with Warehouse(warehouse).connect() as connection:
        asked = {"years": list(again.years) or None, "agencies": list(again.agencies) or None}
        return [uri for (uri,) in connection.execute(_CHOSEN, asked).fetchall()]


def was_read(warehouse: Path, source: str) -> bool:
    """Whether the warehouse holds anything of a source: one that is gone now was once there. False without a warehouse.

    Raises WarehouseError where the file is none.
    """
    if not Warehouse(warehouse).exists():
        return False
    source = os.path.expanduser(source)  # noqa: PTH111 - addresses of stores stay as they are
    with Warehouse(warehouse).connect() as connection:
        query = "SELECT count(*) FROM files WHERE state = 'present' AND (uri = $it OR uri GLOB $it OR uri ^@ $below)"
        (number,) = connection.execute(query, {"it": source, "below": source.rstrip("/") + "/"}).fetchall()[0]
    return bool(number)
