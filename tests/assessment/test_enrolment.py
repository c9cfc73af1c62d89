"""Into a session and out of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessment import making
from institutions.people import NOW
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Attempt, Candidate, Control
from sceau.assessment.services import enrolment, links
from sceau.assessment.services.writing import rules_for
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return making.a_session(capacity=2, is_public=True, takes_experience=True)


@pytest.fixture
def amina(session):
    return making.head(session.institution)


def somebody(session, place=0):
    return making.a_person(session.institution, place)


def enrolled(session, by, place=0, **more):
    return enrolment.enrol(session=session, person=somebody(session, place), entry="desk", by=by, now=NOW, **more)


def answers(session, met=True):
    from sceau.assessment.prerequisites import conditions_of

    return [{"met": met, "words": ""} for _ in conditions_of(rules_for(session))]


def test_somebody_enrolled_has_an_attempt_over_everything_and_a_control_for_each_event(session, amina):
    candidate = enrolled(session, amina)

    rules = rules_for(session)
    attempt = Attempt.objects.get(candidate=candidate)
    assert (candidate.number, candidate.state, candidate.enrolled_on) == (1, "enrolled", date(2026, 11, 22))
    assert (attempt.number, attempt.round, attempt.scope) == (1, 1, list(rules.criteria))
    assert list(Control.objects.filter(attempt=attempt).values_list("event", "supervision")) == [
        (each.id, "") for each in rules.events
    ]
    assert Act.objects.filter(code="candidate.enrolled", subject=f"candidate:{candidate.uuid}").count() == 1


def test_a_person_is_once_in_a_session(session, amina):
    candidate = enrolled(session, amina)

    with pytest.raises(AlreadyThere) as refusal:
        enrolment.enrol(session=session, person=candidate.person, entry="desk", by=amina, now=NOW)
    assert "sous le numéro 1" in refusal.value.sentence("fr")
    assert Candidate.objects.count() == 1


def test_the_places_are_counted(session, amina):
    enrolled(session, amina, 0)
    enrolled(session, amina, 1)

    with pytest.raises(NotNow) as refusal:
        enrolled(session, amina, 2)
    assert refusal.value.reason.code == "assessment.session_full"


def test_a_colleague_without_the_right_enrols_nobody(session):
    with pytest.raises(NotEntitled):
        enrolled(session, making.colleague(session.institution, "Denis Cepteur", "designer"))
    assert not Candidate.objects.exists()


def test_the_link_opens_the_file_as_long_as_it_is_used(session, amina):
    candidate = enrolled(session, amina)
    token = links.make_link(candidate, NOW)

    assert links.open_link(token, now=NOW + timedelta(days=29)) == candidate
    assert links.open_link(token, now=NOW + timedelta(days=58)) == candidate
    assert links.open_link(token, now=NOW + timedelta(days=89)) is None
    assert links.open_link(token[:-1], now=NOW) is None


def test_a_link_that_was_withdrawn_opens_nothing(session, amina):
    candidate = enrolled(session, amina)
    token = links.make_link(candidate, NOW)

    assert links.withdraw_links(candidate=candidate, by=amina, now=NOW) == 1
    assert links.open_link(token, now=NOW) is None


def test_conditions_are_answered_before_an_application_is_sent(session):
    person = somebody(session)

    with pytest.raises(WrongValue) as refusal:
        enrolment.apply(session=session, person=person, prerequisites=[], now=NOW)
    assert refusal.value.field == "prerequisite_0"
    with pytest.raises(WrongValue) as refusal:
        enrolment.apply(session=session, person=person, prerequisites=answers(session, met=False), now=NOW)
    assert refusal.value.reason.code == "assessment.prerequisite_unmet"
    assert enrolment.apply(session=session, person=person, prerequisites=answers(session), now=NOW).state == "applied"


def test_the_body_may_let_somebody_in_with_a_reason(session, amina):
    with pytest.raises(WrongValue) as refusal:
        enrolled(session, amina, prerequisites=answers(session, met=False))
    assert refusal.value.field == "waiver"

    candidate = enrolled(session, amina, prerequisites=answers(session, met=False), waiver="Dix ans d’ateliers.")
    assert candidate.prerequisites == [{"met": False, "words": "", "waived": "Dix ans d’ateliers."}]


def test_an_application_is_accepted_or_refused_with_a_reason(session, amina):
    candidate = enrolment.apply(
        session=session,
        person=somebody(session),
        prerequisites=answers(session),
        now=NOW,
        by_experience=True,
        motivation="Je tiens la caisse depuis huit ans.",
    )

    with pytest.raises(WrongValue):
        enrolment.refuse(candidate=candidate, why=" ", by=amina, now=NOW)
    refused = enrolment.refuse(candidate=candidate, why="Les preuves manquent.", by=amina, now=NOW)
    assert (refused.state, refused.reason) == ("refused", "Les preuves manquent.")
    accepted = enrolment.accept(candidate=candidate, by=amina, now=NOW)
    assert (accepted.state, accepted.reason, accepted.by_experience) == ("enrolled", "", True)
    assert Attempt.objects.filter(candidate=candidate).count() == 1


def test_a_session_that_is_closed_to_the_public_takes_no_application(session):
    for changes in ({"is_public": False}, {"enrol_until": date(2026, 11, 21)}, {"state": "events"}):
        closed = making.a_session(**{"is_public": True} | changes)
        with pytest.raises(NotNow):
            enrolment.apply(session=closed, person=somebody(closed), prerequisites=answers(closed), now=NOW)
    alone = making.a_session(is_public=True)
    with pytest.raises(NotNow) as refusal:
        enrolment.apply(
            session=alone, person=somebody(alone), prerequisites=answers(alone), now=NOW, by_experience=True
        )
    assert refusal.value.reason.code == "assessment.no_experience"


def test_somebody_invited_takes_the_place_with_the_answers(session, amina):
    candidate = enrolment.invite(session=session, person=somebody(session), by=amina, now=NOW)
    assert (candidate.state, candidate.attempts.count()) == ("invited", 0)

    taken = enrolment.answer_invitation(candidate=candidate, prerequisites=answers(session), now=NOW)

    assert (taken.state, taken.attempts.count()) == ("enrolled", 1)
    assert enrolment.answer_invitation(candidate=candidate, prerequisites=[], now=NOW) == taken


def test_an_invitation_that_was_withdrawn_is_not_taken(session, amina):
    candidate = enrolment.invite(session=session, person=somebody(session), by=amina, now=NOW)
    enrolment.withdraw(candidate=candidate, why="Erreur de personne.", by=amina, now=NOW)

    with pytest.raises(NotNow):
        enrolment.answer_invitation(candidate=candidate, prerequisites=answers(session), now=NOW)


def test_whoever_withdraws_frees_the_place_and_may_come_back(session, amina):
    candidate = enrolled(session, amina, 0)
    enrolled(session, amina, 1)
    enrolment.withdraw(candidate=candidate, by=None, now=NOW)
    third = enrolled(session, amina, 2)

    with pytest.raises(NotNow):
        enrolment.restore(candidate=candidate, by=amina, now=NOW)
    enrolment.withdraw(candidate=third, why="Malade.", by=amina, now=NOW)
    assert enrolment.restore(candidate=candidate, by=amina, now=NOW).state == "enrolled"
    with pytest.raises(NotNow):
        enrolment.restore(candidate=candidate, by=amina, now=NOW)
