"""Pictures of few colours written with a palette: a third of the bytes, for the same picture to the eye.

A seal has one ink on one paper, and what lies between them at the edges of its lines. Many platforms take pictures of
256 kB at most.

source:  PNG, third edition, §9 (filters), §11.2.2 (IHDR), §11.2.3 (PLTE), §11.3.1.1 (tRNS)
"""

from __future__ import annotations

import zlib
from collections import Counter
from itertools import accumulate
from struct import pack, unpack_from

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA8 = b"\x08\x06\0\0\0"  # 8 bits a sample, red green blue opacity, not interlaced
_PALETTE8 = b"\x08\x03\0\0\0"
_FINE = 6  # steps of light among opaque pixels, of 765: at most 128 colours
_COARSE, _OPACITY = 64, 32  # steps of light and of opacity among the others, at the edge of the picture: at most 96

Pixel = bytes


def with_palette(image: bytes) -> bytes:
    """The same picture with colours gathered by their light; each becomes the average of those that it stands for.

    image:    a PNG of 8-bit RGBA, not interlaced, as a renderer writes it
    returns:  a PNG with a palette; the image itself when it is of another kind
    """
    width, height = unpack_from(">II", image, 16)
    if image[24:29] != _RGBA8:
        return image
    rows = _rows_of(image, width)
    pixels = [[row[at : at + 4] for at in range(0, width * 4, 4)] for row in rows]
    counted = Counter(pixel for row in pixels for pixel in row)
    numbers, colours = _gather(counted)
    data = b"".join(b"\0" + bytes([numbers[pixel] for pixel in row]) for row in pixels)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", pack(">II", width, height) + _PALETTE8),
            _chunk(b"PLTE", b"".join(colour[:3] for colour in colours)),
            _chunk(b"tRNS", bytes(colour[3] for colour in colours)),
            _chunk(b"IDAT", zlib.compress(data, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _gather(counted: Counter[Pixel]) -> tuple[dict[Pixel, int], list[bytes]]:
    """The number of each pixel in the palette, and the palette."""
    groups: dict[tuple[int, int], list[Pixel]] = {}
    for pixel in counted:
        groups.setdefault(_group_of(pixel), []).append(pixel)
    numbers: dict[Pixel, int] = {}
    colours: list[bytes] = []
    for group in sorted(groups):
        for pixel in groups[group]:
            numbers[pixel] = len(colours)
        weight = sum(counted[pixel] for pixel in groups[group])
        sums = (sum(counted[pixel] * pixel[channel] for pixel in groups[group]) for channel in range(4))
        colours.append(bytes((total + weight // 2) // weight for total in sums))
    return numbers, colours


def _group_of(pixel: Pixel) -> tuple[int, int]:
    red, green, blue, opacity = pixel
    light = red + green + blue
    if opacity < 255:  # noqa: PLR2004 -- opaque
        return opacity // _OPACITY, light // _COARSE
    return 8, light // _FINE


def _rows_of(image: bytes, width: int) -> list[bytes]:
    """The rows of samples, their filters undone."""
    packed, at = b"", len(_SIGNATURE)
    while at < len(image):
        length, kind = unpack_from(">I4s", image, at)
        if kind == b"IDAT":
            packed += image[at + 8 : at + 8 + length]
        at += length + 12
    data = zlib.decompress(packed)
    stride, above = width * 4, bytes(width * 4)
    rows = []
    for start in range(0, len(data), stride + 1):
        above = _UNDO[data[start]](data[start + 1 : start + 1 + stride], above)
        rows.append(above)
    return rows


def _sub(row: bytes, _above: bytes) -> bytes:
    out = bytearray(row)
    for channel in range(4):
        out[channel::4] = bytes([value & 255 for value in accumulate(row[channel::4])])
    return bytes(out)


def _up(row: bytes, above: bytes) -> bytes:
    return bytes([(value + over) & 255 for value, over in zip(row, above, strict=True)])


def _average(row: bytes, above: bytes) -> bytes:
    out = bytearray(4)
    for at, value in enumerate(row):
        out.append((value + (out[at] + above[at]) // 2) & 255)
    return bytes(out[4:])


def _paeth(row: bytes, above: bytes) -> bytes:
    out, corners = bytearray(4), bytes(4) + above
    for at, value in enumerate(row):
        left, over, corner = out[at], above[at], corners[at]
        far_left, far_over, far_corner = abs(over - corner), abs(left - corner), abs(left + over - 2 * corner)
        if far_left <= far_over and far_left <= far_corner:
            out.append((value + left) & 255)
        else:
            out.append((value + (over if far_over <= far_corner else corner)) & 255)
    return bytes(out[4:])


_UNDO = (lambda row, _above: row, _sub, _up, _average, _paeth)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I4s", len(data), kind) + data + pack(">I", zlib.crc32(kind + data))
