"""A text in one or several languages, as a design gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in each language that somebody wrote them in.

    words:    language tag → text, never empty
    default:  the language of the design, asked when the wanted one is missing
    """

    words: Mapping[str, str]
    default: str

    def to(self, language: str) -> str:
        """The text in this language, else in the design's, else in the first one given."""
        return self.words.get(language) or self.words.get(self.default) or next(iter(self.words.values()))

    def language_for(self, language: str) -> str:
        """The language that `to` answers in."""
        for wanted in (language, self.default):
            if self.words.get(wanted):
                return wanted
        return next(iter(self.words))


def make_text(value: str | Mapping[str, str], default: str) -> Text:
    """A text of a design: a string in the design's own language, or one string per language."""
    return Text({default: value} if isinstance(value, str) else dict(value), default)


def read_text(value: Any, default: str) -> Text | None:
    """The same where a text may be absent: None for nothing, and for what is no text."""
    return make_text(value, default) if isinstance(value, str | dict) and value else None
