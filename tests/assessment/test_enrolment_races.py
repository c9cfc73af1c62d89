"""Two at the same moment: the last place, one person twice, one application confirmed twice."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from assessment import making
from institutions.people import NOW
from people.samples import BOX
from sceau.assessment.errors import AlreadyThere, AssessmentError, NotNow
from sceau.assessment.models import Application, Candidate
from sceau.assessment.prerequisites import conditions_of
from sceau.assessment.services import applying, enrolment
from sceau.assessment.services.writing import rules_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer, and refuses the others"),
]


@pytest.fixture
def session():
    return making.a_session(is_public=True, capacity=1)


def at_once(*acts):
    """What each gave or the class of its refusal; all of them begin together."""
    ready, results = threading.Barrier(len(acts)), []

    def run(act):
        ready.wait(timeout=20)
        try:
            results.append(act())
        except AssessmentError as refusal:
            results.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == len(acts)
    return results


def answers(session):
    return [{"met": True, "words": ""} for _ in conditions_of(rules_for(session))]


def test_the_last_place_is_taken_once(session):
    people = [making.a_person(session.institution, n) for n in range(3)]

    results = at_once(
        *(
            lambda person=person: enrolment.apply(
                session=session, person=person, prerequisites=answers(session), now=NOW
            )
            for person in people
        )
    )

    assert Candidate.objects.count() == 1
    assert results.count(NotNow) == 2


def test_a_person_is_enrolled_once(session):
    session.capacity = None
    session.save()
    person, amina = making.a_person(session.institution), making.head(session.institution)

    results = at_once(*[lambda: enrolment.enrol(session=session, person=person, entry="desk", by=amina, now=NOW)] * 3)

    assert Candidate.objects.count() == 1
    assert results.count(AlreadyThere) == 2


def test_an_application_confirmed_twice_at_once_makes_one_candidate(session):
    values = {"given_name": "Naïma", "birth_name": "Haddad", "email": "naima@example.org", "birth_date": "05/03/1991"}
    applying.receive(
        session=session,
        values=values,
        answers=answers(session),
        by_experience=False,
        motivation="",
        guardian={},
        language="fr",
        box=BOX,
        now=NOW,
    )
    application = Application.objects.get()

    results = at_once(*[lambda: applying.confirm(application=application, box=BOX, now=NOW)] * 2)

    assert Candidate.objects.count() == 1
    assert len({each.pk for each in results}) == 1
