"""What the jcs suites have in common: the proof names its contexts, and the document begins with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sceau.engine.errors import ProofError
from sceau.engine.proofs.reasons import OTHER_CONTEXT

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject


def with_context_of_proof(document: JsonObject, proof_options: JsonObject) -> JsonObject:
    """The document as it was signed: with the `@context` that the proof names, which may be shorter.

    raises:  ProofError when the document does not begin with it
    source:  vc-di-eddsa 1.0, §3.3.2 "Verify Proof", step 4
    """
    if "@context" not in proof_options:
        return document
    named = proof_options["@context"]
    if document.get("@context") == named:
        return document
    signed, found = _entries(named), _entries(document.get("@context", []))
    if found[: len(signed)] != signed:
        raise ProofError(OTHER_CONTEXT, pointer="/proof/@context")
    return {**document, "@context": named}


def _entries(context: Any) -> list[Any]:
    return context if isinstance(context, list) else [context]
