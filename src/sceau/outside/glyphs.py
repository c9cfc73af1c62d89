"""Which signs a font has."""

from __future__ import annotations

import struct
from typing import Final

_MOST_FACES: Final = 100  # of a collection
_RESTRICTED: Final = 2  # fsType: never embedded


def glyphs_of(font: bytes) -> frozenset[str]:
    """The signs that a TrueType or OpenType font draws, from its `cmap` of format 12 or 4.

    raises:  ValueError for a font that has neither
    source:  ISO/IEC 14496-22, cmap
    """
    return _glyphs_of(font, _table(font, b"cmap"))


def faces_of(font: bytes) -> tuple[frozenset[str], ...]:
    """The signs of each face of a file, which may be a collection; none of those that may not stand in a PDF.

    raises:  ValueError or struct.error for a file that is no font
    source:  ISO/IEC 14496-22, TTC header, OS/2 fsType
    """
    starts: tuple[int, ...] = (0,)
    if font.startswith(b"ttcf"):
        starts = struct.unpack_from(f">{min(struct.unpack_from('>I', font, 8)[0], _MOST_FACES)}I", font, 12)
    free = [
        start
        for start in starts
        if struct.unpack_from(">H", font, _table(font, b"OS/2", start) + 8)[0] & 15 != _RESTRICTED
    ]
    return tuple(_glyphs_of(font, place) for place in sorted({_table(font, b"cmap", start) for start in free}))


def _glyphs_of(font: bytes, start: int) -> frozenset[str]:
    count = struct.unpack_from(">H", font, start + 2)[0]
    found: dict[int, int] = {}
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        found.setdefault(struct.unpack_from(">H", font, start + offset)[0], start + offset)
    if 12 in found:  # noqa: PLR2004 -- a format's number
        return _format_12(font, found[12])
    if 4 in found:  # noqa: PLR2004 -- a format's number
        return _format_4(font, found[4])
    raise ValueError(f"no cmap of format 4 or 12: {sorted(found)}")


def _table(font: bytes, tag: bytes, head: int = 0) -> int:
    """Where a table begins."""
    for number in range(struct.unpack_from(">H", font, head + 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, head + 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(f"no table {tag!r}")


def _format_12(font: bytes, start: int) -> frozenset[str]:
    groups = struct.unpack_from(">I", font, start + 12)[0]
    signs: set[str] = set()
    for number in range(groups):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * number)
        signs.update(map(chr, range(first, last + 1)))
    return frozenset(signs)


def _format_4(font: bytes, start: int) -> frozenset[str]:
    doubled = struct.unpack_from(">H", font, start + 6)[0]
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    begins = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 2 * doubled)
    offsets_at = start + 16 + 3 * doubled
    signs: set[str] = set()
    for number, (first, last, delta) in enumerate(zip(begins, ends, deltas, strict=True)):
        offset = struct.unpack_from(">H", font, offsets_at + 2 * number)[0]
        for code in range(first, last + 1):
            glyph = code if not offset else _glyph_at(font, offsets_at + 2 * number + offset + 2 * (code - first))
            if glyph and (glyph + delta) & 0xFFFF and code != 0xFFFF:  # noqa: PLR2004 -- the end of the table
                signs.add(chr(code))
    return frozenset(signs)


def _glyph_at(font: bytes, place: int) -> int:
    return int(struct.unpack_from(">H", font, place)[0])
