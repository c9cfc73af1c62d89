"""Controller documents: which keys an issuer publishes, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sceau.engine.errors import MalformedController, MalformedKey
from sceau.engine.keys import did_key
from sceau.engine.keys.jwk import from_jwk, thumbprint
from sceau.engine.keys.multikey import decode_public
from sceau.engine.keys.reasons import (
    MALFORMED_MEMBER,
    METHOD_NOT_ABSOLUTE,
    NO_SUCH_METHOD,
    NOT_FOR_PURPOSE,
    OTHER_CONTROLLER,
    OTHER_DOCUMENT,
    TOO_MANY_METHODS,
    TWO_METHODS,
    UNKNOWN_METHOD_TYPE,
)
from sceau.engine.keys.stamps import read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sceau.engine.keys.public import PublicKey
    from sceau.engine.strict_json import JsonObject

ASSERTION = "assertionMethod"
MAXIMUM_METHODS = 200  # a hundred keys, each in two forms; reading one costs up to 0.1 ms

# The types of verification method that we read, the member that holds the key, and the algorithms it may be of.
_ANY_CURVE = ("Ed25519", "P-256", "P-384")
_MULTIBASE_TYPES = {
    "Multikey": _ANY_CURVE,
    "Ed25519VerificationKey2020": ("Ed25519",),
    "EcdsaSecp256r1VerificationKey2019": ("P-256",),
    "EcdsaSecp384r1VerificationKey2019": ("P-384",),
}
_JWK_TYPES = ("JsonWebKey", "JsonWebKey2020")


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A key that an issuer publishes.

    id:          its absolute URL
    controller:  whose key it is
    jwk_id:      the `kid` inside its JWK, when it has one
    expires:     after this moment it signed nothing any more
    revoked:     since this moment it may be in other hands
    """

    id: str
    controller: str
    key: PublicKey
    jwk_id: str | None = None
    expires: datetime | None = None
    revoked: datetime | None = None


def controller_url(method_id: str) -> str:
    """The URL or DID of the document where a verification method is published: its id without the fragment.

    raises:  MalformedController when the id is not an absolute URL with a fragment; a did:key needs none
    source:  Controlled Identifiers 1.0, §3.3 "Retrieve Verification Method", steps 1 to 3
    """
    url, hash_sign, fragment = _with_fragment(method_id).partition("#")
    scheme, colon, rest = url.partition(":")
    if not (hash_sign and fragment and colon and rest and scheme.isascii() and scheme.isalnum()):
        raise MalformedController(METHOD_NOT_ABSOLUTE, found=method_id)
    if not method_id.isprintable() or " " in method_id:  # what cannot be seen is written as a number
        raise MalformedController(METHOD_NOT_ABSOLUTE, found=method_id.encode("unicode_escape").decode())
    return url


def verification_method(document: JsonObject, method_id: str, relationship: str = ASSERTION) -> VerificationMethod:
    """The method with this id, if the document authorises it for the relationship.

    document:   the controller document that was found at controller_url(method_id)
    raises:     MalformedController: another document, no such method, another controller, not for this purpose,
                a type that is not known; MalformedKey: the key in it cannot be used
    source:     Controlled Identifiers 1.0, §3.3 "Retrieve Verification Method"
    """
    owner = controller_url(method_id)
    found = document.get("id")
    if found != owner:
        raise MalformedController(OTHER_DOCUMENT, pointer="/id", found=found, expected=owner)
    return _authorised(_described(document, owner, relationship), _with_fragment(method_id), owner, relationship)


def verification_methods(document: JsonObject, relationship: str = ASSERTION) -> list[VerificationMethod]:
    """All the methods that the document authorises for the relationship and that we can read; the others are left out.

    raises:  MalformedController when the document is not a controller document at all
    """
    owner = document.get("id")
    if not isinstance(owner, str):
        raise MalformedController(MALFORMED_MEMBER, pointer="/id", member="id")
    found: list[VerificationMethod] = []
    described = _described(document, owner, relationship)
    for name in described:
        try:
            found.append(_authorised(described, name, owner, relationship))
        except (MalformedController, MalformedKey):
            continue
    return found


def method_with_key(document: JsonObject, key: PublicKey, relationship: str = ASSERTION) -> VerificationMethod | None:
    """The method that publishes this very key: the only ground on which a key in a JWT header may be believed."""
    return next((method for method in verification_methods(document, relationship) if method.key == key), None)


def method_with_jwk_id(document: JsonObject, kid: str, relationship: str = ASSERTION) -> VerificationMethod | None:
    """The method whose JWK has this `kid` or this thumbprint, for JWTs whose `kid` is not a URL.

    source:  VC-JOSE-COSE, §4.1 "kid"; Controlled Identifiers 1.0, §2.2.3 "JsonWebKey"
    """
    methods = verification_methods(document, relationship)
    return next((method for method in methods if kid in (method.jwk_id, thumbprint(method.key))), None)


