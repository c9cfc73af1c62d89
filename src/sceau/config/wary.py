"""Servers that institutions name, when they are slow: one such server must not keep every page of the house waiting.

A page waits while a directory is asked, and a house has few threads. Whoever runs a directory can make it answer late,
and anybody can ask for its page of sign-in: without this, four browsers would close the house to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

from django.core.cache import cache

from sceau.engine.errors import OutOfReach, Reason
from sceau.institutions.directories.ports import Reply, Web

LATE = 1.5  # seconds: a directory in good health answers within a tenth of it
REMEMBERED = 60  # seconds after the last late answer
TURN = 10  # seconds: longer than one question may take
BUSY = Reason(
    "web.busy",
    fr="{host} répond trop lentement pour que nous l’interrogions plusieurs fois à la fois",
    en="{host} answers too slowly for us to ask it several things at once",
)


class WaryWeb:
    """A Web that asks a server that was late one question at a time, whoever waits for the answer."""

    def __init__(self, web: Web, *, clock: Callable[[], float] = monotonic) -> None:
        """clock: seconds, of which only differences count"""
        self._web, self._clock = web, clock

    def ask(self, url: str, *, form: Mapping[str, str] | None = None, authorization: str = "") -> Reply:
        """As `Web.ask`.

        raises:  OutOfReach, also at once for a server that was late and is being asked
        """
        host = urlsplit(url).netloc
        mark = f"sceau.late.{sha256(host.encode()).hexdigest()}"
        if cache.get(mark) is None:
            return self._timed(mark, url, form, authorization)
        if not cache.add(f"{mark}.turn", 1, timeout=TURN):
            raise OutOfReach(BUSY, host=host)
        try:
            return self._timed(mark, url, form, authorization)
        finally:
            cache.delete(f"{mark}.turn")

    def _timed(self, mark: str, url: str, form: Mapping[str, str] | None, authorization: str) -> Reply:
        begun = self._clock()
        try:
            return self._web.ask(url, form=form, authorization=authorization)
        finally:
            if self._clock() - begun >= LATE:
                cache.set(mark, 1, timeout=REMEMBERED)
