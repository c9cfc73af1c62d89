"""Proofs beside Digital Bazaar's software: the same to the byte, and each verified by the other."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

import pytest

from interop.corpus import SIGNED, achievement
from interop.institution import Institution, judged
from interop.keys import KEYS, controller_documents, exported
from sample_awards import DESIGN_IDS
from sceau.engine.errors import ProofError
from sceau.engine.keys.did_key import did_of, method_of
from sceau.engine.proofs.data_integrity import proofs_of, secure, verify_proof
from sceau.engine.vocabularies.contexts import shipped

CONTEXTS = shipped()
CREATED = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
SUITES = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
]
DOCUMENTS = ["control characters", "results", "two endorsements with two proofs", "a status list", "several languages"]


def of(algorithm, document):
    """The document, issued by the did:key of our key."""
    issuer = document["issuer"]
    did = did_of(KEYS[algorithm].public_key)
    return {**document, "issuer": {**issuer, "id": did} if isinstance(issuer, dict) else did}


def ours(document, suite, algorithm):
    return secure(
        document,
        signer=KEYS[algorithm].signer(),
        verification_method=method_of(KEYS[algorithm].public_key),
        created=CREATED,
        contexts=CONTEXTS,
        cryptosuite=suite,
    )


def theirs(node, document, suite, algorithm):
    key = exported(KEYS[algorithm])
    return node.ask("issue", document=document, suite=suite, key=key, created="2026-01-15T10:00:00Z")


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_key_document_and_time_give_the_same_proof(node, suite, name):
    document = of("Ed25519", SIGNED[name])

    assert proofs_of(ours(document, suite, "Ed25519")) == proofs_of(theirs(node, document, suite, "Ed25519"))


@pytest.mark.parametrize(("suite", "algorithm"), SUITES)
def test_they_verify_what_we_issue(node, suite, algorithm):
    document = of(algorithm, achievement(tag=["été", "\u2028"], creditsAvailable=2.5))
    secured = ours(document, suite, algorithm)
    known = controller_documents(KEYS[algorithm])

    assert node.ask("verify", document=secured, suite=suite, documents=known) == {"verified": True, "problem": ""}

    secured["name"] = "another"
    assert node.ask("verify", document=secured, suite=suite, documents=known)["verified"] is False


@pytest.mark.parametrize(("suite", "algorithm"), SUITES)
def test_we_verify_what_they_issue(node, suite, algorithm):
    document = of(algorithm, achievement(tag=["été", "\u2028"], creditsAvailable=2.5))
    secured = theirs(node, document, suite, algorithm)
    (proof,) = proofs_of(secured)
    key = KEYS[algorithm].public_key

    verify_proof(secured, proof, key=key, contexts=CONTEXTS)

    changed = copy.deepcopy(secured)
    changed["credentialSubject"]["achievement"]["creditsAvailable"] = 3
    with pytest.raises(ProofError):
        verify_proof(changed, changed["proof"], key=key, contexts=CONTEXTS)


@pytest.mark.parametrize("did", ["key", "web"])
@pytest.mark.parametrize(("suite", "algorithm"), SUITES)
def test_what_they_issue_passes_our_whole_verification(node, site, suite, algorithm, did):
    institution = Institution(site, did, algorithm=algorithm, slug=f"bazaar-{algorithm.lower()}")
    key = exported(KEYS[algorithm], controller=institution.did, method=institution.method)
    document = institution.described(DESIGN_IDS[0])
    secured = node.ask("issue", document=document, suite=suite, key=key, created="2026-03-02T12:00:00Z")

    assert judged(secured, institution).verdict == "valid"
    assert judged(secured | {"validFrom": "2026-03-01T12:00:00Z"}, institution).verdict == "invalid"
