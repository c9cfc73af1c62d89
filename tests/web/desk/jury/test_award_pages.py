"""The pages of results, awards and appeals: two people, what is known and nothing more, who is told and how."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from assessment.deciders import BEST, WORST, assessed_session, jury_session, quiz_session, releaser
from assessment.making import body, colleague
from sceau.assessment.models import Appeal, AuditCheck, Award, Decision, Deliberation, Marking
from sceau.assessment.services.appeals import open_appeal
from sceau.assessment.services.awarding import make_awards
from sceau.assessment.services.proposing import confirm_results, propose_results
from sceau.assessment.services.releasing import release_results
from sceau.people.models import Address, Archived
from sceau.web import words
from signing_in import prove_now

pytestmark = pytest.mark.django_db

MOST = 20  # statements of a list
NOW = now()  # pages read the clock: what they meet was done just before


def said(answer):
    """The words of a page, its spaces as they are read."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def french(day):
    return words.day(day, "fr").replace("\u00a0", " ")


def at(name, *args):
    return reverse(name, args=["alpes-numerique", *args])


@pytest.fixture
def amina(client):
    user = releaser()
    prove_now(client, user)
    return user


@pytest.fixture
def released(amina):
    """A result of a route without a jury, decided by two people and released."""
    session, mona = assessed_session([BEST, WORST])
    deliberation = propose_results(session=session, by=mona, now=NOW)
    confirm_results(deliberation=deliberation, by=amina, now=NOW)
    release_results(deliberation=deliberation, by=amina, now=NOW)
    return Deliberation.objects.get()


# Proposing and confirming


def test_an_assessor_finds_what_to_propose_and_proposes_it(client):
    session, mona = assessed_session([BEST, WORST])
    prove_now(client, mona)

    assert session.code in said(client.get(at("desk_proposals")))
    page = said(client.get(at("desk_results_propose", session.uuid)))
    assert "1. Naïma Haddad Acquis 100" in page
    answer = client.post(at("desk_results_propose", session.uuid), {"remarks": "Rien à signaler"}, follow=True)

    assert "2 résultats sont proposés" in said(answer)
    assert "en attente d’une seconde personne" in said(answer)
    assert "Il n’y a rien à proposer maintenant" in said(client.get(at("desk_results_propose", session.uuid)))


def test_somebody_else_confirms_and_awards_exist(client, amina):
    session, mona = assessed_session([BEST, WORST])
    deliberation = propose_results(session=session, by=mona, now=NOW)

    assert "attendent votre confirmation" in said(client.get(at("desk_results", deliberation.uuid)))
    assert "1 attribution naîtra" in said(client.get(at("desk_results_confirm", deliberation.uuid)))
    answer = client.post(at("desk_results_confirm", deliberation.uuid), follow=True)

    assert "Les résultats sont confirmés" in said(answer)
    assert Award.objects.count() == 1


def test_what_a_jury_decided_is_read_by_those_of_the_jury_until_it_is_sealed(client, amina):
    deliberation = jury_session([BEST], seal=False)
    Deliberation.objects.update(closed_at=NOW, closed_by=deliberation.opened_by)
    address = at("desk_results", deliberation.uuid)
    assert client.get(address).status_code == 200

    client.force_login(colleague(body(), "Aude Itrice", "disability_officer"))
    assert client.get(address)["Location"] == at("desk_session_jury", deliberation.session.uuid)


def test_an_assessor_who_marked_nobody_there_reads_no_results(client):
    session, _mona = assessed_session([BEST])
    client.force_login(colleague(session.institution, "Oscar Blin", "assessor"))

    page = said(client.get(at("desk_results_propose", session.uuid)))
    assert "Il n’y a rien à proposer maintenant" in page
    assert str(session.candidates.get().person) not in page


def test_whoever_proposed_is_told_that_somebody_else_confirms(client, amina):
    session, _ = assessed_session([BEST])
    session.assessors.update(user=amina)
    Marking.objects.update(assessor=amina)
    deliberation = propose_results(session=session, by=amina, now=NOW)

    assert "Vous avez proposé ces résultats" in said(client.get(at("desk_results", deliberation.uuid)))
    answer = client.post(at("desk_results_confirm", deliberation.uuid))
    assert "Il faut deux personnes" in said(answer)
    assert not Award.objects.exists()


