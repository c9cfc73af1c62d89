"""Every Annex I element reaches the credential or its record, and nothing is said that is not known."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest

from published import published
from sample_awards import DESIGN_IDS, design_document, sample_award, sample_design, sample_issuer
from sceau.engine.canonical.rdf import canonical_nquads
from sceau.engine.errors import MalformedDesign
from sceau.engine.model.annex_one import annex_one_file, annex_one_record, digest_sri, record_bytes
from sceau.engine.model.awards import Basis, Conduct, Evidence, Holder, Person, Renewal, Route, Supervision
from sceau.engine.model.credential import check_credential
from sceau.engine.model.describe import describe, describe_achievement, issuer_profile
from sceau.engine.model.designs import Design, read_design
from sceau.engine.model.identity import identity_object, normalise_email
from sceau.engine.model.validity import add_months
from sceau.engine.model.wording import WORDS
from sceau.engine.status.documents import status_entry
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import shipped

AGILE, CYBER, FIRE, JOINT, EXCEL = (
    "mc-gestion-projet-agile",
    "mc-cyber-risques-incident",
    "mc-equipier-premiere-intervention",
    "mc-circuits-courts-durables",
    "mc-excel-reporting-rh",
)


def describe_sample(design: Design, **changes: object) -> JsonObject:
    return describe(design, sample_issuer(design), sample_award(design, **changes))


def record_of_sample(design: Design, **changes: object) -> JsonObject:
    return annex_one_record(design, sample_issuer(design), sample_award(design, **changes))


def in_french(text: str | JsonObject) -> str:
    """A text of a design, which is a plain string or one string per language."""
    return text if isinstance(text, str) else str(text["fr"])


def narrative_of(credential: JsonObject) -> str:
    narrative: str = credential["credentialSubject"]["achievement"]["criteria"]["narrative"]
    return narrative


@pytest.fixture(params=DESIGN_IDS)
def design(request):
    return sample_design(request.param)


# What the world asks of the document


@pytest.mark.parametrize("revision", ["", ".strict-2024"])
def test_the_published_open_badges_schema_accepts_it(design, revision):
    jsonschema = pytest.importorskip("jsonschema")
    path = published(f"schemas/1edtech/ob_v3p0_achievementcredential_schema{revision}.json")
    validator = jsonschema.Draft201909Validator(json.loads(path.read_text("utf-8")))

    credential = describe_sample(design, evidence=(Evidence(url="https://e.example/1", name="Dossier"),))

    assert [error.message for error in validator.iter_errors(credential)] == []


def test_our_own_reader_accepts_it(design):
    check_credential(describe_sample(design))


def test_it_is_canonical_and_no_two_anonymous_parts_look_alike(design):
    award = {"evidence": (Evidence(name="A"), Evidence(name="A"), Evidence(name="B"))}

    canonical_nquads(describe_sample(design, **award), shipped(), equal_nodes=False)


def test_another_processor_sees_the_same_statements(design):
    jsonld = pytest.importorskip("pyld").jsonld
    credential, library = describe_sample(design), shipped()

    def load(url, _):
        return {"contextUrl": None, "documentUrl": url, "document": library.get(url)}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    assert jsonld.normalize(credential, options).encode() == canonical_nquads(credential, library)


def test_every_name_and_type_reaches_the_dataset(design):
    credential = describe_sample(design)

    lines = canonical_nquads(credential, shipped()).decode()

    for text in (credential["name"], "Zoë Lefèvre", credential["relatedResource"][0]["digestSRI"], "MicroCredential"):
        assert json.dumps(text, ensure_ascii=False) in lines


def test_the_status_entry_is_the_one_that_status_lists_expect():
    design = sample_design(AGILE)
    place = sample_award(design).status
    assert place is not None

    assert describe_sample(design)["credentialStatus"] == status_entry(place.list_url, place.index)
    assert "credentialStatus" not in describe_sample(design, status=None)


# What is fixed for ever


def test_the_addresses_are_those_of_the_house(design):
    credential, award = describe_sample(design), sample_award(design)

    assert credential["id"] == f"https://badges.example/v/{award.code}"
    assert credential["credentialSubject"]["achievement"]["id"] == f"https://badges.example/m/{design.uuid}/1"
    assert credential["issuer"]["id"] == "did:web:badges.example:i:body"
    assert credential["relatedResource"][0]["id"] == f"{credential['id']}/annex-1.json"
    assert credential["credentialSubject"]["achievement"]["version"] == "1.0.0"


def test_the_record_is_tied_in_by_its_digest(design):
    record = record_bytes(record_of_sample(design))

    resource = describe_sample(design)["relatedResource"][0]

    assert resource["digestSRI"] == digest_sri(record)
    assert resource["mediaType"] == "application/json"
    assert digest_sri(b"") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  # of nothing: FIPS 180-4


def test_the_record_changes_with_anything_that_it_holds():
    design = sample_design(AGILE)

    digests = {
        digest_sri(record_bytes(record_of_sample(design, **changes)))
        for changes in (
            {},
            {"supervision": None},
            {"score": Decimal("76.8")},
            {"awarded_on": date(2026, 3, 3)},
            {"holder": Holder(name="Zoé Lefèvre")},
            {"marks": {"C1": "N3"}},
        )
    }

    assert len(digests) == 6


def test_the_same_award_gives_the_same_bytes(design):
    assert json.dumps(describe_sample(design)) == json.dumps(describe_sample(read_design(design.document)))


# The sixteen elements of Annex I, each in the record and, for people, in the credential


def texts_of(value: object) -> list[str]:
    """Every text of a JSON value, in French when it has languages."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for member in value.values() for text in texts_of(member)]
    return [text for member in value for text in texts_of(member)] if isinstance(value, list) else []


