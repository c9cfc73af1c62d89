"""The colour of an institution: on its pictures and letters, and read by everybody.

source:  WCAG 2.2, “contrast ratio”, “relative luminance”, 1.4.3
"""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls

from sceau.institutions import reasons
from sceau.institutions.errors import WrongValue

PAPER = "#fdfdfb"
WHITE = "#ffffff"
LEAST = 4.5  # 1.4.3: text of ordinary size
_BLACK = "#000000"
_STEPS = 1000


def colour(typed: str) -> str:
    """ "#rrggbb" in lower case that can be read on paper and bear white text; "" for none.

    raises:  WrongValue, with the ratio and the nearest darker colour that will do
    """
    found = typed.strip().lower()
    if not found:
        return ""
    short = re.fullmatch(r"#?([0-9a-f])([0-9a-f])([0-9a-f])", found)
    found = "#" + "".join(each * 2 for each in short.groups()) if short else "#" + found.removeprefix("#")
    if re.fullmatch(r"#[0-9a-f]{6}", found) is None:
        raise WrongValue(reasons.NOT_A_COLOUR, field="colour")
    least = contrast(found)
    if least < LEAST:
        shown = f"{int(least * 100) / 100:.2f}"  # never rounded up to what it does not reach
        raise WrongValue(
            reasons.TOO_PALE,
            field="colour",
            ratio=shown.replace(".", ","),
            ratio_en=shown,
            least_fr="4,5",
            least_en="4.5",
            proposal=darker(found),
        )
    return found


def contrast(one: str) -> float:
    """The least contrast of a colour: as text on our paper, and under white text."""
    return min(ratio(one, PAPER), ratio(one, WHITE))


def darker(pale: str) -> str:
    """The nearest colour of the same hue that can be read."""
    hue, light, saturation = rgb_to_hls(*_parts(pale))
    for step in range(_STEPS, 0, -1):
        found = _written(hls_to_rgb(hue, light * step / _STEPS, saturation))
        if contrast(found) >= LEAST:
            return found
    return _BLACK


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(one: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(one))  # noqa: PLR2004 -- sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(one: str) -> tuple[float, float, float]:
    return int(one[1:3], 16) / 255, int(one[3:5], 16) / 255, int(one[5:7], 16) / 255


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
