"""What this room needs from outside."""

from __future__ import annotations

from typing import Protocol


class DnsTexts(Protocol):
    """The TXT records of a name.

    canonical:  the name that has them, lower case and without its last dot; another than was asked when that one is
                an alias
    texts:      each record as one text
    """

    @property
    def canonical(self) -> str:
        """The name that has the records."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The records; none when there are none, or no such name."""


class DnsReader(Protocol):
    """The way to the domain name system."""

    def texts(self, name: str) -> DnsTexts:
        """Ask for the TXT records of a name.

        raises:  OutOfReach when no answer came
        """
