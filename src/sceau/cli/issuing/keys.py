"""The key that signs, and what its DID says of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sceau.cli.issuing.errors import NO_DOCUMENT, NOT_IN_DOCUMENT, CannotIssue
from sceau.engine.keys import did_web
from sceau.engine.keys.controller import method_with_key
from sceau.engine.ports import Signer
from sceau.engine.strict_json import JsonObject
from sceau.outside.keyfiles import KeyFile, document_beside, read_key

_NUMBERED = re.compile(r"#key-([1-9][0-9]*)\Z")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of an issuer.

    did:         the issuer
    method:      the absolute URL of the key; jwt_method: its JsonWebKey form, which wallets read, or the same
    document:    the DID document to publish; None for a did:key, which needs none
    """

    signer: Signer
    did: str
    method: str
    jwt_method: str
    document: JsonObject | None

    @property
    def origin(self) -> str:
        """https://host of a did:web, "" for another DID."""
        if not self.did.startswith(did_web.PREFIX):
            return ""
        return f"https://{urlsplit(did_web.url_of(self.did)).netloc}"


def open_signing_key(path: Path, passphrase: Callable[[], str] | None) -> SigningKey:
    """The key in a file, and the document that publishes it: the one beside the file, else one made for it.

    passphrase:  asked only when the file needs one
    raises:      CannotIssue, UnusableKeyFile, MalformedKey, MalformedController, OSError
    """
    found = read_key(path, passphrase)
    if not found.controller.startswith(did_web.PREFIX):
        return SigningKey(found.key.signer(), found.controller, found.method, found.method, None)
    document = found.document or _document_for(found, path)
    if method_with_key(document, found.key.public_key) is None:
        raise CannotIssue(NOT_IN_DOCUMENT, file=document_beside(path), method=found.method)
    names = {method.get("id") for method in document.get("verificationMethod", []) if isinstance(method, dict)}
    as_jwk = f"{found.method}-jwk"
    jwt_method = as_jwk if as_jwk in names else found.method
    return SigningKey(found.key.signer(), found.controller, found.method, jwt_method, document)


def _document_for(found: KeyFile, path: Path) -> JsonObject:
    number = _NUMBERED.search(found.method)
    if number is None:
        raise CannotIssue(NO_DOCUMENT, method=found.method, file=document_beside(path))
    return did_web.build_document(found.controller, [did_web.PublishedKey(int(number[1]), found.key.public_key)])
