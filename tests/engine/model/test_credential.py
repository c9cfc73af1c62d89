"""What a credential says, and every rule of its form with a document that breaks it."""

import copy
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.mutations import changed, mutants
from engine.model.samples import EXTENSIONS, OB_3_0_3, VC_1, VC_2, bench, complete, plain, read
from published import published
from sceau.engine.errors import MalformedCredential
from sceau.engine.model.credential import check_credential, faults, objects_in, plain_text, read_credential
from sceau.engine.model.kinds import KINDS
from sceau.engine.model.named_schemas import named_schemas, schema_faults_of
from sceau.engine.vocabularies.schemas import known_schema, schema_faults

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def pointers(document):
    return [fault.pointer for fault in faults(document)]


# published documents: file → kind, pointers of the faults -------------------------------------------------------------

VECTORS = {
    "open-badges-3.0/simple.json": ("ob3", []),
    "open-badges-3.0/complete.json": ("ob3", []),
    "open-badges-3.0/endorsement-valid.json": ("endorsement", []),
    "open-badges-3.0/simple-multiple-proofs.json": ("ob3", []),  # the unknown proof is a matter for proofs
    "open-badges-3.0/simple-err-expired.json": ("ob3", []),  # sound, and over
    "open-badges-3.0/simple-err-proof-method.json": ("ob3", []),  # sound, with a key that does not exist
    "open-badges-3.0/simple-err-proof-value.json": ("ob3", []),  # sound, with a forged signature
    "open-badges-3.0/sd/derivedcredential.json": ("ob3", []),  # the name was not disclosed
    "open-badges-3.0/simple_v1.json": ("ob3-vc11", []),
    "open-badges-3.0/simple-err-context.json": (
        "ob3",  # no context of VC, the date of data model 1.1, no achievement
        ["/validFrom", "/@context/0", "/@context/1", "/credentialSubject/achievement", "/issuanceDate"],
    ),
    "open-badges-3.0/simple-err-type.json": ("ob3", ["/type", "/credentialSubject/achievement"]),  # OtherCredential
    "open-badges-3.0/simple-err-credential-subject-type.json": ("ob3", ["/credentialSubject/type"]),
    "open-badges-3.0/simple-err-issuer-type.json": ("ob3", ["/issuer/type"]),
    "open-badges-3.0/simple-noproof.json": ("ob3-vc11", ["/credentialSubject/achievement"]),
    "bitstring-status-list/credential-status-revoked.json": ("ob3", ["/credentialStatus/statusListIndex"]),  # a number
    "bitstring-status-list/testlist": ("status-list", []),
    "vc-data-model-2.0/verifiable-credential/example-1.json": ("vc", []),
    "vc-data-model-2.0/verifiable-credential/example-4.json": ("vc", []),
    "vc-data-model-2.0/verifiable-credential/example-11.json": ("vc", []),
    "vc-data-model-2.0/verifiable-credential/example-12.json": ("vc", []),
    "vc-data-model-2.0/verifiable-credential/example-13.json": ("vc", []),  # a kind of status that we do not know
    "vc-data-model-2.0/verifiable-credential/example-18.json": ("vc", []),
    "vc-data-model-2.0/verifiable-credential/example-20.json": ("vc", []),  # a refresh service
    "vc-data-model-2.0/verifiable-credential/example-21.json": ("vc", []),  # terms of use
    "vc-data-model-2.0/verifiable-credential/example-23.json": ("vc", []),  # evidence of a type that is not OB's
    "vc-data-model-2.0/verifiable-presentation/example-2.json": ("presentation", [""]),
    "vc-data-model-2.0/verifiable-presentation/example-25.json": ("presentation", [""]),
    "vc-data-model-2.0/verifiable-presentation/example-45.json": ("presentation", [""]),
    "clr-2.0/simple.json": ("clr", []),  # named, and sound as a credential of data model 2.0
    "clr-2.0/simple-noproof.json": ("clr", []),
    "clr-2.0/simple_v1.json": ("clr", []),
    "open-badges-2.0/basic-assertion.json": ("ob2", [""]),  # judged by open_badges_2
    "open-badges-2.0/basic-assertion-expired.json": ("ob2", [""]),
    "open-badges-2.0/basic-assertion-invalid-type.json": ("ob2", [""]),
    "elm/Sample-MC-Annex1-signed.jsonld": ("sealed-json", [""]),
    "elm/Sample-MC-Annex1-unsigned.jsonld": ("edc", ["/issuanceDate"]),  # it comes with the seal
}
ASSETS_OF_OPEN_BADGES_2 = {
    "badge-from-organization-with-revocation-list.json": "ob2-badge",
    "badgeclass1.json": "ob2-badge",
    "badgecriteria.json": "unknown",
    "issuer1.json": "ob2-issuer",
    "key1.json": "ob2-key",
    "organization-with-revocation-list.json": "ob2-issuer",
    "organization.json": "ob2-issuer",
    "revocation-list.json": "ob2-revocations",
    "robotics-badge.json": "ob2-badge",
}


