"""Ed25519Signature2020: what came before eddsa-rdfc-2022. Read, never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.proofs.hashing import rdfc_hashes
from sceau.engine.proofs.rdfc import with_context_of
from sceau.engine.proofs.suite import Suite

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

SUITE_CONTEXT = "https://w3id.org/security/suites/ed25519-2020/v1"


def signing_input(
    document: JsonObject,
    proof_options: JsonObject,
    contexts: ContextLibrary,
    *,
    algorithm: str = "Ed25519",
    issuing: bool = False,
) -> bytes:
    """The 64 bytes that an Ed25519Signature2020 signature covers.

    A document that does not name the suite's context still has its proof read with it, as its makers do.

    source:  W3C vc-di-eddsa, working draft of 2023-02, §3.2 "Ed25519Signature2020"
    """
    options = with_context_of(document, proof_options)
    named = options["@context"] if isinstance(options["@context"], list) else [options["@context"]]
    if SUITE_CONTEXT not in named:
        options["@context"] = [*named, SUITE_CONTEXT]
    return rdfc_hashes(document, options, contexts, issuing=issuing)


SUITE = Suite("Ed25519Signature2020", {"Ed25519": 64}, signing_input, created_required=True)
