"""Keys of these tests, as each software takes them."""

from __future__ import annotations

from typing import Any

from sceau.engine.keys.did_key import did_of, document_of, method_of
from sceau.engine.keys.multikey import encode_public
from sceau.engine.keys.private import SEED_LENGTH, PrivateKey, generate

KEYS = {algorithm: generate(algorithm, bytes(range(length))) for algorithm, length in SEED_LENGTH.items()}


def exported(key: PrivateKey, *, controller: str = "", method: str = "") -> dict[str, Any]:
    """A key with its secret, as a Multikey; that of its own did:key unless another controller is named."""
    return {
        "id": method or method_of(key.public_key),
        "controller": controller or did_of(key.public_key),
        "publicKeyMultibase": encode_public(key.public_key),
        "secretKeyMultibase": key.secret_multibase,
    }


def controller_documents(key: PrivateKey) -> dict[str, Any]:
    """The DID document of a did:key, and its only verification method, each by its URL."""
    document = document_of(did_of(key.public_key))
    (method,) = document["verificationMethod"]
    return {document["id"]: document, method["id"]: {"@context": document["@context"], **method}}