def test_a_proposal_is_sent_back_with_its_reason(client, amina):
    session, mona = assessed_session([BEST])
    deliberation = propose_results(session=session, by=mona, now=NOW)

    assert "field--wrong" in client.post(at("desk_results_send_back", deliberation.uuid)).content.decode()
    answer = client.post(at("desk_results_send_back", deliberation.uuid), {"why": "Une grille manque"}, follow=True)

    assert "Une grille manque" in said(answer)
    prove_now(client, mona)
    assert "renvoyé Une grille manque" in said(client.get(at("desk_proposals")))


def test_what_was_drawn_is_checked_before_anything_is_confirmed(client, amina):
    session = quiz_session(4)
    page = client.get(at("desk_results_propose_source", session.uuid))
    assert "Plateforme du questionnaire" in page.content.decode()
    client.post(at("desk_results_propose_source", session.uuid), {"source": "Plateforme"})
    deliberation = Deliberation.objects.get()
    decision = AuditCheck.objects.get().decision
    results = at("desk_results", deliberation.uuid)

    assert "1 résultat tiré au sort reste à contrôler" in said(client.get(results))
    assert "Dites en quelques mots" in said(client.post(at("desk_result_check", decision.uuid), {"agrees": "no"}))
    client.post(at("desk_result_check", decision.uuid), {"agrees": "no", "words": "Barème faux"})
    assert "Un contrôle ne confirme pas le résultat" in said(client.get(results))
    client.post(at("desk_result_check", decision.uuid), {"agrees": "yes"})
    assert "attendent votre confirmation" in said(client.get(results))


# Releasing


def test_before_the_release_one_sees_who_is_told_how_and_in_which_words(client):
    deliberation = jury_session([BEST, WORST])
    Address.objects.filter(person=deliberation.session.candidates.get(number=2).person).delete()
    deliberation.session.candidates.filter(number=1).update(language="en")
    prove_now(client, deliberation.opened_by)

    page = said(client.get(at("desk_results_release", deliberation.uuid)))

    assert "1 personne" in page
    assert "un relevé leur sera remis : 2. Jean-Baptiste" in page
    assert "Le message, en anglais" in page
    assert "Your result is available" in page
    assert "Le message, en français" not in page
    assert "100" not in page  # no result in a letter


def test_the_president_releases(client):
    deliberation = jury_session([BEST])
    prove_now(client, deliberation.opened_by)

    answer = client.post(at("desk_results_release", deliberation.uuid), follow=True)

    assert "Les résultats sont diffusés" in said(answer)
    assert Deliberation.objects.get().released_by == deliberation.opened_by


def test_the_head_is_told_that_the_president_releases(client, amina):
    deliberation = jury_session([BEST])

    assert "C’est à la présidence du jury" in said(client.get(at("desk_results_release", deliberation.uuid)))
    assert "présidence" in said(client.post(at("desk_results_release", deliberation.uuid)))
    assert Deliberation.objects.get().released_at is None


def test_a_sheet_is_handed_over_on_paper_once_released(client, released):
    candidate = released.session.candidates.get(number=1)

    Address.objects.filter(person=candidate.person).delete()
    assert said(client.get(at("desk_results", released.uuid))).count("à remettre sur papier") == 1
    answer = client.get(at("desk_results_paper", released.uuid, candidate.uuid))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_of_a_jury_the_results_lead_to_its_minutes_and_before_that_to_its_table(client, amina):
    open_one = jury_session([BEST], seal=False)
    sealed = jury_session([BEST])
    minutes = sealed.minutes.get()

    answer = client.get(at("desk_results", open_one.uuid))
    assert answer.headers["Location"] == at("desk_session_jury", open_one.session.uuid)
    page = client.get(at("desk_results", sealed.uuid)).content.decode()
    assert at("desk_minutes", minutes.uuid) in page
    award = make_awards(deliberation=sealed, by=None, now=NOW)[0]
    assert at("desk_minutes", minutes.uuid) in client.get(at("desk_award", award.uuid)).content.decode()


def test_no_sheet_before_the_release(client, amina):
    deliberation = jury_session([BEST])
    candidate = deliberation.session.candidates.get()

    assert client.get(at("desk_results_paper", deliberation.uuid, candidate.uuid)).status_code == 404


def test_marks_put_away_are_on_no_paper_but_for_whoever_protects_data(client, released):
    candidate = released.session.candidates.get(number=1)
    attempt = candidate.attempts.get()
    Archived.objects.create(institution=body(), kind="scores", uuid=attempt.uuid, at=NOW)
    url = at("desk_results_paper", released.uuid, candidate.uuid)

    assert client.get(url).headers["Content-Type"] == "application/pdf"  # a head manages retention too
    prove_now(client, colleague(body(), "Gaëlle Roux", "session_manager"))
    assert "Ces notes sont archivées" in said(client.get(url, follow=True))


