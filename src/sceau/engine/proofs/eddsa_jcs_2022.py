"""eddsa-jcs-2022: Ed25519 over JCS and SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.proofs.hashing import jcs_hashes
from sceau.engine.proofs.jcs import with_context_of_proof
from sceau.engine.proofs.suite import Suite

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary


def signing_input(
    document: JsonObject,
    proof_options: JsonObject,
    contexts: ContextLibrary | None = None,
    *,
    algorithm: str = "Ed25519",
    issuing: bool = False,
) -> bytes:
    """The 64 bytes that an eddsa-jcs-2022 signature covers.

    source:  W3C vc-di-eddsa 1.0, §3.3.3 "Transformation", §3.3.4 "Hashing", §3.3.5 "Proof Configuration"
    """
    return jcs_hashes(with_context_of_proof(document, proof_options), proof_options)


SUITE = Suite("eddsa-jcs-2022", {"Ed25519": 64}, signing_input, context_in_proof=True)
