"""Batches of any length for the measurements of issuing, in a house with its demonstration.

Rows of awards are made up at once; the batch is prepared and released through the services, as people do it.
"""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.utils.timezone import localdate, now

from sceau.accounts.models import User
from sceau.assessment.models import Attempt, Award, Candidate, Decision, Deliberation
from sceau.assessment.services.sessions import open_session
from sceau.assessment.states import CandidateState, Entry, Route
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution
from sceau.issuing.models import Batch, IssuingSettings
from sceau.issuing.services.preparing import prepare_batch
from sceau.issuing.services.releasing import release_batch
from sceau.people.models import Address, Person
from sceau.people.states import AddressKind

DESIGN: Final = "mc-gestion-projet-agile"
AT_ONCE: Final = 5000  # rows made up in one go
_LEVELS: Final = ("N2", "N3", "N2", "N1")


def released(count: int) -> Batch:
    """A batch of so many lines, of an institution that lets one person release what they prepared."""
    first, second = (User.objects.get(email__startswith=f"{name}@") for name in ("helene.garnier", "maud.keravec"))
    awards = made_up(count, by=first, second=second)
    there = awards[0].institution
    batch = prepare_batch(institution=there, awards=awards, name=f"{count}", by=first, now=now())
    IssuingSettings.objects.update_or_create(institution=there, defaults={"two_people": False})
    return release_batch(batch=batch, by=first, now=now())


def made_up(count: int, *, by: User, second: User) -> list[Award]:
    """So many awards of one session, each with levels and a score of its own."""
    version = DesignVersion.objects.filter(design__name=DESIGN).order_by("-number")[0]
    today = localdate()
    session = open_session(
        version=version, kind="dated", mode="onsite", place="Grenoble", starts_on=today, ends_on=today, by=by, now=now()
    )
    deliberation = Deliberation.objects.create(
        session=session,
        number=1,
        round=1,
        route=Route.DECISION,
        source="sceau bench",
        source_digest="ab" * 32,
        opened_at=now(),
        opened_by=by,
    )
    criteria = [each["id"] for each in version.document["assessment"]["grid"]["criteria"]]
    found: list[Award] = []
    for start in range(0, count, AT_ONCE):
        numbers = range(start + 1, min(start + AT_ONCE, count) + 1)
        found += _some(numbers, deliberation, criteria, by)
    Deliberation.objects.filter(pk=deliberation.pk).update(closed_at=now(), closed_by=second)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # which it does by itself within a minute, before anybody can read so many awards
    return found


def _some(numbers: range, deliberation: Deliberation, criteria: list[str], by: User) -> list[Award]:
    session, at = deliberation.session, now()
    there: Institution = session.institution
    people = Person.objects.bulk_create(
        Person(institution=there, given_name="Camille", family_name=f"N° {number}", created_at=at) for number in numbers
    )
    Address.objects.bulk_create(
        Address(person=each, kind=AddressKind.EMAIL, value=f"camille{each.pk}@example.org", created_at=at)
        for each in people
    )
    candidates = Candidate.objects.bulk_create(
        Candidate(
            session=session,
            person=person,
            number=number,
            entry=Entry.DESK,
            state=CandidateState.ENROLLED,
            created_at=at,
            changed_at=at,
        )
        for number, person in zip(numbers, people, strict=True)
    )
    attempts = Attempt.objects.bulk_create(
        Attempt(candidate=each, number=1, round=1, state="acquired", opened_at=at) for each in candidates
    )
    decisions = Decision.objects.bulk_create(
        Decision(deliberation=deliberation, attempt=each, proposed="acquired", outcome="acquired", decided_at=at)
        for each in attempts
    )
    return Award.objects.bulk_create(
        Award(
            institution=there,
            decision=decision,
            person=person,
            version=session.version,
            language="fr",
            awarded_on=at.date(),
            score=50 + number % 50,
            marks={name: _LEVELS[(number + place) % len(_LEVELS)] for place, name in enumerate(criteria)},
            basis={"route": "decision", "people": [{"name": by.name, "role": "décision"}], "digest": "ab" * 32},
            made_at=at,
        )
        for number, decision, person in zip(numbers, decisions, people, strict=True)
    )