def test_1_the_learner(design):
    credential, record = describe_sample(design), record_of_sample(design)

    assert record["annex1"]["mandatory"]["identification_of_the_learner"] == {
        "name": "Zoë Lefèvre",
        "given_name": "Zoë",
        "family_name": "Lefèvre",
    }
    assert credential["credentialSubject"]["identifier"][0]["identityHash"] == "Zoë Lefèvre"


def test_2_the_title(design):
    title = design.document["title"]

    assert record_of_sample(design)["annex1"]["mandatory"]["title_of_the_micro_credential"] == title
    credential = describe_sample(design)
    assert credential["name"] == credential["credentialSubject"]["achievement"]["name"] == title["fr"]
    assert describe_sample(design, language="en")["name"] == title["en"]


def test_3_country_and_region(design):
    places = record_of_sample(design)["annex1"]["mandatory"]["country_region_of_the_issuer"]
    address = describe_sample(design)["issuer"]["address"]

    assert places == design.mandatory["country_region_of_the_issuer"]
    assert address["addressCountryCode"] == "FR"
    assert address["addressRegion"] == places[0]["region_label"]


def test_4_every_awarding_body(design):
    issuer = sample_issuer(design)
    credential = describe_sample(design)
    named = record_of_sample(design)["annex1"]["mandatory"]["awarding_body"]

    assert [body["siren"] for body in named] == [body.siren for body in issuer.bodies]
    assert credential["issuer"]["name"] == issuer.body.name
    assert all(body.name in narrative_of(credential) for body in issuer.bodies)


def test_5_the_date_of_issuing(design):
    credential = describe_sample(design)

    assert record_of_sample(design)["annex1"]["mandatory"]["date_of_issuing"] == "2026-03-02"
    assert credential["awardedDate"].startswith("2026-03-02")
    assert "2 mars 2026" in narrative_of(credential)


def test_6_the_learning_outcomes(design):
    credential = describe_sample(design)
    targets = {alignment["targetUrl"] for alignment in credential["credentialSubject"]["achievement"]["alignment"]}

    assert record_of_sample(design)["annex1"]["mandatory"]["learning_outcomes"] == design.mandatory["learning_outcomes"]
    for outcome in design.outcomes:
        assert outcome.statement.to("fr") in narrative_of(credential)
        assert {alignment.url for alignment in outcome.alignments if alignment.url} <= targets


