"""The hostile corpus: random reports in every layout, format and damage, with exact truth.

`generate(seed, layout, format, damage)` gives one case; the same arguments give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.hostile import marks, render
from tests.hostile.contents import contents
from tests.hostile.layouts import LAYOUTS
from tests.hostile.quirks import choose, simplified, traditional
from tests.hostile.report import Draft, compose

Encode = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """One document of the corpus: its bytes, the name to store it under, and its line of truth.jsonl."""

    name: str
    data: bytes
    file_name: str
    truth: dict[str, Any]


def _big5(text: str) -> bytes:
    return text.encode("cp950", errors="replace")


def _bad_byte(text: str) -> bytes:
    data = text.encode("utf-8")
    return data[: data.find(b"\n") + 1] + b"\xff\n" + data[data.find(b"\n") + 1 :]


ENCODINGS: dict[str, Encode] = {
    "txt": lambda text: text.encode("utf-8"),
    "txt-bom": lambda text: text.encode("utf-8-sig"),
    "txt-crlf": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "txt-gb18030": lambda text: text.encode("gb18030"),
    "txt-big5": _big5,
    "txt-utf16": lambda text: text.encode("utf-16"),
    "txt-bad-byte": _bad_byte,
    "jsonl": lambda text: (json.dumps({"text": text}, ensure_ascii=False) + "\n").encode("utf-8"),
}
FORMATS = tuple(ENCODINGS)


def _draft(rng: Random, layout: str | None) -> Draft:
    made = contents(rng, blanks=layout != "glued")
    quirks = choose(rng, script=simplified(traditional(made.agency.name)) == made.agency.name)
    return compose(made, rng, quirks)


def generate(seed: int, layout: str | None = None, format: str | None = None, damage: Sequence[str] = ()) -> Case:
    """One document. None picks a layout or format that the rest allows. Raises KeyError for a name not on the lists."""
    rng = Random(f"{seed}|{layout}|{format}|{','.join(damage)}")
    chosen_format = format or rng.choice(("txt", "txt", "txt", *FORMATS))
    encode = ENCODINGS[chosen_format]
    chosen_layout = layout or rng.choice(tuple(LAYOUTS))
    draft = _draft(rng, chosen_layout)
    if chosen_format == "txt-big5":
        draft.quirks = (draft.quirks | {"traditional"}) - {"pinyin_notes"}
    text, _ = marks.strip(render.text(draft, chosen_layout, rng))
    name = "_".join((f"{seed:06d}", chosen_layout, chosen_format, *damage))
    file_name = name + (".jsonl" if chosen_format == "jsonl" else ".txt")
    return Case(name, encode(text), file_name, draft.truth.as_dict(file_name))
