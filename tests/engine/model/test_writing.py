"""What we hold our own credentials to: nothing that the strictest reader would refuse."""

import json

import jsonschema
import pytest

from engine.model.mutations import mutants
from engine.model.samples import EXTENSIONS, OB_3_0_3, VC_2, bench, complete, read
from published import published
from sceau.engine.model.writing import faults_of_ours

ACHIEVEMENT = ("credentialSubject", "achievement")


def found(document):
    return [(fault.pointer, fault.reason.code) for fault in faults_of_ours(document)]


def test_a_credential_as_we_write_it():
    assert found(bench()) == []
    assert found(complete()) == []
    assert found(read("vectors/open-badges-3.0/endorsement-valid.json")) == []


@pytest.mark.parametrize(
    ("path", "value", "pointer", "code"),
    [
        (("@context",), [VC_2, OB_3_0_3.replace("-3.0.3", "")], "/@context", "writing.contexts"),
        (("@context",), [VC_2, OB_3_0_3.replace("3.0.3", "3.0.2")], "/@context", "writing.contexts"),
        (("@context",), [VC_2, OB_3_0_3], "/@context", "writing.extensions_context"),
        (("issuer",), "did:example:issuer", "/issuer", "writing.issuer_not_a_profile"),
        (("issuer", "name"), "", "/issuer", "writing.issuer_not_a_profile"),
        (("name",), "", "/name", "model.missing"),
        (("issuer", "type"), "Profile", "/issuer/type", "writing.wants_a_list"),
        (("evidence",), {"type": ["Evidence"]}, "/evidence", "writing.wants_a_list"),
        ((*ACHIEVEMENT, "tag"), "python", "/credentialSubject/achievement/tag", "writing.wants_a_list"),
        (("credentialStatus",), [{"type": "X"}], "/credentialStatus", "writing.wants_one_object"),
        (("endorsementJwt",), ["a.b.c"], "/endorsementJwt", "context.term_of_a_later_variant"),
        (("name",), {"fr": "Python"}, "/name", "writing.wants_one_text"),
        (("name",), {"@value": "Python", "@language": "fr"}, "/name", "writing.wants_one_text"),
        (("credentialStatus",), {"type": "X"}, "/credentialStatus/id", "model.missing"),
        (("jti",), "urn:a:b", "/jti", "context.term_of_a_later_variant"),
        (
            ("credentialSubject", "identifier", 0, "identityHash"),
            "sha256$ABC",
            "/credentialSubject/identifier/0/identityHash",
            "writing.hash_form",
        ),
    ],
)
def test_a_rule_of_ours(path, value, pointer, code):
    document = bench()
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value

    assert found(document) == [(pointer, code)]


def test_what_every_reader_must_refuse_comes_first():
    document = bench()
    del document["validFrom"]
    document["issuer"]["type"] = "Profile"

    assert found(document) == [("/validFrom", "model.missing"), ("/issuer/type", "writing.wants_a_list")]


def test_extensions_are_needed_only_when_they_are_used():
    document = bench()
    document["@context"] = [VC_2, OB_3_0_3]
    del document["credentialSchema"]

    assert EXTENSIONS not in document["@context"]
    assert found(document) == []


@pytest.mark.parametrize(
    "name", ["open-badges-3.0/simple_v1.json", "open-badges-2.0/basic-assertion.json", "clr-2.0/simple.json"]
)
def test_other_things_are_not_ours_to_write(name):
    assert [code for _, code in found(read(f"vectors/{name}"))] == ["writing.not_ours_to_write"]


def test_what_we_would_write_the_strict_revision_takes():
    file = "ob_v3p0_achievementcredential_schema.strict-2024.json"
    strict = jsonschema.Draft201909Validator(json.loads((published("schemas/1edtech") / file).read_bytes()))
    taken = 0
    for path, document in mutants(complete(endorsed_once=True), [None, 3, "x", {}, [], ["x"], {"fr": "x"}]):
        if faults_of_ours(document) or path[-1] == "proof":  # the one member that we do not write as a list
            continue
        taken += 1
        assert strict.is_valid(document), path
    assert taken > 60