@pytest.mark.parametrize("name", VECTORS)
def test_a_published_document_is_recognised_and_judged(name):
    document = read(f"vectors/{name}")

    assert (read_credential(document).kind, pointers(document)) == VECTORS[name]


@pytest.mark.parametrize("name", ASSETS_OF_OPEN_BADGES_2)
def test_what_belongs_to_open_badges_2_is_recognised(name):
    assert read_credential(read(f"vectors/open-badges-2.0/assets/{name}")).kind == ASSETS_OF_OPEN_BADGES_2[name]


def test_no_published_document_is_forgotten():
    folders = ("open-badges-3.0", "vc-data-model-2.0", "bitstring-status-list", "clr-2.0", "open-badges-2.0", "elm")
    root = published("vectors")
    found = {
        str(path.relative_to(root))
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.suffix in (".json", ".jsonld", "") and path.is_file() and "assets" not in path.parts
    }
    assets = {path.name for path in (root / "open-badges-2.0" / "assets").glob("*.json")}

    assert found == set(VECTORS)
    assert assets == set(ASSETS_OF_OPEN_BADGES_2)


# reading --------------------------------------------------------------------------------------------------------------


def test_the_view_of_a_badge():
    document = bench()
    credential = read_credential(document)

    assert credential.kind == "ob3"
    assert credential.id == "https://badges.example.edu/credentials/00000000"
    assert credential.types == ("VerifiableCredential", "OpenBadgeCredential")
    assert credential.issuer_id == "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert credential.issuer_name == "Example University"
    assert credential.valid_from == datetime(2026, 1, 15, 10, tzinfo=UTC)
    assert credential.valid_until == datetime(2031, 1, 15, 10, tzinfo=UTC)
    assert credential.name == "Data Analysis with Python"
    assert credential.image == "https://badges.example.edu/achievements/data-analysis/image.png"
    assert credential.subject_id == "did:example:learner00000000"
    assert credential.achievement["achievementType"] == "MicroCredential"
    assert credential.document is document


def test_the_view_of_a_badge_of_the_first_form():
    credential = read_credential(read("vectors/open-badges-3.0/simple_v1.json"))

    assert credential.kind == "ob3-vc11"
    assert credential.valid_from == datetime(2010, 1, 1, tzinfo=UTC)
    assert credential.name == "Teamwork Badge"


def test_a_credential_without_a_name_is_called_after_what_was_achieved():
    credential = read_credential(read("vectors/open-badges-3.0/sd/derivedcredential.json"))

    assert credential.name == "Teamwork"
    assert credential.description.startswith("This badge recognizes")


