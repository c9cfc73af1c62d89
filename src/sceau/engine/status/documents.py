"""Status lists as documents: the entry in a credential, the list that it points to, and what the two say together.

source:  W3C Bitstring Status List 1.0, §2.1, §2.2 and §3.2
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sceau.engine.errors import MalformedStatusList, Reason
from sceau.engine.model.dates import format_datetime
from sceau.engine.status import reasons
from sceau.engine.status.bitstring import LARGEST_SIZE, StatusList, refuse_size
from sceau.engine.strict_json import JsonObject

REVOCATION, SUSPENSION, MESSAGE, REFRESH = "revocation", "suspension", "message", "refresh"
UNDEFINED = "undefined"  # §2.1: a value that may be given a meaning later

_CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
_DIGITS = re.compile(r"[0-9]{1,20}")  # no list has more entries; longer ones would only cost time
_HEXADECIMAL = re.compile(r"0x[0-9A-Fa-f]{1,2}")


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where the status of a credential stands, as the credential says.

    messages:    the meaning of each value, when `statusMessage` gives it; for developers, not for screens (§2.1)
    references:  addresses of what explains the messages
    """

    purpose: str
    list_url: str
    index: int
    size: int = 1
    messages: Mapping[int, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What a list says of one credential.

    value:    0 means that nothing is reported; for any purpose but "message", 1 means that it is
    message:  the entry's word for the value; "set" or "unset" when it gives none (§2.1)
    """

    purpose: str
    value: int
    message: str

    @property
    def is_set(self) -> bool:
        """Whether there is something to tell."""
        return self.value != 0


@dataclass(frozen=True, slots=True)
class PublishedList:
    """One `BitstringStatusList` of a list credential, its bits still packed.

    ttl:  milliseconds after which it should be asked for again; None when not said
    """

    purposes: tuple[str, ...]
    encoded: str
    ttl: int | None
    pointer: str


def status_entry(
    list_url: str,
    index: int,
    purpose: str = REVOCATION,
    *,
    size: int = 1,
    messages: Mapping[int, str] | None = None,
    reference: str | None = None,
) -> JsonObject:
    """The `credentialStatus` of a credential.

    size:      bits an entry; above 1, messages must name every value (those left out become "undefined")
    messages:  value → word for developers
    raises:    MalformedStatusList
    """
    refuse_size(size)
    entry: JsonObject = {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }
    if size > 1 or messages:
        words = messages or {}
        entry["statusSize"] = size
        entry["statusMessage"] = [
            {"status": f"0x{value:x}", "message": words.get(value, UNDEFINED)} for value in range(1 << size)
        ]
    if reference is not None:
        entry["statusReference"] = reference
    read_status_entry(entry)
    return entry


def status_list_credential(
    list_url: str,
    issuer: str | JsonObject,
    status_list: StatusList,
    *,
    purpose: str | list[str],
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl: int | None = None,
) -> JsonObject:
    """The credential that publishes a list, without its proof.

    list_url:  where it will be found, and its `id`
    issuer:    whose key will sign it: the same as the credentials' for every verifier to be content
    ttl:       milliseconds; a `valid_until` obliges to publish again before it, even when nothing changed
    source:    §2.2. Its `statusMessages` and `statusSize` are terms of no context, left over from a draft: the
               messages are the entry's (w3c/vc-bitstring-status-list, issue 175)
    """
    document: JsonObject = {
        "@context": [_CREDENTIALS_V2],
        "id": list_url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": format_datetime(valid_from),
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": status_list.encode(),
        },
    }
    if valid_until is not None:
        document["validUntil"] = format_datetime(valid_until)
    if ttl is not None:
        document["credentialSubject"]["ttl"] = ttl
    return document


def read_status_entry(entry: Any, *, pointer: str = "/credentialStatus") -> StatusEntry:
    """Read one entry of a credential's `credentialStatus`.

    raises:  MalformedStatusList at the first thing that the standard does not allow (MALFORMED_VALUE_ERROR)
    source:  §2.1
    """
    if not isinstance(entry, dict) or entry.get("type") not in (
        "BitstringStatusListEntry",
        ["BitstringStatusListEntry"],
    ):
        found = entry.get("type") if isinstance(entry, dict) else entry
        raise MalformedStatusList(reasons.ENTRY_TYPE, pointer=pointer, found=found)
    purpose = entry.get("statusPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise MalformedStatusList(reasons.PURPOSE_NOT_TEXT, pointer=f"{pointer}/statusPurpose")
    list_url = entry.get("statusListCredential")
    if not isinstance(list_url, str) or ":" not in list_url:
        raise MalformedStatusList(reasons.LIST_URL_MISSING, pointer=f"{pointer}/statusListCredential")
    if entry.get("id") == list_url:
        raise MalformedStatusList(reasons.ENTRY_ID_IS_THE_LIST, pointer=f"{pointer}/id")
    size = _size_of(entry, pointer)
    return StatusEntry(
        purpose,
        list_url,
        _index_of(entry, pointer),
        size,
        _messages_of(entry, size, pointer),
        _references_of(entry, pointer),
    )


def read_status_list(document: JsonObject) -> tuple[PublishedList, ...]:
    """The lists that a list credential publishes: one, or several in an array of subjects.

    document:  its proof, issuer and dates have been checked, or will be, as those of any credential
    raises:    MalformedStatusList
    source:    §2.2
    """
    types = document.get("type")
    if "BitstringStatusListCredential" not in (types if isinstance(types, list) else [types]):
        raise MalformedStatusList(reasons.NOT_A_LIST_CREDENTIAL, pointer="/type")
    subject = document.get("credentialSubject")
    if isinstance(subject, list) and subject:
        return tuple(_published(one, f"/credentialSubject/{at}") for at, one in enumerate(subject))
    return (_published(subject, "/credentialSubject"),)


def look_up(document: JsonObject, entry: StatusEntry) -> Status:
    """What the list says of the credential that holds the entry.

    document:  the list credential found at the entry's address, its proof checked by the caller
    raises:    MalformedStatusList when the two do not belong together or cannot be read: never "not revoked" by default
    source:    §3.2 steps 5 to 14
    """
    return status_in(unpack(published_for(document, entry)).with_size(entry.size), entry)


def published_for(document: JsonObject, entry: StatusEntry) -> PublishedList:
    """The list that an entry means, among those that a list credential publishes.

    raises:  MalformedStatusList, as look_up
    """
    found = document.get("id")
    if found is not None and found != entry.list_url:
        raise MalformedStatusList(reasons.OTHER_LIST, pointer="/id", found=found, expected=entry.list_url)
    return _of_purpose(read_status_list(document), entry.purpose)


def unpack(published: PublishedList) -> StatusList:
    """The bits of a list, to be looked up as often as one likes, whatever the size of an entry.

    raises:  MalformedStatusList
    """
    try:
        return StatusList.decode(published.encoded)
    except MalformedStatusList as error:
        pointer = f"{published.pointer}/encodedList"
        raise MalformedStatusList(error.reason, pointer=pointer, **error.details) from error


def status_in(status_list: StatusList, entry: StatusEntry) -> Status:
    """What the bits say at the entry's index.

    raises:  MalformedStatusList when the index is outside the list (RANGE_ERROR, §3.2 step 10)
    """
    try:
        value = status_list.get(entry.index)
    except MalformedStatusList as error:
        pointer = "/credentialStatus/statusListIndex"
        raise MalformedStatusList(error.reason, pointer=pointer, **error.details) from error
    return Status(entry.purpose, value, entry.messages.get(value, "set" if value else "unset"))


def _of_purpose(published: tuple[PublishedList, ...], purpose: str) -> PublishedList:
    fitting = [one for one in published if purpose in one.purposes]
    if not fitting:
        found = ", ".join(word for one in published for word in one.purposes)
        pointer = f"{published[0].pointer}/statusPurpose"
        raise MalformedStatusList(reasons.OTHER_PURPOSE, pointer=pointer, expected=purpose, found=found)
    if len(fitting) > 1:  # the standard says nothing: a guess could hide a revocation
        raise MalformedStatusList(reasons.AMBIGUOUS_PURPOSE, pointer="/credentialSubject", expected=purpose)
    return fitting[0]


def _published(subject: Any, pointer: str) -> PublishedList:
    if not isinstance(subject, dict) or subject.get("type") not in ("BitstringStatusList", ["BitstringStatusList"]):
        raise MalformedStatusList(reasons.SUBJECT_NOT_A_LIST, pointer=pointer)
    purposes = subject.get("statusPurpose")
    words: list[Any] = purposes if isinstance(purposes, list) else [purposes]
    if not words or not all(isinstance(word, str) and word for word in words):
        raise MalformedStatusList(reasons.LIST_PURPOSE_MALFORMED, pointer=f"{pointer}/statusPurpose")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise MalformedStatusList(reasons.NOT_MULTIBASE, pointer=f"{pointer}/encodedList")
    ttl = subject.get("ttl")
    if ttl is not None and (type(ttl) is not int or ttl < 0):
        raise MalformedStatusList(reasons.TTL_MALFORMED, pointer=f"{pointer}/ttl")
    return PublishedList(tuple(words), encoded, ttl, pointer)


def _index_of(entry: JsonObject, pointer: str) -> int:
    index = entry.get("statusListIndex")
    where = f"{pointer}/statusListIndex"
    if isinstance(index, int) and not isinstance(index, bool):
        raise MalformedStatusList(reasons.INDEX_IS_A_NUMBER, pointer=where, found=index)
    if not isinstance(index, str) or not _DIGITS.fullmatch(index):
        raise MalformedStatusList(reasons.INDEX_NOT_DIGITS, pointer=where)
    return int(index)


def _size_of(entry: JsonObject, pointer: str) -> int:
    size = entry.get("statusSize", 1)
    if type(size) is not int or not 1 <= size <= LARGEST_SIZE:
        where = f"{pointer}/statusSize"
        raise MalformedStatusList(reasons.SIZE_UNUSABLE, pointer=where, size=size, limit=LARGEST_SIZE)
    return size


def _messages_of(entry: JsonObject, size: int, pointer: str) -> dict[int, str]:
    listed = entry.get("statusMessage")
    if listed is None:
        if size > 1:
            _refuse(reasons.MESSAGES_MISSING, f"{pointer}/statusMessage", size=size, count=1 << size)
        return {}
    messages: dict[int, str] = {}
    for one in listed if isinstance(listed, list) else []:
        status, message = (one.get("status"), one.get("message")) if isinstance(one, dict) else (None, None)
        if isinstance(status, str) and _HEXADECIMAL.fullmatch(status) and isinstance(message, str):
            messages[int(status, 16)] = message
    if not isinstance(listed, list) or len(listed) != 1 << size or set(messages) != set(range(1 << size)):
        _refuse(reasons.MESSAGES_MALFORMED, f"{pointer}/statusMessage", last=f"0x{(1 << size) - 1:x}")
    return messages


def _references_of(entry: JsonObject, pointer: str) -> tuple[str, ...]:
    references = entry.get("statusReference", [])
    listed = references if isinstance(references, list) else [references]
    if not all(isinstance(one, str) and ":" in one for one in listed):
        _refuse(reasons.REFERENCE_MALFORMED, f"{pointer}/statusReference")
    return tuple(listed)


def _refuse(reason: Reason, pointer: str, **details: object) -> None:
    raise MalformedStatusList(reason, pointer=pointer, **details)
