"""What the house publishes of one credential, gathered without asking any server."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import orjson
from django.conf import settings

from sceau.engine.errors import EngineError
from sceau.engine.keys.did_web import url_of
from sceau.institutions.models import Institution
from sceau.issuing.models import Credential
from sceau.issuing.queries.lists import list_of
from sceau.issuing.queries.prepared import Prepared
from sceau.issuing.services.publishing import list_url, published
from sceau.keyring.documents import did_document
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import SigningKey
from sceau.keyring.queries import published_keys
from sceau.web.ports import ports

_KEYS: Final = Prepared(lambda pk: published_keys(Institution(pk=pk)), -1)


def keys_of(row: Credential) -> list[SigningKey]:
    """Every key of its issuer, of any purpose."""
    return _KEYS.rows(row.institution_id)


def documents_of(
    row: Credential, *, now: datetime, keys: Iterable[SigningKey] | None = None
) -> dict[str, bytes | None]:
    """Address → what we publish there: the keys of the issuer, the status list, its notices.

    None where it cannot be signed at the moment.

    keys:  of `keys_of`, where they are at hand
    """
    did = row.institution.did
    document = did_document(did, keys_of(row) if keys is None else keys)
    found: dict[str, bytes | None] = {url_of(did): orjson.dumps(document)}
    listed = list_of(row)
    if listed is not None:
        url = list_url(settings.BASE_URL, listed.uuid)
        found |= {url: None, f"{url}/notices": None}
        try:
            pair = published(listed, base=settings.BASE_URL, keys=ports().keys, now=now)
        except (NoActiveKey, EngineError):
            return found
        found |= {url: pair.revocations, f"{url}/notices": pair.notices}
    return found
