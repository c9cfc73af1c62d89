"""Open Badges 2.0: an assertion and the documents it points to, judged by their shape.

Nothing is fetched here. The caller has an Assertion (hosted, or the payload of a JWS), asks `badge_reference`,
`issuer_reference`, `key_reference` and `revocation_list_reference` what to get next, and gives the documents back; what
they say together is in `open_badges_2_ties`.
Source: Open Badges 2.0, IMS Global, 2018; Open Badges 1.x only as far as it takes to say what a file is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sceau.engine.errors import MalformedCredential, Reason
from sceau.engine.model import reasons as because
from sceau.engine.model.credential import Credential, as_errors, as_list, plain_text
from sceau.engine.model.dates import parse_datetime
from sceau.engine.model.kinds import kind_of, types_of
from sceau.engine.model.shapes import (
    FINE,
    Check,
    Problems,
    anything,
    boolean,
    many,
    moment,
    problem,
    shape,
    shown,
    string,
    under,
    url,
)
from sceau.engine.strict_json import JsonObject

NOT_2_0 = Reason(
    "ob2.not_2_0",
    fr="c’est une preuve Open Badges 1.x : sa forme est plus ancienne que celles que nous vérifions",
    en="this is an Open Badges 1.x assertion: its form is older than those that we verify",
)
HOW_TO_VERIFY = Reason(
    "ob2.how_to_verify",
    fr="« {found} » n’est pas une façon de vérifier : « hosted » ou « signed » est attendu",
    en="“{found}” is not a way to verify: “hosted” or “signed” is expected",
)
ANOTHER_DOCUMENT = Reason(
    "ob2.another_document",
    fr="le document dit être {id}, et c’est {expected} qui est cité",
    en="the document says that it is {id}, and {expected} is what is referred to",
)

CONTEXT = "https://w3id.org/openbadges/v2"

_HOSTED = frozenset({"hosted", "HostedBadge"})
_SIGNED = frozenset({"signed", "SignedBadge"})


# shapes ---------------------------------------------------------------------------------------------------------------


def _type_among(*names: str) -> Check:
    def check(value: object) -> Problems:
        if any(name in types_of({"type": value}) for name in names):
            return FINE
        return problem(because.WRONG_TYPE, expected=names[0], found=shown(value))

    return check


def _reference_to(check: Callable[[Any], Problems]) -> Check:
    """A URL, or the object itself."""
    return lambda value: url(value) if isinstance(value, str) else check(value)


def _context(value: object) -> Problems:
    """The 2.0 context, alone or among others; an inline copy of it is met too and says the same."""
    entries = as_list(value)
    if CONTEXT in entries or any(isinstance(entry, dict) and "Assertion" in entry for entry in entries):
        return FINE
    return problem(because.CONTEXT_NOT_FIRST, expected=CONTEXT, found=shown(value))


def _way_to_verify(verification: JsonObject) -> Problems:
    found = types_of(verification)
    if _HOSTED.isdisjoint(found) and _SIGNED.isdisjoint(found):
        return problem(HOW_TO_VERIFY, "/type", found=shown(verification.get("type")))
    if not _SIGNED.isdisjoint(found) and "creator" in verification:
        return under("creator", url(verification["creator"]))
    return FINE


def _criteria(value: object) -> Problems:
    if isinstance(value, str):
        return url(value)
    if isinstance(value, dict) and (value.get("narrative") or value.get("id")):
        return FINE
    return problem(because.CRITERIA_EMPTY)


def _image(value: object) -> Problems:
    found = value.get("id") if isinstance(value, dict) else value
    return url(found)


RECIPIENT = shape(
    "recipient",
    {"type": string, "identity": string, "hashed": boolean, "salt": string},
    required=("type", "identity", "hashed"),
)
VERIFICATION = shape("verification", {"type": anything}, required=("type",), rules=(_way_to_verify,))
_ISSUER = shape(
    "Issuer",
    {
        "@context": _context,
        "id": url,
        "type": _type_among("Issuer", "Profile"),
        "name": string,
        "url": url,
        "email": string,
        "image": _image,
        "publicKey": many(_reference_to(anything)),
        "revocationList": url,
    },
    required=("id", "type", "name"),
)
_BADGE = shape(
    "BadgeClass",
    {
        "@context": _context,
        "id": url,
        "type": _type_among("BadgeClass"),
        "name": string,
        "description": string,
        "image": _image,
        "criteria": _criteria,
        "issuer": _reference_to(_ISSUER),
    },
    required=("type", "name", "description", "issuer"),
)
_ASSERTION = shape(
    "Assertion",
    {
        "@context": _context,
        "id": url,
        "type": _type_among("Assertion"),
        "recipient": RECIPIENT,
        "badge": _reference_to(_BADGE),
        "verification": VERIFICATION,
        "issuedOn": moment,
        "expires": moment,
        "image": _image,
        "evidence": many(_reference_to(anything)),
        "revoked": boolean,
    },
    required=("@context", "id", "type", "recipient", "badge", "verification", "issuedOn"),
)


def assertion_faults(assertion: JsonObject) -> list[MalformedCredential]:
    """Everything that is wrong with the form of an assertion; an Open Badges 1.x one is named as such."""
    if kind_of(assertion) == "ob1":
        return [MalformedCredential(NOT_2_0)]
    return as_errors(_ASSERTION(assertion))


def badge_faults(badge: JsonObject, *, found_at: str | None = None) -> list[MalformedCredential]:
    """Everything that is wrong with a BadgeClass; found_at is the URL it was referred to by, if it was fetched."""
    return [*as_errors(_BADGE(badge)), *_identity_faults(badge, found_at)]


def issuer_faults(issuer: JsonObject, *, found_at: str | None = None) -> list[MalformedCredential]:
    """Everything that is wrong with an Issuer; found_at is the URL it was referred to by, if it was fetched."""
    return [*as_errors(_ISSUER(issuer)), *_identity_faults(issuer, found_at)]


def _identity_faults(document: JsonObject, found_at: str | None) -> list[MalformedCredential]:
    if found_at is None or document.get("id", found_at) == found_at:
        return []
    return [MalformedCredential(ANOTHER_DOCUMENT, pointer="/id", id=shown(document.get("id")), expected=found_at)]


# what to get next -----------------------------------------------------------------------------------------------------


def is_signed(assertion: JsonObject) -> bool:
    """Whether the assertion says that it is secured by a JWS rather than by the place where it stands."""
    verification = assertion.get("verification", assertion.get("verify"))
    return isinstance(verification, dict) and not _SIGNED.isdisjoint(types_of(verification))


def badge_reference(assertion: JsonObject) -> str | JsonObject | None:
    """The BadgeClass: its URL, or itself."""
    return _reference(assertion.get("badge"))


def issuer_reference(badge: JsonObject) -> str | JsonObject | None:
    """The Issuer: its URL, or itself."""
    return _reference(badge.get("issuer"))


def key_reference(assertion: JsonObject, issuer: JsonObject) -> str | JsonObject | None:
    """The key of a signed assertion: the one it names, else the first that the issuer publishes."""
    verification = assertion.get("verification")
    named = verification.get("creator") if isinstance(verification, dict) else None
    keys = as_list(issuer.get("publicKey"))
    if named is None:
        return _reference(keys[0]) if keys else None
    inside = (key for key in keys if isinstance(key, dict) and key.get("id") == named)
    return next(inside, None) or _reference(named)


def revocation_list_reference(issuer: JsonObject) -> str | None:
    """The URL of the issuer's revocation list, for signed assertions."""
    found = issuer.get("revocationList")
    return found if isinstance(found, str) else None


