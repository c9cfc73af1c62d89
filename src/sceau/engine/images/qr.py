"""QR codes of addresses: bytes in, rows of dark and light modules out.

Byte mode and level M only (15 % may be worn away), versions 1 to 20: up to 666 bytes, more than any address of ours.
One mask for all: readers read any of the eight, and to try each for the most even one takes longer than all the rest.

source:  ISO/IEC 18004:2015
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from sceau.engine.errors import EngineError, Reason

TOO_LONG: Final = Reason(
    "qr.too_long",
    fr="{count} octets ne tiennent pas dans un QR code : {most} au plus",
    en="{count} bytes do not fit into a QR code: {most} at most",
)
MASK: Final = 2  # §7.8.2: column mod 3

# table 9, level M: codewords in all, of them for correction in each block, blocks
_VERSIONS: Final = (
    (26, 10, 1), (44, 16, 1), (70, 26, 1), (100, 18, 2), (134, 24, 2), (172, 16, 4), (196, 18, 4),
    (242, 22, 4), (292, 22, 5), (346, 26, 5), (404, 30, 5), (466, 22, 8), (532, 22, 9), (581, 24, 9),
    (655, 24, 10), (733, 28, 10), (815, 28, 11), (901, 26, 13), (991, 26, 14), (1085, 26, 16),
)  # fmt: skip
# table E.1: rows and columns of the centres of alignment patterns
_CENTRES: Final[tuple[tuple[int, ...], ...]] = (
    (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50), (6, 30, 54),
    (6, 32, 58), (6, 34, 62), (6, 26, 46, 66), (6, 26, 48, 70), (6, 26, 50, 74), (6, 30, 54, 78), (6, 30, 56, 82),
    (6, 30, 58, 86), (6, 34, 62, 90),
)  # fmt: skip
_LONG_COUNT: Final = 10  # table 3: from this version on the count has 16 bits
_HAS_VERSION: Final = 7  # §7.10: from here on the version is written twice
_TIMING: Final = 6  # the row and the column that count modules
_PADS: Final = bytes((0xEC, 0x11))  # §7.4.10
_FIELD: Final = 0x11D  # §7.5.2: x⁸ + x⁴ + x³ + x² + 1

Place = tuple[int, int]  # row, column


def modules_of(data: bytes) -> tuple[str, ...]:
    """The rows of the smallest code of these bytes, "1" for dark and "0" for light; no quiet zone around.

    raises:  EngineError beyond 666 bytes
    """
    plan = _plan(_version_for(len(data)))
    bits = int.from_bytes(_interleaved(_padded(data, plan), plan)) << plan.rest
    written = f"{bits ^ plan.mask:0{plan.count}b}01"
    signs = "".join(plan.chosen(written))
    return tuple(signs[start : start + plan.side] for start in range(0, len(signs), plan.side))


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that codes of one version have in common.

    room:    bytes of data, with their header
    blocks:  how many bytes of data each has; correction: bytes that each gets
    count:   modules of data; rest: of them those that no codeword reaches
    mask:    bits that are turned, in the order of the data
    chosen:  of the bits of data, then "0" and "1", those of each module, row by row
    """

    version: int
    side: int
    room: int
    blocks: tuple[int, ...]
    correction: int
    count: int
    rest: int
    mask: int
    chosen: Callable[[str], tuple[str, ...]]


def _version_for(count: int) -> int:
    for version in range(1, len(_VERSIONS) + 1):
        if count <= _most(version):
            return version
    raise EngineError(TOO_LONG, count=count, most=_most(len(_VERSIONS)))


def _most(version: int) -> int:
    """Bytes that go into a version, without the header of four bits and the count."""
    total, correction, blocks = _VERSIONS[version - 1]
    return total - correction * blocks - (3 if version >= _LONG_COUNT else 2)


@lru_cache(maxsize=len(_VERSIONS))
def _plan(version: int) -> _Plan:
    total, correction, blocks = _VERSIONS[version - 1]
    side, room = 17 + 4 * version, total - correction * blocks
    fixed = dict(_patterns(version, side))
    data = [place for place in _in_order(side) if place not in fixed]
    at = {place: number for number, place in enumerate(data)}
    order = [
        at.get((row, column), len(data) + fixed.get((row, column), 0)) for row in range(side) for column in range(side)
    ]
    mask = "".join("1" if column % 3 == 0 else "0" for _row, column in data)
    shortest, longer = divmod(room, blocks)
    return _Plan(
        version,
        side,
        room,
        (shortest,) * (blocks - longer) + (shortest + 1,) * longer,
        correction,
        len(data),
        len(data) - 8 * total,
        int(mask, 2),
        itemgetter(*order),
    )


