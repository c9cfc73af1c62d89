"""A day as people type it."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sceau.web import words

_BARE: Final = {
    language: [unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower() for name in names]
    for language, names in words.MONTHS.items()
}
_LAST_YEAR: Final = 2199


def read_day(typed: str) -> date:
    """« 26/06/2026 », « 26.6.2026 », « 26 juin 2026 », “26 June 2026”, “2026-06-26”; the day before the month.

    raises:  ValidationError, with what is wrong
    """
    bare = unicodedata.normalize("NFD", typed).encode("ascii", "ignore").decode().lower().strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", bare):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})", bare):
        day, month, year = map(int, match.groups())
    elif (match := re.fullmatch(r"(\d{1,2})(?:er)?\s+([a-z]{3,9})\.?\s+(\d{4})", bare)) and _month(match[2]):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        raise ValidationError(
            _("« %(typed)s » n’est pas une date : écrivez jj/mm/aaaa.") % {"typed": typed.strip()[:40]}
        )
    return _checked(day, month, year)


def write_day(value: date) -> str:
    """As it is typed: « 26/06/2026 »."""
    return f"{value:%d/%m/%Y}"


def _checked(day: int, month: int, year: int) -> date:
    if not 1900 <= year <= _LAST_YEAR:  # noqa: PLR2004 -- nobody means another century
        raise ValidationError(_("L’année %(year)s est hors du calendrier d’ici.") % {"year": year})
    if not 1 <= month <= 12:  # noqa: PLR2004 -- months
        raise ValidationError(_("Il n’y a pas de mois n° %(month)s : écrivez jj/mm/aaaa.") % {"month": month})
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        language = "en" if (get_language() or "fr").startswith("en") else "fr"
        name = words.MONTHS[language][month - 1].capitalize()
        raise ValidationError(
            _("%(name)s %(year)s n’a que %(last)s jours.") % {"name": name, "year": year, "last": last}
        )
    return date(year, month, day)


def _month(name: str) -> int:
    """The number of a month from its name or its beginning, 0 for none."""
    for names in _BARE.values():
        found = [number for number, full in enumerate(names, start=1) if full.startswith(name)]
        if len(found) == 1:
            return found[0]
    return 0
