"""What this room refuses."""

from __future__ import annotations

from sceau.engine.errors import Reason


class FrameworksError(Exception):
    """A file that is not loaded, or a code that means nothing.

    reason:   why, from `sceau.frameworks.reasons`
    file:     the file or the member of an archive, "" when it is none in particular
    line:     where in it, from 1; 0 when it is nowhere in particular
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, *, file: str = "", line: int = 0, **details: object) -> None:
        super().__init__(reason, file, line, details)
        self.reason = reason
        self.file = file
        self.line = line
        self.details = details

    def sentence(self, language: str) -> str:
        """Where and what, for a person, in "fr" or "en", without its full stop."""
        text = self.reason.sentence(language, self.details)
        if not self.file:
            return text
        if language == "fr":
            place, line, colon = f"«\u00a0{self.file}\u00a0»", f", ligne {self.line}", "\u00a0: "
        else:
            place, line, colon = f"“{self.file}”", f", line {self.line}", ": "
        return f"{place}{line if self.line else ''}{colon}{text[:1].lower()}{text[1:]}"

    def as_json(self) -> dict[str, str | int]:
        """For the row of the release that was refused."""
        return {
            "code": self.reason.code,
            "fr": self.sentence("fr"),
            "en": self.sentence("en"),
            "file": self.file,
            "line": self.line,
        }

    def __str__(self) -> str:
        return self.sentence("en")


class WrongFile(FrameworksError):
    """The file is not what it should be: another format, damaged, wrongly encoded, incomplete."""


class TooLarge(WrongFile):
    """The file, or what it would become once open, is beyond the limits."""


class Hostile(WrongFile):
    """The file does what no export does: entities, climbing names, an archive that unfolds without end."""


class AlreadyLoaded(FrameworksError):
    """This very file was loaded before."""


class OlderThanInUse(FrameworksError):
    """A newer export is in use: an older one is loaded only when it is forced."""


class UnderWay(FrameworksError):
    """Another import is at work."""
