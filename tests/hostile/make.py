"""Write a corpus folder: python -m tests.hostile.make OUT_DIR --count 2000 --seed 1 [--layout L] [--format F] [--damage D]."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from tests.hostile.corpus import FORMATS, generate
from tests.hostile.layouts import LAYOUTS


def write(out: Path, count: int, seed: int, layout: str | None, format: str | None, damage: Sequence[str]) -> None:
    """Fill `out`/documents with files and write `out`/truth.jsonl."""
    folder = out / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    with (out / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(seed, seed + count):
            case = generate(number, layout, format, damage)
            (folder / case.file_name).write_bytes(case.data)
            lines.write(json.dumps(case.truth, ensure_ascii=False) + "\n")


def main() -> None:
    """Parse the command line and write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=sorted(LAYOUTS))
    parser.add_argument("--format", choices=sorted(FORMATS))
    parser.add_argument("--damage", action="append", default=[])
    given = parser.parse_args()
    write(given.out, given.count, given.seed, given.layout, given.format, given.damage)


if __name__ == "__main__":
    main()
