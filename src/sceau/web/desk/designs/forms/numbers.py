"""Numbers and lengths of time as people type them, in French and in English."""

from __future__ import annotations

import math
import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sceau.web import words
from sceau.web.templatetags.words import spoken

_SPACES: Final = re.compile(r"[\s\u00a0\u202f']+")
_NUMBER: Final = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,6})?")
_TIME: Final = re.compile(
    r"(?:(?P<hours>\d{1,5}(?:[.,]\d{1,2})?)(?:h|heures?|hours?|hrs?|:)(?:(?P<over>[0-5]?\d)(?:min|minutes?|mn|m)?)?)"
    r"|(?:(?P<minutes>\d{1,6})(?:min|minutes?|mn|m))"
)


def read_number(typed: str, *, least: float, most: float, decimals: int) -> float | None:
    """« 14 », « 14,5 », “14.5”, « 1 200 »; None for nothing.

    raises:  ValidationError, with what is wrong
    """
    bare = _SPACES.sub("", typed)
    if not bare:
        return None
    if not _NUMBER.fullmatch(bare):
        raise ValidationError(_("« %(typed)s » n’est pas un nombre.") % {"typed": typed.strip()[:40]})
    value = float(bare.replace(",", "."))
    if not least <= value <= most:
        raise ValidationError(
            _("%(typed)s est hors des bornes : de %(least)s à %(most)s.")
            % {"typed": typed.strip()[:40], "least": _said(least), "most": _said(most)}
        )
    if round(value, decimals) != value:
        raise ValidationError(
            _("%(typed)s : un nombre entier est attendu.") % {"typed": typed.strip()[:40]}
            if decimals == 0
            else _("%(typed)s : trop de chiffres après la virgule.") % {"typed": typed.strip()[:40]}
        )
    return int(value) if value.is_integer() else value


def write_number(value: float) -> str:
    """As it is typed in the language of the page, without groups: « 14,5 »; a whole number without decimals."""
    text = f"{value:g}" if abs(value) < 1_000_000 else str(value)  # noqa: PLR2004 -- :g would write 1e+06
    return text.replace(".", ",") if spoken() == "fr" else text


def read_minutes(typed: str, *, bare: str, most: int) -> int | None:
    """« 45 min », « 1 h 30 », « 1,5 h », “1:30”, and a bare number of the unit that is expected; None for nothing.

    bare:    "minutes" or "hours": what a number alone means; a decimal number alone is always of hours
    raises:  ValidationError, with what is wrong
    """
    text = _SPACES.sub("", typed).lower()
    if not text:
        return None
    if _NUMBER.fullmatch(text) and not text.startswith(("+", "-")):
        alone = float(text.replace(",", "."))
        minutes = alone if bare == "minutes" and alone.is_integer() else alone * 60
    elif match := _TIME.fullmatch(text):
        hours = float((match["hours"] or "0").replace(",", "."))
        minutes = hours * 60 + int(match["over"] or match["minutes"] or 0)
    else:
        raise ValidationError(
            _("« %(typed)s » n’est pas une durée : écrivez 14 h, 1 h 30 ou 45 min.") % {"typed": typed.strip()[:40]}
        )
    if minutes > most:
        raise ValidationError(
            _("%(typed)s dépasse %(most)s heures.") % {"typed": typed.strip()[:40], "most": _said(most // 60)}
        )
    return math.floor(minutes + 0.5)


def write_minutes(minutes: float) -> str:
    """« 45 min », « 1 h », « 1 h 30 »."""
    whole = math.floor(minutes + 0.5)
    hours, over = divmod(whole, 60)
    if not hours:
        return f"{over}{words.FIXED}min"
    return f"{hours}{words.FIXED}h" + (f"{words.FIXED}{over:02}" if over else "")


def _said(value: float) -> str:
    return words.number(int(value) if float(value).is_integer() else value, spoken())
