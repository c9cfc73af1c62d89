"""What this room refuses."""

from __future__ import annotations

from sceau.engine.errors import Reason


class AccountsError(Exception):
    """Something that cannot be done with an account.

    reason:   why, from `sceau.accounts.reasons`
    field:    the name of the value that is wrong, "" when it is none in particular
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, *, field: str = "", **details: object) -> None:
        super().__init__(reason, field, details)
        self.reason = reason
        self.field = field
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong and what to do, for a person, in "fr" or "en", without a full stop."""
        return self.reason.sentence(language, self.details)

    def message(self, language: str) -> str:
        """The same with its full stop, for a page."""
        return f"{self.sentence(language)}."

    def __str__(self) -> str:
        return self.sentence("en")


class AddressTaken(AccountsError):
    """Somebody already signs in with this address."""


class WrongAddress(AccountsError):
    """A text that is no mail address."""


class NoName(AccountsError):
    """A name without a letter in it."""


class NoSecondFactor(AccountsError):
    """There is nothing to take away."""


class AlreadyAsked(AccountsError):
    """The same person has asked, and it is not over."""


class ResetOver(AccountsError):
    """A request that was cancelled, refused or carried out."""


class OwnReset(AccountsError):
    """Nobody approves one's own request."""


class TooEarly(AccountsError):
    """The delay is not over."""


class NotApproved(AccountsError):
    """Nobody has approved yet."""


class NobodyThere(AccountsError):
    """Nobody signs in with this address."""