def _patterns(version: int, side: int) -> Iterator[tuple[Place, int]]:
    """Every module that holds no data, and whether it is dark; what comes later stands over what came before."""
    for number in range(side):  # §6.3.5
        yield (_TIMING, number), 1 - number % 2
        yield (number, _TIMING), 1 - number % 2
    for row, column in _alignments(version):  # §6.3.6
        for down in range(-2, 3):
            for right in range(-2, 3):
                yield (row + down, column + right), int(max(abs(down), abs(right)) != 1)
    for row, column in ((3, 3), (3, side - 4), (side - 4, 3)):  # §6.3.3 and §6.3.4: with the light border
        for down in range(-4, 5):
            for right in range(-4, 5):
                if 0 <= row + down < side and 0 <= column + right < side:
                    yield (row + down, column + right), int(max(abs(down), abs(right)) not in (2, 4))
    yield from _format(side)
    if version >= _HAS_VERSION:
        written = version << 12 | _remainder(version << 12, 0x1F25)
        for number in range(18):
            row, column = number // 3, side - 11 + number % 3
            yield (row, column), written >> number & 1
            yield (column, row), written >> number & 1


def _alignments(version: int) -> Iterator[Place]:
    centres = _CENTRES[version - 1]
    for row in centres:
        for column in centres:
            if (row, column) not in ((6, 6), (6, centres[-1]), (centres[-1], 6)):  # there are the finders
                yield row, column


def _format(side: int) -> Iterator[tuple[Place, int]]:
    """Level and mask, twice, with their own correction. source: §7.9"""
    said = MASK << 10  # level M is 00
    written = (said | _remainder(said, 0x537)) ^ 0x5412
    around = [*((8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)), *((row, 8) for row in (7, 5, 4, 3, 2, 1, 0))]
    apart = [*((side - 1 - number, 8) for number in range(7)), *((8, side - 8 + number) for number in range(8))]
    for number in range(15):
        bit = written >> (14 - number) & 1
        yield around[number], bit
        yield apart[number], bit
    yield (side - 8, 8), 1


def _remainder(value: int, by: int) -> int:
    """Of a division of polynomials whose coefficients are bits."""
    while value.bit_length() >= by.bit_length():
        value ^= by << (value.bit_length() - by.bit_length())
    return value


def _in_order(side: int) -> Iterator[Place]:
    """Modules in the order in which data goes in: two columns at once, from the right, up and down. source: §7.7.3"""
    up = True
    for right in (*range(side - 1, _TIMING, -2), *range(_TIMING - 1, 0, -2)):
        for row in range(side - 1, -1, -1) if up else range(side):
            yield row, right
            yield row, right - 1
        up = not up


def _padded(data: bytes, plan: _Plan) -> bytes:
    """Mode, count, data, the end and what fills the room. source: §7.4"""
    wide = 16 if plan.version >= _LONG_COUNT else 8
    bits = (0b0100 << wide | len(data)) << 8 * len(data) | int.from_bytes(data)
    whole = (bits << 4).to_bytes(len(data) + 1 + wide // 8)  # the header is half a byte more, the end the other half
    missing = plan.room - len(whole)
    return whole + (_PADS * (missing // 2 + 1))[:missing]


def _interleaved(data: bytes, plan: _Plan) -> bytes:
    """The first byte of each block, then the second of each, and so on; then those that correct. source: §7.6"""
    parts, start = [], 0
    for length in plan.blocks:
        parts.append(data[start : start + length])
        start += length
    if len(parts) == 1:
        return data + _correction(data, plan.correction)
    longest = plan.blocks[-1]
    found = bytearray()
    for number in range(longest):
        found += bytes(part[number] for part in parts if number < len(part))
    corrections = [_correction(part, plan.correction) for part in parts]
    for number in range(plan.correction):
        found += bytes(each[number] for each in corrections)
    return bytes(found)


def _correction(data: bytes, count: int) -> bytes:
    """The bytes by which lost ones are found again: a remainder of Reed and Solomon's. source: §7.5"""
    products, top = _products(count), 8 * (count - 1)
    kept, remainder = (1 << top) - 1, 0
    for byte in data:
        remainder = (remainder & kept) << 8 ^ products[remainder >> top ^ byte]
    return remainder.to_bytes(count)


@lru_cache(maxsize=16)
def _products(count: int) -> tuple[int, ...]:
    """Each byte times the generator of so many roots, without its first term, as one number."""
    generator = [1]
    for power in range(count):
        root = _POWERS[power]
        generator = [a ^ _times(b, root) for a, b in zip([*generator, 0], [0, *generator], strict=True)]
    return tuple(int.from_bytes(bytes(_times(byte, each) for each in generator[1:])) for byte in range(256))


def _powers() -> Iterator[int]:
    value = 1
    for _ in range(255):
        yield value
        value <<= 1
        if value & 0x100:
            value ^= _FIELD


_POWERS: Final = tuple(_powers())
_LOGARITHMS: Final = {value: power for power, value in enumerate(_POWERS)}


def _times(one: int, other: int) -> int:
    """The product of two bytes in the field."""
    return _POWERS[(_LOGARITHMS[one] + _LOGARITHMS[other]) % 255] if one and other else 0
