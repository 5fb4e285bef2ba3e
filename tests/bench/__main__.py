"""Speed and accuracy figures, as ratios within one run.

usage: python -m tests.bench [section ...] [--rounds N] [--size N]
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable

from tests.bench import accuracy, broken, nights, pipeline, reading, scale

# Section to what prints it, given rounds and size (None: as the section has it).
SECTIONS: dict[str, Callable[[int | None, int | None], None]] = {
    "reading": lambda rounds, size: reading.main(rounds or reading.ROUNDS, size),
    "accuracy": lambda rounds, size: accuracy.main(size or accuracy.DOCUMENTS),
    "bytes": lambda rounds, size: broken.main(size or broken.FILES),
    "pipeline": lambda rounds, size: pipeline.main(rounds or pipeline.ROUNDS, size or pipeline.DOCUMENTS),
    "nights": lambda rounds, size: nights.main(rounds or nights.ROUNDS, size or nights.DOCUMENTS),
    "scale": lambda rounds, size: scale.main(size or scale.REPORTS, rounds or scale.ROUNDS),
}


def main() -> None:
    """Parse the command line and print the sections asked for, all where none is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sections", nargs="*", metavar="section", help=f"of {', '.join(SECTIONS)}; default: all")
    parser.add_argument("--rounds", type=int, help="alternating rounds of a measurement")
    parser.add_argument("--size", type=int, help="documents, files or reports of a section")
    given = parser.parse_args()
    if unknown := [name for name in given.sections if name not in SECTIONS]:
        parser.error(f"no such section: {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in given.sections or SECTIONS:
        start = time.perf_counter()
        SECTIONS[name](given.rounds, given.size)
        print(f"\n{name}: {time.perf_counter() - start:,.0f} s", flush=True)


if __name__ == "__main__":
    main()
