"""What a candidate sees, with a link and no account; and what nobody else sees."""

from __future__ import annotations

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from assessment import making
from sceau.assessment.models import (
    Arrangement,
    AssessmentSettings,
    Attendance,
    Candidate,
    Link,
    Piece,
    Sheet,
    Slot,
)
from sceau.assessment.prerequisites import conditions_of
from sceau.assessment.services import enrolment, links
from sceau.assessment.services.writing import rules_for
from sceau.jobs import outbox
from sceau.journal.models import Act
from sceau.people.models import Consent
from sceau.web.ports import ports

pytestmark = pytest.mark.django_db
PAGES = (
    "candidate",
    "candidate_arrangements",
    "candidate_withdraw",
    "candidate_evidence",
    "candidate_results",
    "candidate_kept",
)


def picture(colour=0):
    held = io.BytesIO()
    Image.new("RGB", (4, 4), (colour, 0, 0)).save(held, "PNG")
    return held.getvalue()


@pytest.fixture
def session():
    return making.a_session(place="Salle des fêtes")


@pytest.fixture
def candidate(session):
    return making.candidates(session)[0]


@pytest.fixture
def inside(client, candidate):
    client.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))
    return client


def page(name, candidate, *args):
    return reverse(name, args=[candidate.uuid, *args])


def test_the_link_opens_the_file_and_leaves_no_secret_in_the_address(client, candidate):
    answer = client.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))

    assert (answer.status_code, answer["Location"]) == (302, page("candidate", candidate))
    assert answer["Referrer-Policy"] == "no-referrer"
    for name in PAGES:
        shown = client.get(page(name, candidate))
        assert shown.status_code == 200, name
        assert "no-store" in shown["Cache-Control"]
        assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert str(candidate.person) in client.get(page("candidate", candidate)).content.decode()


def test_without_a_link_nothing_opens(client, candidate):
    for name in PAGES:
        assert client.get(page(name, candidate)).status_code == 404, name


def test_somebody_elses_link_opens_their_own_file_only(client, session, candidate):
    other = making.candidates(session)[0]
    client.get(reverse("candidate_open", args=[links.make_link(other, now())]))

    assert client.get(page("candidate", other)).status_code == 200
    assert client.get(page("candidate", candidate)).status_code == 404


def test_at_a_screen_that_many_use_the_next_one_ends_the_last(inside, session, candidate):
    elsewhere = making.a_session(code="S2026-99")
    again = making.candidates(elsewhere)[0]
    Candidate.objects.filter(pk=again.pk).update(person=candidate.person)
    again.refresh_from_db()
    other = making.candidates(session)[0]

    inside.get(reverse("candidate_open", args=[links.make_link(again, now())]))
    assert {inside.get(page("candidate", each)).status_code for each in (candidate, again)} == {200}
    inside.get(reverse("candidate_open", args=[links.make_link(other, now())]))
    assert {inside.get(page("candidate", each)).status_code for each in (candidate, again)} == {404}


def test_an_expired_or_withdrawn_link_ends_the_entry(inside, candidate):
    assert inside.get(page("candidate", candidate)).status_code == 200
    Link.objects.update(expires_at=now() - timedelta(minutes=1))
    assert inside.get(page("candidate", candidate)).status_code == 404
    Link.objects.update(expires_at=now() + timedelta(days=1))
    assert inside.get(page("candidate", candidate)).status_code == 200

    links.withdraw_links(candidate=candidate, by=making.head(candidate.session.institution), now=now())
    gone = inside.get(page("candidate", candidate))
    assert gone.status_code == 404
    assert "Recevoir un nouveau lien" in gone.content.decode()


def test_a_file_is_closed_in_this_browser(inside, candidate):
    inside.post(reverse("candidate_leave"))

    assert inside.get(page("candidate", candidate)).status_code == 404


def test_somebody_who_withdrew_still_reads_their_file(inside, candidate):
    inside.post(page("candidate_withdraw", candidate))

    candidate.refresh_from_db()
    assert candidate.state == "withdrawn"
    assert "désisté" in inside.get(page("candidate", candidate)).content.decode()
    refused = inside.post(page("candidate_evidence", candidate), {"kind": "text", "title": "Non", "text": "…"})
    assert "On n’envoie plus de preuve" in refused.content.decode()
    assert not Piece.objects.exists()


def test_several_files_are_sent_at_once_and_what_is_wrong_is_told(inside, candidate):
    sent = [
        SimpleUploadedFile("un.png", picture(1)),
        SimpleUploadedFile("deux.pdf", b"MZ" + bytes(100)),
        SimpleUploadedFile("trois.png", picture(3)),
    ]
    address = page("candidate_evidence", candidate)
    told = inside.post(address, {"kind": "file", "sent": sent, "title": "Mon atelier"}).content.decode()

    assert Piece.objects.count() == 2
    assert "deux.pdf" in told
    assert 'value="Mon atelier"' in told
    again = inside.post(address, {"kind": "file", "sent": SimpleUploadedFile("un.png", picture(1))})
    assert "déjà dans le dossier" in again.content.decode()
    piece = Piece.objects.first()
    given = inside.get(page("candidate_piece", candidate, piece.uuid))
    assert given["Content-Disposition"].startswith("attachment")
    inside.post(page("candidate_piece_remove", candidate, piece.uuid))
    assert inside.get(page("candidate_piece", candidate, piece.uuid)).status_code == 404