def test_7_the_workload_and_the_credits(design):
    credential, workload = describe_sample(design), design.workload
    subject = credential["credentialSubject"]

    assert record_of_sample(design)["annex1"]["mandatory"]["notional_workload"] == design.mandatory["notional_workload"]
    assert f"{workload.hours} h" in narrative_of(credential)
    assert subject.get("creditsEarned") == subject["achievement"].get("creditsAvailable") == workload.ects
    assert ("sans crédits ECTS" in narrative_of(credential)) == (workload.ects is None)


def test_8_the_level_and_whose_word_it_is(design):
    credential = describe_sample(design)
    level = record_of_sample(design)["annex1"]["mandatory"]["level"]
    eqf = [a for a in credential["credentialSubject"]["achievement"]["alignment"] if a["targetFramework"] == "EQF"]
    said_by = (
        "niveau de la certification enregistrée" if design.id == CYBER else "niveau indicatif proposé par l’émetteur"
    )

    assert level["eqf"] == design.level.eqf
    assert level["referencing"]["fr"] == said_by
    assert [a["targetUrl"] for a in eqf] == [f"http://data.europa.eu/snb/eqf/{design.level.eqf}"]
    assert eqf[0]["targetDescription"] == said_by
    assert f"{design.level.eqf} du cadre européen des certifications, {said_by}" in narrative_of(credential)


@pytest.mark.parametrize(
    "element", ["type_of_assessment", "form_of_participation", "type_of_quality_assurance"], ids=["9", "10", "11"]
)
def test_9_to_11_assessment_participation_quality(design, element):
    written = design.mandatory[element]
    labels = [in_french(entry["label"]) for entry in (written if isinstance(written, list) else [written])]
    credential = describe_sample(design)

    assert record_of_sample(design)["annex1"]["mandatory"][element] == written
    assert all(label in narrative_of(credential) for label in labels)


def test_a_the_prerequisites(design):
    prerequisites = record_of_sample(design)["annex1"]["optional"]["prerequisites"]

    assert prerequisites == design.optional["prerequisites"]
    assert in_french(prerequisites["text"]) in narrative_of(describe_sample(design))


def test_b_supervision_and_identity_as_they_were_in_this_assessment(design):
    record = record_of_sample(design, supervision=Supervision.SUPERVISED_NO_IDENTITY)
    narrative = narrative_of(describe_sample(design, supervision=Supervision.SUPERVISED_NO_IDENTITY))

    assert record["annex1"]["optional"]["supervision_and_identity_verification"] == {
        "code": "sup_noid",
        "label": {
            "fr": "sous surveillance, sans vérification d’identité",
            "en": "supervised with no identity verification",
        },
    }
    assert "sous surveillance, sans vérification d’identité" in narrative


def test_c_the_grade(design):
    grade = record_of_sample(design)["annex1"]["optional"]["grade_achieved"]
    results = describe_sample(design)["credentialSubject"]["result"]
    shows_score = design.grade_scheme == "score_100"

    assert grade["outcome"] == "acquired"
    assert grade.get("score") == (76.7 if shows_score else None)
    assert [r["value"] for r in results if "value" in r] == (["76.7"] if shows_score else [])
    assert {entry["id"] for entry in grade["criteria"]} == {criterion.id for criterion in design.grid.criteria}


def test_d_what_it_counts_towards(design):
    written = design.optional["integration_stackability_options"]

    assert record_of_sample(design)["annex1"]["optional"]["integration_stackability_options"] == written
    for rule in written.get("rules", []):
        assert in_french(rule["title"]) in narrative_of(describe_sample(design))


def test_e_further_information(design):
    text = design.optional["further_information"]

    assert record_of_sample(design)["annex1"]["optional"]["further_information"] == text
    assert in_french(text) in narrative_of(describe_sample(design))


