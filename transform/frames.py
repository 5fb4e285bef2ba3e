"""The tidy frames of one batch of documents, ready to be staged.

A report's cells travel packed: four lists in the order of `Form.cells`, one row a report. Which cell stands at which
place is said once, by the form, and not 200 times a report; the public relations unpack the lists (docs/warehouse.md
has the measurements). `raws` holds the printed text only where the value does not already say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain, groupby, repeat
from operator import attrgetter
from typing import NamedTuple

import polars as pl

from extract.document import Document, Rejected
from transform import finding_frames
from transform.finding_frames import Found
from transform.frame_schemas import (
    DOCUMENTS,
    LISTS,
    QUARANTINE,
    QUARANTINED_READINGS,
    READINGS,
    REPORTS,
    SCHEMAS,
    SMALL,
    TEXT,
    WHO_AND_WHEN,
    WHOLE,
)
from transform.reading import BLANK, MISSING, REPORTED, STATUSES, Identity, Issue, Reading, Refusal
from transform.reference import Form, load_reference
from transform.variants import agency_id

LARGEST_VALUE = 10**15  # money in fen fits DECIMAL(18, 2) with room for sums; a larger count is no count
MONEY = "money"
OUT_OF_RANGE = "value_out_of_range"


class Read(NamedTuple):
    """One document and what reading it gave. container: uri of the file found that held it."""

    container: str
    document: Document | Rejected
    results: Sequence[Reading | Refusal]


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one batch, each of the schema of its name."""

    documents: pl.DataFrame
    reports: pl.DataFrame
    readings: pl.DataFrame
    quarantine: pl.DataFrame
    quarantined_readings: pl.DataFrame
    checks: pl.DataFrame
    prose_figures: pl.DataFrame
    issues: pl.DataFrame

    def check(self) -> Frames:
        """Return the frames; raise SchemaError where one breaks its schema or a row belongs to no report."""
        for schema in SCHEMAS:
            schema.check(getattr(self, schema.name))
        known = pl.concat([self.reports["report_id"], self.quarantine["report_id"]]).implode()
        for child in (self.checks, self.prose_figures, self.issues, self.readings, self.quarantined_readings):
            stray = child.filter(~pl.col("report_id").is_in(known))
            if len(stray):
                raise ValueError(f"report {stray['report_id'][0]} has findings but is neither loaded nor quarantined")
        return self

    def names(self) -> tuple[str, ...]:
        """Names of the frames."""
        return tuple(field.name for field in fields(self))


def report_id(sha256: str, part: int) -> str:
    """The same document and part give the same UUID on every machine.

    The digest's first 112 bits and the part: among a billion documents two agree by chance once in 10^16.
    A UUID and not a text, because the database packs it into a fiftieth of the space.
    """
    return f"{sha256[:8]}-{sha256[8:12]}-{sha256[12:16]}-{sha256[16:20]}-{sha256[20:28]}{part:04x}"


def build(batch: Iterable[Read]) -> Frames:
    """The checked frames of one batch.

    Byte-identical documents of a batch are read into one: the copy that was loaded, or else the first by uri; the
    others have the outcome 'duplicate'. A reading without agency, year or a single cell goes to quarantine.
    """
    reads = [Read(read.container, read.document, [_guard(result) for result in read.results]) for read in batch]
    first: dict[str, Read] = {}
    for read in sorted(reads, key=lambda read: (not _is_loaded(read), read.document.uri)):
        first.setdefault(read.document.sha256, read)
    kept = list(first.values())
    parts = [
        (report_id(read.document.sha256, part), part, read.document, result)
        for read in kept
        for part, result in enumerate(read.results or [_rejection(read.document)], start=1)
    ]
    readings = _in_range(
        [_Part(rid, part, document, it) for rid, part, document, it in parts if isinstance(it, Reading)]
    )
    refusals = [(rid, part, document, it) for rid, part, document, it in parts if isinstance(it, Refusal)]
    held = _in_range([_Part(rid, part, document, it.reading) for rid, part, document, it in refusals if it.reading])
    packed = _packed(readings)
    reports = _reports(readings, [_agency_id(part.reading.identity) for part in readings], packed)
    return Frames(
        documents=_documents(reads, first),
        reports=reports,
        readings=packed.with_columns(reports["agency_id"], reports["fiscal_year"]).select(READINGS.columns.keys()),
        quarantine=_quarantine(refusals),
        quarantined_readings=_packed(held),
        checks=finding_frames.checks(_told(readings)),
        prose_figures=finding_frames.prose_figures(_told(readings)),
        issues=finding_frames.issues(_told([*readings, *held])),
    ).check()


