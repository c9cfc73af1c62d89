"""What the canonical form refuses, so that nothing is signed or accepted that a reader does not see."""

from __future__ import annotations

import copy
import json

import orjson
import pytest
from pyld import jsonld

from sceau.engine.canonical.context import MAXIMUM_MEMO, MAXIMUM_PRICE
from sceau.engine.canonical.jsonld import context_of
from sceau.engine.canonical.rdf import canonical_dataset, canonical_nquads
from sceau.engine.errors import EngineError, NotCanonical, TooComplex, UnknownContext
from sceau.engine.vocabularies.contexts import OB_3_0_3, OB_EXTENSIONS, VC_2_0, shipped

CONTEXTS = shipped()
SECURITY = "https://w3id.org/security#"


def credential(**members):
    return {
        "@context": [VC_2_0, OB_3_0_3],
        "id": "https://badges.example/v/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:badges.example", "type": ["Profile"], "name": "Institut"},
        "validFrom": "2026-01-15T10:00:00Z",
        "credentialSubject": {"id": "did:example:a", "type": ["AchievementSubject"]},
    } | members


def with_context(context, url="https://example.org/ctx/v1"):
    return url, CONTEXTS.with_document(url, orjson.dumps({"@context": context}))


def referee(document, contexts) -> bytes:
    def load(url, _options):
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": contexts.get(url),
            "contentType": "application/ld+json",
        }

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return jsonld.normalize(document, options).encode()


