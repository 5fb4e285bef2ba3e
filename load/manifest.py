"""What is there against what was read before: which files to read, without opening any."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

FILES = {
    "uri": pl.String,
    "size": pl.Int64,
    "mtime_ns": pl.Int64,
    "ctime_ns": pl.Int64,
    "inode": pl.UInt64,
}
_FACTS = ("size", "mtime_ns", "ctime_ns", "inode")
_WILD = re.compile(r"[*?\[]")


class Found(Protocol):
    """A file found in a source, not yet opened. Facts a source does not tell are None; it is then always read."""

    @property
    def uri(self) -> str: ...
    @property
    def size(self) -> int | None: ...
    @property
    def mtime_ns(self) -> int | None: ...
    @property
    def ctime_ns(self) -> int | None: ...
    @property
    def inode(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do.

    to_read: the files to read, columns of FILES, in the order found. unchanged: files that need no reading, with
    their `document_count`. withdrawn: files read before, gone from the sources given. retry: whether documents in
    quarantine are to be judged anew. reread: whether everything is, also what has not changed. incomplete: why
    this cannot be all there is to do (a source that could not be listed), None where it is.
    """

    to_read: pl.DataFrame
    unchanged: pl.DataFrame
    withdrawn: pl.DataFrame
    retry: bool
    reread: bool = False
    incomplete: str | None = None

    @property
    def uris(self) -> list[str]:
        """Places of the files to read, in the order found."""
        return self.to_read["uri"].to_list()

    @property
    def unchanged_documents(self) -> int:
        """Number of documents in the unchanged files."""
        return int(self.unchanged["document_count"].sum())


def frame_of(found: Iterable[Found] | pl.DataFrame) -> pl.DataFrame:
    """Files found as a frame with the columns of FILES; a file found twice is one."""
    if isinstance(found, pl.DataFrame):
        frame = found.select(pl.col(name).cast(dtype) for name, dtype in FILES.items())
    else:
        files = list(found)
        frame = pl.DataFrame(
            [pl.Series(name, [getattr(file, name) for file in files], dtype=dtype) for name, dtype in FILES.items()]
        )
    return frame.unique("uri", keep="first", maintain_order=True)


def compare(
    found: pl.DataFrame,
    manifest: pl.DataFrame,
    roots: Sequence[str],
    *,
    parser_version: str,
    retry: bool = False,
    reread: bool = False,
    chosen: Sequence[str] | None = None,
) -> Plan:
    """The plan for `found` against the manifest (relation `files`).

    A file is unchanged where size, both times and inode are those of the last reading by the same parser; ctime tells
    an edit that put size and mtime back. roots: the sources as given; only what lies in one of them can be withdrawn,
    so that a run over one folder says nothing of another. chosen: the only files to be read again though they did not
    change; None for all of them.
    """
    same = pl.all_horizontal(pl.col(fact).eq_missing(pl.col(f"{fact}_known")) for fact in _FACTS)
    again = pl.col("parser_version") != parser_version
    if retry:
        again |= pl.col("quarantined_count") > 0
    if reread:
        again |= pl.lit(True)
    if chosen is not None:
        again &= pl.col("uri").is_in(list(chosen))
    fresh = (pl.col("state") == "present") & pl.col("mtime_ns").is_not_null() & ~again
    joined = found.join(manifest, on="uri", how="left", suffix="_known", maintain_order="left").with_columns(
        is_unchanged=(same & fresh).fill_null(False)
    )
    gone = manifest.filter(pl.col("state") == "present").join(found, on="uri", how="anti")
    return Plan(
        to_read=joined.filter(~pl.col("is_unchanged")).select(*FILES),
        unchanged=joined.filter("is_unchanged").select("uri", "document_count"),
        withdrawn=gone.filter(pl.any_horizontal(pl.lit(False), *(_lies_in(root) for root in roots))).select("uri"),
        retry=retry,
        reread=reread,
    )


def _lies_in(root: str) -> pl.Expr:
    if _WILD.search(root):
        # Rust's regular expressions write the end of the text \z, Python's fnmatch writes \Z.
        return pl.col("uri").str.contains("^" + fnmatch.translate(root).replace(r"\Z", r"\z").replace("(?>", "(?:"))
    return (pl.col("uri") == root) | pl.col("uri").str.starts_with(root.rstrip("/") + "/")


def write(plan: Plan, folder: Path) -> None:
    """Leave the plan beside the staged frames, where the loading SQL reads it."""
    plan.to_read.write_parquet(folder / "read_files.parquet")
    plan.withdrawn.write_parquet(folder / "withdrawn_files.parquet")
