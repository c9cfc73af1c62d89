"""eddsa-rdfc-2022: Ed25519 over RDFC-1.0 and SHA-256. The suite that every verifier knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.proofs.hashing import rdfc_hashes
from sceau.engine.proofs.rdfc import with_context_of
from sceau.engine.proofs.suite import Suite

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary


def signing_input(
    document: JsonObject,
    proof_options: JsonObject,
    contexts: ContextLibrary,
    *,
    algorithm: str = "Ed25519",
    issuing: bool = False,
) -> bytes:
    """The 64 bytes that an eddsa-rdfc-2022 signature covers.

    source:  W3C vc-di-eddsa 1.0, §3.2.3 "Transformation", §3.2.4 "Hashing", §3.2.5 "Proof Configuration"
    """
    return rdfc_hashes(document, with_context_of(document, proof_options), contexts, issuing=issuing)


SUITE = Suite("eddsa-rdfc-2022", {"Ed25519": 64}, signing_input)
