"""Bytes as they arrive broken: mutated documents of every format, and bytes and texts that never were one."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from tests.hostile.corpus import FORMATS, generate
from tests.hostile.layouts import LAYOUTS

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"
_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def flipped(data: bytes, rng: Random) -> bytes:
    """Some bytes are others."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 40))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def ended(data: bytes, rng: Random) -> bytes:
    """The file ends early."""
    return data[: rng.randrange(len(data))]


def beheaded(data: bytes, rng: Random) -> bytes:
    """The file begins late."""
    return data[rng.randrange(min(len(data), 2_000)) :]


def gapped(data: bytes, rng: Random) -> bytes:
    """A stretch is gone."""
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randint(1, 2_000) :]


def stuttered(data: bytes, rng: Random) -> bytes:
    """A stretch is there twice, or many times."""
    start = rng.randrange(len(data))
    return data[:start] + data[start : start + rng.randint(1, 400)] * rng.choice((2, 2, 50)) + data[start:]


def emptied(data: bytes, rng: Random) -> bytes:
    """A stretch is zeros, or all bits set."""
    start, length = rng.randrange(len(data)), rng.randint(1, 2_000)
    return (data[:start] + rng.choice((b"\0", b"\xff")) * length + data[start + length :])[: len(data)]


def shuffled(data: bytes, rng: Random) -> bytes:
    """Two stretches change places."""
    a, b, c, d = sorted(rng.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def salted(data: bytes, rng: Random) -> bytes:
    """A fragment that means something to some format stands somewhere in it."""
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(_SALT) + data[at:]


def overstated(data: bytes, rng: Random) -> bytes:
    """Four bytes claim to be a huge number: a length, an offset, a count."""
    at = rng.randrange(len(data))
    return data[:at] + struct.pack("<I", rng.choice((0xFFFFFFFF, 0x7FFFFFFF, 0xFFFF, 1 << 28))) + data[at + 4 :]


_SALT = (
    b"<table><tr><td colspan=99999 rowspan=99999>1</td>",
    b"</table>",
    b"<!--",
    b"<table>" * 300,
    b"]]>",
    b"&#x110000;",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\0",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"\x1f\x8b\x08",
    b"endstream endobj",
    b"9" * 400,
    b"1," * 300,
    b"|" * 500,
    b"\t" * 500,
    b"\r\r\n",
    b"\x81",
    "第二十条第（一）项".encode(),
    "二、上年结转政府信息公开申请数量".encode(),
    "（七）总计".encode("gb18030"),
    "1．".encode(),
)
BREAKS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flipped,
    ended,
    beheaded,
    gapped,
    stuttered,
    emptied,
    shuffled,
    salted,
    overstated,
)


def noise(rng: Random) -> bytes:
    """Bytes of no document."""
    return rng.randbytes(rng.choice((1, 2, 7, 100, 3_000)))


def babble(rng: Random) -> bytes:
    """A text made of nothing but what tables are made of, in no order."""
    words = _words()
    text = "".join(rng.choice(words) for _ in range(rng.choice((3, 30, 300))))
    return text.encode(rng.choice(("utf-8", "utf-8", "gb18030", "utf-16", "utf-8-sig")), errors="ignore")


@cache
def _words() -> tuple[str, ...]:
    text = (SAMPLES / "changshan-education-2022.txt").read_text(encoding="utf-8")
    labels = tuple(sorted({line.strip() for line in text.splitlines() if line.strip()}))
    marks = (
        "\n",
        "\t",
        " | ",
        "\n\n",
        "  ",
        "0",
        "7",
        "-3",
        "1,234",
        "５",
        "12万元",
        "增3/减2",
        "/",
        "—",
        "\x0c",
        "\u200b",
        "2022年",
    )
    return labels + marks * 8


def word97(text: str) -> bytes:
    """A Word 97 file of one piece, its paragraphs and cells at the end of "\\n" and "\\x07"."""
    body = text.replace("\n", "\r").encode("utf-16-le")
    start = 2_048
    fib = bytearray(start)
    struct.pack_into("<HHHHHH", fib, 0, 0xA5EC, 0xC1, 0, 0, 0, 0x0200)
    struct.pack_into("<HH", fib, 32, 14, 0)
    struct.pack_into("<H", fib, 62, 22)
    struct.pack_into("<I", fib, 76, len(text))
    struct.pack_into("<H", fib, 152, 93)
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", fib, 154 + 33 * 8, 0, len(table))
    return _compound({"WordDocument": bytes(fib) + body, "1Table": table})


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of streams that are all kept in full sectors."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def keep(content: bytes) -> int:
        first = len(sectors)
        sectors.extend(content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR))
        chain.extend([*range(first + 1, len(sectors)), _END])
        return first

    entries = [("Root Entry", 5, _FREE, 1, _END, 0)]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(4_096, b"\0")
        after = number + 1 if number < len(streams) else _FREE
        entries.append((name, 2, after, _FREE, keep(padded), len(padded)))
    directory = b""
    for name, kind, after, child, first, size in entries:
        label = (name + "\0").encode("utf-16-le")
        directory += label.ljust(64, b"\0") + struct.pack("<HBBIII", len(label), kind, 1, _FREE, after, child)
        directory += b"\0" * 36 + struct.pack("<IQ", first, size)
    at = keep(directory)
    table = len(sectors)
    chain.append(_FAT)
    room = _SECTOR // 4
    if len(chain) > room:
        raise ValueError(f"a text for {len(chain)} sectors; one allocation table holds {room}")
    sectors.append(b"".join(struct.pack("<I", entry) for entry in chain).ljust(_SECTOR, b"\xff"))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, at, 0, 4_096, _END, 0, _END, 0)
    return head + struct.pack("<I", table).ljust(436, b"\xff") + b"".join(sectors)


def _rich(text: str) -> bytes:
    """The same text as RTF."""
    coded = "".join(
        f"\\u{struct.unpack('<h', struct.pack('<H', ord(one)))[0]}?" if ord(one) > 126 else one for one in text
    )
    return ("{\\rtf1\\ansi " + coded.replace("\n", "\\par\n") + "}").encode("ascii")


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    """Whole documents of every format to be broken: name and bytes."""
    found = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    for seed, name in enumerate(FORMATS):
        if name != "txt":  # that is every layout below
            found.append((f"{name} of the corpus", generate(seed, format=name).data))
    for seed, name in enumerate(LAYOUTS):
        found.append((f"{name} of the corpus", generate(seed, layout=name, format="txt").data))
    text = (SAMPLES / "feixi-transport-2022-corrected.txt").read_text(encoding="utf-8")
    return (*found, ("a Word 97 file", word97(text.replace("\t", "\x07"))), ("an RTF file", _rich(text)))


def broken(seed: int, kinds: Sequence[Callable[[bytes, Random], bytes]] = BREAKS) -> tuple[str, bytes]:
    """What happened, and the bytes that came of it. Nine in ten were a document once, broken once or a few times."""
    rng = Random(seed)
    if rng.random() < 0.05:
        return f"noise {seed}", noise(rng)
    if rng.random() < 0.08:
        return f"babble {seed}", babble(rng)
    name, data = rng.choice(documents())
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        kind = rng.choice(kinds)
        data = kind(data, rng) if data else data
        done.append(kind.__name__)
    return f"{name} {seed}: {', '.join(done)}", data
