"""The canonical form of a JSON-LD document: what the rdfc suites hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.canonical.jsonld import to_quads
from sceau.engine.canonical.rdfc import Canonical, canonicalise

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary


def canonical_dataset(
    document: JsonObject, contexts: ContextLibrary, *, algorithm: str = "sha256", equal_nodes: bool = True
) -> Canonical:
    """The document as a canonical dataset, with its map of labels.

    algorithm:    "sha256", or "sha384" for P-384
    equal_nodes:  False refuses anonymous parts that look alike: JavaScript verifiers give up on them
    raises:       NotCanonical with the place, TooComplex, UnknownContext
    """
    dataset = to_quads(document, contexts)
    return canonicalise(dataset.ground, dataset.quads, algorithm=algorithm, equal_nodes=equal_nodes)


def canonical_nquads(
    document: JsonObject, contexts: ContextLibrary, *, algorithm: str = "sha256", equal_nodes: bool = True
) -> bytes:
    """The document as canonical N-Quads, UTF-8; the arguments and refusals are those of `canonical_dataset`."""
    return canonical_dataset(document, contexts, algorithm=algorithm, equal_nodes=equal_nodes).nquads