def test_reading_alters_nothing_and_keeps_what_it_does_not_know():
    document = {**bench(), "https://example.org/own": {"deep": [1, 2]}}
    before = copy.deepcopy(document)

    credential = read_credential(document)
    faults(document)

    assert credential.document == before
    assert credential.document["https://example.org/own"] == {"deep": [1, 2]}


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("Python", "fr", "Python"),
        ({"fr": "Bases", "en": "Basics"}, "fr", "Bases"),
        ({"fr": "Bases", "en": "Basics"}, "en", "Basics"),
        ({"fr-CA": "Bases", "en": "Basics"}, "fr", "Bases"),
        ({"de": "Grundlagen"}, "fr", "Grundlagen"),
        ({"de": "Grundlagen", "en": "Basics"}, "fr", "Basics"),
        ({"@value": "Bases", "@language": "fr"}, "en", "Bases"),
        ([{"@value": "Bases", "@language": "fr"}, {"@value": "Basics", "@language": "en"}], "en", "Basics"),
        ([{"@value": "Bases", "@language": "fr"}, {"@value": "Autre", "@language": "fr"}], "fr", "Bases"),
        (["Bases"], "fr", "Bases"),
        ("", "fr", None),
        ({}, "fr", None),
        ([], "fr", None),
        (3, "fr", None),
        ({"fr": 3}, "fr", None),
        (None, "fr", None),
    ],
)
def test_a_text_in_the_language_of_the_reader(value, language, words):
    assert plain_text(value, language) == words


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
members = st.sampled_from(
    [
        "@context",
        "id",
        "type",
        "issuer",
        "validFrom",
        "validUntil",
        "name",
        "description",
        "image",
        "credentialSubject",
        "credentialStatus",
        "credentialSchema",
        "evidence",
        "relatedResource",
        "proof",
        "endorsement",
        "termsOfUse",
    ]
)


@given(st.dictionaries(members, json_values), st.sampled_from([None, "OpenBadgeCredential", "EndorsementCredential"]))
def test_no_document_breaks_the_reader(document, kind):
    if kind:
        document = {"@context": [VC_2], **document, "type": ["VerifiableCredential", kind]}

    assert read_credential(document).kind in KINDS
    for fault in faults(document):
        assert fault.sentence("fr")
        assert fault.sentence("en")


# the rules ------------------------------------------------------------------------------------------------------------

NOTHING = object()  # the member is taken away
OTHER = "https://example.org/"

