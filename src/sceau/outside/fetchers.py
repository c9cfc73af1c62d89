"""Fetchers that ask nobody: without a network, from memory, and one that asks each question once."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.ports import Fetched
from sceau.engine.strict_json import JsonObject

OFFLINE = Reason(
    "fetch.offline",
    fr="vérification hors connexion : {url} n’a pas été demandé",
    en="verifying offline: {url} was not asked for",
)


class OfflineFetcher:
    """Refuses every question, and says so."""

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """Nothing.

        raises:  OutOfReach, always
        """
        del accept
        raise OutOfReach(OFFLINE, url=url)


class MemoryFetcher:
    """Answers from documents at hand; whatever else is asked for is not there (404).

    documents:  address → bytes, a JSON object, a whole answer, or the refusal to raise
    asked:      the addresses asked for so far, in order
    """

    def __init__(self, documents: Mapping[str, bytes | JsonObject | Fetched | OutOfReach]) -> None:
        self.documents = dict(documents)
        self.asked: list[str] = []

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """The document of that address.

        raises:  OutOfReach when that is what was put there
        """
        self.asked.append(url)
        document = self.documents.get(url)
        if document is None:
            return Fetched(url, 404, "", b"")
        if isinstance(document, OutOfReach):
            raise OutOfReach(document.reason, pointer=document.pointer, **document.details)
        if isinstance(document, Fetched):
            return document
        body = document if isinstance(document, bytes) else orjson.dumps(document)
        return Fetched(url, 200, accept.partition(",")[0].partition(";")[0], body)
