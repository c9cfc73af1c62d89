"""What the pages say and offer when a president left, when an opening was a mistake, and once minutes are sealed."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from assessment.deciders import BEST, WORST, jury_session, releaser
from assessment.juries import a_jury, a_key, a_press, closed, marked_session, opened, presiding
from assessment.making import colleague, head
from sceau.accounts.models import User
from sceau.assessment.models import Deliberation, Minutes, Seat, Session
from sceau.assessment.services.releasing import release_results
from sceau.assessment.services.sealing import seal, signatures_of
from sceau.assessment.services.signing import refuse, sign_on_tablet
from sceau.assessment.states import MinutesState, SessionState
from sceau.institutions.models import Membership
from sceau.jobs import outbox
from sceau.journal.models import Act
from sceau.web.ports import ports
from signing_in import prove_now

pytestmark = pytest.mark.django_db
DRAWN = "M10 50L20 20L40 20L60 10L80 60L90 40"


def at(name, *args):
    return reverse(name, args=["alpes-numerique", *args])


def said(answer):
    """The words of a page, its spaces as they are read."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def account_closed(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def signed_by_all(minutes, tmp_path):
    """Sealed, with files where the pages find them."""
    president = presiding(minutes.deliberation.session)
    for each in signatures_of(minutes):
        sign_on_tablet(signature=each, drawn=DRAWN, shown=minutes.digest, by=president, now=now())
    a_key(minutes.institution)
    return seal(minutes=minutes, by=president, press=a_press(tmp_path, files=ports().files), now=now())


# A president who left


def test_a_head_reads_why_and_takes_back_minutes_whose_president_left(client):
    minutes = closed(1)
    president, office = presiding(minutes.deliberation.session), head(minutes.institution)
    _, karim, sofia = signatures_of(minutes)
    sign_on_tablet(signature=karim, drawn=DRAWN, shown=minutes.digest, by=president, now=now())
    prove_now(client, office)
    address = at("desk_minutes", minutes.uuid)
    assert at("desk_minutes_withdraw", minutes.uuid) not in client.get(address).content.decode()
    account_closed(president)

    shown = client.get(address)
    assert "Mireille Fabre a présidé ce jury, et n’a plus de compte ouvert" in said(shown)
    assert "Sa signature manque" in said(shown)
    assert at("desk_minutes_withdraw", minutes.uuid) in shown.content.decode()
    assert at("desk_signature_tablet", sofia.uuid) in shown.content.decode()
    asked = client.get(at("desk_minutes_withdraw", minutes.uuid))
    assert "La réponse déjà donnée reste gardée" in said(asked)
    taken = client.post(at("desk_minutes_withdraw", minutes.uuid), {"why": "La présidence est partie."})
    assert taken.url == at("desk_deliberation", minutes.deliberation.uuid)
    assert "Nommez une autre présidence" in said(client.get(taken.url))

    back = said(client.get(address))
    assert "repris, réponses gardées" in back
    assert "n’avait pas répondu" in back
    assert "signature attendue" not in back
    assert "par Amina Benali" in back
    assert "La présidence est partie." in back
    assert "Aucune ne vaut pour un autre procès-verbal" in back
    assert "repris, réponses gardées" in said(client.get(at("desk_minutes_list")))


def test_a_manager_reads_whose_act_it_is_and_is_offered_nothing(client):
    minutes = closed(1)
    account_closed(presiding(minutes.deliberation.session))
    prove_now(client, colleague(minutes.institution, "Gilles Rey", "session_manager"))

    shown = client.get(at("desk_minutes", minutes.uuid))
    assert "une personne responsable de certification reprend le procès-verbal" in said(shown)
    assert at("desk_minutes_withdraw", minutes.uuid) not in shown.content.decode()
    tried = client.post(at("desk_minutes_withdraw", minutes.uuid), {"why": "Je passe outre."})
    assert "c’est à qui libère les résultats" in said(tried)
    assert Minutes.objects.get().state == MinutesState.SIGNING
    assert client.get(at("desk_signature_tablet", signatures_of(minutes)[1].uuid)).status_code == 403


def test_once_the_president_signed_a_head_gathers_what_lacks(client):
    minutes = closed(1)
    president, office = presiding(minutes.deliberation.session), head(minutes.institution)
    first, karim, sofia = signatures_of(minutes)
    sign_on_tablet(signature=first, drawn=DRAWN, shown=minutes.digest, by=president, now=now())
    account_closed(president)
    prove_now(client, office)

    shown = client.get(at("desk_minutes", minutes.uuid))
    assert "Sa signature est donnée et vaut" in said(shown)
    assert at("desk_minutes_withdraw", minutes.uuid) not in shown.content.decode()
    form = {"drawn": DRAWN, "shown": minutes.digest}
    assert client.post(at("desk_signature_tablet", karim.uuid), form).status_code == 302
    client.post(at("desk_signature_prevented", sofia.uuid), {"words": "Injoignable"})
    shown = said(client.get(at("desk_minutes", minutes.uuid)))
    assert "empêchement noté par Amina Benali" in shown
    assert "Sceller le procès-verbal" in shown