PLAIN_RULES = [  # a rule, what is changed in a sound credential of data model 2.0, and where the fault is
    ("the context is there", ("@context",), NOTHING, "/@context", "model.missing"),
    ("the context is a list", ("@context",), VC_2, "/@context", "model.context_not_a_list"),
    ("the context of VC 2.0 is first", ("@context",), [OTHER, VC_2], "/@context/0", "model.context_not_first"),
    ("a context is an address or an object", ("@context",), [VC_2, 3], "/@context/1", "model.context_item"),
    ("the id is one URL", ("id",), "credential-1", "/id", "model.not_a_url"),
    ("the id has no spaces", ("id",), "urn:a b", "/id", "model.not_a_url"),
    ("the id is not several", ("id",), ["urn:a:b"], "/id", "model.not_a_string"),
    ("the type is there", ("type",), NOTHING, "/type", "model.missing"),
    ("the type includes VerifiableCredential", ("type",), ["Credential"], "/type", "model.wrong_type"),
    ("types are texts", ("type",), ["VerifiableCredential", 3], "/type", "model.wrong_type"),
    ("the issuer is there", ("issuer",), NOTHING, "/issuer", "model.missing"),
    ("the issuer is not null", ("issuer",), None, "/issuer", "model.issuer_form"),
    ("the issuer is not a list", ("issuer",), ["did:example:issuer"], "/issuer", "model.issuer_form"),
    ("the issuer is a URL", ("issuer",), "Example University", "/issuer", "model.not_a_url"),
    ("an issuer object has an id", ("issuer",), {"name": "Example"}, "/issuer/id", "model.missing"),
    ("the id of an issuer object is a URL", ("issuer",), {"id": "Example"}, "/issuer/id", "model.not_a_url"),
    ("the subject is there", ("credentialSubject",), NOTHING, "/credentialSubject", "model.missing"),
    ("the subject says something", ("credentialSubject",), {}, "/credentialSubject", "model.empty"),
    ("there is a subject", ("credentialSubject",), [], "/credentialSubject", "model.empty"),
    ("each subject says something", ("credentialSubject",), [{"a": 1}, {}], "/credentialSubject/1", "model.empty"),
    ("a subject is an object", ("credentialSubject",), "did:example:1", "/credentialSubject", "model.not_an_object"),
    ("the id of a subject is a URL", ("credentialSubject", "id"), "learner", "/credentialSubject/id", "model.not_a_url"),
    ("validFrom has a zone", ("validFrom",), "2026-01-15T10:00:00", "/validFrom", "date.without_zone"),
    ("validUntil is a date", ("validUntil",), "in a year", "/validUntil", "date.not_a_date"),
    ("it ends after it starts", ("validUntil",), "2026-01-15T11:59:59+02:00", "/validUntil", "model.ends_before_it_starts"),
    ("no issuanceDate", ("issuanceDate",), "2026-01-15T10:00:00Z", "/issuanceDate", "model.date_of_the_old_model"),
    ("no expirationDate", ("expirationDate",), "2027-01-15T10:00:00Z", "/expirationDate", "model.date_of_the_old_model"),
    ("a name is a text", ("name",), 3, "/name", "model.not_text"),
    ("a language value has a value", ("name",), {"@language": "fr"}, "/name/@language", "model.not_a_language"),
    ("the value of a language value is a text", ("name",), {"@value": 3}, "/name", "model.not_text"),
    ("a direction is ltr or rtl", ("name",), {"@value": "a", "@direction": "up"}, "/name", "model.not_text"),
    ("texts in several languages are language values", ("description",), [{"@value": "a"}, "b"], "/description/1", "model.not_text"),
    ("a status has a type", ("credentialStatus",), {"id": OTHER}, "/credentialStatus/type", "model.missing"),
    ("each status has a type", ("credentialStatus",), [{"type": "X"}, {}], "/credentialStatus/1/type", "model.missing"),
    ("a status is an object", ("credentialStatus",), OTHER, "/credentialStatus", "model.not_an_object"),
    ("a schema has an id", ("credentialSchema",), {"type": "JsonSchema"}, "/credentialSchema/id", "model.missing"),
    ("a schema has a type", ("credentialSchema",), [{"id": OTHER}], "/credentialSchema/0/type", "model.missing"),
    ("terms of use have a type", ("termsOfUse",), [{"id": OTHER}], "/termsOfUse/0/type", "model.missing"),
    ("evidence has a type", ("evidence",), {"id": OTHER}, "/evidence/type", "model.missing"),
    ("a refresh service has a type", ("refreshService",), {"id": OTHER}, "/refreshService/type", "model.missing"),
    ("a type says something", ("refreshService",), {"type": []}, "/refreshService/type", "model.type_missing"),
    ("a related resource has an id", ("relatedResource",), [{"digestSRI": "x"}], "/relatedResource/0/id", "model.missing"),
    ("and a digest", ("relatedResource",), [{"id": OTHER}], "/relatedResource/0", "model.resource_without_digest"),
    (
        "and is named once",
        ("relatedResource",),
        [{"id": OTHER, "digestSRI": "x"}, {"id": OTHER, "digestMultibase": "y"}],
        "/relatedResource/1/id",
        "model.resource_twice",
    ),
    ("a proof is an object", ("proof",), ["z58D"], "/proof/0", "model.not_an_object"),
    ("a proof has a type", ("proof",), {"proofValue": "z58D"}, "/proof/type", "model.missing"),
    ("a proof is dated with a zone", ("proof",), {"type": "X", "created": "2026-01-15T10:00:00"}, "/proof/created", "date.without_zone"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "value", "pointer", "code"), PLAIN_RULES, ids=[row[0] for row in PLAIN_RULES])
def test_rules_of_data_model_2_0(rule, path, value, pointer, code):
    document = broken(plain(), path, value)

    assert faults(plain()) == []
    assert [(fault.pointer, fault.reason.code) for fault in faults(document)] == [(pointer, code)], rule


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), NOTHING),
        (("type",), "VerifiableCredential"),
        (("issuer",), {"id": "https://example.org/1", "name": 3, "own": []}),
        (("credentialSubject",), [{"id": "did:example:1"}, {"alumniOf": "x"}]),
        (("validFrom",), NOTHING),
        (("validUntil",), "2026-01-15T10:00:00Z"),  # the instant it starts
        (("validUntil",), "2026-01-15T24:00:00.000Z"),
        (("name",), {"@value": "a", "@language": "ar", "@direction": "rtl"}),
        (("name",), [{"@value": "a", "@language": "fr"}, {"@value": "b", "@language": "en"}]),
        (("evidence",), [{"type": ["DocumentVerification"], "id": "urn:a:b"}]),
        (("termsOfUse",), {"type": "IssuerPolicy"}),
        (("relatedResource",), {"id": OTHER, "digestSRI": "sha384-x", "mediaType": "application/json"}),
        (("relatedResource",), [{"id": OTHER, "digestMultibase": ["zA", "uB"]}]),
        (("@context",), [VC_2, {"own": "https://example.org/own"}]),
        (("proof",), [{"type": "DataIntegrityProof", "domain": ["a.example", "b.example"]}]),
        (("unknown",), {"kept": True}),
    ],
)
def test_what_data_model_2_0_allows(path, value):
    assert faults(broken(plain(), path, value)) == []


