"""Proofs that others published, to the byte.

W3C vc-di-eddsa 1.0, appendix B, and vc-di-ecdsa 1.0, appendix A; 1EdTech's samples of Open Badges 3.0 and CLR 2.0.
"""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import pytest

from published import published
from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.canonical.rdf import canonical_nquads
from sceau.engine.errors import NotCanonical, ProofError, UnknownContext, UnknownSuite
from sceau.engine.keys.multibase import decode_base58, encode_base58
from sceau.engine.keys.multikey import decode_public
from sceau.engine.proofs import reasons
from sceau.engine.proofs.data_integrity import proofs_of, secure, verify_proof
from sceau.engine.proofs.suites import WRITTEN

REFUSED = (ProofError, NotCanonical, UnknownContext)  # UnknownSuite is a ProofError
CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)

# folder, what the names of its files end in, cryptosuite, algorithm
JCS_VECTORS = [
    ("vc-di-eddsa/eddsa-jcs-2022", "JCS", "eddsa-jcs-2022", "Ed25519"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256", "ecdsa-jcs-2019", "P-256"),
]
RDFC_VECTORS = [
    ("vc-di-eddsa/eddsa-rdfc-2022", "DataInt", "eddsa-rdfc-2022", "Ed25519"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", "ecdsa-rdfc-2019", "P-256"),
]


class Vector:
    """The files of one published signature."""

    def __init__(self, folder, ending, cryptosuite, algorithm):
        self.folder = published(f"vectors/{folder}")
        self.ending, self.cryptosuite, self.algorithm = ending, cryptosuite, algorithm

    def text(self, name):
        return (self.folder / f"{name}{self.ending}.txt").read_text()

    def json(self, name):
        return json.loads((self.folder / f"{name}{self.ending}.json").read_bytes())

    @property
    def unsigned(self):
        return json.loads((self.folder.parent / "unsigned.json").read_bytes())


@pytest.fixture(params=RDFC_VECTORS + JCS_VECTORS, ids=lambda vector: vector[2])
def vector(request):
    return Vector(*request.param)


def test_the_published_hashes(vector, contexts):
    options = vector.json("proofConfig")

    data = WRITTEN[vector.cryptosuite].signing_input(vector.unsigned, options, contexts, algorithm=vector.algorithm)

    assert data.hex() == vector.text("combinedHash").strip()
    assert data.hex() == vector.text("proofHash").strip() + vector.text("docHash").strip()


@pytest.mark.parametrize("files", JCS_VECTORS, ids=lambda vector: vector[2])
def test_the_published_canonical_forms_of_the_jcs_suites(files):
    vector = Vector(*files)

    assert canonical_bytes(vector.json("proofConfig")) == vector.text("proofCanon").strip().encode()
    assert canonical_bytes(vector.unsigned) == vector.text("canonDoc").strip().encode()


@pytest.mark.parametrize("files", RDFC_VECTORS, ids=lambda vector: vector[2])
def test_the_published_canonical_forms_of_the_rdfc_suites(files, contexts):
    vector = Vector(*files)

    assert canonical_nquads(vector.json("proofConfig"), contexts) == vector.text("proofCanon").encode()
    assert canonical_nquads(vector.unsigned, contexts) == vector.text("canonDoc").encode()


def test_the_published_signature(vector, keys):
    data, signature = bytes.fromhex(vector.text("combinedHash")), bytes.fromhex(vector.text("sigHex"))
    key = keys[vector.algorithm]

    assert key.signer().sign(data) == signature
    assert key.public_key.verify(signature, data)
    assert "z" + encode_base58(signature) == vector.text("sigBTC58").strip()
    assert decode_base58(vector.text("sigBTC58").strip()[1:], 64) == signature


def test_the_published_proof_verifies_and_is_made_again(vector, keys, contexts):
    signed = vector.json("signed")
    key = keys[vector.algorithm]

    again = secure(
        vector.unsigned,
        signer=key.signer(),
        verification_method=signed["proof"]["verificationMethod"],
        created=CREATED,
        contexts=contexts,
        cryptosuite=vector.cryptosuite,
    )

    verify_proof(signed, signed["proof"], key=key.public_key, contexts=contexts)
    assert again == signed


def test_the_published_proof_covers_every_member(vector, keys, contexts):
    signed, key = vector.json("signed"), keys[vector.algorithm].public_key

    for forged in changed(signed):
        with pytest.raises(REFUSED):
            verify_proof(forged, forged["proof"], key=key, contexts=contexts)


# Derived from the published documents, verified by making and reading: no signed vector with P-384 is at hand
@pytest.mark.parametrize("cryptosuite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_p_384_goes_with_sha_384(cryptosuite, keys, contexts):
    vector = Vector("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", cryptosuite, "P-384")
    key = keys["P-384"]
    word = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"

    signed = secure(
        vector.unsigned,
        signer=key.signer(),
        verification_method=f"did:key:{word}#{word}",
        created=CREATED,
        contexts=contexts,
        cryptosuite=cryptosuite,
    )
    proof = signed["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    data = WRITTEN[cryptosuite].signing_input(vector.unsigned, options, contexts, algorithm="P-384")

    assert len(data) == 96
    assert len(decode_base58(proof["proofValue"][1:], 96)) == 96
    verify_proof(signed, proof, key=key.public_key, contexts=contexts)
    for forged in changed(signed):
        with pytest.raises(REFUSED):
            verify_proof(forged, forged["proof"], key=key.public_key, contexts=contexts)


def read(name):
    return json.loads(published(f"vectors/vc-di-eddsa/proof-set-chain/{name}.json").read_bytes())


@pytest.mark.parametrize("name", ["signedProofSet1", "proofChainTempDoc1", "signedProofChain1"])
def test_every_proof_of_the_published_set_and_chain_verifies(name, contexts):
    document = read(name)

    for proof in proofs_of(document):
        verify_proof(document, proof, key=own_key(proof), contexts=contexts)


def test_the_published_set_and_chain_are_made_again(contexts):
    from sceau.engine.keys.multikey import decode_secret

    pairs = read("multiKeyPairs")
    document = read("unsigned")
    for number, proof in enumerate(read("signedProofChain1")["proof"], 1):
        document = secure(
            document,
            signer=decode_secret(pairs[f"keyPair{number}"]["privateKeyMultibase"]).signer(),
            verification_method=proof["verificationMethod"],
            created=datetime.fromisoformat(proof["created"]),
            contexts=contexts,
            proof_id=proof["id"],
            previous_proof=proof.get("previousProof"),
        )

    assert document == read("signedProofChain1")


def test_a_link_of_a_chain_covers_the_proofs_before_it(contexts):
    document = read("signedProofChain1")
    first, _, last = document["proof"]
    other = {**first, "created": "2023-02-24T23:36:39Z"}
    forged = {**document, "proof": [other, *document["proof"][1:]]}

    with pytest.raises(ProofError) as refusal:
        verify_proof(forged, last, key=own_key(last), contexts=contexts)

    assert refusal.value.reason is reasons.WRONG_SIGNATURE


@pytest.mark.parametrize("missing", [0, 1])
def test_a_link_of_a_chain_without_a_proof_before_it_is_refused(missing, contexts):
    document = read("signedProofChain1")
    last = document["proof"][2]
    forged = {**document, "proof": [proof for place, proof in enumerate(document["proof"]) if place != missing]}

    with pytest.raises(ProofError) as refusal:
        verify_proof(forged, last, key=own_key(last), contexts=contexts)

    assert refusal.value.reason is reasons.NO_PREVIOUS_PROOF
    assert refusal.value.details["found"] == document["proof"][missing]["id"]


def test_a_name_that_two_proofs_bear_is_refused(contexts):
    document = read("signedProofChain1")
    first, _, last = document["proof"]
    forged = {**document, "proof": [first, *document["proof"]]}

    with pytest.raises(ProofError) as refusal:
        verify_proof(forged, last, key=own_key(last), contexts=contexts)

    assert refusal.value.reason is reasons.AMBIGUOUS_PREVIOUS_PROOF


# W3C vc-di-eddsa, draft of 2023-02, appendix A.1 "Representation: Ed25519Signature2020", signed with the key pair of
# vc-di-eddsa/keyPair.json
SIGNATURE_2020 = {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        "https://www.w3.org/2018/credentials/examples/v1",
        "https://w3id.org/security/suites/ed25519-2020/v1",
    ],
    "id": "http://example.edu/credentials/3732",
    "type": ["VerifiableCredential", "UniversityDegreeCredential"],
    "issuer": "https://example.edu/issuers/565049",
    "issuanceDate": "2010-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "degree": {"type": "BachelorDegree", "name": "Bachelor of Science and Arts"},
    },
    "proof": {
        "type": "Ed25519Signature2020",
        "created": "2022-12-07T21:31:08Z",
        "verificationMethod": "https://example.edu/issuers/565049#key-1",
        "proofPurpose": "assertionMethod",
        "proofValue": "z2RczMj342tVhAjgjEPV4TeHbi2ggnTRKTc5BFQCgaWJ3nhcg5HgCeC2eV4Lc1fYdhfoLyPjxoq4BtqrsyNvxZ8nE",
    },
}


def test_the_published_ed25519_signature_2020_verifies(keys, contexts):
    verify_proof(SIGNATURE_2020, SIGNATURE_2020["proof"], key=keys["Ed25519"].public_key, contexts=contexts)


def test_an_ed25519_signature_2020_verifies_when_the_document_does_not_name_its_context(keys, contexts):
    document = {**SIGNATURE_2020, "@context": SIGNATURE_2020["@context"][:2]}

    verify_proof(document, document["proof"], key=keys["Ed25519"].public_key, contexts=contexts)


def test_an_ed25519_signature_2020_covers_every_member(keys, contexts):
    for forged in changed(SIGNATURE_2020):
        if forged.get("@context") == SIGNATURE_2020["@context"][:2]:
            continue  # the suite's own context need not be named
        with pytest.raises(REFUSED):
            verify_proof(forged, forged["proof"], key=keys["Ed25519"].public_key, contexts=contexts)


def test_an_ed25519_signature_2020_says_when_it_was_made(keys, contexts):
    proof = {name: value for name, value in SIGNATURE_2020["proof"].items() if name != "created"}

    with pytest.raises(ProofError) as refusal:
        verify_proof({**SIGNATURE_2020, "proof": proof}, proof, key=keys["Ed25519"].public_key, contexts=contexts)

    assert (refusal.value.reason, refusal.value.pointer) == (reasons.MALFORMED_MEMBER, "/proof/created")


# 1EdTech's samples whose keys are the fragments of their verification methods. Proof alone: nobody serves their issuers.
SAMPLES = [
    ("open-badges-3.0/simple.json", 0),
    ("open-badges-3.0/simple_v1.json", 0),
    ("open-badges-3.0/simple-err-expired.json", 0),  # what is wrong with it is not its proof
    ("open-badges-3.0/simple-multiple-proofs.json", 1),
    ("open-badges-3.0/complete.json", 0),
    ("open-badges-3.0/endorsement-valid.json", 0),
    ("bitstring-status-list/credential-status-revoked.json", 0),
    ("bitstring-status-list/testlist", 0),
    ("clr-2.0/simple.json", 0),
    ("clr-2.0/simple_v1.json", 0),
]


@pytest.mark.parametrize(("path", "place"), SAMPLES)
def test_the_samples_of_1edtech_verify(path, place, contexts):
    document = json.loads(published(f"vectors/{path}").read_bytes())
    proof = proofs_of(document)[place]

    verify_proof(document, proof, key=own_key(proof), contexts=contexts)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("simple-err-proof-value.json", ProofError),
        ("simple-err-context.json", NotCanonical),  # no context says what a DataIntegrityProof is
        ("simple-err-type.json", NotCanonical),
        ("simple-err-issuer-type.json", NotCanonical),
        ("simple-err-credential-subject-type.json", NotCanonical),
    ],
)
def test_the_faulty_samples_of_1edtech_do_not_verify(path, error, contexts):
    document = json.loads(published(f"vectors/open-badges-3.0/{path}").read_bytes())
    proof = proofs_of(document)[0]

    with pytest.raises(error):
        verify_proof(document, proof, key=own_key(proof), contexts=contexts)


