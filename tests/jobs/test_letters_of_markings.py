"""Who is asked to mark is told once; two whose grids differ are brought together; a third one is to be found."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils.timezone import now

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, colleague, head
from sceau.assessment.services.assessors import Tie, add_assessor, declare
from sceau.assessment.services.assigning import assign_evenly
from sceau.assessment.services.comparing import propose
from sceau.assessment.services.marking import Write, receive, submit
from sceau.jobs import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return marking_session()


def letters():
    """What leaves now: to whom, and the subject."""
    mail.outbox.clear()
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))
    return [(each.to[0], each.subject) for each in mail.outbox]


def handed_in(marking, *levels):
    writes = [
        Write(uuid=uuid4(), criterion=f"C{number}", level=level, comment="Vu", sequence=number)
        for number, level in enumerate(levels, start=1)
    ]
    receive(marking=marking, writes=writes, by=marking.assessor, now=now())
    submit(marking=marking, by=marking.assessor, now=now())


def test_whoever_is_added_is_asked_to_declare(session):
    mona = colleague(body(), "Mona Petit", "assessor")
    add_assessor(session=session, user=mona, by=head(body()), now=now())

    ((to, subject),) = letters()

    assert (to, subject.startswith("Évaluer")) == (mona.email, True)
    assert f"/assess/sessions/{session.uuid}/declaration/" in mail.outbox[0].body
    assert letters() == []


def test_many_grids_one_letter(session):
    made = attempts(session, 3)
    for each in made:
        given(each)
    assessor(session, "Nadia Roux", declared_at=None)
    assign_evenly(session=session, by=head(body()), now=now())

    found = letters()

    assert sorted(to for to, _subject in found) == ["mona@example.org", "nadia@example.org"]
    assert all("grilles" in each.body for each in mail.outbox)
    assert not any("Haddad" in each.body for each in mail.outbox)


def test_two_grids_that_differ(session):
    (attempt,) = attempts(session)
    mona, nadia = given(attempt), given(attempt, "Nadia Roux")
    letters()
    handed_in(mona, "N2", "N2", "N2")
    assert letters() == []
    handed_in(nadia, "N3", "N2", "N2")

    assert sorted(to for to, _subject in letters()) == ["mona@example.org", "nadia@example.org"]
    assert f"/assess/attempts/{attempt.uuid}/E1/" in mail.outbox[0].body


def test_what_one_proposes_is_told_the_other_one_once(session):
    (attempt,) = attempts(session)
    mona, nadia = given(attempt), given(attempt, "Nadia Roux")
    handed_in(mona, "N2", "N2", "N2")
    handed_in(nadia, "N3", "N3", "N2")
    letters()
    for criterion in ("C1", "C2"):
        propose(attempt=attempt, event="E1", criterion=criterion, level="N3", by=mona.assessor, now=now())

    ((to, subject),) = letters()

    assert (to, "Un niveau vous est proposé" in subject) == ("nadia@example.org", True)
    assert f"/assess/attempts/{attempt.uuid}/E1/" in mail.outbox[0].body

    propose(attempt=attempt, event="E1", criterion="C1", level="N3", by=nadia.assessor, now=now())
    assert letters() == [], "it is agreed"


def test_what_was_agreed_before_its_letter_left_needs_none(session):
    (attempt,) = attempts(session)
    mona, nadia = given(attempt), given(attempt, "Nadia Roux")
    handed_in(mona, "N2", "N2", "N2")
    handed_in(nadia, "N3", "N2", "N2")
    letters()
    for marking in (mona, nadia):
        propose(attempt=attempt, event="E1", criterion="C1", level="N3", by=marking.assessor, now=now())

    assert letters() == []


def test_two_grids_that_agree_need_no_letter(session):
    (attempt,) = attempts(session)
    both = [given(attempt), given(attempt, "Nadia Roux")]
    letters()
    for each in both:
        handed_in(each, "N2", "N2", "N2")

    assert letters() == []


def test_a_third_one_is_to_be_found(session):
    (attempt,) = attempts(session)
    both = [given(attempt), given(attempt, "Nadia Roux")]
    letters()
    for each, level in zip(both, ("N0", "N3"), strict=True):
        handed_in(each, level, "N2", "N2")

    found = dict(letters())

    assert set(found) == {"mona@example.org", "nadia@example.org", head(body()).email}
    assert found[head(body()).email].startswith("Troisième notation à confier")


def test_a_tie_that_bars_asks_for_somebody_else(session):
    (attempt,) = attempts(session)
    marking = given(attempt)
    letters()
    declare(session=session, ties=[Tie(attempt.candidate, "relative", "Cousine")], by=marking.assessor, now=now())

    ((to, _subject),) = letters()

    assert to == head(body()).email
    assert "Cousine" not in mail.outbox[0].body
