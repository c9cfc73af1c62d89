"""Who is written to around the review of a design, and when a version is published or retired."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from design.samples import begun, reviewed
from institutions.people import member
from sceau.design.models import DesignVersion
from sceau.design.services import ask_review, decide_review, publish, retire_version, withdraw_review
from sceau.institutions.models import Membership
from sceau.jobs import outbox

from .conftest import person


@pytest.fixture
def claire(institution):
    user = person("Claire Dumas")
    member(user, institution, "designer")
    return user


@pytest.fixture
def design(institution, claire):
    return begun(institution, claire)


def letters():
    """What leaves now: to whom, and the letter."""
    mail.outbox.clear()
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))
    return {letter.to[0]: letter for letter in mail.outbox}


def words(letter):
    return " ".join(letter.body.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_all_who_may_review_are_asked_and_its_author_is_not(design, claire, amina, bruno):
    ask_review(design=design, message="La grille ?", by=claire, now=now())

    found = letters()

    assert set(found) == {"amina@example.org", "bruno@example.org"}
    assert "Son message : « La grille ? »" in words(found["amina@example.org"])
    assert f"/designs/{design.uuid}/review/" in found["amina@example.org"].body
    assert found["bruno@example.org"].subject.startswith("To review: “Agile project management")


def test_only_whoever_is_asked_is_written_to(design, claire, amina, bruno):
    ask_review(design=design, reviewer=amina, by=claire, now=now())

    assert set(letters()) == {"amina@example.org"}


def test_nobody_is_asked_to_read_what_was_withdrawn_before_the_letter_left(design, claire, amina):
    ask_review(design=design, by=claire, now=now())
    withdraw_review(design=design, by=claire, now=now())

    assert letters() == {}


def test_the_author_hears_what_the_reader_said(design, claire, amina):
    review = ask_review(design=design, by=claire, now=now())
    letters()
    decide_review(review=review, approved=False, note="Presque.", comments={"level": "Niveau 4 ?"}, by=amina, now=now())

    letter = letters()["claire@example.org"]

    assert letter.subject.startswith("Des modifications sont demandées")
    assert "Son avis : « Presque. »" in words(letter)
    assert "Une remarque : « Niveau 4 ? »" in words(letter)


def test_an_author_who_has_left_hears_no_more_of_it(design, claire, amina, bruno):
    review = ask_review(design=design, by=claire, now=now())
    letters()
    Membership.objects.filter(user=claire).update(ended_at=now())
    decide_review(review=review, approved=True, note="Entre nous.", by=amina, now=now())
    assert letters() == {}

    publish(design=design, by=amina, now=now())
    assert set(letters()) == {"bruno@example.org"}


def test_the_author_hears_of_an_approval(design, claire, amina):
    reviewed(design, claire, amina)

    assert "peut maintenant la publier, telle quelle" in words(letters()["claire@example.org"])


def test_authors_and_heads_hear_of_a_version_and_of_its_end(design, claire, amina, bruno):
    reviewed(design, claire, amina)
    letters()
    publish(design=design, by=amina, now=now())
    assert set(letters()) == {"claire@example.org", "bruno@example.org"}

    version = DesignVersion.objects.get(design=design)
    retire_version(version=version, why="Le référentiel a changé.", by=bruno, now=now())

    found = letters()
    assert set(found) == {"claire@example.org", "amina@example.org"}
    assert "La raison : « Le référentiel a changé. »" in words(found["claire@example.org"])