def test_the_same_facts_stand_as_the_claims_of_the_european_wallet(design):
    claims = record_of_sample(design)["learning_credential"]
    mandatory = {
        "issuing_authority",
        "issuing_country",
        "date_of_issuance",
        "family_name",
        "achievement_title",
        "learner_identification",
        "expected_study_time",
        "level_of_learning_experience",
        "types_of_quality_assurance",
    }

    assert claims["vct"] == "urn:eu.europa.ec.eudi:learning:credential:1"
    assert mandatory <= set(claims)
    assert claims["expected_study_time"] == f"PT{design.workload.hours}H"


# What is not known


def test_what_nobody_recorded_is_not_stated_and_never_the_plan_of_the_design(design):
    unknown = {"supervision": None, "identity_verified": None, "score": None, "marks": {}, "assessed_on": None}
    credential, record = describe_sample(design, **unknown), record_of_sample(design, **unknown)
    supervision = record["annex1"]["optional"]["supervision_and_identity_verification"]

    assert supervision == {"code": None, "label": {"fr": "non précisé", "en": "not stated"}}
    assert "Surveillance et vérification d’identité pendant l’évaluation**\u00a0: non précisé" in narrative_of(
        credential
    )
    planned = design.optional["supervision_and_identity_verification"]
    everything = json.dumps(credential, ensure_ascii=False) + json.dumps(record["annex1"], ensure_ascii=False)
    assert in_french(planned["label"]).lower() not in everything.lower()
    assert in_french(planned["detail"]) not in everything
    assert "criteria" not in record["annex1"]["optional"]["grade_achieved"]
    assert [r for r in credential["credentialSubject"]["result"] if "value" in r or "achievedLevel" in r] == []


@pytest.mark.parametrize(
    ("verified", "words"), [(True, "identité vérifiée"), (False, "identité non vérifiée")], ids=["yes", "no"]
)
def test_identity_may_be_known_when_supervision_is_not(verified, words):
    design = sample_design(AGILE)

    assert words in narrative_of(describe_sample(design, supervision=None, identity_verified=verified))


def test_options_that_a_design_does_not_have_are_not_stated():
    document = design_document(AGILE)
    del document["annex1"]["optional"]

    design = read_design(document)

    optional = record_of_sample(design)["annex1"]["optional"]
    not_stated = {"label": {"fr": "non précisé", "en": "not stated"}}
    assert optional["prerequisites"] == optional["further_information"] == not_stated
    assert "Prérequis**\u00a0: non précisé" in narrative_of(describe_sample(design))


# Names, addresses and dates of people


def test_no_address_in_clear_and_the_hash_is_that_of_open_badges(design):
    credential = describe_sample(design)
    hashed = [i for i in credential["credentialSubject"]["identifier"] if i["hashed"]]
    everything = json.dumps([credential, record_of_sample(design)]).lower()

    assert "example.org" not in everything
    assert "@example" not in everything
    expected = sha256(b"zoe.lefevre@example.org" + b"5f1d7b4c9a3e2f60").hexdigest()
    assert [i["identityHash"] for i in hashed] == [f"sha256${expected}"]
    assert [i["identityType"] for i in hashed] == ["emailAddress"]


def test_the_hash_of_the_standards_own_example_is_found_again():
    # Open Badges 3.0, IdentityHash: "a@example.com" salted with "Kosher"
    hashed = identity_object("a@example.com", "Kosher")

    assert hashed["identityHash"] == "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def test_an_address_is_hashed_in_one_form_only():
    assert normalise_email(" Jose\u0301@Example.org ") == normalise_email("JOSÉ@example.ORG") == "josé@example.org"


def test_both_scripts_of_a_name_are_kept_as_written():
    design = sample_design(AGILE)
    holder = Holder(name="Xiaoming Wang", native_name="王 小明")

    identifiers = describe_sample(design, holder=holder)["credentialSubject"]["identifier"]

    assert [i["identityHash"] for i in identifiers] == ["Xiaoming Wang", "王 小明"]


