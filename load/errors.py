"""Every error of the load room.

LoadError
├── WarehouseError      the path is no warehouse, or cannot be one
├── LockedError         another run is writing the warehouse
├── DiskError           the disk is full, or cannot be written
├── StagingError        what was found and what was staged do not agree
├── SqlError            a file of sql/ is in a circle or does not run
└── CorrectionError     a correction no longer matches what was printed
"""


class LoadError(Exception):
    """Base of the errors below: the run cannot go on, and the warehouse is as it was."""


class WarehouseError(LoadError):
    """The path is a folder, cannot be written, or holds something that is no warehouse."""


class LockedError(LoadError):
    """Another run is writing this warehouse."""


class DiskError(LoadError):
    """The disk is full or refuses to be written: nothing of the run is kept, and it can be run again."""


class StagingError(LoadError):
    """What was found and what was staged do not agree: a file was left unread, or a batch is broken."""


class SqlError(LoadError):
    """A file of `sql/` depends on itself in a circle, or DuckDB refuses it."""


class CorrectionError(LoadError):
    """A line of `data/corrections.csv` names a cell that holds something else than it says was printed."""
