"""Rows → what is published of the keys: the DID document, and the history of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sceau.engine.keys.did_web import PublishedKey, build_document
from sceau.engine.keys.multikey import decode_public
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.ports import KeyRef
from sceau.institutions.models import Institution
from sceau.keyring.models import Purpose, SigningKey

MOST_KEYS = 99  # of credentials: verifiers read 200 methods of a document, and each key is two
SECOND = timedelta(seconds=1)


def did_document(did: str, keys: Iterable[SigningKey]) -> dict[str, Any]:
    """The DID document: the keys of credentials, in service and former, and no others.

    Whatever stands under assertionMethod may sign credentials: the keys of PDF documents and of persons must not.

    keys:    of one institution, of any purpose
    raises:  MalformedController when the DID is not a did:web
    """
    credentials = [key for key in keys if key.purpose == Purpose.CREDENTIALS]
    return build_document(did, [_published(key) for key in sorted(credentials, key=lambda key: key.number)])


def key_history(institution: Institution, keys: Iterable[SigningKey]) -> dict[str, Any]:
    """Every key that the institution ever had, of any purpose, with its dates; whose a personal key is, is not said.

    keys:  with their numbers, purposes and dates
    """
    return {
        "id": institution.did,
        "keys": [_described(institution.did, key) for key in sorted(keys, key=lambda key: key.number)],
    }


def method_of(did: str, key: SigningKey) -> str:
    """The absolute URL of a key."""
    return f"{did}#key-{key.number}"


def ref_of(key: SigningKey) -> KeyRef:
    """What the store knows the key by.

    raises:  MalformedKey when the row's public half is not one
    """
    return KeyRef(key.store, key.reference, str(key.uuid), decode_public(key.public_key))


def _published(key: SigningKey) -> PublishedKey:
    return PublishedKey(key.number, decode_public(key.public_key), _end_of_second(key.retired_at), key.compromised_from)


def _described(did: str, key: SigningKey) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": method_of(did, key),
        "purpose": key.purpose,
        "algorithm": key.algorithm,
        "publicKeyMultibase": key.public_key,
        "created": write_stamp(key.created_at),
    }
    if key.retired_at is not None:
        shown["expires"] = write_stamp(key.retired_at.replace(microsecond=0) + SECOND)
    if key.compromised_from is not None:
        shown["revoked"] = write_stamp(key.compromised_from)
    if key.certificate:
        shown["certificate"] = key.certificate
    return shown


def _end_of_second(moment: datetime | None) -> datetime | None:
    """Proofs are dated to the second: one of the last second of a key must stay earlier than its end."""
    return None if moment is None else moment.replace(microsecond=0) + SECOND
