"""What this room needs from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Reply(Protocol):
    """What a server answered. body: the bytes, bounded; "" for a status that says nothing."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def body(self) -> bytes:
        """The bytes, never more than the limit."""


class Web(Protocol):
    """The way to the servers that institutions name: public addresses only, over TLS, bounded in time and size."""

    def ask(self, url: str, *, form: Mapping[str, str] | None = None, authorization: str = "") -> Reply:
        """GET an address, or POST a form to it. Redirects are not followed.

        authorization:  the header of that name, "" for none
        raises:         OutOfReach when there is no answer, or the address is refused
        """


class SecretBox(Protocol):
    """Seals what must be kept and read again, under a key that is not in the database."""

    def seal(self, clear: bytes, *, context: str) -> str:
        """The text to keep. context: what it is for; it opens with the same words only."""

    def open(self, sealed: str, *, context: str) -> bytes:
        """What was sealed. Raises an EngineError when it cannot be opened."""
