"""Adding and verifying Data Integrity proofs: the rules, and what must be refused."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sceau.engine.errors import EngineError, NotCanonical, ProofError, UnknownContext, UnknownSuite
from sceau.engine.keys import did_key
from sceau.engine.keys import reasons as key_reasons
from sceau.engine.keys.multibase import decode_base58, encode_base58, encode_base64url
from sceau.engine.proofs import reasons
from sceau.engine.proofs.data_integrity import MAXIMUM_PROOFS, proofs_of, secure, verify_proof
from sceau.engine.proofs.reading import read_proof
from sceau.engine.proofs.suites import WRITTEN

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SUITES = [(suite.name, algorithm) for suite in WRITTEN.values() for algorithm in suite.signature_length]
REFUSED = (ProofError, NotCanonical, UnknownContext)


@pytest.fixture(params=SUITES, ids="-".join)
def way(request, keys, contexts):
    """One suite with one kind of key: how to secure a document, and how to verify it."""
    return Way(*request.param, keys, contexts)


@pytest.fixture
def rdfc(keys, contexts):
    return Way("eddsa-rdfc-2022", "Ed25519", keys, contexts)


@pytest.fixture
def jcs(keys, contexts):
    return Way("eddsa-jcs-2022", "Ed25519", keys, contexts)


class Way:
    def __init__(self, cryptosuite, algorithm, keys, contexts):
        self.cryptosuite, self.key, self.contexts = cryptosuite, keys[algorithm], contexts
        self.method = did_key.method_of(self.key.public_key)

    def secure(self, document, **options):
        settings = {"verification_method": self.method, "created": NOW, "cryptosuite": self.cryptosuite, **options}
        return secure(document, signer=self.key.signer(), contexts=self.contexts, **settings)

    def verify(self, document, place=0, **options):
        proof = proofs_of(document)[place]
        verify_proof(document, proof, **{"key": self.key.public_key, "contexts": self.contexts, **options})

    def refusal(self, document, place=0, **options):
        with pytest.raises(REFUSED) as refusal:
            self.verify(document, place, **options)
        assert refusal.value.sentence("fr") != refusal.value.sentence("en")
        return refusal.value


def test_what_is_secured_verifies(way, badge):
    before = copy.deepcopy(badge)

    signed = way.secure(badge)

    way.verify(signed)
    way.verify(json.loads(json.dumps(signed)))
    assert badge == before
    assert {name: value for name, value in signed.items() if name != "proof"} == before
    assert signed["proof"] == {
        "type": "DataIntegrityProof",
        "cryptosuite": way.cryptosuite,
        "created": "2026-09-01T12:00:00Z",
        "verificationMethod": way.method,
        "proofPurpose": "assertionMethod",
        **({"@context": badge["@context"]} if "jcs" in way.cryptosuite else {}),
        "proofValue": signed["proof"]["proofValue"],
    }
    assert way.secure(badge) == signed


def test_one_changed_member_anywhere_breaks_the_proof(way, badge):
    signed = way.secure(badge)

    for forged in changed(signed):
        way.refusal(forged)


def test_an_added_or_removed_member_breaks_the_proof(way, badge):
    signed = way.secure(badge)

    for member in badge:
        way.refusal({name: value for name, value in signed.items() if name != member})
    way.refusal({**signed, "awardedDate": "2026-09-01T12:00:00Z"})
    for member in signed["proof"]:
        lacking = {name: value for name, value in signed["proof"].items() if name != member}
        with pytest.raises(REFUSED):
            way.verify({**signed, "proof": [lacking]})
    way.refusal({**signed, "proof": [{**signed["proof"], "expires": "2099-01-01T00:00:00Z"}]})


def test_a_proof_of_somebody_else_does_not_verify(way, badge):
    from sceau.engine.keys.private import generate

    other = generate(way.key.algorithm, bytes(60)).public_key

    assert way.refusal(way.secure(badge), key=other).reason is reasons.WRONG_SIGNATURE


def test_the_signature_of_another_document_does_not_verify(way, badge):
    signed = way.secure(badge)
    other = way.secure({**badge, "name": "Another one"})

    assert way.refusal({**signed, "proof": other["proof"]}).reason is reasons.WRONG_SIGNATURE


def test_the_order_of_members_and_white_space_do_not_matter(way, badge):
    signed = way.secure(badge)

    way.verify(json.loads(json.dumps(signed, indent=3, sort_keys=True)))


def test_a_single_proof_may_stand_in_an_array(way, badge):
    signed = way.secure(badge)

    way.verify({**signed, "proof": [signed["proof"]]})


def test_every_option_is_written_and_covered(way, badge):
    signed = way.secure(
        badge,
        created=None,
        proof_id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544",
        expires=NOW + timedelta(days=1),
        domain=["greta.example", "uni.example"],
        challenge="1f44d55f",
        purpose="authentication",
    )
    proof = signed["proof"]

    said = read_proof(proof)
    assert (said.id, said.created, said.expires) == (proof["id"], None, NOW + timedelta(days=1))
    assert (said.domains, said.challenge) == (("greta.example", "uni.example"), "1f44d55f")
    assert (said.purpose, said.previous) == ("authentication", ())
    assert said.suite is WRITTEN[way.cryptosuite]
    way.verify(signed, purpose="authentication", domain=["uni.example", "greta.example"], challenge="1f44d55f")
    for member in ("id", "expires", "challenge"):
        forged = {**proof, member: proof[member][:-2] + ("1Z" if member == "expires" else "xx")}
        assert way.refusal({**signed, "proof": [forged]}, purpose="authentication").reason is reasons.WRONG_SIGNATURE


def test_times_are_written_in_universal_time(rdfc, badge):
    signed = rdfc.secure(badge, created=datetime(2026, 9, 1, 14, 0, tzinfo=timezone(timedelta(hours=2))))

    assert signed["proof"]["created"] == "2026-09-01T12:00:00Z"


def test_a_proof_for_another_purpose_is_refused(way, badge):
    signed = way.secure(badge, purpose="authentication")

    refusal = way.refusal(signed)

    assert (refusal.reason, refusal.pointer) == (reasons.WRONG_PURPOSE, "/proof/proofPurpose")


@pytest.mark.parametrize(
    ("made", "asked", "reason"),
    [
        ({"domain": "a.example"}, {"domain": "b.example"}, reasons.WRONG_DOMAIN),
        ({"domain": ["a.example", "b.example"]}, {"domain": "a.example"}, reasons.WRONG_DOMAIN),
        ({}, {"domain": "a.example"}, reasons.WRONG_DOMAIN),
        ({"challenge": "x"}, {"challenge": "y"}, reasons.WRONG_CHALLENGE),
        ({}, {"challenge": "y"}, reasons.WRONG_CHALLENGE),
    ],
)
def test_a_proof_for_another_audience_is_refused(jcs, badge, made, asked, reason):
    signed = jcs.secure(badge, **made)

    jcs.verify(signed)
    assert jcs.refusal(signed, **asked).reason is reason


def test_a_key_of_another_kind_does_not_fit(way, badge, keys):
    signed = way.secure(badge)

    for algorithm, key in keys.items():
        if algorithm != way.key.algorithm:
            assert way.refusal(signed, key=key.public_key).reason is reasons.KEY_DOES_NOT_FIT
        if algorithm not in WRITTEN[way.cryptosuite].signature_length:
            with pytest.raises(ProofError) as refusal:
                secure(
                    badge,
                    signer=key.signer(),
                    verification_method=way.method,
                    created=NOW,
                    contexts=way.contexts,
                    cryptosuite=way.cryptosuite,
                )
            assert refusal.value.reason is reasons.KEY_DOES_NOT_FIT


def proof_values(signature):
    yield from (None, 5, "", "z", "u" + encode_base64url(signature), encode_base58(signature), "m" + "A" * 86)
    yield from ("z" + encode_base58(other) for other in (b"", signature[:-1], signature + b"\0", b"\0" + signature))
    yield from ("z" + encode_base58(signature) + "1", "z0" + encode_base58(signature), "z" + "1" * 5000)
    half = len(signature) // 2
    numbers = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    yield "z" + encode_base58(encode_dss_signature(*numbers))


def test_a_proof_value_of_another_form_is_refused(way, badge):
    signed = way.secure(badge)
    proof = signed["proof"]

    for value in proof_values(decode_base58(proof["proofValue"][1:], 96)):
        refusal = way.refusal({**signed, "proof": [{**proof, "proofValue": value}]})
        assert (refusal.reason, refusal.pointer) == (reasons.MALFORMED_VALUE, "/proof/0/proofValue")


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("created", "2026-09-01T12:00:00", reasons.MALFORMED_MEMBER),
        ("created", "2026-09-01", reasons.MALFORMED_MEMBER),
        ("created", None, reasons.MALFORMED_MEMBER),
        ("created", 1788264000, reasons.MALFORMED_MEMBER),
        ("expires", "tomorrow", reasons.MALFORMED_MEMBER),
        ("verificationMethod", None, reasons.MALFORMED_MEMBER),
        ("verificationMethod", ["did:key:z#z"], reasons.MALFORMED_MEMBER),
        ("verificationMethod", {"id": "did:key:z#z"}, reasons.MALFORMED_MEMBER),
        ("verificationMethod", "#key-1", key_reasons.METHOD_NOT_ABSOLUTE),
        ("verificationMethod", "did:web:greta.example", key_reasons.METHOD_NOT_ABSOLUTE),
        ("proofPurpose", None, reasons.MALFORMED_MEMBER),
        ("proofPurpose", ["assertionMethod"], reasons.MALFORMED_MEMBER),
        ("domain", 5, reasons.MALFORMED_MEMBER),
        ("domain", [], reasons.MALFORMED_MEMBER),
        ("domain", ["a", 5], reasons.MALFORMED_MEMBER),
        ("challenge", 5, reasons.MALFORMED_MEMBER),
        ("nonce", ["x"], reasons.MALFORMED_MEMBER),
        ("id", "", reasons.MALFORMED_MEMBER),
        ("id", 7, reasons.MALFORMED_MEMBER),
        ("previousProof", [], reasons.MALFORMED_MEMBER),
        ("previousProof", [{"id": "x"}], reasons.MALFORMED_MEMBER),
        ("previousProof", "urn:uuid:1", reasons.NO_PREVIOUS_PROOF),
    ],
)
def test_a_malformed_member_is_named(rdfc, badge, member, value, reason):
    signed = rdfc.secure(badge)
    forged = {**signed, "proof": [signed["proof"] | {member: value}]}

    refusal = rdfc.refusal(forged)

    assert (refusal.reason, refusal.pointer) == (reason, f"/proof/0/{member}")


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "SomeProofType"},
        {"type": None},
        {"type": ["DataIntegrityProof"]},
        {"cryptosuite": "bbs-2023"},
        {"cryptosuite": None},
        {"cryptosuite": ["eddsa-rdfc-2022"]},
        {"cryptosuite": {}},
        {"type": "eddsa-rdfc-2022"},
        {"type": "Ed25519Signature2020"},  # which has no cryptosuite
        {"type": "Ed25519Signature2018"},
    ],
)
def test_a_suite_that_we_do_not_know_is_no_judgement(rdfc, badge, changes):
    signed = rdfc.secure(badge)
    forged = {**signed, "proof": [signed["proof"] | changes]}

    with pytest.raises(UnknownSuite):
        rdfc.verify(forged)


@pytest.mark.parametrize("cryptosuite", ["Ed25519Signature2020", "ecdsa-sd-2023", "", "EDDSA-RDFC-2022"])
def test_only_the_suites_of_today_are_written(rdfc, badge, cryptosuite):
    with pytest.raises(UnknownSuite):
        rdfc.secure(badge, cryptosuite=cryptosuite)


def test_a_proof_is_not_taken_for_one_of_another_suite(jcs, rdfc, badge):
    for way, other in ((jcs, rdfc), (rdfc, jcs)):
        signed = way.secure(badge)
        proof = {**signed["proof"], "cryptosuite": other.cryptosuite}
        assert way.refusal({**signed, "proof": [proof]}).reason is reasons.WRONG_SIGNATURE


@pytest.mark.parametrize("options", [{"verification_method": "#key-1"}, {"verification_method": ""}, {"challenge": 5}])
def test_a_proof_that_could_not_be_read_is_not_made(rdfc, badge, options):
    with pytest.raises(ProofError):
        rdfc.secure(badge, **options)


@pytest.mark.parametrize("proof", [None, "z", 5, ["z"], [None], [[]], [{"type": "DataIntegrityProof"}, "z"]])
def test_proofs_are_objects(badge, proof):
    with pytest.raises(ProofError) as refusal:
        proofs_of({**badge, "proof": proof})

    assert refusal.value.reason is reasons.NOT_A_PROOF


def test_a_document_may_have_no_proof(badge):
    assert proofs_of(badge) == []
    assert proofs_of({**badge, "proof": []}) == []


def test_a_document_with_too_many_proofs_is_refused(badge):
    with pytest.raises(ProofError) as refusal:
        proofs_of({**badge, "proof": [{}] * (MAXIMUM_PROOFS + 1)})

    assert refusal.value.reason is reasons.TOO_MANY_PROOFS


# Sets and chains


def test_a_second_proof_makes_a_set_in_which_each_stands_alone(badge, keys, contexts):
    ways = [Way(*pair, keys, contexts) for pair in SUITES]
    document = badge
    for way in ways:
        document = way.secure(document)

    assert len(document["proof"]) == len(ways)
    for place, way in enumerate(ways):
        way.verify(document, place)
        way.verify({**badge, "proof": [document["proof"][place]]})
        assert way.refusal({**document, "name": "Another"}, place).reason is reasons.WRONG_SIGNATURE


def test_a_chain_covers_the_proofs_that_it_names(way, badge):
    document = way.secure(badge, proof_id="urn:uuid:1")
    document = way.secure(document, proof_id="urn:uuid:2", previous_proof="urn:uuid:1")
    document = way.secure(document, previous_proof=["urn:uuid:2", "urn:uuid:1"])

    for place in range(3):
        way.verify(document, place)
    first, second, third = document["proof"]
    resigned = way.secure(badge, proof_id="urn:uuid:1", created=NOW + timedelta(seconds=1))["proof"]
    for place in (1, 2):
        refusal = way.refusal({**document, "proof": [resigned, second, third]}, place)
        assert (refusal.reason, refusal.pointer) == (reasons.WRONG_SIGNATURE, f"/proof/{place}/proofValue")
        refusal = way.refusal({**document, "proof": [second, third]}, place - 1)
        assert refusal.reason is reasons.NO_PREVIOUS_PROOF
    assert way.refusal({**document, "proof": [first, first, second]}, 2).reason is reasons.AMBIGUOUS_PREVIOUS_PROOF
    unlinked = {name: value for name, value in second.items() if name != "previousProof"}
    assert way.refusal({**document, "proof": [first, unlinked]}, 1).reason is reasons.WRONG_SIGNATURE


def test_a_chain_is_not_built_on_a_proof_that_is_not_there(way, badge):
    with pytest.raises(ProofError) as refusal:
        way.secure(way.secure(badge, proof_id="urn:uuid:1"), previous_proof=["urn:uuid:1", "urn:uuid:2"])

    assert (refusal.value.reason, refusal.value.details["found"]) == (reasons.NO_PREVIOUS_PROOF, "urn:uuid:2")


# Contexts


def test_a_jcs_proof_holds_for_a_document_that_names_more_contexts_after_its_own(jcs, badge):
    # vc-di-eddsa 1.0, §3.3.2, step 4
    signed = jcs.secure(badge)

    jcs.verify({**signed, "@context": [*signed["@context"], "https://example.org/more"]})
    for others in (
        ["https://example.org/more", *signed["@context"]],
        signed["@context"][:-1],
        signed["@context"][::-1],
        signed["@context"][0],
        [],
        None,
    ):
        refusal = jcs.refusal({**signed, "@context": others})
        assert (refusal.reason, refusal.pointer) == (reasons.OTHER_CONTEXT, "/proof/@context")


def test_the_context_of_a_jcs_proof_is_covered(jcs, badge):
    signed = jcs.secure(badge)
    proof = signed["proof"]

    for shorter in (proof["@context"][:2], [], proof["@context"][0]):
        forged = {**signed, "proof": [{**proof, "@context": shorter}]}
        assert jcs.refusal(forged).reason is reasons.WRONG_SIGNATURE


def test_a_jcs_proof_takes_any_document(jcs):
    document = {"any": ["thing", {"ŷ": 1.5e300, "\ufb33": None, "\U0001f600": "@direction"}]}
    signed = jcs.secure(document)

    assert "@context" not in signed["proof"]
    jcs.verify(signed)
    jcs.refusal({**signed, "any": ["thing"]})


def test_an_rdfc_proof_with_a_context_of_its_own_is_refused(rdfc, badge):
    # it would not be signed, and a reader might follow it
    signed = rdfc.secure(badge)
    proof = signed["proof"]

    rdfc.verify({**signed, "proof": [{**proof, "@context": badge["@context"]}]})
    forged = {**signed, "proof": [{**proof, "@context": "https://www.w3.org/ns/credentials/v2"}]}
    assert rdfc.refusal(forged).reason is reasons.OTHER_CONTEXT


def test_an_unknown_context_is_no_forgery(rdfc, badge):
    signed = rdfc.secure(badge)

    with pytest.raises(UnknownContext):
        rdfc.verify({**signed, "@context": [*badge["@context"], "https://example.org/unknown"]})
    with pytest.raises(UnknownContext):
        rdfc.secure({**badge, "@context": [*badge["@context"], "https://example.org/unknown"]})


def test_a_fault_of_the_proof_is_placed_in_the_proof(rdfc, badge):
    signed = rdfc.secure(badge)
    forged = {**signed, "proof": [{**signed["proof"], "undefined": "x"}]}

    refusal = rdfc.refusal(forged)

    assert isinstance(refusal, NotCanonical)
    assert refusal.pointer == "/proof/undefined"


@pytest.mark.parametrize(
    ("member", "iri"),
    [
        ("validUntil", "https://www.w3.org/2018/credentials#validUntil"),
        ("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus"),
        ("credentialSubject", "https://www.w3.org/2018/credentials#credentialSubject"),
        ("type", "@type"),
    ],
)
def test_a_member_renamed_to_its_address_is_refused(rdfc, badge, member, iri):
    # the same RDF, the same signature, and an expiry or a status that no reader sees
    signed = rdfc.secure(badge)
    renamed = {iri if name == member else name: value for name, value in signed.items()}

    assert isinstance(rdfc.refusal(renamed), NotCanonical)


def test_the_expiry_of_a_proof_renamed_to_its_address_is_refused(rdfc, badge):
    signed = rdfc.secure(badge, expires=NOW)
    proof = dict(signed["proof"])
    proof["https://w3id.org/security#expiration"] = proof.pop("expires")

    assert isinstance(rdfc.refusal({**signed, "proof": [proof]}), NotCanonical)


def test_members_that_look_alike_are_not_signed(rdfc, badge):
    # JavaScript verifiers give up on nodes that only differ by their place
    twice = {**badge, "evidence": [{"type": ["Evidence"], "name": "x"}] * 2}

    with pytest.raises(NotCanonical):
        rdfc.secure(twice)


def test_remembered_options_do_not_leak_from_one_library_to_another(rdfc, badge, contexts):
    from sceau.engine.vocabularies.contexts import ContextLibrary

    signed = rdfc.secure(badge)
    rdfc.verify(signed)

    with pytest.raises(UnknownContext):
        rdfc.verify(signed, contexts=ContextLibrary({}, {}))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
proof_members = st.sampled_from(
    [
        "type",
        "cryptosuite",
        "created",
        "verificationMethod",
        "proofPurpose",
        "proofValue",
        "id",
        "previousProof",
        "domain",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(proof_members, json_values, min_size=1))
def test_any_change_of_a_proof_is_refused_and_never_a_crash(jcs, badge, changes):
    signed = jcs.secure(badge)
    proof = signed["proof"]
    if all(proof.get(member) == value for member, value in changes.items()):
        return

    with pytest.raises(EngineError):
        jcs.verify({**signed, "proof": [proof | changes]})


def changed(document):
    """The document with one leaf changed, for every leaf."""

    def leaves(value, path):
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
        if items is None:
            yield path, value
            return
        for step, member in items:
            yield from leaves(member, (*path, step))

    for path, value in list(leaves(document, ())):
        forged = copy.deepcopy(document)
        holder = forged
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = _other(value)
        yield forged


def _other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return value[:-1] + ("b" if value.endswith("a") else "a")
