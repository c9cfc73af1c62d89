"""What the rdfc suites have in common: proof options are read with the document's own contexts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.errors import ProofError
from sceau.engine.proofs.reasons import OTHER_CONTEXT

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject


def with_context_of(document: JsonObject, proof_options: JsonObject) -> JsonObject:
    """The proof options with the document's `@context`.

    raises:  ProofError when they have another one of their own: it would not be signed, and a reader might follow it
    source:  vc-di-eddsa 1.0, §3.2.5 "Proof Configuration", step 4
    """
    context = document.get("@context")
    if proof_options.get("@context", context) != context:
        raise ProofError(OTHER_CONTEXT, pointer="/proof/@context")
    return {**proof_options, "@context": context}
