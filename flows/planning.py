"""What a run has to do: every source listed for itself, and what is new there. No Prefect here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from extract.fetch import fetched
from extract.raw import StoreError
from extract.sources import Survey, is_within, searched
from extract.web import Manners
from flows.batch import frame_of
from flows.known import Again, chosen
from flows.usage import RAW
from load.errors import LoadError
from load.manifest import Plan
from load.warehouse import Run


def planned(
    run: Run,
    sources: Sequence[str],
    again: Again,
    warehouse: Path,
    *,
    at: Callable[[int, int], None] = lambda done, total: None,
    manners: Manners | None = None,
) -> tuple[pl.DataFrame, Plan]:
    """All files of the sources, as `flows.batch.FOUND`, and which of them are to be read.

    Nothing is opened; web addresses are asked, and what they send is kept beside the warehouse. at: told how many of
    how many addresses are done. A source that cannot be listed leaves the plan `incomplete` and withdraws nothing, nor
    does a folder in it. Raises LoadError where not one source can be listed, or what is fetched cannot be kept.
    """
    survey = Survey(sources)
    try:
        files = frame_of(fetched(survey, warehouse.absolute().parent / RAW, manners, at=at))
    except StoreError as error:
        raise LoadError(str(error)) from error
    incomplete = _incomplete(survey.lost, len(set(sources)))
    roots = searched(source for source in sources if source not in survey.lost)
    plan = run.plan(files, roots, retry=again.retry, reread=again.reread, chosen=chosen(warehouse, again))
    shut = set(files.filter(kind="unreadable")["uri"])
    gone = [uri for uri in plan.withdrawn["uri"] if not is_within(uri, shut)]
    return files, replace(plan, withdrawn=plan.withdrawn.filter(pl.col("uri").is_in(gone)), incomplete=incomplete)


def to_read(files: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Of the files found, those that the plan has read, in the order found."""
    return files.join(plan.to_read.select("uri"), on="uri", how="semi", maintain_order="left")


def _incomplete(lost: Mapping[str, str], asked: int) -> str | None:
    """What is to be said of sources that could not be listed; None where all were. Raises LoadError where none was."""
    if not lost:
        return None
    reasons = "; ".join(lost.values())
    told = f"{len(lost)} of {asked} sources could not be listed, and nothing of them was withdrawn: {reasons}"
    if len(lost) == asked:
        raise LoadError(told)
    return told
