"""Forms of a text that are equal when people mean the same: Unicode form, case, accents, punctuation."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose, yet that people type as others.
_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ß": "ss",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
    }
)
_ACCENTS = re.compile("[\u0300-\u036f]")  # Latin, Greek, Cyrillic: the vowels of other scripts are letters, not accents
_NOT_WORD = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """The text in Unicode form NFC: é is one character, however the file wrote it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Words in lower case without accents or punctuation, one space between: « N’Diaye-Élie » is "n diaye elie"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = _ACCENTS.sub("", text).translate(_LETTERS)
    else:
        text = text.lower()
    return _NOT_WORD.sub(" ", text).strip()


def one_space(text: str) -> str:
    """The text with each run of white space (no-break spaces and line breaks too) as one space."""
    return _SPACES.sub(" ", text)