def test_sending_and_taking_out_again_and_again_is_stopped(inside, session, candidate):
    AssessmentSettings.objects.create(institution=session.institution, pieces_most=1)
    colours = iter(range(0, 200, 20))

    def send():
        sent = SimpleUploadedFile("atelier.png", picture(next(colours)))
        return inside.post(page("candidate_evidence", candidate), {"kind": "file", "sent": [sent]})

    for _time in range(3):
        assert send().status_code == 302
        inside.post(page("candidate_piece_remove", candidate, Piece.objects.latest("pk").uuid))
    kept = ports().files
    before = Piece.objects.count()
    assert "retirées comprises" in send().content.decode()
    assert Piece.objects.count() == before == 3
    assert not kept.has(sha256(picture(60)).hexdigest())


def test_a_link_that_is_no_web_address_is_refused(inside, candidate):
    address = page("candidate_evidence", candidate)

    for url in ("javascript:alert(1)", "ftp://example.org/x", "https://user:x@example.org/", "file:///etc/passwd"):
        refused = inside.post(address, {"kind": "link", "title": "Site", "url": url})
        assert "Une adresse commence par https://" in refused.content.decode(), url
    inside.post(address, {"kind": "link", "title": "Site", "url": "https://example.org/atelier"})
    assert Piece.objects.get().url == "https://example.org/atelier"


def test_somebody_elses_piece_is_not_given(inside, session, candidate):
    from sceau.assessment.services.evidence import add_piece

    other = making.candidates(session)[0]
    piece = add_piece(attempt=other.attempts.get(), kind="text", title="À moi", text="…", by=None, now=now())

    assert inside.get(page("candidate_piece", candidate, piece.uuid)).status_code == 404
    assert inside.post(page("candidate_piece_remove", candidate, piece.uuid)).status_code == 404
    piece.refresh_from_db()
    assert piece.removed_at is None


def test_an_arrangement_is_asked_without_a_reason_and_taken_back(inside, candidate):
    address = page("candidate_arrangements", candidate)
    inside.post(address, {"kind": "extra_time", "extra_percent": "33"})
    arrangement = Arrangement.objects.get()
    assert (arrangement.state, arrangement.extra_percent) == ("asked", 33)

    inside.post(address, {"drop": str(arrangement.uuid)})
    assert not Arrangement.objects.exists()


def test_nothing_is_public_until_the_person_agrees(inside, candidate):
    assert not Consent.objects.exists()
    inside.post(page("candidate_consent", candidate), {"public": "yes"})
    consent = Consent.objects.get()
    assert consent.subject == f"achievement:{candidate.session.version.design.uuid}/1"
    inside.post(page("candidate_consent", candidate), {})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_somebody_invited_takes_the_place_from_the_link(client, session):
    amina = making.head(session.institution)
    invited = enrolment.invite(session=session, person=making.a_person(session.institution), by=amina, now=now())
    client.get(reverse("candidate_open", args=[links.make_link(invited, now())]))
    address = page("candidate_answer", invited)
    assert client.get(address).status_code == 200
    assert len(conditions_of(rules_for(session))) == 1

    assert "n’est pas remplie" in client.post(address, {"prerequisite_0": "no"}).content.decode()
    client.post(address, {"prerequisite_0": "yes"})
    invited.refresh_from_db()
    assert invited.state == "enrolled"


def test_a_new_link_is_asked_and_the_answer_is_always_the_same(client, candidate):
    address = reverse("candidate_ask_link")
    email = candidate.person.addresses.get().value

    known = client.post(address, {"email": email}).content.decode()
    unknown = client.post(address, {"email": "personne@example.org"}).content.decode()

    assert "un message vient de partir" in known
    assert [line for line in known.splitlines() if "csrf" not in line] == [
        line for line in unknown.splitlines() if "csrf" not in line
    ]
    outbox.drain(clock=now, at_most=timedelta(minutes=1))
    assert Act.objects.filter(code="candidate.link_asked").count() == 1


def test_asking_again_and_again_is_stopped(client, candidate):
    address, email = reverse("candidate_ask_link"), candidate.person.addresses.get().value

    answers = [client.post(address, {"email": email}).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    outbox.drain(clock=now, at_most=timedelta(minutes=1))
    assert Act.objects.filter(code="candidate.link_asked").count() == 3


def test_a_page_of_another_language_says_so(client, session):
    [candidate] = making.candidates(session, language="ar")
    client.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))

    assert "This page is also in English" in client.get(page("candidate", candidate)).content.decode()
    assert Candidate.objects.get(pk=candidate.pk).language == "ar"


def test_appointments_go_into_a_calendar_and_presence_into_a_letter(inside, session, candidate):
    amina = making.head(session.institution)
    assert inside.get(page("candidate_calendar", candidate)).status_code == 404
    assert inside.get(page("candidate_attendance", candidate)).status_code == 404
    nine = now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=2)
    Slot.objects.create(session=session, event="E1", starts_at=nine, ends_at=nine + timedelta(hours=2), room="B12")
    sheet = Sheet.objects.create(session=session, day=nine.date(), half="am", closed_at=now(), closed_by=amina)
    Attendance.objects.create(sheet=sheet, candidate=candidate, presence="present")

    shown = inside.get(page("candidate", candidate)).content.decode()
    assert "B12" in shown
    assert page("candidate_attendance", candidate) in shown
    calendar = inside.get(page("candidate_calendar", candidate))
    assert calendar["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in calendar.content
    letter = inside.get(page("candidate_attendance", candidate))
    assert letter.content.startswith(b"%PDF")
