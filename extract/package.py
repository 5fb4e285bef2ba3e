"""Zip containers (office files, archives) opened with a bound on what they may unpack to."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import lru_cache
from typing import Any

from lxml import etree

from extract.format import Unreadable
from extract.limits import Limits

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

# The strict variant of office files differs in its namespaces alone.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800


@lru_cache(maxsize=1)  # the sniffers of several formats look at the same bytes in turn
def names(raw: bytes) -> frozenset[str]:
    """Names of the members; empty for what cannot be opened as a zip file."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


class Package:
    """A zip file whose members are read within `Limits.max_inflated`, all together. Raises Unreadable."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.max_inflated
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable("unreadable", f"broken zip container ({error}); fetch the file again") from error
        self._members = {member.filename: member for member in self._zip.infolist()}

    def members(self) -> list[tuple[str, str]]:
        """Files in it, as (name within the file, name to show), in the order of the file, folders left out.

        Names written without the UTF-8 flag are GBK in Chinese archives, whatever the specification says.
        """
        shown = []
        for name, member in self._members.items():
            if member.is_dir():
                continue
            readable = name
            if not member.flag_bits & _UTF8_FLAG:
                try:
                    readable = name.encode("cp437").decode("gb18030")
                except UnicodeError:
                    readable = name
            shown.append((name, readable))
        return shown

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Bytes of one member; the bound holds whatever sizes the container claims."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable("unreadable", f"the container lacks {name}; open it in its own program and save it anew")
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise Unreadable("encrypted", "the archive asks for a password; ask for an open copy")
        try:
            with self._zip.open(member) as part:
                data = part.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise Unreadable("unreadable", f"broken zip member {name} ({error}); fetch the file again") from error
        if len(data) > self._left:
            raise Unreadable(
                "too_large",
                f"unpacks to more than {self._limits.max_inflated:,} bytes; raise Limits.max_inflated if it is honest",
            )
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Any:
        """Root element of an XML member; raises Unreadable where it is broken."""
        return tree(name, self.read(name))


def tree(name: str, content: bytes) -> Any:
    """Root element of an XML member, entities and the network left alone; raises Unreadable where it is broken."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content.replace(_STRICT, _TRANSITIONAL), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("unreadable", f"broken XML in {name} ({error}); save the file anew") from error
