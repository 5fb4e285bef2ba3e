"""Write a corpus folder: documents/ and truth.jsonl.

usage: python -m tests.hostile.make OUT_DIR --count 2000 --seed 1 [--layout L] [--format F] [--damage D]...
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from random import Random

from tests.hostile.corpus import ALL_DAMAGES, FORMATS, Case, Incompatible, generate
from tests.hostile.layouts import LAYOUTS

# How often a document of a mixed corpus is damaged, and how often twice.
DAMAGED, TWICE = 0.45, 0.1


def mixed(seed: int, layout: str | None, format: str | None) -> Case:
    """One document of a mixed corpus: undamaged more often than not, else with one or two damages that fit."""
    rng = Random(seed)
    while True:
        damage = rng.sample(ALL_DAMAGES, 2 if rng.random() < TWICE else 1) if rng.random() < DAMAGED else []
        try:
            return generate(seed, layout, format, damage)
        except Incompatible:
            continue


def write(out: Path, cases: Iterable[Case]) -> int:
    """Fill `out`/documents with files, write `out`/truth.jsonl, and tell how many documents there are."""
    folder = out / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (out / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for case in cases:
            (folder / case.file_name).write_bytes(case.data)
            lines.write(json.dumps(case.truth, ensure_ascii=False) + "\n")
            count += 1
    return count


def main() -> None:
    """Parse the command line and write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=sorted(LAYOUTS))
    parser.add_argument("--format", choices=sorted(FORMATS))
    parser.add_argument("--damage", action="append", choices=[*ALL_DAMAGES, "none"], help="repeatable; default: a mix")
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.count)
    if given.damage is None:
        cases = (mixed(seed, given.layout, given.format) for seed in seeds)
    else:
        damage = [name for name in given.damage if name != "none"]
        cases = (generate(seed, given.layout, given.format, damage) for seed in seeds)
    print(f"{write(given.out, cases)} documents and their truth in {given.out}")


if __name__ == "__main__":
    main()
