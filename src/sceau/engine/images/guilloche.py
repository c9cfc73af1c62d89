"""The engraved pattern of a seal: fine threads turned inside rings, drawn from a seed and from nothing else.

Same seed, same pattern, for ever: the numbers come from a hash, always in the same order. Lengths are in the units of a
seal, which is 600 wide; the centre is 0, 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

Option = TypeVar("Option")
Point = tuple[float, float]

# (lobes, threads): the more lobes, the fewer threads for the same density of ink
_WEAVES = [(6, 26), (8, 22), (9, 20), (10, 18), (12, 16), (14, 13), (16, 12), (18, 10), (24, 8), (30, 7)]
FAINT = 'opacity=".26"'  # of the rose behind the title
_STEPS_A_LOBE = 6  # points enough for a smooth curve to pass through them
_FEWEST_STEPS = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One closed curve: a sine on a circle, that may ride a slower one and breathe.

    radius:  of the circle
    height:  of the sine; lobes: how many of it in a turn; shape: how far its crests lean
    second:  height of the slower wave; turns: how many of that in a turn
    breath:  how much the height itself swings, 0 to 1, as often as the slower wave
    """

    radius: float
    height: float
    lobes: int
    turns: int = 3
    second: float = 0.0
    shape: float = 0.0
    breath: float = 0.0

    def points(self) -> list[Point]:
        """Where the curve passes."""
        steps = max(self.lobes * _STEPS_A_LOBE, _FEWEST_STEPS)
        return [self._point(2 * math.pi * step / steps) for step in range(steps)]

    def _point(self, angle: float) -> Point:
        slow = math.cos(self.turns * angle)
        crest = math.sin(self.lobes * angle + self.shape * math.sin(self.lobes * angle))
        height = self.height * (1 - self.breath + self.breath * slow)
        radius = self.radius + height * crest + self.second * math.sin(self.turns * angle)
        return radius * math.cos(angle), radius * math.sin(angle)


class Dice:
    """Numbers drawn from a hash, a byte each, always in the same order."""

    def __init__(self, seed: str) -> None:
        data = seed.encode("utf-8", "surrogatepass")
        self._bytes = iter(sha256(data).digest() + sha256(b"+" + data).digest())

    def pick(self, options: Sequence[Option]) -> Option:
        """One of the options."""
        return options[next(self._bytes) % len(options)]


def pattern(seed: str, prefix: str, *, faint: str = FAINT, whole: bool = False) -> tuple[str, str, str]:
    """The three engravings of a seal as SVG: the outer band, the inner band, the rose behind the title.

    seed:    the id of the design
    prefix:  begins the ids of the elements, so that two seals may stand in one page
    faint:   what makes the rose pale; whole: see `closed`
    """
    dice = Dice(seed)
    lobes, threads = dice.pick(_WEAVES)
    turns = lobes * dice.pick([1, 2, 3])  # a multiple, or the turned threads would not close without a seam
    outer = Thread(
        radius=238.5,
        height=23,
        lobes=lobes,
        turns=turns,
        shape=dice.pick([0, 0, 0.5, -0.5, 0.9, -0.9]),
        breath=dice.pick([0, 0, 0.16, 0.24, 0.3]),
    )
    height, inner_lobes, inner_threads = (
        dice.pick([8, 10, 12, 14]),
        dice.pick([12, 18, 24, 36, 48]),
        dice.pick([4, 5, 6, 7]),
    )
    inner = Thread(radius=199, height=height, lobes=inner_lobes, shape=dice.pick([0, 0.4, -0.4]))
    petals = dice.pick([5, 6, 7, 8, 9, 11])
    radius, petal_height, rose_threads = dice.pick([96, 104, 112]), dice.pick([44, 52, 60]), dice.pick([6, 7, 8, 9])
    rose = Thread(
        radius=radius,
        height=petal_height,
        lobes=petals,
        second=dice.pick([0, 6, 10]),
        turns=petals * dice.pick([1, 2]),
        shape=dice.pick([0, 0.5, 0.9, -0.7]),
    )
    return (
        _band(prefix + "a", outer, threads, _look(7, whole=whole), whole=whole),
        _band(prefix + "b", inner, inner_threads, _look(6, whole=whole), whole=whole),
        _band(prefix + "c", rose, rose_threads, f"{_look(6, whole=whole)} {faint}", whole=whole),
    )


def _look(width: int, *, whole: bool) -> str:
    """How thick threads are, in tenths."""
    return f'stroke-width="{width}" transform="scale(.1)"' if whole else f'stroke-width=".{width}"'


def _band(name: str, thread: Thread, threads: int, look: str, *, whole: bool) -> str:
    """A thread, turned again and again inside one lobe: that is all a guilloche is."""
    path = closed(thread.points(), whole=whole)
    return f'<g fill="none" {look}>{turned(name, path, 360 / thread.lobes / threads, threads)}</g>'


def turned(name: str, path: str, step: float, times: int) -> str:
    """A path, and the same again and again, each a step further around the centre. step: in degrees"""
    others = "".join(f'<use href="#{name}" transform="rotate({turn * step:.3f})"/>' for turn in range(1, times))
    return f'<path id="{name}" d="{path}"/>{others}'


def closed(points: list[Point], *, whole: bool = False) -> str:
    """A smooth closed path through the points: Catmull-Rom, which the short form `s` of SVG writes exactly.

    Relative and in tenths, so that a curve takes few bytes.

    whole:  ten times as large, in whole numbers: a PDF writes them faster and shorter
    """
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    count = len(tenths)
    numbers = _whole_numbers if whole else _numbers
    out = ["M" + numbers(tenths[0])]
    for at in range(count):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (tenths[(at + step) % count] for step in (-1, 0, 1, 2))
        end = (x2 - x1 - round((x3 - x1) / 6), y2 - y1 - round((y3 - y1) / 6), x2 - x1, y2 - y1)
        if at == 0:
            out.append("c" + numbers((round((x2 - x0) / 6), round((y2 - y0) / 6), *end)))
        else:
            out.append("s" + numbers(end))
    return "".join(out) + "z"


def _numbers(tenths: Sequence[int]) -> str:
    """Numbers as a path writes them: "-.5 12 3.4", a minus sign being its own separator."""
    written = []
    for at, value in enumerate(tenths):
        number = f"{value / 10:g}".replace("0.", ".", 1) if abs(value) < 10 else f"{value / 10:g}"  # noqa: PLR2004 -- below 1, in tenths
        written.append(number if at == 0 or value < 0 else f" {number}")
    return "".join(written)


def _whole_numbers(tenths: Sequence[int]) -> str:
    return " ".join(map(str, tenths))
