"""What intake refuses: a whole file or a whole demand, never one row (a row has findings)."""

from __future__ import annotations

from sceau.engine.errors import Reason


class IntakeError(Exception):
    """A file that cannot be read as a table, or a table that cannot be checked.

    reason:   why, from `sceau.intake.reasons`
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason, details)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong and what to do, for a person, in "fr" or "en"."""
        return self.reason.sentence(language, self.details)

    def __str__(self) -> str:
        return self.sentence("en")


class UnreadableFile(IntakeError):
    """The file is no table that we read: another format, damaged, hostile, or without a header line."""


class TooLarge(UnreadableFile):
    """The file, or what it would become once open, is beyond the limits."""


class UnmatchedColumns(IntakeError):
    """The table lacks a column that nothing can replace, or the given mapping does not fit it."""


class UnfitUpload(IntakeError):
    """A file that somebody hands in is not taken: of another kind than asked for, damaged, hostile, or too large."""
