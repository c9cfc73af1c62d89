"""What this room refuses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sceau.engine.errors import Reason

if TYPE_CHECKING:
    from sceau.accounts.models import User
    from sceau.engine.quality.report import GateReport


class DesignError(Exception):
    """Something that may not be done with a design, or a value that it may not have.

    reason:   why, from `sceau.design.reasons`, or from the engine
    pointer:  where in the document, as a JSON Pointer (RFC 6901); "" when it is nowhere in particular
    field:    the name of the value that is wrong, for one that is not of a document
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, *, pointer: str = "", field: str = "", **details: object) -> None:
        super().__init__(reason, pointer, details)
        self.reason = reason
        self.pointer = pointer
        self.field = field
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong and what to do, for a person, in "fr" or "en", with its full stop."""
        text = self.reason.sentence(language, self.details)
        return text if text.endswith((".", "?", "…")) else f"{text}."

    def __str__(self) -> str:
        return self.sentence("en")


class WrongValue(DesignError):
    """A value that cannot stand where it was typed."""


class TooLarge(DesignError):
    """Beyond what a design may weigh or how deep it may nest."""


class NotEntitled(DesignError):
    """Whoever asks may not do this."""


class NotNow(DesignError):
    """It may not be done as things stand."""


class AlreadyThere(DesignError):
    """What would stand twice."""


class ChangedMeanwhile(DesignError):
    """Somebody else changed the same step since it was read; nothing was written.

    there:  what the step holds now; yours: what was to be written, by pointer
    seen:   the digest of what is there, to be sent back by whoever has read it
    by, at: who changed the design last, and when
    """

    def __init__(
        self, reason: Reason, *, there: dict[str, Any], yours: dict[str, Any], seen: str, by: User, at: datetime
    ) -> None:
        super().__init__(reason, name=by.name)
        self.there = there
        self.yours = yours
        self.seen = seen
        self.by = by
        self.at = at


class GateRefuses(DesignError):
    """The quality gate blocks the publication. report: what it found"""

    def __init__(self, reason: Reason, report: GateReport, **details: Any) -> None:
        super().__init__(reason, **details)
        self.report = report


class UnusableFile(DesignError):
    """A file that does not become a draft. line: where in the file, 1 for the first; None when it is not known"""

    def __init__(self, reason: Reason, *, pointer: str = "", line: int | None = None, **details: Any) -> None:
        super().__init__(reason, pointer=pointer, **details)
        self.line = line
