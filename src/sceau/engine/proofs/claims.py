"""The registered claims of a credential's JWT, and the fields of the document that say the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sceau.engine.errors import ProofError
from sceau.engine.keys.stamps import read_stamp, write_stamp
from sceau.engine.proofs.reasons import CLAIM_DIFFERS, MALFORMED_CLAIM, MISSING_CLAIM, MISSING_FIELD

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_LATEST = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // _SECOND

# claim → the fields of VC Data Model 2.0 and 1.1 that say the same (Open Badges 3.0 §8.2.4, VC Data Model 1.1 §6.3.1)
_DATES = {"nbf": ("validFrom", "issuanceDate"), "exp": ("validUntil", "expirationDate")}


def claims_of(document: JsonObject) -> JsonObject:
    """The claims that the Open Badges profile repeats: iss, jti, sub, nbf, and exp when the credential ends.

    raises:  ProofError when the document lacks what they are made of
    source:  Open Badges 3.0, §8.2.4.1 "Create the JWT Payload"
    """
    claims: JsonObject = {}
    for claim, field in (("iss", "issuer"), ("sub", "credentialSubject"), ("jti", "id")):
        value = _identifier(document, claim)
        if value is None:
            raise ProofError(MISSING_FIELD, pointer=f"/{field}", field="id" if claim == "jti" else f"{field}.id")
        claims[claim] = value
    for claim, fields in _DATES.items():
        seconds = _seconds(document, fields)
        if seconds is not None:
            claims[claim] = seconds
    if "nbf" not in claims:
        raise ProofError(MISSING_FIELD, pointer="/validFrom", field="validFrom")
    return claims


def refuse_differing_claims(claims: JsonObject, document: JsonObject, *, dates: bool) -> None:
    """Check that no claim says something else than the document.

    dates:   also nbf and exp: under VC-JOSE they speak of the signature, not of the credential
    raises:  ProofError
    source:  VC-JOSE-COSE §4.1.2 "iss"; Open Badges 3.0 §8.2.4.1
    """
    for claim in ("iss", "sub", "jti"):
        if claim not in claims:
            continue
        expected = _identifier(document, claim)
        if not isinstance(claims[claim], str):
            raise ProofError(MALFORMED_CLAIM, pointer=f"/{claim}", claim=claim)
        if expected is not None and claims[claim] != expected:
            raise ProofError(CLAIM_DIFFERS, pointer=f"/{claim}", claim=claim, found=claims[claim], expected=expected)
    for claim, fields in _DATES.items():
        if claim in claims:
            said, seconds = _number(claims, claim), _seconds(document, fields)
            if dates and seconds is not None and said != seconds:
                raise ProofError(CLAIM_DIFFERS, pointer=f"/{claim}", claim=claim, found=said, expected=seconds)


def refuse_missing_claims(document: JsonObject) -> None:
    """Check that an Open Badge bears the claims that its profile asks for: those that its own fields give.

    raises:  ProofError
    source:  Open Badges 3.0, §8.2.4.1
    """
    for claim in ("iss", "sub", "jti"):
        if claim not in document and _identifier(document, claim) is not None:
            raise ProofError(MISSING_CLAIM, pointer=f"/{claim}", claim=claim)
    for claim, fields in _DATES.items():
        if claim not in document and _seconds(document, fields) is not None:
            raise ProofError(MISSING_CLAIM, pointer=f"/{claim}", claim=claim)


def document_of_vc_claim(claims: JsonObject, document: JsonObject) -> JsonObject:
    """The credential of a VC 1.1 JWT: what stands in `vc`, completed by the claims.

    document:  the value of `vc`, which no claim contradicts
    source:    VC Data Model 1.1, §6.3.1 "JWT Decoding"
    """
    whole = dict(document)
    if "jti" in claims:
        whole.setdefault("id", claims["jti"])
    if "iss" in claims:
        whole["issuer"] = _with_id(whole.get("issuer", claims["iss"]), claims["iss"])
    if "sub" in claims:
        whole["credentialSubject"] = _with_id(whole.get("credentialSubject", {}), claims["sub"])
    for claim, (_, field) in _DATES.items():
        if claim in claims:
            whole.setdefault(field, write_stamp(_EPOCH + _number(claims, claim) * _SECOND))
    return whole


def _with_id(value: Any, name: str) -> Any:
    return {"id": name, **value} if isinstance(value, dict) else value


def _identifier(document: JsonObject, claim: str) -> str | None:
    """What the document says about the claim iss, sub or jti; None when it says nothing."""
    if claim == "jti":
        value = document.get("id")
    elif claim == "iss":
        value = document.get("issuer", document.get("holder"))
    else:
        value = document.get("credentialSubject")
        if isinstance(value, list):
            value = value[0] if len(value) == 1 else None
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) else None


def _seconds(document: JsonObject, fields: tuple[str, str]) -> int | None:
    """The date in one of the fields as seconds since 1970, fractions left out; None when there is none."""
    field = next((field for field in fields if field in document), None)
    moment = None if field is None else read_stamp(document[field])
    return None if moment is None else (moment - _EPOCH) // _SECOND


def _number(claims: JsonObject, claim: str) -> int:
    """A NumericDate (RFC 7519 §2) in whole seconds."""
    value = claims[claim]
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_LATEST <= value <= _LATEST:
        raise ProofError(MALFORMED_CLAIM, pointer=f"/{claim}", claim=claim)
    return int(value // 1)
