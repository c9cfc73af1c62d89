"""Reading a Data Integrity proof: what it says, once its syntax is known to be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sceau.engine.errors import MalformedController, MalformedKey, ProofError
from sceau.engine.keys.controller import controller_url
from sceau.engine.keys.multibase import decode_base58
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.proofs.reasons import MALFORMED_MEMBER, MALFORMED_VALUE
from sceau.engine.proofs.suites import suite_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sceau.engine.proofs.suite import Suite
    from sceau.engine.strict_json import JsonObject

_LONGEST_SIGNATURE = 96
_TEXTS = ("challenge", "nonce")  # optional members that are texts


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says of itself.

    verification_method:  the absolute URL of the key
    previous:             the ids of the proofs that it builds on
    """

    suite: Suite
    verification_method: str
    purpose: str
    id: str | None
    created: datetime | None
    expires: datetime | None
    domains: tuple[str, ...]
    challenge: str | None
    previous: tuple[str, ...]


def read_proof(proof: JsonObject, *, pointer: str = "/proof") -> Proof:
    """What a proof says, if it is written as the standard asks. Its proofValue is left to `signature_of`.

    pointer:  where the proof stands, for the errors
    raises:   UnknownSuite: no judgement either way; ProofError: a member is missing or malformed
    source:   Data Integrity 1.0, §2.1 "Proofs"
    """
    suite = suite_of(proof.get("type"), proof.get("cryptosuite"))
    for member in _TEXTS:
        if not isinstance(proof.get(member, ""), str):
            raise _malformed(pointer, member)
    created = _moment(proof, "created", pointer)
    if created is None and suite.created_required:
        raise _malformed(pointer, "created")
    return Proof(
        suite=suite,
        verification_method=_method(proof, pointer),
        purpose=_text(proof, "proofPurpose", pointer),
        id=_text(proof, "id", pointer) if "id" in proof else None,
        created=created,
        expires=_moment(proof, "expires", pointer),
        domains=_texts(proof, "domain", pointer),
        challenge=proof.get("challenge"),
        previous=_texts(proof, "previousProof", pointer),
    )


def signature_of(proof: JsonObject, suite: Suite, *, pointer: str = "/proof") -> bytes:
    """The bytes of the proofValue, of a length that the suite makes.

    raises:  ProofError
    source:  Data Integrity 1.0, §2.1 "Proofs", proofValue; vc-di-eddsa §3.2.2; vc-di-ecdsa §3.2.2
    """
    value = proof.get("proofValue")
    lengths = suite.signature_length.values()
    if isinstance(value, str) and value.startswith("z"):
        try:
            signature = decode_base58(value[1:], _LONGEST_SIGNATURE)
        except MalformedKey as error:
            raise _malformed_value(pointer, lengths) from error
        if len(signature) in lengths:
            return signature
    raise _malformed_value(pointer, lengths)


def _malformed_value(pointer: str, lengths: Iterable[int]) -> ProofError:
    expected = " / ".join(str(length) for length in sorted(set(lengths)))
    return ProofError(MALFORMED_VALUE, pointer=f"{pointer}/proofValue", expected=expected)


def _malformed(pointer: str, member: str) -> ProofError:
    return ProofError(MALFORMED_MEMBER, pointer=f"{pointer}/{member}", member=member)


def _text(proof: JsonObject, member: str, pointer: str) -> str:
    text = proof.get(member)
    if not isinstance(text, str) or not text:
        raise _malformed(pointer, member)
    return text


def _texts(proof: JsonObject, member: str, pointer: str) -> tuple[str, ...]:
    """The texts of an optional member that is a text or a list of texts."""
    if member not in proof:
        return ()
    value: Any = proof[member]
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise _malformed(pointer, member)
    return tuple(texts)


def _method(proof: JsonObject, pointer: str) -> str:
    method = _text(proof, "verificationMethod", pointer)
    try:
        controller_url(method)
    except MalformedController as error:
        raise ProofError(error.reason, pointer=f"{pointer}/verificationMethod", **error.details) from error
    return method


def _moment(proof: JsonObject, member: str, pointer: str) -> datetime | None:
    if member not in proof:
        return None
    moment = read_stamp(proof[member])
    if moment is None:
        raise _malformed(pointer, member)
    return moment
