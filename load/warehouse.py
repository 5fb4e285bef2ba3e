"""The warehouse: what is new, load it, publish it, read it.

warehouse = Warehouse(path)
with warehouse.run(parser_version) as run:
    plan = run.plan(found, roots)
    ...                                   # read plan.uris, build frames, staging.write(frames, run.staging, batch)
    summary = run.load(plan)              # one transaction in a draft, then published by one rename
with warehouse.connect() as connection:   # read-only; never blocked, never blocks
    ...
"""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from load import catalogue, loading, manifest, stored
from load.catalogue import DISK_ERRORS, SQL
from load.corrections import CORRECTIONS
from load.errors import DiskError, LoadError, WarehouseError
from load.loading import RunSummary
from load.manifest import Found, Plan
from load.publish import Versions

_MEMORY = "1GB"  # what a load may hold; sorts past it go through the disk, so that a big run needs no big machine


class Warehouse:
    """One warehouse file and its versions. Making one touches nothing."""

    def __init__(self, path: Path | str, sql: Path = SQL) -> None:
        """path: the file readers open; it need not exist. sql: the folder of the catalogue."""
        self.versions = Versions(Path(path))
        self.sql = sql

    def exists(self) -> bool:
        """Whether anything was ever published here. Raises WarehouseError where the path holds something else."""
        return self.versions.live() is not None

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A read-only connection to the live version, which it keeps while it is open, whatever is published since.

        Raises WarehouseError where there is no warehouse yet or the file is none.
        """
        live = self.versions.live()
        if live is None:
            raise WarehouseError(f"there is no warehouse {self.versions.path} yet; ingest something first")
        try:
            return duckdb.connect(str(live), read_only=True)
        except duckdb.Error as error:
            raise WarehouseError(f"{self.versions.path} cannot be opened: {error}") from error

    @contextmanager
    def run(
        self,
        parser_version: str,
        *,
        wait: float = 0.0,
        known_as: str = "",
        corrections: Path = CORRECTIONS,
    ) -> Iterator[Run]:
        """Hold the warehouse for one run. What the run leaves behind, however it ends, is removed.

        parser_version: what was read by another version is read again. wait: seconds to wait for another run.
        known_as: what the next run is told of this one where it dies, as `Run.died`.
        Where the run ends by an error, a row of `runs` says so, if there is a warehouse already that can be written.
        Raises LockedError where another run writes, WarehouseError where the path cannot be a warehouse.
        """
        self.versions.live()
        with self.versions.locked(wait, known_as) as died:
            started_at = datetime.now(UTC)
            run_id = f"{started_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
            try:
                staging = self.versions.staging(run_id)
                held = Run(self.versions, self.sql, run_id, started_at, parser_version, staging, corrections, died)
                try:
                    yield held
                except Exception as error:
                    with suppress(OSError, duckdb.Error, LoadError):
                        held.tell_failure(error)
                    raise
            finally:
                with suppress(OSError):
                    self.versions.clean()


@dataclass(frozen=True, slots=True)
class Run:
    """One run that holds the warehouse.

    staging: the folder for its staged frames. died: as what the run before was known if it died, '' if it did not.
    """

    versions: Versions
    sql: Path
    run_id: str
    started_at: datetime
    parser_version: str
    staging: Path
    corrections: Path
    died: str = ""

    def plan(
        self,
        found: Iterable[Found] | pl.DataFrame,
        roots: Sequence[str],
        *,
        retry: bool = False,
        reread: bool = False,
        chosen: Sequence[str] | None = None,
    ) -> Plan:
        """What to read of the files found.

        roots: the sources that were searched to the end; files of them that were read before and are not found are
        withdrawn. retry: read files with documents in quarantine again. reread: read every file again. chosen: the only
        files that are read again though they did not change. Raises DiskError where the plan cannot be written.
        """
        known = self.staging / "manifest.parquet"
        live = self.versions.live()
        with duckdb.connect(":memory:" if live is None else str(live), read_only=live is not None) as connection:
            if live is None:
                catalogue.run(connection, self.sql / "tables" / "files.sql")
            self._require_ours(connection)
            with self._writing():
                connection.execute("COPY (SELECT * FROM files) TO ? (FORMAT parquet)", [str(known)])
        return manifest.compare(
            manifest.frame_of(found),
            pl.read_parquet(known, glob=False),
            roots,
            parser_version=self.parser_version,
            retry=retry,
            reread=reread,
            chosen=chosen,
        )

    def load(self, plan: Plan) -> RunSummary:
        """Load what was staged and publish it. All or nothing: where it raises, readers see what they saw before.

        Raises StagingError, CorrectionError, SqlError or DiskError as their docstrings say.
        """
        with self._writing():
            manifest.write(plan, self.staging)
            live = self.versions.live()
            draft = self.versions.draft()
            with duckdb.connect(str(draft)) as connection:
                summary = self._write(connection, plan, live)
            self.versions.publish(draft)
        return summary

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Tell what the disk refuses, by whichever library, as DiskError."""
        try:
            yield
        except (OSError, pl.exceptions.ComputeError, *DISK_ERRORS) as error:
            if getattr(error, "errno", None) == errno.ENOSPC or "no space left" in str(error).lower():
                folder, live = self.versions.folder, self.versions.live()
                left, copy = shutil.disk_usage(folder).free, live.stat().st_size if live else 0
                raise DiskError(
                    f"the disk is full ({left / 1e6:.0f} MB are left at {folder}, where a run writes a copy of the "
                    f"warehouse, {copy / 1e6:.0f} MB, and what it adds); free some space and run it again, what was "
                    "published stays"
                ) from error
            raise DiskError(
                f"the run could not be written ({error}) and nothing of it is kept; see to the disk of "
                f"{self.versions.folder} and run it again, what was published stays"
            ) from error

    def tell_failure(self, error: Exception) -> None:
        """Publish what readers saw before with one row more, in `runs`: that this run failed, and why."""
        if self.versions.live() is None:
            return
        draft = self.versions.draft()
        with duckdb.connect(str(draft)) as connection:
            loading.tell(connection, loading.failed(self.run_id, self.started_at, self.parser_version, str(error)))
            connection.execute("CHECKPOINT")
        self.versions.publish(draft)

    def _write(self, connection: duckdb.DuckDBPyConnection, plan: Plan, live: Path | None) -> RunSummary:
        spill = self.staging / "spill"
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET temp_directory = ?", [str(spill)])
        made_from = catalogue.digest(self.sql)
        is_new_catalogue = catalogue.made_from(connection) != made_from
        if is_new_catalogue:
            catalogue.install(connection, self.sql)
        summary = loading.load(
            connection,
            self.staging,
            plan,
            run_id=self.run_id,
            started_at=self.started_at,
            parser_version=self.parser_version,
            steps=self.sql / "load",
            corrections_file=self.corrections,
        )
        if is_new_catalogue or live is None:
            stored.refresh(connection, self.sql)
        else:
            stored.refresh_touched(connection, self.sql, live)
        connection.execute("CHECKPOINT")
        return summary

    def _require_ours(self, connection: duckdb.DuckDBPyConnection) -> None:
        names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if "files" not in names:
            raise WarehouseError(
                f"{self.versions.path} is a DuckDB file of something else; name another file for the warehouse"
            )
