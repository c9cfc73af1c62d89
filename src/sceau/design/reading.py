"""A file that holds a design, read before anything is written: what is in it, and who signed it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sceau.design.cleaning import LARGEST_DRAFT, clean, within_budget
from sceau.design.errors import DesignError, UnusableFile
from sceau.design.lines import line_of
from sceau.design.reasons import (
    FILE_NOT_A_DESIGN,
    FILE_NOT_JSON,
    FILE_TOO_LARGE,
    KEY_NO_LONGER_GOOD,
    NO_WAY_OUT,
    NOT_TO_BE_COPIED,
    UNUSABLE_SIGNATURE,
    WRONG_SIGNATURE,
)
from sceau.engine.checks.issuer_keys import UnknownController, key_of_proof
from sceau.engine.checks.reach import Memory, Reach
from sceau.engine.errors import EngineError, MalformedDesign, MalformedJson, OutOfReach, UnknownSuite
from sceau.engine.keys.controller import VerificationMethod, controller_url, verification_method
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.model.designs import Design, read_design
from sceau.engine.model.samples import modernise
from sceau.engine.ports import Fetcher
from sceau.engine.proofs.data_integrity import proofs_of, verify_proof
from sceau.engine.strict_json import JsonObject, parse_object
from sceau.engine.vocabularies.contexts import shipped
from sceau.institutions.models import Institution
from sceau.keyring.documents import did_document
from sceau.keyring.queries import published_keys

LARGEST_FILE: Final = 2 * LARGEST_DRAFT  # bytes: an indented file is larger than what it says
_MOST_FETCHES: Final = 3
_MOST_BYTES: Final = 1024 * 1024
_RESERVED: Final = "all-rights-reserved"


class Signature(StrEnum):
    """What is known of who signed a file. A wrong signature is no state: the file is refused."""

    CHECKED = "checked"
    NOT_NOW = "not_now"  # the issuer's document is out of reach, or the suite is unknown
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignFile:
    """What a file holds.

    document:   a design that follows the schema, as it was read, with its proof
    design:     the same, read
    signature:  "checked", "not_now" or "unsigned"
    issuer:     the DID that signed, "" when nobody did; issuer_name: as the document says it, else the DID
    why, why_en:  why the signature cannot be checked now, "" otherwise
    """

    document: JsonObject
    design: Design
    signature: Signature
    issuer: str = ""
    issuer_name: str = ""
    why: str = ""
    why_en: str = ""

    @property
    def licence(self) -> str:
        """Under which it may be used again, "" when it does not say."""
        return str(self.document.get("licence") or "")

    @property
    def origin(self) -> JsonObject:
        """What a draft made of it keeps of where it came from."""
        told = {
            "kind": "file",
            "uuid": str(self.design.uuid),
            "number": self.design.number,
            "label": self.design.label,
            "title": dict(self.design.title.words),
            "issuer": self.issuer,
            "issuer_name": self.issuer_name,
            "signature": str(self.signature),
            "licence": self.licence,
        }
        return {name: value for name, value in told.items() if value}


def read_file(data: bytes, *, fetcher: Fetcher | None, now: datetime, institution: Institution) -> DesignFile:
    """Read a design from a file; nothing is written.

    fetcher:      to the document of whoever signed; without it, only institutions of this house can be checked
    institution:  for whom it is read: what another body reserved all rights to is refused
    raises:       UnusableFile, with pointer and line where it is about a place
    """
    if len(data) > LARGEST_FILE:
        raise UnusableFile(FILE_TOO_LARGE, size=-(-len(data) // 1024), limit=LARGEST_FILE // 1024)
    raw = _parsed(data)
    document = _strict(raw, data)
    signature, issuer, why, why_en = _signed(raw, fetcher=fetcher, now=now)
    name = _name_of(document, issuer)
    if signature == Signature.CHECKED and document.get("licence") == _RESERVED and issuer != institution.did:
        raise UnusableFile(NOT_TO_BE_COPIED, pointer="/licence")
    return DesignFile(
        document=document,
        design=read_design(document),
        signature=signature,
        issuer=issuer,
        issuer_name=name,
        why=why,
        why_en=why_en,
    )


def _parsed(data: bytes) -> JsonObject:
    try:
        return parse_object(data.removeprefix(b"\xef\xbb\xbf"), limit=LARGEST_FILE)
    except MalformedJson as error:
        line = re.match(r"line (\d+)", str(error.details.get("place_en", "")))
        raise UnusableFile(
            FILE_NOT_JSON,
            line=int(line[1]) if line else None,
            why=error.sentence("fr"),
            why_en=error.sentence("en"),
        ) from error


def _strict(raw: JsonObject, data: bytes) -> JsonObject:
    """The document as sceau.design/1, complete and within bounds."""
    try:
        document = modernise(raw)
        read_design(document)
        within_budget(clean(document) or {})
    except (MalformedDesign, DesignError) as error:
        pointer = error.pointer
        raise UnusableFile(
            FILE_NOT_A_DESIGN,
            pointer=pointer,
            line=line_of(data.decode("utf-8-sig"), pointer),
            place=pointer or "/",
            why=error.sentence("fr").rstrip("."),
            why_en=error.sentence("en").rstrip("."),
        ) from error
    return document


def _signed(raw: JsonObject, *, fetcher: Fetcher | None, now: datetime) -> tuple[Signature, str, str, str]:
    """The state of the signature, who signed, and why it cannot be checked. raises: UnusableFile"""
    try:
        proofs = proofs_of(raw)
        if not proofs:
            return Signature.UNSIGNED, "", "", ""
        proof = proofs[0]
        method_id = proof.get("verificationMethod")
        issuer = controller_url(method_id) if isinstance(method_id, str) else ""
    except EngineError as error:
        raise _unusable(error) from error
    try:
        method = _method(method_id, issuer, fetcher, now)
    except (OutOfReach, UnknownController) as error:
        return Signature.NOT_NOW, issuer, error.sentence("fr"), error.sentence("en")
    except EngineError as error:
        raise _unusable(error) from error
    try:
        verify_proof(raw, proof, key=method.key, contexts=shipped())
    except UnknownSuite as error:
        return Signature.NOT_NOW, issuer, error.sentence("fr"), error.sentence("en")
    except EngineError as error:
        raise UnusableFile(WRONG_SIGNATURE, pointer="/proof", issuer=issuer) from error
    created = read_stamp(proof.get("created")) if "created" in proof else None
    if method.revoked is not None or (method.expires is not None and (created is None or created > method.expires)):
        raise UnusableFile(KEY_NO_LONGER_GOOD, pointer="/proof", issuer=issuer)
    return Signature.CHECKED, issuer, "", ""


def _method(method_id: Any, issuer: str, fetcher: Fetcher | None, now: datetime) -> VerificationMethod:
    here = Institution.objects.filter(did=issuer).first()
    if here is not None:
        return verification_method(did_document(here.did, published_keys(here)), method_id)
    reach = Reach(fetcher or _Nowhere(), Memory(), now, most_fetches=_MOST_FETCHES, most_bytes=_MOST_BYTES)
    return key_of_proof(method_id, reach)


def _unusable(error: EngineError) -> UnusableFile:
    return UnusableFile(UNUSABLE_SIGNATURE, pointer="/proof", why=error.sentence("fr"), why_en=error.sentence("en"))


def _name_of(document: JsonObject, issuer: str) -> str:
    """The body that bears the DID, as the document says it; the DID when none does."""
    for body in document["annex1"]["mandatory"]["awarding_body"]:
        if isinstance(body, dict) and issuer and body.get("did") == issuer:
            return str(body["name"])
    return issuer


class _Nowhere:
    """No way out."""

    def fetch(self, url: str, *, accept: str = "application/json") -> Any:
        """raises: OutOfReach"""
        raise OutOfReach(NO_WAY_OUT, url=url)
