"""When and where each event is sat: slots for everybody, for a group, or for people one by one.

Moments know their zone and are kept in UTC, so that a slot across the night when clocks change lasts what it lasts.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment import values
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.models import Candidate, Cohort, Session, Slot
from sceau.assessment.queries.planning import events_to_sit, slots_of, utc
from sceau.assessment.reasons import examday as reasons
from sceau.assessment.services.cohorts import (
    add_cohort,
    assign_cohort,
    assign_evenly,
    enrolled_among,
    held_to_plan,
    remove_cohort,
    rename_cohort,
)
from sceau.assessment.services.writing import rules_for, write

__all__ = [
    "add_cohort",
    "add_series",
    "add_slot",
    "assign_cohort",
    "assign_evenly",
    "edit_slot",
    "place",
    "place_evenly",
    "remove_cohort",
    "remove_slot",
    "rename_cohort",
]

LONGEST: Final = timedelta(hours=24)
MOST_SLOTS: Final = 1000
MOST_AT_ONCE: Final = 200
_Through = Candidate.slots.through


def add_slot(
    *,
    session: Session,
    event: str,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    now: datetime,
    cohort: Cohort | None = None,
    individual: bool = False,
    room: str = "",
    capacity: int | None = None,
) -> Slot:
    """A slot of the session's round.

    event:       the id of an event of the version, "" for the session as a whole
    cohort:      for this group; individual: for those who are placed in it; neither: for everybody
    raises:      NotEntitled, NotNow, WrongValue; ValueError for moments without their zone
    """
    named = values.line(room, field="room", most=120)
    places = values.capacity(capacity)
    first, last = _checked(starts_at, ends_at)
    with transaction.atomic():
        there = held_to_plan(session, by=by, now=now)
        _require_event(there, event)
        if cohort is not None and (individual or cohort.session_id != there.pk):
            raise WrongValue(reasons.OTHER_SESSION, field="cohort")
        _require_few(there, 1)
        slot = Slot.objects.create(
            session=there,
            cohort=cohort,
            event=event,
            starts_at=first,
            ends_at=last,
            room=named,
            capacity=places,
            round=there.round,
            individual=individual,
        )
        write("assessment.slot_added", there, by=by, now=now, slots=1, event=event)
    return slot


def add_series(
    *,
    session: Session,
    event: str,
    starts_at: datetime,
    minutes: int,
    count: int,
    by: User,
    now: datetime,
    pause: int = 0,
    room: str = "",
    capacity: int = 1,
) -> list[Slot]:
    """Individual slots one after the other, such as orals of twenty minutes.

    minutes, pause:  of each, and between two of them
    raises:          NotEntitled, NotNow, WrongValue; ValueError for a moment without its zone
    """
    named = values.line(room, field="room", most=120)
    places = values.capacity(capacity)
    if not 1 <= count <= MOST_AT_ONCE:
        raise WrongValue(reasons.TOO_MANY_SLOTS, field="count", most=MOST_AT_ONCE)
    if minutes < 1 or pause < 0:
        raise WrongValue(reasons.SLOT_ENDS_FIRST, field="minutes")
    length, step = timedelta(minutes=minutes), timedelta(minutes=minutes + pause)
    first = utc(starts_at)
    _checked(first, first + length)
    with transaction.atomic():
        there = held_to_plan(session, by=by, now=now)
        _require_event(there, event)
        _require_few(there, count)
        slots = Slot.objects.bulk_create(
            Slot(
                session=there,
                event=event,
                starts_at=first + step * place,
                ends_at=first + step * place + length,
                room=named,
                capacity=places,
                round=there.round,
                individual=True,
            )
            for place in range(count)
        )
        write("assessment.slot_added", there, by=by, now=now, slots=count, event=event)
    return slots


def edit_slot(
    *, slot: Slot, starts_at: datetime, ends_at: datetime, room: str, capacity: int | None, by: User, now: datetime
) -> Slot:
    """Another time, room or number of places; those who were called have to be called again.

    raises:  NotEntitled, NotNow, WrongValue; ValueError for moments without their zone
    """
    first, last = _checked(starts_at, ends_at)
    said = {
        "starts_at": first,
        "ends_at": last,
        "room": values.line(room, field="room", most=120),
        "capacity": values.capacity(capacity),
    }
    with transaction.atomic():
        there = held_to_plan(slot.session, by=by, now=now)
        row = Slot.objects.filter(pk=slot.pk, round=there.round).first()
        if row is None:
            raise WrongValue(reasons.OTHER_SESSION, field="slot")
        changed = sorted(name for name, value in said.items() if getattr(row, name) != value)
        if not changed:
            return row
        for name in changed:
            setattr(row, name, said[name])
        row.save(update_fields=changed)
        write("assessment.slot_changed", there, by=by, now=now, slot=str(row.uuid), fields=changed)
    return row


def remove_slot(*, slot: Slot, by: User, now: datetime) -> None:
    """A slot goes, and whoever was placed in it is placed nowhere. raises: NotEntitled, NotNow"""
    with transaction.atomic():
        there = held_to_plan(slot.session, by=by, now=now)
        if Slot.objects.filter(pk=slot.pk, round=there.round).delete()[0]:
            write("assessment.slot_removed", there, by=by, now=now, slot=str(slot.uuid))


def place(*, slot: Slot, candidates: Collection[Candidate], by: User, now: datetime) -> None:
    """These people and no others sit in an individual slot. raises: NotEntitled, NotNow, WrongValue"""
    with transaction.atomic():
        there = held_to_plan(slot.session, by=by, now=now)
        row = Slot.objects.filter(pk=slot.pk, round=there.round).first()
        if row is None or not row.individual:
            raise WrongValue(reasons.NOT_INDIVIDUAL, field="slot")
        chosen = enrolled_among(there, candidates) if candidates else []
        if row.capacity is not None and len(chosen) > row.capacity:
            raise WrongValue(reasons.SLOT_IS_FULL, field="candidates", places=row.capacity, asked=len(chosen))
        row.candidates.set(chosen)
        write("assessment.slots_assigned", there, by=by, now=now, slot=str(row.uuid), count=len(chosen))


def place_evenly(*, session: Session, event: str, by: User, now: datetime) -> int:
    """Whoever has no individual slot of an event gets the next one that is free, by number; gives how many did.

    raises:  NotEntitled; NotNow when places are missing, and then nobody is placed
    """
    with transaction.atomic():
        there = held_to_plan(session, by=by, now=now)
        slots = list(slots_of(there).filter(event=event, individual=True))
        seats = [
            slot.pk
            for slot in slots
            for _ in range((MOST_SLOTS if slot.capacity is None else slot.capacity) - slot.placed)  # type: ignore[attr-defined]  # annotated
        ]
        placed = _Through.objects.filter(slot__in=[slot.pk for slot in slots]).values_list("candidate_id", flat=True)
        seated = set(placed)
        waiting = [pk for pk, events in events_to_sit(there).items() if event in events and pk not in seated]
        if len(waiting) > len(seats):
            raise NotNow(reasons.NO_FREE_SLOT)
        if not waiting:
            return 0
        _Through.objects.bulk_create(
            _Through(slot_id=seat, candidate_id=candidate) for candidate, seat in zip(waiting, seats, strict=False)
        )
        write("assessment.slots_assigned", there, by=by, now=now, event=event, count=len(waiting))
    return len(waiting)


def _checked(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    first, last = utc(starts_at), utc(ends_at)
    if last <= first:
        raise WrongValue(reasons.SLOT_ENDS_FIRST, field="ends_at")
    if last - first > LONGEST:
        raise WrongValue(reasons.SLOT_TOO_LONG, field="ends_at")
    return first, last


def _require_event(session: Session, event: str) -> None:
    if event and event not in {each.id for each in rules_for(session).events}:
        raise WrongValue(reasons.NO_SUCH_EVENT, field="event")


def _require_few(session: Session, more: int) -> None:
    if Slot.objects.filter(session=session).count() + more > MOST_SLOTS:
        raise NotNow(reasons.TOO_MANY_SLOTS, most=MOST_SLOTS)