SUBJECT = ("credentialSubject",)
ACHIEVEMENT = ("credentialSubject", "achievement")
BADGE_RULES = [  # the same for a badge: the bench credential and one change
    ("Open Badges is the second context", ("@context",), [VC_2, EXTENSIONS, OB_3_0_3], "/@context/1", "model.context_not_second"),
    ("Open Badges is among the contexts", ("@context",), [VC_2], "/@context/1", "model.context_not_second"),
    ("there is an id", ("id",), NOTHING, "/id", "model.missing"),
    ("there is a type of badge", ("type",), ["VerifiableCredential"], "/type", "model.wrong_type"),
    ("VerifiableCredential is among the types", ("type",), ["OpenBadgeCredential"], "/type", "model.wrong_type"),
    ("the types are a list", ("type",), "OpenBadgeCredential", "/type", "model.wrong_type"),
    ("there is a validFrom", ("validFrom",), NOTHING, "/validFrom", "model.missing"),
    ("the issuer is a Profile", ("issuer", "type"), ["Organisation"], "/issuer/type", "model.wrong_type"),
    ("a Profile has a type", ("issuer", "type"), NOTHING, "/issuer/type", "model.missing"),
    ("a Profile has an id", ("issuer", "id"), NOTHING, "/issuer/id", "model.missing"),
    ("the name of a Profile is a text", ("issuer", "name"), 3, "/issuer/name", "model.not_text"),
    ("an image is an object", ("image",), "https://example.org/a.png", "/image", "model.not_an_object"),
    ("an image has an id", ("image", "id"), NOTHING, "/image/id", "model.missing"),
    ("an image is of type Image", ("image", "type"), ["Image"], "/image/type", "model.wrong_type"),
    ("an image has nothing more", ("image", "alt"), "a seal", "/image/alt", "model.unknown_member"),
    ("there is one subject", SUBJECT, [{"type": ["AchievementSubject"]}], "/credentialSubject", "model.subject_not_one"),
    ("the subject is an AchievementSubject", (*SUBJECT, "type"), ["Person"], "/credentialSubject/type", "model.wrong_type"),
    ("the subject has an achievement", ACHIEVEMENT, NOTHING, "/credentialSubject/achievement", "model.missing"),
    ("an achievement has a name", (*ACHIEVEMENT, "name"), NOTHING, "/credentialSubject/achievement/name", "model.missing"),
    ("a description", (*ACHIEVEMENT, "description"), NOTHING, "/credentialSubject/achievement/description", "model.missing"),
    ("an id", (*ACHIEVEMENT, "id"), NOTHING, "/credentialSubject/achievement/id", "model.missing"),
    ("criteria", (*ACHIEVEMENT, "criteria"), NOTHING, "/credentialSubject/achievement/criteria", "model.missing"),
    ("criteria that say something", (*ACHIEVEMENT, "criteria"), {}, "/credentialSubject/achievement/criteria", "model.criteria_empty"),
    ("a type of the list", (*ACHIEVEMENT, "achievementType"), "Titre", "/credentialSubject/achievement/achievementType", "model.not_in_the_list"),
    ("a type", (*ACHIEVEMENT, "type"), ["Badge"], "/credentialSubject/achievement/type", "model.wrong_type"),
    ("credits that are a number", (*ACHIEVEMENT, "creditsAvailable"), "5", "/credentialSubject/achievement/creditsAvailable", "model.not_a_number"),
    ("credits that are not true", (*SUBJECT, "creditsEarned"), True, "/credentialSubject/creditsEarned", "model.not_a_number"),
    ("a language code", (*ACHIEVEMENT, "inLanguage"), "French", "/credentialSubject/achievement/inLanguage", "model.not_a_language"),
    ("keywords that are texts", (*ACHIEVEMENT, "tag", 1), 3, "/credentialSubject/achievement/tag/1", "model.not_text"),
    ("an alignment has a name", (*ACHIEVEMENT, "alignment", 0, "targetName"), NOTHING, "/credentialSubject/achievement/alignment/0/targetName", "model.missing"),
    ("and an address", (*ACHIEVEMENT, "alignment", 1, "targetUrl"), NOTHING, "/credentialSubject/achievement/alignment/1/targetUrl", "model.missing"),
    ("and a type of the list", (*ACHIEVEMENT, "alignment", 0, "targetType"), "Skill", "/credentialSubject/achievement/alignment/0/targetType", "model.not_in_the_list"),
    ("a result has its type", (*SUBJECT, "result", 0, "type"), ["Grade"], "/credentialSubject/result/0/type", "model.wrong_type"),
    ("the status of a result is of the list", (*SUBJECT, "result", 0, "status"), "ext:Done", "/credentialSubject/result/0/status", "model.not_a_status"),
    ("the value of a result is a text", (*SUBJECT, "result", 1, "value"), 87, "/credentialSubject/result/1/value", "model.not_text"),
    ("a result description has a kind", (*ACHIEVEMENT, "resultDescription", 0, "resultType"), NOTHING, "/credentialSubject/achievement/resultDescription/0/resultType", "model.missing"),
    ("of the list", (*ACHIEVEMENT, "resultDescription", 0, "resultType"), "Note", "/credentialSubject/achievement/resultDescription/0/resultType", "model.not_in_the_list"),
    ("a level has a name", (*ACHIEVEMENT, "resultDescription", 0, "rubricCriterionLevel", 1, "name"), NOTHING, "/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/1/name", "model.missing"),
    ("related is an object", (*ACHIEVEMENT, "related"), [OTHER], "/credentialSubject/achievement/related/0", "model.not_an_object"),
    ("related has an id", (*ACHIEVEMENT, "related"), {"type": "Related"}, "/credentialSubject/achievement/related/id", "model.missing"),
    ("an identity says whether it is hashed", (*SUBJECT, "identifier", 0, "hashed"), NOTHING, "/credentialSubject/identifier/0/hashed", "model.missing"),
    ("by true or false", (*SUBJECT, "identifier", 0, "hashed"), "true", "/credentialSubject/identifier/0/hashed", "model.not_true_or_false"),
    ("an identity has a kind", (*SUBJECT, "identifier", 0, "identityType"), "email", "/credentialSubject/identifier/0/identityType", "model.not_in_the_list"),
    ("an identity has a value", (*SUBJECT, "identifier", 0, "identityHash"), NOTHING, "/credentialSubject/identifier/0/identityHash", "model.missing"),
    ("evidence is of type Evidence", ("evidence", 0, "type"), ["Proof"], "/evidence/0/type", "model.wrong_type"),
    ("the id of evidence is a URL", ("evidence", 0, "id"), "annexe.pdf", "/evidence/0/id", "model.not_a_url"),
    ("a refresh service has an id", ("refreshService",), {"type": "1EdTechCredentialRefresh"}, "/refreshService/id", "model.missing"),
    ("an activity has dates with a zone", (*SUBJECT, "activityEndDate"), "2025-12-19", "/credentialSubject/activityEndDate", "date.not_a_date"),
    ("the date of the award has a zone", ("awardedDate",), "2025-12-19T00:00:00", "/awardedDate", "date.without_zone"),
    ("a date of birth is a day", ("issuer", "dateOfBirth"), "2025-13-01", "/issuer/dateOfBirth", "model.not_a_day"),
    ("an endorsement in a token is a JWS", ("endorsementJwt",), ["abc"], "/endorsementJwt/0", "model.not_a_token"),
    ("an endorsement is one", ("endorsement",), [{"type": ["VerifiableCredential", "EndorsementCredential"]}], "/endorsement/0/@context", "model.missing"),
    ("a status index is a text", ("credentialStatus", "statusListIndex"), 0, "/credentialStatus/statusListIndex", "model.status_index_not_text"),
    ("a status index is digits", ("credentialStatus", "statusListIndex"), "-1", "/credentialStatus/statusListIndex", "model.status_index_not_a_number"),
    ("a status index is there", ("credentialStatus", "statusListIndex"), NOTHING, "/credentialStatus/statusListIndex", "model.missing"),
    ("a status has a purpose", ("credentialStatus", "statusPurpose"), NOTHING, "/credentialStatus/statusPurpose", "model.missing"),
    ("a status has a list", ("credentialStatus", "statusListCredential"), NOTHING, "/credentialStatus/statusListCredential", "model.missing"),
    ("the entry is not the list", ("credentialStatus", "id"), "https://badges.example.edu/status/7", "/credentialStatus/id", "model.status_id_is_the_list"),
    ("a status has a size of 1 at least", ("credentialStatus", "statusSize"), 0, "/credentialStatus/statusSize", "model.status_size"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "value", "pointer", "code"), BADGE_RULES, ids=[row[0] for row in BADGE_RULES])
