"""What this room refuses."""

from __future__ import annotations

from sceau.engine.errors import Reason


class InstitutionsError(Exception):
    """Something that an institution may not do, or a value that it may not have.

    reason:   why, from `sceau.institutions.reasons`
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


class WrongValue(InstitutionsError):
    """A text, a number, a date or a colour that is not one."""


class UnsafePicture(InstitutionsError):
    """A file that is no picture that we read, or one beyond the limits."""


class UnsafeAct(InstitutionsError):
    """A file that is no written act that we keep."""


class AlreadyThere(InstitutionsError):
    """What would stand twice."""


class NotEntitled(InstitutionsError):
    """Whoever asks may not do this."""


class LastHead(InstitutionsError):
    """Without this person nobody would be head of certification."""


class InvitationOver(InstitutionsError):
    """An invitation that was used, withdrawn, or is too old."""


class SomebodyElse(InstitutionsError):
    """An invitation made to another address than that of whoever opens it."""


class NotNow(InstitutionsError):
    """It may not be done as things stand."""
