"""The ground of a certificate: an engraved frame and, faint behind the seal, a rose turned from the id of the design.

A4 landscape, in millimetres: 297 by 210. Same design, same ground, for ever; only lines, and few bytes.
"""

from __future__ import annotations

import math

from sceau.engine.images.guilloche import Dice, Thread, closed, turned

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
        ("x", inner, top + _BAND / 2, 0),
        ("x", inner, bottom - _BAND / 2, 0),
        ("y", left + _BAND / 2, inner, 90),
        ("y", right - _BAND / 2, inner, 90),
    ]
    waves = "".join(
        f'<use href="#{name}" transform="translate({x:g} {y:g}) rotate({turn}) scale(.01)"/>'
        for name, x, y, turn in sides
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">
<defs><g id="x">{_waves(across)}</g><g id="y">{_waves(down)}</g></defs>
<clipPath id="in"><rect x="{inner}" y="{inner}" width="{across:g}" height="{down:g}"/></clipPath>
<g clip-path="url(#in)"><g fill="none" stroke="{tinted(ink)}"
 transform="translate({_ROSE[0]:g} {_ROSE[1]:g}) scale(.036)">{_rose(design_id)}</g></g>
<g fill="none" stroke="{ink}"><rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"
 stroke-width=".5"/><rect x="{inner}" y="{inner}" width="{across:g}" height="{down:g}" stroke-width=".18"/>
<g stroke-width="13">{waves}</g></g>
</svg>
""".encode()


def tinted(ink: str) -> str:
    """So much of an ink on white."""
    parts = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * _TINT):02x}" for part in parts)


def _waves(length: float) -> str:
    """Sines along a side, each begun a little later, that a whole number of times fit it. In hundredths, whole."""
    count = round(length / _BAND)
    step = length / count / 2 * 100
    height = _BAND / 2 * 0.82 * 1.5 * 100  # the handle of a cubic that peaks where the sine does
    out = []
    for strand in range(_STRANDS):
        size = round(height * math.cos(math.pi * strand / _STRANDS))
        waves = "".join(
            f"C{round(step * (at + 0.364))} {handle} {round(step * (at + 0.636))} {handle} {round(step * (at + 1))} 0"
            for at in range(2 * count)
            for handle in (-size if at % 2 else size,)
        )
        out.append(f'<path d="M0 0{waves if size else f"H{round(length * 100)}"}"/>')
    return "".join(out)


def _rose(design_id: str) -> str:
    """In tenths, whole."""
    dice = Dice("ground " + design_id)
    petals, height = dice.pick([7, 8, 9, 10, 11, 12]), dice.pick([52, 60, 68])
    thread = Thread(radius=190, height=height, lobes=petals, shape=dice.pick([0, 0.5, -0.5]), second=8, turns=petals)
    inner = Thread(radius=275, height=34, lobes=2 * petals, shape=dice.pick([0, 0.4, -0.4]))
    roses = (("a", thread, 10), ("b", inner, 8))
    paths = (
        turned(name, closed(each.points(), whole=True), 360 / each.lobes / threads, threads)
        for name, each, threads in roses
    )
    return f'<g stroke-width="11">{"".join(paths)}</g>'
