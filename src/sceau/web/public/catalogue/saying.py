"""The texts of a design, in the language of the reader when it has them, and the words of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.engine.quality.lists import Concept
from sceau.engine.quality.words import Words
from sceau.web import words

LANGUAGE_NAMES: Final = {
    "fr": {"fr": "français", "en": "French"},
    "en": {"fr": "anglais", "en": "English"},
}
HOUR: Final = 60  # minutes
_FROM_RIGHT: Final = frozenset("ar arc ckb dv fa he iw ks nqo ps sd syr ug ur yi".split())
_ALWAYS_PLURAL_FROM: Final = 2  # French: « 1,5 heure », « 2 heures »


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the design.

    language:  the one it is written in when the reader's is another; else ""
    """

    text: str
    language: str = ""

    @property
    def is_from_right(self) -> bool:
        """Whether it is read from right to left."""
        return is_from_right(self.language)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


NOTHING: Final = Said("")


class Speaker:
    """Reads the texts of one design for one reader, and remembers which languages it had to fall back on.

    language:  "fr" or "en"; own: the language of the design
    wanted:    the language in which the reader wants its texts, where that is another than the one of the page
    """

    def __init__(self, language: str, own: str, *, wanted: str = "") -> None:
        self.language = language
        self.own = own
        self.wanted = wanted or language
        self.others: dict[str, None] = {}

    def say(self, value: Any) -> Said:
        """A text of the design as it is shown; NOTHING for nothing and for what is no text."""
        spoken, written = self._chosen(value)
        if not written:
            return NOTHING
        if spoken.startswith("fr"):
            written = _french(written)
        if spoken == self.language:
            return Said(written)
        self.others.setdefault(spoken)
        return Said(written, spoken)

    def _chosen(self, value: Any) -> tuple[str, str]:
        """The language and the words that are shown; no words where there are none."""
        if isinstance(value, str):
            return self.own, value.strip()
        if isinstance(value, dict):
            for tag in (self.wanted, self.language, self.own, *value):
                text = value.get(tag)
                if isinstance(text, str) and (written := text.strip()):
                    return tag, written
        return "", ""

    def quote(self, value: Any) -> Said:
        """A label that the designers did not write, nor have to translate: of a framework, a register, a place."""
        before = dict(self.others)
        said = self.say(value)
        self.others = before
        return said

    def named(self, value: Any, among: Mapping[str, Words | Concept], *, code: Any = None, uri: Any = None) -> Said:
        """A label that says what a code or the address of a concept says too.

        It is given as it was written where that is in the language that is wanted, else in our words for the code.
        """
        is_theirs = self.wanted in value if isinstance(value, dict) else self.own == self.wanted
        if value and is_theirs:
            return self.say(value)
        known = among.get(code) if isinstance(code, str) else None
        known = known or next((each for each in among.values() if uri and getattr(each, "uri", "") == uri), None)
        if known is None:
            return self.say(value)
        return Said((known if isinstance(known, Words) else known.label).to(self.language))


def is_from_right(tag: str) -> bool:
    """Whether a language is written from right to left."""
    return tag.partition("-")[0] in _FROM_RIGHT


def member(document: Any, *path: str) -> Any:
    """What stands at a place of a document that may be a draft: None where there is nothing."""
    for name in path:
        if not isinstance(document, dict):
            return None
        document = document.get(name)
    return document


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, whatever else a draft has there."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def figure(value: Any) -> float | None:
    """A number, and neither a truth value nor a text."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def web_address(value: Any) -> str:
    """An address that a page may link to: of the web, and nothing that could run; else ""."""
    if not isinstance(value, str):
        return ""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    return value.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def hours_in_words(hours: float, language: str) -> str:
    """« 42 heures », « 1,5 heure »."""
    plural = hours >= _ALWAYS_PLURAL_FROM if language == "fr" else hours != 1
    shown = words.number(_plain(hours), language)
    return (_("%(number)s heures") if plural else _("%(number)s heure")) % {"number": shown}


def minutes_in_words(minutes: float, language: str) -> str:
    """« 40 min », « 4 h », « 1 h 30 »."""
    whole = round(minutes)
    hours, rest = divmod(whole, HOUR)
    space = words.FIXED
    if not hours:
        return f"{whole}{space}min"
    if not rest:
        return f"{words.number(hours, language)}{space}h"
    return f"{hours}{space}h{space}{rest:02}"


def euros(amount: float, language: str) -> str:
    """« 1 250 € », “€1,250”; cents only where there are some."""
    exact = _plain(amount)
    shown = words.number(exact, language, None if exact == int(exact) else 2)
    return f"{shown}{words.FIXED}€" if language == "fr" else f"€{shown}"


def price_in_words(amount: float | None, language: str) -> str:
    """« Gratuit », « 620 € », « Prix non précisé »."""
    if amount is None:
        return _("Prix non précisé")
    return _("Gratuit") if amount == 0 else euros(amount, language)


def level_in_words(eqf: int) -> str:
    """« Niveau 6 »."""
    return _("Niveau %(level)s") % {"level": eqf}


def months_in_words(months: int) -> str:
    """« 24 mois »; whole years as years from three on: « 5 ans »."""
    years, rest = divmod(months, 12)
    if years >= 3 and not rest:  # noqa: PLR2004 -- « 24 mois » is said more often than « 2 ans » of a validity
        return ngettext("%(number)s an", "%(number)s ans", years) % {"number": years}
    return ngettext("%(number)s mois", "%(number)s mois", months) % {"number": months}


def language_name(code: str, language: str) -> str:
    """« anglais »; the code itself for a language that we have no word for."""
    return LANGUAGE_NAMES.get(code, {}).get(language, code)


def listed(parts: list[str]) -> str:
    """« a, b et c »."""
    if len(parts) < 2:  # noqa: PLR2004 -- nothing to join
        return "".join(parts)
    return _("%(beginning)s et %(last)s") % {"beginning": ", ".join(parts[:-1]), "last": parts[-1]}


@lru_cache(maxsize=4096)
def _french(text: str) -> str:
    """A text of a design as French is set; the same designs are read again and again."""
    return words.french(text)


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value