REFUSED = {
    "an id that is null": (credential(id=None), "jsonld.not_an_iri", "/id"),
    "a type that is null": (credential(evidence=[{"type": None, "name": "x"}]), "jsonld.not_an_iri", "/evidence/0/type"),
    "an empty proof": (credential(proof={}), "jsonld.bad_value", "/proof"),
    "an id with a line separator": (credential(id="https://badges.example/\u2028"), "jsonld.not_an_iri", "/id"),
    "an id with a control character": (credential(id="https://badges.example/\x85"), "jsonld.not_an_iri", "/id"),
    "an undefined name": (credential(colour="green"), "jsonld.undefined_term", "/colour"),
    "an undefined name, deep": (
        credential(credentialSubject={"type": "AchievementSubject", "achievement": {"type": "Achievement", "x": 1}}),
        "jsonld.undefined_term",
        "/credentialSubject/achievement/x",
    ),
    "an undefined type": (credential(type=["VerifiableCredential", "Diplome"]), "jsonld.undefined_type", "/type"),
    "a type that is a number": (credential(type=3), "jsonld.not_an_iri", "/type"),
    "a type without its context": (
        credential(credentialSchema=[{"id": "https://example.org/s", "type": "1EdTechJsonSchemaValidator2019"}]),
        "jsonld.undefined_type",
        "/credentialSchema/0/type",
    ),
    "a relative id": (credential(id="v/1"), "jsonld.not_an_iri", "/id"),
    "an id with a space": (credential(id="https://badges.example/a b"), "jsonld.not_an_iri", "/id"),
    "quads injected by an id": (credential(id="did:x> <p:p> <o:o> .\n<did:y"), "jsonld.not_an_iri", "/id"),
    "an id with angle brackets": (credential(id="data:text/html,<b>"), "jsonld.not_an_iri", "/id"),
    "a blank node label": (credential(id="_:b0"), "jsonld.blank_node", "/id"),
    "a keyword we do not know": (credential(**{"@foo": "x"}), "jsonld.keyword", "/@foo"),
    "a keyword in place of its alias": (credential(**{"@type": "VerifiableCredential"}), "jsonld.keyword", "/@type"),
    "@included": (credential(**{"@included": []}), "jsonld.keyword", "/@included"),
    "@reverse": (credential(**{"@reverse": {}}), "jsonld.keyword", "/@reverse"),
    "@graph": (credential(**{"@graph": []}), "jsonld.keyword", "/@graph"),
    "a blank node as a name": (credential(**{"_:p": "x"}), "jsonld.not_a_term", "/_:p"),
    "an address as a name": (credential(**{"https://schema.org/name": "x"}), "jsonld.not_a_term", "/https:~1~1schema.org~1name"),
    "a context written out": (
        credential(**{"@context": [VC_2_0, {"colour": "https://example.org/colour"}]}),
        "jsonld.inline_context",
        "/@context",
    ),
    "no context": (credential(**{"@context": []}), "jsonld.no_context", ""),
    "a context put aside in the middle": (
        credential(issuer={"@context": None, "id": "did:web:badges.example"}),
        "jsonld.no_context",
        "/issuer/@context",
    ),
    "too many contexts": (credential(**{"@context": [VC_2_0] * 17}), "canonical.too_many", "/@context"),
    "a language that is none": (
        credential(name={"@value": "Bonjour", "@language": "fr FR"}),
        "jsonld.bad_language",
        "/name",
    ),
    "a base direction": (
        credential(name={"@value": "مرحبا", "@language": "ar", "@direction": "rtl"}),
        "jsonld.direction",
        "/name/@direction",
    ),
    "a typed @value": (credential(name={"@value": "x", "@type": "https://example.org/t"}), "jsonld.bad_value", "/name"),
    "a date inside @value": (credential(validFrom={"@value": "2026-01-15T10:00:00Z"}), "jsonld.bad_value", "/validFrom"),
    "an array in an array": (credential(name=[["a"]]), "jsonld.bad_value", "/name/0"),
    "a number too large": (
        credential(credentialSubject={"type": "AchievementSubject", "creditsEarned": 2**60}),
        "jsonld.bad_number",
        "/credentialSubject/creditsEarned",
    ),
    "a number too small": (
        credential(credentialSubject={"type": "AchievementSubject", "creditsEarned": 1e-7}),
        "jsonld.bad_number",
        "/credentialSubject/creditsEarned",
    ),
    "half a character": (credential(name="\ud800"), "jsonld.lone_surrogate", ""),
    "a number where an address stands": (credential(evidence=[{"id": 3, "type": "Evidence"}]), "jsonld.not_an_iri", "/evidence/0/id"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_reader_would_not_see_is_refused(name):
    document, code, pointer = REFUSED[name]

    with pytest.raises(EngineError) as refusal:
        canonical_nquads(document, CONTEXTS)

    assert (refusal.value.reason.code, refusal.value.pointer) == (code, pointer)
    assert "{" not in refusal.value.sentence("fr").replace("{…}", "")


@pytest.mark.parametrize("member", ["validUntil", "credentialStatus", "credentialSubject", "validFrom", "issuer"])
def test_a_member_under_its_absolute_address_is_refused(member):
    """The same dataset and so the same signature, but a reader no longer sees the end date or the status."""
    addresses = {
        "validUntil": "https://www.w3.org/2018/credentials#validUntil",
        "validFrom": "https://www.w3.org/2018/credentials#validFrom",
        "credentialStatus": "https://www.w3.org/2018/credentials#credentialStatus",
        "credentialSubject": "https://www.w3.org/2018/credentials#credentialSubject",
        "issuer": "https://www.w3.org/2018/credentials#issuer",
    }
    document = credential(validUntil="2026-02-15T10:00:00Z", credentialStatus={"id": "https://badges.example/s#1"})
    document[addresses[member]] = document.pop(member)

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads(document, CONTEXTS)

    assert refusal.value.reason.code == "jsonld.not_a_term"


def test_a_type_under_its_absolute_address_is_refused():
    address = "https://www.w3.org/2018/credentials#VerifiableCredential"

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads(credential(type=[address, "OpenBadgeCredential"]), CONTEXTS)

    assert refusal.value.reason.code == "jsonld.has_a_name"


@pytest.mark.parametrize(
    ("member", "value"),
    [("https://w3id.org/security#expiration", "2027-01-01T00:00:00Z"), ("proofPurpose", f"{SECURITY}assertionMethod")],
)
def test_proof_options_are_held_to_the_same_rule(member, value):
    options = {
        "@context": VC_2_0,
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": "did:key:z6Mk#z6Mk",
        "proofPurpose": "assertionMethod",
    }
    canonical_nquads(options, CONTEXTS)

    with pytest.raises(NotCanonical):
        canonical_nquads(options | {member: value}, CONTEXTS)


def test_the_credential_described_again_inside_itself_is_refused():
    """Moved into the evidence, the end date would still be signed, and nobody would read it."""
    hidden = {"id": "https://badges.example/v/1", "type": "Evidence", "validUntil": "2026-02-15T10:00:00Z"}

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads(credential(evidence=[hidden]), CONTEXTS)

    assert refusal.value.reason.code == "jsonld.described_twice"
    assert refusal.value.pointer == "/evidence/0"


def test_an_unknown_context_says_what_an_administrator_can_do():
    with pytest.raises(UnknownContext) as refusal:
        canonical_nquads(credential(**{"@context": [VC_2_0, "https://example.org/unknown/v1"]}), CONTEXTS)

    assert "sceau contexts add https://example.org/unknown/v1" in refusal.value.sentence("fr")
    assert refusal.value.pointer in ("", "/@context")


ACCEPTED = {
    "a control character": credential(name="a\u0000b\u0007c\u007fd\ttab\nline \"quoted\" \\ back"),
    "a text in two languages": credential(name=[{"@value": "Bonjour", "@language": "fr"}, {"@value": "Hello", "@language": "en"}]),
    "a language in capitals": credential(name={"@value": "Bonjour", "@language": "fr-FR"}),
    "an empty array and a null": credential(evidence=[], description=None),
    "an empty object": credential(evidence=[{"type": "Evidence", "name": "x"}, {}]),
    "the same value twice": credential(type=["VerifiableCredential", "VerifiableCredential", "OpenBadgeCredential"]),
    "a schema with its context": credential(
        **{
            "@context": [VC_2_0, OB_3_0_3, OB_EXTENSIONS],
            "credentialSchema": [{"id": "https://example.org/s", "type": "1EdTechJsonSchemaValidator2019"}],
        }
    ),
    "an endorsement with its proof": credential(
        endorsement=[
            {
                "@context": [VC_2_0, OB_3_0_3],
                "id": "urn:uuid:0b9a8c3e-4f0c-4d6e-9df1-6f1f5b7f7a11",
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "issuer": {"id": "did:example:b", "type": ["Profile"]},
                "validFrom": "2026-01-15T10:00:00Z",
                "name": "Soutien",
                "credentialSubject": {"id": "did:example:a", "type": ["EndorsementSubject"], "endorsementComment": "Bien"},
                "proof": [
                    {
                        "type": "DataIntegrityProof",
                        "cryptosuite": "eddsa-rdfc-2022",
                        "created": "2026-01-15T10:00:00Z",
                        "verificationMethod": "did:example:b#key-1",
                        "proofPurpose": "assertionMethod",
                        "proofValue": "z3FXQ",
                    }
                ],
            }
        ]
    ),
    "a status with messages": credential(
        credentialStatus={
            "id": "https://badges.example/status/1#4",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "message",
            "statusListIndex": "4",
            "statusSize": 2,
            "statusListCredential": "https://badges.example/status/1",
            "statusMessage": [{"status": "0x0", "message": "none"}, {"status": "0x1", "message": "suspended"}],
        }
    ),
    "numbers": credential(
        credentialSubject=[
            {"id": f"did:example:{number}", "type": "AchievementSubject", "creditsEarned": number}
            for number in (5, 5.0, 0.8, -2.5, 1e14, 123456.789, 0)
        ]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in ACCEPTED if name != "a control character"])
def test_what_is_accepted_has_the_same_form_as_the_referee_gives(name):
    assert canonical_nquads(ACCEPTED[name], CONTEXTS) == referee(ACCEPTED[name], CONTEXTS)


def test_control_characters_are_written_as_the_recommendation_says():
    """PyLD follows an older draft here and leaves them raw."""
    line = next(
        line
        for line in canonical_dataset(ACCEPTED["a control character"], CONTEXTS).lines
        if "/name>" in line and "a\\u" in line
    )

    assert r'"a\u0000b\u0007c\u007Fd\ttab\nline \"quoted\" \\ back"' in line


VALUES = {"@language": "fr", "t": "ex:t", "ex": "https://example.org/", "en": {"@id": "ex:en", "@language": "EN"},
          "plain": {"@id": "ex:plain", "@language": None}, "map": {"@id": "ex:map", "@container": "@language"},
          "list": {"@id": "ex:list", "@container": "@list"}, "json": {"@id": "ex:json", "@type": "@json"},
          "Word": "ex:Word", "word": {"@id": "ex:word", "@type": "@vocab"}, "none": {"@id": "ex:none", "@type": "@none"},
          "double": {"@id": "ex:double", "@type": "http://www.w3.org/2001/XMLSchema#double"}, "id": "@id", "type": "@type",
          "graph": {"@id": "ex:graph", "@container": "@graph"}, "A": {"@id": "ex:A", "@context": {"pa": "ex:pa"}},
          "B": {"@id": "ex:B", "@context": {"pb": "ex:pb"}}, "node": {"@id": "ex:node", "@context": {"t": "ex:other"}},
          "dates": {"@id": "ex:dates", "@container": "@list", "@type": "http://www.w3.org/2001/XMLSchema#date"},
          "ids": {"@id": "ex:ids", "@container": "@list", "@type": "@id"},
          "reset": {"@id": "ex:reset", "@context": None}}  # fmt: skip

SMALL = {
    "the default language": {"t": "bonjour"},
    "a language of its own": {"en": "hello", "plain": "text"},
    "a language map": {"map": {"fr": ["un", "deux"], "EN": "one", "@none": "1"}},
    "a list": {"list": ["a", 1, True, {"t": "b"}]},
    "a list of dates": {"dates": ["2026-01-15", "2026-01-16"]},
    "a list of addresses": {"ids": ["https://example.org/1", "https://example.org/2"]},
    "an empty list": {"list": []},
    "one value as a list": {"list": "a"},
    "a JSON literal": {"json": {"b": [1, 2.5, {"c": None}], "a": "é"}},
    "a JSON literal that is null": {"json": None},
    "a JSON literal that is an array": {"json": [3, 1, 2]},
    "a word of the vocabulary": {"word": "Word"},
    "a value without coercion": {"none": ["x", 3, {"id": "https://example.org/x"}]},
    "a double": {"double": [1, 2.5, 0, 1e6]},
    "a graph": {"graph": {"id": "https://example.org/g", "t": "inside"}},
    "two graphs": {"graph": [{"t": "one"}, {"t": "two"}]},
    "a graph in a graph": {"graph": {"id": "https://example.org/g", "graph": [{"t": "inside"}, {"node": {"t": "x"}}]}},
    "two types with contexts of their own": {"type": ["A", "B"], "pa": "1", "pb": "2"},
    "a type's context ends with its node": {"type": "A", "pa": "1", "node": {"t": "x"}},
    "a property's context goes on": {"node": {"t": "x"}},
    "a reference": {"node": {"id": "https://example.org/y"}},
    "a node with nothing": {"node": {}},
}


@pytest.mark.parametrize("name", SMALL)
def test_what_strangers_contexts_ask_for(name):
    url, contexts = with_context(VALUES)
    document = {"@context": url, "id": "https://example.org/s"} | SMALL[name]

    assert canonical_nquads(document, contexts) == referee(document, contexts)


def test_a_presentation_of_a_secured_credential_has_the_same_form_as_the_referee_gives():
    secured = ACCEPTED["an endorsement with its proof"]["endorsement"][0]
    presentation = {
        "@context": [VC_2_0],
        "id": "urn:uuid:3f3ad1b0-7a8b-4a43-9c0e-6d1f9bb6b1aa",
        "type": ["VerifiablePresentation"],
        "holder": "did:example:a",
        "verifiableCredential": [secured, secured | {"id": "urn:uuid:9b3ad1b0-7a8b-4a43-9c0e-6d1f9bb6b1aa"}],
    }

    assert canonical_nquads(presentation, CONTEXTS) == referee(presentation, CONTEXTS)


def test_a_property_of_one_type_is_undefined_in_the_nodes_below():
    url, contexts = with_context(VALUES)
    document = {"@context": url, "type": "A", "pa": "1", "node": {"pa": "2"}}

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads(document, contexts)

    assert refusal.value.pointer == "/node/pa"


def test_a_name_put_aside_by_a_context_is_refused():
    url, contexts = with_context({"t": None, "@vocab": "https://example.org/"})

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads({"@context": url, "t": "x"}, contexts)

    assert refusal.value.reason.code == "jsonld.undefined_term"


def test_an_abbreviated_address_is_refused():
    url, contexts = with_context(VALUES)

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads({"@context": url, "id": "ex:s", "t": "x"}, contexts)

    assert refusal.value.reason.code == "jsonld.compact_iri"


WRONG_CONTEXTS = {
    "an import": {"@import": "https://example.org/other"},
    "a nested property": {"a": {"@id": "https://example.org/a", "@nest": "b"}},
    "a reversed property": {"a": {"@reverse": "https://example.org/a"}},
    "an index": {"a": {"@id": "https://example.org/a", "@container": "@index"}},
    "a definition that leans on itself": {"a": {"@id": "b:x"}, "b": {"@id": "a:y", "@prefix": True}},
    "a base address": {"@base": "https://example.org/"},
    "a default direction": {"@direction": "rtl"},
    "version 1.0": {"@version": 1.0},
    "a number": 3,
    "a definition that is a number": {"a": 3},
    "a relative definition": {"a": "b"},
}


@pytest.mark.parametrize("name", WRONG_CONTEXTS)
def test_what_a_context_may_not_ask_for(name):
    url = "https://example.org/ctx/v1"
    contexts = CONTEXTS.with_document(url, orjson.dumps({"@context": [WRONG_CONTEXTS[name]]}))

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads({"@context": url, "a": "x"}, contexts)

    assert refusal.value.reason.code == "jsonld.bad_context"


def test_a_protected_name_cannot_be_given_another_meaning():
    url, contexts = with_context({"name": "https://example.org/name"})

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads(credential(**{"@context": [VC_2_0, url]}), contexts)

    assert refusal.value.reason.code == "jsonld.protected_term"


def test_depth_and_number_are_bounded():
    deep: dict = {"type": "Achievement"}
    for _ in range(40):
        deep = {"type": "Achievement", "creator": {"type": "Profile", "endorsement": [deep]}}
    wide = credential(evidence=[{"type": "Evidence", "name": str(number)} for number in range(1_100)])

    for document in (credential(credentialSubject={"type": "AchievementSubject", "achievement": deep}), wide):
        with pytest.raises(TooComplex):
            canonical_nquads(document, CONTEXTS)


def test_parts_that_look_the_same_are_put_in_order_when_reading_and_refused_when_signing():
    document = credential(evidence=[{"type": "Evidence", "name": "x"}, {"type": "Evidence", "name": "x"}])

    assert canonical_nquads(document, CONTEXTS) == referee(document, CONTEXTS)
    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads(document, CONTEXTS, equal_nodes=False)
    assert refusal.value.reason.code == "canonical.equal_nodes"


@pytest.mark.parametrize("children", [8, 30, 200])
def test_poison_is_refused(children):
    """Two equal parents with k equal children can be arranged in k! ways."""
    parent = {"type": "Evidence", "audience": "x"}
    result = {"type": ["Result"], "value": "1"}
    subjects = [{"type": ["AchievementSubject"], "result": [dict(result)] * children} for _ in range(2)]

    with pytest.raises(TooComplex):
        canonical_nquads(credential(credentialSubject=subjects, evidence=[parent]), CONTEXTS)


def test_the_document_is_left_as_it_was():
    document = ACCEPTED["an endorsement with its proof"]
    before = copy.deepcopy(document)

    canonical_nquads(document, CONTEXTS)

    assert json.dumps(document) == json.dumps(before)


MANY_TYPES = {"node": "https://example.org/node", "type": "@type"} | {
    f"T{number}": {
        "@id": f"https://example.org/T{number}",
        "@context": {f"p{number}": f"https://example.org/p{number}"},
    }
    for number in range(14)
}


def combined(number):
    """A node whose types are one of 2¹⁴ combinations, each with a context of its own."""
    return {"type": [f"T{bit}" for bit in range(14) if number >> bit & 1]}


def test_one_document_cannot_make_us_derive_contexts_without_end():
    url, contexts = with_context(MANY_TYPES)

    with pytest.raises(TooComplex) as refusal:
        canonical_nquads({"@context": url, "node": [combined(number) for number in range(1, 900)]}, contexts)

    assert refusal.value.reason.code == "canonical.too_much_context"
    assert canonical_nquads({"@context": url, "node": [combined(3)]}, contexts)


def test_a_type_said_a_thousand_times_is_refused():
    with pytest.raises(TooComplex) as refusal:
        canonical_nquads(credential(type=["VerifiableCredential"] * 1_000), CONTEXTS)

    assert refusal.value.pointer == "/type"


def test_memory_of_strangers_contexts_is_bounded():
    url, contexts = with_context(MANY_TYPES)
    for number in range(1, 2_000):
        canonical_nquads({"@context": url, "node": combined(number)}, contexts)

    assert context_of({"@context": url}, contexts).made[0] <= MAXIMUM_MEMO + MAXIMUM_PRICE
