"""Who is called has one letter for each call, with their appointments; who is in a cancelled session is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils.timezone import now

from assessment.making import a_session, assessor, body, candidates, head
from sceau.assessment.models import Arrangement
from sceau.assessment.services.examday import call_candidates
from sceau.assessment.services.planning import add_slot, edit_slot
from sceau.assessment.services.sessions import cancel_session
from sceau.jobs import outbox

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 12, 7, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def amina():
    return head(body())


@pytest.fixture
def session(amina):
    made = a_session(now=now())
    letters()  # those about the publication of its design
    return made


def letters():
    """What leaves now."""
    mail.outbox.clear()
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))
    return list(mail.outbox)


def words(letter):
    return " ".join(letter.body.replace("\u00a0", " ").replace("\u202f", " ").split())


def ics(letter):
    (enclosed,) = letter.attachments
    content = enclosed[1] if isinstance(enclosed[1], str) else enclosed[1].decode()
    return content.replace("\r\n ", "")


def call(session, people, amina):
    return call_candidates(session=session, candidates=people, way="mail", by=amina, now=now())


def slot(session, amina, **values):
    given = {"starts_at": NINE, "ends_at": NINE + timedelta(hours=2), "room": "B12"}
    return add_slot(session=session, event="E1", by=amina, now=now(), **given | values)


def test_each_is_written_to_once_with_day_hours_place_and_link(session, amina):
    people = candidates(session, 2)
    slot(session, amina)
    call(session, people, amina)

    first, second = letters()

    assert [first.to, second.to] == [["candidate1@example.org"], ["candidate2@example.org"]]
    assert first.subject.startswith("Votre convocation")
    assert "7 décembre 2026, de 9 h à 11 h, B12" in words(first)
    assert "Maison de la formation" in words(first)
    assert "/candidate/open/" in first.body
    assert "SEQUENCE:0" in ics(first)
    assert "DTSTART:20261207T080000Z" in ics(first)
    assert letters() == []


def test_two_people_with_one_address_have_a_letter_each(session, amina):
    people = candidates(session, 2)
    people[1].person.addresses.update(value="candidate1@example.org")
    call(session, people, amina)

    assert len(letters()) == 2


def test_what_is_told_again_replaces_what_was_told(session, amina):
    people = candidates(session, 1)
    made = slot(session, amina)
    call(session, people, amina)
    before = ics(letters()[0])
    edit_slot(
        slot=made, starts_at=NINE + timedelta(hours=5), ends_at=NINE + timedelta(hours=7), room="C3", capacity=None,
        by=amina, now=now(),
    )  # fmt: skip
    call(session, people, amina)
    (again,) = letters()

    uid = next(line for line in before.splitlines() if line.startswith("UID:"))
    assert again.subject.startswith("Nouvelle convocation")
    assert "remplace la précédente" in words(again)
    assert uid in ics(again)
    assert "SEQUENCE:1" in ics(again)
    assert "DTSTART:20261207T130000Z" in ics(again)


def test_of_two_calls_that_wait_only_the_last_leaves(session, amina):
    people = candidates(session, 1)
    call(session, people, amina)
    call(session, people, amina)

    assert [letter.subject.partition("\u00a0")[0] for letter in letters()] == ["Nouvelle convocation"]


def test_one_reads_in_one_s_language_and_others_are_told_how(session, amina):
    english, ukrainian = candidates(session, 1, language="en"), candidates(session, 1, language="uk")
    call(session, [*english, *ukrainian], amina)

    first, second = letters()

    assert first.subject.startswith("Your appointment")
    assert second.subject.startswith("Votre convocation")
    assert "If you would rather read this in English" in words(second)


def test_extra_time_is_in_the_hours_and_what_was_granted_is_said(session, amina):
    people = candidates(session, 1)
    slot(session, amina)
    given = {"candidate": people[0], "state": "granted", "asked_at": now()}
    Arrangement.objects.create(kind="extra_time", extra_percent=33, **given)
    Arrangement.objects.create(kind="room", words="Une salle à part", **given)
    call(session, people, amina)

    text = words(letters()[0])

    assert "de 9 h à 11 h 40" in text
    assert "Une salle à part" in text


def test_whoever_left_meanwhile_is_not_written_to(session, amina):
    people = candidates(session, 1)
    call(session, people, amina)
    people[0].state = "withdrawn"
    people[0].save()

    assert letters() == []


def test_paper_is_not_mailed(session, amina):
    call_candidates(session=session, candidates=candidates(session, 1), way="print", by=amina, now=now())

    assert letters() == []


def test_a_cancelled_session_is_told_to_all_who_are_in_it_and_called_off_in_calendars(session, amina):
    called, waiting, left = (candidates(session, 1, state=state)[0] for state in ("enrolled", "applied", "withdrawn"))
    slot(session, amina)
    assessor(session)
    call(session, [called], amina)
    letters()

    cancel_session(session=session, why="Salle inondée.", by=amina, now=now())
    found = {letter.to[0]: letter for letter in letters()}

    assert set(found) == {"candidate1@example.org", "candidate2@example.org", "mona@example.org"}
    assert "STATUS:CANCELLED" in ics(found["candidate1@example.org"])
    assert "SEQUENCE:1" in ics(found["candidate1@example.org"])
    assert found["candidate2@example.org"].attachments == []
    assert "n’aura pas lieu" in words(found["mona@example.org"])
    assert "inondée" not in words(found["mona@example.org"])
    assert {waiting.number, left.number} == {2, 3}
