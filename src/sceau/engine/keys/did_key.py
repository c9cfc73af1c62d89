"""did:key: an identifier that is its own key. It names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.engine.errors import MalformedController
from sceau.engine.keys.multikey import decode_public, encode_public
from sceau.engine.keys.reasons import NOT_A_DID

if TYPE_CHECKING:
    from sceau.engine.keys.public import PublicKey
    from sceau.engine.strict_json import JsonObject

PREFIX = "did:key:"
_RELATIONSHIPS = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")


def did_of(key: PublicKey) -> str:
    """The did:key of the key.

    raises:  MalformedKey for RSA
    """
    return PREFIX + encode_public(key)


def method_of(key: PublicKey) -> str:
    """The id of the only verification method of the key's did:key: its fragment repeats the key."""
    word = encode_public(key)
    return f"{PREFIX}{word}#{word}"


def key_of(did: str) -> PublicKey:
    """The key that a did:key stands for.

    raises:  MalformedController when it is not a did:key, MalformedKey when the key in it cannot be used
    source:  did:key Method, §2 "Format"
    """
    if not did.startswith(PREFIX):
        raise MalformedController(NOT_A_DID, found=did, method="key")
    return decode_public(did.removeprefix(PREFIX))


def document_of(did: str) -> JsonObject:
    """The DID document of a did:key, which nobody needs to publish.

    raises:  MalformedController, MalformedKey
    source:  did:key Method, §3.1.1 "Document Creation Algorithm"; Controlled Identifiers 1.0, §2.2.2 "Multikey"
    """
    word = encode_public(key_of(did))
    method = f"{did}#{word}"
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [{"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": word}],
        **{relationship: [method] for relationship in _RELATIONSHIPS},
    }
