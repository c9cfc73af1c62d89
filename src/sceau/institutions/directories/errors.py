"""What a directory, or whoever comes through it, is refused."""

from __future__ import annotations

from sceau.engine.errors import EngineError
from sceau.institutions.directories.reasons import UNREACHABLE
from sceau.institutions.errors import InstitutionsError


class DirectoryError(InstitutionsError):
    """Something about a directory that does not go through."""


class WrongSetting(DirectoryError):
    """What was typed to set a directory up cannot be right."""


class NotTheDirectory(DirectoryError):
    """What was found at the address is no directory that we can use."""


class Unanswered(DirectoryError):
    """The directory could not be asked: that says nothing of the person."""


class Untrue(DirectoryError):
    """A token that was not made for this sign-in, by this directory, for us."""


class NotWelcome(DirectoryError):
    """The directory knows the person, but that does not let them in here."""


class NoLongerThere(DirectoryError):
    """The directory says that the person is not, or no longer, somebody it answers for."""


def unanswered(cause: EngineError) -> Unanswered:
    """The directory could not be asked, for this cause."""
    return Unanswered(UNREACHABLE, cause_fr=cause.sentence("fr"), cause_en=cause.sentence("en"))
