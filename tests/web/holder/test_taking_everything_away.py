"""A candidate takes away all that is kept about them: through the mailbox that the institution knows, and no other way."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import timedelta

import orjson
import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessment import making
from sceau.assessment.services import links
from sceau.jobs import outbox
from sceau.journal.models import Act
from sceau.people.models import Address
from sceau.people.services import add_guardian, set_civil_status
from sceau.web.ports import ports

pytestmark = pytest.mark.django_db
REAL_TIME = time.time


@pytest.fixture
def candidate():
    [made] = making.candidates(making.a_session(now=now()))
    values = {"birth_name": "Secrétan", "first_names": "Naïma", "birth_date": "1991-03-05", "sex": "F"}
    set_civil_status(person=made.person, values=values, box=ports().box, by=None, now=now())
    return made


@pytest.fixture
def inside(client, candidate):
    client.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))
    return client


def page(candidate, name="candidate_copy"):
    return reverse(name, args=[candidate.uuid])


def letter_to(mailoutbox):
    outbox.drain(clock=now, at_most=timedelta(minutes=1))
    return next(each for each in mailoutbox if "/candidate/copy/" in each.body)


def link_in(letter):
    return re.search(r"https://sceau\.example(/candidate/copy/\S+/)", letter.body)[1]


def test_the_letter_gives_the_file_and_the_file_has_everything(inside, candidate, mailoutbox):
    shown = inside.get(page(candidate)).content.decode()
    assert "Recevoir le lien du fichier" in shown
    assert "Télécharger le fichier" not in shown
    assert inside.post(page(candidate)).status_code == 302
    letter = letter_to(mailoutbox)
    assert letter.to == [candidate.person.addresses.get().value]
    assert "Secrétan" not in letter.body

    opened = inside.get(link_in(letter))
    assert (opened.status_code, opened["Location"]) == (302, page(candidate))
    assert opened["Referrer-Policy"] == "no-referrer"
    assert "Télécharger le fichier" in inside.get(page(candidate)).content.decode()
    given = inside.post(page(candidate))
    assert given["Content-Type"] == "application/zip"
    assert given["Content-Disposition"].startswith("attachment")
    assert "no-store" in given["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        kept = orjson.loads(archive.read("donnees.json"))
        assert "Secrétan" in archive.read("lisez-moi.html").decode()
    assert kept["person"]["civil_status"][0]["birth_name"] == "Secrétan"
    assert kept["assessment"]["enrolments"][0]["session"] == candidate.session.code
    act = Act.objects.get(code="person.exported")
    assert (act.subject, act.actor) == (f"person:{candidate.person.uuid}", None)


def test_a_link_that_was_handed_over_gives_no_file(inside, candidate):
    answer = inside.post(page(candidate))

    assert answer.status_code == 302
    assert not Act.objects.filter(code="person.exported").exists()
    amina = making.head(candidate.session.institution)
    token = links.hand_over_link(candidate=candidate, by=amina, now=now())
    for forged in (token, f"{token}:abc:def", f"{token}:{links.copy_token(candidate, now()).partition(':')[2]}"):
        assert inside.get(reverse("candidate_copy_open", args=[forged])).status_code == 404
    assert "Télécharger le fichier" not in inside.get(page(candidate)).content.decode()


def test_the_letter_is_over_after_an_hour_and_once_the_body_closes_the_links(
    client, inside, candidate, mailoutbox, monkeypatch
):
    inside.post(page(candidate))
    address = link_in(letter_to(mailoutbox))
    with monkeypatch.context() as later:
        later.setattr("time.time", lambda: REAL_TIME() + 3700)
        over = client.get(address)
    assert over.status_code == 404
    assert "une heure" in over.content.decode()

    assert client.get(address).status_code == 302
    links.withdraw_links(candidate=candidate, by=making.head(candidate.session.institution), now=now())
    assert client.get(address).status_code == 404
    assert client.get(page(candidate)).status_code == 404


def test_an_entry_by_another_link_takes_the_file_away_again(inside, candidate, mailoutbox):
    inside.post(page(candidate))
    inside.get(link_in(letter_to(mailoutbox)))
    assert "Télécharger le fichier" in inside.get(page(candidate)).content.decode()

    inside.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))

    assert "Télécharger le fichier" not in inside.get(page(candidate)).content.decode()


def test_somebody_elses_letter_opens_somebody_elses_file(inside, candidate):
    [other] = making.candidates(candidate.session)

    inside.get(reverse("candidate_copy_open", args=[links.copy_token(other, now())]))

    assert inside.get(page(candidate)).status_code == 404
    assert inside.get(page(other)).status_code == 200


def test_without_an_address_one_asks_the_institution(inside, candidate):
    Address.objects.all().delete()

    assert "main propre" in inside.get(page(candidate)).content.decode()
    inside.post(page(candidate))
    assert not Act.objects.filter(code="candidate.copy_asked").exists()


def test_asking_again_and_again_is_stopped(inside, candidate):
    answers = [inside.post(page(candidate)).status_code for _time in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert Act.objects.filter(code="candidate.copy_asked").count() == 3


def test_addresses_are_short_on_the_page_until_the_mailbox_has_answered(inside, candidate, mailoutbox):
    add_guardian(person=candidate.person, name="Samira Haddad", relation="mère", by=None, now=now())
    email = candidate.person.addresses.get().value

    shown = inside.get(page(candidate, "candidate_kept")).content.decode()
    assert email not in shown
    assert "c•••@example.org" in shown
    assert "Samira" not in shown
    inside.post(page(candidate))
    inside.get(link_in(letter_to(mailoutbox)))
    shown = inside.get(page(candidate, "candidate_kept")).content.decode()
    assert email in shown
    assert "Samira Haddad" in shown
