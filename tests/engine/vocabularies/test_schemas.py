"""Our schemas stand between the two published revisions: all that the strict one takes, nothing the current one refuses.

Referee: the published schemas (shared schemas/1edtech), read by the jsonschema package.
"""

import json
from datetime import datetime

import jsonschema
import pytest

from engine.model.mutations import mutants
from engine.model.samples import bench, complete, read
from published import published
from sceau.engine.errors import MalformedCredential
from sceau.engine.vocabularies.contexts import VC_1_1, VC_2_0
from sceau.engine.vocabularies.schemas import check_json_schema, known_schema, schema_faults

BASE = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
ACHIEVEMENT = f"{BASE}ob_v3p0_achievementcredential_schema.json"
ENDORSEMENT = f"{BASE}ob_v3p0_endorsementcredential_schema.json"
PROFILE = f"{BASE}ob_v3p0_profile_schema.json"
STRICT = "ob_v3p0_achievementcredential_schema.strict-2024.json"
VALUES = [None, 3, True, "x", {}, [], ["x"], [None], {"fr": "x"}, "2020-13-01T00:00:00Z"]

formats = jsonschema.FormatChecker(formats=())


@formats.checks("date-time")
def is_a_moment(value):
    try:
        return "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return not isinstance(value, str)


def referee(file):
    schema = json.loads((published("schemas/1edtech") / file).read_bytes())
    return jsonschema.Draft201909Validator(schema, format_checker=formats)


@pytest.mark.parametrize("url", [ACHIEVEMENT, ENDORSEMENT, PROFILE])
def test_we_answer_for_the_published_addresses(url):
    assert known_schema(url)
    assert known_schema(url.replace("/json/", "/json-ld/"))


def test_an_unknown_schema_is_said_to_be_unknown():
    url = "https://example.org/schema.json"

    assert not known_schema(url)
    with pytest.raises(MalformedCredential) as refusal:
        check_json_schema(bench(), url)
    assert refusal.value.reason.code == "schema.unknown"
    assert url in refusal.value.sentence("fr")


def test_the_published_addresses_are_those_of_the_published_schemas():
    listed = {row["url"] for row in json.loads((published("schemas") / "index.json").read_bytes())}

    assert {ACHIEVEMENT, ENDORSEMENT, PROFILE} <= listed


# file → whether our schema takes it, and the published ones must agree unless the reason says otherwise
VECTORS = {
    "complete.json": True,
    "simple.json": True,
    "simple-multiple-proofs.json": True,
    "simple-err-expired.json": True,  # expiry is no matter of form
    "simple-err-proof-method.json": True,  # nor is a wrong key
    "simple-err-proof-value.json": True,  # nor a forged signature
    "sd/derivedcredential.json": True,
    "simple-err-context.json": False,  # no VC context
    "simple-err-type.json": False,  # OtherCredential
    "simple-err-credential-subject-type.json": False,
    "simple-err-issuer-type.json": False,
    "simple-noproof.json": False,  # data model 1.1, and no achievement
}


@pytest.mark.parametrize("name", VECTORS)
def test_published_credentials(name):
    document = read(f"vectors/open-badges-3.0/{name}")

    assert (schema_faults(document, ACHIEVEMENT) == []) is VECTORS[name]
    assert referee(STRICT.replace(".strict-2024", "")).is_valid(document) is VECTORS[name]


def test_a_published_endorsement_and_profile():
    document = read("vectors/open-badges-3.0/endorsement-valid.json")

    assert schema_faults(document, ENDORSEMENT) == []
    assert referee("ob_v3p0_endorsementcredential_schema.json").is_valid(document)
    assert schema_faults(document["issuer"], PROFILE) == []
    assert referee("ob_v3p0_profile_schema.json").is_valid(document["issuer"])
    assert next(fault.pointer for fault in schema_faults(document, ACHIEVEMENT)) == "/type"


def test_a_credential_of_data_model_1_1_is_judged_with_the_names_of_that_model():
    document = read("vectors/open-badges-3.0/simple_v1.json")

    assert schema_faults(document, ACHIEVEMENT) == []
    document["@context"][0] = VC_2_0
    assert [fault.pointer for fault in schema_faults(document, ACHIEVEMENT)] == ["/validFrom"]
    assert VC_1_1 not in document["@context"]


@pytest.mark.parametrize(
    ("start", "url", "file"),
    [
        (complete(endorsed_once=True), ACHIEVEMENT, "ob_v3p0_achievementcredential_schema.json"),
        (
            read("vectors/open-badges-3.0/endorsement-valid.json"),
            ENDORSEMENT,
            "ob_v3p0_endorsementcredential_schema.json",
        ),
        (complete()["credentialSubject"]["achievement"]["creator"], PROFILE, "ob_v3p0_profile_schema.json"),
    ],
    ids=["achievement", "endorsement", "profile"],
)
def test_no_document_that_the_published_schema_refuses_passes(start, url, file):
    judge, refused, passed = referee(file), 0, 0
    assert judge.is_valid(start)

    for path, document in mutants(start, VALUES):
        if schema_faults(document, url):
            refused += 1
            continue
        passed += 1
        assert judge.is_valid(document), path

    assert refused > passed > 20


def test_every_document_that_the_strict_revision_takes_passes():
    judge, taken = referee(STRICT), 0
    start = complete(endorsed_once=True)

    for path, document in mutants(start, VALUES):
        if judge.is_valid(document):
            taken += 1
            assert schema_faults(document, ACHIEVEMENT) == [], path

    assert taken > 200


