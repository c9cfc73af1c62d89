"""When to come back, in words."""

from __future__ import annotations

import math
from typing import Final

from django.utils.translation import ngettext

from sceau.web.templatetags.words import number

_MINUTE: Final = 60  # seconds
_HOUR: Final = 3_600
_MANY: Final = 90  # of a unit: beyond, the next one is told


def soon(seconds: int) -> str:
    """« dans 40 secondes », « dans 12 minutes », « dans 3 heures »; never too early."""
    if seconds <= _MANY:
        return ngettext("dans %(n)s seconde", "dans %(n)s secondes", seconds) % {"n": number(seconds)}
    if seconds <= _MANY * _MINUTE:
        minutes = math.ceil(seconds / _MINUTE)
        return ngettext("dans %(n)s minute", "dans %(n)s minutes", minutes) % {"n": number(minutes)}
    hours = math.ceil(seconds / _HOUR)
    return ngettext("dans %(n)s heure", "dans %(n)s heures", hours) % {"n": number(hours)}
