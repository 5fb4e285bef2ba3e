"""The declared schemas of the staged frames, one for each frame of a batch."""

from __future__ import annotations

import polars as pl

from transform.reading import REASONS
from transform.schema import Column, Schema, frozen

DOCUMENT_OUTCOMES = ("loaded", "duplicate", "quarantined")
BASES = ("title", "preamble", "signature", "metadata", "inferred")
ADMIN_LEVELS = ("central", "province", "prefecture", "county", "township")
SCOPES = ("own", "system", "unknown")
SCRIPTS = ("simplified", "traditional")
SEVERITIES = ("hard", "soft")

TEXT, WHOLE, SMALL = pl.String, pl.Int64, pl.Int16

WHO_AND_WHEN = {
    "agency_name": Column(TEXT, "full name of the publishing agency, in simplified Chinese", null=True),
    "fiscal_year": Column(pl.Int32, "year reported on", null=True),
    "title": Column(TEXT, "title of the report", null=True),
    "published_on": Column(pl.Date, "day of publication", null=True),
    "region_code": Column(TEXT, "GB/T 2260 code of the lowest place named", null=True),
    "province": Column(TEXT, "name of the province", null=True),
    "prefecture": Column(TEXT, "name of the prefecture", null=True),
    "county": Column(TEXT, "name of the county", null=True),
    "admin_level": Column(TEXT, "level of the place served", null=True, values=ADMIN_LEVELS),
    "sector": Column(TEXT, "what the agency does", null=True),
    "scope": Column(TEXT, "the office itself, or the system under it", values=SCOPES),
    "agency_basis": Column(TEXT, "where the agency is told", null=True, values=BASES),
    "year_basis": Column(TEXT, "where the year is told", null=True, values=BASES),
}
_PACKED = {
    "values": Column(pl.List(WHOLE), "value of each cell; money in fen"),
    "statuses": Column(pl.List(pl.UInt8), "place of each cell's status in STATUSES"),
    "raws": Column(pl.List(TEXT), "text as printed; null where the value or blank status says it"),
    "lines": Column(pl.List(pl.Int32), "1-based line where each cell stands"),
    "tables": Column(pl.List(SMALL), "1-based table of each cell, for formats that have tables", null=True),
    "rows": Column(pl.List(SMALL), "1-based row of that table", null=True),
    "units": Column(pl.List(TEXT), "unit found for each money cell, in the form's order of money cells", null=True),
}
LISTS = ("values", "statuses", "raws", "lines")

DOCUMENTS = Schema(
    "documents",
    "source_uri (one document found and read)",
    ("source_uri",),
    frozen(
        {
            "source_uri": Column(TEXT, "where the document was found"),
            "container_uri": Column(TEXT, "the file it came out of; itself, where a file is one document"),
            "sha256": Column(TEXT, "hex digest of its own bytes"),
            "outcome": Column(TEXT, "what became of it", values=DOCUMENT_OUTCOMES),
            "media_type": Column(TEXT, "IANA media type", null=True),
            "encoding": Column(TEXT, "character encoding", null=True),
            "script": Column(TEXT, "script of the text", null=True, values=SCRIPTS),
            "line_count": Column(pl.Int32, "number of lines", null=True),
            "images": Column(pl.Int32, "images that could hold a table", null=True),
        }
    ),
)
REPORTS = Schema(
    "reports",
    "report_id",
    ("report_id",),
    frozen(
        {
            "report_id": Column(TEXT, "UUID made of the document's digest and the part"),
            "source_sha256": Column(TEXT, "digest of the document"),
            "part": Column(SMALL, "1-based place of the report in its document"),
            "form": Column(TEXT, "form of its tables"),
            "agency_id": Column(TEXT, "stable id of the agency"),
            **{
                name: Column(column.dtype, column.meaning, null=False, values=column.values)
                if name in ("agency_name", "fiscal_year", "agency_basis", "year_basis")
                else column
                for name, column in WHO_AND_WHEN.items()
            },
            "script": Column(TEXT, "script of the text", values=SCRIPTS),
            "cells_expected": Column(SMALL, "cells of the form"),
            "cells_reported": Column(SMALL, "cells with a printed number"),
            "cells_blank": Column(SMALL, "cells printed empty"),
            "cells_derived": Column(SMALL, "cells settled by arithmetic"),
            "cells_missing": Column(SMALL, "cells that cannot be told"),
            "hard_checks_failed": Column(SMALL, "hard identities that do not hold"),
        }
    ),
)
READINGS = Schema(
    "readings",
    "report_id (the cells of one report, packed in the order of its form)",
    ("report_id",),
    frozen(
        {
            "report_id": Column(TEXT, "the report"),
            "agency_id": Column(TEXT, "its agency"),
            "fiscal_year": Column(pl.Int32, "its year"),
            "form": Column(TEXT, "its form"),
            **_PACKED,
        }
    ),
    parallel=LISTS,
)
QUARANTINE = Schema(
    "quarantine",
    "report_id (a document, or a part of one, that is not loaded)",
    ("report_id",),
    frozen(
        {
            "report_id": Column(TEXT, "id it would have as a report"),
            "source_sha256": Column(TEXT, "digest of the document"),
            "part": Column(SMALL, "1-based place in the document"),
            "reason": Column(TEXT, "why it is not loaded", values=REASONS),
            "detail": Column(TEXT, "a sentence a person can act on"),
            **{name: column for name, column in WHO_AND_WHEN.items() if name not in ("agency_basis", "year_basis")},
        }
    ),
)
QUARANTINED_READINGS = Schema(
    "quarantined_readings",
    "report_id (the figures of a report whose agency or year cannot be told, packed)",
    ("report_id",),
    frozen({"report_id": Column(TEXT, "id in quarantine"), "form": Column(TEXT, "its form"), **_PACKED}),
    parallel=LISTS,
)
CHECKS = Schema(
    "checks",
    "report_id, check_name, scope",
    ("report_id", "check_name", "scope"),
    frozen(
        {
            "report_id": Column(TEXT, "the report"),
            "check_name": Column(TEXT, "the identity"),
            "scope": Column(TEXT, "row or column it is evaluated for"),
            "severity": Column(TEXT, "hard or soft", values=SEVERITIES),
            "lhs": Column(WHOLE, "left side", null=True),
            "rhs": Column(WHOLE, "right side", null=True),
            "passed": Column(pl.Boolean, "null where it cannot be assessed", null=True),
            "message": Column(TEXT, "what differs", null=True),
        }
    ),
)
PROSE_FIGURES = Schema(
    "prose_figures",
    "report_id, position",
    ("report_id", "position"),
    frozen(
        {
            "report_id": Column(TEXT, "the report"),
            "position": Column(SMALL, "order in the text, from 1"),
            "figure": Column(TEXT, "what the number counts"),
            "value": Column(WHOLE, "the number"),
            "sentence": Column(TEXT, "the sentence that tells it"),
            "source_line": Column(pl.Int32, "1-based line"),
        }
    ),
)
ISSUES = Schema(
    "issues",
    "report_id, position",
    ("report_id", "position"),
    frozen(
        {
            "report_id": Column(TEXT, "the report, loaded or in quarantine"),
            "position": Column(SMALL, "order of finding, from 1"),
            "code": Column(TEXT, "kind of finding"),
            "source_line": Column(pl.Int32, "1-based line", null=True),
            "text": Column(TEXT, "the text itself"),
        }
    ),
)
SCHEMAS = (DOCUMENTS, REPORTS, READINGS, QUARANTINE, QUARANTINED_READINGS, CHECKS, PROSE_FIGURES, ISSUES)
