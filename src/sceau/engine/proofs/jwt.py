"""Credentials as JWTs: VC-JOSE-COSE (`vc+jwt`) and the Open Badges 3.0 profile. Older shapes are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from sceau.engine.errors import MalformedController, ProofError
from sceau.engine.keys.controller import controller_url
from sceau.engine.proofs.claims import claims_of, document_of_vc_claim, refuse_differing_claims, refuse_missing_claims
from sceau.engine.proofs.jws import Jws, read_jws, sign_jws, verify_jws
from sceau.engine.proofs.reasons import KID_NOT_ABSOLUTE, UNKNOWN_KIND, UNKNOWN_PROFILE, WRAPPED

if TYPE_CHECKING:
    from sceau.engine.keys.public import PublicKey
    from sceau.engine.ports import Signer
    from sceau.engine.strict_json import JsonObject

VC_JWT, OPEN_BADGES = "vc+jwt", "openbadges"

# VC-JOSE-COSE §3.1.1 and its drafts; "JWT" is that of Open Badges 3.0 §8.2 and of VC Data Model 1.1 §6.3.1
_KINDS = ("", "jwt", "vc+jwt", "vp+jwt", "vc+ld+jwt", "vp+ld+jwt", "vc-ld+jwt", "vp-ld+jwt")
_CONTENTS = ("", "vc", "vp", "vc+ld+json", "vp+ld+json", "json", "ld+json")
_VC_1_1 = "https://www.w3.org/2018/credentials/v1"
_BADGES = frozenset({"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"})


@dataclass(frozen=True, slots=True)
class Jwt:
    """A credential in a JWT, whose signature has not been verified.

    profile:   "vc+jwt"; "openbadges": `typ` is JWT and the payload is the credential;
               "vc-1.1": the credential was inside the claim `vc`
    document:  the credential, or the presentation
    jws:       the token's parts
    """

    profile: str
    document: JsonObject
    jws: Jws

    @property
    def header(self) -> JsonObject:
        """The header, as it is."""
        return self.jws.header

    @property
    def payload(self) -> JsonObject:
        """The claims, as they are."""
        return self.jws.payload

    @property
    def signing_input(self) -> bytes:
        """The bytes that are signed."""
        return self.jws.signing_input

    @property
    def signature(self) -> bytes:
        """The bytes of the signature."""
        return self.jws.signature

    @property
    def algorithm(self) -> str:
        """The header's `alg`, one that we know."""
        return str(self.header["alg"])

    @property
    def kid(self) -> str | None:
        """The header's `kid`: a URL, or the name of a key among the issuer's."""
        return self.header.get("kid")

    @property
    def jwk(self) -> JsonObject | None:
        """The key in the header. Anybody can write one there: it counts only if the issuer publishes the same."""
        return self.header.get("jwk")


def sign_jwt(
    document: JsonObject, *, signer: Signer, kid: str, profile: str = VC_JWT, created: datetime | None = None
) -> str:
    """The document as a signed JWT.

    kid:      the absolute URL of the signer's key
    profile:  "vc+jwt", or "openbadges", which repeats issuer, subject, id and dates as claims
    created:  told as `iat`, in whole seconds: without it, nothing is known to have been signed before the key expired
    raises:   ProofError
    source:   VC-JOSE-COSE §3.1.1 "Securing JSON-LD Verifiable Credentials with JOSE", §3.1.3; Open Badges 3.0 §8.2.4
    """
    _check_kid(kid)
    for claim in ("vc", "vp"):
        if claim in document:
            raise ProofError(WRAPPED, pointer=f"/{claim}", claim=claim)
    dated: JsonObject = {} if created is None else {"iat": int(created.timestamp())}
    if profile == VC_JWT:
        return sign_jws(orjson.dumps({**document, **dated}), signer=signer, kid=kid, typ="vc+jwt", cty="vc")
    if profile == OPEN_BADGES:
        payload = orjson.dumps({**document, **claims_of(document), **dated})
        return sign_jws(payload, signer=signer, kid=kid, typ="JWT")
    raise ProofError(UNKNOWN_PROFILE, found=profile)


def read_jwt(token: str) -> Jwt:
    """The credential in a JWT and what its signature covers, in any of the three shapes.

    A claim that contradicts the document makes the JWT unreadable: two readers would see two credentials.

    raises:  ProofError, UnknownSuite, MalformedJson
    source:  VC-JOSE-COSE §3.1.1, §3.1.3, §4.1; Open Badges 3.0 §8.2.4, §8.2.5; VC Data Model 1.1 §6.3.1 "JWT Decoding"
    """
    jws = read_jws(token)
    kind = _kind(jws.header, "typ", _KINDS)
    content = _kind(jws.header, "cty", _CONTENTS)
    if "vc" in jws.payload or "vp" in jws.payload:
        return Jwt("vc-1.1", _unwrapped(jws.payload, kind), jws)
    document = jws.payload
    _refuse_other_use(document, typ=kind, cty=content)
    refuse_differing_claims(document, document, dates=kind == "jwt")
    if kind == "jwt" and not _BADGES.isdisjoint(_texts(document.get("type"))):
        refuse_missing_claims(document)
    return Jwt(OPEN_BADGES if kind == "jwt" else VC_JWT, document, jws)


def verify_jwt(jwt: Jwt, *, key: PublicKey) -> None:
    """Check the signature with a key that the issuer publishes.

    raises:  ProofError; also when the header's `alg` is not of this key
    """
    verify_jws(jwt.jws, key)


def _unwrapped(payload: JsonObject, kind: str) -> JsonObject:
    """The document inside the claim `vc`, which only VC Data Model 1.1 allows."""
    document = payload.get("vc")
    claim = "vc" if "vc" in payload else "vp"
    if claim == "vp" or kind not in ("", "jwt") or not isinstance(document, dict) or "@context" in payload:
        raise ProofError(WRAPPED, pointer=f"/{claim}", claim=claim)
    if _texts(document.get("@context"))[:1] != [_VC_1_1]:
        raise ProofError(WRAPPED, pointer="/vc", claim="vc")
    refuse_differing_claims(payload, document, dates=True)
    return document_of_vc_claim(payload, document)


def _kind(header: JsonObject, member: str, known: tuple[str, ...]) -> str:
    """The media type in `typ` or `cty`, lower case, without "application/" (RFC 7515 §4.1.9)."""
    kind = str(header.get(member, "")).lower().removeprefix("application/")
    if kind not in known:
        raise ProofError(UNKNOWN_KIND, member=member, found=kind[:80])
    return kind


def _refuse_other_use(document: JsonObject, **told: str) -> None:
    """What was signed to present is no credential, and what was signed to attest presents nobody.

    source:  VC-JOSE-COSE §3.1.1, §3.1.2; RFC 8725 §3.11 "Use Explicit Typing"
    """
    other = "vc" if "VerifiablePresentation" in _texts(document.get("type")) else "vp"
    for member, kind in told.items():
        if kind.startswith(other):
            raise ProofError(UNKNOWN_KIND, member=member, found=kind)


def _check_kid(kid: str) -> None:
    try:
        controller_url(kid)
    except MalformedController as error:
        raise ProofError(KID_NOT_ABSOLUTE, found=kid) from error


def _texts(value: Any) -> list[Any]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
