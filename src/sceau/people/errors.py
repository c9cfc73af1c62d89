"""What this room refuses."""

from __future__ import annotations

from sceau.engine.errors import Reason


class PeopleError(Exception):
    """Something that may not be done with what is known of a person, or a value that it may not have.

    reason:   why, from `sceau.people.reasons`, or from a room below
    field:    the name of the value that is wrong, "" when it is none in particular
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, *, field: str = "", **details: object) -> None:
        super().__init__(reason, field, details)
        self.reason = reason
        self.field = field
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong and what to do, for a person, in "fr" or "en", with its full stop."""
        text = self.reason.sentence(language, self.details)
        return text if text.endswith((".", "?", "…")) else f"{text}."

    def __str__(self) -> str:
        return self.sentence("en")


class WrongValue(PeopleError):
    """A value that cannot stand where it was typed."""


class NotEntitled(PeopleError):
    """Whoever asks may not do this."""


class NotNow(PeopleError):
    """It may not be done as things stand."""


class AlreadyThere(PeopleError):
    """What would stand twice."""
