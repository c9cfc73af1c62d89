"""A convocation as calendars take it: each event replaces what was told of it before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from sceau.assessment.calendar import Event
from sceau.assessment.models import Candidate, Session
from sceau.assessment.queries.planning import Appointment


def events_of_call(
    *,
    session: Session,
    candidate: Candidate,
    appointments: Iterable[Appointment],
    names: Mapping[str, str],
    title: str,
    sequence: int,
    changed: datetime,
    host: str,
    url: str = "",
    cancelled: bool = False,
) -> list[Event]:
    """One event for each appointment.

    Its uid is that of the event of the version, not of the slot: a slot that was removed and made again elsewhere still
    replaces the first one in the calendar of whoever is called.

    names:  of the events of the version, by id
    title:  of what is assessed
    host:   of this installation, which makes the uids its own
    """
    seen: Counter[str] = Counter()
    found = []
    for each in appointments:
        event = each.slot.event
        seen[event] += 1
        place = ", ".join(part for part in (each.slot.room, session.place, session.address, session.postcode) if part)
        found.append(
            Event(
                uid=f"call-{candidate.uuid}-{session.round}-{event or 'all'}-{seen[event]}@{host}",
                sequence=sequence,
                changed=changed,
                start=each.starts_at,
                end=each.ends_at,
                title=f"{names[event]}, {title}" if event in names else title,
                place=place,
                description=session.remote_tool,
                url=url,
                cancelled=cancelled,
            )
        )
    return found
