"""What callers hand in, secured: refused when it is malformed, never mended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sceau.api.vc_api.asking import Asked, BadRequest, object_in
from sceau.api.vc_api.issuers import JOSE, WITH_STATUS, cryptosuite_of, issuer_for
from sceau.api.vc_api.lists import LISTS
from sceau.api.vc_api.reaching import Reaching
from sceau.api.vc_api.resources import refuse_wrong_resources, resources_of
from sceau.api.vc_api.vocabulary import contexts
from sceau.engine.canonical.jsonld import to_quads
from sceau.engine.canonical.reasons import KEYWORD, NOT_A_TERM, UNDEFINED_TERM, UNDEFINED_TYPE
from sceau.engine.checks.procedure import NO_ISSUER
from sceau.engine.errors import NotCanonical, Reason
from sceau.engine.model.credential import faults, objects_in, read_credential
from sceau.engine.model.kinds import types_of
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.proofs.jwt import sign_jwt
from sceau.engine.status.documents import REVOCATION, read_status_entry
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import VC_2_0

_UNDEFINED: Final = (UNDEFINED_TERM, UNDEFINED_TYPE, NOT_A_TERM, KEYWORD)
STATUS_TWICE = Reason(
    "vc_api.status_twice",
    fr="cette preuve dit déjà où lire son état",
    en="this credential already says where its status stands",
)


def issue(suite: str, asked: Asked, *, now: datetime | None = None) -> JsonObject:
    """The credential of the caller, secured; its issuer stays the one that it names.

    suite:   one of SUITES
    raises:  EngineError for whatever may not be signed
    """
    document = dict(object_in(asked.members, "credential"))
    if (given := asked.text("credentialId")) is not None:
        document.setdefault("id", given)
    for fault in faults(document):
        raise fault
    issuer_id = read_credential(document).issuer_id
    if not issuer_id:
        raise BadRequest(NO_ISSUER, pointer="/credential/issuer")
    refuse_wrong_resources(document, resources_of(document, Reaching()))
    if suite == WITH_STATUS:
        document = _with_status(document, asked)
    _refuse_undefined(document)
    for at, entry in enumerate(objects_in(document, "credentialStatus")):
        if "BitstringStatusListEntry" in types_of(entry):
            read_status_entry(entry, pointer=f"/credentialStatus/{at}")
    signatory, moment = issuer_for(suite, issuer_id), asked.moment("created") or now or datetime.now(UTC)
    if suite == JOSE:
        return _enveloped(sign_jwt(document, signer=signatory.signer, kid=signatory.method))
    return secure(
        document,
        signer=signatory.signer,
        verification_method=signatory.method,
        created=moment.replace(microsecond=0),
        contexts=contexts(),
        cryptosuite=cryptosuite_of(suite),
        expires=asked.moment("expires"),
        domain=asked.text("domain"),
        challenge=asked.text("challenge"),
    )


def _refuse_undefined(document: JsonObject) -> None:
    """A suite that looks at no graph would sign words that nothing defines. source: VC Data Model 2.0, §4.3, §4.5"""
    plain = {member: value for member, value in document.items() if member != "proof"}
    try:
        to_quads(plain, contexts())
    except NotCanonical as error:
        if error.reason in _UNDEFINED:
            raise


def turn_status(asked: Asked) -> None:
    """Set or unset what a list says of a credential that was issued here.

    source:  Verifiable Credentials API 0.7, §3.2.4 "Update Status"
    raises:  EngineError
    """
    name = asked.members.get("credentialId")
    wanted = asked.members.get("credentialStatus")
    for entry in wanted if isinstance(wanted, list) else [wanted]:
        told: Any = entry if isinstance(entry, dict) else {}
        value = told.get("status", asked.members.get("status", True))
        purpose = str(told.get("statusPurpose", REVOCATION))
        LISTS.turn(str(name), purpose, int(value in (True, 1, "1", "true")))


def _with_status(document: JsonObject, asked: Asked) -> JsonObject:
    if "credentialStatus" in document:
        raise BadRequest(STATUS_TWICE, pointer="/credential/credentialStatus")
    wanted = asked.options.get("credentialStatus")
    purpose = wanted.get("statusPurpose", REVOCATION) if isinstance(wanted, dict) else REVOCATION
    return {**document, "credentialStatus": LISTS.give_place(str(document.get("id", "")), str(purpose))}


def _enveloped(token: str) -> JsonObject:
    """source: VC Data Model 2.0, §4.13.1"""
    return {"@context": VC_2_0, "id": f"data:application/vc+jwt,{token}", "type": "EnvelopedVerifiableCredential"}
