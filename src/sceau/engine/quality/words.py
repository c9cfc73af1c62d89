"""A label or a sentence of ours, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from sceau.engine.errors import french_spaces
from sceau.engine.strict_json import JsonObject


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in French and in English; the spaces of the French are typed plainly."""

    fr: str
    en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "fr", french_spaces(self.fr))

    def to(self, language: str) -> str:
        """The words in "fr", and in English for any other language."""
        return self.fr if language.partition("-")[0] == "fr" else self.en

    def as_json(self) -> JsonObject:
        """One string per language, which is also how a design writes a text."""
        return {"fr": self.fr, "en": self.en}
