"""The key that signs, and what its DID says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sceau.cli.issuing.errors import NOT_IN_DOCUMENT, OUT_OF_SERVICE, CannotIssue
from sceau.engine.keys import did_web
from sceau.engine.keys.controller import method_with_key
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.ports import Signer
from sceau.engine.strict_json import JsonObject
from sceau.outside.keyfiles import KeyFile, document_beside, read_key


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of an issuer.

    did:         the issuer
    method:      the absolute URL of the key; jwt_method: its JsonWebKey form, which wallets read, or the same
    document:    the DID document to publish; None for a did:key, which needs none, and for a key that replaces others
                 and has no document beside it: then it is published already, or not usable
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
    """The key in a file, and the document that publishes it: the one beside the file, else, for a first key, its own.

    passphrase:  asked only when the file needs one
    raises:      CannotIssue, UnusableKeyFile, MalformedKey, MalformedController, OSError
    """
    found = read_key(path, passphrase)
    if not found.controller.startswith(did_web.PREFIX):
        return SigningKey(found.key.signer(), found.controller, found.method, found.method, None)
    document = found.document or _document_for(found)
    if document is None:
        return SigningKey(found.key.signer(), found.controller, found.method, f"{found.method}-jwk", None)
    if method_with_key(document, found.key.public_key) is None:
        raise CannotIssue(NOT_IN_DOCUMENT, file=document_beside(path), method=found.method)
    names = {method.get("id") for method in document.get("verificationMethod", []) if isinstance(method, dict)}
    as_jwk = f"{found.method}-jwk"
    jwt_method = as_jwk if as_jwk in names else found.method
    return SigningKey(found.key.signer(), found.controller, found.method, jwt_method, document)


def refuse_out_of_service(key: SigningKey, document: JsonObject | None, file: Path, now: datetime) -> None:
    """Refuse to sign with a key that a document of its issuer says is replaced or revoked.

    document:  None is no objection; file: where it was read
    raises:    CannotIssue
    """
    method = method_with_key(document, key.signer.public_key) if document is not None else None
    ends = [moment for moment in (method.expires, method.revoked) if moment is not None] if method else []
    if ends and min(ends) <= now:
        raise CannotIssue(OUT_OF_SERVICE, file=file, method=key.method, since=write_stamp(min(ends)))


def _document_for(found: KeyFile) -> JsonObject | None:
    """A document with this key alone; None unless it is a first one: published alone, a later one hides the others."""
    if not found.method.endswith("#key-1"):
        return None
    return did_web.build_document(found.controller, [did_web.PublishedKey(1, found.key.public_key)])
