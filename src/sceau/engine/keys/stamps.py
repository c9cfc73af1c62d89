"""Moments as XML Schema writes them, zone included."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

# XML Schema 1.1 part 2, §3.4.28 dateTimeStamp; years of four figures, which is all that a datetime holds
_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,20}))?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_LONGEST = 48
_WIDEST_ZONE = timedelta(hours=14)


def read_stamp(text: object) -> datetime | None:
    """The moment in UTC that a dateTimeStamp stands for, to the microsecond; None when it is not one.

    source:  XML Schema 1.1 part 2, §3.4.28; 24:00:00 is midnight of the day after (§3.3.7.2)
    """
    return _read(text) if isinstance(text, str) and len(text) <= _LONGEST else None


@lru_cache(maxsize=256)  # the proofs of a batch bear the same moment, and one proof is asked for it more than once
def _read(text: str) -> datetime | None:
    found = _STAMP.fullmatch(text)
    if found is None:
        return None
    day, clock, fraction, zone = found.groups()
    end_of_day = clock == "24:00:00" and not (fraction or "").strip("0")
    micro = (fraction or "").ljust(6, "0")[:6]
    try:
        moment = datetime.fromisoformat(f"{day}T{'00:00:00' if end_of_day else clock}.{micro}{zone}")
        offset = moment.utcoffset()
        if offset is None or abs(offset) > _WIDEST_ZONE:
            return None
        return moment.astimezone(UTC) + timedelta(days=1) if end_of_day else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write_stamp(moment: datetime) -> str:
    """The moment as a dateTimeStamp in UTC, to the second."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is not a moment")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
