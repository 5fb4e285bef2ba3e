"""What every notebook starts with: the warehouse, the document behind a report, and how plots look.

GONGKAI_WAREHOUSE names the warehouse to open; without it, it is the one that `make run` makes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import altair as alt
import duckdb
import polars as pl
import vl_convert

from extract.document import Document
from extract.reader import read_file
from load.errors import WarehouseError
from load.warehouse import Warehouse

ROOT = Path(__file__).resolve().parents[1]

INK, GREY, PALE = "#2b3a42", "#8a969c", "#dfe4e6"
BLUE, RUST, SAND, MOSS = "#2f6690", "#b5532a", "#c99a45", "#7a9e7e"
STATUS_COLOURS = {"reported": BLUE, "derived": MOSS, "blank": SAND, "missing": RUST}

FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
_FONT_STACK = ", ".join(FONTS)
_NO_FONT = (
    "no Chinese font is installed here, so the picture would show empty boxes: install one "
    "(Debian, Ubuntu: apt-get install fonts-noto-cjk; Fedora: dnf install google-noto-sans-cjk-fonts) and try again"
)


def warehouse_path() -> Path:
    """Where the warehouse is: GONGKAI_WAREHOUSE, else warehouse/gongkai.duckdb of this checkout."""
    named = os.environ.get("GONGKAI_WAREHOUSE")
    return Path(named) if named else ROOT / "warehouse" / "gongkai.duckdb"


def open_warehouse() -> duckdb.DuckDBPyConnection:
    """A read-only connection. Raises WarehouseError where there is no warehouse, and says how to make one."""
    path = warehouse_path()
    warehouse = Warehouse(path)
    if not warehouse.exists():
        raise WarehouseError(f"there is no warehouse {path}: run `make run` first, or name one in GONGKAI_WAREHOUSE")
    return warehouse.connect()


def document_of(gongkai: duckdb.DuckDBPyConnection, sha256: str) -> Document:
    """The document of those bytes, read again: line n of it is `lines[n - 1]`.

    Raises LookupError where no file on this machine still holds them.
    """
    places = gongkai.execute(
        "SELECT DISTINCT container_uri FROM document_sources WHERE sha256 = ?", [sha256]
    ).fetchall()
    for (place,) in places:
        # Places are told as they were named to `ingest`, as a rule from the root of the checkout.
        for path in (Path(place), ROOT / place):
            if path.is_file():
                for document in read_file(path, place):
                    if isinstance(document, Document) and document.sha256 == sha256:
                        return document
    raise LookupError(f"none of {[place for (place,) in places]} still holds the document {sha256}")


def lines_around(document: Document, marked: list[int], margin: int = 2) -> pl.DataFrame:
    """The lines named in `marked` (from 1) and `margin` lines on either side: mark, line, text."""
    near = sorted({line + step for line in marked for step in range(-margin, margin + 1)})
    return pl.DataFrame(
        [
            ("▶" if line in marked else "", line, document.lines[line - 1].replace("\t", " │ "))
            for line in near
            if 1 <= line <= len(document.lines)
        ],
        schema=["mark", "line", "text"],
        orient="row",
    )


def has_chinese_font() -> bool:
    """Whether pictures rendered here can show Chinese: without a font, two different characters look the same."""
    first, second = (vl_convert.svg_to_png(_glyph(character)) for character in "公开")
    return first != second


def _glyph(character: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        f'<text y="16" font-family="{_FONT_STACK}">{character}</text></svg>'
    )


def save_png(chart: alt.TopLevelMixin, path: Path) -> None:
    """Write a plot as a picture for a document, or say which font to install first."""
    if not has_chinese_font():
        print(_NO_FONT)
        return
    chart.save(path, scale_factor=2)
    print(path)


@alt.theme.register("gongkai", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    quiet = {"domain": False, "ticks": False, "labelColor": INK, "labelFontSize": 12, "labelPadding": 6}
    titled = {"titleColor": GREY, "titleFontSize": 11, "titleFontWeight": "normal"}
    theme = {
        "config": {
            "font": _FONT_STACK,
            "background": "white",
            "padding": 12,
            "view": {"stroke": None},
            "title": {
                "anchor": "start",
                "frame": "group",
                "color": INK,
                "fontSize": 16,
                "subtitleColor": GREY,
                "subtitleFontSize": 12,
                "subtitlePadding": 5,
                "offset": 14,
            },
            "axis": quiet | titled | {"gridColor": PALE, "labelLimit": 320},
            "axisBand": {"grid": False},
            "legend": titled | {"labelColor": INK, "labelFontSize": 12, "symbolType": "square", "orient": "top"},
            "header": titled | {"labelColor": INK, "labelFontSize": 13, "labelAnchor": "start"},
            "text": {"color": INK, "fontSize": 12},
            "bar": {"color": BLUE},
            "line": {"color": BLUE, "strokeWidth": 2},
            "point": {"color": BLUE, "filled": True, "size": 90, "opacity": 1},
            "rule": {"color": BLUE},
            "range": {"category": [BLUE, MOSS, SAND, RUST, GREY, INK]},
        }
    }
    return cast(alt.theme.ThemeConfig, theme)


# Drawn here and shown by the browser with its own fonts: no network, and none of the fonts of this machine.
alt.renderers.enable("svg")
pl.Config.set_tbl_hide_column_data_types(True)
pl.Config.set_tbl_hide_dataframe_shape(True)
pl.Config.set_tbl_rows(60)
pl.Config.set_tbl_cols(20)
pl.Config.set_fmt_str_lengths(160)
