"""A session of many candidates, measured from inside: `python _session.py COUNT`, with SCEAU_… set; prints JSON.

Its rows are made up at once; what is measured goes through the pages and the services as people use them.
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from sceau.cli import house

house.open_house(mode="demo")

from django.db import connection  # noqa: E402 -- the rooms had to be loaded first
from django.test import Client  # noqa: E402 -- as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 -- as above
from django.urls import reverse  # noqa: E402 -- as above
from django.utils.timezone import localdate, now  # noqa: E402 -- as above

from sceau.accounts.models import User  # noqa: E402 -- as above
from sceau.assessment.models import (  # noqa: E402 -- as above
    Attempt,
    Candidate,
    Control,
    Deliberation,
    Mark,
    Marking,
    Minutes,
    Session,
)
from sceau.assessment.services.assessors import add_assessor, declare  # noqa: E402 -- as above
from sceau.assessment.services.deliberating import decide_as_proposed  # noqa: E402 -- as above
from sceau.assessment.services.jury import add_seat  # noqa: E402 -- as above
from sceau.assessment.services.jury import declare as declare_seat  # noqa: E402 -- as above
from sceau.assessment.services.marking import APPLIED, Write, receive  # noqa: E402 -- as above
from sceau.assessment.services.minutes import close  # noqa: E402 -- as above
from sceau.assessment.services.results import refresh_all  # noqa: E402 -- as above
from sceau.assessment.services.sealing import Press, seal  # noqa: E402 -- as above
from sceau.assessment.services.sessions import open_session  # noqa: E402 -- as above
from sceau.assessment.services.signing import sign_on_tablet, sign_with_account  # noqa: E402 -- as above
from sceau.assessment.services.sittings import note_presence, open_deliberation  # noqa: E402 -- as above
from sceau.assessment.services.stages import close_marking  # noqa: E402 -- as above
from sceau.assessment.services.writing import rules_for  # noqa: E402 -- as above
from sceau.assessment.states import MarkingState, Presence, SessionState  # noqa: E402 -- as above
from sceau.config.wiring import ports  # noqa: E402 -- as above
from sceau.design.models import DesignVersion  # noqa: E402 -- as above
from sceau.people.models import Person  # noqa: E402 -- as above
from sceau.people.services import create_person  # noqa: E402 -- as above

TURNS, WARM = 21, 2  # the median is taken of the first, after those that warm up
Result = TypeVar("Result")
LEVELS = ("N2", "N3", "N2", "N1")
DRAWN = "M20 60L45 30L60 70L85 35L110 65L140 40"
DESIGN, SLUG = "mc-gestion-projet-agile", "alpes-numerique"


def fill(count: int, head: User, other: User) -> Session:
    """A session of so many candidates, each marked twice in each event by two people who agree."""
    version = DesignVersion.objects.filter(design__name=DESIGN).order_by("-number")[0]
    today = localdate()
    session = open_session(
        version=version,
        kind="dated",
        mode="onsite",
        place="Grenoble",
        starts_on=today,
        ends_on=today,
        by=head,
        now=now(),
    )
    people = [
        create_person(
            institution=session.institution, given_name="Camille", family_name=f"N° {place}", by=head, now=now()
        )
        for place in range(count)
    ]
    _enrolled(session, people)
    for user in (head, other):
        add_assessor(session=session, user=user, professional=True, by=head, now=now())
        declare(session=session, by=user, now=now())
    Session.objects.filter(pk=session.pk).update(state=SessionState.EVENTS)
    session.refresh_from_db()
    rules = rules_for(session)
    attempts = list(Attempt.objects.filter(candidate__session=session).select_related("candidate").order_by("pk"))
    Control.objects.bulk_create(
        Control(attempt=each, event=event.id, presence=Presence.PRESENT) for each in attempts for event in rules.events
    )
    moment = now()
    Marking.objects.bulk_create(
        Marking(
            attempt=each,
            event=event.id,
            place=place,
            assessor=user,
            state=MarkingState.SUBMITTED,
            assigned_at=moment,
            submitted_at=moment,
            revision=len(event.criteria),
            seconds=300,
        )
        for each in attempts
        for event in rules.events
        for place, user in enumerate((head, other), start=1)
    )
    events = {event.id: event for event in rules.events}
    Mark.objects.bulk_create(
        (
            Mark(marking=marking, criterion=criterion, level=LEVELS[(marking.attempt_id + place) % 4], marked_at=moment)
            for marking in Marking.objects.filter(attempt__candidate__session=session)
            for place, criterion in enumerate(events[marking.event].criteria)
        ),
        batch_size=2000,
    )
    refresh_all(session, attempts, now=moment)
    return session


def _enrolled(session: Session, people: list[Person]) -> None:
    moment = now()
    Candidate.objects.bulk_create(
        Candidate(
            session=session,
            person=person,
            number=number,
            entry="desk",
            state="enrolled",
            enrolled_on=moment.date(),
            created_at=moment,
            changed_at=moment,
        )
        for number, person in enumerate(people, start=1)
    )
    scope = [criterion.id for criterion in rules_for(session).grid.criteria]
    Attempt.objects.bulk_create(
        Attempt(candidate=each, number=1, round=1, scope=scope, opened_at=moment)
        for each in Candidate.objects.filter(session=session)
    )
    Session.objects.filter(pk=session.pk).update(last_candidate=len(people))


def median(act: Callable[[], object]) -> dict[str, float]:
    """Milliseconds, by the clock of the wall and by that of the processor, each the median of its own."""
    wall, processor = [], []
    for _ in range(TURNS + WARM):
        begun, worked = time.perf_counter(), time.process_time()
        act()
        wall.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return {
        "milliseconds": round(statistics.median(wall[WARM:]), 1),
        "processor_milliseconds": round(statistics.median(processor[WARM:]), 1),
    }


def statements(act: Callable[[], object]) -> int:
    """How often the database is asked."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def once(act: Callable[[], Result]) -> tuple[Result, dict[str, float]]:
    """What is done a single time, and the seconds of it."""
    begun, worked = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as seen:
        result = act()
    return result, {
        "queries": len(seen),
        "seconds": round(time.perf_counter() - begun, 2),
        "processor_seconds": round(time.process_time() - worked, 2),
    }


