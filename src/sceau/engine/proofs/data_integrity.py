"""Data Integrity proofs: adding one to a document, verifying one of a document; sets and chains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sceau.engine.errors import ProofError
from sceau.engine.keys.multibase import encode_base58
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.proofs.reading import read_proof, signature_of
from sceau.engine.proofs.reasons import (
    AMBIGUOUS_PREVIOUS_PROOF,
    KEY_DOES_NOT_FIT,
    NO_PREVIOUS_PROOF,
    NOT_A_PROOF,
    TOO_MANY_PROOFS,
    WRONG_CHALLENGE,
    WRONG_DOMAIN,
    WRONG_PURPOSE,
    WRONG_SIGNATURE,
)
from sceau.engine.proofs.suites import DEFAULT, suite_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sceau.engine.keys.public import PublicKey
    from sceau.engine.ports import Signer
    from sceau.engine.proofs.reading import Proof
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

ASSERTION = "assertionMethod"
MAXIMUM_PROOFS = 16  # each one costs a canonicalisation of the whole document


def secure(
    document: JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    created: datetime | None,
    contexts: ContextLibrary,
    cryptosuite: str = DEFAULT,
    purpose: str = ASSERTION,
    proof_id: str | None = None,
    previous_proof: str | Sequence[str] | None = None,
    expires: datetime | None = None,
    domain: str | Sequence[str] | None = None,
    challenge: str | None = None,
) -> JsonObject:
    """A copy of the document with one more proof: `proof` is an object when it is alone, else an array.

    verification_method:  the absolute URL of the signer's key
    previous_proof:       ids of proofs of the document that this one covers too: the link of a chain; without it, a
                          document that has proofs already becomes a proof set
    raises:               UnknownSuite, ProofError, NotCanonical, UnknownContext
    source:               Data Integrity 1.0, §4.2 "Add Proof", §4.3 "Add Proof Set/Chain"
    """
    suite = suite_named(cryptosuite)
    if signer.algorithm not in suite.signature_length:
        raise ProofError(KEY_DOES_NOT_FIT, found=signer.algorithm, suite=cryptosuite)
    options: JsonObject = {
        "id": proof_id,
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": created and write_stamp(created),
        "expires": expires and write_stamp(expires),
        "verificationMethod": verification_method,
        "proofPurpose": purpose,
        "domain": _plain(domain),
        "challenge": challenge,
        "previousProof": _plain(previous_proof),
    }
    options = {member: value for member, value in options.items() if value is not None}
    if suite.context_in_proof and "@context" in document:
        options["@context"] = document["@context"]
    read_proof(options)
    existing = proofs_of(document)
    covered = _covered(document, existing, _ids(previous_proof))
    data = suite.signing_input(covered, options, contexts, algorithm=signer.algorithm, issuing=True)
    options["proofValue"] = "z" + encode_base58(signer.sign(data))
    return {**document, "proof": [*existing, options] if existing else options}


def proofs_of(document: JsonObject) -> list[JsonObject]:
    """The proofs of a document, in their order; none when it has none.

    raises:  ProofError when `proof` is something else than an object or a list of objects
    """
    proof = document.get("proof")
    if proof is None and "proof" not in document:
        return []
    proofs: list[Any] = proof if isinstance(proof, list) else [proof]
    if not all(isinstance(each, dict) for each in proofs):
        raise ProofError(NOT_A_PROOF, pointer="/proof")
    if len(proofs) > MAXIMUM_PROOFS:
        raise ProofError(TOO_MANY_PROOFS, pointer="/proof", limit=MAXIMUM_PROOFS)
    return proofs


def verify_proof(
    document: JsonObject,
    proof: JsonObject,
    *,
    key: PublicKey,
    contexts: ContextLibrary,
    purpose: str = ASSERTION,
    domain: str | Sequence[str] | None = None,
    challenge: str | None = None,
) -> None:
    """Check that a proof secures the document with this key.

    What `proof.created`, `proof.expires` and the key's own dates say about time is for the caller to judge, and so is
    who the key belongs to. A link of a chain is only worth something when the proofs before it verify as well.

    document:   with its proofs
    proof:      one of proofs_of(document)
    domain:     whom the proof must have been made for, when the caller asked for one; challenge likewise
    raises:     UnknownSuite: no judgement either way; ProofError: it does not; NotCanonical, UnknownContext
    source:     Data Integrity 1.0, §4.4 "Verify Proof", §4.5 "Verify Proof Sets and Chains"
    """
    pointer = _pointer(document, proof)
    said = read_proof(proof, pointer=pointer)
    if said.purpose != purpose:
        raise ProofError(WRONG_PURPOSE, pointer=f"{pointer}/proofPurpose", found=said.purpose, expected=purpose)
    _check_audience(said, domain, challenge, pointer)
    signature = signature_of(proof, said.suite, pointer=pointer)
    if said.suite.signature_length.get(key.algorithm) != len(signature):
        raise ProofError(KEY_DOES_NOT_FIT, pointer=pointer, found=key.algorithm, suite=said.suite.name)
    options = {member: value for member, value in proof.items() if member != "proofValue"}
    covered = _covered(document, proofs_of(document), said.previous, pointer)
    data = said.suite.signing_input(covered, options, contexts, algorithm=key.algorithm)
    if not key.verify(signature, data):
        raise ProofError(WRONG_SIGNATURE, pointer=f"{pointer}/proofValue")


def _check_audience(said: Proof, domain: str | Sequence[str] | None, challenge: str | None, pointer: str) -> None:
    """§4.4 steps 6 and 7."""
    if domain is not None and set(said.domains) != set(_ids(domain)):
        raise ProofError(WRONG_DOMAIN, pointer=f"{pointer}/domain", found=", ".join(said.domains) or "—")
    if challenge is not None and said.challenge != challenge:
        raise ProofError(WRONG_CHALLENGE, pointer=f"{pointer}/challenge")


def _covered(
    document: JsonObject, proofs: list[JsonObject], previous: Sequence[str], pointer: str = "/proof"
) -> JsonObject:
    """The document as a proof covers it: without proofs, but for those that it builds on.

    source:  §4.3 steps 2 to 6, §4.5 step 3; with no such proof there is no `proof` member at all, which is what the
             algorithms of the suites and of §4.2 start from
    """
    covered = {member: value for member, value in document.items() if member != "proof"}
    if not previous:
        return covered
    wanted = set(previous)
    matching = [proof for proof in proofs if _is_named(proof, wanted)]
    found = [proof["id"] for proof in matching]
    for name in previous:
        if name not in found:
            raise ProofError(NO_PREVIOUS_PROOF, pointer=f"{pointer}/previousProof", found=name)
        if found.count(name) > 1:
            raise ProofError(AMBIGUOUS_PREVIOUS_PROOF, pointer=f"{pointer}/previousProof", found=name)
    covered["proof"] = matching
    return covered


def _is_named(proof: JsonObject, names: set[str]) -> bool:
    name = proof.get("id")
    return isinstance(name, str) and name in names


def _pointer(document: JsonObject, proof: JsonObject) -> str:
    proofs: Any = document.get("proof")
    if isinstance(proofs, list):
        return next((f"/proof/{place}" for place, each in enumerate(proofs) if each is proof), "/proof")
    return "/proof"


def _ids(value: str | Sequence[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()


def _plain(value: str | Sequence[str] | None) -> str | list[str] | None:
    return value if value is None or isinstance(value, str) else list(value)
