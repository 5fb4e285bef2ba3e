"""The conversion to simplified characters gives what OpenCC's own converter gives."""

from __future__ import annotations

from importlib.resources import files

from opencc import OpenCC

from extract.reference import read_csv
from extract.script import simplify


def test_every_phrase_and_character_converts_as_by_opencc() -> None:
    ours = {row["traditional"] for row in read_csv("vocabulary.csv")}
    converter = OpenCC("t2s")
    printed = [
        line.split("\t")[0]
        for name in ("TSPhrases.txt", "TSCharacters.txt")
        for line in files("opencc").joinpath("dictionary", name).read_text("utf-8").splitlines()
    ]
    texts = [f"於{text}的報告" for text in printed if not any(word in text for word in ours)]
    assert len(texts) > 4000
    assert [text for text in texts if simplify(text) != converter.convert(text)] == []
