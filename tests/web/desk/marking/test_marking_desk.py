"""The desk of whoever runs a session: assessors, who marks whom, paper, files, retakes; and never a mark."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, colleague, head
from institutions.people import NOW
from sceau.assessment.models import Assessor, Attempt, Conflict, Marking, Session
from sceau.assessment.services.marking import Write, receive, submit
from sceau.assessment.states import MarkingState, SessionState
from signing_in import prove_now

pytestmark = pytest.mark.django_db
EXCEL = "mc-excel-reporting-rh"
WHO = re.compile(r"<div>(\w+ \w+), <span")


@pytest.fixture
def session():
    return marking_session()


@pytest.fixture
def amina(client, session):
    """Signed in as who heads the body."""
    prove_now(client, head(body()))
    return client


def address(name, thing, *more):
    return reverse(name, args=[body().slug, thing.uuid, *more])


def text(client, name, thing, *more):
    return client.get(address(name, thing, *more)).content.decode()


def handed_in(marking, *levels):
    writes = [
        Write(uuid=uuid4(), criterion=f"C{number}", level=level, comment="Vu de près", sequence=number)
        for number, level in enumerate(levels, start=1)
    ]
    receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)
    submit(marking=marking, by=marking.assessor, now=NOW)


def test_somebody_is_added_and_removed(amina, session):
    mona = colleague(body(), "Mona Petit", "assessor")
    colleague(body(), "Claire Dumas", "designer")
    page = amina.get(address("desk_session_assessors", session))
    assert {each.name for each in page.context["form"].fields["user"].queryset} >= {"Mona Petit"}
    assert "Claire Dumas" not in page.content.decode()

    amina.post(address("desk_session_assessors", session), {"user": str(mona.uuid), "professional": "on"})

    there = Assessor.objects.get(user=mona)
    assert there.professional
    assert "attendue" in text(amina, "desk_session_assessors", session)
    amina.post(address("desk_assessor_remove", there), {"why": "Absente ce jour-là"})
    there.refresh_from_db()
    assert there.removed_at is not None


def test_ties_are_noted_and_withdrawn(amina, session):
    (attempt,) = attempts(session)
    mona = assessor(session).user
    candidate = attempt.candidate
    amina.post(
        address("desk_session_tie", session),
        {"user": str(mona.uuid), "candidate": str(candidate.uuid), "nature": "relative", "words": "Cousine"},
    )
    tie = Conflict.objects.get()
    assert "Cousine" in text(amina, "desk_session_assessors", session)

    amina.post(address("desk_tie_withdraw", tie), {"why": "Homonyme"})

    tie.refresh_from_db()
    assert tie.withdrawn_at is not None


def test_grids_are_shared_out_and_what_lacks_is_told(amina, session):
    attempts(session, 2)
    assessor(session)

    page = amina.post(address("desk_session_share", session), follow=True).content.decode()

    assert "4 grilles sont confiées" in page
    assert "Plus personne ne peut noter" in page
    assert Marking.objects.count() == 4


def test_one_grid_is_given_taken_over_and_set_aside(amina, session):
    (attempt,) = attempts(session)
    mona, nadia = assessor(session).user, assessor(session, "Nadia Roux").user
    page = address("desk_grid", attempt, "E1")
    amina.post(page, {"user": str(mona.uuid)})
    marking = Marking.objects.get()
    assert marking.assessor == mona

    refused = amina.post(page, {"user": str(nadia.uuid), "set_aside": str(marking.uuid)})
    amina.post(page, {"user": str(nadia.uuid), "set_aside": str(marking.uuid), "why": "Malade"})

    assert "Dites pourquoi" in refused.content.decode()
    assert Marking.objects.exclude(state=MarkingState.SET_ASIDE).get().assessor == nadia


def test_no_mark_is_on_these_pages(amina, session):
    (attempt,) = attempts(session)
    handed_in(given(attempt), "N0", "N3", "N1")
    given(attempt, "Nadia Roux")

    pages = [
        text(amina, "desk_session_assessors", session),
        text(amina, "desk_session_grids", session),
        text(amina, "desk_grid", attempt, "E1"),
    ]

    assert not any(word in page for page in pages for word in ("N0 –", "N3 –", ">N0<", "Vu de près"))
    assert "Remise" in pages[1]


def test_how_comparisons_stand(amina, session):
    (attempt,) = attempts(session)
    handed_in(given(attempt), "N0", "N2", "N2")
    handed_in(given(attempt, "Nadia Roux"), "N3", "N3", "N2")

    page = text(amina, "desk_session_assessors", session)

    assert "à convenir\u00a0: 1\u202f; troisième notation\u00a0: 1" in page
    assert "notes égales\u00a0: 1" in page


def test_a_grid_is_keyed_in_with_its_scan(amina, session):
    (attempt,) = attempts(session)
    mona = assessor(session).user
    page = address("desk_grid_key_in", attempt, "E1")
    assert amina.get(page).status_code == 200
    typed = {
        "source": "paper",
        "assessor": str(mona.uuid),
        "level-C1": "N2",
        "level-C2": "N1",
        "assessed_on": "20/11/2026",
    }
    refused = amina.post(page, typed)
    typed |= {"level-C3": "N3", "scan": SimpleUploadedFile("g.pdf", b"not a pdf")}
    wrong = amina.post(page, typed)
    del typed["scan"]
    amina.post(page, typed)

    assert (refused.status_code, wrong.status_code) == (200, 200)
    marking = Marking.objects.get()
    assert (marking.source, marking.assessor, str(marking.assessed_on)) == ("paper", mona, "2026-11-20")


def test_a_file_of_results_is_looked_at_then_taken_in(client):
    session = marking_session(EXCEL)
    attempts(session, 2)
    prove_now(client, head(body()))
    page = address("desk_session_take_in", session)
    content = "Candidat;Score\n1;75\n2;très bien\n9;40\n".encode()
    typed = {"event": "E1", "source": "quiz", "words": "Moodle", "least-N0": "0", "least-N1": "40", "least-N2": "60,5"}

    looked = client.post(page, typed | {"look": "1", "file": SimpleUploadedFile("q.csv", content)}).content.decode()
    assert "Nouveaux\u00a0: 1" in looked
    assert "Ligne 3\u00a0:" in looked
    assert not Marking.objects.exists()
    done = client.post(page, typed | {"take": "1"}).content.decode()

    assert "C’est repris" in done
    assert Marking.objects.get().marks.get().level == "N2"
    wrong = client.post(page, typed | {"look": "1", "file": SimpleUploadedFile("q.csv", b"%PDF-1.7")})
    assert "PDF" in wrong.content.decode()


def a_file(name, *lines):
    return SimpleUploadedFile(name, "\n".join(("Candidat;Score", *lines)).encode())


HOW = {"event": "E1", "source": "quiz", "least-N0": "0", "least-N1": "40", "least-N2": "60"}


def test_two_tabs_on_two_sessions_take_in_each_its_own_file(client):
    one, other = marking_session(EXCEL), marking_session(EXCEL)
    for session in (one, other):
        attempts(session)
    prove_now(client, head(body()))

    client.post(address("desk_session_take_in", one), HOW | {"look": "1", "file": a_file("un.csv", "1;75")})
    client.post(address("desk_session_take_in", other), HOW | {"look": "1", "file": a_file("deux.csv", "1;20")})
    client.post(address("desk_session_take_in", one), HOW | {"take": "1"})

    marking = Marking.objects.get()
    assert marking.attempt.candidate.session == one
    assert (marking.source_words, marking.marks.get().level) == ("un.csv", "N2")


def test_two_tabs_on_one_session_take_in_the_file_that_each_shows(client):
    session = marking_session(EXCEL)
    attempts(session)
    prove_now(client, head(body()))
    page = address("desk_session_take_in", session)

    first = client.post(page, HOW | {"look": "1", "file": a_file("un.csv", "1;75")})
    client.post(page, HOW | {"look": "1", "file": a_file("deux.csv", "1;20")})
    assert "un.csv" in first.content.decode()
    client.post(page, HOW | {"take": "1", "looked": first.context["looked"].digest})

    assert Marking.objects.get().source_words == "un.csv"
    unknown = client.post(page, HOW | {"take": "1", "looked": "0" * 64}).content.decode()
    assert "C’est repris" not in unknown


def test_nothing_is_taken_in_otherwise_than_it_was_shown(client):
    session = marking_session(EXCEL)
    attempts(session)
    prove_now(client, head(body()))
    page = address("desk_session_take_in", session)
    client.post(page, HOW | {"look": "1", "file": a_file("un.csv", "1;75")})

    changed = client.post(page, HOW | {"take": "1", "least-N2": "80"}).content.decode()
    replaced = client.post(page, HOW | {"take": "1", "file": a_file("deux.csv", "1;20")}).content.decode()

    assert "regardez ce qu’il ferait" in changed
    assert "regardez ce qu’il ferait" in replaced
    assert not Marking.objects.exists()
    client.post(page, HOW | {"take": "1"})
    assert Marking.objects.get().source_words == "deux.csv"


def test_a_next_attempt_is_opened_for_those_who_are_chosen(client):
    session = marking_session("mc-equipier-premiere-intervention")
    first, second = attempts(session, 2)
    for attempt, levels in ((first, ("N0", "N0", "N0", "N3")), (second, ("N3", "N3", "N3", "N3"))):
        handed_in(given(attempt), *levels)
    prove_now(client, head(body()))

    page = text(client, "desk_session_retakes", session)
    assert page.count('type="checkbox"') == 1
    chosen = {"candidate": [str(first.candidate.uuid), str(second.candidate.uuid)]}
    told = client.post(address("desk_session_retakes", session), chosen, follow=True).content.decode()

    assert "1 passage est ouvert" in told
    assert "déjà acquise" in told
    assert Attempt.objects.filter(number=2).get().candidate == first.candidate


def test_a_colleague_who_only_sees_changes_nothing(client, session):
    (attempt,) = attempts(session)
    prove_now(client, colleague(body(), "Denise Faure", "disability_officer"))

    assert "Ajouter quelqu’un" not in text(client, "desk_session_assessors", session)
    assert client.get(address("desk_session_grids", session)).status_code == 200
    assert client.get(address("desk_grid", attempt, "E1")).status_code == 403
    assert client.post(address("desk_session_share", session)).status_code == 403


def test_who_marked_whom_stays_to_be_read_round_after_round(amina, session):
    (first,) = attempts(session)
    handed_in(given(first), "N0", "N2", "N2")
    handed_in(given(first, "Nadia Roux"), "N0", "N2", "N2")
    Session.objects.filter(pk=session.pk).update(round=2)
    session.refresh_from_db()
    second = Attempt.objects.create(
        candidate=first.candidate, number=2, round=2, scope=["C1"], opened_at=NOW, opened_by=head(body())
    )
    handed_in(given(second, "Oscar Blin"), "N1")

    at_work = amina.get(address("desk_session_grids", session))
    Session.objects.filter(pk=session.pk).update(state=SessionState.RELEASED)
    over = amina.get(address("desk_session_grids", session))

    for found in (at_work, over):
        assert [each["attempt"] for each in found.context["rows"]] == [second, first]
        assert {"Mona Petit", "Nadia Roux", "Oscar Blin"} <= set(WHO.findall(found.content.decode()))
    assert [each["changes"] for each in at_work.context["rows"]] == [True, False]
    assert address("desk_grid", second, "E1") in at_work.content.decode()
    assert address("desk_grid", first, "E1") not in at_work.content.decode()
    assert [each["changes"] for each in over.context["rows"]] == [False, False]
    assert "série n°\u00a01" in over.content.decode()
    assert "à confier" not in over.content.decode()


def test_late_marks_are_told(amina, session):
    (attempt,) = attempts(session)
    marking = given(attempt)
    session.state = SessionState.MARKED
    session.save()
    receive(marking=marking, writes=[Write(uuid=uuid4(), criterion="C1", level="N1")], by=marking.assessor, now=NOW)

    assert "1 note est arrivée après la clôture" in text(amina, "desk_session_assessors", session)


@pytest.mark.parametrize("name", ["desk_session_assessors", "desk_session_grids", "desk_session_retakes"])
def test_the_number_of_statements_does_not_depend_on_the_rows(amina, session, name):
    counted = []
    for count in (1, 4):
        for attempt in attempts(session, count):
            handed_in(given(attempt), "N0", "N2", "N2")
            handed_in(given(attempt, "Nadia Roux"), "N1", "N2", "N2")
        amina.get(address(name, session))
        with CaptureQueriesContext(connection) as captured:
            assert amina.get(address(name, session)).status_code == 200
        counted.append(len(captured))

    assert counted[0] == counted[1]
