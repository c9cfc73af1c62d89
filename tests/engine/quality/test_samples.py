"""The twelve designs at the gate: what each deserves, as it was drafted and as the demonstration has it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.quality.good_designs import BLOC, BOTH, RS, assessed, codes
from published import published
from sample_awards import DESIGN_IDS, bodies, design_document, sample_award, sample_issuer
from sceau.engine.model.annex_one import annex_one_record
from sceau.engine.model.describe import describe
from sceau.engine.model.designs import read_design
from sceau.engine.model.samples import modernise
from sceau.engine.quality.languages import complete_languages, with_known_words
from sceau.engine.quality.report import GateReport, RegistrationFacts, Setting
from sceau.engine.strict_json import JsonObject

FACTS = {RS.code: RS, BLOC.code: BLOC}

# design → (profile, score, published languages, what blocks, what warns, what advises), each with its reason
DEMONSTRATION = {
    # nobody chose how an award is decided: no jury, no assessor, no machine. The rest is there
    "mc-boreal-accueil-equipier": (
        "skill", 54, "fr", "assessment.route", "", "identity.stakeholders outcome.several_verbs issuing.licence"
    ),
    # the portfolio is prepared alone while the whole is announced as supervised; sixty hours are not a few days
    "mc-circuits-courts-durables": (
        "eu", 96, "fr en", "", "assessment.weakest_link level.beyond_days", "outcome.several_verbs"
    ),
    "mc-clarte-sinistre-simple": ("skill", 99, "fr", "", "", "outcome.several_verbs"),
    # a hundred and fifty hours: the size of a block, which it is
    "mc-cyber-risques-incident": (
        "registered", 86, "fr", "", "level.beyond_days level.long", "outcome.several_verbs"
    ),
    # whoever trains also assesses
    "mc-equipier-premiere-intervention": (
        "eu", 99, "fr en", "", "", "outcome.several_verbs assessment.independence"
    ),
    "mc-excel-reporting-rh": ("registered", 99, "fr en", "", "", "outcome.several_verbs"),
    # called European, and nobody says which need it answers or who was asked
    "mc-frigea-commande-multitemp": (
        "eu", 55, "fr", "identity.need", "identity.stakeholders",
        "outcome.several_verbs level.quality_external issuing.licence",
    ),
    "mc-gestion-projet-agile": ("eu", 99, "fr en", "", "", "outcome.several_verbs"),
    # an online quiz and a note that anybody may have written
    "mc-pac-thermalis": ("skill", 98, "fr", "", "", "assessment.unsupervised"),
    "mc-point-performance-aciers": ("skill", 100, "fr", "", "", ""),
    "mc-retour-constructif": ("eu", 99, "fr en", "", "", "outcome.several_verbs level.quality_external"),
    "mc-rgpd-poste-de-travail": ("eu", 99, "fr en", "", "", "outcome.several_verbs"),
}  # fmt: skip
# the draft format knew neither purpose, nor need, nor route: each of the twelve is refused for these, and the two that
# have a number of the registers would need them asked
AS_DRAFTED = {"identity.purpose", "identity.need", "assessment.route"}


def report_on(document: JsonObject, facts: dict[str, RegistrationFacts] = FACTS) -> GateReport:
    known = bodies()
    sirens = frozenset(known[body].siren for body in document["annex1"]["mandatory"]["awarding_body"])
    registration = facts.get(document["registration"].get("code", ""))
    return assessed(document, setting=Setting(languages=BOTH, registration=registration, sirens=sirens))


def of(report: GateReport, severity: str) -> str:
    return " ".join(dict.fromkeys(finding.code for finding in report.of_severity(severity)))


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_each_design_of_the_demonstration_has_the_report_that_it_deserves(design_id):
    report = report_on(design_document(design_id))

    found = (
        report.profile,
        report.score,
        " ".join(report.languages),
        *(of(report, s) for s in ("blocks", "warns", "advises")),
    )
    assert found == DEMONSTRATION[design_id]


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_each_sample_as_it_was_drafted_is_refused_for_what_the_draft_could_not_say(design_id):
    document = modernise(json.loads((published("domain/samples/designs") / f"{design_id}.json").read_text("utf-8")))

    report = report_on(document)

    assert set(of(report, "blocks").split()) == AS_DRAFTED
    assert report.languages == ("fr",)
    assert [element.number for element in report.elements if element.state == "missing"] == []


@pytest.mark.parametrize("design_id", ["mc-cyber-risques-incident", "mc-excel-reporting-rh"])
def test_a_registered_design_whose_fiche_nobody_asked_is_refused(design_id):
    report = report_on(design_document(design_id), facts={})

    assert of(report, "blocks") == "registration.not_checked"


def test_a_registered_design_falls_with_its_fiche():
    report = report_on(design_document("mc-excel-reporting-rh"), {RS.code: replace(RS, active=False)})

    assert of(report, "blocks") == "registration.retired issuing.cpf"


def test_six_designs_are_worth_an_english_catalogue():
    complete = [name for name in DESIGN_IDS if complete_languages(design_document(name), BOTH) == BOTH]

    assert len(complete) == 6


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_the_labels_of_our_lists_are_said_in_both_languages_before_a_design_is_frozen(design_id):
    document = design_document(design_id)

    said = with_known_words(document, BOTH)
    events = said["assessment"]["events"]

    assert all(set(event[name]) == {"fr", "en"} for event in events for name in ("type_label", "mode_label"))
    assert set(said["annex1"]["optional"]["supervision_and_identity_verification"]["label"]) == {"fr", "en"}
    assert codes(report_on(said)) == codes(report_on(document))
    assert design_document(design_id) == document


@pytest.mark.parametrize("design_id", [name for name in DESIGN_IDS if not DEMONSTRATION[name][3]])
def test_what_the_gate_lets_through_carries_the_sixteen_elements_into_record_and_credential(design_id):
    design = read_design(design_document(design_id))
    issuer, award = sample_issuer(design), sample_award(design)

    record, credential = annex_one_record(design, issuer, award), describe(design, issuer, award)
    elements = report_on(design.document).elements
    narrative = credential["credentialSubject"]["achievement"]["criteria"]["narrative"]

    assert {element.code for element in elements if element.mandatory} == set(record["annex1"]["mandatory"])
    assert {element.code for element in elements if not element.mandatory} == set(record["annex1"]["optional"])
    assert all({**record["annex1"]["mandatory"], **record["annex1"]["optional"]}.values())
    titles = (
        "Acquis d’apprentissage", "Charge de travail", "Niveau", "Type d’évaluation", "Forme de participation",
        "Assurance de la qualité", "Prérequis", "Surveillance et vérification d’identité", "Résultat", "Cumul",
        "Informations complémentaires",
    )  # fmt: skip
    assert [title for title in titles if f"**{title}" not in narrative] == []
    assert credential["name"] == design.title.to("fr")
    assert credential["issuer"]["name"] in narrative
    assert credential["issuer"]["address"]["addressCountryCode"] == "FR"
    assert credential["awardedDate"].startswith(award.awarded_on.isoformat())
    assert credential["credentialSubject"]["identifier"][0]["identityHash"] == award.holder.name


def test_the_route_that_a_design_plans_is_never_said_of_an_award():
    """A jury is planned; this award rests on people whom a file names, and its credential says that."""
    design = read_design(design_document("mc-gestion-projet-agile"))
    issuer, award = sample_issuer(design), sample_award(design)

    record = annex_one_record(design, issuer, award)

    assert design.document["assessment"]["route"] == {"kind": "jury"}
    assert "route" not in record["assessment"]
    assert set(record["assessment"]) == set(design.document["assessment"]) - {"route"}
    assert record["award"]["basis"]["route"] == "decision"
    assert "jury réuni" not in json.dumps(describe(design, issuer, award), ensure_ascii=False)


def test_a_grade_that_the_issuing_rules_hide_is_in_no_credential():
    document = design_document("mc-gestion-projet-agile")
    shown, hidden = (
        describe(design, sample_issuer(design), sample_award(design))
        for design in (read_design({**document, "issuing": {"grade": grade}}) for grade in ("shown", "hidden"))
    )

    assert "76,7" in json.dumps(shown, ensure_ascii=False)
    assert "76" not in json.dumps([r.get("value") for r in hidden["credentialSubject"]["result"]])
    assert "76,7" not in json.dumps(hidden, ensure_ascii=False)
