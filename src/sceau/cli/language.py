"""The language in which the command speaks: French, unless English is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LANGUAGES = ("fr", "en")
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX.1-2017, §8.2: the first that is set rules

_spoken = "fr"


def use(language: str) -> None:
    """Speak "fr" or "en" from now on."""
    global _spoken  # noqa: PLW0603 -- one process speaks one language, chosen once by main
    _spoken = language


def spoken() -> str:
    """The language in use, "fr" or "en"."""
    return _spoken


def say(*, fr: str, en: str) -> str:
    """The text in the language in use."""
    return fr if _spoken == "fr" else en


def wanted_language(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that a command line asks for; French when nothing says otherwise.

    words:        the command line, whose --lang counts first, wherever it stands
    environment:  SCEAU_LANG counts next, then the locale
    """
    asked = _option(words) or environment.get("SCEAU_LANG", "")
    if asked in LANGUAGES:
        return asked
    locale = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return "en" if locale.lower().startswith("en") else "fr"


def without_choice(words: Sequence[str]) -> list[str]:
    """The command line without its --lang, unless that asks for a language that we do not speak."""
    kept: list[str] = []
    for word in words:
        if kept and kept[-1] == "--lang" and word in LANGUAGES:
            kept.pop()
        elif not (word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES):
            kept.append(word)
    return kept


def _option(words: Sequence[str]) -> str:
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and place + 1 < len(words):
            return words[place + 1]
    return ""
