"""Tokens that a directory signs: who somebody is, and that a session is over.

source: OpenID Connect Core 1.0 §3.1.3.7, §12.2; Back-Channel Logout 1.0 §2.4, §2.6; RFC 8725
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sceau.engine.errors import EngineError, ProofError
from sceau.engine.keys.jwk import from_jwk
from sceau.engine.proofs.jws import KEY_ALGORITHMS, Jws, read_jws, verify_jws
from sceau.engine.strict_json import JsonObject
from sceau.institutions.directories import reasons
from sceau.institutions.directories.errors import Untrue

LEEWAY = timedelta(seconds=90)  # between two honest clocks
OLDEST = timedelta(minutes=10)  # a token is read as soon as it is made
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_NAME = 255  # OpenID Connect Core §2: the most that a `sub` may be


@dataclass(frozen=True, slots=True)
class Logout:
    """What a logout token asks for: at least one of subject and sid is there, the other "" """

    subject: str
    sid: str
    jti: str
    forget_at: datetime


class UnknownKey(Untrue):
    """The token names a key that is not among those we hold: the directory may have made a new one."""


def read_id_token(
    token: str, *, keys: Sequence[JsonObject], issuer: str, client_id: str, nonce: str | None, now: datetime
) -> JsonObject:
    """The claims of an id_token, all verified: signature, issuer, audience, dates, nonce, subject.

    nonce:   what this sign-in sent; None for a renewed token, which need not repeat it
    raises:  Untrue
    """
    claims = _verified(token, keys=keys, issuer=issuer, client_id=client_id, now=now)
    if nonce is not None and claims.get("nonce") != nonce:
        raise Untrue(reasons.WRONG_NONCE)
    if _moment(claims, "exp") + LEEWAY <= now:
        raise Untrue(reasons.NOT_NOW)
    _name(claims, "sub")
    return claims


def read_logout_token(token: str, *, keys: Sequence[JsonObject], issuer: str, client_id: str, now: datetime) -> Logout:
    """What a logout token asks for. Whether its jti was seen before is for the caller.

    raises:  Untrue
    """
    claims = _verified(token, keys=keys, issuer=issuer, client_id=client_id, now=now)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT), dict):
        raise Untrue(reasons.MISSING_CLAIM, member="events")
    if "nonce" in claims:  # §2.4: so that no id_token passes for it
        raise Untrue(reasons.WRONG_NONCE)
    # the final text of §2.4 requires exp; the drafts had none: then iat rules, which is at most ten minutes old
    end = _moment(claims, "exp") if "exp" in claims else _moment(claims, "iat") + OLDEST
    if end + LEEWAY <= now:
        raise Untrue(reasons.NOT_NOW)
    subject = _name(claims, "sub") if "sub" in claims else ""
    sid = _name(claims, "sid") if "sid" in claims else ""
    if not subject and not sid:
        raise Untrue(reasons.MISSING_CLAIM, member="sub")
    return Logout(subject, sid, _name(claims, "jti"), now + OLDEST + 2 * LEEWAY)


def _verified(token: str, *, keys: Sequence[JsonObject], issuer: str, client_id: str, now: datetime) -> JsonObject:
    """The claims of a token signed by this issuer, for this client, just now."""
    try:
        jws = read_jws(token)
    except EngineError as error:
        raise _unsigned(error) from error
    _verify_signature(jws, keys)
    claims = jws.payload
    if claims.get("iss") != issuer:
        raise Untrue(reasons.TOKEN_OF_ANOTHER, found=str(claims.get("iss", "…"))[:200])
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client_id not in audiences or claims.get("azp", client_id) != client_id:
        raise Untrue(reasons.TOKEN_FOR_ANOTHER)
    if len(audiences) > 1 and "azp" not in claims:
        raise Untrue(reasons.TOKEN_FOR_ANOTHER)
    made = _moment(claims, "iat")
    if not now - OLDEST - LEEWAY <= made <= now + LEEWAY:
        raise Untrue(reasons.NOT_NOW)
    return claims


def _verify_signature(jws: Jws, keys: Sequence[JsonObject]) -> None:
    """Refuse a token unless one of the published keys made its signature."""
    kid, algorithm = jws.header.get("kid"), KEY_ALGORITHMS[jws.header["alg"]]
    fitting = [each for each in keys if kid is None or each.get("kid") == kid]
    candidates = [key for key in (from_jwk(each) for each in fitting) if key.algorithm == algorithm]
    if not candidates:
        raise UnknownKey(reasons.UNKNOWN_KEY)
    refusal: ProofError | None = None
    for key in candidates:
        try:
            verify_jws(jws, key)
        except ProofError as error:
            refusal = error
        else:
            return
    if refusal is not None:
        raise _unsigned(refusal) from refusal


def _unsigned(cause: EngineError) -> Untrue:
    return Untrue(reasons.WRONG_TOKEN, cause_fr=cause.sentence("fr"), cause_en=cause.sentence("en"))


def _moment(claims: JsonObject, member: str) -> datetime:
    value = claims.get(member)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Untrue(reasons.MISSING_CLAIM, member=member)
    try:
        return datetime.fromtimestamp(value, tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Untrue(reasons.MISSING_CLAIM, member=member) from error


def _name(claims: JsonObject, member: str) -> str:
    value = claims.get(member)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME:
        raise Untrue(reasons.MISSING_CLAIM, member=member)
    return value
