"""The square that a telephone reads on the page of a credential, and on paper: the address that the reader has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sceau.engine.images.qr import modules_of

_QUIET: Final = 4  # light modules all around, of which readers need as many
_RUNS: Final = re.compile("1+0*")


@dataclass(frozen=True, slots=True)
class Square:
    """side: in modules, with the quiet zone; path: of the dark ones, as an SVG path"""

    side: int
    path: str


def square_of(address: str) -> Square:
    """The QR code of an address, 15 % of which may be worn away."""
    rows = modules_of(address.encode())
    lines = (
        f"M{row.index('1') + _QUIET} {number}{''.join(map(_run, _RUNS.findall(row)))}"
        for number, row in enumerate(rows, _QUIET)
        if "1" in row
    )
    return Square(len(rows) + 2 * _QUIET, "".join(lines))


@lru_cache(maxsize=4096)
def _run(signs: str) -> str:
    """Dark modules beside each other, and the way over the light ones that follow."""
    dark = signs.count("1")
    return f"h{dark}v1h-{dark}zm{len(signs)} 0"
