"""An hour as people type it, and the moment that it is on a day, on the clock of the installation."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TYPED: Final = re.compile(r"(\d{1,2})(?:\s*(?:h|:|\.|heures?)\s*(\d{2})?)?(?:\s*(am|pm))?", re.IGNORECASE)
_NOON: Final = 12


def read_hour(typed: str) -> time:
    """« 9 h 30 », « 09:30 », « 14h », « 9 », “2:30 pm”.

    raises:  ValidationError, with what is wrong
    """
    match = _TYPED.fullmatch(" ".join(typed.split()))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if match and match[3]:
        hour = hour % _NOON + (_NOON if match[3].lower() == "pm" else 0) if 1 <= hour <= _NOON else 99
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValidationError(
            _("« %(typed)s » n’est pas une heure : écrivez 9 h 30, ou 14:00.") % {"typed": typed.strip()[:20]}
        ) from error


def write_hour(value: time | datetime) -> str:
    """As it is typed: « 9:30 »; a moment on the clock of the installation."""
    here = localtime(value) if isinstance(value, datetime) else value
    return f"{here.hour}:{here.minute:02}"


def moment_of(day: date, hour: time) -> datetime:
    """The moment when the clock shows this hour on this day; of two such moments in autumn, the first.

    raises:  ValidationError for an hour that the clock jumps over in spring
    """
    moment = datetime.combine(day, hour, tzinfo=get_current_timezone())
    if moment.astimezone(UTC).astimezone(moment.tzinfo).time() != hour:
        raise ValidationError(
            _("Cette nuit-là, l’horloge saute cette heure : on passe à l’heure d’été. Choisissez-en une autre.")
        )
    return moment


class Hour(forms.Field):
    """An hour, typed."""

    widget = forms.TextInput(attrs={"size": "6", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": gettext_lazy("Donnez une heure : 9 h 30, ou 14:00.")})
        super().__init__(**options)

    def to_python(self, value: Any) -> time | None:
        """None when nothing was typed."""
        return read_hour(value) if value and value.strip() else None

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return write_hour(value) if isinstance(value, time | datetime) else value