# what the current published revision takes and we refuse, each with its reason
STRICTER = {
    "a map of languages as an identifier": (("id",), {"fr": "https://example.org/1"}),
    "a map of languages as an address": (
        ("credentialSubject", "achievement", "creator", "url"),
        {"fr": "https://x.example"},
    ),
    "a map of languages as a type": (("issuer", "type"), {"fr": "Profile"}),
    "a map of languages without a language": (("credentialSubject", "achievement", "name"), {}),
    "a single type that is not the class": (("issuer", "type"), "Organisation"),
    "a credential with a single type": (("type",), "OpenBadgeCredential"),
    "a context alone": (("@context",), VC_2_0),
}
# and what it refuses and we take
LOOSER = {
    "a language value, VC Data Model 2.0, §4.6": (("name",), {"@value": "Python", "@language": "fr"}),
    "several language values": (("description",), [{"@value": "a", "@language": "fr"}, {"@value": "b"}]),
}


@pytest.mark.parametrize("case", STRICTER)
def test_where_we_are_stricter_than_the_current_revision(case):
    document, (path, value) = complete(), STRICTER[case]
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value

    faults = schema_faults(document, ACHIEVEMENT)

    assert referee("ob_v3p0_achievementcredential_schema.json").is_valid(document)
    assert not referee(STRICT).is_valid(document)
    assert faults
    assert faults[0].pointer.startswith("".join(f"/{name}" for name in path))


@pytest.mark.parametrize("case", LOOSER)
def test_where_we_are_looser_than_both_revisions(case):
    document, (path, value) = complete(), LOOSER[case]
    document[path[0]] = value

    assert schema_faults(document, ACHIEVEMENT) == []
    assert not referee("ob_v3p0_achievementcredential_schema.json").is_valid(document)


FAULTS = {  # what is changed → the pointer, the reason's code, and a word of the sentence in each language
    ("credentialSubject", "achievement", "name"): (
        ...,
        "/credentialSubject/achievement/name",
        "schema.missing",
        "name",
    ),
    ("validFrom",): ("yesterday", "/validFrom", "schema.not_a_date", "yesterday"),
    ("issuer", "type"): (["Person"], "/issuer/type", "schema.not_contained", "Profile"),
    ("credentialSubject", "result", 0, "status"): (
        "Done",
        "/credentialSubject/result/0/status",
        "schema.not_among",
        "Done",
    ),
    ("credentialSubject", "achievement", "achievementType"): (
        "Diplome",
        "/credentialSubject/achievement/achievementType",
        "schema.not_among",
        "Diplome",
    ),
    ("credentialSubject", "creditsEarned"): ("5", "/credentialSubject/creditsEarned", "schema.wrong_kind", "5"),
    ("image", "alt"): ("a seal", "/image/alt", "schema.no_additions", "alt"),
    ("credentialSubject", "achievement", "tag"): (
        [3],
        "/credentialSubject/achievement/tag/0",
        "schema.wrong_kind",
        "3",
    ),
    ("credentialSubject", "achievement", "name", "f.r"): (
        "x",
        "/credentialSubject/achievement/name/f.r",
        "schema.not_a_name",
        "f.r",
    ),
    ("credentialSubject", "achievement", "inLanguage"): (
        "French",
        "/credentialSubject/achievement/inLanguage",
        "schema.wrong_form",
        "French",
    ),
    ("@context", 1): ("https://example.org/v1", "/@context/1", "schema.wrong_form", "example.org"),
    ("image", "type"): ("Picture", "/image/type", "schema.not_this_value", "Picture"),
    ("description",): ({}, "/description", "schema.too_few", "1"),
}


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: "/".join(map(str, path)))
def test_a_fault_has_its_pointer_and_its_sentence(path):
    value, pointer, code, word = FAULTS[path]
    document = bench()
    place = document
    for name in path[:-1]:
        place = place[name]
        if name == "name":
            document["credentialSubject"]["achievement"]["name"] = place = {"fr": "Python"}
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value

    with pytest.raises(MalformedCredential) as refusal:
        check_json_schema(document, ACHIEVEMENT)

    assert (refusal.value.pointer, refusal.value.reason.code) == (pointer, code)
    for language in ("fr", "en"):
        assert word in refusal.value.sentence(language)


def test_every_fault_is_named():
    document = bench()
    del document["id"]
    document["validUntil"] = "never"
    document["evidence"][0]["genre"] = 3

    assert {fault.pointer for fault in schema_faults(document, ACHIEVEMENT)} == {
        "/id",
        "/validUntil",
        "/evidence/0/genre",
    }


@pytest.mark.parametrize(
    "members",
    [
        {"evidence": [0] * 100_000},
        {"evidence": [{}] * 50_000},
        {"name": {f"k{at}": "" for at in range(20_000)}},
        {"image": {f"k.{at}": "" for at in range(20_000)}},
        {"type": ["x"] * 50_000},
        {"@context": [VC_2_0, *[0] * 50_000]},
    ],
    ids=lambda members: next(iter(members)),
)
def test_a_document_made_of_faults_does_not_keep_us_busy(members):
    assert 0 < len(schema_faults({**bench(), **members}, ACHIEVEMENT)) <= 100


def test_nesting_without_end_is_refused_and_does_not_break_us():
    document = bench()
    inner = document["issuer"]
    for _ in range(2000):
        inner["parentOrg"] = {"id": "urn:x:y", "type": ["Profile"]}
        inner = inner["parentOrg"]

    assert [fault.reason.code for fault in schema_faults(document, ACHIEVEMENT)] == ["schema.too_deep"]
