"""What docs/security.md promises and no other test shows; and that each test it names is there."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from extract.document import Document, Rejected
from extract.limits import Limits
from extract.reader import read
from flows.cli import app
from flows.console import safe

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "security.md"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(document: str) -> bytes:
    """A Word file whose main part is `document`."""
    out, written = io.BytesIO(), io.BytesIO()
    docx.Document().save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, document if name == "word/document.xml" else source.read(name))
    return out.getvalue()


def paragraph(declaration: str, text: str) -> str:
    return (
        f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{_WORD}"><w:body>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection can be made, no name asked for, no program started."""

    def refuse(*words: Any, **_: Any) -> None:
        pytest.fail(f"a document reached out: {words}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    monkeypatch.setattr(os, "system", refuse)


def test_external_entities_are_not_read(tmp_path: Path, shut: None) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of this machine", encoding="utf-8")
    for place in (secret.as_uri(), "http://127.0.0.1:9/"):
        raw = word(paragraph(f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{place}">]>', "before &x; after"))
        for found in read("a.docx", raw):
            assert "secret" not in repr(found)


def test_entities_that_multiply_cost_at_most_the_limit() -> None:
    entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    raw = word(paragraph(f"<!DOCTYPE w:document [{entities}]>", "&a9;"))
    for found in read("a.docx", raw):
        assert isinstance(found, Rejected) or sum(map(len, found.lines)) < 1_000


def test_what_a_page_names_is_not_fetched_or_run(shut: None) -> None:
    page = """<html><head><meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/a">
        <link rel="stylesheet" href="http://127.0.0.1:9/b"><script src="http://127.0.0.1:9/c">run()</script></head>
        <body onload="run()"><img src="http://127.0.0.1:9/d"><iframe src="file:///etc/passwd"></iframe>
        <object data="file:///etc/passwd"></object><p>示例县财政局</p></body></html>"""
    (found,) = read("a.html", page.encode())
    assert isinstance(found, Document)
    text = "\n".join(found.lines)
    assert "示例县财政局" in text
    assert "run()" not in text
    assert "root:" not in text


def test_what_a_pdf_would_do_is_not_done(shut: None) -> None:
    from fpdf import FPDF

    paper = FPDF()
    paper.add_page()
    paper.set_font("helvetica")
    paper.cell(text="a report", link="http://127.0.0.1:9/")
    action = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>"
    raw = bytes(paper.output()).replace(b"/Type /Catalog", b"/Type /Catalog " + action)
    assert action in raw
    (found,) = read("a.pdf", raw)
    assert isinstance(found, Document)
    assert "a report" in "\n".join(found.lines)


def test_a_path_in_an_archive_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../escaped.txt", str(tmp_path / "absolute.txt"), "..\\windows.txt", "good.txt"):
            archive.writestr(name, "示例县财政局")
    found = read("a.zip", out.getvalue())
    assert any(isinstance(one, Document) and one.uri == "a.zip#good.txt" for one in found)
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]


def test_an_archive_that_inflates_is_given_up() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * (64 << 20))
    (found,) = read("a.zip", out.getvalue(), limits=Limits(max_inflated=1 << 20))
    assert isinstance(found, Rejected)
    assert found.reason == "too_large"


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert safe("示例县\x1b]0;title\x07\x1b[2J\u202e局\x00") == "示例县�]0;title��[2J�局�"


def test_no_command_takes_a_secret() -> None:
    options = {
        name
        for command in app
        if not command.startswith("-")
        for argument in app[command].assemble_argument_collection()
        for name in argument.names
    }
    assert "--warehouse" in options
    assert not [name for name in options if re.search(r"pass|secret|token|key|user|credential", name)]


def test_every_locked_package_has_its_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", lock, flags=re.MULTILINE)[1:]
    assert len(packages) > 50
    assert not [package.split()[0] for package in packages if "--hash=sha256:" not in package]


def test_every_promise_names_tests_that_are_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 20
    assert not [f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")]
    table = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| danger")]
    assert not [line for line in table if "`tests/" not in line]
