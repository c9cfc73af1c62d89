"""What the engine refuses, as data: a reason from a closed list, where it is, and what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sceau.engine.values import as_text

_FRENCH_SPACES = (
    (re.compile(r"[ \u00a0](?=[;!?](?:\s|$))"), "\u202f"),
    (re.compile(r" (?=:(?:\s|$)|»)|(?<=«) "), "\u00a0"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that can be said about a document, in both languages.

    code:  for machines, stable: "area.what_is_the_case"
    fr:    a sentence without its full stop, with {named} places for the details; its spaces are typed plainly
    en:    the same in English
    """

    code: str
    fr: str
    en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "fr", french_spaces(self.fr))

    def sentence(self, language: str, details: dict[str, object]) -> str:
        """The sentence in "fr" or "en", its places filled from details."""
        return (self.fr if language == "fr" else self.en).format_map(details)


def french_spaces(text: str) -> str:
    """The text with the spaces of French around its marks: U+202F before ; ! ? and U+00A0 before : and in « »."""
    for pattern, space in _FRENCH_SPACES:
        text = pattern.sub(space, text)
    return text


def _told(value: object) -> object:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else as_text(value)


class EngineError(Exception):
    """Something the engine refuses.

    reason:   why, from the closed list of its area
    pointer:  where, as a JSON Pointer (RFC 6901); "" is the whole document
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, *, pointer: str = "", **details: object) -> None:
        super().__init__(reason, pointer, details)
        self.reason = reason
        self.pointer = pointer
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong, for a person, in "fr" or "en"."""
        return self.reason.sentence(language, {name: _told(value) for name, value in self.details.items()})

    def __str__(self) -> str:
        place = f"{self.pointer}: " if self.pointer else ""
        return f"{place}{self.sentence('en')}"


class MalformedJson(EngineError):
    """The bytes are not JSON that every reader understands in the same way."""


class MalformedCredential(EngineError):
    """The document is not what the standard says a credential is."""


class UnknownContext(EngineError):
    """A JSON-LD context that is not on the allow-list."""


class NotCanonical(EngineError):
    """The document has no canonical form that says all that a reader sees."""


class TooComplex(NotCanonical):
    """Finding the canonical form would take more work than a credential deserves."""


class MalformedKey(EngineError):
    """Not a key, or not one that we can use."""


class MalformedController(EngineError):
    """A DID or a controller document that cannot be read."""


class ProofError(EngineError):
    """The proof does not secure the document."""


class UnknownSuite(ProofError):
    """A proof made with a cryptosuite or an algorithm that we do not know: no judgement either way."""


class MalformedStatusList(EngineError):
    """A status list that cannot be read, or an index outside it."""


class MalformedImage(EngineError):
    """An image that cannot be read, or whose credential is not where the standard puts it."""


class MalformedDesign(EngineError):
    """A design, an issuer or an award that cannot be described in a credential."""


class OutOfReach(EngineError):
    """A document could not be fetched; raised by a Fetcher."""
