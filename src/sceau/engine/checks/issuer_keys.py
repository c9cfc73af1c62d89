"""From the name of a key to the key: in the issuer's own document, found where its identifier says and nowhere else."""

from __future__ import annotations

import re
from typing import Any

from sceau.engine.checks.reach import DID_TYPES, Reach
from sceau.engine.errors import EngineError, MalformedController, Reason
from sceau.engine.keys import did_key, did_web
from sceau.engine.keys.controller import (
    ASSERTION,
    VerificationMethod,
    controller_url,
    method_with_jwk_id,
    method_with_key,
    verification_method,
    verification_methods,
)
from sceau.engine.keys.jwk import from_jwk
from sceau.engine.strict_json import JsonObject
from sceau.engine.values import as_text

UNKNOWN_DID_METHOD = Reason(
    "key.unknown_did_method",
    fr="nous ne savons pas trouver la clé de «\u00a0{controller}\u00a0»\u202f; "
    "nous lisons did:web, did:key et les adresses https",
    en="we cannot find the key of “{controller}”; we read did:web, did:key and https addresses",
)
NOT_THE_ISSUERS = Reason(
    "key.not_the_issuers",
    fr="la clé appartient à «\u00a0{controller}\u00a0», et l’émetteur est «\u00a0{issuer}\u00a0»",
    en="the key belongs to “{controller}”, and the issuer is “{issuer}”",
)
NO_KEY_NAMED = Reason(
    "key.not_named",
    fr="la preuve ne dit pas avec quelle clé elle a été faite",
    en="the proof does not say with which key it was made",
)
NOT_PUBLISHED = Reason(
    "key.not_published",
    fr="la clé écrite dans le jeton n’est pas de celles que l’émetteur publie",
    en="the key written in the token is not one of those that the issuer publishes",
)
WHICH_KEY = Reason(
    "key.which_one",
    fr="aucune clé de l’émetteur, ou plus d’une, ne répond au nom que donne le jeton",
    en="no key of the issuer, or more than one, answers to the name that the token gives",
)

_PLAIN_PATH = re.compile(r"[A-Za-z0-9._~:/-]+")  # what follows "https://" in an address that reads in one way only


class UnknownController(EngineError):
    """An issuer whose keys we do not know how to look for."""


def key_of_proof(method_id: Any, reach: Reach, relationship: str = ASSERTION) -> VerificationMethod:
    """The key of this name, authorised for the relationship by the document that its name points to.

    raises:  OutOfReach, UnknownController: no judgement; MalformedController, MalformedKey: not such a key
    source:  Controlled Identifiers 1.0, §3.3 "Retrieve Verification Method"
    """
    if not isinstance(method_id, str):
        raise MalformedController(NO_KEY_NAMED, pointer="/verificationMethod")
    name = f"{relationship} {method_id}"
    kept: VerificationMethod | None = reach.memory.methods.get(name, reach.now)
    if kept is None:
        document = controller_document(controller_url(method_id), reach)
        kept = verification_method(document, method_id, relationship)
        reach.memory.methods.put(name, kept, reach.until)
    return kept


def key_of_token(
    header: JsonObject, issuer_id: str, algorithm: str, reach: Reach, relationship: str = ASSERTION
) -> VerificationMethod:
    """The key of the issuer that a JWT was signed with.

    header:     its kid may be the URL of a key, a name inside the issuer's document, or the address of a JWK below
                the issuer's own; its jwk is believed only when the issuer publishes the same key
    algorithm:  of the key: "Ed25519", "P-256"…
    raises:     as key_of_proof
    source:     VC-JOSE-COSE 1.0, §4.1; Open Badges 3.0, §8.2.4
    """
    kid, jwk = header.get("kid"), header.get("jwk")
    if isinstance(kid, str) and kid.startswith(("did:", "https://")) and "#" in kid:
        refuse_other_issuer(kid, issuer_id, pointer="/kid")
        return key_of_proof(kid, reach, relationship)
    if isinstance(kid, str) and _is_below(issuer_id, kid):
        return VerificationMethod(kid, issuer_id, from_jwk(reach.document(kid, accept=DID_TYPES, follow=False)))
    document = controller_document(issuer_id, reach)
    if document.get("id") != issuer_id:
        raise MalformedController(NOT_THE_ISSUERS, controller=as_text(document.get("id")), issuer=issuer_id)
    return _named(document, kid, jwk, algorithm, relationship)


def refuse_other_issuer(method_id: Any, issuer_id: str, *, pointer: str = "/verificationMethod") -> None:
    """Refuse a key that is not published under the issuer's own identifier.

    raises:  MalformedController
    """
    controller = method_id.partition("#")[0] if isinstance(method_id, str) else ""
    if controller != issuer_id:
        reason = NOT_THE_ISSUERS if controller else NO_KEY_NAMED
        raise MalformedController(reason, pointer=pointer, controller=controller, issuer=issuer_id)


def controller_document(controller: str, reach: Reach) -> JsonObject:
    """The document in which a controller publishes its keys.

    controller:  a DID, or an https address
    raises:      OutOfReach, UnknownController, MalformedController
    """
    if controller.startswith(did_key.PREFIX):
        return did_key.document_of(controller)
    if controller.startswith(did_web.PREFIX):
        return reach.document(did_web.url_of(controller), accept=DID_TYPES, follow=False)
    if controller.startswith("https://"):
        return reach.document(controller, accept=DID_TYPES, follow=False)
    raise UnknownController(UNKNOWN_DID_METHOD, controller=controller)


def _named(document: JsonObject, kid: Any, jwk: Any, algorithm: str, relationship: str) -> VerificationMethod:
    """The key of the document that a token means, by whatever means it names it."""
    if isinstance(jwk, dict):
        method = method_with_key(document, from_jwk(jwk), relationship)
        if method is None:
            raise MalformedController(NOT_PUBLISHED, pointer="/jwk")
        return method
    if isinstance(kid, str):
        method = method_with_jwk_id(document, kid, relationship)
        if method is not None:
            return method
        absolute = kid if "#" in kid[1:] else f"{document['id']}#{kid.removeprefix('#')}"
        return verification_method(document, absolute, relationship)
    methods = verification_methods(document, relationship)
    fitting = {method.key: method for method in methods if method.key.algorithm == algorithm}
    if len(fitting) != 1:
        raise MalformedController(WHICH_KEY)
    return next(iter(fitting.values()))


def _is_below(issuer_id: str, url: str) -> bool:
    """Whether the address lies under the issuer's own; beside it on the same host is not enough: hosts are shared.

    Only plain names follow: with "..", in any spelling, or in a query, the path would lead out again.
    """
    base = issuer_id.rstrip("/") + "/"
    if not (issuer_id.startswith("https://") and url.startswith(base)) or not _PLAIN_PATH.fullmatch(url[8:]):
        return False
    return not any(name in (".", "..") for name in url.split("/"))
