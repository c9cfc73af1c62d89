"""The square that a telephone reads on the page of a credential, and on paper: the address that the reader has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_M

_MASK: Final = 2  # any of the eight is read; trying them all for the most even one takes four times as long


@dataclass(frozen=True, slots=True)
class Square:
    """side: in modules, with the quiet zone of 4; path: of the dark ones, as an SVG path"""

    side: int
    path: str


@lru_cache(maxsize=256)
def square_of(address: str) -> Square:
    """The QR code of an address. source: ISO/IEC 18004; 15 % of it may be worn away"""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, mask_pattern=_MASK)
    code.add_data(address, optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    return Square(len(rows), "".join(_row(number, row) for number, row in enumerate(rows)))


def _row(number: int, row: list[bool]) -> str:
    parts, start = [], 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            parts.append(f"M{start} {number}h{length}v1h-{length}z")
        start += length
    return "".join(parts)
