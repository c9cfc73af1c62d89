"""What every cryptosuite is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary


class SigningInput(Protocol):
    """The bytes that a signature of a suite covers."""

    def __call__(
        self,
        document: JsonObject,
        proof_options: JsonObject,
        contexts: ContextLibrary,
        *,
        algorithm: str,
        issuing: bool = False,
    ) -> bytes:
        """Transform and hash.

        document:       without its proofs, but for those that a chain builds on
        proof_options:  the proof without its proofValue
        algorithm:      of the key
        issuing:        refuse what other verifiers would give up on
        raises:         NotCanonical, UnknownContext, ProofError
        """


@dataclass(frozen=True, slots=True)
class Suite:
    """One way to make a Data Integrity proof.

    name:              the `cryptosuite`; for an older suite, the `type` of the proof
    signature_length:  bytes of a signature, by the algorithm of the key; other keys do not fit
    context_in_proof:  a proof of this suite bears the document's `@context` (the jcs suites)
    created_required:  a proof of this suite says when it was made
    """

    name: str
    signature_length: Mapping[str, int]
    signing_input: SigningInput
    context_in_proof: bool = False
    created_required: bool = False
