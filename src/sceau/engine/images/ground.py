"""The ground of a certificate: an engraved frame and, faint behind the seal, a rose turned from the id of the design.

A4 landscape, in millimetres: 297 by 210. Same design, same ground, for ever; only lines, and few bytes.
"""

from __future__ import annotations

import math

from sceau.engine.images.guilloche import Dice, Thread, closed

WIDTH, HEIGHT = 297, 210
_EDGE, _BAND = 7.0, 4.2  # from the edge of the paper to the frame; between its two rules
_STRANDS = 4
_ROSE = (245.0, 51.0)  # the middle of the seal
_TINT = 0.12  # of the ink, on white: what is read over it keeps its contrast


def draw_ground(*, design_id: str, ink: str) -> bytes:
    """The ground as an SVG image. ink: "#rrggbb" """
    left, top, right, bottom = _EDGE, _EDGE, WIDTH - _EDGE, HEIGHT - _EDGE
    inner = _EDGE + _BAND
    across, down = right - left - 2 * _BAND, bottom - top - 2 * _BAND
    sides = [
        (inner, top + _BAND / 2, 0, across),
        (inner, bottom - _BAND / 2, 0, across),
        (left + _BAND / 2, inner, 90, down),
        (right - _BAND / 2, inner, 90, down),
    ]
    waves = "".join(
        f'<g transform="translate({x:g} {y:g}) rotate({turn})">{_waves(length)}</g>' for x, y, turn, length in sides
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">
<clipPath id="in"><rect x="{inner}" y="{inner}" width="{across:g}" height="{down:g}"/></clipPath>
<g clip-path="url(#in)"><g fill="none" stroke="{tinted(ink)}"
 transform="translate({_ROSE[0]:g} {_ROSE[1]:g}) scale(.36)">{_rose(design_id)}</g></g>
<g fill="none" stroke="{ink}"><rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"
 stroke-width=".5"/><rect x="{inner}" y="{inner}" width="{across:g}" height="{down:g}" stroke-width=".18"/>
<g stroke-width=".13">{waves}</g></g>
</svg>
""".encode()


def tinted(ink: str) -> str:
    """So much of an ink on white."""
    parts = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * _TINT):02x}" for part in parts)


def _waves(length: float) -> str:
    """Sines along a side, each begun a little later, that a whole number of times fit it."""
    count = round(length / _BAND)
    step = length / count / 2
    height = _BAND / 2 * 0.82 * 1.5  # the handle of a cubic that peaks where the sine does
    out = []
    for strand in range(_STRANDS):
        size = height * math.cos(math.pi * strand / _STRANDS)
        waves = "".join(
            f"c{step * 0.364:.2f} {sign * size:.2f} {step * 0.636:.2f} {sign * size:.2f} {step:.3f} 0"
            for sign in (1, -1) * count
        )
        out.append(f'<path d="M0 0{waves}"/>')
    return "".join(out)


def _rose(design_id: str) -> str:
    dice = Dice("ground " + design_id)
    petals, height = dice.pick([7, 8, 9, 10, 11, 12]), dice.pick([52, 60, 68])
    thread = Thread(radius=190, height=height, lobes=petals, shape=dice.pick([0, 0.5, -0.5]), second=8, turns=petals)
    inner = Thread(radius=275, height=34, lobes=2 * petals, shape=dice.pick([0, 0.4, -0.4]))
    out = []
    for each, threads in ((thread, 10), (inner, 8)):
        path, step = closed(each.points()), 360 / each.lobes / threads
        out += [
            f'<path stroke-width="1.1" transform="rotate({turn * step:.3f})" d="{path}"/>' for turn in range(threads)
        ]
    return "".join(out)
