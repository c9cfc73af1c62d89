"""Whoever sits on a jury is told, and whoever is to sign gets the page or the link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from assessment.juries import HOUR, a_jury, closed, marked_session
from assessment.making import head
from institutions.people import NOW
from sceau.assessment.services.sealing import signatures_of
from sceau.assessment.services.signing import send_link, sign_on_tablet, token_of, withdraw_link
from sceau.jobs import outbox

pytestmark = pytest.mark.django_db


def letters():
    """What was written since the last time, by address."""
    mail.outbox.clear()
    outbox.drain(clock=lambda: NOW, at_most=timedelta(minutes=1))
    return {letter.to[0]: letter for letter in mail.outbox}


def test_each_member_is_told_and_only_those_with_an_account_get_a_page():
    session = marked_session(1)
    letters()
    a_jury(session)
    found = letters()

    assert set(found) == {"mireille@example.org", "karim@example.org", "outsider0@example.com"}
    assert "présidence du jury" in found["mireille@example.org"].body
    assert "/assess/jury/" in found["karim@example.org"].body
    assert "aucun compte" in found["outsider0@example.com"].body.replace("\n", " ")
    assert "/assess/" not in found["outsider0@example.com"].body


def test_members_with_an_account_get_the_minutes_and_the_others_the_link_they_were_sent():
    minutes = closed(1)
    letters()  # the naming and the close
    _, _, sofia = signatures_of(minutes)
    sent = send_link(signature=sofia, by=head(minutes.institution), now=now())
    found = letters()

    assert set(found) == {"outsider0@example.com"}
    assert token_of(sent) in found["outsider0@example.com"].body
    assert minutes.number in found["outsider0@example.com"].subject


def test_of_two_links_the_last_one_is_written_and_a_withdrawn_one_is_not():
    minutes = closed(1)
    letters()
    _, _, sofia = signatures_of(minutes)
    by = head(minutes.institution)
    send_link(signature=sofia, by=by, now=now() - HOUR)
    last = send_link(signature=sofia, by=by, now=now())
    (letter,) = letters().values()
    assert token_of(last) in letter.body
    again = send_link(signature=sofia, by=by, now=now() + HOUR)
    withdraw_link(signature=again, by=by, now=now() + HOUR)
    assert letters() == {}


def test_whoever_has_signed_before_the_letter_leaves_gets_none():
    minutes = closed(1)
    president, karim, _ = signatures_of(minutes)
    sign_on_tablet(
        signature=karim,
        drawn="M10 50L20 20L40 20L60 10L80 60L90 40",
        shown=minutes.digest,
        by=president.seat.user,
        now=NOW,
    )
    signing = {to for to, letter in letters().items() if minutes.number in letter.subject}
    assert signing == {"mireille@example.org"}
