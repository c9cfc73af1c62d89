"""Who is under age on a day."""

from __future__ import annotations

from datetime import date
from typing import Final

MAJORITY: Final = 18


def is_under_age(birth_date: str, day: date) -> bool | None:
    """Whether somebody is under 18 on a day; None without a date.

    birth_date:  AAAA-MM-JJ, AAAA-MM or AAAA; what is not known counts as the latest that it may be
    """
    if not birth_date:
        return None
    known = [int(part) for part in birth_date.split("-")]
    year, month, last = known + [12, 31][len(known) - 1 :]
    return day.year - year - ((day.month, day.day) < (month, last)) < MAJORITY
