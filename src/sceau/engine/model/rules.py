"""The rules of a credential as a whole: VC Data Model 2.0 and 1.1, Open Badges 3.0 on either.

Each table below is one form of document; `check_of` chooses it by the document's own types and context.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sceau.engine.errors import MalformedCredential
from sceau.engine.model import reasons as because
from sceau.engine.model.dates import parse_datetime
from sceau.engine.model.kinds import first_context, kind_of
from sceau.engine.model.open_badges import ENDORSEMENT_SUBJECT, EVIDENCE, IMAGE, profile_and_subject
from sceau.engine.model.shapes import (
    ENOUGH,
    FINE,
    Check,
    Problem,
    Problems,
    any_type,
    anything,
    credential_text,
    many,
    moment,
    problem,
    shape,
    shown,
    string,
    token,
    under,
    url,
)
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import OPEN_BADGES, VC_1_1, VC_2_0

_DIGITS = re.compile(r"[0-9]+")
_OPEN_BADGES = frozenset(OPEN_BADGES)
_BITSTRING = "BitstringStatusListEntry"
_STATUS_KINDS: dict[str, tuple[type, ...]] = {
    "statusPurpose": (str,),
    "statusListIndex": (str, int),  # 1EdTech's own sample has a number
    "statusListCredential": (str,),
    "statusSize": (int,),
}


# contexts and types ---------------------------------------------------------------------------------------------------


def _context_starts_with(first: str, *, open_badges: bool) -> Check:
    def check(value: object) -> Problems:
        if type(value) is not list or not value:
            if value == first and not open_badges and first == VC_1_1:
                return FINE  # VC Data Model 1.1, §4.1, lets one URL stand alone
            return problem(because.CONTEXT_NOT_A_LIST)
        found: list[Problem] = []
        if value[0] != first:
            found += problem(because.CONTEXT_NOT_FIRST, "/0", expected=first, found=shown(value[0]))
        if open_badges and (len(value) == 1 or not _is_open_badges(value[1])):
            second = shown(value[1]) if len(value) > 1 else "—"
            found += problem(because.CONTEXT_NOT_SECOND, "/1", found=second)
        return [*found, *many(_context_item)(value)]

    return check


def _context_item(value: object) -> Problems:
    return FINE if type(value) is str or type(value) is dict else problem(because.CONTEXT_ITEM)


def _is_open_badges(context: object) -> bool:
    return type(context) is str and context in _OPEN_BADGES


def _types_include(*names: str) -> Check:
    """A type list with VerifiableCredential and, when names are given, one of them."""

    def check(value: object) -> Problems:
        if type(value) is str and not names:
            value = [value]
        if type(value) is not list or not all(type(item) is str for item in value):
            return problem(because.WRONG_TYPE, expected="VerifiableCredential", found=shown(value))
        if "VerifiableCredential" not in value:
            return problem(because.WRONG_TYPE, expected="VerifiableCredential", found=shown(value))
        if names and not any(name in value for name in names):
            return problem(because.WRONG_TYPE, expected=names[0], found=shown(value))
        return FINE

    return check


# members of every credential ------------------------------------------------------------------------------------------


def _issuer(value: object) -> Problems:
    """VC Data Model 2.0, §4.7: one URL, or an object with a URL as its id."""
    if type(value) is dict:
        if "id" not in value:
            return problem(because.MISSING, "/id", name="id")
        return under("id", url(value["id"]))
    return url(value) if type(value) is str else problem(because.ISSUER_FORM)


def _subject(value: object) -> Problems:
    """VC Data Model 2.0, §4.8: an object that says something."""
    if type(value) is not dict:
        return problem(because.NOT_AN_OBJECT, name="credentialSubject")
    if not value:
        return problem(because.EMPTY)
    return under("id", url(value["id"])) if "id" in value else FINE


def _subjects(value: object) -> Problems:
    return problem(because.EMPTY) if value == [] else many(_subject)(value)


def _status_index(entry: JsonObject) -> Problems:
    """Bitstring Status List 1.0, §2.1; the older StatusList2021Entry has the same members."""
    if entry.get("type") not in ("BitstringStatusListEntry", "StatusList2021Entry"):
        return FINE
    found: list[Problem] = []
    for name in ("statusPurpose", "statusListIndex", "statusListCredential"):
        if name not in entry:
            found += problem(because.MISSING, f"/{name}", name=name)
    index = entry.get("statusListIndex")
    if type(index) is str:
        if not _DIGITS.fullmatch(index):
            found += problem(because.STATUS_INDEX_NOT_A_NUMBER, "/statusListIndex", value=shown(index))
    elif type(index) is int:
        found += problem(because.STATUS_INDEX_NOT_TEXT, "/statusListIndex", value=index)
    elif index is not None:
        found += problem(because.STATUS_INDEX_NOT_A_NUMBER, "/statusListIndex", value=shown(index))
    if "id" in entry and entry["id"] == entry.get("statusListCredential"):
        found += problem(because.STATUS_ID_IS_THE_LIST, "/id")
    size = entry.get("statusSize", 1)
    if type(size) is not int or size < 1:
        found += problem(because.STATUS_SIZE, "/statusSize")
    return found


def _statuses(entry: Check) -> Check:
    """One status or several, each written in the one way in which every reader finds what it says.

    A signature over a graph covers what is said, not how: a list for one text, an object for an address, null, an entry
    named twice would keep it, and make a reader of the JSON miss the revocation.
    """

    def check(value: object) -> Problems:
        found = list(many(entry)(value))
        entries = value if type(value) is list else [value]
        names: set[str] = set()
        for at, one in enumerate(entries):
            where = f"/{at}" if type(value) is list else ""
            name = one.get("id") if type(one) is dict else None
            if type(one) is dict:
                found += [(where + pointer, reason, details) for pointer, reason, details in _otherwise(one)]
            if type(name) is str and name in names:
                found += problem(because.STATUS_WRITTEN_OTHERWISE, where)
            names |= {name} if type(name) is str else set()
            if len(found) >= ENOUGH:
                break
        return found

    return check


def _otherwise(entry: JsonObject) -> Problems:
    """The members of a Bitstring entry that are not written as §2.1 writes them."""
    types = entry.get("type")
    if types != _BITSTRING and not (type(types) is list and _BITSTRING in types):
        return FINE
    odd = [name for name, kinds in _STATUS_KINDS.items() if name in entry and type(entry[name]) not in kinds]
    if type(types) is list and len(types) > 1 and types.count(_BITSTRING) > 1:
        odd.append("type")
    references = entry.get("statusReference", "")
    if not all(type(one) is str for one in (references if type(references) is list else [references])):
        odd.append("statusReference")
    messages = entry.get("statusMessage") or []
    for one in messages if type(messages) is list else [messages]:
        if type(one) is not dict or type(one.get("status")) is not str or type(one.get("message")) is not str:
            odd.append("statusMessage")
            break
    return [found for name in odd for found in problem(because.STATUS_WRITTEN_OTHERWISE, f"/{name}")]


def _resources(value: object) -> Problems:
    """VC Data Model 2.0, §5.3: each resource once, each with a digest."""
    found = list(many(RELATED_RESOURCE)(value))
    seen: set[str] = set()
    for at, item in enumerate(value if type(value) is list else ()):
        name = item.get("id") if type(item) is dict else None
        if type(name) is not str:
            continue
        if name in seen:
            return [*found, *problem(because.RESOURCE_TWICE, f"/{at}/id", value=shown(name))]
        seen.add(name)
    return found


def _has_a_digest(resource: JsonObject) -> Problems:
    return (
        FINE if "digestSRI" in resource or "digestMultibase" in resource else problem(because.RESOURCE_WITHOUT_DIGEST)
    )


def _ends_after_it_starts(start: str, end: str) -> Callable[[JsonObject], Problems]:
    def rule(credential: JsonObject) -> Problems:
        if start not in credential or end not in credential:
            return FINE
        try:
            is_reversed = parse_datetime(credential[end]) < parse_datetime(credential[start])
        except MalformedCredential:
            return FINE  # said already, at the date itself
        if is_reversed:
            return problem(because.ENDS_BEFORE_IT_STARTS, f"/{end}", start=credential[start], end=credential[end])
        return FINE

    return rule


def _no_dates_of_the_old_model(credential: JsonObject) -> Problems:
    """VC Data Model 2.0, §4.9: its context does not define the names of 1.1, so no proof covers them."""
    found: list[Problem] = []
    for name, instead in (("issuanceDate", "validFrom"), ("expirationDate", "validUntil")):
        if name in credential:
            found += problem(because.DATE_OF_THE_OLD_MODEL, f"/{name}", name=name, instead=instead)
    return found


RELATED_RESOURCE = shape(
    "relatedResource",
    {"id": url, "digestSRI": string, "digestMultibase": many(string), "mediaType": string},
    required=("id",),
    rules=(_has_a_digest,),
)
STATUS = shape("credentialStatus", {"id": url, "type": any_type}, required=("type",), rules=(_status_index,))
TYPED = {"id": url, "type": any_type}
SCHEMA = shape("credentialSchema", TYPED, required=("id", "type"))
REFRESH = shape("refreshService", TYPED, required=("type",))
TERMS = shape("termsOfUse", TYPED, required=("type",))
PLAIN_EVIDENCE = shape("evidence", TYPED, required=("type",))
PROOF = shape(
    "proof",
    {
        "type": string, "created": moment, "cryptosuite": string, "challenge": string, "domain": many(string),
        "nonce": string, "proofPurpose": string, "proofValue": string, "verificationMethod": string,
    },
    required=("type",),
)  # fmt: skip

_COMMON: dict[str, Check] = {
    "id": url,
    "name": credential_text,
    "description": credential_text,
    "proof": many(PROOF),
    "relatedResource": _resources,
}
_PLAIN: dict[str, Check] = {
    **_COMMON,
    "issuer": _issuer,
    "credentialSubject": _subjects,
    "credentialStatus": _statuses(STATUS),
    "credentialSchema": many(SCHEMA),
    "refreshService": many(REFRESH),
    "termsOfUse": many(TERMS),
    "evidence": many(PLAIN_EVIDENCE),
}
_DATES_2: dict[str, Check] = {"validFrom": moment, "validUntil": moment}
_DATES_1: dict[str, Check] = {"issuanceDate": moment, "expirationDate": moment, **_DATES_2}
_RULES_2 = (_ends_after_it_starts("validFrom", "validUntil"), _no_dates_of_the_old_model)
_RULES_1 = (_ends_after_it_starts("issuanceDate", "expirationDate"), _ends_after_it_starts("validFrom", "validUntil"))

# Open Badges narrows: one string as type, and an id where VC has none to ask
_OB_TYPED: dict[str, Check] = {"id": url, "type": string}
_OB_STATUS = shape("credentialStatus", _OB_TYPED, required=("type",), rules=(_status_index,))
_OB_REFRESH = shape("refreshService", _OB_TYPED, required=("id", "type"))


def _endorsement(value: object) -> Problems:
    """An endorsement inside something else, on the data model that its own context names."""
    is_old = type(value) is dict and first_context(value) == VC_1_1
    return (_EMBEDDED_ENDORSEMENT_1 if is_old else _EMBEDDED_ENDORSEMENT_2)(value)


PROFILE, ACHIEVEMENT_SUBJECT = profile_and_subject(_endorsement)


def _profile_or_its_id(value: object) -> Problems:
    return url(value) if type(value) is str else PROFILE(value)


def _one_subject(value: object) -> Problems:
    return problem(because.SUBJECT_NOT_ONE) if type(value) is list else ACHIEVEMENT_SUBJECT(value)


_OPEN_BADGE: dict[str, Check] = {
    **_COMMON,
    "issuer": _profile_or_its_id,
    "image": IMAGE,
    "awardedDate": moment,
    "endorsement": many(_endorsement),
    "endorsementJwt": many(token),
    "evidence": many(EVIDENCE),
    "credentialSchema": many(shape("credentialSchema", _OB_TYPED, required=("id", "type"))),
    "termsOfUse": many(shape("termsOfUse", _OB_TYPED, required=("type",))),
    # a list of statuses is legal in VC 2.0 and met in the world; the published OB 3.0 schema knows one object only
    "credentialStatus": _statuses(_OB_STATUS),
    "refreshService": many(_OB_REFRESH),
}
_ACHIEVEMENT = {**_OPEN_BADGE, "credentialSubject": _one_subject}
_ENDORSEMENT = {**_OPEN_BADGE, "image": anything, "endorsement": anything, "endorsementJwt": anything}
_ENDORSEMENT["credentialSubject"] = ENDORSEMENT_SUBJECT
_EMBEDDED = {**_ENDORSEMENT, "credentialStatus": _OB_STATUS, "refreshService": _OB_REFRESH}
_BADGE_TYPES = ("OpenBadgeCredential", "AchievementCredential")


def _credential(members: dict[str, Check], *types: str, first: str, required: tuple[str, ...]) -> Check:
    is_old, is_open_badge = first == VC_1_1, bool(types)
    return shape(
        "VerifiableCredential",
        {
            "@context": _context_starts_with(first, open_badges=is_open_badge),
            "type": _types_include(*types),
            **members,
            **(_DATES_1 if is_old else _DATES_2),
        },
        required=("@context", "type", "issuer", "credentialSubject", *required),
        rules=_RULES_1 if is_old else _RULES_2,
    )


_BADGE_2 = _credential(_ACHIEVEMENT, *_BADGE_TYPES, first=VC_2_0, required=("id", "validFrom"))
_BADGE_1 = _credential(_ACHIEVEMENT, *_BADGE_TYPES, first=VC_1_1, required=("id", "issuanceDate"))
_ENDORSEMENT_2 = _credential(_ENDORSEMENT, "EndorsementCredential", first=VC_2_0, required=("id", "name", "validFrom"))
_ENDORSEMENT_1 = _credential(
    _ENDORSEMENT, "EndorsementCredential", first=VC_1_1, required=("id", "name", "issuanceDate")
)
_EMBEDDED_ENDORSEMENT_2 = _credential(
    _EMBEDDED, "EndorsementCredential", first=VC_2_0, required=("id", "name", "validFrom")
)
_EMBEDDED_ENDORSEMENT_1 = _credential(
    _EMBEDDED, "EndorsementCredential", first=VC_1_1, required=("id", "name", "issuanceDate")
)
_PLAIN_2 = _credential(_PLAIN, first=VC_2_0, required=())
_PLAIN_1 = _credential(_PLAIN, first=VC_1_1, required=("issuanceDate",))

_CHECKS: dict[str, tuple[Check, Check]] = {  # kind → (data model 2.0, data model 1.1)
    "ob3": (_BADGE_2, _BADGE_2),
    "ob3-vc11": (_BADGE_1, _BADGE_1),
    "endorsement": (_ENDORSEMENT_2, _ENDORSEMENT_1),
}


def check_of(document: dict[str, Any]) -> tuple[str, Check | None]:
    """The kind of a document, and the check that goes with it; None when it is no credential."""
    kind = kind_of(document)
    if kind in _CHECKS:
        return kind, _CHECKS[kind][first_context(document) == VC_1_1]
    if kind in ("clr", "edc", "status-list", "vc", "vc11"):
        return kind, _PLAIN_1 if first_context(document) == VC_1_1 else _PLAIN_2
    return kind, None
