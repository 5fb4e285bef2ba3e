"""A page to read, made of its body."""

from __future__ import annotations

from extract.document import Document
from extract.reader import read


def page(body: str, head: str = "") -> Document:
    found = read("page", f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())
    assert len(found) == 1
    assert isinstance(found[0], Document), found
    return found[0]