def test_a_holder_with_an_identifier_of_their_own_is_the_subject():
    design = sample_design(AGILE)
    holder = Holder(name="Zoë", did="did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")

    assert describe_sample(design, holder=holder)["credentialSubject"]["id"] == holder.did


# How it was decided


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (
            Basis(route=Route.MINUTES, people=(Person("M. Tardieu"),), digest="cd" * 32),
            "jury réuni le 2 mars 2026 (M. Tardieu)\u202f; procès-verbal d’empreinte SHA-256 " + "cd" * 32,
        ),
        (
            Basis(route=Route.ASSESSOR, people=(Person("EVAL-06"), Person("Mme Fontvieille", "responsable"))),
            "évaluation par EVAL-06, délivrance confirmée par Mme Fontvieille (responsable) le 2 mars 2026",
        ),
        (Basis(route=Route.AUTOMATIC, source="plateforme"), "automatique, le 2 mars 2026, d’après plateforme"),
        (
            Basis(route=Route.DECISION, people=(Person("A"), Person("B"), Person("C")), digest="ef" * 32),
            "prise par A, B et C le 2 mars 2026 et rapportée par un fichier importé d’empreinte SHA-256 " + "ef" * 32,
        ),
        (
            Basis(route=Route.DECISION, digest="ef" * 32),
            "personnes qui l’ont prise\u00a0: non précisé",
        ),
    ],
    ids=["minutes", "assessor", "automatic", "named", "unnamed"],
)
def test_the_narrative_says_how_the_award_was_decided(basis, words):
    design = sample_design(AGILE)

    assert words in narrative_of(describe_sample(design, basis=basis))
    written = record_of_sample(design, basis=basis)["award"]["basis"]
    assert words in written["statement"]
    assert written["route"] == basis.route.value
    assert [person["name"] for person in written["people"]] == [person.name for person in basis.people]


def test_a_result_taken_over_says_who_took_it_over_and_when():
    design = sample_design(AGILE)
    basis = Basis(
        route=Route.DECISION,
        people=(Person("Mme Roux", "gestion des sessions"), Person("Mme Benali")),
        digest="ef" * 32,
        taken_over_on=date(2026, 11, 23),
    )

    assert (
        "résultat antérieur du 2 mars 2026, repris par Mme Roux (gestion des sessions) et Mme Benali le 23 novembre 2026 "
        f"d’après un fichier d’empreinte SHA-256 {'ef' * 32}"
    ) in narrative_of(describe_sample(design, basis=basis))
    assert record_of_sample(design, basis=basis)["award"]["basis"]["taken_over_on"] == "2026-11-23"


# How it was really held


def test_what_was_held_is_told_and_what_was_planned_is_not():
    design = sample_design(AGILE)
    conduct = Conduct(events=("E2",), assessors=3, jury_on=date(2026, 3, 2), minutes="PV-2026-0007")

    told = narrative_of(describe_sample(design, conduct=conduct))

    assert "**Épreuves tenues**\u00a0: Entretien" in told
    assert "**Évaluateurs**\u00a0: 3 personnes" in told
    assert "**Jury**\u00a0: 2 mars 2026, procès-verbal n°\u00a0PV-2026-0007" in told
    assert record_of_sample(design, conduct=conduct)["award"]["conduct"] == {
        "events": ["E2"],
        "assessors": 3,
        "supervision": "sup_onsite_id",
        "identity_verified": True,
        "jury_on": "2026-03-02",
        "minutes": "PV-2026-0007",
    }


@pytest.mark.parametrize(
    ("assessors", "words"), [(None, "non précisé"), (0, "aucun, correction automatique"), (1, "1 personne")]
)
def test_the_number_of_assessors_is_counted_or_not_stated(assessors, words):
    told = narrative_of(describe_sample(sample_design(AGILE), conduct=Conduct(assessors=assessors)))

    assert f"**Évaluateurs**\u00a0: {words}" in told
    assert "**Épreuves tenues**\u00a0: non précisé" in told
    assert "**Jury**" not in told


# Registers


