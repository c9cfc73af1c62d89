"""What a text is to the search: its words, their stems, and the slips under which a mistyped word is found.

Nothing here reads a table. A change of `words_of`, `stem` or `slips_of` asks for every collection to be indexed anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from zlib import crc32

from sceau.intake.folding import fold, nfc

LONGEST: Final = 40  # characters of a word that count: no word of French is longer, and an index row stays small
SLIP_PREFIX: Final = 7  # of a word; deletions in it alone find what deletions anywhere would, with thirty rows for most
SHORTEST_TO_SLIP: Final = 4  # « sel » is one letter from thirty words
LONG: Final = 8  # from here two typing errors are forgiven, for they leave most of the word
SHORTEST_STEM: Final = 4

_ELISION: Final = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’ʼ`´]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_COMPOUND: Final = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
STOP: Final = frozenset(
    "a au aux avec ce ces cette dans de des du en et l la le les leur leurs on ou par pour que qui sa se ses "
    "son sans sur un une d j m n s t y the of and or to in for with an by at as is".split()
)

# feminine and plural endings that change more than their last letter: the longest first
_ENDINGS: Final = (
    ("trices", "teur"),
    ("trice", "teur"),
    ("iennes", "ien"),
    ("ienne", "ien"),
    ("nelles", "nel"),
    ("nelle", "nel"),
    ("euses", "eur"),
    ("euse", "eur"),
    ("ieres", "ier"),
    ("iere", "ier"),
    ("ives", "if"),
    ("ive", "if"),
    ("eaux", "eau"),
    ("aux", "al"),
)
_APART: Final = {"donnee": "donnee", "donnees": "donnee"}  # what is given is not to give, in half of what is searched
_DROPPED: Final = ("ations", "ation", "ees", "ee", "ers", "er", "es", "e", "s", "x")


def words_of(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text in their order: folded as they are compared, and as they stand, in lower case.

    « l’e-commerce » is e, commerce; words that say nothing alone (« de », “of”) are among them.
    """
    for match in _WORD.finditer(_ELISION.sub(" ", nfc(text))):
        yield from _forms(match.group())


@lru_cache(maxsize=32_768)  # the same words come back all the time
def _forms(word: str) -> tuple[tuple[str, str], ...]:
    shown = word.lower()
    parts = fold(shown).split()
    return tuple((part[:LONGEST], (shown if len(parts) == 1 else part)[:LONGEST]) for part in parts)


def compounds_of(text: str) -> Iterator[tuple[str, str]]:
    """What is written with hyphens, as one word: « e-learning » is elearning for whoever types it so."""
    for match in _COMPOUND.finditer(nfc(text)) if "-" in text or not text.isascii() else ():
        joined = "".join(_WORD.findall(match.group())).lower()
        folded = fold(joined)
        if folded and " " not in folded:
            yield folded[:LONGEST], joined[:LONGEST]


def stem(word: str) -> str:
    """A folded word without what number, gender and the infinitive put at its end.

    Analyse, analyser and analysées are one; so are évaluation and évaluer; formatrice and formateurs. Not a
    dictionary: « gestion » and « gérer » stay two.
    """
    if word in _APART:
        return _APART[word]
    if not word.isalpha() or len(word) <= SHORTEST_STEM:
        return word[:-1] if len(word) == SHORTEST_STEM and word[-1] in "sx" else word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= SHORTEST_STEM:
            word = word[: -len(ending)] + instead
            break
    for ending in _DROPPED:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    if word.endswith("qu"):
        return word[:-2] + "c"  # communiquer, communication
    return word[:-1] + "i" if word[-1] == "y" else word


def edits_forgiven(word: str) -> int:
    """How many letters may be wrong, missing, too many or exchanged in a typed word."""
    if len(word) < SHORTEST_TO_SLIP or not word.isalpha():
        return 0  # a number that is nearly right is another number
    return 2 if len(word) >= LONG else 1


def slips_of(word: str) -> set[int]:
    """The numbers under which a word is found in spite of typing errors: of its beginning, with letters left out.

    Two words within the edits forgiven share one of them at least. They share one by chance too: see `distance`.
    """
    beginning = word[:SLIP_PREFIX]
    forms = {beginning}
    last = forms
    for _ in range(edits_forgiven(word)):
        last = {form[:at] + form[at + 1 :] for form in last for at in range(len(form))}
        forms |= last
    return {crc32(form.encode()) - 2**31 for form in forms}  # fits a signed column of four bytes


def distance(typed: str, word: str, most: int, *, unfinished: bool = False) -> int | None:
    """How many letters are wrong, missing, too many or exchanged with their neighbour; None beyond `most`.

    unfinished:  what was typed may be the beginning of the word
    """
    if abs(len(typed) - len(word)) > most and not (unfinished and len(word) > len(typed)):
        return None
    word = word[: len(typed) + most]
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(word, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    found = min(row) if unfinished else row[-1]
    return found if found <= most else None
