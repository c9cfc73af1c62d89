"""Until when an award is valid, counted from the day of the decision, or as its renewal says."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time

from sceau.engine.model.awards import Award
from sceau.engine.model.designs import Design

_MONTHS_IN_A_YEAR = 12


def add_months(day: date, months: int) -> date:
    """The same day of the month, that many months later; the month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, _MONTHS_IN_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(design: Design, award: Award) -> date | None:
    """The last day on which the award is valid; None when it has no end."""
    if design.validity_months is None:
        return None
    first = award.awarded_on if award.renewal is None else award.renewal.counted_from
    return add_months(first, design.validity_months)


def end_of(day: date) -> datetime:
    """The last second of a day, UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def day_of(end: datetime) -> date:
    """The last day that an end stands for, as `end_of` made it: whoever is ahead of UTC would read the next one."""
    return end.astimezone(UTC).date()


def noon_of(day: date) -> datetime:
    """Noon UTC: an instant that falls on this day in nearly every time zone, so that no reader sees the eve."""
    return datetime.combine(day, time(12), UTC)