def test_rules_of_open_badges_3_0(rule, path, value, pointer, code):
    assert faults(bench()) == []

    found = [(fault.pointer, fault.reason.code) for fault in faults(broken(bench(), path, value))]

    assert found[0] == (pointer, code), rule


def test_a_badge_is_somebodys():
    document = bench()
    del document["credentialSubject"]["id"]
    assert faults(document) == []

    del document["credentialSubject"]["identifier"]
    assert [fault.reason.code for fault in faults(document)] == ["model.subject_unnamed"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("issuer",), "did:example:issuer"),
        (("type",), ["AchievementCredential", "VerifiableCredential", "https://example.org/Mine"]),
        (("issuer", "type"), "Profile"),
        (("issuer", "name"), {"fr": "Université", "en": "University"}),
        (("evidence",), {"type": "Evidence"}),
        ((*ACHIEVEMENT, "achievementType"), "ext:TitreRNCP"),
        ((*ACHIEVEMENT, "criteria"), {"id": "https://example.org/criteria"}),
        ((*ACHIEVEMENT, "tag"), "python"),
        ((*ACHIEVEMENT, "own"), {"kept": 1}),
        (("credentialStatus",), [{"type": "A"}, {"type": "B"}]),  # legal in VC 2.0, and met
    ],
)
def test_what_open_badges_3_0_allows(path, value):
    assert faults(broken(bench(), path, value)) == []