# Awards


def test_an_award_says_what_it_rests_on_and_what_nobody_recorded(client, released):
    award = Award.objects.get()

    page = said(client.get(at("desk_award", award.uuid)))

    assert "Évaluation par Mona Petit (évaluation), délivrance confirmée par Amina Benali" in page
    assert "Évaluateurs 1 personne" in page
    assert "Surveillance et identité non précisé" in page


def test_awards_are_found_by_name_session_design_and_route(client, released):
    def found(**asked):
        return "Naïma Haddad" in said(client.get(at("desk_awards"), asked))

    design = Award.objects.get().version.design.uuid
    assert found()
    assert found(q="hadd")
    assert found(q=released.session.code)
    assert not found(q="perrin")
    assert found(design=design)
    assert not found(design="nothing", q="perrin")
    assert found(route="assessor")
    assert not found(route="minutes")
    assert not found(state="withdrawn")


def test_a_list_asks_as_much_for_three_as_for_one(client, amina):
    def statements(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    counts = []
    for levels in ([BEST], [BEST, BEST, BEST]):
        deliberation = jury_session(levels)
        make_awards(deliberation=deliberation, by=None, now=NOW)
        release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)
        for decision in deliberation.decisions.all():
            open_appeal(decision=decision, words="Erreur.", by=None, now=NOW)
        counts.append(
            [
                statements(at("desk_awards")),
                statements(at("desk_appeals")),
                statements(at("desk_results", deliberation.uuid)),
                statements(at("desk_session_results", deliberation.session.uuid)),
            ]
        )

    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST


# Appeals and corrections


def test_an_appeal_on_paper_is_noted_read_and_answered(client, released, amina):
    refused = Decision.objects.get(attempt__candidate__number=2)
    note = at("desk_appeal_note", refused.uuid)
    last = french(localdate(NOW) + timedelta(days=30))

    assert f"jusqu’au {last} inclus" in said(client.get(note))
    answer = client.post(
        note, {"words": "La grille n’est pas la mienne.", "received_on": f"{localdate(NOW):%d/%m/%Y}"}, follow=True
    )
    assert "La grille n’est pas la mienne." in said(answer)
    appeal = Appeal.objects.get()
    page = said(client.get(at("desk_appeals")))
    assert "À instruire" in page
    assert last in page

    form = at("desk_appeal_answer", appeal.uuid)
    assert "Choisissez ce que la réponse change" in said(client.post(form, {"words": "Non."}))
    answer = client.post(form, {"words": "La grille est la bonne.", "effect": "none"}, follow=True)
    assert "La décision est maintenue" in said(answer)
    appeal.refresh_from_db()
    assert appeal.answered_by == amina


def test_whoever_marked_is_told_that_somebody_else_answers(client, released):
    mona = released.opened_by
    colleague(body(), mona.name, "head")
    appeal = open_appeal(decision=released.decisions.first(), words="Non.", by=None, now=NOW)
    prove_now(client, mona)

    assert "quelqu’un d’autre répond" in said(client.get(at("desk_appeal", appeal.uuid)))
    answer = client.post(at("desk_appeal_answer", appeal.uuid), {"words": "Non.", "effect": "none"})
    assert "quelqu’un d’autre répond" in said(answer)


def test_an_appeal_is_withdrawn(client, released):
    appeal = open_appeal(decision=released.decisions.first(), words="Non.", by=None, now=NOW)

    answer = client.post(at("desk_appeal_withdraw", appeal.uuid), follow=True)

    assert "Le retrait est consigné" in said(answer)


def test_a_correction_is_proposed_with_the_marks_that_were_wrong(client, released, amina):
    refused = Decision.objects.get(attempt__candidate__number=2)
    marks = {f"mark_C{n}": BEST for n in range(1, 5)}

    answer = client.post(
        at("desk_result_correct", refused.uuid),
        {"reason": "Grilles échangées", "outcome": "acquired"} | marks,
        follow=True,
    )

    assert "La rectification est proposée" in said(answer)
    correction = Deliberation.objects.get(kind="corrective")
    assert correction.decisions.get().changes.count() == 4
    assert correction.decisions.get().score == 100


def test_a_jury_is_not_corrected_from_here(client, amina):
    deliberation = jury_session([BEST])
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)

    assert client.get(at("desk_result_correct", Decision.objects.get().uuid)).status_code == 404
