"""Names of people, and how they are addressed."""

from __future__ import annotations

import re

from sceau.intake import kinds
from sceau.intake.findings import Note, Read
from sceau.intake.folding import fold

MAX_NAME = 300  # names of 300 signs exist in tests of other platforms, not in civil status
_DECLARABLE = 60  # flux CPF, XSD 1.1.2: nomNaissance, nomUsage, prenom1 are strings of 1 to 60
_SHOUTED = 3  # « JP », « LI » may be how the name is written; « MARIE » is a keyboard left in capitals

SEXES = {
    "f": "F", "femme": "F", "feminin": "F", "female": "F", "woman": "F", "fille": "F", "2": "F",
    "m": "M", "h": "M", "homme": "M", "masculin": "M", "male": "M", "man": "M", "garcon": "M", "1": "M",
}  # fmt: skip
TITLES = {
    "mme": "F", "madame": "F", "mlle": "F", "mademoiselle": "F", "mrs": "F", "ms": "F", "miss": "F", "mmes": "F",
    "m": "M", "mr": "M", "monsieur": "M", "mister": "M", "mm": "M", "sir": "M",
}  # fmt: skip

_PARTICLES = frozenset("de du des d da do dos das di del della von zu y e".split())
_WORD = re.compile(r"[^\W\d_]+")
_MARKUP = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|[<>]")
_ODD = re.compile(r"[0-9@?#{}\[\]_|\\=+*^~$€£%§°/!]")
_PLAIN = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:[-' ’](?=[A-ZÀ-ÖØ-Þ]))?)+\Z")  # most names, settled at once


def read_name(text: str, *, given: bool) -> Read:
    """A name, as its owner would write it.

    text:   NFC, without spaces at the edges or twice
    given:  a first name. A family name in capitals stays so: French civil status writes it like that.
    """
    if len(text) < _DECLARABLE and _PLAIN.match(text):
        return Read(text)
    if len(text) > MAX_NAME:
        return Read("", (Note(kinds.TOO_LONG, "", {"length": len(text), "limit": MAX_NAME}),))
    notes: list[Note] = []
    value = text
    if text.islower() or (given and text.isupper() and sum(map(str.isalpha, text)) >= _SHOUTED):
        value = _with_initials(text)
        if value != text:
            notes.append(Note(kinds.CASE_NORMALISED, value))
    if _MARKUP.search(text):
        notes.append(Note(kinds.MARKUP_IN_NAME, _MARKUP.sub("", text).strip()))
    elif odd := _ODD.search(text):
        notes.append(Note(kinds.UNUSUAL_SIGN, "", {"sign": odd[0]}))
    if len(text) > _DECLARABLE:
        notes.append(Note(kinds.NAME_OVER_60, "", {"length": len(text)}))
    return Read(value, tuple(notes))


def split_full_name(text: str, *, family_first: bool) -> tuple[str, str, bool]:
    """A first name, a family name, and whether that is certain.

    « MARTIN Léa » and « Martin, Léa » say it themselves; two words follow the order of the header; of more
    words nothing is certain.
    """
    if text.count(",") == 1:
        family, given = (part.strip() for part in text.split(","))
        return given, family, bool(given and family)
    words = text.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    others = [word for word in words if word not in capitals]
    if capitals and others and words in (capitals + others, others + capitals):
        return " ".join(others), " ".join(capitals), True
    if len(words) == 1:
        return "", text, False
    if family_first:
        return words[-1], " ".join(words[:-1]), len(words) == 2  # noqa: PLR2004 -- one word each
    return words[0], " ".join(words[1:]), len(words) == 2  # noqa: PLR2004 -- one word each


def read_sex(text: str, *, titles_expected: bool) -> Read:
    """F, M, or nothing with the reason why. A title in a column of titles needs no remark."""
    word = fold(text)
    if word in SEXES and not (titles_expected and word in TITLES):
        return Read(SEXES[word])
    if word in TITLES:
        return Read(TITLES[word], () if titles_expected else (Note(kinds.TITLE_READ_AS_SEX, TITLES[word]),))
    return Read("", (Note(kinds.SEX_NOT_DECLARABLE),))


def _with_initials(text: str) -> str:
    """Capitals at the beginning of each word, particles left low: « marie de l’isle » is « Marie de L’Isle »."""
    return _WORD.sub(lambda found: _initial(found[0], first=found.start() == 0), text)


def _initial(word: str, *, first: bool) -> str:
    low = word.replace("İ", "i").lower()  # lower() would leave a dot by itself above the i
    if low in _PARTICLES and not (first and word.isupper()):
        return low
    return (word[0] if word[0].isupper() else low[0].title()) + low[1:]