@pytest.mark.parametrize(
    ("awarded_on", "registered"),
    [(date(2025, 10, 13), False), (date(2025, 12, 15), False), (date(2026, 2, 16), True)],
    ids=["S03-1", "S03-2", "S03-3"],
)
def test_registered_wording_only_while_the_registration_stands(awarded_on, registered):
    design = sample_design(CYBER)
    credential = describe_sample(design, awarded_on=awarded_on)
    achievement = credential["credentialSubject"]["achievement"]
    record = record_of_sample(design, awarded_on=awarded_on)

    assert ("RNCP99901BC02" in json.dumps(credential)) is registered
    assert ("RNCP" in narrative_of(credential)) is registered
    assert ("France compétences" in narrative_of(credential)) is registered
    assert [a["targetFramework"] for a in achievement["alignment"]].count("RNCP") == registered
    assert record["award"]["registration"]["registered"] is registered
    assert ("niveau indicatif" in narrative_of(credential)) is not registered
    denied = "cette micro-certification n’est pas présentée comme une certification professionnelle enregistrée"
    assert (denied in narrative_of(credential)) is not registered


def test_registered_wording_only_for_an_entitled_body():
    design = sample_design(CYBER)
    stranger = replace(sample_issuer(design), body=sample_issuer(sample_design(JOINT)).body)

    credential = describe(design, stranger, sample_award(design))

    assert "RNCP99901" not in json.dumps(credential)


def test_a_certification_of_the_specific_register_is_named_without_a_level():
    design = sample_design(EXCEL)
    narrative = narrative_of(describe_sample(design))

    assert "certification enregistrée au RS, n°\u00a0RS9901, jusqu’au 30 juin 2028" in narrative
    assert "niveau indicatif proposé par l’émetteur" in narrative


@pytest.mark.parametrize("awarded_on", [date(2026, 2, 16), date(2027, 1, 1)])
def test_the_published_sample_does_not_say_from_when_so_nothing_is_claimed(awarded_on):
    document = json.loads((published("domain/samples/designs") / f"{CYBER}.json").read_text("utf-8"))
    design = read_design(document)

    credential = describe_sample(design, awarded_on=awarded_on)

    assert "RNCP99901BC02" not in json.dumps(credential)


# Validity


def test_validity_is_counted_from_the_day_of_the_decision():
    credential = describe_sample(sample_design(FIRE))

    assert credential["validFrom"] == "2026-03-02T12:00:00Z"
    assert credential["validUntil"] == "2027-03-02T23:59:59Z"
    assert "validUntil" not in describe_sample(sample_design(AGILE))


def renewal(**changes: object) -> Renewal:
    """Of the fire warden of March 2026, a year later."""
    values = {
        "on": date(2027, 2, 15),
        "counted_from": date(2027, 3, 2),
        "former_on": date(2026, 3, 5),
        "grounds": "recyclage de 4 h suivi le 12 février 2027",
    }
    return Renewal(**(values | changes))  # type: ignore[arg-type]


def test_a_renewal_lets_an_award_stand_longer_and_says_that_nobody_was_assessed_anew():
    design = sample_design(FIRE)
    changes = {"renewal": renewal(), "valid_from": datetime(2027, 2, 15, 12, tzinfo=UTC)}
    credential, record = describe_sample(design, **changes), record_of_sample(design, **changes)
    first = describe_sample(design)

    assert credential["validFrom"] == "2027-02-15T12:00:00Z"
    assert credential["validUntil"] == "2028-03-02T23:59:59Z"
    assert credential["awardedDate"] == first["awardedDate"]
    said = (
        "le 15 février 2027, sans nouvelle évaluation, à la suite de la preuve délivrée le 5 mars 2026\u202f; "
        "au vu de\u00a0: recyclage de 4 h suivi le 12 février 2027"
    )
    assert f"**Renouvelée**\u00a0: {said}" in narrative_of(credential)
    assert "Renouvelée" not in narrative_of(first)
    assert record["award"]["renewal"] == {
        "on": "2027-02-15",
        "counted_from": "2027-03-02",
        "former_on": "2026-03-05",
        "grounds": "recyclage de 4 h suivi le 12 février 2027",
        "statement": said,
    }
    assert record["award"]["valid_until"] == record["learning_credential"]["date_of_expiry"] == "2028-03-02"
    assert "renewal" not in record_of_sample(design)["award"]
    assert annex_one_file(design, sample_issuer(design), sample_award(design, **changes)) == record_bytes(record)


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        (FIRE, {"grounds": " "}, "award.no_grounds"),
        (FIRE, {"on": date(2026, 3, 1)}, "award.renewed_too_early"),
        (FIRE, {"counted_from": date(2026, 3, 1)}, "award.renewed_too_early"),
        (AGILE, {}, "award.nothing_to_renew"),
    ],
)
def test_a_renewal_that_renews_nothing_is_refused(name, changes, code):
    with pytest.raises(MalformedDesign) as refusal:
        describe_sample(sample_design(name), renewal=renewal(**changes))

    assert refusal.value.reason.code == code


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_end_where_the_calendar_ends(day, months, expected):
    assert add_months(day, months) == expected


