"""Clean reports for measurements of speed: what the hostile corpus invents, without its quirks and damages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.hostile import marks, office, pages, pdf, render
from tests.hostile.contents import contents
from tests.hostile.quirks import simplified, traditional
from tests.hostile.report import Draft, compose

LAYOUTS = ("docx_cells", "tab_rows", "pipe_cells", "markdown")


def draft(seed: int, template: int | None = None) -> Draft:
    """A report whose sums hold and whose cells are all printed, with an agency that is written in either script.

    template: what headings, captions and labels are chosen by, instead of the seed that the numbers are drawn by.
    """
    rng = Random(seed)
    made = contents(rng, clean=True, blanks="no")
    while simplified(traditional(made.agency.name)) != made.agency.name:
        made = contents(rng, clean=True, blanks="no")
    return compose(made, rng if template is None else Random(template), frozenset())


def text(seed: int) -> str:
    """The report as text, in one of LAYOUTS."""
    return marks.strip(render.text(draft(seed), LAYOUTS[seed % len(LAYOUTS)], Random(seed)))[0]


def of_one_template(seed: int) -> str:
    """The report as a site prints it that has one template for all years of a form."""
    return marks.strip(render.text(draft(seed, template=1), LAYOUTS[0], Random(1)))[0]


FORMATS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "text": ("txt", lambda seed: text(seed).encode()),
    "traditional text": ("txt", lambda seed: traditional(text(seed)).encode()),
    "text, one template": ("txt", lambda seed: of_one_template(seed).encode()),
    "HTML": ("html", lambda seed: marks.strip(pages.page(draft(seed), Random(seed), "utf-8"))[0].encode()),
    "DOCX": ("docx", lambda seed: office.docx(draft(seed), Random(seed))),
    "PDF": ("pdf", lambda seed: pdf.pdf(draft(seed), Random(seed))),
    "XLSX": ("xlsx", lambda seed: office.xlsx(draft(seed), Random(seed))),
}


def write(folder: Path, name: str, seeds: range) -> Path:
    """Fill `folder` with reports of one of FORMATS; returns it."""
    suffix, make = FORMATS[name]
    folder.mkdir(parents=True)
    for seed in seeds:
        (folder / f"{seed:07d}.{suffix}").write_bytes(make(seed))
    return folder
