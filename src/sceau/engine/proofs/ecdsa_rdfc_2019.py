"""ecdsa-rdfc-2019: ECDSA over RDFC-1.0; P-256 with SHA-256, P-384 with SHA-384."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.proofs.hashing import rdfc_hashes
from sceau.engine.proofs.rdfc import with_context_of
from sceau.engine.proofs.suite import Suite

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

HASHES = {"P-256": "sha256", "P-384": "sha384"}


def signing_input(
    document: JsonObject,
    proof_options: JsonObject,
    contexts: ContextLibrary,
    *,
    algorithm: str = "P-256",
    issuing: bool = False,
) -> bytes:
    """The 64 bytes (P-256) or 96 bytes (P-384) that an ecdsa-rdfc-2019 signature covers.

    source:  W3C vc-di-ecdsa 1.0, §3.2.3 "Transformation", §3.2.4 "Hashing", §3.2.5 "Proof Configuration"
    """
    options = with_context_of(document, proof_options)
    return rdfc_hashes(document, options, contexts, algorithm=HASHES[algorithm], issuing=issuing)


SUITE = Suite("ecdsa-rdfc-2019", {"P-256": 64, "P-384": 96}, signing_input)
