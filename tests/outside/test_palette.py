"""A palette in place of four samples a pixel: the same picture to the eye, every filter of PNG undone."""

from __future__ import annotations

import struct
import zlib

import pytest

from sceau.engine.images.png import chunks_of
from sceau.outside.palette import with_palette

CLEAR, INK, PAPER, EDGE = b"\0\0\0\0", b"\x14\x57\x3f\xff", b"\xf3\xf8\xf4\xff", b"\x14\x57\x3f\x80"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(width: int, rows: list[bytes], filters: list[int], kind: bytes = b"\x08\x06\0\0\0") -> bytes:
    """A picture of these rows of RGBA, each written with its filter."""
    above, data = bytes(width * 4), b""
    for row, number in zip(rows, filters, strict=True):
        data += bytes([number]) + bytes(
            (value - predicted(number, row, above, at)) & 255 for at, value in enumerate(row)
        )
        above = row
    header = struct.pack(">II", width, len(rows)) + kind
    packed = zlib.compress(data)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", packed[:10])
        + chunk(b"IDAT", packed[10:])
        + chunk(b"IEND")
    )


def predicted(number: int, row: bytes, above: bytes, at: int) -> int:
    """What each filter expects of a sample (PNG, §9.2)."""
    left, over, corner = (row[at - 4], above[at], above[at - 4]) if at >= 4 else (0, above[at], 0)
    guess = left + over - corner
    nearest = min((left, over, corner), key=lambda sample: abs(guess - sample))
    return (0, left, over, (left + over) // 2, nearest)[number]


def colours_of(image: bytes) -> list[list[bytes]]:
    """The RGBA of each pixel of a picture with a palette."""
    parts = {one.kind: image[one.start + 8 : one.end - 4] for one in chunks_of(image)}
    width, height = struct.unpack_from(">II", parts[b"IHDR"])
    assert parts[b"IHDR"][8:] == b"\x08\x03\0\0\0"
    solid, opacity, data = parts[b"PLTE"], parts[b"tRNS"], zlib.decompress(parts[b"IDAT"])
    assert len(solid) // 3 == len(opacity) <= 256
    rows = [data[at * (width + 1) + 1 : (at + 1) * (width + 1)] for at in range(height)]
    return [[solid[one * 3 : one * 3 + 3] + opacity[one : one + 1] for one in row] for row in rows]


ROWS = [
    CLEAR + EDGE + INK + PAPER,
    EDGE + INK + INK + PAPER,
    PAPER + INK + EDGE + CLEAR,
    INK + PAPER + INK + EDGE,
    PAPER * 4,
]


@pytest.mark.parametrize("filters", [[number] * 5 for number in range(5)] + [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]])
def test_a_few_colours_come_out_exactly_as_they_were(filters):
    found = colours_of(with_palette(picture(4, ROWS, filters)))

    assert [b"".join(row) for row in found] == ROWS


def test_many_colours_become_their_neighbours():
    rows = [bytes(sample for at in range(64) for sample in (row * 4, at * 4, row + at, 255)) for row in range(64)]

    found = colours_of(with_palette(picture(64, rows, [4] * 64)))

    for row, colours in zip(rows, found, strict=True):
        for at, colour in enumerate(colours):
            assert abs(sum(colour[:3]) - sum(row[at * 4 : at * 4 + 3])) <= 7  # as light as it was
            assert colour[3] == 255


def test_a_picture_of_another_kind_is_left_alone():
    image = picture(4, ROWS, [0] * 5, kind=b"\x10\x06\0\0\0")

    assert with_palette(image) is image
