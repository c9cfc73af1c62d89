"""A candidate has a letter when something becomes of them, with a link to their page; never two for one act."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessment import making
from sceau.assessment.models import Application, Link
from sceau.assessment.prerequisites import conditions_of
from sceau.assessment.services import enrolment, links
from sceau.assessment.services.arrangements import ask_arrangement, decide_arrangement
from sceau.assessment.services.writing import rules_for
from sceau.institutions.models import Habilitation
from sceau.jobs import outbox
from sceau.jobs.handlers.applications import applications
from sceau.journal.models import Act
from sceau.people.models import Address

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    made = making.a_session(is_public=True, now=now())
    letters()  # those about its design
    return made


@pytest.fixture
def amina(session):
    return making.head(session.institution)


def letters():
    """What leaves now."""
    mail.outbox.clear()
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))
    return list(mail.outbox)


def link_in(letter):
    return re.search(r"https://sceau\.example(/candidate/open/\S+/)", letter.body)[1]


def enrolled(session, amina, place=0, **more):
    person = making.a_person(session.institution, place)
    return enrolment.enrol(session=session, person=person, entry="desk", by=amina, now=now(), **more)


def test_whoever_is_enrolled_gets_the_link_to_their_page_once(client, session, amina):
    candidate = enrolled(session, amina)

    [letter] = letters()
    assert letter.to == [candidate.person.addresses.get().value]
    assert "Gestion de projet agile" in letter.subject or session.code in letter.body
    assert client.get(link_in(letter))["Location"] == reverse("candidate", args=[candidate.uuid])
    assert letters() == []
    assert Link.objects.count() == 1


def test_nobody_is_written_to_when_it_was_not_asked_or_has_no_address(session, amina):
    enrolled(session, amina, tell=False)
    person = making.a_person(session.institution, 1)
    Address.objects.filter(person=person).delete()
    enrolment.enrol(session=session, person=person, entry="desk", by=amina, now=now())

    assert letters() == []


def test_each_letter_is_in_the_language_of_its_reader(session, amina):
    english, arabic = enrolled(session, amina, 0, language="en"), enrolled(session, amina, 1, language="ar")

    by_reader = {letter.to[0]: letter for letter in letters()}
    assert "has enrolled you" in by_reader[english.person.addresses.get().value].body.replace("\n", " ")
    body = by_reader[arabic.person.addresses.get().value].body.replace("\n", " ")
    assert "vous a inscrit" in body
    assert "your page is in English too" in body


def test_a_refusal_gives_its_reason_and_an_invitation_its_link(session, amina):
    answers = [{"met": True, "words": ""} for _ in conditions_of(rules_for(session))]
    asked = enrolment.apply(
        session=session, person=making.a_person(session.institution), prerequisites=answers, now=now()
    )
    enrolment.refuse(candidate=asked, why="Les preuves manquent.", by=amina, now=now())
    enrolment.invite(session=session, person=making.a_person(session.institution, 1), by=amina, now=now())

    refused, invited = sorted(letters(), key=lambda each: "propose" in each.subject)
    assert "Les preuves manquent." in refused.body
    assert link_in(invited)


def test_whoever_withdraws_by_themselves_knows_it(session, amina):
    first, second = enrolled(session, amina, 0, tell=False), enrolled(session, amina, 1, tell=False)
    enrolment.withdraw(candidate=first, by=None, now=now())
    enrolment.withdraw(candidate=second, why="Malade.", by=amina, now=now())

    [letter] = letters()
    assert letter.to == [second.person.addresses.get().value]


def test_arrangements_and_new_links_are_told(session, amina):
    candidate = enrolled(session, amina, tell=False)
    asked = ask_arrangement(candidate=candidate, kind="breaks", by=None, now=now())
    decide_arrangement(arrangement=asked, granted=True, by=amina, now=now())
    links.send_link(candidate=candidate, by=None, now=now())

    assert len(letters()) == 2


def test_an_application_is_confirmed_from_its_letter(client, session):
    typed = {
        "given_name": "Naïma",
        "birth_name": "Haddad",
        "email": "naima@example.org",
        "birth_date": "05/03/1991",
        "prerequisite_0": "yes",
        "language": "fr",
    }
    client.post(reverse("apply", args=[session.uuid]), typed)

    [letter] = letters()
    assert letter.to == ["naima@example.org"]
    address = re.search(r"https://sceau\.example(/apply/confirm/\S+/)", letter.body)[1]
    assert client.post(address).status_code == 302
    assert Application.objects.get().confirmed_at is not None


def asks_for_a_link(client, email):
    return client.post(reverse("candidate_ask_link"), {"email": email})


def test_a_lost_link_is_found_for_a_known_address_and_for_no_other(client, session, amina):
    candidate = enrolled(session, amina, tell=False)
    email = candidate.person.addresses.get().value
    assert asks_for_a_link(client, "personne@example.org").status_code == 200
    assert asks_for_a_link(client, email.upper()).status_code == 200

    [letter] = letters()
    assert letter.to == [email]
    assert client.get(link_in(letter))["Location"] == reverse("candidate", args=[candidate.uuid])
    assert letters() == []


def test_nothing_is_done_before_the_answer_that_would_tell_a_known_address(client, session, amina):
    candidate = enrolled(session, amina, tell=False)
    letters()
    known = candidate.person.addresses.get().value

    def asked_of_the_database(email):
        with CaptureQueriesContext(connection) as asked:
            answer = asks_for_a_link(client, email)
        page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode())
        statements = [re.sub(r"s\d+_x\d+|'[^']*'|\b\d+\b", "?", each["sql"]) for each in asked.captured_queries]
        return page, statements

    asked_of_the_database("chauffe@example.org")
    before = Act.objects.count()
    unknown = asked_of_the_database("personne@example.org")
    assert Act.objects.count() == before + 1
    assert asked_of_the_database(known) == unknown
    assert Act.objects.count() == before + 2
    assert set(Act.objects.order_by("-pk").values_list("code", flat=True)[:2]) == {"candidate.link_wanted"}
    assert not Act.objects.filter(details__contains="example").exists()


def test_those_who_may_admit_are_told_of_applications_once_an_hour(session, amina):
    answers = [{"met": True, "words": ""} for _ in conditions_of(rules_for(session))]
    start = now()

    def applies(place, moment):
        person = making.a_person(session.institution, place)
        return enrolment.apply(session=session, person=person, prerequisites=answers, now=moment)

    def told(moment):
        applications(moment)
        return [each for each in letters() if "examiner" in each.subject]

    making.colleague(session.institution, "Aude Itrice", "disability_officer")
    making.colleague(session.institution, "Gilles Gest", "session_manager")
    first, _second = applies(0, start), applies(1, start)
    both = told(start + timedelta(minutes=10))
    assert sorted(each.to[0] for each in both) == ["amina@example.org", "gilles@example.org"]
    assert "2 demandes" in both[0].subject
    assert f"/sessions/{session.uuid}/candidates/?show=applied" in both[0].body.replace("\n", "")
    assert told(start + timedelta(hours=1)) == []

    applies(2, start + timedelta(minutes=90))
    assert "3 demandes" in told(start + timedelta(hours=2))[0].subject
    enrolment.accept(candidate=first, by=amina, now=now())
    assert told(start + timedelta(hours=3)) == []


def test_nobody_is_told_of_applications_that_were_answered_meanwhile(session, amina):
    answers = [{"met": True, "words": ""} for _ in conditions_of(rules_for(session))]
    asked = enrolment.apply(
        session=session, person=making.a_person(session.institution), prerequisites=answers, now=now()
    )
    applications(now())
    enrolment.refuse(candidate=asked, why="Complet.", by=amina, now=now())

    assert [each.to for each in letters() if "examiner" in each.subject] == []


def test_of_a_session_that_a_partner_holds_the_partner_is_told_at_its_own_desk(session, amina):
    terres = making.body("terres-vives")
    given = Habilitation.objects.create(
        certifier=session.institution,
        partner=terres,
        scope="train_and_assess",
        starts_on=now().date(),
        ends_on=now().date(),
        state="active",
        created_at=now(),
    )
    held = making.a_session(is_public=True, now=now(), organiser=terres, habilitation=given)
    answers = [{"met": True, "words": ""} for _ in conditions_of(rules_for(held))]
    enrolment.apply(session=held, person=making.a_person(held.institution), prerequisites=answers, now=now())
    applications(now())

    [letter] = [each for each in letters() if "examiner" in each.subject]
    assert letter.to == ["thierry@example.org"]
    assert "/desk/terres-vives/" in letter.body
