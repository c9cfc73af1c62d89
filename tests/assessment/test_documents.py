"""An award's row becomes the award of a credential, and the credential says how it was reached."""

from __future__ import annotations

import pytest

from assessment.deciders import BEST, LATER, NOW, jury_session, quiz_session, releaser
from assessment.test_outside_results import TABLE, proposed
from sample_awards import bodies
from sceau.assessment.documents import award_values
from sceau.assessment.models import AssessmentSettings, Award, Control, Piece
from sceau.assessment.services.awarding import make_awards
from sceau.assessment.services.proposing import check_result, confirm_results, propose_results
from sceau.engine.model.annex_one import annex_one_record
from sceau.engine.model.awards import Issuer, Route
from sceau.engine.model.code import make_code
from sceau.engine.model.credential import check_credential
from sceau.engine.model.describe import describe
from sceau.engine.model.designs import read_design

pytestmark = pytest.mark.django_db

CODE = make_code(bytes(range(9)))


def issuer():
    body = next(iter(bodies().values()))
    return Issuer(did="did:web:badges.example:i:body", base="https://badges.example", body=body)


def credential_of(award: Award, **values):
    design = read_design(award.version.document)
    values = award_values(award, code=CODE, now=LATER, **values)
    credential = describe(design, issuer(), values)
    check_credential(credential)
    return credential, annex_one_record(design, issuer(), values)


def narrative_of(credential):
    return credential["credentialSubject"]["achievement"]["criteria"]["narrative"]


def by_jury(**settings):
    deliberation = jury_session([BEST])
    if settings:
        AssessmentSettings.objects.create(institution=deliberation.session.institution, **settings)
    Control.objects.update(supervision="sup_onsite_id", outcome="verified")
    return make_awards(deliberation=deliberation, by=None, now=NOW)[0]


def test_a_jury_its_minutes_its_events_and_its_assessors_are_told():
    award = by_jury()

    credential, record = credential_of(award)

    told = narrative_of(credential)
    assert "jury réuni le 22 novembre 2026 (Odile Perrin (présidence du jury) et Karim Saïdi" in told
    assert f"procès-verbal d’empreinte SHA-256 {'ab' * 32}" in told
    assert "**Épreuves tenues**\u00a0: Mise en situation" in told
    assert "\u202f; Entretien" in told
    assert "**Évaluateurs**\u00a0: 2 personnes" in told
    assert f"**Jury**\u00a0: 22 novembre 2026, procès-verbal n°\u00a0{award.evidence['minutes']}" in told
    assert "sous surveillance en présentiel, avec vérification d’identité" in told
    assert credential["awardedDate"] == "2026-11-22T12:00:00Z"
    assert record["award"]["conduct"] == {
        "events": ["E1", "E2"],
        "assessors": 2,
        "supervision": "sup_onsite_id",
        "identity_verified": True,
        "jury_on": "2026-11-22",
        "minutes": award.evidence["minutes"],
    }
    assert credential["credentialSubject"]["identifier"][0]["identityHash"] == "Naïma Haddad"


def test_results_per_outcome_go_in_where_the_body_chose_so():
    levels = [r for r in credential_of(by_jury())[0]["credentialSubject"]["result"] if "achievedLevel" in r]
    assert levels == []

    credential, record = credential_of(by_jury_again())

    levels = [r for r in credential["credentialSubject"]["result"] if "achievedLevel" in r]
    assert len(levels) == 4
    assert len(record["annex1"]["optional"]["grade_achieved"]["criteria"]) == 4


def by_jury_again():
    return by_jury(results_in_credential=True)


def test_the_words_come_in_the_language_of_the_candidate():
    deliberation = jury_session([BEST])
    deliberation.session.candidates.update(language="en")
    award = make_awards(deliberation=deliberation, by=None, now=NOW)[0]

    told = narrative_of(credential_of(award)[0])

    assert "board of 22 November 2026" in told
    assert "**Assessors**: 2 people" in told
    assert "**Board**: 22 November 2026, minutes no. PV-2026" in told


def test_a_system_marks_alone_and_it_is_said():
    session = quiz_session(1)
    deliberation = propose_results(session=session, by=releaser(), now=NOW)
    for decision in deliberation.decisions.all():
        check_result(deliberation=deliberation, decision=decision, agrees=True, words="", by=releaser(), now=NOW)
    confirm_results(deliberation=deliberation, by=releaser(), now=NOW)

    told = narrative_of(credential_of(Award.objects.get())[0])

    assert "automatique, le 22 novembre 2026, d’après Plateforme du questionnaire" in told
    assert "**Évaluateurs**\u00a0: aucun, correction automatique" in told
    assert "**Jury**" not in told


def test_of_a_past_holder_nothing_is_told_that_nobody_recorded():
    confirm_results(deliberation=proposed(TABLE).deliberation, by=releaser(), now=LATER)
    award = Award.objects.order_by("pk").last()

    credential, record = credential_of(award)

    told = narrative_of(credential)
    assert "résultat antérieur du 4 juin 2021, repris par Gaëlle Roux (gestion des sessions) et Amina Benali" in told
    assert "le 23 novembre 2026 d’après un fichier d’empreinte SHA-256" in told
    for line in ("Épreuves tenues", "Évaluateurs", "Surveillance et vérification d’identité pendant l’évaluation"):
        assert f"**{line}**\u00a0: non précisé" in told
    assert set(record["award"]["conduct"].values()) == {None}
    assert record["award"]["basis"]["taken_over_on"] == "2026-11-23"
    assert credential["awardedDate"].startswith("2021-06-04")


def test_what_the_body_chose_to_show_goes_in_and_nothing_else():
    award = by_jury()
    attempt = award.decision.attempt
    Piece.objects.create(
        attempt=attempt, kind="link", name="Dépôt", url="https://git.example/x", in_credential=True, sent_at=NOW
    )
    Piece.objects.create(attempt=attempt, kind="text", name="Journal", text="Secret", sent_at=NOW)

    credential, _ = credential_of(award)

    assert credential["evidence"] == [{"id": "https://git.example/x", "type": ["Evidence"], "name": "Dépôt"}]


def test_the_address_is_hashed_when_there_is_a_salt():
    award = by_jury()

    values = award_values(award, code=CODE, now=LATER, salt="0123456789abcdef")

    assert values.holder.email == "candidate1@example.org"
    assert award_values(award, code=CODE, now=LATER).holder.email == ""
    assert values.basis.route is Route.MINUTES
