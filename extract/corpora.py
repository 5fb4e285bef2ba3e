"""Corpora: many documents in one file, JSON lines or Parquet, read as a stream of bounded memory.

Which column holds the text, the address, the title, is told by `data/reference/corpus_columns.csv`: the first
column listed there that a record has, whatever the case. All other columns travel as metadata under their own names.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

import duckdb
import zstandard

from extract.document import Document, Rejected
from extract.found import openable, place_of
from extract.limits import Limits
from extract.reader import read
from extract.reference import read_csv

GZIP, ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"

_DEFAULT = Limits()
_PARQUET_ROWS = 256  # rows held at once
_LONGEST_METADATA = 2_000  # characters; longer values are texts in their own right, not something said of one


class Record(NamedTuple):
    """One document of a corpus: uri is the corpus, "#", and the record's own id, else its line or row (from 1)."""

    uri: str
    raw: bytes
    metadata: dict[str, str]


def records(path: Path, uri: str | None = None, limits: Limits = _DEFAULT) -> Iterator[Record | Rejected]:
    """The documents of one corpus in file order. A broken record is a `Rejected` and the stream goes on after it.

    The compression and the kind of file are told by its first bytes. A file that breaks off ends in a `Rejected`.
    """
    uri = uri if uri is not None else place_of(str(path))
    path = Path(openable(str(path)))
    try:
        with path.open("rb") as file:
            if file.read(4) == PARQUET:
                yield from _parquet(path, uri)
                return
            file.seek(0)
            yield from _json_lines(file, uri, limits)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError, duckdb.Error) as error:
        yield _broken(uri, b"", f"the corpus cannot be read to its end ({error}); fetch it again")


def documents(path: Path, uri: str | None = None, limits: Limits = _DEFAULT) -> Iterator[Document | Rejected]:
    """The documents of one corpus, each read by the format it is in (plain text or HTML as a rule)."""
    for record in records(path, uri, limits):
        if isinstance(record, Rejected):
            yield record
        else:
            yield from read(record.uri, record.raw, record.metadata, limits)


def _broken(uri: str, raw: bytes, detail: str, reason: str = "unreadable") -> Rejected:
    return Rejected(uri, sha256(raw).hexdigest() if raw else "", reason, detail)


def _json_lines(file: IO[bytes], uri: str, limits: Limits) -> Iterator[Record | Rejected]:
    places = _Places(uri)
    for number, line in enumerate(_lines(file, limits.max_bytes), 1):
        place = f"{uri}#{number}"
        if len(line) > limits.max_bytes:
            detail = f"line {number} has more than {limits.max_bytes:,} bytes; split it or raise Limits.max_bytes"
            yield _broken(place, b"", detail, "too_large")
            continue
        if line.isspace():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield _broken(place, line, f"line {number} is no JSON ({error}); correct the line or remove it")
            continue
        if not isinstance(row, dict):
            yield _broken(place, line, f"line {number} is no JSON object; each line must be {{column: value, …}}")
            continue
        yield _record(row, places, number, line)


def _lines(file: IO[bytes], longest: int) -> Iterator[bytes]:
    """Lines of a plain, gzip or zstd file. What is longer than `longest` is cut there, its rest passed over."""
    start = file.read(4)
    file.seek(0)
    stream: Any = file
    if start.startswith(GZIP):
        stream = gzip.GzipFile(fileobj=file)
    elif start == ZSTD:
        reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
        stream = io.BufferedReader(reader, 1 << 20)
    first = True
    while line := stream.readline(longest + 1):
        if len(line) > longest and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def _parquet(path: Path, uri: str) -> Iterator[Record | Rejected]:
    """DuckDB streams within row groups: 180 MB at most where Polars' batches took 660 MB on the same file."""
    place = _Places(uri)
    with duckdb.connect(config={"threads": 1}) as connection:
        result = connection.execute("FROM read_parquet(?)", [str(path)])
        columns = [column[0] for column in result.description]
        number = 0
        while rows := result.fetchmany(_PARQUET_ROWS):
            for values in rows:
                number += 1
                yield _record(dict(zip(columns, values, strict=True)), place, number, b"")


class _Places:
    """Addresses of records, each given once: the id where the record has one that was not met before."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._seen: set[int] = set()

    def of(self, identity: object, number: int) -> str:
        told = str(identity).strip() if isinstance(identity, str | int) else ""
        if not told:
            return f"{self._uri}#{number}"
        known = hash(told) in self._seen
        self._seen.add(hash(told))
        return f"{self._uri}#{told}:{number}" if known else f"{self._uri}#{told}"


def _record(row: Mapping[str, Any], places: _Places, number: int, line: bytes) -> Record | Rejected:
    roles = _roles(tuple(row))
    place = places.of(row.get(roles["id"]) if "id" in roles else None, number)
    if "text" not in roles:
        seen = ", ".join(list(row)[:12])
        detail = f"no column with a text among: {seen}; name it in data/reference/corpus_columns.csv"
        return _broken(place, line, detail)
    text = row[roles["text"]]
    if text is None:
        text = ""
    if not isinstance(text, str | bytes):
        return _broken(place, line, f"column {roles['text']} holds {type(text).__name__}, not a text")
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Record(place, raw, _metadata(row, roles))


def _metadata(row: Mapping[str, Any], roles: Mapping[str, str]) -> dict[str, str]:
    named = {column: role for role, column in roles.items()}
    metadata = {}
    for column, value in row.items():
        role = named.get(column, column)
        if role == "text" or value is None or isinstance(value, bytes | dict | list):
            continue
        if column in roles and roles[column] != column:  # another column is what this one's name promises
            continue
        told = str(value).strip()
        if told and len(told) <= _LONGEST_METADATA:
            metadata[role] = told
    return metadata


@cache
def _columns() -> list[tuple[str, str]]:
    return [(row["role"], row["column"].lower()) for row in read_csv("corpus_columns.csv")]


@cache
def _roles(columns: tuple[str, ...]) -> dict[str, str]:
    """Role to the column that has it, for the columns of one record."""
    spelled = {column.lower(): column for column in reversed(columns)}
    roles: dict[str, str] = {}
    for role, column in _columns():
        if column in spelled and role not in roles:
            roles[role] = spelled[column]
    return roles