def _agency_id(who: Identity) -> str:
    return agency_id(str(who.agency_name), who.region_code)


class _Part(NamedTuple):
    report_id: str
    part: int
    document: Document | Rejected
    reading: Reading


def _told(parts: Iterable[_Part]) -> list[Found]:
    return [(part.report_id, part.reading) for part in parts]


def _is_loaded(read: Read) -> bool:
    return any(isinstance(result, Reading) for result in read.results)


def _guard(result: Reading | Refusal) -> Reading | Refusal:
    """A reading that may not be loaded becomes a refusal that keeps its figures."""
    if isinstance(result, Refusal):
        return result
    who = result.identity
    if who.agency_name is None or who.agency_basis is None:
        reason, detail = "unidentified_agency", "The text does not tell which agency reports; name it in the metadata."
    elif who.fiscal_year is None or who.year_basis is None:
        reason, detail = "unidentified_year", "The text does not tell the year reported on; give it in the metadata."
    elif result.statuses.count(MISSING) == len(result.statuses):
        reason, detail = "no_tables", "No cell of the three tables could be read; look for them in an attachment."
    else:
        return result
    return Refusal(reason, detail, result.part, who, result)


def _rejection(document: Document | Rejected) -> Refusal:
    if isinstance(document, Rejected):
        return Refusal(document.reason, document.detail)
    return Refusal("not_a_report", "Nothing in the document was recognised as a report.")


def _in_range(parts: Iterable[_Part]) -> list[_Part]:
    """The parts by form, with each value too large to be one made missing (its text is kept) and told as an issue."""
    parts = sorted(parts, key=_form_of)
    return [
        part
        if max(map(abs, filter(None, part.reading.values)), default=0) < LARGEST_VALUE
        else part._replace(reading=_without_giants(part.reading))
        for part in parts
    ]


def _without_giants(reading: Reading) -> Reading:
    giants = [place for place, value in enumerate(reading.values) if value is not None and abs(value) >= LARGEST_VALUE]
    values, statuses = list(reading.values), list(reading.statuses)
    for place in giants:
        values[place], statuses[place] = None, MISSING
    found = [Issue(OUT_OF_RANGE, reading.lines[place], reading.raws[place] or "") for place in giants]
    return replace(
        reading,
        values=values,
        statuses=statuses,
        checks=[check._replace(lhs=_storable(check.lhs), rhs=_storable(check.rhs)) for check in reading.checks],
        issues=[*reading.issues, *found],
    )


def _documents(reads: list[Read], first: Mapping[str, Read]) -> pl.DataFrame:
    rows = []
    for read in reads:
        document = read.document
        outcome = "loaded" if _is_loaded(read) else "quarantined"
        if first[document.sha256] is not read:
            outcome = "duplicate"
        facts: tuple[object, ...] = (None, None, None, None, None)
        if isinstance(document, Document):
            script = next((result.identity.script for result in read.results), None)
            facts = (document.media_type, document.encoding, script, len(document.lines), document.images)
        rows.append((document.uri, read.container, document.sha256, outcome, *facts))
    return pl.DataFrame(rows, schema=DOCUMENTS.dtypes, orient="row")


def _reports(readings: list[_Part], agency_ids: list[str], packed: pl.DataFrame) -> pl.DataFrame:
    who = attrgetter(*WHO_AND_WHEN, "script")
    rows = [
        (
            *(it.report_id, it.document.sha256, it.part, it.reading.form, agency),
            *who(it.reading.identity),
            len([1 for check in it.reading.checks if check.passed is False and check.severity == "hard"]),
        )
        for it, agency in zip(readings, agency_ids, strict=True)
    ]
    names = [name for name in REPORTS.columns if not name.startswith("cells_")]
    frame = pl.DataFrame(rows, schema={name: REPORTS.columns[name].dtype for name in names}, orient="row")
    statuses = packed["statuses"]
    counts = {"cells_expected": statuses.list.len()} | {
        f"cells_{name}": statuses.list.count_matches(code) for code, name in enumerate(STATUSES)
    }
    return frame.with_columns(column.cast(SMALL).alias(name) for name, column in counts.items()).select(
        REPORTS.columns.keys()
    )


