"""Lists of sources: a CSV or YAML file with one web address a row, and what is known of the document there.

    url,agency,region,note
    https://example.org/zwgk/2023.html,示例县财政局,示例县,asked for by post

A file is taken for a list by its columns alone: `url`, and none that holds the text of a document. YAML is a list of
mappings with the same keys.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extract.addresses import is_web, problem_of, without_user
from extract.found import Found, SourceError
from extract.reference import read_csv

COLUMNS = ("url", "agency", "region", "note")
_TABLES, _TREES = (".csv",), (".yaml", ".yml")
_HEAD = 4_096  # bytes that are looked at for a header
_LARGEST = 64 << 20  # bytes of a list: some 500,000 addresses


def is_list(path: str) -> bool:
    """Whether a file is a list of sources, by its ending and header. Reads its first few KB."""
    if not path.lower().endswith(_TABLES + _TREES):
        return False
    try:
        with Path(path).open("rb") as file:
            head = _text(file.read(_HEAD))
    except OSError:
        return False
    if path.lower().endswith(_TREES):
        lines = (line for line in head.splitlines() if line.strip() and not line.lstrip().startswith("#"))
        first = next((line for line in lines if line.strip() != "---"), "")
        return first.startswith("-") and any(_is_key(line, "url") for line in head.splitlines())
    columns = _header(head)
    return "url" in columns and not any(column in _texts() for column in columns)


def listed(path: str) -> list[Found]:
    """The addresses of a list as items of kind 'address', each once, in the order of the list.

    A row that names no web address is an item of kind 'unreadable': it is counted, not passed over. Of an address
    listed twice, what the rows say differently is not taken. Raises SourceError for a list that cannot be read, has a
    column that is not one of COLUMNS, or no row.
    """
    try:
        size = Path(path).stat().st_size
        if size > _LARGEST:
            raise SourceError(f"{path}: a list of {size:,} bytes, more than {_LARGEST:,}; split it")
        text = _text(Path(path).read_bytes())
    except OSError as error:
        raise SourceError(f"{path}: the list cannot be opened ({error.strerror or error}); check the path") from error
    rows = list(_tree(path, text) if path.lower().endswith(_TREES) else _table(path, text))
    if not rows:
        raise SourceError(f"{path}: the list has no row; put an address a row below the header")
    return list(_items(path, rows))


def _items(path: str, rows: list[tuple[int, dict[str, str]]]) -> Iterator[Found]:
    known: dict[str, dict[str, str]] = {}
    for number, row in rows:
        url = row.pop("url", "").strip()
        if not is_web(url) or problem_of(url):
            why = problem_of(url) if url else f"{path}: row {number} has no url; fill it in or remove the row"
            shown = without_user(url) if "@" in url and problem_of(url) else url
            yield Found(f"{path}#{number}", shown or path, kind="unreadable", detail=why or "")
        elif url in known:
            known[url] = {key: value for key, value in {**row, **known[url]}.items() if row.get(key, value) == value}
        else:
            known[url] = row
    for url, row in known.items():
        metadata = json.dumps(row, ensure_ascii=False, sort_keys=True) if row else ""
        yield Found(url, url, kind="address", metadata=metadata)


def _table(path: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader)]
        _require_known(path, columns)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(columns):
                    raise SourceError(
                        f"{path}: line {reader.line_num} has {len(cells)} cells under {len(columns)} columns; "
                        "put texts with commas in double quotes"
                    )
                yield reader.line_num, _told(dict(zip(columns, cells, strict=False)))
    except csv.Error as error:
        raise SourceError(f"{path}: line {reader.line_num} is no CSV ({error}); correct it") from error


def _tree(path: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    import yaml  # noqa: PLC0415 - few runs need it

    try:
        rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe loaders
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(f"{path}: no YAML ({' '.join(str(error).split())}); correct it") from error
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise SourceError(f"{path}: entry {number} is no mapping; write - url: https://…")
        named = {str(key).strip().lower(): value for key, value in row.items()}
        _require_known(path, named)
        if any(isinstance(value, dict | list) for value in named.values()):
            raise SourceError(f"{path}: entry {number} holds lists or mappings; each value must be a text")
        yield number, _told(named)


def _told(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value).strip() for key, value in row.items() if value is not None and str(value).strip()}


def _require_known(path: str, columns: Iterable[str]) -> None:
    """A misspelt column would be lost without a word."""
    strange = [column for column in columns if column not in COLUMNS]
    if strange:
        raise SourceError(f"{path}: unknown column {strange[0]!r}; a list has the columns {', '.join(COLUMNS)}")


def _header(head: str) -> list[str]:
    try:
        return [name.strip().lower() for name in next(csv.reader([head.splitlines()[0]]))]
    except (csv.Error, IndexError, StopIteration):
        return []


def _is_key(line: str, key: str) -> bool:
    return line.strip().removeprefix("-").lstrip().lower().startswith(f"{key}:")


def _text(raw: bytes) -> str:
    from extract.decode import decode  # noqa: PLC0415 - its tables are needed only for lists

    return decode(raw)[0]


@cache
def _texts() -> frozenset[str]:
    """Columns that hold the text of a document: a table with one of them is a corpus and no list."""
    return frozenset(row["column"].lower() for row in read_csv("corpus_columns.csv") if row["role"] == "text")
