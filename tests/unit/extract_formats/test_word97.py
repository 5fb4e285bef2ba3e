"""Word 97 and RTF: rows and merges from what the formats say of them, in documents built byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from extract.document import Cell, Document, Rejected
from extract.reader import read

END_OF_CELL = "\x07"


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of streams without the small-stream area: each is padded to 4096 bytes."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        start = len(sectors)
        sectors += [padded[at : at + 512] for at in range(0, len(padded), 512)]
        chain += [*range(start + 1, len(sectors)), 0xFFFFFFFE]
        entries.append((name, 2, start, len(padded)))
    directory = b""
    for number, (name, kind, start, size) in enumerate(entries):
        following = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        child = 1 if number == 0 and len(entries) > 1 else 0xFFFFFFFF
        label = (name + "\0").encode("utf-16-le")
        directory += label.ljust(64, b"\0") + struct.pack("<HBBIII", len(label), kind, 1, 0xFFFFFFFF, following, child)
        directory += b"\0" * 36 + struct.pack("<IQ", start, size)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first_directory = len(sectors)
    sectors += [directory[at : at + 512] for at in range(0, len(directory), 512)]
    chain += [*range(first_directory + 1, len(sectors)), 0xFFFFFFFE]
    table = len(sectors)
    chain.append(0xFFFFFFFD)
    assert len(chain) <= 128, "one sector of the allocation table holds 128 entries"
    sectors.append(b"".join(struct.pack("<I", entry) for entry in chain).ljust(512, b"\xff"))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", table).ljust(436, b"\xff")
    return header + b"".join(sectors)


def definition(positions: list[int], flags: list[int]) -> bytes:
    body = bytes([len(flags)]) + struct.pack(f"<{len(positions)}h", *positions)
    body += b"".join(struct.pack("<H", flag) + b"\0" * 18 for flag in flags)
    return struct.pack("<HH", 0xD608, len(body) + 1) + body


IN_TABLE = struct.pack("<HB", 0x2416, 1)


def row_end(positions: list[int], flags: list[int]) -> bytes:
    return IN_TABLE + struct.pack("<HB", 0x2417, 1) + definition(positions, flags)


def word(
    paragraphs: list[tuple[str, bytes]],
    *,
    flags: int = 0x0200,
    version: int = 193,
    narrow: bool = False,
    looks: Sequence[tuple[int, int, bytes]] = (),
) -> bytes:
    """A document of paragraphs, each with its end mark and its property modifiers; all text in one piece.

    looks: first and last character of runs, with the modifiers that say how they are printed.
    """
    text = "".join(text for text, _ in paragraphs)
    width = 1 if narrow else 2
    start = 1024
    stored = text.encode("cp1252" if narrow else "utf-16-le")
    pages = b""
    numbers, firsts = [], []
    base = -(-(start + len(stored)) // 512)
    at = start
    for number, (part, modifiers) in enumerate(paragraphs):
        end = at + len(part) * width
        page = bytearray(512)
        struct.pack_into("<II", page, 0, at, end)
        properties = b"\0\0" + modifiers
        properties += b"\0" * (len(properties) % 2)
        place = 512 - 2 - (len(properties) + 2) // 2 * 2
        place -= place % 2
        page[8] = place // 2
        page[place : place + 2] = bytes([0, len(properties) // 2])
        page[place + 2 : place + 2 + len(properties)] = properties
        page[511] = 1
        pages += bytes(page)
        numbers.append(base + number)
        firsts.append(at)
        at = end
    chpx = b""
    if looks:
        page = bytearray(512)
        edges = sorted({0, len(text), *(edge for first, end, _ in looks for edge in (first, end))})
        struct.pack_into(f"<{len(edges)}I", page, 0, *(start + edge * width for edge in edges))
        place = 500
        for run, first in enumerate(edges[:-1]):
            for _, _, modifiers in (look for look in looks if look[0] == first):
                place = (place - len(modifiers) - 1) // 2 * 2
                page[4 * len(edges) + run] = place // 2
                page[place : place + 1 + len(modifiers)] = bytes([len(modifiers)]) + modifiers
        page[511] = len(edges) - 1
        pages += bytes(page)
        chpx = struct.pack("<II", start, at) + struct.pack("<I", base + len(paragraphs))
    papx = struct.pack(f"<{len(firsts) + 1}I", *firsts, at) + struct.pack(f"<{len(numbers)}I", *numbers)
    piece = (
        struct.pack("<II", 0, len(text)) + b"\0\0" + struct.pack("<I", (start * 2 | 0x4000_0000) if narrow else start)
    )
    piece += b"\0\0"
    clx = b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(piece)) + piece
    main = bytearray(start)
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into("<i", main, 0x4C, len(text))
    struct.pack_into("<II", main, 0xFA, len(papx) + len(clx), len(chpx))
    struct.pack_into("<II", main, 0x102, 0, len(papx))
    struct.pack_into("<II", main, 0x1A2, len(papx), len(clx))
    body = (bytes(main) + stored).ljust(base * 512, b"\0") + pages
    return compound({"WordDocument": body, "1Table": papx + clx + chpx})


def only(raw: bytes) -> Document:
    (found,) = read("x", raw)
    assert isinstance(found, Document), found
    return found


def test_blank_cells_and_ends_of_rows_are_told_apart() -> None:
    edges = [0, 1000, 2000, 3000]
    document = only(
        word(
            [
                ("二、主动公开\r", b""),
                ("规章\x07", IN_TABLE),
                (END_OF_CELL, IN_TABLE),
                ("3\x07", IN_TABLE),
                (END_OF_CELL, row_end(edges, [0, 0, 0])),
                ("总\r", IN_TABLE),
                ("计\x07", IN_TABLE),
                ("\x13 PAGE \x1412\x15\x07", IN_TABLE),
                (END_OF_CELL, IN_TABLE),
                (END_OF_CELL, row_end(edges, [0, 0, 0])),
                ("三、其他\x01\x0b后\r", b""),
            ]
        )
    )
    assert document.lines == ("二、主动公开", "规章\t\t3", "总 计\t12\t", "三、其他", "后")
    assert document.rows[2] == (Cell("规章", 0), Cell("", 1), Cell("3", 2))
    assert document.rows[3] == (Cell("总\n计", 0), Cell("12", 1), Cell("", 2))
    assert document.images == 1
    assert document.media_type == "application/msword"


def test_merged_cells_from_their_edges_and_flags() -> None:
    document = only(
        word(
            [
                ("项\x07", IN_TABLE),
                ("申请人\x07", IN_TABLE),
                (END_OF_CELL, row_end([0, 1000, 3010], [0x60, 0])),
                (END_OF_CELL, IN_TABLE),
                ("甲\x07", IN_TABLE),
                ("乙\x07", IN_TABLE),
                (END_OF_CELL, row_end([5, 1000, 2000, 3000], [0x20, 0, 0])),
                ("合\x07", IN_TABLE),
                (END_OF_CELL, IN_TABLE),
                ("1\x07", IN_TABLE),
                (END_OF_CELL, row_end([0, 1000, 2000, 3000], [1, 2, 0])),
            ]
        )
    )
    assert list(document.rows.values()) == [
        (Cell("项", 0, 1, 2), Cell("申请人", 1, 2)),
        (Cell("甲", 1), Cell("乙", 2)),
        (Cell("合", 0, 2), Cell("1", 2)),
    ]


@pytest.mark.parametrize("modifier", [0x0800, 0x0837, 0x2A53, 0x083C])
def test_struck_hidden_and_deleted_text_is_not_said(modifier: int) -> None:
    on, off = struct.pack("<HB", modifier, 1), struct.pack("<HB", modifier, 0)
    text = "收到6573件\r"
    assert only(word([(text, b"")], looks=[(2, 4, on), (4, 6, off)])).lines == ("收到73件",)
    assert only(word([(text, b""), ("末\r", b"")], looks=[(7, 9, on)])).lines == ("收到6573件",)
    assert only(word([(text, b"")], looks=[(2, 4, off)])).lines == ("收到6573件",)


def test_a_raised_figure_is_no_digit() -> None:
    raised, bold = struct.pack("<HB", 0x2A48, 1), struct.pack("<HB", 0x0835, 1)
    assert only(word([("收到731件\r", b"")], looks=[(2, 4, bold), (4, 5, bold + raised)])).lines == ("收到73¹件",)


def test_eight_bit_pieces() -> None:
    assert only(word([("Total 12\r", b"")], narrow=True)).lines == ("Total 12",)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (word([("x\r", b"")], flags=0x0300), "encrypted"),
        (word([("x\r", b"")], version=60), "unreadable"),
        (compound({"WordDocument": b"\0" * 5000, "1Table": b""}), "unreadable"),
        (compound({"EncryptedPackage": b"x"}), "encrypted"),
        (compound({"Other": b"x"}), "unreadable"),
    ],
)
def test_what_cannot_be_read(raw: bytes, reason: str) -> None:
    (found,) = read("x.doc", raw)
    assert isinstance(found, Rejected), found
    assert found.reason == reason


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (r"{\strike 65}73", "73"),
        (r"{\striked1 65}73", "73"),
        (r"\strike 65\strike0 73", "73"),
        (r"\strike\b 65\plain 73", "73"),
        (r"{\deleted\revauthdel1 65}{\revised 73}", "73"),
        (r"\deleted 65\deleted0 73", "73"),
        (r"{\v 6\tab 5}73", "73"),
        (r"73{\super 1}", "73¹"),
        (r"73\super [\u27880?1]\nosupersub 3", "73[注1]3"),
        (r"73{\sub 1}3", "73₁3"),
    ],
)
def test_rich_text_that_is_struck_hidden_or_set_small(runs: str, text: str) -> None:
    assert only((r"{\rtf1\ansi\ansicpg936 " + runs + r"\par}").encode()).lines == (text,)


def test_rich_text() -> None:
    gbk = "".join(f"\\'{byte:02x}" for byte in "总计".encode("gbk"))
    raw = (
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}{\*\generator x;}{\info{\title t}}\pard "
        + gbk
        + r" A\{1\}\par\pard\intbl\trowd\trleft0\clvmgf\cellx1000\cellx3010 \u35268?\u31456?\cell 2{\v no}\cell\row"
        r"\trowd\clvmrg\cellx1005\cellx2000\cellx3000 \cell a\par b\cell \cell\row\pard end\line x\par}"
    )
    document = only(raw.encode())
    assert document.lines == ("总计 A{1}", "规章\t2", "a b\t", "end", "x")
    assert list(document.rows.values()) == [
        (Cell("规章", 0, 1, 2), Cell("2", 1, 2)),
        (Cell("a\nb", 1), Cell("", 2)),
    ]
