"""What this room refuses."""

from __future__ import annotations

from collections.abc import Mapping

from sceau.engine.errors import Reason


class IssuingError(Exception):
    """Something that may not be done with a batch or a credential, or a value that may not be.

    reason:   why, of `sceau.issuing.reasons`, or of the engine
    field:    the name of the value that is wrong, "" when it is nowhere in particular
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


class WrongValue(IssuingError):
    """A value that cannot stand where it was typed."""


class NotEntitled(IssuingError):
    """Whoever asks may not do this."""


class NotNow(IssuingError):
    """It may not be done as things stand."""


class NamesRefused(NotNow):
    """Of several names that were to be corrected together, some cannot be, and so none was.

    each:  why, by the primary key of its credential
    """

    def __init__(self, reason: Reason, each: Mapping[int, IssuingError]) -> None:
        super().__init__(reason, count=len(each))
        self.each = dict(each)
