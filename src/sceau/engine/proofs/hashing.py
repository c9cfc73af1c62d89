"""What the Data Integrity suites sign: the hash of the proof options, then the hash of the document."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256, sha384
from typing import TYPE_CHECKING

import orjson

from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.canonical.rdf import canonical_nquads
from sceau.engine.errors import NotCanonical

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

_HASHES = {"sha256": sha256, "sha384": sha384}
_CACHEABLE = 2048  # bytes; the options of one batch are equal, and strangers' must not fill the memory


def rdfc_hashes(
    document: JsonObject,
    proof_options: JsonObject,
    contexts: ContextLibrary,
    *,
    algorithm: str = "sha256",
    issuing: bool = False,
) -> bytes:
    """hash(RDFC(proof_options)), then hash(RDFC(document)): 64 bytes, or 96 with SHA-384.

    document:       without the proofs that are not signed
    proof_options:  the proof without its proofValue, with the `@context` that gives its terms their meaning
    algorithm:      "sha256" or "sha384", also inside RDFC-1.0
    issuing:        refuse what other verifiers would give up on
    raises:         NotCanonical, UnknownContext
    """
    options = canonical_bytes(proof_options)
    hash_of_options = _hash_of_options if len(options) <= _CACHEABLE else _hash_of_options.__wrapped__
    try:
        first = hash_of_options(options, contexts, algorithm)
    except NotCanonical as error:
        error.pointer = f"/proof{error.pointer}"
        raise
    nquads = canonical_nquads(document, contexts, algorithm=algorithm, equal_nodes=not issuing)
    return first + _HASHES[algorithm](nquads).digest()


def jcs_hashes(document: JsonObject, proof_options: JsonObject, *, algorithm: str = "sha256") -> bytes:
    """hash(JCS(proof_options)), then hash(JCS(document)): 64 bytes, or 96 with SHA-384.

    raises:  NotCanonical
    """
    options, content = canonical_bytes(proof_options), canonical_bytes(document)
    return _HASHES[algorithm](options).digest() + _HASHES[algorithm](content).digest()


@lru_cache(maxsize=1024)
def _hash_of_options(options: bytes, contexts: ContextLibrary, algorithm: str) -> bytes:
    """The hash of proof options given as JCS: a function of its arguments alone, hence safe to remember."""
    nquads = canonical_nquads(orjson.loads(options), contexts, algorithm=algorithm)
    return _HASHES[algorithm](nquads).digest()
