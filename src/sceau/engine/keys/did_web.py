"""did:web: an identifier whose document its domain serves. Documents are built here, never downloaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sceau.engine.errors import MalformedController
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multikey import encode_public
from sceau.engine.keys.reasons import NOT_A_DID, NOT_A_DOMAIN, NOT_A_PATH
from sceau.engine.keys.stamps import write_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sceau.engine.keys.public import PublicKey
    from sceau.engine.strict_json import JsonObject

PREFIX = "did:web:"
LONGEST_DID = 1024

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.IGNORECASE)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)  # a last label of this form makes it an IPv4 address
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+")  # DID Core §3.1, idchar
_LARGEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key of an institution, as its DID document shows it.

    number:   1 for #key-1, and so on; never given to another key
    expires:  after this moment the key signed nothing any more
    revoked:  since this moment the key may be in other hands
    """

    number: int
    key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


def did_of(host: str, path: Sequence[str] = ()) -> str:
    """The did:web of a host ("greta.example", "localhost:8000") and the segments of a path.

    raises:  MalformedController
    source:  did:web Method, §2.1 "Method-specific identifier"
    """
    name, colon, port = host.partition(":")
    try:
        name = name.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise MalformedController(NOT_A_DOMAIN, found=host) from error
    did = PREFIX + ":".join([f"{name}%3A{port}" if colon else name, *path])
    url_of(did)
    return did


def url_of(did: str) -> str:
    """The https URL where the document of a did:web is served.

    raises:  MalformedController; also for an IP address, an empty path segment, a dot segment, or a DID URL
    source:  did:web Method, §2.5.2 "Read (Resolve)"
    """
    if not did.startswith(PREFIX) or len(did) > LONGEST_DID:
        raise MalformedController(NOT_A_DID, found=did[:LONGEST_DID], method="web")
    host, *path = did.removeprefix(PREFIX).split(":")
    authority = _authority_of(host)
    for segment in path:
        # "%2F" and "%2E%2E" would be read as "/" and ".." by many a server
        plain = re.sub("%2e", ".", segment, flags=re.IGNORECASE)
        if _SEGMENT.fullmatch(segment) is None or plain in (".", "..") or "%2f" in segment.lower():
            raise MalformedController(NOT_A_PATH, found=segment)
    place = "/".join(path) if path else ".well-known"
    return f"https://{authority}/{place}/did.json"


def build_document(did: str, keys: Sequence[PublishedKey]) -> JsonObject:
    """The DID document of an institution, each key twice: as Multikey and, for wallets, as JsonWebKey.

    An RSA key has no Multikey form and is written as JsonWebKey only, under its own number. A key that expired or was
    revoked stays under assertionMethod: what it signed before must remain verifiable.

    raises:  MalformedController when the DID is not a did:web
    source:  Controlled Identifiers 1.0, §2.2 "Verification Methods", §2.2.2, §2.2.3
    """
    url_of(did)
    methods = [method for published in keys for method in _methods_of(did, published)]
    ids = [method["id"] for method in methods]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": ids,
        "authentication": list(ids),
    }


def _methods_of(did: str, published: PublishedKey) -> list[JsonObject]:
    name = f"{did}#key-{published.number}"
    ends: JsonObject = {}
    if published.expires is not None:
        ends["expires"] = write_stamp(published.expires)
    if published.revoked is not None:
        ends["revoked"] = write_stamp(published.revoked)
    jwk = to_jwk(published.key)
    if published.key.algorithm == "RSA":
        return [{"id": name, "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk, **ends}]
    word = encode_public(published.key)
    return [
        {"id": name, "type": "Multikey", "controller": did, "publicKeyMultibase": word, **ends},
        {"id": f"{name}-jwk", "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk, **ends},
    ]


def _authority_of(host: str) -> str:
    """host as a URL has it: its port after a colon."""
    name, *port = re.split("%3a", host, flags=re.IGNORECASE)
    labels = name.split(".")
    if _HOST.fullmatch(name) is None or len(name) > 253 or _NUMERIC.fullmatch(labels[-1]):  # noqa: PLR2004 -- RFC 1035
        raise MalformedController(NOT_A_DOMAIN, found=host)
    if not port:
        return name
    if len(port) != 1 or _PORT.fullmatch(port[0]) is None or int(port[0]) > _LARGEST_PORT:
        raise MalformedController(NOT_A_DOMAIN, found=host)
    return f"{name}:{port[0]}"
