"""Two people mark one event without seeing each other: whatever one of them asks for, before both are in.

Mona has handed her grid in; Nadia, or who heads the body, is the other one of the two and has not.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from assessment.grids import given
from assessment.making import assessor, body, colleague, head
from institutions.people import NOW
from sceau.assessment.models import Assessor, Marking, MarkWrite
from sceau.assessment.personal.export import tell
from sceau.assessment.services.assigning import assign
from sceau.assessment.services.marking import Write, receive, submit
from sceau.assessment.states import MarkingState, SessionState
from sceau.jobs import outbox
from signing_in import prove_now

pytestmark = pytest.mark.django_db
SECRET = "Seule Mona a vu cela"
OWN = "Écrit par Nadia"
ABOUT = ("assess", "desk_session", "desk_candidate", "desk_grid", "desk_quality", "desk_person", "desk_result")
PAPERS = {"desk_session_blank_grids", "desk_session_calls", "desk_session_attestation"}  # typeset; they hold no mark
READS = {"uuid": "UUIDConverter", "slug": "SlugConverter", "text": "StringConverter", "number": "IntConverter"}


def handed_in(marking, level="N3", words=SECRET):
    writes = [
        Write(uuid=uuid4(), criterion=f"C{number}", level=level, comment=words, sequence=number, device=uuid4())
        for number in (1, 2, 3)
    ]
    receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)
    return submit(marking=marking, by=marking.assessor, now=NOW)


@pytest.fixture
def monas(marking):
    """Handed in, with words that nobody else wrote."""
    return handed_in(marking)


@pytest.fixture
def nadias(monas, there):
    """The other one, which waits."""
    return given(there[0], "Nadia Roux")


@pytest.fixture
def nadia(client, nadias):
    """Signed in as Nadia."""
    prove_now(client, nadias.assessor)
    return client


def addresses(patterns=None, before=()):
    """Every named address of the house that is about things with a uuid."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        kinds = (*before, *(type(kind).__name__ for kind in each.pattern.converters.values()))
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, kinds)
        elif isinstance(each, URLPattern) and each.name and READS["uuid"] in kinds:
            yield each.name, kinds


def everything(client, *uuids, about=ABOUT):
    """The words of each page that answers about one of these things, by its name."""
    found = {}
    words = {READS["slug"]: body().slug, READS["text"]: "E1", READS["number"]: 1}
    for name, kinds in addresses():
        if not set(kinds) <= set(READS.values()) or not name.startswith(about) or name in PAPERS:
            continue
        for uuid in uuids:
            answer = client.get(reverse(name, args=[words.get(kind, uuid) for kind in kinds]))
            if answer.status_code == 200:
                found[name] = b"".join(answer).decode(errors="replace")
                break
    return found


def things(marking):
    """Whatever an address could be about."""
    candidate = marking.attempt.candidate
    writes = MarkWrite.objects.filter(marking=marking).values_list("uuid", flat=True)
    return [
        marking.uuid,
        marking.attempt.uuid,
        candidate.uuid,
        candidate.person.uuid,
        candidate.session.uuid,
        candidate.session.version.design.uuid,
        writes[0],
        *Assessor.objects.values_list("uuid", flat=True),
        *Marking.objects.exclude(pk=marking.pk).values_list("uuid", flat=True),
    ]


def test_no_page_tells_nadia_what_mona_gave_nor_that_she_handed_in(nadia, monas):
    pages = everything(nadia, *things(monas))

    assert {"assess_marking", "assess_declaration"} <= set(pages)
    assert not {"assess_comparison", "desk_grid", "desk_session_grids", "desk_candidate_results"} & set(pages)
    pages["assess"] = nadia.get(reverse("assess")).content.decode()
    for name, page in pages.items():
        assert SECRET not in page, name
        assert "Mona" not in page, name
    assert "À regarder à deux" not in pages["assess"]


def test_no_page_tells_whoever_heads_the_body_what_mona_gave_while_they_mark_too(client, monas, there):
    session = there[0].candidate.session
    user = assessor(session, head(body()).name).user
    assign(session=session, attempt=there[0], event="E1", user=user, by=user, now=NOW)
    prove_now(client, user)

    pages = everything(client, *things(monas))

    assert {"desk_session_grids", "desk_grid", "desk_candidate_results", "assess_marking"} <= set(pages)
    for name, page in pages.items():
        assert SECRET not in page, name
    assert "Remise" not in pages["desk_session_grids"]
    assert "Remise" not in pages["desk_grid"]
    assert "Se montre après la vôtre" in pages["desk_session_grids"]
    there[0].refresh_from_db()
    assert (there[0].assessed_on, there[0].state, there[0].score) == (None, "to_assess", None)


