"""The screens of those who assess: what each finds, what a form without script does, what the queue is answered."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, colleague, head
from institutions.people import NOW
from sceau.assessment.models import Arrangement, Assessor, Conflict, Marking, Piece, Proposal
from sceau.assessment.services.assigning import assign_evenly, set_aside
from sceau.assessment.services.marking import Write, receive, submit
from sceau.assessment.states import MarkingState, SessionState
from signing_in import prove_now

pytestmark = pytest.mark.django_db


def page(client, marking, **more):
    return client.get(reverse("assess_marking", args=[marking.uuid]), **more)


def typed(response, marking, **levels):
    """What the form holds when somebody chose these levels."""
    context = response.context
    fields = {"revision": context["marking"].revision}
    for each in context["criteria"]:
        fields[f"seen-{each['id']}"] = each["seen"]
        fields[f"comment-{each['id']}"] = each["comment"]
        if level := levels.get(each["id"], each["level"]):
            fields[f"level-{each['id']}"] = level
    return fields


def handed_in(marking, *levels):
    writes = [
        Write(uuid=uuid4(), criterion=f"C{number}", level=level, comment="Vu", sequence=number)
        for number, level in enumerate(levels, start=1)
    ]
    receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)
    submit(marking=marking, by=marking.assessor, now=NOW)


def test_what_waits(mona, marking, session):
    found = mona.get(reverse("assess")).content.decode()

    assert "1 grille vous attend" in found
    assert reverse("assess_marking", args=[marking.uuid]) in found
    assert session.code in found


def test_nothing_waits_for_somebody_else(client, marking):
    prove_now(client, colleague(body(), "Oscar Blin", "assessor"))

    assert "Rien à noter" in client.get(reverse("assess")).content.decode()


def test_the_page_of_a_grid(mona, marking):
    found = page(mona, marking)

    text = found.content.decode()
    assert found.headers["Cache-Control"] == "private, no-store"
    assert text.count('class="criterion"') == 3
    assert 'name="level-C1" value="N2"' in text
    assert "checked" not in text.split("<fieldset", 2)[2].split("</fieldset>")[0]  # nothing is chosen beforehand


@pytest.mark.parametrize("who", ["nobody", "another assessor", "the manager"])
def test_a_grid_is_seen_by_whom_it_belongs_to(client, marking, who):
    if who != "nobody":
        user = head(body()) if who == "the manager" else given(marking.attempt, "Nadia Roux").assessor
        prove_now(client, user)
    uuid = marking.uuid
    addresses = [
        reverse("assess_marking", args=[uuid]),
        reverse("assess_comparison", args=[marking.attempt.uuid, "E1"]),
    ]
    posts = [reverse("assess_writes", args=[uuid]), reverse("assess_take_back", args=[uuid])]

    found = {client.get(each).status_code for each in addresses}
    found |= {client.post(each, "{}", content_type="application/json").status_code for each in posts}

    assert found == ({302} if who == "nobody" else {404})


@pytest.mark.parametrize("what", ["the role", "the place"])
def test_whoever_no_longer_assesses_reads_nothing_more(mona, marking, there, session, what):
    handed_in(marking, "N2", "N2", "N2")
    handed_in(given(there[0], "Nadia Roux"), "N2", "N2", "N3")
    piece = Piece.objects.create(attempt=there[0], kind="text", name="Note", text="Vu", digest="", sent_at=NOW)
    addresses = [
        reverse("assess_marking", args=[marking.uuid]),
        reverse("assess_comparison", args=[there[0].uuid, "E1"]),
        reverse("assess_declaration", args=[session.uuid]),
    ]
    assert {mona.get(each).status_code for each in addresses} == {200}

    if what == "the role":
        marking.assessor.memberships.update(ended_at=NOW)
    else:
        Assessor.objects.filter(user=marking.assessor).update(removed_at=NOW)

    addresses.append(reverse("assess_piece", args=[piece.uuid]))
    assert {mona.get(each).status_code for each in addresses} == {404}


def test_the_form_alone_marks_and_hands_in(mona, marking, there):
    other = given(there[1])
    first = page(mona, marking)
    address = reverse("assess_marking", args=[marking.uuid])

    saved = mona.post(address, typed(first, marking, C1="N2", C2="N3") | {"save": "1"})
    refused = mona.post(address, typed(page(mona, marking), marking) | {"submit": "1"})
    done = mona.post(address, typed(page(mona, marking), marking, C3="N2") | {"submit": "1"})

    assert (saved.status_code, refused.status_code) == (302, 409)
    assert "C3" in refused.content.decode()
    marking.refresh_from_db()
    assert (marking.state, marking.revision) == (MarkingState.SUBMITTED, 3)
    assert done.headers["Location"] == reverse("assess_marking", args=[other.uuid])
    assert "Reprendre ma grille" in page(mona, marking).content.decode()
    mona.post(reverse("assess_take_back", args=[marking.uuid]))
    marking.refresh_from_db()
    assert marking.state == MarkingState.OPEN


def test_the_level_that_counts_is_named_so_in_english_too(mona, marking, there):
    handed_in(marking, "N2", "N2", "N2")
    handed_in(given(there[0], "Nadia Roux"), "N2", "N2", "N3")
    address = reverse("assess_comparison", args=[there[0].uuid, "E1"])

    english = mona.get(address, headers={"accept-language": "en"}).content.decode()

    assert "<dt>Level that counts</dt>" in english
    assert "<dt>Account</dt>" not in english


def test_a_grid_that_was_compared_offers_no_way_back_and_says_why(mona, marking, there):
    other = given(there[0], "Nadia Roux")
    handed_in(marking, "N2", "N2", "N2")
    waiting = page(mona, marking).content.decode()
    handed_in(other, "N2", "N2", "N3")
    both = page(mona, marking).content.decode()
    set_aside(marking=other, why="Lien appris après coup", by=head(body()), now=NOW)
    alone = page(mona, marking).content.decode()

    comparison = reverse("assess_comparison", args=[there[0].uuid, "E1"])
    assert "Reprendre ma grille" in waiting
    assert comparison not in waiting
    assert "elles ne se reprennent plus" in both
    assert comparison in both
    assert "elle ne se reprend plus" in alone
    assert comparison not in alone
    assert "Reprendre ma grille" not in both + alone
    refused = mona.post(reverse("assess_take_back", args=[marking.uuid]), follow=True).content.decode()
    assert "demandez à la gestion de session" in refused
    marking.refresh_from_db()
    assert marking.state == MarkingState.SUBMITTED


def test_what_was_not_touched_in_an_old_page_overwrites_nothing(mona, marking):
    old = page(mona, marking)
    receive(
        marking=marking,
        writes=[Write(uuid=uuid4(), criterion="C1", level="N3")],
        by=marking.assessor,
        now=NOW,
    )
    address = reverse("assess_marking", args=[marking.uuid])

    assert mona.post(address, typed(old, marking, C2="N2") | {"save": "1"}).status_code == 302
    clash = mona.post(address, typed(old, marking, C1="N0") | {"save": "1"})

    assert clash.status_code == 409
    assert "autre appareil" in clash.content.decode()
    assert dict(marking.marks.values_list("criterion", "level")) == {"C1": "N3", "C2": "N2"}


def test_nobody_came(mona, marking):
    mona.post(reverse("assess_marking", args=[marking.uuid]), {"absent": "1"})

    marking.refresh_from_db()
    assert marking.state == MarkingState.SUBMITTED


def sent(client, marking, *writes, **more):
    return client.post(
        reverse("assess_writes", args=[marking.uuid]), {"writes": list(writes)}, content_type="application/json", **more
    )


def a_write(**more):
    return {"uuid": str(uuid4()), "device": str(uuid4()), "criterion": "C1", "level": "N2", "sequence": 1} | more


def test_the_queue_is_answered(mona, marking):
    good, wrong = a_write(told_at="2026-11-22T08:30:00Z", seconds=12), a_write(level="N9")

    told = sent(mona, marking, good, wrong).json()

    assert (told["revision"], told["marks"]) == (1, [{"criterion": "C1", "level": "N2", "comment": ""}])
    assert [each["outcome"] for each in told["answers"]] == ["applied", "refused"]
    assert "N9" in told["answers"][1]["sentence"]
    assert sent(mona, marking, good, wrong).json()["answers"] == told["answers"]


@pytest.mark.parametrize(
    "write",
    [
        {"uuid": "x"},
        {"sequence": -1},
        {"sequence": 2**60},
        {"base": True},
        {"base": 2**40},
        {"level": 3},
        {"device": None},
        {"criterion": None},
    ],
)
def test_a_queue_that_nobody_of_ours_wrote(mona, marking, write):
    assert sent(mona, marking, a_write(**write)).status_code == 400
    assert marking.writes.count() == 0


@pytest.mark.parametrize("content", ["", "[]", '{"writes": 3}', '{"writes": [3]}', '{"writes": {"a": 1}}', "\x00"])
def test_a_body_that_is_no_queue(mona, marking, content):
    found = mona.post(reverse("assess_writes", args=[marking.uuid]), content, content_type="application/json")

    assert found.status_code == 400


@pytest.mark.parametrize(
    "told_at", ["yesterday", "2026-13-45T00:00:00Z", "2026-11-22T08:30:00", 3, "0001-01-01T00:00:00Z"]
)
def test_the_clock_of_a_browser_may_say_anything(mona, marking, told_at):
    assert sent(mona, marking, a_write(told_at=told_at, comment="a\x00b")).status_code == 200
    assert marking.marks.get().comment == "ab"


def test_the_queue_needs_the_token_of_a_page_and_gets_a_fresh_one(marking):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    prove_now(client, marking.assessor)

    assert sent(client, marking, a_write()).status_code == 403
    told = client.get(reverse("assess_token")).json()
    assert told["user"] == str(marking.assessor.uuid)
    assert sent(client, marking, a_write(), headers={"X-CSRFToken": told["token"]}).status_code == 200


def test_too_many_at_once(mona, marking):
    assert sent(mona, marking, *[a_write(sequence=n) for n in range(501)]).status_code == 409


@pytest.mark.parametrize("why", ["set aside", "closed"])
def test_a_grid_that_is_no_longer_to_be_marked_says_why(mona, marking, session, why):
    if why == "closed":
        session.state = SessionState.MARKED
        session.save()
    else:
        set_aside(marking=marking, why="Lien", by=head(body()), now=NOW)

    text = page(mona, marking).content.decode()

    assert ("close" if why == "closed" else "écartée") in text
    assert "marking.js" not in text


def test_one_declares_first(client, session, there):
    mona = assessor(session, declared_at=None).user
    marking = given(there[0])
    prove_now(client, mona)
    address = reverse("assess_declaration", args=[session.uuid])
    assert page(client, marking).headers["Location"] == address

    asked = client.get(address)
    assert asked.content.decode().count("<select") == 2
    one = there[0].candidate
    client.post(address, {f"tie-{one.uuid}": "relative", "words": "Cousine"})

    assert Conflict.objects.get().words == "Cousine"
    assert Assessor.objects.get().declared_at is not None
    marking.refresh_from_db()
    assert marking.state == MarkingState.SET_ASIDE
    assert client.post(address, {f"tie-{there[1].candidate.uuid}": "friend"}).status_code == 409


def test_only_assessors_declare(client, session):
    prove_now(client, head(body()))

    assert client.get(reverse("assess_declaration", args=[session.uuid])).status_code == 404


def test_arrangements_are_told_and_evidence_is_given(mona, marking):
    Arrangement.objects.create(
        candidate=marking.attempt.candidate, kind="extra_time", extra_percent=33, state="granted", asked_at=NOW
    )
    Arrangement.objects.create(
        candidate=marking.attempt.candidate, kind="room", words="Salle à part", state="refused", asked_at=NOW
    )
    piece = Piece.objects.create(
        attempt=marking.attempt, kind="link", name="Mon site", url="https://example.org/", sent_at=NOW
    )

    text = page(mona, marking).content.decode()

    assert "+\u202f33\u00a0%" in text
    assert "Salle à part" not in text
    assert 'href="https://example.org/"' in text
    assert mona.get(reverse("assess_piece", args=[piece.uuid])).status_code == 404  # a link is no file


def test_nobody_sees_the_others_marks_before_both_are_in(mona, client, marking, there):
    other = given(there[0], "Nadia Roux")
    handed_in(other, "N0", "N2", "N2")
    address = reverse("assess_comparison", args=[there[0].uuid, "E1"])
    assert mona.get(address).status_code == 404
    assert "Nadia" not in page(mona, marking).content.decode()
    assert "Vu" not in str(sent(mona, marking, a_write(level="N3")).json())

    handed_in(marking, "N3", "N2", "N1")

    text = mona.get(address).content.decode()
    assert "3 niveaux d’écart" in text
    assert text.index("3 niveaux d’écart") < text.index("deux notes égales")  # differences first
    third = given(there[0], "Oscar Blin")
    assert third.place == 3
    prove_now(client, third.assessor)
    assert client.get(address).status_code == 404
    handed_in(third, "N2", "N2", "N1")
    assert "médiane" in client.get(address).content.decode()


def test_two_agree_on_the_page(mona, marking, there):
    other = given(there[0], "Nadia Roux")
    handed_in(marking, "N2", "N2", "N2")
    handed_in(other, "N3", "N2", "N2")
    address = reverse("assess_comparison", args=[there[0].uuid, "E1"])
    assert "À regarder à deux" in mona.get(reverse("assess")).content.decode()

    mona.post(address, {"criterion": "C1", "level": "N3", "propose": "1"})
    assert "Vous avez proposé" in mona.get(address).content.decode()
    prove_now(mona, other.assessor)
    assert "Convenir de N3" in mona.get(address).content.decode()
    mona.post(address, {"criterion": "C1", "level": "N3", "agree": "1"})

    assert Proposal.objects.get().agreed_by == other.assessor
    assert "Tout est réglé" in mona.get(address).content.decode()


def test_two_who_do_not_agree_ask_for_a_third(mona, marking, there):
    other = given(there[0], "Nadia Roux")
    handed_in(marking, "N2", "N2", "N2")
    handed_in(other, "N3", "N2", "N2")
    address = reverse("assess_comparison", args=[there[0].uuid, "E1"])

    mona.post(address, {"third": "1"})

    assert Marking.objects.filter(place=3).count() == 1
    assert "troisième notation est demandée" in mona.get(address).content.decode()


def test_a_second_factor_where_a_body_asks_for_one(mona, marking):
    institution = body()
    institution.second_factor_required = True
    institution.save()
    type(marking.assessor)._meta.model.objects.get(pk=marking.assessor.pk).authenticator_set.all().delete()

    assert page(mona, marking).status_code == 302
    assert mona.get(reverse("assess")).status_code == 302


def test_once_results_are_released_marks_are_no_longer_here_and_late_ones_are_still_kept(mona, marking, there, session):
    other = given(there[0], "Nadia Roux")
    handed_in(marking, "N2", "N2", "N2")
    handed_in(other, "N3", "N2", "N2")
    comparison = reverse("assess_comparison", args=[there[0].uuid, "E1"])
    assert mona.get(comparison).status_code == 200
    session.state = SessionState.RELEASED
    session.save()

    assert {page(mona, marking).status_code, mona.get(comparison).status_code} == {404}
    assert sent(mona, marking, a_write()).json()["answers"][0]["code"] == "marking.closed"


def test_whoever_signs_out_is_warned_of_marks_that_were_not_sent(mona, marking):
    text = mona.get(reverse("account_logout")).content.decode()

    assert f'data-user="{marking.assessor.uuid}" hidden' in text
    assert "leaving.js" in text


def test_the_script_that_keeps_pages_rules_here_only(client):
    found = client.get(reverse("assess_worker"))

    assert found.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in found.headers


@pytest.mark.parametrize(("name", "most"), [("assess", 12), ("assess_marking", 13)])
def test_the_number_of_statements_does_not_depend_on_the_rows(client, name, most):
    session = marking_session()
    mona, nadia = assessor(session).user, assessor(session, "Nadia Roux").user
    prove_now(client, mona)
    counted = []
    for count in (1, 5):
        attempts(session, count)
        assign_evenly(session=session, by=head(body()), now=NOW)
        handed_in(Marking.objects.filter(assessor=nadia, event="E1", state="assigned").first(), "N2", "N2", "N2")
        mine = Marking.objects.filter(assessor=mona, event="E1").first()
        address = reverse(name, args=[mine.uuid] if name == "assess_marking" else [])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counted.append(len(captured))

    assert counted[0] == counted[1]
    assert counted[0] <= most
