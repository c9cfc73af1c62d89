"""ecdsa-jcs-2019: ECDSA over JCS; P-256 with SHA-256, P-384 with SHA-384."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.proofs.ecdsa_rdfc_2019 import HASHES
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
    algorithm: str = "P-256",
    issuing: bool = False,
) -> bytes:
    """The 64 bytes (P-256) or 96 bytes (P-384) that an ecdsa-jcs-2019 signature covers.

    source:  W3C vc-di-ecdsa 1.0, §3.3.3 "Transformation", §3.3.4 "Hashing", §3.3.5 "Proof Configuration"
    """
    signed = with_context_of_proof(document, proof_options)
    return jcs_hashes(signed, proof_options, algorithm=HASHES[algorithm])


SUITE = Suite("ecdsa-jcs-2019", {"P-256": 64, "P-384": 96}, signing_input, context_in_proof=True)