def test_rules_of_data_model_1_1():
    document = read("vectors/open-badges-3.0/simple_v1.json")
    other = {**plain(), "@context": VC_1, "issuanceDate": "2026-01-15T10:00:00Z"}

    assert pointers({**document, "issuanceDate": "2010-01-01"}) == ["/issuanceDate"]
    assert pointers({**document, "expirationDate": "2009-01-01T00:00:00Z"}) == ["/expirationDate"]
    assert pointers({name: value for name, value in document.items() if name != "issuanceDate"}) == ["/issuanceDate"]
    assert pointers({**document, "@context": VC_1}) == ["/@context"]  # Open Badges needs a second one
    assert (read_credential(other).kind, pointers(other)) == ("vc11", [])


def test_an_endorsement_on_the_old_data_model():
    document = read("vectors/open-badges-3.0/endorsement-valid.json")
    document["@context"] = [VC_1, OB_3_0_3]
    assert pointers(document) == ["/issuanceDate"]

    document["issuanceDate"] = document.pop("validFrom")
    assert pointers(document) == []


def test_faults_inside_an_endorsement_are_found():
    document = complete()
    inner = document["credentialSubject"]["achievement"]["creator"]["endorsement"][1]
    del inner["name"]
    inner["validUntil"] = "2009-01-01T00:00:00Z"
    place = "/credentialSubject/achievement/creator/endorsement/1"

    assert pointers(document) == [f"{place}/name", f"{place}/validUntil"]


def test_the_first_fault_is_raised_and_all_are_listed():
    document = broken(broken(bench(), ("validUntil",), "never"), ("evidence", 0, "type"), "x")

    with pytest.raises(MalformedCredential) as refusal:
        check_credential(document)

    assert refusal.value.pointer == "/validUntil"
    assert pointers(document) == ["/validUntil", "/evidence/0/type"]
    check_credential(bench())