def _packed(parts: list[_Part]) -> pl.DataFrame:
    """The cells of many readings, one row each, in the order given, which is by form."""
    forms = load_reference().forms
    batches = [_packed_form(forms[name], list(mine)) for name, mine in groupby(parts, key=_form_of)]
    return pl.concat([QUARANTINED_READINGS.empty(), *batches])


def _form_of(part: _Part) -> str:
    return part.reading.form


def _packed_form(form: Form, parts: list[_Part]) -> pl.DataFrame:
    width = len(form.cells)
    money = [place for place, cell in enumerate(form.cells) if form.quantities.get(cell.column) == MONEY]
    readings = [part.reading for part in parts]
    for part in parts:
        if {len(part.reading.values), len(part.reading.statuses), len(part.reading.raws), len(part.reading.lines)} != {
            width
        }:
            raise ValueError(f"reading {part.report_id} has not {width} cells, as form {form.form} has")
    flat = pl.DataFrame(
        {
            "values": pl.Series(list(chain.from_iterable(it.values for it in readings)), dtype=WHOLE),
            "statuses": pl.Series(list(chain.from_iterable(it.statuses for it in readings)), dtype=pl.UInt8),
            "raws": pl.Series(list(chain.from_iterable(it.raws for it in readings)), dtype=TEXT),
            "lines": pl.Series(list(chain.from_iterable(it.lines for it in readings)), dtype=pl.Int32),
        }
    )
    said = (
        pl.when(pl.col("statuses") == REPORTED)
        .then((pl.col("values").cast(TEXT) == pl.col("raws")) & ~(pl.int_range(pl.len()) % width).is_in(money))
        .when(pl.col("statuses") == BLANK)
        .then(pl.col("raws") == "")
        .otherwise(False)
    )
    flat = flat.with_columns(pl.when(~said).then("raws").alias("raws"))
    gridded = [isinstance(part.document, Document) and bool(part.document.tables) for part in parts]
    places = list(chain.from_iterable(map(_places, parts, gridded))) if any(gridded) else []
    return pl.DataFrame(
        {
            "report_id": [part.report_id for part in parts],
            "form": [form.form] * len(parts),
            **{name: flat[name].reshape((len(parts), width)).arr.to_list() for name in LISTS},
            "tables": _cut((place and place[0] for place in places), gridded, width, SMALL),
            "rows": _cut((place and place[1] for place in places), gridded, width, SMALL),
            "units": _cut(
                chain.from_iterable(map(it.units.get, money) for it in readings),
                [bool(it.units) for it in readings],
                len(money),
                TEXT,
            ),
        }
    )


def _places(part: _Part, gridded: bool) -> Iterable[tuple[int, int] | None]:
    """Table and row of each cell, where the document's format tells them."""
    if gridded and isinstance(part.document, Document):
        told = part.document.tables
        return [told.get(line) if line else None for line in part.reading.lines]
    return repeat(None, len(part.reading.lines))


def _cut(flat: Iterable[object], told: Sequence[bool], width: int, dtype: type[pl.DataType]) -> pl.Series:
    """Lists of `width`, null where nothing is told. One flat column cut up costs a tenth of a list a row."""
    if not any(told):
        return pl.Series([None] * len(told), dtype=pl.List(dtype))
    lists = pl.Series(list(flat), dtype=dtype).reshape((len(told), width)).arr.to_list()
    return pl.select(pl.when(pl.Series(told)).then(lists)).to_series()


def _quarantine(refusals: list[tuple[str, int, Document | Rejected, Refusal]]) -> pl.DataFrame:
    who = attrgetter(*(name for name in WHO_AND_WHEN if name in QUARANTINE.columns))
    rows = [
        (rid, document.sha256, part, it.reason, it.detail, *who(it.identity)) for rid, part, document, it in refusals
    ]
    return pl.DataFrame(rows, schema=QUARANTINE.dtypes, orient="row")


def _storable(number: int | None) -> int | None:
    return number if number is None or abs(number) < LARGEST_VALUE else None
