"""When and where each is expected, and what does not fit together in a planning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from sceau.assessment.models import Arrangement, Candidate, Cohort, Session, Slot
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import CandidateState, SessionKind
from sceau.intake.folding import fold


@dataclass(frozen=True, slots=True)
class Appointment:
    """One event for one person.

    ends_at:  with the extra time that was granted
    extra:    that time; zero for most
    """

    slot: Slot
    starts_at: datetime
    ends_at: datetime
    extra: timedelta


class Clash(StrEnum):
    """What does not fit together."""

    ROOM_TWICE = "room_twice"  # two slots in one room at one time
    PERSON_TWICE = "person_twice"  # somebody is expected in two places
    TOO_MANY = "too_many"  # more people than places
    TOO_SHORT = "too_short"  # shorter than the version says the event lasts
    OUTSIDE = "outside"  # on a day that is not of the session
    NO_SLOT = "no_slot"  # an event of the version that some people have no slot for, while others have


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing to look at: told, never refused, for the person who plans knows the building.

    people:  how many it concerns; event: the id of the event, where no slot is concerned
    """

    clash: Clash
    slots: tuple[Slot, ...]
    people: int = 0
    event: str = ""


def cohorts_of(session: Session) -> QuerySet[Cohort]:
    """The groups of a session, each with `people`: how many enrolled."""
    enrolled = Q(candidates__state=CandidateState.ENROLLED)
    return Cohort.objects.filter(session=session).annotate(people=Count("candidates", filter=enrolled)).order_by("name")


def slots_of(session: Session) -> QuerySet[Slot]:
    """The slots of the round, in time, each with `placed`: how many were placed in it one by one."""
    enrolled = Q(candidates__state=CandidateState.ENROLLED)
    return (
        Slot.objects.filter(session=session, round=session.round)
        .select_related("cohort")
        .annotate(placed=Count("candidates", filter=enrolled))
        .order_by("starts_at", "pk")
    )