def _reference(value: object) -> str | JsonObject | None:
    return value if isinstance(value, str | dict) else None


# the view of it -------------------------------------------------------------------------------------------------------


def read_assertion(
    assertion: JsonObject,
    badge: JsonObject | None = None,
    issuer: JsonObject | None = None,
    *,
    language: str = "fr",
) -> Credential:
    """The same view as for credentials, of an assertion and, as far as they are at hand, its badge and its issuer."""
    badge = badge or _inside(assertion, "badge")
    issuer = issuer or (_inside(badge, "issuer") if badge else None)
    recipient = _inside(assertion, "recipient")
    reference = badge.get("issuer") if badge else None
    issuer_id = issuer.get("id") if issuer else reference
    return Credential(
        kind=kind_of(assertion),
        id=_text(assertion.get("id", assertion.get("uid"))),
        types=types_of(assertion),
        issuer_id=_text(issuer_id),
        issuer_name=plain_text(issuer.get("name"), language) if issuer else None,
        valid_from=_time(assertion.get("issuedOn")),
        valid_until=_time(assertion.get("expires")),
        name=plain_text(badge.get("name"), language) if badge else None,
        description=plain_text(badge.get("description"), language) if badge else None,
        image=_address(assertion.get("image")) or (_address(badge.get("image")) if badge else None),
        subject=recipient,
        subject_id=None,
        achievement=badge,
        document=assertion,
    )


def _inside(document: JsonObject, name: str) -> JsonObject | None:
    found = document.get(name)
    return found if isinstance(found, dict) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _address(value: object) -> str | None:
    return _text(value.get("id") if isinstance(value, dict) else value)


def _time(value: object) -> datetime | None:
    """A point in time of Open Badges 2.0, or as 1.x also wrote it: seconds since 1970, or a day."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**10:
        return datetime.fromtimestamp(value, UTC)
    if not isinstance(value, str):
        return None
    for text in (value, f"{value}T00:00:00Z"):
        try:
            return parse_datetime(text)
        except MalformedCredential:
            continue
    return None
