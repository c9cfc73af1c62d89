"""Who is written to when somebody is invited, joins, changes or leaves, and when a partner is decided upon."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from sceau.institutions.models import Institution, Membership
from sceau.institutions.services import (
    accept_invitation,
    change_role,
    end_membership,
    give_habilitation,
    invitation_for,
    invite,
    move_habilitation,
    request_habilitation,
    resend_invitation,
    withdraw_invitation,
)
from sceau.jobs import outbox

from .conftest import head, person


@pytest.fixture
def offer(institution, amina):
    return invite(
        institution=institution, email="david@example.org", role="assessor", language="en", by=amina, now=now()
    )


@pytest.fixture
def partner(db):
    return Institution.objects.create(
        slug="terres", legal_name="Terres", name="Terres", did="did:web:x:t", kind="partner", created_at=now()
    )


def letters():
    """What leaves now: to whom, and the letter."""
    mail.outbox.clear()
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))
    return {letter.to[0]: letter for letter in mail.outbox}


def test_an_invitation_holds_the_link_in_the_language_chosen(offer):
    letter = letters()["david@example.org"]

    assert letter.subject == "Institut Alpes invites you on Sceau"
    assert "Amina Benali invites you to join Institut Alpes as assessor" in letter.body.replace("\n", " ")
    link = re.search(r"https://sceau\.example/invitation/([\w-]{43})\b", letter.body)
    assert invitation_for(link[1]) == offer


def test_sent_again_the_letter_holds_the_link_that_opens(offer, amina):
    letters()
    resend_invitation(invitation=offer, by=amina, now=now() + timedelta(hours=1))

    link = re.search(r"/invitation/([\w-]{43})\b", letters()["david@example.org"].body)
    assert invitation_for(link[1]) == offer


def test_a_withdrawn_or_taken_invitation_is_sent_no_more(offer, institution, amina):
    withdraw_invitation(invitation=offer, by=amina, now=now())
    eve = person("Eve Fabre")
    taken = invite(institution=institution, email=eve.email, role="assessor", by=amina, now=now())
    accept_invitation(invitation=taken, user=eve, now=now())

    assert set(letters()) == {amina.email}  # who hears that Eve has joined


def test_heads_hear_who_joins_and_who_leaves(offer, amina, bruno):
    letters()
    david = person("David Eon")
    membership = accept_invitation(invitation=offer, user=david, now=now())
    joined = letters()
    assert set(joined) == {amina.email, bruno.email}
    assert joined[amina.email].subject == "David Eon rejoint Institut Alpes"
    assert joined[bruno.email].subject == "David Eon joins Institut Alpes"

    end_membership(membership=membership, by=david, now=now())
    assert "David Eon" in letters()[amina.email].subject


def test_the_person_hears_that_a_role_changed_or_ended_without_the_reason(offer, amina, bruno):
    david = person("David Eon")
    membership = accept_invitation(invitation=offer, user=david, now=now())
    letters()
    new = change_role(membership=membership, role="dpo", unit=None, until=None, why="un secret", by=amina, now=now())
    changed = letters()
    assert set(changed) == {david.email}
    assert "protection des données" in changed[david.email].body.replace("\n", " ")

    end_membership(membership=new, why="un secret", by=amina, now=now())
    ended = letters()
    assert set(ended) == {david.email}
    for letter in (changed[david.email], ended[david.email]):
        assert "secret" not in letter.body + letter.alternatives[0][0]


def test_somebody_who_changes_their_own_role_is_not_told(institution, amina, bruno):
    membership = Membership.objects.get(user=amina)
    change_role(membership=membership, role="dpo", unit=None, until=None, why="x", by=amina, now=now())

    assert letters() == {}


def test_a_certifying_body_hears_what_is_asked_and_the_partner_what_is_decided(institution, amina, partner):
    fatou = head(partner, person("Fatou Gomis"))
    day = now().date()
    dates = {"scope": "train", "starts_on": day, "ends_on": day + timedelta(days=9), "now": now()}
    asked = request_habilitation(certifier=institution, partner=partner, by=fatou, **dates)
    assert {to: letter.subject for to, letter in letters().items()} == {
        amina.email: "Une habilitation vous est demandée\u00a0: Terres"
    }

    for to, subject in (
        ("active", "accordée"),
        ("suspended", "suspendue"),
        ("active", "rétablie"),
        ("withdrawn", "retirée"),
    ):
        move_habilitation(habilitation=asked, to=to, why="un secret", by=amina, now=now())
        (sent,) = letters().items()
        assert sent[0] == fatou.email
        assert f"est {subject}" in sent[1].subject
        assert f"/desk/terres/habilitations/{asked.uuid}/" in sent[1].body
        assert "secret" not in sent[1].body
    give_habilitation(certifier=institution, partner=partner, by=amina, **dates)
    assert letters()[fatou.email].subject == "Une habilitation vous est donnée\u00a0: Institut Alpes"