def page(client: Client, address: str) -> dict[str, float]:
    """Statements and milliseconds of one page, and its weight."""
    client.get(address)  # the first page of a browser writes down when it was seen
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    body = b"".join(answer)
    return {"queries": len(seen), **median(lambda: b"".join(client.get(address))), "kilobytes": round(len(body) / 1000)}


def signed_in(user: User) -> Client:
    """A browser of somebody's."""
    client = Client(headers={"host": "localhost", "accept-language": "fr"})
    client.force_login(user)
    return client


def of_marking(session: Session, head: User) -> dict[str, dict[str, float]]:
    """The grid of the last candidate, open again for the measurement; a mark on it; the list beside it."""
    marking = (
        Marking.objects.filter(attempt__candidate__session=session, assessor=head)
        .order_by("-attempt__candidate__number", "-pk")
        .select_related("attempt__candidate__session")[0]
    )
    Marking.objects.filter(pk=marking.pk).update(state=MarkingState.OPEN, submitted_at=None)
    marking.refresh_from_db()
    criterion, level = marking.marks.values_list("criterion", "level")[0]
    said = (f"Vu {turn} fois." for turn in itertools.count(1))  # the level stays that of the other assessor

    def one_mark() -> None:
        marking.refresh_from_db(fields=["revision"])
        write = Write(uuid4(), criterion, level, next(said), base=marking.revision)
        answer = receive(marking=marking, writes=[write], by=head, now=now()).answers[0]
        if answer.outcome != APPLIED:
            raise SystemExit(f"a mark: {answer.outcome}")

    asked = statements(one_mark)
    assessor = signed_in(head)
    found = {
        "marking screen": page(assessor, reverse("assess_marking", args=[marking.uuid])),
        "one mark written": {"queries": asked, **median(one_mark)},
        "what waits for an assessor": page(assessor, reverse("assess")),
        "list of candidates": page(assessor, reverse("desk_session_candidates", args=[SLUG, session.uuid])),
    }
    Marking.objects.filter(pk=marking.pk).update(state=MarkingState.SUBMITTED, submitted_at=now())
    refresh_all(session, [marking.attempt], now=now())
    return found


def a_jury(session: Session, head: User, president: User, member: User) -> Deliberation:
    """Three people who sit: two with an account, one from outside."""
    seats = [
        add_seat(session=session, user=president, quality="présidence", presides=True, by=head, now=now()),
        add_seat(session=session, user=member, quality="formatrice", by=head, now=now()),
        add_seat(
            session=session,
            name="Solène Carpentier",
            quality="chef d’entreprise",
            external=True,
            by=head,
            now=now(),
        ),
    ]
    for seat in seats:
        declare_seat(seat=seat, by=seat.user or president, now=now())
    there = open_deliberation(session=session, by=president, now=now())
    present = {seat.uuid: (str(Presence.PRESENT), None) for seat in seats}
    note_presence(deliberation=there, presences=present, by=president, now=now())
    return there


def signed(minutes: Minutes, president: User) -> None:
    """Each member signs as suits them."""
    for signature in minutes.signatures.select_related("seat__user"):
        user = signature.seat.user
        if user is None:
            sign_on_tablet(signature=signature, drawn=DRAWN, shown=minutes.digest, by=president, now=now())
        else:
            sign_with_account(
                signature=signature, by=user, factor="totp", shown=minutes.digest, keys=ports().keys, now=now()
            )


def of_minutes(there: Deliberation, president: User) -> dict[str, dict[str, float]]:
    """Frozen, then typeset and sealed, with the awards that follow: once, for it is done once."""
    minutes, frozen = once(lambda: close(deliberation=there, by=president, now=now()))
    signed(minutes, president)
    world = ports()
    press = Press(world.typesetter, world.sealer, world.keys, world.files)
    _sealed, sealed = once(lambda: seal(minutes=minutes, by=president, press=press, now=now() + timedelta(seconds=1)))
    return {"minutes frozen": frozen, "minutes typeset and sealed, awards made": sealed}


def main(count: int) -> None:
    """Measure and print."""
    house.prepare(demo=True)
    users = {user.email.split("@")[0]: user for user in User.objects.all()}
    head, other, president = users["helene.garnier"], users["maud.keravec"], users["jean-luc.perrin"]
    session = fill(count, head, other)
    found: dict[str, object] = {"candidates": count, "database": connection.vendor}
    found |= of_marking(session, head)
    session = close_marking(session=session, by=head, now=now())
    there = a_jury(session, head, president, users["nadege.ouedraogo"])
    found["deliberation screen"] = page(signed_in(president), reverse("desk_deliberation", args=[SLUG, there.uuid]))
    decide_as_proposed(deliberation=there, by=president, now=now())
    found |= of_minutes(there, president)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
