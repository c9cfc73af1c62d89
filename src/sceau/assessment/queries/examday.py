"""Reads of the day: who was called and of what, sheets and their lines, incidents, who was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

import orjson
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime

from sceau.assessment.models import Attendance, Candidate, Convocation, Incident, Session, Sheet
from sceau.assessment.queries.planning import Appointment, appointments_of, people_of_round
from sceau.assessment.states import Presence
from sceau.people.models import Address, Person
from sceau.people.queries import records_of
from sceau.people.states import AddressKind

HALVES: Final = ("am", "pm")
MIDDAY: Final = 13  # o'clock: what begins before is of the morning, what ends after is of the afternoon


@dataclass(frozen=True, slots=True)
class Call:
    """Whether somebody knows when and where to come.

    last:      the convocation of this round that was made last, None before the first
    is_stale:  days, hours or places are not those that it told
    email:     where to write, "" when nowhere: then it is printed
    """

    candidate: Candidate
    appointments: tuple[Appointment, ...]
    last: Convocation | None
    is_stale: bool
    email: str
    digest: str

    @property
    def is_due(self) -> bool:
        """Whether this person is to be called, for the first time or again."""
        return self.last is None or self.is_stale


def calls_of(session: Session) -> list[Call]:
    """Everybody of the round and their convocation, by number: a constant number of statements."""
    people = people_of_round(session)
    appointments = appointments_of(session, people)
    emails = emails_of([each.person for each in people])
    last: dict[int, Convocation] = {
        each.candidate_id: each
        for each in Convocation.objects.filter(candidate__session=session, round=session.round).order_by(
            "calendar_sequence"
        )
    }
    found = []
    for each in people:
        expected = tuple(appointments[each.pk])
        digest = digest_of_call(session, expected)
        made = last.get(each.pk)
        stale = made is not None and made.digest != digest
        found.append(Call(each, expected, made, stale, emails[each.person_id], digest))
    return found


def digest_of_call(session: Session, appointments: Iterable[Appointment]) -> str:
    """SHA-256 in hexadecimal of what a convocation tells: other days, hours or places give another one."""
    told = {
        "days": [str(session.starts_on), str(session.ends_on)],
        "place": [session.mode, session.place, session.address, session.postcode, session.remote_tool],
        "slots": [
            [each.slot.event, each.starts_at.isoformat(), each.ends_at.isoformat(), each.slot.room]
            for each in appointments
        ],
    }
    return sha256(orjson.dumps(told)).hexdigest()


def emails_of(people: Collection[Person]) -> dict[int, str]:
    """Where to write to each, by primary key of the record given, "" for nowhere: as `people.queries.email_of` does.

    One statement however many they are; addresses of records that were merged count for the one that stands.
    """
    standing = {each.pk: each.root_id or each.pk for each in people}
    wanted = set(standing.values())
    known: dict[int, str] = {}
    rows = Address.objects.filter(
        person__in=records_of(wanted), kind=AddressKind.EMAIL, removed_at__isnull=True
    ).order_by("-preferred", "pk")
    for person_id, root_id, value in rows.values_list("person_id", "person__root_id", "value"):
        known.setdefault(root_id or person_id, value)
    return {pk: known.get(root, "") for pk, root in standing.items()}


def sheets_of(session: Session) -> QuerySet[Sheet]:
    """The attendance sheets of a session, in time, each with `people`, `there` and `unknown`: how many lines."""
    return (
        Sheet.objects.filter(session=session)
        .select_related("scanned_by", "closed_by")
        .annotate(
            people=Count("lines"),
            there=Count("lines", filter=Q(lines__presence=Presence.PRESENT)),
            unknown=Count("lines", filter=Q(lines__presence=Presence.EXPECTED)),
        )
        .order_by("day", "half")
    )


def sheet_of(session: Session, uuid: UUID) -> Sheet | None:
    """One of them."""
    return Sheet.objects.filter(session=session, uuid=uuid).select_related("session", "scanned_by", "closed_by").first()


def lines_of(sheet: Sheet) -> QuerySet[Attendance]:
    """The lines of a sheet: candidates by number, then those who assess or judge, by name."""
    return (
        Attendance.objects.filter(sheet=sheet)
        .select_related("candidate", "candidate__person", "candidate__person__root", "user", "noted_by")
        .order_by("candidate__number", "name", "pk")
    )


def expected_on(session: Session, day: date, half: str) -> list[Candidate]:
    """Who is to come on a half-day: whoever has a slot in it; everybody of the round where nothing is planned."""
    people = people_of_round(session)
    appointments = appointments_of(session, people)
    if not any(appointments.values()):
        inside = session.starts_on is None or session.starts_on <= day <= (session.ends_on or session.starts_on)
        return people if inside else []
    return [
        each for each in people if any(in_half(one.starts_at, one.ends_at, day, half) for one in appointments[each.pk])
    ]


def in_half(starts_at: datetime, ends_at: datetime, day: date, half: str) -> bool:
    """Whether a stretch of time touches a half-day, on the clock of the installation."""
    first, last = localtime(starts_at), localtime(ends_at)
    if not first.date() <= day <= last.date():
        return False
    midday = first.replace(year=day.year, month=day.month, day=day.day, hour=MIDDAY, minute=0, second=0, microsecond=0)
    return first < midday if half == "am" else last > midday


def halves_planned(session: Session) -> list[tuple[date, str]]:
    """The half-days on which somebody is expected, in time; the days of the session where nothing is planned."""
    found: set[tuple[date, str]] = set()
    for expected in appointments_of(session, people_of_round(session)).values():
        for each in expected:
            for day in {localtime(each.starts_at).date(), localtime(each.ends_at).date()}:
                found |= {(day, half) for half in HALVES if in_half(each.starts_at, each.ends_at, day, half)}
    if not found and session.starts_on and session.ends_on == session.starts_on:
        found = {(session.starts_on, half) for half in HALVES}
    return sorted(found)


def incidents_of(session: Session) -> QuerySet[Incident]:
    """What happened, in time."""
    return (
        Incident.objects.filter(session=session)
        .select_related("candidate", "candidate__person", "candidate__person__root", "told_by")
        .order_by("happened_at", "pk")
    )


def attended_by(candidate: Candidate) -> list[Attendance]:
    """The half-days on which a candidate was there, in time."""
    return list(
        Attendance.objects.filter(candidate=candidate, presence=Presence.PRESENT)
        .select_related("sheet")
        .order_by("sheet__day", "sheet__half")
    )


def never_there(session: Session) -> dict[int, bool]:
    """For each candidate on a closed sheet, by primary key, whether they were on none of them."""
    seen: dict[int, set[str]] = defaultdict(set)
    for candidate_id, presence in Attendance.objects.filter(
        sheet__session=session, sheet__closed_at__isnull=False, candidate__isnull=False
    ).values_list("candidate_id", "presence"):
        if candidate_id is not None:
            seen[candidate_id].add(presence)
    return {pk: Presence.PRESENT not in found for pk, found in seen.items()}


def digests_of_sheets() -> set[str]:
    """The files that sheets point to: whoever sweeps the store keeps them."""
    return set(Sheet.objects.exclude(scan_digest="").values_list("scan_digest", flat=True))