@pytest.mark.parametrize(
    "path", ["vc-di-ecdsa/ecdsa-sd-2023/prc/derivedRevealDocument.json", "open-badges-3.0/simple-multiple-proofs.json"]
)
def test_a_suite_that_we_do_not_know_is_no_judgement(path, keys, contexts):
    document = json.loads(published(f"vectors/{path}").read_bytes())

    with pytest.raises(UnknownSuite):
        verify_proof(document, proofs_of(document)[0], key=keys["P-256"].public_key, contexts=contexts)


def own_key(proof):
    """The key that these samples write into the name of their method."""
    return decode_public(proof["verificationMethod"].split("#")[-1].removeprefix("did:key:"))


def changed(document):
    """The document with one leaf changed, or one member taken away or added, for every place."""
    for path in list(_paths(document, ())):
        forged = copy.deepcopy(document)
        holder = forged
        for step in path[:-1]:
            holder = holder[step]
        value = holder[path[-1]]
        if isinstance(value, str):
            holder[path[-1]] = value[:-1] + ("b" if value[-1:] == "a" else "a")
            yield forged
        if path not in (("proof",), ("proof", 0)):
            forged = copy.deepcopy(forged)
            holder = forged
            for step in path[:-1]:
                holder = holder[step]
            del holder[path[-1]]
            # a proof of a jcs suite holds for a document that names more contexts, not for one that names fewer
            yield forged
    yield {**copy.deepcopy(document), "added": "member"}


def _paths(value, path):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in items:
        yield (*path, step)
        yield from _paths(member, (*path, step))
