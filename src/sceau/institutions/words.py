"""Dates as the sentences of this room say them, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import get_default_timezone

_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_ENGLISH = "January February March April May June July August September October November December".split()


def dated(name: str, moment: date | datetime) -> dict[str, str]:
    """{name: "1er juin 2026", name_en: "1 June 2026"}, a moment in the zone of the installation."""
    day = moment.astimezone(get_default_timezone()).date() if isinstance(moment, datetime) else moment
    first = "1er" if day.day == 1 else str(day.day)
    return {
        name: f"{first} {_FRENCH[day.month - 1]} {day.year}",
        f"{name}_en": f"{day.day} {_ENGLISH[day.month - 1]} {day.year}",
    }


def years_later(day: date, years: int) -> date:
    """The last day before the anniversary, that of 29 February being 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
