"""Builders of small documents, so that a test states its layout and no binary files are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

Draw = list[str]


class Paper:
    """One A4 page of a PDF under construction; y counts from the top, lengths in points."""

    def __init__(self) -> None:
        self.drawn: Draw = []

    def text(self, x: float, y: float, text: str, size: float = 10) -> None:
        """Text whose first line has its baseline `y` below the top edge."""
        coded = text.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {842 - y} Tm <{coded}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawn.append(f"{x0} {842 - y0} m {x1} {842 - y1} l S")

    def thin_box(self, x: float, y: float, width: float, height: float) -> None:
        self.drawn.append(f"{x} {842 - y - height} {width} {height} re f")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.drawn.append(f"{x} {842 - y - height} {width} {height} re S")


def build_pdf(pages: Sequence[Paper], rotate: int = 0) -> bytes:
    """A PDF whose only font is a predefined Chinese one, so that nothing is embedded.

    pdfium tells a full-width character that stands alone only where the font is there: print two at least.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        " /W [814 907 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for number, page in enumerate(pages):
        stream = "\n".join(page.drawn)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate}"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = b"%PDF-1.5\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += b"".join(f"{offset:010} 00000 n \n".encode("ascii") for offset in offsets)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode("ascii")


@pytest.fixture
def paper() -> type[Paper]:
    return Paper


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    return build_pdf
