"""Applying from the page of a micro-credential: confirmed by mail, the same answer for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from assessment import making
from sceau.assessment.models import Application, Candidate
from sceau.assessment.services import applying
from sceau.assessment.services.links import withdraw_links
from sceau.journal.models import Act
from sceau.people.models import CivilStatus, Guardian, Person
from sceau.people.services import create_person, set_civil_status
from sceau.web.ports import ports

pytestmark = pytest.mark.django_db
TYPED = {
    "given_name": "Naïma",
    "birth_name": "Haddad",
    "used_name": "",
    "email": "Naima@Example.org",
    "birth_date": "05/03/1991",
    "prerequisite_0": "yes",
    "language": "fr",
}


@pytest.fixture
def session():
    soon = now().date() + timedelta(days=20)
    return making.a_session(is_public=True, takes_experience=True, starts_on=soon, ends_on=soon, capacity=2)


def asked(client, session, by="", **changes):
    return client.post(reverse("apply", args=[session.uuid]) + by, TYPED | changes)


def link():
    return reverse("apply_confirm", args=[applying.token_of(Application.objects.latest("pk"))])


def test_the_page_of_the_micro_credential_offers_what_is_open(client, session):
    making.a_session(is_public=False, starts_on=session.starts_on, ends_on=session.ends_on)
    version = session.version

    shown = client.get(reverse("micro_credential", args=[version.design.uuid, version.number])).content.decode()
    assert shown.count("S’inscrire<") == 1
    assert f"{reverse('apply', args=[session.uuid])}?by=experience" in shown


def test_an_application_counts_once_its_address_has_answered(client, session):
    assert client.get(reverse("apply", args=[session.uuid])).status_code == 200
    answer = asked(client, session)
    assert (answer.status_code, answer["Location"]) == (302, reverse("apply_sent"))
    application = Application.objects.get()
    assert "Naïma" not in application.sealed
    assert not Person.objects.filter(family_name="Haddad").exists()

    assert client.get(link()).status_code == 200
    assert not Candidate.objects.exists()
    opened = client.post(link())
    candidate = Candidate.objects.get()
    assert opened["Location"] == reverse("candidate", args=[candidate.uuid])
    assert client.get(opened["Location"]).status_code == 200
    assert (candidate.state, candidate.entry, str(candidate.person)) == ("applied", "catalogue", "Naïma Haddad")
    assert candidate.person.addresses.get().verified_at is not None
    assert CivilStatus.objects.get().person == candidate.person
    application.refresh_from_db()
    assert application.sealed == ""
    client.post(link())
    assert Candidate.objects.count() == 1


def test_the_letter_opens_nothing_once_the_body_has_closed_the_links(client, session):
    asked(client, session)
    client.post(link())
    candidate = Candidate.objects.get()
    assert client.post(link()).status_code == 302

    withdraw_links(candidate=candidate, by=making.head(session.institution), now=now())

    assert client.post(link()).status_code == 409
    assert client.get(reverse("candidate", args=[candidate.uuid])).status_code == 404


def test_by_experience_one_says_what_one_can_do(client, session):
    refused = asked(client, session, "?by=experience").content.decode()
    assert "elle est demandée ici" in refused

    asked(client, session, "?by=experience", motivation="Je tiens la caisse depuis huit ans.")
    client.post(link())
    candidate = Candidate.objects.get()
    assert (candidate.entry, candidate.by_experience) == ("experience", True)
    assert candidate.attempts.count() == 1


def test_a_condition_that_is_not_met_holds_it_back_and_the_words_stay(client, session):
    refused = asked(client, session, prerequisite_0="no").content.decode()

    assert "Cette condition d’accès n’est pas remplie" in refused
    assert 'value="Haddad"' in refused
    assert not Application.objects.exists()


def test_the_answer_is_the_same_for_somebody_known_who_finds_their_file(client, session):
    person = create_person(
        institution=session.institution,
        given_name="Naïma",
        family_name="Haddad",
        email="naima@example.org",
        by=None,
        now=now(),
    )
    asked(client, session)
    client.post(link())
    assert Candidate.objects.get().person == person

    assert asked(client, session)["Location"] == reverse("apply_sent")
    client.post(link())
    assert Candidate.objects.count() == 1


def test_knowing_a_birth_date_opens_nobodys_file(client, session):
    asked(client, session)
    client.post(link())
    victim = Candidate.objects.get()
    stranger = client.__class__()

    asked(stranger, session, email="autre@example.org")
    stranger.post(link())
    assert Candidate.objects.count() == 2
    assert stranger.get(reverse("candidate", args=[victim.uuid])).status_code == 404


def test_somebody_under_age_names_a_guardian(client, session):
    young = f"05/03/{now().year - 15}"
    assert "Cette personne est mineure" in asked(client, session, birth_date=young).content.decode()

    asked(client, session, birth_date=young, guardian_name="Samira Haddad", guardian_relation="mère")
    client.post(link())
    assert Guardian.objects.get().name == "Samira Haddad"
    assert Candidate.objects.get().under_age is True


def test_a_session_that_fills_meanwhile_refuses_the_confirmation(client, session):
    asked(client, session)
    making.candidates(session, 2)

    refused = client.post(link())
    assert refused.status_code == 409
    assert "La session est complète" in refused.content.decode()
    assert "complète" in client.get(reverse("apply", args=[session.uuid])).content.decode()
    assert asked(client, session).status_code == 410


def test_a_session_that_is_not_public_is_not_found(client):
    session = making.a_session()

    assert client.get(reverse("apply", args=[session.uuid])).status_code == 404


def test_a_link_too_old_opens_nothing(client, session):
    asked(client, session)
    address = link()
    Application.objects.update(expires_at=now() - timedelta(minutes=1))

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert not Candidate.objects.exists()


def test_the_journal_keeps_nothing_of_what_was_typed(client, session):
    asked(client, session)
    act = Act.objects.get(code="application.received")

    assert act.subject == f"application:{Application.objects.get().uuid}"
    assert "example" not in str(act.details)


def test_a_flood_shuts_nobody_out_and_takes_no_place(client, session, monkeypatch):
    monkeypatch.setattr(applying, "MOST_WAITING", 3)
    for place in range(5):
        assert asked(client, session, email=f"flot{place}@example.org")["Location"] == reverse("apply_sent")
    assert Application.objects.count() == 3

    assert asked(client, session)["Location"] == reverse("apply_sent")

    assert Application.objects.count() == 3
    assert client.post(link()).status_code == 302
    assert str(Candidate.objects.get().person) == "Naïma Haddad"


def test_what_was_confirmed_is_never_dropped_for_a_flood(client, session, monkeypatch):
    asked(client, session)
    client.post(link())
    monkeypatch.setattr(applying, "MOST_WAITING", 1)

    asked(client, session, email="flot@example.org")
    asked(client, session, email="flot2@example.org")

    assert Application.objects.filter(confirmed_at__isnull=False).count() == 1
    assert Application.objects.count() == 2


def test_one_place_on_the_network_fills_no_session(client, session, monkeypatch):
    limits = settings.OWN_RATE_LIMITS | {"application": "30/m/ip,2/d/ip,5/15m/key"}
    monkeypatch.setattr(settings, "OWN_RATE_LIMITS", limits)

    answers = [asked(client, session, email=f"n{place}@example.org").status_code for place in range(4)]

    assert answers == [302, 302, 429, 429]
    assert Application.objects.count() == 2


def test_one_address_asks_a_few_times_only(client, session):
    answers = [asked(client, session).status_code for _time in range(6)]

    assert answers == [302] * 5 + [429]


def test_what_nobody_confirmed_in_time_is_forgotten(client, session):
    asked(client, session)
    Application.objects.update(expires_at=now() - timedelta(minutes=1))

    asked(client, session, email="autre@example.org")

    assert Application.objects.count() == 1


def test_a_father_and_a_son_with_one_name_and_one_mailbox_are_two_people(client, session):
    father = create_person(
        institution=session.institution,
        given_name="Naïma",
        family_name="Haddad",
        email="naima@example.org",
        by=None,
        now=now(),
    )
    values = {"birth_name": "Haddad", "first_names": "Naïma", "birth_date": "1961-01-02"}
    set_civil_status(person=father, values=values, box=ports().box, by=None, now=now())

    asked(client, session)
    client.post(link())

    assert Candidate.objects.get().person != father
    assert CivilStatus.objects.filter(person=father).get().changed_at < Candidate.objects.get().created_at


def test_somebody_with_one_name_applies(client, session):
    page = client.get(reverse("apply", args=[session.uuid])).content.decode()
    assert ">Prénom</label>" in page

    asked(client, session, given_name="", birth_name="Suharto")
    client.post(link())

    assert str(Candidate.objects.get().person) == "Suharto"
    assert "elle est demandée ici" in asked(client, session, birth_name="").content.decode()
