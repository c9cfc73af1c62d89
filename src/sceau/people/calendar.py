"""Months of a calendar, counted back."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from typing import Final

from django.utils.timezone import localtime

_A_YEAR: Final = 12


def months_before(now: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last day of that month; the hour of the house stays."""
    here = localtime(now)
    year, month = divmod(here.year * _A_YEAR + here.month - 1 - months, _A_YEAR)
    return here.replace(year=year, month=month + 1, day=min(here.day, monthrange(year, month + 1)[1]))
