"""Frames on disk: one Parquet file for each frame and batch, whole or not there at all."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from transform.frame_schemas import SCHEMAS
from transform.frames import Frames

# Rows a row group: small enough that a loader which sorts holds few lists at a time.
_ROW_GROUP = 20_000


def write(frames: Frames, folder: Path, batch: int) -> None:
    """Write the frames of batch number `batch` into `folder`, one file a frame, `<frame>-<batch>.parquet`.

    Each file is written beside its place and then renamed, the documents last: a batch whose documents are there is
    whole. Writing a batch again replaces it. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for schema in reversed(SCHEMAS):
        frame = schema.check(getattr(frames, schema.name)).with_columns(batch=pl.lit(batch, dtype=pl.Int32))
        target = folder / f"{schema.name}-{batch:06d}.parquet"
        partial = target.with_suffix(f".{os.getpid()}.partial")
        frame.write_parquet(partial, compression="zstd", compression_level=1, row_group_size=_ROW_GROUP)
        partial.replace(target)


def batches(folder: Path) -> list[int]:
    """Numbers of the whole batches in `folder`, ascending."""
    documents = SCHEMAS[0].name
    return sorted(int(path.stem.rpartition("-")[2]) for path in folder.glob(f"{documents}-*.parquet"))


def files(folder: Path, frame: str) -> list[Path]:
    """The staged files of one frame, of whole batches only, in order of batch."""
    return [folder / f"{frame}-{batch:06d}.parquet" for batch in batches(folder)]
