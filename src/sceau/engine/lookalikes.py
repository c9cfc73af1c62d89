"""Names that look like another: signs that nobody sees, letters of one alphabet that pass for those of another."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Signs that take no place, or turn round how others are read. The two joiners stay: Persian and Hindi are written with
# them. source: The Unicode Standard, §23.2 "Layout Controls", and UAX #9, §2 "Directional Formatting Characters"
_HIDDEN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_BETWEEN: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"[^\W\d_]+")

# what the eye takes for these Latin letters, both cases, as fonts draw them
_DRAWN_LIKE: Final = {
    "a": "аАαΑɑᎪ",
    "b": "ВΒЬьᏴ",
    "c": "сСϲϹᏟ",
    "d": "ԁᎠ",
    "e": "еЕΕᎬ",
    "f": "ϝ",
    "g": "ɡԍᏀ",
    "h": "һНΗհᎻ",
    "i": "іІιΙıɩӏӀᎥ",
    "j": "јЈϳȷᎫ",
    "k": "кКκΚᏦ",
    "l": "ⅼᏞ",
    "m": "МΜᎷ",
    "n": "ΝոΠп",
    "o": "оОοΟօσ",
    "p": "рРρΡᏢ",
    "q": "ԛ",
    "r": "г",
    "s": "ѕЅᏚ",
    "t": "тТτΤᎢ",
    "u": "υսц",
    "v": "ѵѴνᏙ",
    "w": "ԝԜᎳ",
    "x": "хХχΧ",
    "y": "уУүΥγᎩ",
    "z": "ΖᏃ",
}
_AS_LATIN: Final = str.maketrans({drawn: letter for letter, many in _DRAWN_LIKE.items() for drawn in many})
_ONE_SHAPE: Final = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"}
)
_ALPHABETS: Final = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"))


def seen(text: str) -> str:
    """The text as a reader sees it: on one line, composed (NFC), without signs that nobody sees."""
    return unicodedata.normalize("NFC", _BETWEEN.sub(" ", _HIDDEN.sub("", text)).strip())


def hidden_in(text: str) -> bool:
    """Whether signs that nobody sees stand in a text."""
    return _HIDDEN.search(text) is not None


def skeleton(text: str) -> str:
    """What is left of a name for a hurried eye: equal for two names that look alike; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", seen(text)).translate(_AS_LATIN)
    plain = unicodedata.normalize("NFKD", plain.casefold()).translate(_AS_LATIN).translate(_ONE_SHAPE)
    letters = "".join(sign for sign in plain if sign.isalnum())
    return letters.replace("rn", "m").replace("vv", "w")


def mixes_alphabets(text: str) -> bool:
    """Whether one word is written with letters of several alphabets that are drawn alike."""
    return any(
        len({unicodedata.name(letter, "").partition(" ")[0] for letter in word} & _ALPHABETS) > 1
        for word in _WORD.findall(text)
    )
