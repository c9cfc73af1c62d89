"""Figures of quality as they are written, and what they are called in plain words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.assessment.states import AppealEffect, AppealState
from sceau.engine.marking.agreement import Strength
from sceau.engine.marking.items import Sharpness
from sceau.web import words

_MINUTE, _HOUR = 60, 3600
STRENGTHS: Final[dict[Strength, str | Promise]] = {
    Strength.POOR: gettext_lazy("moins d’accord que le hasard n’en donnerait"),
    Strength.SLIGHT: gettext_lazy("accord très faible"),
    Strength.FAIR: gettext_lazy("accord faible"),
    Strength.MODERATE: gettext_lazy("accord modéré"),
    Strength.SUBSTANTIAL: gettext_lazy("accord fort"),
    Strength.ALMOST_PERFECT: gettext_lazy("accord presque parfait"),
}
SHARPNESS: Final[dict[Sharpness, str | Promise]] = {
    Sharpness.POOR: gettext_lazy("ne distingue pas"),
    Sharpness.MARGINAL: gettext_lazy("distingue peu"),
    Sharpness.GOOD: gettext_lazy("distingue bien"),
    Sharpness.VERY_GOOD: gettext_lazy("distingue très bien"),
}
APPEALS: Final[tuple[tuple[str, str | Promise], ...]] = (
    (AppealState.OPEN, gettext_lazy("À instruire")),
    (AppealEffect.NONE, gettext_lazy("Décision maintenue")),
    (AppealEffect.CORRECTIVE, gettext_lazy("Décision rectifiée")),
    (AppealEffect.NEW_ATTEMPT, gettext_lazy("Nouveau passage ouvert")),
    (AppealState.WITHDRAWN, gettext_lazy("Retiré")),
)


def share(value: Fraction, language: str) -> str:
    """« 72 % »; “72%”."""
    text = words.number(_rounded(value * 100, "1"), language)
    return f"{text}{words.FIXED}%" if language == "fr" else f"{text}%"


def coefficient(value: Fraction | Decimal, language: str) -> str:
    """« 0,74 », « −0,05 »."""
    return words.number(_rounded(Fraction(value), "0.01"), language, 2)


def duration(seconds: Fraction) -> str:
    """« 45 s », « 12 min », « 1 h 05 »: as precise as it is read."""
    if seconds < _MINUTE:
        return _("%(n)s s") % {"n": _rounded(seconds, "1")}
    minutes = int(_rounded(seconds / _MINUTE, "1"))
    if seconds < _HOUR:
        return _("%(n)s min") % {"n": minutes}
    return _("%(hours)s h %(minutes)s") % {"hours": minutes // 60, "minutes": f"{minutes % 60:02}"}


def _rounded(value: Fraction, to: str) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(to), ROUND_HALF_UP) + 0  # no « −0 »