def appointments_of(session: Session, candidates: Iterable[Candidate]) -> dict[int, list[Appointment]]:
    """What each of these people is expected to, by primary key, in time: four statements however many they are.

    A slot is for everybody, for a cohort, or for those placed in it one by one; at a retake, for those who take the
    event again.
    """
    events = events_to_sit(session)
    slots = list(Slot.objects.filter(session=session, round=session.round).select_related("cohort"))
    rows = list(candidates)
    placed: dict[int, set[int]] = defaultdict(set)
    for slot_id, candidate_id in Candidate.slots.through.objects.filter(
        candidate__session=session, slot__round=session.round
    ).values_list("slot_id", "candidate_id"):
        placed[slot_id].add(candidate_id)
    extra = extra_percents(session)
    found: dict[int, list[Appointment]] = {each.pk: [] for each in rows}
    here = {each.pk: each for each in rows if each.pk in events}
    for slot in slots:
        # an individual slot names its people: five hundred orals are not asked of five hundred people each
        for pk in placed[slot.pk] & here.keys() if slot.individual else here:
            of_theirs = slot.individual or slot.cohort_id is None or slot.cohort_id == here[pk].cohort_id
            if of_theirs and (slot.event in events[pk] or not slot.event):
                more = (slot.ends_at - slot.starts_at) * extra.get(pk, 0) / 100
                more = timedelta(minutes=-(-more // timedelta(minutes=1)))  # no fraction of a minute is taken away
                found[pk].append(Appointment(slot, slot.starts_at, slot.ends_at + more, more))
    return found


def events_to_sit(session: Session) -> dict[int, frozenset[str]]:
    """The events that each who is in the round sits: those that observe something of the attempt's scope."""
    observed = {event.id: frozenset(event.criteria) for event in rules_for(session).events}
    scopes = attempts_of_round(session).select_related(None).values_list("candidate_id", "scope")
    known: dict[tuple[str, ...], frozenset[str]] = {}
    found: dict[int, frozenset[str]] = {}
    for candidate_id, scope in scopes:
        asked = tuple(scope)
        if asked not in known:
            known[asked] = frozenset(name for name, criteria in observed.items() if criteria & set(asked))
        found[candidate_id] = known[asked]
    return found


def people_of_round(session: Session) -> list[Candidate]:
    """Those who sit something in the round, by number, with their names."""
    return [attempt.candidate for attempt in attempts_of_round(session)]


def extra_percents(session: Session) -> dict[int, int]:
    """The extra time granted to candidates of a session, in percent, by primary key."""
    rows = Arrangement.objects.filter(
        candidate__session=session, kind="extra_time", state="granted", extra_percent__isnull=False
    ).values_list("candidate_id", "extra_percent")
    found: dict[int, int] = {}
    for candidate_id, percent in rows:
        found[candidate_id] = max(found.get(candidate_id, 0), percent or 0)
    return found


def warnings_of(session: Session) -> list[Warned]:
    """What does not fit together in the planning of the round, in as many statements however many slots there are."""
    appointments = appointments_of(session, people_of_round(session))
    slots = list(slots_of(session))
    people: dict[int, int] = defaultdict(int)
    for expected in appointments.values():
        for each in expected:
            people[each.slot.pk] += 1
    return [
        *_rooms_twice(slots),
        *_people_twice(appointments, {slot.pk: slot for slot in slots}),
        *(
            Warned(Clash.TOO_MANY, (slot,), people[slot.pk])
            for slot in slots
            if slot.capacity is not None and people[slot.pk] > slot.capacity
        ),
        *_against_the_version(session, slots),
        *_outside(session, slots),
        *_without(events_to_sit(session), appointments, slots),
    ]


def _rooms_twice(slots: list[Slot]) -> list[Warned]:
    """Two events at one time in one room; the same event for several groups together is no fault."""
    by_room: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.room:
            by_room[fold(slot.room)].append(slot)
    return [
        Warned(Clash.ROOM_TWICE, (first, second))
        for those in by_room.values()
        for first, second in pairwise(those)
        if second.starts_at < first.ends_at and first.event != second.event
    ]


def _people_twice(appointments: dict[int, list[Appointment]], slots: dict[int, Slot]) -> list[Warned]:
    twice: dict[tuple[int, int], int] = defaultdict(int)
    for expected in appointments.values():
        for first, second in pairwise(sorted(expected, key=lambda each: (each.starts_at, each.slot.pk))):
            whole = not first.slot.event or not second.slot.event  # the day as a whole, and an event in it
            if second.starts_at < first.ends_at and not whole:
                twice[first.slot.pk, second.slot.pk] += 1
    return [
        Warned(Clash.PERSON_TWICE, (slots[first], slots[second]), count) for (first, second), count in twice.items()
    ]


def _against_the_version(session: Session, slots: list[Slot]) -> list[Warned]:
    minutes = {event.id: event.minutes for event in rules_for(session).events}
    return [
        Warned(Clash.TOO_SHORT, (slot,))
        for slot in slots
        if (planned := minutes.get(slot.event)) and slot.ends_at - slot.starts_at < timedelta(minutes=planned)
    ]


def _outside(session: Session, slots: list[Slot]) -> list[Warned]:
    if session.kind != SessionKind.DATED or session.round > 1 or not (session.starts_on and session.ends_on):
        return []
    return [
        Warned(Clash.OUTSIDE, (slot,))
        for slot in slots
        if not session.starts_on <= localdate(slot.starts_at) <= session.ends_on
    ]


def _without(
    events: dict[int, frozenset[str]], appointments: dict[int, list[Appointment]], slots: list[Slot]
) -> list[Warned]:
    """Events that have slots, and people who sit them and have none of these."""
    planned = {slot.event for slot in slots if slot.event}
    lacking = {
        event: sum(
            event in events[pk] and all(each.slot.event != event for each in expected)
            for pk, expected in appointments.items()
        )
        for event in sorted(planned)
    }
    return [Warned(Clash.NO_SLOT, (), count, event) for event, count in lacking.items() if count]


def utc(moment: datetime) -> datetime:
    """A moment that knows its zone, in UTC: two hours on the clock may be one, the night when it goes back.

    raises:  ValueError for one that does not
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without its zone: {moment.isoformat()}")
    return moment.astimezone(UTC)
