"""What this room refuses."""

from __future__ import annotations

from sceau.engine.errors import Reason


class KeyringError(Exception):
    """Something that may not be done with a key.

    reason:   why, from `sceau.keyring.reasons`
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason, details)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong and what to do, for a person, as a clause without its full stop."""
        return self.reason.sentence(language, self.details)

    def __str__(self) -> str:
        return self.sentence("en")


class NotEntitled(KeyringError):
    """Whoever asks may not do this."""


class AskedAlready(KeyringError):
    """One ceremony at a time."""


class CeremonyOver(KeyringError):
    """It ended: with a key, or stopped."""


class NotYet(KeyringError):
    """It takes another person, or time."""


class UnusableStore(KeyringError):
    """What the store made may not be used."""


class NoActiveKey(KeyringError):
    """Nothing to sign with."""


class WrongReport(KeyringError):
    """A report of a compromise that cannot be true, or lacks its reason."""


class UnusableCertificate(KeyringError):
    """A certificate that does not go with the key."""
