"""A signature drawn on a screen: lines and nothing else, so that it can be shown and printed wherever it was drawn."""

from __future__ import annotations

import re
from typing import Final

from sceau.assessment.errors import WrongValue
from sceau.assessment.reasons.examday import NOT_A_STROKE, STROKE_TOO_SHORT

WIDTH: Final = 300
HEIGHT: Final = 100
LONGEST: Final = 4000  # signs: about four hundred points
FEWEST_POINTS: Final = 6  # a dot or a tick is what a finger leaves by mistake
_POINT: Final = r"(?:[0-9]|[1-9][0-9]|[12][0-9]{2}|300) (?:[0-9]|[1-9][0-9]|100)"
_PATH: Final = re.compile(rf"(?:M{_POINT}(?:L{_POINT})*)+")


def stroke(typed: str) -> str:
    """The `d` of an SVG path in a box of 300 × 100: moves and lines between whole numbers, « M10 20L30 40 ».

    raises:  WrongValue
    """
    found = re.sub(r"\s*([ML])\s*", r"\1", " ".join(typed.replace(",", " ").split()))
    if len(found) > LONGEST or _PATH.fullmatch(found) is None:
        raise WrongValue(NOT_A_STROKE, field="drawn")
    if found.count("M") + found.count("L") < FEWEST_POINTS:
        raise WrongValue(STROKE_TOO_SHORT, field="drawn")
    return found
