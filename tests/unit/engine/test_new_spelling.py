"""A new spelling of a label is one line of data: no code is touched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SPELLING = "当年新接公开申请件数"
REPORT = f"""{SPELLING}\t3\t0\t0\t0\t0\t0\t3
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0"""
HEADER = "申请人情况\n自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
PROGRAM = """
import sys
from transform.scanner import find_rows
from transform.scans import scan_document
lines = sys.stdin.buffer.read().decode().split("\\n")
print(*(row.label for row in find_rows(scan_document(lines, {})).rows if row.label))
"""


def labels_read(folder: Path) -> list[str]:
    text = (HEADER + REPORT).encode()
    done = subprocess.run([sys.executable, "-c", PROGRAM], input=text, cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().split()


def test_a_line_in_the_spellings_is_enough(tmp_path: Path) -> None:
    for name in ("extract", "transform", "data/reference"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    assert labels_read(tmp_path) == ["carried_in"]
    with (tmp_path / "data/reference/spellings.csv").open("a", encoding="utf-8") as spellings:
        spellings.write(f"outcome,received,{SPELLING},a county that words its forms anew\n")
    assert labels_read(tmp_path) == ["received", "carried_in"]
