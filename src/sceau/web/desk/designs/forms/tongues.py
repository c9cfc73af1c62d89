"""The languages in which a design is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# each in its own words: whoever writes in a language knows it by that name
LANGUAGES: Final = {
    "fr": "Français",
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
    "pl": "Polski",
    "ro": "Română",
}


@dataclass(frozen=True, slots=True)
class Tongues:
    """languages: in which a design is written, in the order they are shown; main: that of a text given as one string"""

    languages: tuple[str, ...] = ("fr",)
    main: str = "fr"
