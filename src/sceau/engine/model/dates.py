"""Points in time: the dateTimeStamp of XML Schema, in and out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sceau.engine.errors import MalformedCredential, Reason
from sceau.engine.values import as_text

DATE_NOT_TEXT = Reason(
    "date.not_text",
    fr="une date s’écrit entre guillemets, et non {value}",
    en="a date is written between quotes, not {value}",
)
NOT_A_DATE = Reason(
    "date.not_a_date",
    fr="« {value} » n’est pas une date avec son heure et son fuseau, comme 2026-01-15T10:00:00Z",
    en="“{value}” is not a date with its time and zone, such as 2026-01-15T10:00:00Z",
)
WITHOUT_ZONE = Reason(
    "date.without_zone",
    fr="la date « {value} » n’a pas de fuseau horaire : elle ne désigne aucun instant ; ajoutez Z ou +01:00",
    en="the date “{value}” has no time zone: it names no instant; add Z or +01:00",
)
NOT_IN_THE_CALENDAR = Reason(
    "date.not_in_the_calendar",
    fr="la date « {value} » n’existe pas",
    en="the date “{value}” does not exist",
)

# XML Schema 1.1 part 2, §3.4.28: upper-case T and Z, at most 14 hours of offset, and 24:00:00 for the end of a day
_STAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
    r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
_USUAL_LENGTH = len("2026-01-15T10:00:00Z")
_USUAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
_END_OF_DAY = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T)24:00:00(?:\.0+)?(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)


def parse_datetime(text: object, pointer: str = "") -> datetime:
    """The instant that a dateTimeStamp names, with its zone; digits after the microsecond are dropped.

    raises:  MalformedCredential: not text, no zone, another form, or a day that the calendar does not have
    source:  XML Schema 1.1 part 2, §3.4.28; VC Data Model 2.0, §4.9; Open Badges 3.0, DateTimeZ
    """
    if type(text) is str and len(text) == _USUAL_LENGTH and (usual := _usual(text)) is not None:
        return usual
    if not isinstance(text, str):
        raise MalformedCredential(DATE_NOT_TEXT, pointer=pointer, value=as_text(text)[:40])
    stamp = _STAMP.fullmatch(text)
    if stamp is None:
        return _parse_end_of_day(text, pointer)
    if stamp[1] is None:
        raise MalformedCredential(WITHOUT_ZONE, pointer=pointer, value=text[:40])
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise MalformedCredential(NOT_IN_THE_CALENDAR, pointer=pointer, value=text[:40]) from error


@lru_cache(maxsize=256)  # the dates of one document are read several times on the way to its verdict
def _usual(text: str) -> datetime | None:
    """The instant of a date in the usual form; None for any other, or for a day that does not exist."""
    try:
        return datetime.fromisoformat(text) if _USUAL.fullmatch(text) else None
    except ValueError:
        return None


def _parse_end_of_day(text: str, pointer: str) -> datetime:
    match = _END_OF_DAY.fullmatch(text)
    if match is None:
        raise MalformedCredential(NOT_A_DATE, pointer=pointer, value=text[:40])
    if match[2] is None:
        raise MalformedCredential(WITHOUT_ZONE, pointer=pointer, value=text[:40])
    try:
        return datetime.fromisoformat(f"{match[1]}00:00:00{match[2]}") + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise MalformedCredential(NOT_IN_THE_CALENDAR, pointer=pointer, value=text[:40]) from error


def format_datetime(moment: datetime) -> str:
    """The dateTimeStamp of an instant, in UTC: 2026-01-15T10:00:00Z, with its fraction when it has one.

    raises:  ValueError when the moment has no zone, which is a mistake of ours
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is no instant")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
