"""Events of an assessment as a file that calendars take: times in UTC, which each calendar shows in its own zone.

source:  RFC 5545; RFC 5546, §3.2.1 (METHOD:PUBLISH: for information, nobody is asked to answer)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

OCTETS: Final = 75  # of a line, its end not counted (§3.1)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_UID: Final = re.compile(r"[A-Za-z0-9.@_:-]{1,200}")
_ADDRESS: Final = re.compile(r"https?://[\x21-\x7e]{1,500}")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes place.

    uid:          the same for the same event whenever it is told, such as "convocation-<uuid>@sceau.example"
    sequence:     how often it was changed since it was first told: a calendar takes the greatest
    changed:      when it was last changed, aware
    start, end:   aware
    title, place, description:  any text; "" for none
    url:          of the page about it, "" for none
    cancelled:    whether it is called off
    """

    uid: str
    sequence: int
    changed: datetime
    start: datetime
    end: datetime
    title: str
    place: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


def calendar_of(events: Iterable[Event], language: str) -> bytes:
    """The file, text/calendar in UTF-8, without alarms.

    language:  "fr" or "en", of titles, places and descriptions
    raises:    ValueError for a uid or an address that is none, or an end before its start
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sceau//Sceau//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += _event(event, language)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(event: Event, language: str) -> list[str]:
    if _UID.fullmatch(event.uid) is None or (event.url and _ADDRESS.fullmatch(event.url) is None):
        raise ValueError(f"not a uid or not an address: {event.uid!r}, {event.url!r}")
    if event.end < event.start:
        raise ValueError(f"it ends before it starts: {event.start} > {event.end}")
    texts = (("SUMMARY", event.title), ("LOCATION", event.place), ("DESCRIPTION", event.description))
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_moment(event.changed)}",
        f"DTSTART:{_moment(event.start)}",
        f"DTEND:{_moment(event.end)}",
        *(f"{name};LANGUAGE={language}:{_text(text)}" for name, text in texts if text),
        *([f"URL:{event.url}"] if event.url else []),
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {moment}")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """§3.3.11: what steers the file is escaped, ends of lines are written as two signs; no line of a stranger's."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """§3.1: no line longer than 75 octets; the next ones begin with a space. No letter is cut in two."""
    parts, room, part = [], OCTETS, b""
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", OCTETS - 1
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