def test_minutes_that_most_refuse_say_so_and_are_taken_back(client):
    minutes = closed(1)
    president = presiding(minutes.deliberation.session)
    _, karim, sofia = signatures_of(minutes)
    prove_now(client, president)
    refuse(signature=karim, words="Non.", now=now(), by=karim.seat.user)
    assert "ne sera jamais scellé" not in said(client.get(at("desk_minutes", minutes.uuid)))
    client.post(at("desk_signature_prevented", sofia.uuid), {"words": "Injoignable"})

    assert "ne sera jamais scellé" in said(client.get(at("desk_minutes", minutes.uuid)))
    client.post(at("desk_minutes_withdraw", minutes.uuid), {"why": "Le jury n’est pas d’accord."})
    assert Minutes.objects.get().state == MinutesState.WITHDRAWN


def test_a_colleague_whose_role_was_withdrawn_reads_that_another_president_is_to_be_named(client):
    deliberation = opened(1)
    session, president = deliberation.session, presiding(deliberation.session)
    Membership.objects.filter(user=president).update(role="session_manager")
    prove_now(client, president)

    for name in ("desk_deliberation", "desk_deliberation_close"):
        shown = said(client.get(at(name, deliberation.uuid)))
        assert "Mireille Fabre préside ce jury, mais n’a plus de compte ouvert" in shown, name
    form = {"remarks": "", "close": "1", "seen": Deliberation.objects.get().revision}
    refused = said(client.post(at("desk_deliberation_close", deliberation.uuid), form))
    assert "Vous n’avez plus le rôle de présidence de jury" in refused
    assert "autre présidence" in refused
    assert not Minutes.objects.exists()
    jury = said(client.get(at("desk_session_jury", session.uuid)))
    assert "nommez une autre présidence" in jury
    assert "aucune délibération ne s’ouvre" not in jury


def test_no_sitting_is_offered_under_a_president_without_the_role(client):
    session = marked_session(1)
    a_jury(session)
    Membership.objects.filter(user=presiding(session)).update(ended_at=now())
    prove_now(client, head(session.institution))

    shown = client.get(at("desk_session_jury", session.uuid))
    assert "nommez une autre présidence" in said(shown)
    assert at("desk_deliberation_open", session.uuid) not in shown.content.decode()
    refused = client.post(at("desk_deliberation_open", session.uuid), {"mode": "onsite", "place": ""})
    assert "nommez une autre présidence" in said(refused)
    assert not Deliberation.objects.exists()


def test_the_place_of_each_stays_as_the_minutes_have_it(client, tmp_path):
    minutes = signed_by_all(closed(1), tmp_path)
    prove_now(client, head(minutes.institution))
    before = re.findall(r"Mireille Fabre (\w+)", said(client.get(at("desk_minutes", minutes.uuid))))
    Seat.objects.filter(session=minutes.deliberation.session, presides=True).update(presides=False)

    after = re.findall(r"Mireille Fabre (\w+)", said(client.get(at("desk_minutes", minutes.uuid))))
    assert "présidence" in before
    assert after == before


# An opening by mistake


def test_a_corrective_sitting_opened_by_mistake_is_called_off_from_its_page(client):
    former = jury_session([BEST, WORST])
    release_results(deliberation=former, by=former.opened_by, now=now())
    prove_now(client, former.opened_by)
    Session.objects.update(state=SessionState.RELEASED)
    attempt = former.decisions.first().attempt
    asked = {"why": "Note mal reportée", "attempts": [str(attempt.uuid)]}
    client.post(at("desk_deliberation_correct", former.uuid), asked)
    again = Deliberation.objects.get(kind="corrective")
    address = at("desk_deliberation_move", again.uuid, "call-off")

    assert address in client.get(at("desk_deliberation", again.uuid)).content.decode()
    assert "La session revient aux résultats diffusés" in said(client.get(address))
    assert "Écrivez-le en quelques mots" in said(client.post(address, {"why": ""}))
    done = client.post(address, {"why": "Ouverte sur la mauvaise session."}, follow=True)
    assert "L’ouverture est annulée" in said(done)
    assert not Deliberation.objects.filter(kind="corrective").exists()
    assert Session.objects.get().state == SessionState.RELEASED


def test_the_first_opening_goes_back_to_closed_marking_and_a_decision_ends_the_offer(client):
    deliberation = opened(1)
    prove_now(client, presiding(deliberation.session))
    address = at("desk_deliberation_move", deliberation.uuid, "call-off")
    assert "La session revient à la saisie close" in said(client.get(address))
    client.post(at("desk_deliberation_as_proposed", deliberation.uuid), {"seen": "99"})

    assert address not in client.get(at("desk_deliberation", deliberation.uuid)).content.decode()
    assert "Des décisions y ont été prises" in said(client.post(address, {"why": "Trop tard."}))
    assert Deliberation.objects.count() == 1


