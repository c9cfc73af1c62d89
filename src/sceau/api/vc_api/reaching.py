"""The way to other people's documents: our own lists from memory, all else through the guarded client."""

from __future__ import annotations

from typing import Final

from sceau.api.vc_api.lists import LISTS
from sceau.api.vc_api.server import server
from sceau.engine.ports import Fetched
from sceau.outside.http import HttpFetcher

LOOPBACK: Final = ("127.0.0.0/8", "::1/128")


class Reaching:
    """A fetcher that knows what this server serves itself."""

    def __init__(self) -> None:
        self._outside = server().fetcher or HttpFetcher(allowed=LOOPBACK)

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """The document at an address.

        raises:  OutOfReach
        """
        own = LISTS.served(url)
        if own is not None:
            return Fetched(url, 200, "application/vc", own)
        return self._outside.fetch(url, accept=accept)
