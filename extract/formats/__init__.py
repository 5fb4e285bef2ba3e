"""One module a file format. A module that declares `FORMATS` is found here; nothing needs to be registered by hand."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from extract.format import Format


@cache
def known() -> tuple[Format, ...]:
    """All formats, in the order in which they are asked whether some bytes are theirs."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    formats = [declared for module in modules for declared in module.FORMATS]
    return tuple(sorted(formats, key=lambda declared: declared.rank))