# Once minutes are sealed


def test_sealed_minutes_say_what_comes_next(client, tmp_path):
    minutes = signed_by_all(closed(1), tmp_path)
    president = presiding(minutes.deliberation.session)
    prove_now(client, president)
    shown = client.get(at("desk_minutes", minutes.uuid))
    body = shown.content.decode()
    for name in ("desk_results_release", "desk_results"):
        assert at(name, minutes.deliberation.uuid) in body, name
    assert at("desk_minutes_file", minutes.uuid, "sealed") in body
    assert at("desk_session", minutes.deliberation.session.uuid) in body
    assert "Rien n’est encore visible des candidats" in said(shown)
    assert '<details class="fold" open><summary><span>Les décisions' in body
    assert at("desk_deliberation_correct", minutes.deliberation.uuid) not in body

    release_results(deliberation=minutes.deliberation, by=president, now=now())
    shown = client.get(at("desk_minutes", minutes.uuid))
    assert "par Mireille Fabre" in said(shown)
    assert at("desk_results_release", minutes.deliberation.uuid) not in shown.content.decode()
    assert at("desk_deliberation_correct", minutes.deliberation.uuid) in shown.content.decode()


def test_what_comes_next_is_not_offered_before_the_seal(client):
    minutes = closed(1)
    prove_now(client, presiding(minutes.deliberation.session))

    assert "Et maintenant" not in said(client.get(at("desk_minutes", minutes.uuid)))


# Results that wait for the president


def letters():
    mail.outbox.clear()
    outbox.drain(clock=now, at_most=timedelta(minutes=1))
    return [letter for letter in mail.outbox if "à diffuser" in letter.subject]


def test_a_head_reads_that_the_president_releases_and_reminds_them_once_a_day(client):
    deliberation = jury_session([BEST])
    session = deliberation.session
    User.objects.filter(pk=deliberation.opened_by_id).update(email="odile@example.org")
    prove_now(client, releaser())
    where = {
        "desk_session_results": session.uuid,
        "desk_results": deliberation.uuid,
        "desk_results_release": deliberation.uuid,
    }
    assert "c’est à Odile Perrin, qui préside le jury" in said(client.get(at("desk_session", session.uuid)))
    for name, uuid in where.items():
        shown = client.get(at(name, uuid))
        assert "Odile Perrin" in said(shown), name
        assert at("desk_results_remind", deliberation.uuid) in shown.content.decode(), name

    sent = client.post(at("desk_results_remind", deliberation.uuid), follow=True)
    assert "Le rappel part par courriel" in said(sent)
    assert at("desk_results_remind", deliberation.uuid) not in sent.content.decode()
    assert "Un rappel est parti par courriel" in said(client.get(at("desk_results", deliberation.uuid)))
    again = client.post(at("desk_results_remind", deliberation.uuid), follow=True)
    assert "Un rappel est déjà parti depuis moins d’un jour" in said(again)
    assert Act.objects.filter(code="results.release_asked").count() == 1
    (letter,) = letters()
    assert letter.to == ["odile@example.org"]
    assert at("desk_results_release", deliberation.uuid) in letter.body


def test_a_reminder_is_not_written_once_results_are_released(client):
    deliberation = jury_session([BEST])
    prove_now(client, releaser())
    client.post(at("desk_results_remind", deliberation.uuid))
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=now())

    assert letters() == []
    late = client.post(at("desk_results_remind", deliberation.uuid), follow=True)
    assert "déjà diffusés" in said(late)


def test_the_president_is_offered_to_release_where_the_session_leads(client):
    deliberation = jury_session([BEST])
    prove_now(client, deliberation.opened_by)

    shown = client.get(at("desk_session_results", deliberation.session.uuid)).content.decode()
    assert at("desk_results_release", deliberation.uuid) in shown
    assert at("desk_results_remind", deliberation.uuid) not in shown


def test_without_a_president_who_stands_the_head_releases_and_a_manager_reads_whose_act_it_is(client):
    deliberation = jury_session([BEST])
    account_closed(deliberation.opened_by)
    manager = colleague(deliberation.session.institution, "Gilles Rey", "session_manager")
    prove_now(client, manager)
    shown = client.get(at("desk_session_results", deliberation.session.uuid))
    assert "C’est à une personne responsable de certification de les diffuser" in said(shown)
    assert "n’attendent pas la présidence" in said(
        client.post(at("desk_results_remind", deliberation.uuid), follow=True)
    )

    prove_now(client, releaser())
    shown = client.get(at("desk_session_results", deliberation.session.uuid)).content.decode()
    assert at("desk_results_release", deliberation.uuid) in shown
    assert "Les résultats sont diffusés" in said(
        client.post(at("desk_results_release", deliberation.uuid), follow=True)
    )
