"""The pages of a jury: composed, opened, decided on one screen, closed, signed, sealed."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessment.juries import (
    a_jury,
    a_key,
    a_press,
    closed,
    crowded_session,
    everybody_there,
    marked_session,
    opened,
    presiding,
)
from assessment.making import colleague, head
from sceau.assessment.models import Decision, Deliberation, Minutes, Seat, SeatConflict, Session, Signature
from sceau.assessment.services.deliberating import decide_as_proposed, open_deliberation
from sceau.assessment.services.minutes import close
from sceau.assessment.services.sealing import seal, signatures_of
from sceau.assessment.services.signing import send_link, sign_on_tablet, token_of
from sceau.web.ports import ports
from signing_in import prove_now

pytestmark = pytest.mark.django_db
DRAWN = "M10 50L20 20L40 20L60 10L80 60L90 40"


def at(name, *args):
    return reverse(name, args=["alpes-numerique", *args])


def page(client, name, *args, **query):
    answer = client.get(at(name, *args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def mireille(client):
    """The president, signed in once there is a jury."""

    def enter(session):
        user = presiding(session)
        prove_now(client, user)
        return user

    return enter


def test_a_jury_is_composed_from_the_page(client):
    session = marked_session(1)
    prove_now(client, head(session.institution))
    mireille = colleague(session.institution, "Mireille Fabre", "jury_president")
    assert "Qui siégera" in page(client, "desk_session_jury", session.uuid)

    added = client.post(
        at("desk_seat_add", session.uuid), {"user": mireille.uuid, "presides": "on", "quality": "ingénieure"}
    )
    assert added.status_code == 302
    refused = client.post(at("desk_seat_add", session.uuid), {"name": "", "email": "x"})
    assert "Donnez le nom" in refused.content.decode()
    client.post(
        at("desk_seat_add", session.uuid), {"name": "Sofia Marques", "external": "on", "email": "s@example.com"}
    )
    sofia = Seat.objects.get(name="Sofia Marques")
    client.post(at("desk_seat_edit", sofia.uuid), {"name": "Sofia Marquès", "quality": "cheffe", "external": "on"})
    shown = page(client, "desk_session_jury", session.uuid)
    assert "Sofia Marquès" in shown
    assert "pas assez de membres" in shown
    candidate = session.candidates.get()
    client.post(at("desk_seat_ties", sofia.uuid), {f"tie-{candidate.uuid}": "relative"})
    assert SeatConflict.objects.get().candidate == candidate
    client.post(at("desk_seat_ties", sofia.uuid), {"withdraw": str(candidate.uuid), "why": "saisi par erreur"})
    assert SeatConflict.objects.filter(withdrawn_at=None).count() == 0
    client.post(at("desk_seat_remove", sofia.uuid))
    assert Seat.objects.filter(session=session, removed_at=None).count() == 1


def test_the_office_opens_notes_who_is_there_decides_and_the_president_closes(client, mireille):
    session = marked_session(3, levels=(("N3",), ("N0",)))
    a_jury(session)
    office = head(session.institution)
    prove_now(client, office)
    opened_at = client.post(at("desk_deliberation_open", session.uuid), {"mode": "onsite", "place": "Salle 2"})
    deliberation = Deliberation.objects.get()
    assert opened_at.url == at("desk_deliberation_presence", deliberation.uuid)
    there = {f"presence-{seat.uuid}": "present" for seat in Seat.objects.filter(session=session)}
    client.post(at("desk_deliberation_presence", deliberation.uuid), there | {"seen": "0"})
    shown = page(client, "desk_deliberation", deliberation.uuid)
    assert "quorum atteint" in shown

    first, second, third = Decision.objects.order_by("attempt__candidate__number")
    body = page(client, "desk_decision", second.uuid)
    seen = re.search(r'name="seen" value="(\d+)"', body)[1]
    refused = client.post(at("desk_decision", second.uuid), {"outcome": "acquired", "seen": seen})
    assert "Donnez le motif" in refused.content.decode()
    client.post(at("desk_decision", second.uuid), {"outcome": "pending", "reason": "Pièce attendue", "seen": seen})
    late = client.post(at("desk_decision", second.uuid), {"outcome": "acquired", "reason": "x", "seen": seen})
    assert "Un autre écran" in late.content.decode()
    answer = client.post(
        at("desk_decision", first.uuid), {"as_proposed": "1", "seen": seen}, headers={"HX-Request": "true"}
    )
    assert f'id="r-{first.attempt.candidate.number}"' in answer.content.decode()
    assert 'id="status"' in answer.content.decode()
    revision = Deliberation.objects.get().revision
    client.post(at("desk_deliberation_as_proposed", deliberation.uuid), {"seen": revision})
    third.refresh_from_db()
    assert third.outcome == "acquired"

    summary = page(client, "desk_deliberation_close", deliberation.uuid)
    assert "Seule la présidence clôt" in summary
    mireille(session)
    form = {"remarks": "Séance calme.", "seen": Deliberation.objects.get().revision}
    client.post(at("desk_deliberation_close", deliberation.uuid), form)
    assert Deliberation.objects.get().remarks == "Séance calme."
    form = {"remarks": "Séance très calme.", "close": "1", "seen": Deliberation.objects.get().revision}
    closed_at = client.post(at("desk_deliberation_close", deliberation.uuid), form)
    minutes = Minutes.objects.get()
    assert closed_at.url == at("desk_minutes", minutes.uuid)
    assert minutes.data["deliberation"]["remarks"] == "Séance très calme."
    assert "La délibération est close" in page(client, "desk_deliberation", deliberation.uuid)


def test_a_mark_is_changed_from_the_page(client, mireille):
    deliberation = opened(1, levels=(("N0",),))
    (decision,) = deliberation.decisions.all()
    mireille(deliberation.session)
    form = {"criterion": "C1", "level": "N3", "seen": Deliberation.objects.get().revision}
    assert "ne change pas sans motif" in client.post(at("desk_decision_mark", decision.uuid), form).content.decode()
    changed = client.post(at("desk_decision_mark", decision.uuid), form | {"reason": "La vidéo le montre."})
    assert "La note est changée" in changed.content.decode()
    assert "La vidéo le montre." in changed.content.decode()


def test_a_decision_is_put_back_to_be_taken(client, mireille):
    deliberation = opened(1)
    (decision,) = deliberation.decisions.all()
    mireille(deliberation.session)
    seen = Deliberation.objects.get().revision
    client.post(at("desk_decision", decision.uuid), {"as_proposed": "1", "seen": seen})
    seen = Deliberation.objects.get().revision
    assert "Remettre à décider" in page(client, "desk_decision", decision.uuid)
    client.post(at("desk_decision", decision.uuid), {"reopen": "1", "seen": seen})
    decision.refresh_from_db()
    assert decision.outcome == ""
    late = client.post(at("desk_decision", decision.uuid), {"reopen": "1", "seen": seen}).content.decode()
    assert "Un autre écran" in late


def test_a_member_refuses_by_the_link_with_words(client):
    minutes = closed(1)
    sofia = signatures_of(minutes)[2]
    token = token_of(send_link(signature=sofia, by=head(minutes.institution), now=now()))
    url = reverse("assess_sign_link", args=[token])
    assert "Dites-le en quelques mots" in client.post(url, {"refuse": "1", "words": ""}).content.decode()
    client.post(url, {"refuse": "1", "words": "Le barème n’a pas été suivi."})
    sofia.refresh_from_db()
    assert (sofia.dissent, sofia.signed_at) == ("Le barème n’a pas été suivi.", None)
    assert "Votre réponse est gardée" in client.get(url).content.decode()


def test_decisions_are_corrected_from_the_page_after_the_release(client, mireille, tmp_path):
    press = a_press(tmp_path, files=ports().files)
    minutes = closed(2)
    user = mireille(minutes.deliberation.session)
    a_key(minutes.institution)
    for each in signatures_of(minutes):
        sign_on_tablet(signature=each, drawn=DRAWN, shown=minutes.digest, by=user, now=now())
    seal(minutes=minutes, by=user, press=press, now=now())
    Session.objects.filter(pk=minutes.deliberation.session_id).update(state="released")
    assert "Rectifier des décisions" in page(client, "desk_minutes", minutes.uuid)
    url = at("desk_deliberation_correct", minutes.deliberation.uuid)
    assert "Choisissez au moins une décision" in client.post(url, {"why": "x"}).content.decode()
    attempt = minutes.deliberation.decisions.first().attempt
    client.post(url, {"why": "Note mal reportée", "attempts": [str(attempt.uuid)]})
    again = Deliberation.objects.get(kind="corrective")
    assert "Erreur à rectifier" in page(client, "desk_deliberation", again.uuid)
    assert [each.attempt for each in again.decisions.all()] == [attempt]


def test_a_sitting_is_adjourned_resumed_and_called_off(client, mireille):
    deliberation = opened(1)
    mireille(deliberation.session)
    client.post(at("desk_deliberation_move", deliberation.uuid, "adjourn"), {"why": "Quorum perdu"})
    assert "La séance est suspendue" in page(client, "desk_deliberation", deliberation.uuid)
    client.post(at("desk_deliberation_move", deliberation.uuid, "resume"))
    client.post(at("desk_deliberation_move", deliberation.uuid, "call-off"), {"why": "Une note manque"})
    assert not Deliberation.objects.exists()


def test_minutes_are_followed_signed_and_sealed_from_the_page(client, mireille):
    minutes = closed(2)
    user = mireille(minutes.deliberation.session)
    shown = page(client, "desk_minutes", minutes.uuid)
    assert "Votre signature est attendue" in shown
    assert "les données donnent cette empreinte" in shown
    president, karim, sofia = signatures_of(minutes)
    client.post(at("desk_signature_link", sofia.uuid, "send"))
    sofia.refresh_from_db()
    assert sofia.token_digest
    client.post(at("desk_signature_link", sofia.uuid, "withdraw"))
    for each in (president, karim):
        answer = client.post(at("desk_signature_tablet", each.uuid), {"drawn": DRAWN, "shown": minutes.digest})
        assert answer.status_code == 302
    assert (
        "Rien n’a été dessiné"
        in client.post(at("desk_signature_tablet", sofia.uuid), {"drawn": "", "shown": minutes.digest}).content.decode()
    )
    client.post(at("desk_signature_prevented", sofia.uuid), {"words": "hospitalisée"})
    refused = client.post(at("desk_minutes_seal", minutes.uuid), follow=True).content.decode()
    assert "n’a pas de clé pour ses documents" in refused
    assert user
    with_page = client.get(at("desk_minutes_file", minutes.uuid, "page"))
    assert b"".join(with_page.streaming_content).startswith(b"%PDF")
    assert with_page["Content-Disposition"].startswith("attachment")
    assert client.get(at("desk_minutes_file", minutes.uuid, "sealed")).status_code == 404


def test_minutes_are_taken_back_before_any_signature(client, mireille):
    minutes = closed(1)
    mireille(minutes.deliberation.session)
    assert "Écrivez-le" in client.post(at("desk_minutes_withdraw", minutes.uuid), {"why": ""}).content.decode()
    answer = client.post(at("desk_minutes_withdraw", minutes.uuid), {"why": "faute"})
    assert answer.url == at("desk_deliberation", minutes.deliberation.uuid)
    assert "repris avant toute signature" in page(client, "desk_minutes_list")


def test_a_colleague_who_does_not_sit_reads_no_decision(client):
    deliberation = opened(1)
    nadia = colleague(deliberation.session.institution, "Nadia Ferrand", "jury_president")
    prove_now(client, nadia)
    assert client.get(at("desk_deliberation", deliberation.uuid)).status_code == 403
    (decision,) = deliberation.decisions.all()
    assert client.get(at("desk_decision", decision.uuid)).status_code == 403
    assert client.post(at("desk_decision", decision.uuid), {"outcome": "acquired", "seen": "9"}).status_code == 403
    decision.refresh_from_db()
    assert decision.outcome == ""


def test_five_hundred_are_deliberated_with_as_many_statements_as_three(client, mireille):
    counts = []
    for n in (3, 500):
        session = crowded_session(n)
        a_jury(session)
        by = mireille(session)
        deliberation = everybody_there(open_deliberation(session=session, by=by, now=now()))
        page(client, "desk_deliberation", deliberation.uuid)
        with CaptureQueriesContext(connection) as shown:
            screen = page(client, "desk_deliberation", deliberation.uuid)
        with CaptureQueriesContext(connection) as decided:
            decide_as_proposed(deliberation=deliberation, by=by, now=now())
        with CaptureQueriesContext(connection) as closed_:
            minutes = close(deliberation=deliberation, by=by, now=now())
        assert screen.count("deciding__open") == len(minutes.data["candidates"]) == n
        counts.append((len(shown), len(decided), len(closed_)))
    assert counts[0] == counts[1]


def test_somebody_without_an_account_signs_by_the_link_only_once(client):
    minutes = closed(1)
    sofia = signatures_of(minutes)[2]
    token = token_of(send_link(signature=sofia, by=head(minutes.institution), now=now()))
    url = reverse("assess_sign_link", args=[token])
    shown = client.get(url)
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert shown["Referrer-Policy"] == "same-origin"
    assert minutes.number in shown.content.decode()
    refused = client.post(url, {"shown": minutes.digest, "name": "Sofia Marques"})
    assert "Cochez la case" in refused.content.decode()
    signs = {"shown": minutes.digest, "name": "Sofia Marques", "ticked": "on"}
    assert client.post(url, signs).status_code == 302
    sofia_signed = Signature.objects.get(pk=sofia.pk).signed_at
    assert "Vous avez signé" in client.get(url).content.decode()
    client.post(url, signs)
    assert Signature.objects.get(pk=sofia.pk).signed_at == sofia_signed
    assert client.get(reverse("assess_sign_link", args=["x" * 43])).status_code == 404
    pdf = client.get(reverse("assess_sign_link_page", args=[token]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_a_member_signs_with_a_factor_given_now_which_serves_once(client):
    minutes = closed(1)
    karim = signatures_of(minutes)[1]
    user = karim.seat.user
    prove_now(client, user)
    url = reverse("assess_sign", args=[karim.uuid])
    assert "il y faut un second facteur" in client.get(url).content.decode()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    asked = client.post(url, {"shown": minutes.digest})
    assert asked.status_code == 302
    assert asked.url.startswith("/account/factors/prove")
    session = client.session
    session["account_authentication_methods"] += [
        {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    assert client.post(url, {"shown": minutes.digest}).url == reverse("assess_juries")
    karim.refresh_from_db()
    assert (karim.way, karim.factor) == ("account", "totp")
    assert client.get(url).status_code == 404
    assert "Où je siège" in client.get(reverse("assess_juries")).content.decode()


def test_sealed_minutes_are_downloaded_with_the_extract_of_each(client, mireille, monkeypatch, tmp_path):
    press = a_press(tmp_path, files=ports().files)
    minutes = closed(1)
    user = mireille(minutes.deliberation.session)
    a_key(minutes.institution)
    for each in signatures_of(minutes):
        sign_on_tablet(signature=each, drawn=DRAWN, shown=minutes.digest, by=user, now=now())
    monkeypatch.setattr("sceau.web.desk.jury.minutes.press", lambda: press)
    done = client.post(at("desk_minutes_seal", minutes.uuid), follow=True).content.decode()
    assert "Le procès-verbal est scellé" in done
    pdf = b"".join(client.get(at("desk_minutes_file", minutes.uuid, "sealed")).streaming_content)
    assert pdf.startswith(b"%PDF")
    candidate = minutes.deliberation.session.candidates.get()
    extract = b"".join(client.get(at("desk_minutes_extract", minutes.uuid, candidate.uuid)).streaming_content)
    assert extract.startswith(b"%PDF")
    assert extract != pdf