# Languages


def test_words_are_in_the_holders_language_and_say_which_texts_are_not():
    design = sample_design(AGILE)
    english = narrative_of(describe_sample(design, language="en"))

    assert "Micro-credential awarded by Institut Alpes Numérique on 2 March 2026." in english
    assert "Some texts are given by the awarding body in French only." in english
    assert "0.8 ECTS credits" in english
    assert "0,8 crédit ECTS" in narrative_of(describe_sample(design))
    assert "Certains textes" not in narrative_of(describe_sample(design))


@pytest.mark.parametrize(("wanted", "given"), [("ar", "fr"), ("zh", "fr"), ("en-GB", "en"), ("fr-CA", "fr")])
def test_a_language_that_we_do_not_write_falls_back_on_the_designs(wanted, given):
    design = sample_design(AGILE)

    assert describe_sample(design, language=wanted)["credentialSubject"]["achievement"]["inLanguage"] == given


def test_our_words_exist_in_both_languages_with_the_same_places():
    assert set(WORDS["fr"]) == set(WORDS["en"])
    for key, french in WORDS["fr"].items():
        assert sorted(re.findall(r"{\w+}", french)) == sorted(re.findall(r"{\w+}", WORDS["en"][key])), key
        assert not re.search(r"'|[ \w][;!?]| :|\.\.\.", french), key


# Refusals


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"holder": Holder(name=" ")}, "award.nobody"),
        ({"valid_from": datetime(2026, 3, 2)}, "award.no_zone"),  # noqa: DTZ001 -- what is refused
        ({"score": Decimal("100.1")}, "award.score_out_of_bounds"),
        ({"score": Decimal("-1")}, "award.score_out_of_bounds"),
        ({"marks": {"C9": "N2"}}, "award.no_such_criterion"),
        ({"marks": {"C1": "A+"}}, "award.no_such_mark"),
    ],
)
def test_an_award_that_does_not_fit_its_design_is_refused(changes, code):
    with pytest.raises(MalformedDesign) as refusal:
        describe_sample(sample_design(AGILE), **changes)

    assert refusal.value.reason.code == code
    assert refusal.value.sentence("fr")
    assert refusal.value.sentence("en")


# The other documents


def test_the_achievement_alone_says_nothing_of_anybody(design):
    page = describe_achievement(design, sample_issuer(design), "fr")

    canonical_nquads(page, shipped(), equal_nodes=False)
    assert page["id"] == describe_sample(design)["credentialSubject"]["achievement"]["id"]
    assert "Lefèvre" not in json.dumps(page, ensure_ascii=False)


def test_the_issuer_is_identified_in_the_french_register_of_companies(design):
    issuer = sample_issuer(design)

    profile = issuer_profile(issuer)

    assert {entry["identifierType"]: entry["identifier"] for entry in profile["otherIdentifier"]} == {
        "ext:SIREN": issuer.body.siren,
        "ext:SIRET": issuer.body.siret,
    }