def test_a_pointer_is_escaped():
    document = broken(bench(), ("name",), {"a/b~c": "x"})

    assert pointers(document) == ["/name/a~1b~0c"]


def test_nesting_without_end_is_refused_and_does_not_break_us():
    document = bench()
    inner = document["issuer"]
    for _ in range(3000):
        inner["parentOrg"] = {"id": "urn:x:y", "type": ["Profile"]}
        inner = inner["parentOrg"]

    assert [fault.reason.code for fault in faults(document)] == ["model.too_deep"]


@pytest.mark.parametrize(
    "members",
    [
        {"evidence": [0] * 100_000},
        {"evidence": [{}] * 50_000},
        {"name": [0] * 100_000},
        {"name": {f"k{at}": "" for at in range(20_000)}},
        {"relatedResource": [{"id": OTHER}] * 20_000},
        {"credentialStatus": [{}] * 50_000},
        {"@context": [VC_2, OB_3_0_3, *[0] * 50_000]},
    ],
    ids=lambda members: next(iter(members)),
)
def test_a_document_made_of_faults_does_not_keep_us_busy(members):
    assert 0 < len(faults({**bench(), **members})) <= 101


def test_what_is_no_credential_is_named():
    (fault,) = faults(read("vectors/vc-data-model-2.0/verifiable-presentation/example-2.json"))

    assert fault.reason.code == "model.not_a_credential"
    assert "présentation" in fault.sentence("fr")
    assert "presentation" in fault.sentence("en")


def test_one_or_many_objects():
    assert objects_in({"evidence": {"id": "a"}}, "evidence") == [{"id": "a"}]
    assert objects_in({"evidence": [{"id": "a"}, "b", None]}, "evidence") == [{"id": "a"}]
    assert objects_in({}, "evidence") == []


# the schemas that a credential names ----------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [complete(endorsed_once=True), bench()], ids=["complete", "bench"])
def test_what_the_rules_let_pass_the_schema_lets_pass(start):
    sound = 0
    for path, document in mutants(start, [None, 3, True, "x", {}, [], ["x"], {"fr": "x"}, "2020-13-01T00:00:00Z"]):
        if faults(document):
            continue
        sound += 1
        if type(document.get("credentialStatus")) is list or type(document.get("refreshService")) is list:
            continue  # one object for the schema, one or many for the rules
        assert schema_faults(document, SCHEMA) == [], path
    assert sound > 80


def test_a_list_of_statuses_is_sound_and_against_the_schema_that_the_badge_names():
    document = changed(bench(), ("credentialStatus",), [bench()["credentialStatus"]])

    assert faults(document) == []
    assert [fault.pointer for fault in schema_faults_of(document)] == ["/credentialStatus"]
    assert schema_faults_of(bench()) == []


def test_schemas_are_named_and_the_unknown_ones_told():
    document = complete()["credentialSubject"]["achievement"]["creator"]["endorsement"][0]

    assert [url for url in named_schemas(document) if not known_schema(url)] == [
        "https://accrediter.edu/schema/endorsementcredential.json"
    ]
    assert len(named_schemas(document)) == 2
    assert schema_faults_of(document) == []


def test_a_badge_that_names_the_schema_of_endorsements_is_judged_by_it():
    document = bench()
    document["credentialSchema"][0]["id"] = SCHEMA.replace("achievement", "endorsement")

    assert "/type" in [fault.pointer for fault in schema_faults_of(document)]


def broken(document, path, value):
    place = document
    for name in path[:-1]:
        place = place[name]
    if value is NOTHING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


def test_the_holders_name_is_told_only_when_it_stands_in_clear():
    named = {"type": "IdentityObject", "hashed": False, "identityHash": "Linh Garnier", "identityType": "name"}
    hashed = {"type": "IdentityObject", "hashed": True, "identityHash": "sha256$00", "identityType": "name"}
    address = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "a@example.org",
        "identityType": "emailAddress",
    }

    def holder(**subject):
        return read_credential({"credentialSubject": subject}).holder_name

    assert holder(identifier=[address, hashed, named]) == "Linh Garnier"
    assert holder(identifier=named) == "Linh Garnier"
    assert holder(identifier=[address, hashed]) is None
    assert holder(name="Amina") == "Amina"
    assert read_credential({}).holder_name is None
