"""The keys of an institution over time: a DID document with one more key, or with a key revoked.

An old key stays where it is, dated: what it signed in its time must remain verifiable. Its name is never given again.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from sceau.engine.errors import MalformedController
from sceau.engine.keys.controller import MAXIMUM_METHODS, verification_methods
from sceau.engine.keys.did_web import PublishedKey, build_document
from sceau.engine.keys.reasons import MALFORMED_MEMBER, NO_SUCH_METHOD, TOO_MANY_METHODS
from sceau.engine.keys.stamps import write_stamp

if TYPE_CHECKING:
    from datetime import datetime

    from sceau.engine.keys.public import PublicKey
    from sceau.engine.strict_json import JsonObject

_NUMBER = re.compile(r"#key-([1-9][0-9]{0,5})(?![0-9])")
_LISTS = ("verificationMethod", "assertionMethod", "authentication")


def with_next_key(document: JsonObject, key: PublicKey, *, ends: datetime) -> tuple[JsonObject, str]:
    """A copy of the document in which the key takes over, and the id of the key in it.

    document:  the DID document of a did:web
    ends:      the moment that becomes `expires` of the keys that had none
    raises:    MalformedController
    source:    Controlled Identifiers 1.0, §2.2 "Verification Methods", expires
    """
    did, changed = _did_of(document), copy.deepcopy(document)
    if any(len(changed[member]) > MAXIMUM_METHODS - 2 for member in _LISTS):
        raise MalformedController(TOO_MANY_METHODS, limit=MAXIMUM_METHODS)
    for method in _methods(changed):
        method.setdefault("expires", write_stamp(ends))
    number = 1 + max((int(found) for found in _NUMBER.findall(str(_ids(changed)))), default=0)
    added = build_document(did, [PublishedKey(number, key)])
    for member in _LISTS:
        changed[member] += added[member]
    return changed, added["verificationMethod"][0]["id"]


def with_revoked_key(document: JsonObject, method_id: str, *, since: datetime) -> JsonObject:
    """A copy of the document in which a key is revoked, under every name that it has.

    method_id:  its id, or the fragment of it: "#key-1"
    since:      the moment from which the key may have been in other hands
    raises:     MalformedController when the document does not publish it
    source:     Controlled Identifiers 1.0, §2.2 "Verification Methods", revoked
    """
    did, changed = _did_of(document), copy.deepcopy(document)
    wanted = did + method_id if method_id.startswith("#") else method_id
    published = verification_methods(changed)
    key = next((method.key for method in published if method.id == wanted), None)
    if key is None:
        raise MalformedController(NO_SUCH_METHOD, found=method_id)
    names = {method.id for method in published if method.key == key}
    for method in _methods(changed):
        name = method.get("id")
        if name in names or (isinstance(name, str) and did + name in names):
            method["revoked"] = write_stamp(since)
    return changed


def _did_of(document: JsonObject) -> str:
    did = document.get("id")
    if not isinstance(did, str):
        raise MalformedController(MALFORMED_MEMBER, pointer="/id", member="id")
    for member in _LISTS:
        if not isinstance(document.get(member), list):
            raise MalformedController(MALFORMED_MEMBER, pointer=f"/{member}", member=member)
    return did


def _methods(document: JsonObject) -> list[JsonObject]:
    """Every description of a method, also those inside a relationship."""
    return [entry for member in _LISTS for entry in document[member] if isinstance(entry, dict)]


def _ids(document: JsonObject) -> list[object]:
    entries = (entry for member in _LISTS for entry in document[member])
    return [entry.get("id") if isinstance(entry, dict) else entry for entry in entries]
