"""What the engine says of the exact bytes that we keep, with the very documents that we publish of it.

No server is asked, and no register is believed: bytes that were altered here are told as any other forgery.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final

from django.conf import settings

from sceau.engine.checks.policy import Policy
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.report import Report
from sceau.engine.checks.verify import verify
from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.model.addresses import annex_one_url
from sceau.engine.ports import Fetched
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.models import Credential
from sceau.web.public.verifying.own import NOT_NOW

ELSEWHERE: Final = Reason(
    "page.elsewhere",
    fr="cette page ne demande rien à d’autres serveurs\u00a0; le fichier se vérifie aussi avec eux",
    en="this page asks nothing of other servers; the file can be verified with them as well",
)
_KEPT: Final = 64  # sets of documents that were understood


class _AtHand:
    """A Fetcher that has what concerns one credential, and asks nobody."""

    def __init__(self, documents: Mapping[str, bytes | None]) -> None:
        self._documents = documents

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """What is published there. raises: OutOfReach"""
        if url not in self._documents:
            raise OutOfReach(ELSEWHERE)
        body = self._documents[url]
        if body is None:
            raise OutOfReach(NOT_NOW)
        return Fetched(url, 200, accept.partition(",")[0], body)


def report_of(row: Credential, *, documents: Mapping[str, bytes | None], now: datetime) -> Report:
    """The engine's report at this moment.

    documents:  what the house publishes of it, as `documents_of` has it
    """
    said = sha256(b"".join(sha256(body or b"").digest() for body in documents.values())).digest()
    record = {annex_one_url(settings.BASE_URL, row.code): bytes(row.content.record)}
    return verify(
        bytes(row.content.body),
        policy=Policy(shipped(), resources=record),
        fetcher=_AtHand(documents),
        now=now,
        memory=_understood(said),
    )


@lru_cache(maxsize=_KEPT)
def _understood(said: bytes) -> Memory:
    """What was made of these very documents, whose digest it is: a bit that changes, or a key, is another set."""
    return Memory()