def test_whoever_only_sees_sessions_learns_how_others_are_getting_on_once_theirs_are_in(client, monas, there, session):
    user = colleague(body(), "Presley Roche", "jury_president")
    mine = given(there[0], "Presley Roche")
    prove_now(client, user)
    address = reverse("desk_session_assessors", args=[body().slug, session.uuid])

    before = client.get(address)
    handed_in(mine, words=OWN)
    after = client.get(address)

    assert [each.assessor.user for each in before.context["loads"]] == [user]
    assert before.context["progress"] == []
    assert "Mona Petit" not in before.content.decode()
    assert len(after.context["loads"]) == 2
    assert "Mona Petit" in after.content.decode()


@pytest.mark.parametrize("act", ["third", "agree", "propose"])
def test_nothing_is_settled_before_both_are_in(nadia, there, act):
    answer = nadia.post(
        reverse("assess_comparison", args=[there[0].uuid, "E1"]), {act: "1", "criterion": "C1", "level": "N3"}
    )

    assert answer.status_code == 404
    assert not Marking.objects.filter(place=3).exists()


def test_the_queue_answers_about_ones_own_marks_alone(nadia, nadias, monas):
    theirs = MarkWrite.objects.filter(marking=monas)[0]
    write = {"criterion": "C1", "level": "N1", "device": str(theirs.device), "sequence": 1}
    own, other = reverse("assess_writes", args=[nadias.uuid]), reverse("assess_writes", args=[monas.uuid])

    def posted(address, uuid):
        return nadia.post(address, {"writes": [write | {"uuid": str(uuid)}]}, content_type="application/json")

    assert posted(other, uuid4()).status_code == 404
    replayed = posted(own, theirs.uuid)
    assert (replayed.status_code, replayed.json()["error"]) == (409, "marking.not_yours")
    assert set(replayed.json()) == {"error", "sentence"}
    done = posted(own, uuid4()).json()
    assert done["marks"] == [{"criterion": "C1", "level": "N1", "comment": ""}]
    assert (done["revision"], done["state"]) == (1, "open")
    assert nadia.post(reverse("assess_take_back", args=[monas.uuid])).status_code == 404
    monas.refresh_from_db()
    assert monas.state == MarkingState.SUBMITTED


@pytest.mark.parametrize("what", ["the place", "the release"])
def test_the_queue_tells_no_marks_to_whoever_reads_them_no_longer(nadia, nadias, session, what):
    receive(marking=nadias, writes=[Write(uuid4(), "C1", "N1", OWN)], by=nadias.assessor, now=NOW)
    if what == "the place":
        Assessor.objects.filter(user=nadias.assessor).update(removed_at=NOW)
    else:
        session.state = SessionState.RELEASED
        session.save()
    late = {"uuid": str(uuid4()), "criterion": "C1", "level": "N2", "device": str(uuid4()), "sequence": 1}

    answer = nadia.post(
        reverse("assess_writes", args=[nadias.uuid]), {"writes": [late]}, content_type="application/json"
    )

    told = answer.json()
    assert answer.status_code == 200
    assert [each["outcome"] for each in told["answers"]] == ["refused"]
    assert told["marks"] == []
    assert OWN not in answer.content.decode()


def test_no_letter_and_no_export_tells_before_both_are_in(nadias, there):
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))

    assert not any("Mona" in each.body + each.subject for each in mail.outbox if nadias.assessor.email in each.to)
    person = there[0].candidate.person
    assert SECRET not in repr(tell([person], "fr"))


def test_a_third_one_sees_the_two_others_once_theirs_is_in(client, nadias, monas, there):
    handed_in(nadias, "N0", OWN)
    oscar = given(there[0], "Oscar Blin")
    prove_now(client, oscar.assessor)

    before = everything(client, *things(monas), about=("assess",))
    handed_in(oscar, "N2", "Écrit par Oscar")
    after = everything(client, *things(monas), about=("assess",))

    assert oscar.place == 3
    assert "assess_marking" in before
    assert "assess_comparison" not in before
    assert not any(words in page for page in before.values() for words in (SECRET, OWN))
    assert SECRET in after["assess_comparison"]
    assert OWN in after["assess_comparison"]


def test_once_both_are_in_each_reads_the_other(nadia, nadias, there):
    handed_in(nadias, "N2", OWN)

    page = nadia.get(reverse("assess_comparison", args=[there[0].uuid, "E1"])).content.decode()

    assert SECRET in page
    assert OWN in page
