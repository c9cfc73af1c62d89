"""Cells of the registers as plain values."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TypeVar

from sceau.engine.errors import Reason
from sceau.frameworks import reasons

NUMBER = re.compile(r"(RNCP|RS)(\d{1,6})")
BLOC = re.compile(r"(?:(RNCP\d{1,6})BC)?(\d{1,3})")
Value = TypeVar("Value")

_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_CONTROLS = {**dict.fromkeys(range(32), " "), 127: " ", 0x2028: " ", 0x2029: " ", 0xFEFF: None}
_CONTROLS_OF_PARAGRAPHS = {**_CONTROLS, 9: " ", 10: "\n", 13: None, 0x2028: "\n", 0x2029: "\n"}
_BREAKS = re.compile(r"</(?:p|div|li|ul|ol|h\d|tr)\s*>|<br\s*/?>", re.IGNORECASE)
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NOTE = re.compile(r"\s*\(\s*fiche incompl[eè]te\s*\)\s*", re.IGNORECASE)
SIRET, SIREN = 14, 9
LEVELS = range(1, 9)
_LA_POSTE = "356000000"  # its establishments have a number of their own making


class WrongCell(Exception):
    """A cell that cannot mean anything: whoever knows the file and the line says so."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


def line(text: str) -> str:
    """One line in NFC, without signs that nobody sees and without a space twice."""
    if not text:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = text.translate(_CONTROLS)
    return " ".join(text.split())


def label(text: str) -> str:
    """A label: its apostrophes once."""
    return line(text).replace("''", "'")


def coded_label(text: str, code: str) -> str:
    """A label without the code that it repeats: « 251 : Mécanique générale »."""
    found = label(text)
    before, colon, after = found.partition(":")
    return after.strip() if colon and code and before.strip() == code else found


def paragraphs(text: str) -> str:
    """A long text in NFC: its lines kept, tags of HTML taken away."""
    if not text:
        return ""
    if "<" in text or "&" in text:
        text = _TAG.sub("", _ITEM.sub("- ", _BREAKS.sub("\n", text)))
        text = html.unescape(text)
    text = unicodedata.normalize("NFC", text).translate(_CONTROLS_OF_PARAGRAPHS)
    lines = [" ".join(each.split()) for each in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def title(text: str) -> tuple[str, bool]:
    """A title, and whether the register notes that its fiche is incomplete."""
    found = label(text)
    without = _NOTE.sub(" ", found).strip()
    return (without or found), without != found


def number(text: str) -> str:
    """The number of a fiche.

    raises:  WrongCell
    """
    found = line(text).upper()
    if not NUMBER.fullmatch(found):
        raise WrongCell(reasons.WRONG_NUMBER, value=found[:40])
    return found


@lru_cache(maxsize=20_000)
def day(text: str, column: str) -> str:
    """JJ/MM/AAAA as AAAA-MM-JJ; "" for an empty cell.

    raises:  WrongCell
    """
    found = text.strip()
    if not found:
        return ""
    match = _DATE.fullmatch(found)
    try:
        if match is None:
            raise ValueError
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError as error:
        raise WrongCell(reasons.WRONG_DATE, value=found[:40], column=column) from error


def truth(text: str, column: str) -> bool | None:
    """Oui or Non; None for an empty cell.

    raises:  WrongCell
    """
    return word(text, column, {"oui": True, "non": False, "": None})


def level(text: str) -> int | None:
    """NIV3 to NIV8; None for an empty cell, REPRISE and AUCUN.

    raises:  WrongCell
    """
    found = line(text).upper()
    if found in ("", "REPRISE", "AUCUN"):
        return None
    if found[:3] == "NIV" and found[3:].isdigit() and len(found) == 4 and int(found[3:]) in LEVELS:  # noqa: PLR2004 -- « NIV6 »
        return int(found[3:])
    raise WrongCell(reasons.WRONG_WORD, value=found[:40], column="NIVEAU", expected="NIV3…NIV8, REPRISE, AUCUN")


def word(text: str, column: str, known: dict[str, Value]) -> Value:
    """What a word of a closed list means, whatever its case.

    raises:  WrongCell
    """
    found = line(text).lower()
    if found not in known:
        expected = ", ".join(each for each in known if each)
        raise WrongCell(reasons.WRONG_WORD, value=found[:60], column=column, expected=expected)
    return known[found]


def count(text: str, column: str) -> int | None:
    """A number of years; None for an empty cell.

    raises:  WrongCell
    """
    found = line(text)
    if not found:
        return None
    if not found.isdigit() or len(found) > 3:  # noqa: PLR2004 -- nothing is registered for a thousand years
        raise WrongCell(reasons.WRONG_COUNT, value=found[:40], column=column)
    return int(found)


def siret(text: str) -> str:
    """Fourteen figures, the TAB and the spaces taken away; "" when they are not fourteen."""
    found = "".join(text.split())
    return found if len(found) == SIRET and found.isdigit() and found.isascii() else ""


def is_plausible(found: str) -> bool:
    """Whether a SIRET obeys Luhn's rule, or is one of La Poste, whose figures sum to a multiple of five."""
    if found.startswith(_LA_POSTE):
        return sum(map(int, found)) % 5 == 0 or _luhn(found)
    return _luhn(found)


def _luhn(figures: str) -> bool:
    total = 0
    for place, figure in enumerate(reversed(figures)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 -- two figures: their sum
    return total % 10 == 0