def _with_fragment(method_id: str) -> str:
    """A bare did:key stands for its only key: 1EdTech's own samples name it so."""
    if method_id.startswith(did_key.PREFIX) and "#" not in method_id:
        return f"{method_id}#{method_id.removeprefix(did_key.PREFIX)}"
    return method_id


@dataclass(slots=True)
class _Described:
    """What a document says of one method: its descriptions with pointers, and whether the relationship lists it."""

    descriptions: list[tuple[str, JsonObject]]
    listed: bool = False


def _described(document: JsonObject, owner: str, relationship: str) -> dict[str, _Described]:
    """Every method that the document describes or lists for the relationship, by its absolute id."""
    found: dict[str, _Described] = {}
    for member in ("verificationMethod", relationship):
        for pointer, entry in _listed(document, member):
            name = _absolute(entry.get("id") if isinstance(entry, dict) else entry, owner)
            if name is None:
                continue
            method = found.setdefault(name, _Described([]))
            method.listed |= member == relationship
            if isinstance(entry, dict):
                method.descriptions.append((pointer, entry))
    return found


def _authorised(described: dict[str, _Described], name: str, owner: str, relationship: str) -> VerificationMethod:
    """The method of this name, once we know that it is one method and that it is authorised."""
    method = described.get(name)
    if method is None or not method.descriptions:
        raise MalformedController(NO_SUCH_METHOD, found=name)
    (pointer, description), *others = method.descriptions
    if any(other != description for _, other in others):
        raise MalformedController(TWO_METHODS, pointer=pointer, found=name)
    if not method.listed:
        raise MalformedController(NOT_FOR_PURPOSE, pointer=pointer, found=name, relationship=relationship)
    return _read(description, owner, pointer)


def _listed(document: JsonObject, member: str) -> Iterator[tuple[str, Any]]:
    """The entries of a member with their pointers; one entry may stand without its array."""
    entries = document.get(member, [])
    if isinstance(entries, list):
        if len(entries) > MAXIMUM_METHODS:
            raise MalformedController(TOO_MANY_METHODS, pointer=f"/{member}", limit=MAXIMUM_METHODS)
        yield from ((f"/{member}/{index}", entry) for index, entry in enumerate(entries))
    else:
        yield f"/{member}", entries


def _absolute(name: Any, owner: str) -> str | None:
    """name as an absolute URL: a bare fragment belongs to the document it stands in (DID Core 1.0, §3.2.2)."""
    if not isinstance(name, str):
        return None
    return owner + name if name.startswith("#") else name


def _read(method: JsonObject, owner: str, pointer: str) -> VerificationMethod:
    controller = method.get("controller")
    if not isinstance(controller, str):
        raise MalformedController(MALFORMED_MEMBER, pointer=f"{pointer}/controller", member="controller")
    if controller != owner:
        raise MalformedController(OTHER_CONTROLLER, pointer=f"{pointer}/controller", found=controller, expected=owner)
    key, jwk_id = _key_of(method, pointer)
    return VerificationMethod(
        id=str(_absolute(method["id"], owner)),
        controller=controller,
        key=key,
        jwk_id=jwk_id,
        expires=_moment(method, "expires", pointer),
        revoked=_moment(method, "revoked", pointer),
    )


def _key_of(method: JsonObject, pointer: str) -> tuple[PublicKey, str | None]:
    """The key of a method and the `kid` of its JWK."""
    kind = method.get("type")
    if kind in _JWK_TYPES:
        jwk = method.get("publicKeyJwk")
        if not isinstance(jwk, dict):
            raise MalformedController(MALFORMED_MEMBER, pointer=f"{pointer}/publicKeyJwk", member="publicKeyJwk")
        kid = jwk.get("kid")
        return from_jwk(jwk), kid if isinstance(kid, str) else None
    if not isinstance(kind, str) or kind not in _MULTIBASE_TYPES:
        raise MalformedController(UNKNOWN_METHOD_TYPE, pointer=f"{pointer}/type", found=kind)
    word = method.get("publicKeyMultibase")
    if not isinstance(word, str):
        raise MalformedController(
            MALFORMED_MEMBER, pointer=f"{pointer}/publicKeyMultibase", member="publicKeyMultibase"
        )
    key = decode_public(word)
    if key.algorithm not in _MULTIBASE_TYPES[kind]:
        raise MalformedController(
            MALFORMED_MEMBER, pointer=f"{pointer}/publicKeyMultibase", member="publicKeyMultibase"
        )
    return key, None


def _moment(method: JsonObject, member: str, pointer: str) -> datetime | None:
    if member not in method:
        return None
    moment = read_stamp(method[member])
    if moment is None:
        # A key whose end cannot be read must not pass for one that has none.
        raise MalformedController(MALFORMED_MEMBER, pointer=f"{pointer}/{member}", member=member)
    return moment
