"""Documents that a credential ties to itself by their digest, such as the whole record of the assessment."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

from sceau.engine.checks import ids
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.report import Check, Note, failed, passed, unknown
from sceau.engine.errors import MalformedKey, Reason
from sceau.engine.keys.multibase import decode_multibase
from sceau.engine.strict_json import JsonObject

MOST_NOTES = 20
MOST_COMPARED = 64 * 1024 * 1024  # bytes that are hashed for one credential: a third of a second

MATCHES = Reason(
    "resource.matches",
    fr="le document joint est celui que l’émetteur a scellé avec la preuve",
    en="the related document is the one that the issuer sealed with the credential",
)
DIFFERS = Reason(
    "resource.differs",
    fr="le document joint {id} n’est pas celui que l’émetteur a scellé\u00a0: son empreinte diffère",
    en="the related document {id} is not the one that the issuer sealed: its digest differs",
)
NO_DIGEST = Reason(
    "resource.no_digest",
    fr="le document joint {id} n’a pas d’empreinte que nous sachions lire",
    en="the related document {id} has no digest that we can read",
)
NOT_AT_HAND = Reason(
    "resource.not_at_hand",
    fr="le document joint {id} n’est pas là\u00a0: il n’a pas été comparé",
    en="the related document {id} is not at hand: it was not compared",
)
TWICE = Reason(
    "resource.twice",
    fr="le document joint {id} est cité deux fois",
    en="the related document {id} is listed twice",
)
TOO_MUCH = Reason(
    "resource.too_much",
    fr="les documents joints dépassent {limit} octets en tout : la suite n’a pas été comparée",
    en="the related documents are longer than {limit} bytes in all: the rest was not compared",
)

_ALGORITHMS = {"sha256": 32, "sha384": 48, "sha512": 64}
_MULTIHASHES = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}  # multicodec table

_MATCHES = passed(ids.RESOURCES, MATCHES)


def judge_resources(document: JsonObject, policy: Policy) -> tuple[list[Check], list[Note]]:
    """Compare the related documents that are at hand with their digests.

    source:  VC Data Model 2.0, §5.3 "Integrity of Related Resources"
    """
    listed = document.get("relatedResource")
    if listed is None:
        return [], []
    checks: list[Check] = []
    notes: list[Note] = []
    seen: set[str] = set()
    left = MOST_COMPARED
    for index, entry in enumerate(listed if isinstance(listed, list) else [listed]):
        pointer = f"/relatedResource/{index}"
        identifier = entry.get("id") if isinstance(entry, dict) else None
        name = identifier if isinstance(identifier, str) else ""
        if name in seen:
            checks.append(failed(ids.RESOURCES, TWICE, pointer=pointer, id=name))
        seen.add(name)
        data = policy.resources.get(name)
        if data is None:
            notes.append(Note(NOT_AT_HAND, pointer, {"id": name}))
            continue
        digests = digests_of(entry)
        left -= len(data) * max(len(digests), 1)
        if left < 0:
            checks.append(unknown(ids.RESOURCES, TOO_MUCH, pointer=pointer, limit=MOST_COMPARED))
            break
        if not digests:
            checks.append(failed(ids.RESOURCES, NO_DIGEST, pointer=pointer, id=name))
        elif not all(_fits(data, algorithm, digest) for algorithm, digest in digests):
            checks.append(failed(ids.RESOURCES, DIFFERS, pointer=pointer, id=name))
        else:
            checks.append(_MATCHES)
    return _once(checks), notes[:MOST_NOTES]


def digests_of(entry: JsonObject) -> list[tuple[str, bytes]]:
    """The digests that an entry gives, as (hashlib name, bytes); what cannot be read makes it none.

    source:  VC Data Model 2.0, §5.3; Subresource Integrity, §3.5; Controlled Identifiers 1.0, §2.5 "Multihash"
    """
    found: list[tuple[str, bytes] | None] = []
    if "digestSRI" in entry:
        found += [_from_sri(word) for word in str(entry["digestSRI"]).split()[:4]]
    if "digestMultibase" in entry:
        found.append(_from_multibase(entry["digestMultibase"]))
    known = [each for each in found if each is not None]
    return known if len(known) == len(found) else []


def _fits(data: bytes, algorithm: str, digest: bytes) -> bool:
    return hmac.compare_digest(hashlib.new(algorithm, data).digest(), digest)


def _from_sri(word: str) -> tuple[str, bytes] | None:
    algorithm, _, text = word.partition("-")
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return (algorithm, digest) if _ALGORITHMS.get(algorithm) == len(digest) else None


def _from_multibase(text: Any) -> tuple[str, bytes] | None:
    try:
        data = decode_multibase(text, limit=128) if isinstance(text, str) else b""
    except MalformedKey:
        return None
    if len(data) == _ALGORITHMS["sha256"]:  # bare, as the W3C's own samples have it: no multihash is so short
        return "sha256", data
    algorithm = _MULTIHASHES.get(data[:2])
    return (algorithm, data[2:]) if algorithm and len(data) - 2 == _ALGORITHMS[algorithm] else None


def _once(checks: list[Check]) -> list[Check]:
    """One check for all: the first that is not passed, or else the pass."""
    return [next((check for check in checks if check.outcome), checks[0])] if checks else []
